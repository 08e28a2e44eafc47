//! itsdangerous: its signers, and what the serialisers build on.

use super::base64::{Base64, Spelling};
use super::format::{Format, Found, check_age, check_secrets, millis, seconds, split_last};
use super::hash::Digest;
use super::mac::{Presented, Tag};
use super::output::{Output, check_text, sum};
use super::python_base64;
use super::secrets::{Order, Secrets};
use crate::Error;
use crate::bytes::copy;

/// `itsdangerous.Signer`: `<value>.<signature>`.
///
/// The value is UTF-8, as it is. The secrets are in the order of itsdangerous, from the oldest to
/// the newest: the last signs.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    /// From the oldest to the newest; the last signs.
    pub secrets: Secrets<'a>,
    /// `itsdangerous.Signer` unless given.
    pub salt: &'a [u8],
    /// SHA-1 unless given.
    pub digest: Digest,
    /// Whether a signature may be spelled in every way that Python's base64 decoder understands.
    pub lenient: bool,
}

/// `itsdangerous.TimestampSigner`: `<value>.<time>.<signature>`.
///
/// As [`Signer`], with the second of signing. `max_age` is compared in whole seconds; a cookie from
/// the future is [`Error::NotYetValid`] then.
#[derive(Clone, Copy, Debug)]
pub struct TimestampSigner<'a> {
    /// From the oldest to the newest; the last signs.
    pub secrets: Secrets<'a>,
    /// `itsdangerous.Signer` unless given.
    pub salt: &'a [u8],
    /// SHA-1 unless given.
    pub digest: Digest,
    /// Whether signature and time may be spelled in every way that Python's base64 decoder
    /// understands.
    pub lenient: bool,
}

/// The salt of both.
pub(super) const SIGNER_SALT: &[u8] = b"itsdangerous.Signer";

impl<'a> Signer<'a> {
    /// A signer with these secrets and the defaults of itsdangerous.
    #[must_use]
    pub const fn new(secrets: Secrets<'a>) -> Self {
        Self { secrets, salt: SIGNER_SALT, digest: Digest::Sha1, lenient: false }
    }

    const fn scheme(&self) -> Scheme<'a> {
        let Self { secrets, salt, digest, lenient } = *self;
        Scheme { secrets, salt, digest, lenient, derivation: Derivation::Concat, is_dated: false }
    }
}

impl<'a> TimestampSigner<'a> {
    /// A signer with these secrets and the defaults of itsdangerous.
    #[must_use]
    pub const fn new(secrets: Secrets<'a>) -> Self {
        Self { secrets, salt: SIGNER_SALT, digest: Digest::Sha1, lenient: false }
    }

    const fn scheme(&self) -> Scheme<'a> {
        let Self { secrets, salt, digest, lenient } = *self;
        Scheme { secrets, salt, digest, lenient, derivation: Derivation::Concat, is_dated: true }
    }
}

impl Format for Signer<'_> {
    fn check(&self) -> Result<(), Error> {
        check_secrets(self.secrets)
    }

    fn write<'b>(&self, _name: &str, value: &[u8], now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        self.scheme().write_text(value, now, buf)
    }

    fn read(&self, _name: &str, text: &[u8], buf: &mut [u8]) -> Result<Found, Error> {
        self.scheme().unsign(text).map(|signed| signed.copy_payload(buf))
    }
}

impl Format for TimestampSigner<'_> {
    fn check(&self) -> Result<(), Error> {
        check_secrets(self.secrets)
    }

    fn says_when_issued(&self) -> bool {
        true
    }

    fn write<'b>(&self, _name: &str, value: &[u8], now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        self.scheme().write_text(value, now, buf)
    }

    fn read(&self, _name: &str, text: &[u8], buf: &mut [u8]) -> Result<Found, Error> {
        self.scheme().unsign(text).map(|signed| signed.copy_payload(buf))
    }

    fn check_time(&self, time: Option<i64>, max_age: Option<u64>, now: i64) -> Result<(), Error> {
        check_whole_seconds(time, max_age, now)
    }
}

/// How a key is made of secret and salt.
#[derive(Clone, Copy)]
pub(super) enum Derivation {
    /// The hash of salt, `signer` and secret: `django-concat`.
    Concat,
    /// The HMAC of the salt.
    Hmac,
}

