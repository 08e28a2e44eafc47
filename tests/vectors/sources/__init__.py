"""Where the vectors come from: one module a group, each with a `group()`."""
