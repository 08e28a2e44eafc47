//! Rails: signed cookies.

use core::{fmt, str};

use hmac::Hmac;
use sha1::Sha1;
use sha2::Sha256;
use zeroize::Zeroize;

use super::MAX_SECRETS;
use super::base64::{Base64, Spelling};
use super::format::{Format, Found};
use super::mac::Digest;
use super::output::{Output, sum};
use super::rails_time;
use super::rails_verifier;
use super::secrets::Secrets;
use crate::Error;
use crate::json::{Event, Reader, Text};
use crate::limits::MAX_TIME;
use crate::mac::scrub_stack;

/// Rails' signed cookies: `cookies.signed`, with the metadata that Rails has written since 5.2.
///
/// The value is the JSON text of the message (`cookies_serializer = :json`), and not empty. The
/// secrets are `secret_key_base`, then those of the rotations: the first signs. The keys are derived
/// from them once, when this is made, and wiped when it is dropped.
///
/// What Rails calls expiry is in the cookie: an expired one is [`Error::CookieExpired`], and
/// [`Opened::time`](super::Opened::time) is the expiry. There is no `max_age`.
pub struct Rails {
    keys: [[u8; KEY_LEN]; MAX_SECRETS],
    len: usize,
    /// Of the signature: SHA-1 unless given, as in Rails (`signed_cookie_digest`).
    pub digest: Digest,
    /// When a cookie that is sealed will expire, in milliseconds from then: never, unless given.
    pub expires_in: Option<u64>,
}

const KEY_LEN: usize = 64;
const SALT: &[u8] = b"signed cookie";
const ROUNDS: u32 = 1_000;

impl Rails {
    /// Rails with these secrets. `prf` is the hash with which Rails derives keys
    /// (`key_generator_hash_digest_class`): SHA-256 with the defaults of 7.0 and later, SHA-1 before.
    ///
    /// # Errors
    ///
    /// [`Error::BadArgument`] when there is no secret; [`Error::WeakKey`] when one is empty;
    /// [`Error::Limit`] when one is too long, or there are more than [`MAX_SECRETS`].
    pub fn new(secrets: Secrets<'_>, prf: Digest) -> Result<Self, Error> {
        secrets.check(1)?;
        let mut rails = Self {
            keys: [[0; KEY_LEN]; MAX_SECRETS],
            len: secrets.as_slice().len(),
            digest: Digest::Sha1,
            expires_in: None,
        };
        for (key, secret) in rails.keys.iter_mut().zip(secrets.as_slice()) {
            match prf {
                Digest::Sha1 => pbkdf2::pbkdf2::<Hmac<Sha1>>(secret, SALT, ROUNDS, key),
                Digest::Sha256 => pbkdf2::pbkdf2::<Hmac<Sha256>>(secret, SALT, ROUNDS, key),
            }
            .map_err(|_| Error::BadArgument)?;
        }
        scrub_stack();
        Ok(rails)
    }

    /// The keys, as the secrets of a verifier.
    pub(super) fn with_keys<T>(&self, run: impl FnOnce(Secrets<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let mut keys: [&[u8]; MAX_SECRETS] = [&[]; MAX_SECRETS];
        for (slot, key) in keys.iter_mut().zip(&self.keys) {
            *slot = key;
        }
        run(Secrets::new(keys.get(..self.len).unwrap_or(&[])))
    }
}

impl Drop for Rails {
    fn drop(&mut self) {
        self.keys.zeroize();
    }
}

impl fmt::Debug for Rails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rails")
            .field("secrets", &self.len)
            .field("digest", &self.digest)
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}

/// What a cookie's name becomes in its purpose.
const PURPOSE: &str = "cookie.";

impl Format for Rails {
    fn check(&self) -> Result<(), Error> {
        if self.expires_in.is_some_and(|after| after > MAX_TIME.unsigned_abs()) {
            Err(Error::BadArgument)
        } else {
            Ok(())
        }
    }

