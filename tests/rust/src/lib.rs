//! The shared vectors (`tests/vectors/*.json`), read and run in Rust.

#![allow(
    clippy::must_use_candidate,
    clippy::missing_panics_doc,
    reason = "a test that panics has failed, as it should"
)]

#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

mod cookies;
mod csrf;
mod dialects;
mod driver;
mod run;
mod state;
mod vector;

pub use run::{mint, run, verify};
pub use vector::{Args, Vector, load_all, unhex};
