"""A slow, plain reading of the token rules, independent of the Rust core."""