    fn write<'b>(&self, name: &str, value: &[u8], now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        if value.is_empty() {
            return Err(Error::BadArgument);
        }
        let expiry = self.expires_in.map(|after| rails_time::write(now.unsigned_abs().saturating_add(after)));
        let expiry = expiry.transpose()?;
        let (before, quote, after): (&[u8], &[u8], &[u8]) = match &expiry {
            Some(_) => (b"\",\"exp\":", b"\"", b",\"pur\":\"cookie."),
            None => (b"\",\"exp\":", b"", b",\"pur\":\"cookie."),
        };
        let expiry = expiry.as_ref().map_or(&b"null"[..], |text| text);
        let start = b"{\"_rails\":{\"message\":\"";
        let end = b"\"}}";
        let len = sum(&[
            start.len(),
            Base64::StandardPadded.encoded_len(value.len()),
            before.len(),
            quote.len().saturating_mul(2),
            expiry.len(),
            after.len(),
            escaped_len(name),
            end.len(),
        ]);
        let put = |out: &mut Output<'b>| {
            out.put(start);
            out.put_base64(Base64::StandardPadded, value);
            for part in [before, quote, expiry, quote, after] {
                out.put(part);
            }
            put_escaped(name, out);
            out.put(end);
        };
        self.with_keys(|keys| rails_verifier::write(self.digest, keys.first()?, len, put, buf))
    }

    fn read(&self, name: &str, text: &[u8], buf: &mut [u8]) -> Result<Found, Error> {
        let (len, secret_index) =
            self.with_keys(|keys| rails_verifier::read(self.digest, keys, text, buf))?;
        let data = str::from_utf8(buf.get(..len).unwrap_or(&[])).map_err(|_| Error::Malformed)?;
        let envelope = Envelope::read(data)?;
        let is_for_name =
            envelope.purpose.is_some_and(|purpose| purpose.chars().eq(PURPOSE.chars().chain(name.chars())));
        if !is_for_name {
            return Err(Error::BadSignature);
        }
        let (start, len, time) = (envelope.message_start, envelope.message_len, envelope.expiry);
        let len = Base64::StandardPadded.decode_within(buf, start, len, Spelling::Canonical)?;
        Ok(Found { len, time, secret_index, compressed: false })
    }

    fn check_time(&self, time: Option<i64>, _max_age: Option<u64>, now: i64) -> Result<(), Error> {
        if time.is_some_and(|expiry| now >= expiry) { Err(Error::CookieExpired) } else { Ok(()) }
    }
}

/// `{"_rails":{"message":"...","exp":null,"pur":"cookie.sid"}}`, in whatever spelling of JSON.
struct Envelope<'a> {
    message_start: usize,
    message_len: usize,
    /// Milliseconds.
    expiry: Option<i64>,
    purpose: Option<Text<'a>>,
}

impl<'a> Envelope<'a> {
    fn read(data: &'a str) -> Result<Self, Error> {
        let mut reader = Reader::new(data);
        let (Some(Event::ObjectStart), Some(Event::Name(name)), Some(Event::ObjectStart)) =
            (reader.next_event()?, reader.next_event()?, reader.next_event()?)
        else {
            return Err(Error::Malformed);
        };
        if !name.eq_str("_rails") {
            return Err(Error::Malformed);
        }
        let mut envelope = Self { message_start: 0, message_len: 0, expiry: None, purpose: None };
        while let Some(Event::Name(name)) = reader.next_event()? {
            match reader.next_event()? {
                Some(Event::String(text)) if name.eq_str("message") => {
                    let message = text.plain().ok_or(Error::Malformed)?;
                    envelope.message_len = message.len();
                    envelope.message_start =
                        reader.position().saturating_sub(1).saturating_sub(message.len());
                }
                Some(Event::String(text)) if name.eq_str("exp") => {
                    envelope.expiry = Some(rails_time::read(text.plain().ok_or(Error::Malformed)?)?);
                }
                Some(Event::Null) if name.eq_str("exp") => {}
                Some(Event::String(text)) if name.eq_str("pur") => envelope.purpose = Some(text),
                _ => return Err(Error::Malformed),
            }
        }
        // Behind the inner object comes the end of the outer one, and then nothing.
        match (reader.next_event()?, reader.next_event()?) {
            (Some(Event::ObjectEnd), None) if envelope.message_len > 0 => Ok(envelope),
            _ => Err(Error::Malformed),
        }
    }
}

/// Of what a name may contain, Rails' JSON escapes this alone.
const AMPERSAND: &[u8] = b"\\u0026";

fn escaped_len(name: &str) -> usize {
    name.bytes()
        .fold(0, |len: usize, byte| len.saturating_add(if byte == b'&' { AMPERSAND.len() } else { 1 }))
}

fn put_escaped(name: &str, out: &mut Output<'_>) {
    for byte in name.bytes() {
        out.put(if byte == b'&' { AMPERSAND } else { core::slice::from_ref(&byte) });
    }
}
