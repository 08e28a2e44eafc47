//! Signing, and why it was refused.

use pyo3::prelude::*;
use pyo3::types::PyString;
use tokenseal::jwt::{self, Expiry};
use tokenseal::{Error, limits};

use crate::buffer::with_buffer;
use crate::errors::{OrRaise, bad_argument};

/// The token of the claims.
pub fn sign<'py>(
    py: Python<'py>,
    key: &tokenseal::Key,
    claims: &jwt::Claims<'_>,
) -> PyResult<Bound<'py, PyString>> {
    let sign = |buf: &mut [u8]| jwt::sign(key, claims, buf).map(|token| PyString::new(py, token));
    // Enough for most: base64url, the registered claims, header and tag.
    match with_buffer(claims.json.len() / 2 * 3 + 256, sign) {
        Err(Error::BufferTooSmall { needed }) => with_buffer(needed, sign).or_raise(py),
        Err(Error::BadArgument) => Err(bad_argument(py, blame(claims))),
        done => done.or_raise(py),
    }
}

/// The words for a `bad-argument` of the core. They explain its verdict and take none.
fn blame(claims: &jwt::Claims<'_>) -> &'static str {
    let times = 0..=limits::MAX_TIME;
    if !times.contains(&claims.now) {
        "now is before 1970 or after the year 287396"
    } else if claims.audience.is_some_and(<[_]>::is_empty) {
        "audience is an empty list"
    } else if claims.audience.is_some_and(|audience| audience.len() > limits::MAX_NAMES) {
        "audience has more than 64 names"
    } else if claims.max_token > limits::MAX_TOKEN {
        "max_token is more than 65536 bytes"
    } else if matches!(claims.expires_in, Expiry::After(millis) if millis > limits::MAX_TIME.unsigned_abs()) {
        "expires_in is out of range"
    } else if claims.not_before.is_some_and(|millis| !times.contains(&millis)) {
        "not_before is out of range"
    } else if claims.issued_at.is_some_and(|millis| !times.contains(&millis)) {
        "issued_at is out of range"
    } else {
        "a claim is given twice: in the claims and as an argument"
    }
}
