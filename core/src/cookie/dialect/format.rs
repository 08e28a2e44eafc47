//! What a dialect is made of.

use super::secrets::Secrets;
use crate::Error;
use crate::limits::MAX_TIME;

/// A cookie's format: what the dialects differ in. The caller of these methods has checked the
/// arguments.
pub trait Format {
    /// Checks the secrets.
    fn check(&self) -> Result<(), Error>;

    /// Whether the format says when a cookie was sealed.
    fn says_when_issued(&self) -> bool {
        false
    }

    /// Writes the sealed text, or nothing.
    fn write<'b>(&self, name: &str, value: &[u8], now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error>;

    /// Checks form and MAC, then writes the value into the front of `buf`, which is as long as
    /// `text`. Whatever it writes there, the caller wipes after an error.
    fn read(&self, name: &str, text: &[u8], buf: &mut [u8]) -> Result<Found, Error>;

    /// Checks the time that the text held.
    fn check_time(&self, _time: Option<i64>, _max_age: Option<u64>, _now: i64) -> Result<(), Error> {
        Ok(())
    }
}

/// What a text held.
#[derive(Clone, Copy)]
pub struct Found {
    /// Length of the value.
    pub len: usize,
    /// Milliseconds.
    pub time: Option<i64>,
    pub secret_index: usize,
    pub compressed: bool,
}

/// Frameworks are freer with names than RFC 6265 is: `koa:sess` is one. What JSON and HTML would have
/// to escape is none.
pub(super) fn check_name(name: &str) -> Result<(), Error> {
    let is_legal = |byte: u8| byte.is_ascii_graphic() && !b"=;,\"\\<>".contains(&byte);
    if !name.is_empty() && name.bytes().all(is_legal) { Ok(()) } else { Err(Error::CookieCharacter) }
}

pub(super) fn check_now(now: i64) -> Result<(), Error> {
    if (0..=MAX_TIME).contains(&now) { Ok(()) } else { Err(Error::BadArgument) }
}

/// Whole seconds of a time that has been checked.
pub(super) const fn seconds(now: i64) -> u64 {
    now.unsigned_abs() / 1000
}

/// The greatest number of seconds that a text may hold.
pub(super) const MAX_SECONDS: u64 = MAX_TIME.unsigned_abs() / 1000;

/// Milliseconds of a number of seconds in a text.
pub(super) fn millis(seconds: u64) -> Result<i64, Error> {
    if seconds > MAX_SECONDS {
        return Err(Error::Malformed);
    }
    i64::try_from(seconds).map(|seconds| seconds.saturating_mul(1000)).map_err(|_| Error::Malformed)
}

/// Refuses what is older than `max_age`. All in milliseconds.
pub(super) fn check_age(issued: i64, max_age: u64, now: i64) -> Result<(), Error> {
    let is_older = now.checked_sub(issued).is_some_and(|age| age > 0 && age.unsigned_abs() > max_age);
    if is_older { Err(Error::CookieExpired) } else { Ok(()) }
}

/// Cuts a text at its last `separator`.
pub(super) fn split_last(text: &[u8], separator: u8) -> Result<(&[u8], &[u8]), Error> {
    let mut from_end = text.rsplitn(2, |byte| *byte == separator);
    match (from_end.next(), from_end.next()) {
        (Some(after), Some(before)) => Ok((before, after)),
        _ => Err(Error::Malformed),
    }
}

/// The most usual rule for secrets: any but an empty one.
pub(super) fn check_secrets(secrets: Secrets<'_>) -> Result<(), Error> {
    secrets.check(1)
}
