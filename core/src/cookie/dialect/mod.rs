//! The signed cookies of other frameworks, read and written as those do: a site moves over, or
//! shares its cookies, without logging anybody out.
//!
//! | dialect | reads and writes | bound to the name | time | the secret that signs |
//! |---|---|---|---|---|
//! | [`Express`] | cookie-parser, express-session | no | none | the first |
//! | [`Koa`] | cookies, cookie-session (two cookies) | yes | none | the first |
//! | [`Signer`] | itsdangerous | no | none | the last |
//! | [`TimestampSigner`] | itsdangerous | no | issued | the last |
//! | [`UrlSafeTimed`] | itsdangerous `URLSafeTimedSerializer` | no | issued | the last |
//! | [`Flask`] | Flask's session | no | issued | the last |
//! | [`Starlette`] | Starlette's session | no | issued | the last |
//! | [`Django`] | `set_signed_cookie` | yes | issued | the first |
//! | [`DjangoSigner`] | `signing.Signer` | no | none | the first |
//! | [`DjangoDumps`] | `signing.dumps` | no | issued | the first |
//! | [`Gorilla`] | gorilla/securecookie, gorilla/sessions | yes | issued | the first |
//! | [`RustCookie`] | the `cookie` crate's `SignedJar` | no | none | the first |
//! | [`Rails`] | `cookies.signed` | yes | expiry | the first |
//! | [`RailsVerifier`] | `MessageVerifier` | no | none | the first |
//!
//! A dialect that is not bound to the name lets a client move a value from one cookie to another:
//! so does the framework. New cookies are better [sealed](super::seal()).
//!
//! ```
//! use tokenseal::cookie::dialect::{Dialect, Express, Secrets};
//! use tokenseal::limits::MAX_COOKIE;
//!
//! let express = Express::new(Secrets::new(&[b"new secret", b"old secret"]));
//! let now = 1_700_000_000_000; // Unix milliseconds: the caller's clock
//! let mut buf = [0; MAX_COOKIE];
//! let text = express.seal("sid", b"user=42", now, &mut buf)?;
//! assert!(text.starts_with("s%3Auser%3D42."));
//!
//! let mut buf = [0; MAX_COOKIE];
//! let opened = express.open("sid", text.as_bytes(), None, now, &mut buf)?;
//! assert_eq!((opened.value, opened.secret_index), (&b"user=42"[..], 0));
//! # Ok::<(), tokenseal::Error>(())
//! ```
//!
//! # Strict, and lenient
//!
//! Every dialect accepts what its framework writes, byte for byte, and nothing else. Some
//! frameworks also accept a tag whose base64 was spelled otherwise, so that one cookie has many
//! spellings; `lenient` does as they do. No spelling makes another value of it: what may differ is
//! the text, which must not serve as a key anywhere then (say, in a list of revoked cookies).

mod base64;
mod digits;
mod django;
mod django_quotes;
mod express;
mod format;
mod gorilla;
mod hash;
mod itsdangerous;
mod koa;
mod mac;
mod output;
mod percent;
mod python_base64;
mod python_sessions;
mod rails;
mod rails_envelope;
mod rails_time;
mod rails_verifier;
mod rust_cookie;
mod secrets;

pub use django::{Django, DjangoDumps, DjangoSigner};
pub use express::Express;
pub use gorilla::Gorilla;
pub use hash::Digest;
pub use itsdangerous::{Signer, TimestampSigner};
pub use koa::Koa;
pub use python_sessions::{Flask, Starlette, UrlSafeTimed};
pub use rails::{RAILS_KEY_LEN, Rails};
pub use rails_verifier::RailsVerifier;
pub use rust_cookie::RustCookie;
pub use secrets::Secrets;

use self::format::{Format, check_name, check_now};
use crate::Error;
use crate::bytes::wipe;
use crate::limits::{MAX_COOKIE, MAX_TIME};
use crate::mac::scrubbed;

/// The most secrets that a dialect takes; more are [`Error::Limit`].
pub const MAX_SECRETS: usize = 16;

/// What a framework's cookie held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened<'b> {
    /// The value, as the dialect defines it.
    pub value: &'b [u8],
    /// When it was sealed, or with [`Rails`] when it expires, in Unix milliseconds. `None` where
    /// the cookie does not say.
    pub time: Option<i64>,
    /// Which of the secrets opened it, in the order in which they were given.
    pub secret_index: usize,
    /// Whether the value is a zlib stream (RFC 1950), which the caller inflates, with a limit.
    pub compressed: bool,
}

