//! What the benchmark times and what callgrind counts: the core's operations, each ready to be run again and
//! again, and the bare HMAC that none of them can do without.

#![allow(clippy::missing_panics_doc, reason = "an operation that fails ends the benchmark")]

mod bare;
mod operations;

pub use bare::Bare;
pub use operations::{ALL, Borrowed, CLAIMS, COOKIE, NOW, Named, Operations, SECRET, VALUE, mint, pad};
