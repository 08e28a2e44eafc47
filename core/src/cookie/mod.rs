//! Cookies (RFC 6265bis): reading and building headers, and values that can't be changed.
//!
//! [`parse`] reads a `Cookie` header as a browser would have written it, [`SetCookie`] builds a
//! `Set-Cookie` header with safe defaults. [`seal`] signs a value for one cookie name and dates
//! it; [`open`] gives it back, if it is not too old.

mod date;
#[cfg(feature = "dialects")]
pub mod dialect;
mod header;
mod seal;
mod set_cookie;

pub use header::{Pairs, find, parse};
pub use seal::{Opened, open, seal, seal_len};
pub(crate) use seal::{open_for, seal_for};
pub use set_cookie::{Priority, SameSite, SetCookie};

use crate::Error;
use crate::limits::MAX_COOKIE;

/// Whether a byte may stand in a cookie's value as it is (RFC 6265 section 4.1.1).
const fn is_octet(byte: u8) -> bool {
    matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e)
}

/// A name is a token (RFC 9110 section 5.6.2).
fn check_name(name: &str) -> Result<(), Error> {
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if !name.is_empty() && name.bytes().all(is_legal) { Ok(()) } else { Err(Error::CookieCharacter) }
}

/// Browsers drop what is larger.
fn check_size(name: &str, value_len: usize) -> Result<(), Error> {
    if name.len().saturating_add(value_len) > MAX_COOKIE { Err(Error::CookieTooLarge) } else { Ok(()) }
}
