//! `Authorization: Bearer` (RFC 6750 section 2.1).

use crate::Error;
use crate::limits::MAX_TOKEN;

/// The token in the value of an `Authorization` header. It has not been verified.
///
/// The scheme is compared without case; white space around the value is ignored.
///
/// ```
/// use tokenseal::{Error, bearer};
///
/// assert_eq!(bearer::token(b"Bearer abc.def.ghi")?, b"abc.def.ghi");
/// assert_eq!(bearer::token(b"Basic dXNlcjpwYXNz"), Err(Error::NotBearer));
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
///
/// [`Error::NotBearer`] when the header is empty or of another scheme; [`Error::Malformed`] when no
/// token follows, or something that can't be one; [`Error::Limit`] when it is longer than
/// [`MAX_TOKEN`].
pub fn token(header: &[u8]) -> Result<&[u8], Error> {
    let mut value = header;
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    let (scheme, rest) = value.split_at_checked(6).ok_or(Error::NotBearer)?;
    if !scheme.eq_ignore_ascii_case(b"bearer") {
        return Err(Error::NotBearer);
    }
    let mut token = match rest {
        [] => return Err(Error::Malformed),
        [b' ', token @ ..] => token,
        // A longer word is another scheme.
        _ => return Err(Error::NotBearer),
    };
    while let [b' ', rest @ ..] = token {
        token = rest;
    }
    if token.len() > MAX_TOKEN {
        return Err(Error::Limit);
    }
    let mut text = token;
    while let [rest @ .., b'='] = text {
        text = rest;
    }
    let is_legal = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(byte);
    if text.is_empty() || !text.iter().all(is_legal) { Err(Error::Malformed) } else { Ok(token) }
}