/// Reading and writing a framework's signed cookie. [`Koa`], with its two cookies, has methods of
/// its own.
pub trait Dialect: Format {
    /// Seals a value for the cookie `name` into the front of `buf` and returns the text that the
    /// framework would have set. `now` is in Unix milliseconds. [`MAX_COOKIE`] bytes always suffice
    /// for `buf`.
    ///
    /// # Errors
    ///
    /// [`Error::BadArgument`] when `now` is out of range or there is no secret; [`Error::WeakKey`]
    /// when a secret is empty or shorter than the framework allows; [`Error::Limit`] when one is too
    /// long, or there are too many; [`Error::CookieCharacter`] when the name is no cookie's, or the
    /// value no UTF-8 where the framework takes text; [`Error::CookieTooLarge`] when the text is
    /// longer than [`MAX_COOKIE`]; [`Error::BufferTooSmall`]. Nothing is written then.
    fn seal<'b>(&self, name: &str, value: &[u8], now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error>;

    /// Opens a cookie that the framework, or [`seal`](Dialect::seal), made, and writes its value
    /// into `buf`, which must be as long as `text`: [`MAX_COOKIE`] bytes always suffice. `now` is in
    /// Unix milliseconds, `max_age` in milliseconds; it is held to as the framework does, and
    /// without it the age is not looked at.
    ///
    /// Before a secret is found right, nothing of the text is written into `buf`; after any error
    /// it holds nothing of it.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] when the text is not in the form that the framework writes;
    /// [`Error::BadSignature`] when it was changed, or made with another secret or for another name;
    /// [`Error::CookieExpired`] and [`Error::NotYetValid`]; [`Error::BadArgument`] also for a
    /// `max_age` where the cookie does not say when it was made; [`Error::CookieTooLarge`];
    /// [`Error::BufferTooSmall`]; for the secrets and the name as [`seal`](Dialect::seal).
    fn open<'b>(
        &self,
        name: &str,
        text: &[u8],
        max_age: Option<u64>,
        now: i64,
        buf: &'b mut [u8],
    ) -> Result<Opened<'b>, Error>;
}

impl<T: Format> Dialect for T {
    fn seal<'b>(&self, name: &str, value: &[u8], now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        seal(self, name, value, now, buf)
    }

    fn open<'b>(
        &self,
        name: &str,
        text: &[u8],
        max_age: Option<u64>,
        now: i64,
        buf: &'b mut [u8],
    ) -> Result<Opened<'b>, Error> {
        open(self, name, text, max_age, now, buf)
    }
}

/// Once for all formats.
fn seal<'b>(
    format: &dyn Format,
    name: &str,
    value: &[u8],
    now: i64,
    buf: &'b mut [u8],
) -> Result<&'b str, Error> {
    check_now(now)?;
    format.check()?;
    check_name(name)?;
    scrubbed(|| format.write(name, value, now, buf))
}

fn open<'b>(
    format: &dyn Format,
    name: &str,
    text: &[u8],
    max_age: Option<u64>,
    now: i64,
    buf: &'b mut [u8],
) -> Result<Opened<'b>, Error> {
    check_now(now)?;
    if max_age.is_some_and(|max_age| max_age > MAX_TIME.unsigned_abs() || !format.says_when_issued()) {
        return Err(Error::BadArgument);
    }
    format.check()?;
    check_name(name)?;
    if text.len() > MAX_COOKIE {
        return Err(Error::CookieTooLarge);
    }
    let needed = text.len();
    let buf = buf.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;
    let found = scrubbed(|| format.read(name, text, buf)).and_then(|found| {
        format.check_time(found.time, max_age, now)?;
        Ok(found)
    });
    let used = found.as_ref().map_or(0, |found| found.len);
    wipe(buf.get_mut(used..).unwrap_or(&mut []));
    let found = found?;
    Ok(Opened {
        value: buf.get(..found.len).unwrap_or(&[]),
        time: found.time,
        secret_index: found.secret_index,
        compressed: found.compressed,
    })
}

#[cfg(test)]
mod tests;
