//! What is built on the signers of itsdangerous: its URL-safe serialiser and the sessions of Flask
//! and Starlette.

use super::base64::{Base64, Spelling};
use super::format::{Format, Found, check_secrets};
use super::hash::Digest;
use super::itsdangerous::{Derivation, SIGNER_SALT, Scheme, Signed, check_whole_seconds};
use super::python_base64;
use super::secrets::Secrets;
use crate::Error;

/// `itsdangerous.URLSafeTimedSerializer`: `<base64url of the JSON>.<time>.<signature>`.
///
/// The value is the JSON text. When the serialiser compressed it, it is handed over compressed, and
/// [`Opened::compressed`](super::Opened::compressed) says so; it is never compressed here. Age and
/// order of the secrets as in [`TimestampSigner`](super::TimestampSigner).
#[derive(Clone, Copy, Debug)]
pub struct UrlSafeTimed<'a> {
    /// From the oldest to the newest; the last signs.
    pub secrets: Secrets<'a>,
    /// `itsdangerous` unless given.
    pub salt: &'a [u8],
    /// SHA-1 unless given.
    pub digest: Digest,
    /// Whether the parts may be spelled in every way that Python's base64 decoder understands.
    pub lenient: bool,
}

/// Flask's session cookie: as [`UrlSafeTimed`], with a key of its own.
///
/// The secrets are Flask's `SECRET_KEY_FALLBACKS`, then its `SECRET_KEY`: the last signs. Flask's own
/// `max_age` is `PERMANENT_SESSION_LIFETIME`, 31 days unless set.
#[derive(Clone, Copy, Debug)]
pub struct Flask<'a> {
    /// From the oldest to the newest; the last signs.
    pub secrets: Secrets<'a>,
    /// `cookie-session` unless given.
    pub salt: &'a [u8],
    /// SHA-1 unless given.
    pub digest: Digest,
    /// Whether the parts may be spelled in every way that Python's base64 decoder understands.
    pub lenient: bool,
}

/// Starlette's session cookie (also FastAPI's): `<padded base64 of the JSON>.<time>.<signature>`.
///
/// The value is the JSON text. Starlette has one secret; of several, the last signs. Its own
/// `max_age` is 14 days unless set.
#[derive(Clone, Copy, Debug)]
pub struct Starlette<'a> {
    /// From the oldest to the newest; the last signs.
    pub secrets: Secrets<'a>,
    /// Whether the parts may be spelled in every way that Python's base64 decoder understands.
    pub lenient: bool,
}

impl<'a> UrlSafeTimed<'a> {
    /// A serialiser with these secrets and the defaults of itsdangerous.
    #[must_use]
    pub const fn new(secrets: Secrets<'a>) -> Self {
        Self { secrets, salt: b"itsdangerous", digest: Digest::Sha1, lenient: false }
    }

    const fn payload(&self) -> Payload<'a> {
        let Self { secrets, salt, digest, lenient } = *self;
        let scheme =
            Scheme { secrets, salt, digest, lenient, derivation: Derivation::Concat, is_dated: true };
        Payload { scheme, kind: Base64::Url }
    }
}

impl<'a> Flask<'a> {
    /// Flask's session with these secrets.
    #[must_use]
    pub const fn new(secrets: Secrets<'a>) -> Self {
        Self { secrets, salt: b"cookie-session", digest: Digest::Sha1, lenient: false }
    }

    const fn payload(&self) -> Payload<'a> {
        let Self { secrets, salt, digest, lenient } = *self;
        let scheme = Scheme { secrets, salt, digest, lenient, derivation: Derivation::Hmac, is_dated: true };
        Payload { scheme, kind: Base64::Url }
    }
}

impl<'a> Starlette<'a> {
    /// Starlette's session with this secret.
    #[must_use]
    pub const fn new(secrets: Secrets<'a>) -> Self {
        Self { secrets, lenient: false }
    }

    const fn payload(&self) -> Payload<'a> {
        let Self { secrets, lenient } = *self;
        let scheme = Scheme {
            secrets,
            salt: SIGNER_SALT,
            digest: Digest::Sha1,
            lenient,
            derivation: Derivation::Concat,
            is_dated: true,
        };
        Payload { scheme, kind: Base64::StandardPadded }
    }
}

/// A payload in base64, signed.
struct Payload<'a> {
    scheme: Scheme<'a>,
    kind: Base64,
}

impl Payload<'_> {
    fn write<'b>(&self, value: &[u8], now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        let len = self.kind.encoded_len(value.len());
        self.scheme.sign(len, &|out| out.put_base64(self.kind, value), now, buf)
    }

    fn read(&self, text: &[u8], buf: &mut [u8]) -> Result<Found, Error> {
        let Signed { payload, time, secret_index } = self.scheme.unsign(text)?;
        let is_url = self.kind == Base64::Url;
        let (encoded, compressed) = match payload {
            [b'.', encoded @ ..] if is_url => (encoded, true),
            _ => (payload, false),
        };
        let len = if self.scheme.lenient {
            python_base64::decode(encoded, is_url, buf)?
        } else {
            self.kind.decode(encoded, Spelling::Canonical, buf)?
        };
        Ok(Found { len, time, secret_index, compressed })
    }
}

/// The three differ only in their payload.
macro_rules! impl_format {
    ($($dialect:ident),*) => {$(
        impl Format for $dialect<'_> {
            fn check(&self) -> Result<(), Error> {
                check_secrets(self.secrets)
            }

            fn says_when_issued(&self) -> bool {
                true
            }

            fn write<'b>(&self, _name: &str, value: &[u8], now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
                self.payload().write(value, now, buf)
            }

            fn read(&self, _name: &str, text: &[u8], buf: &mut [u8]) -> Result<Found, Error> {
                self.payload().read(text, buf)
            }

            fn check_time(&self, time: Option<i64>, max_age: Option<u64>, now: i64) -> Result<(), Error> {
                check_whole_seconds(time, max_age, now)
            }
        }
    )*};
}

impl_format!(UrlSafeTimed, Flask, Starlette);
