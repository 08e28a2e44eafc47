//! The shared vectors (`tests/vectors/*.json`), read and run in Rust.

mod run;
mod vector;

pub use run::run;
pub use vector::{Vector, load_all};
