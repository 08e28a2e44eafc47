//! Sessions, refresh tokens and revocation: one step at a time, for the drivers in Python.
//!
//! Everything here is private to the package, and so are its units: milliseconds, as the stores want
//! them.

mod refresh;
mod revocation;
mod session;
mod transition;

pub use refresh::{RefreshHandle, check_grace, refresh_start};
pub use revocation::{TokenHandle, end_subject};
pub use session::{SessionHandle, check_lifetime, check_seal, session_start};
pub use transition::Transition;

use pyo3::prelude::*;
use tokenseal::state::Lifetime;
use tokenseal::{Error, limits};

use crate::errors::{bad_argument, exception};

/// The words for a `bad-argument` of the core. They explain its verdict and take none.
fn blamed(
    py: Python<'_>,
    reason: Error,
    lifetime: Option<Lifetime>,
    now: i64,
    otherwise: &'static str,
) -> PyErr {
    let lifetimes = 1..=limits::MAX_LIFETIME;
    let words = match lifetime {
        _ if reason != Error::BadArgument => return exception(py, reason),
        _ if !(0..=limits::MAX_TIME).contains(&now) => crate::sealed::OUT_OF_RANGE,
        Some(lifetime) if !lifetimes.contains(&lifetime.idle) => "idle is not between 0 and 400 days",
        Some(lifetime) if !lifetimes.contains(&lifetime.absolute) => "lifetime is not between 0 and 400 days",
        Some(lifetime) if now.saturating_add_unsigned(lifetime.absolute) > limits::MAX_TIME => {
            crate::sealed::OUT_OF_RANGE
        }
        _ => otherwise,
    };
    bad_argument(py, words)
}