/// What all signers have.
pub(super) struct Scheme<'a> {
    pub(super) secrets: Secrets<'a>,
    pub(super) salt: &'a [u8],
    pub(super) digest: Digest,
    pub(super) lenient: bool,
    pub(super) derivation: Derivation,
    pub(super) is_dated: bool,
}

/// A payload whose signature is good.
pub(super) struct Signed<'t> {
    pub(super) payload: &'t [u8],
    pub(super) time: Option<i64>,
    pub(super) secret_index: usize,
}

impl Scheme<'_> {
    fn write_text<'b>(&self, value: &[u8], now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        check_text(value)?;
        self.sign(value.len(), &|out| out.put(value), now, buf)
    }

    /// Writes a payload of `len` bytes and signs it.
    pub(super) fn sign<'b>(
        &self,
        len: usize,
        put_payload: &dyn Fn(&mut Output<'b>),
        now: i64,
        buf: &'b mut [u8],
    ) -> Result<&'b str, Error> {
        let time = seconds(now).to_be_bytes();
        let time = without_leading_zeros(&time);
        let time_len = if self.is_dated { Base64::Url.encoded_len(time.len()).saturating_add(1) } else { 0 };
        let tag_len = Base64::Url.encoded_len(self.digest.hash_len());
        let mut out = Output::new(buf, sum(&[len, time_len, 1, tag_len]))?;
        put_payload(&mut out);
        if self.is_dated {
            out.put(b".");
            out.put_base64(Base64::Url, time);
        }
        let tag = self.tag(self.secrets.last()?, out.written());
        out.put(b".");
        out.put_base64(Base64::Url, tag.as_bytes());
        out.finish()
    }

    /// Checks the form of all but the payload, then the signature.
    pub(super) fn unsign<'t>(&self, text: &'t [u8]) -> Result<Signed<'t>, Error> {
        let (message, tag) = split_last(text, b'.')?;
        let presented = if self.lenient {
            Presented::from_python(tag)?
        } else {
            Presented::from_base64(Base64::Url, Spelling::Canonical, tag)?
        };
        let (payload, time) = if self.is_dated {
            let (payload, time) = split_last(message, b'.')?;
            (payload, Some(self.read_time(time)?))
        } else {
            (message, None)
        };
        let secret_index = self
            .secrets
            .find(Order::LastSigns, presented.as_bytes(), &|secret| Ok(self.tag(secret, message)))?;
        Ok(Signed { payload, time, secret_index })
    }

    fn tag(&self, secret: &[u8], message: &[u8]) -> Tag {
        let key = match self.derivation {
            Derivation::Concat => self.digest.hash(&[self.salt, b"signer", secret]),
            Derivation::Hmac => self.digest.mac(secret, &[self.salt]),
        };
        self.digest.mac(key.as_bytes(), &[message])
    }

    /// Milliseconds.
    fn read_time(&self, text: &[u8]) -> Result<i64, Error> {
        let mut bytes = [0; 8];
        let len = if self.lenient {
            python_base64::decode(text, true, &mut bytes)?
        } else {
            // Eight bytes are eleven characters.
            let mut decoded = [0; 11];
            let text = if text.len() > decoded.len() { return Err(Error::Malformed) } else { text };
            let len = Base64::Url.decode(text, Spelling::Canonical, &mut decoded)?;
            if decoded.starts_with(&[0]) && len > 0 {
                return Err(Error::Malformed);
            }
            copy(&mut bytes, &decoded);
            len
        };
        let bytes = bytes.get(..len).ok_or(Error::Malformed)?;
        millis(bytes.iter().fold(0, |time, byte| (time << 8) | u64::from(*byte)))
    }
}

impl Signed<'_> {
    fn copy_payload(&self, buf: &mut [u8]) -> Found {
        let len = copy(buf, self.payload);
        Found { len, time: self.time, secret_index: self.secret_index, compressed: false }
    }
}

fn without_leading_zeros(mut bytes: &[u8]) -> &[u8] {
    while let [0, rest @ ..] = bytes {
        bytes = rest;
    }
    bytes
}

/// The age is that of the second, and must be between 0 and `max_age`.
pub(super) fn check_whole_seconds(time: Option<i64>, max_age: Option<u64>, now: i64) -> Result<(), Error> {
    let (Some(time), Some(max_age)) = (time, max_age) else { return Ok(()) };
    if time > now {
        return Err(Error::NotYetValid);
    }
    check_age(time, max_age, now.saturating_sub(now % 1000))
}
