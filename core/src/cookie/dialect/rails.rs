//! Rails: signed cookies.

use core::{fmt, str};

use super::MAX_SECRETS;
use super::base64::{Base64, Spelling};
use super::format::{Format, Found};
use super::hash::Digest;
use super::mac::Mac;
use super::output::Output;
use super::rails_envelope::{Envelope, Sealed};
use super::rails_time;
use super::rails_verifier;
use super::secrets::Secrets;
use crate::Error;
use crate::bytes::{copy, wipe};
use crate::limits::MAX_TIME;
use crate::mac::scrubbed;

/// Rails' signed cookies: `cookies.signed`, with the metadata that Rails has written since 5.2.
///
/// The value is the JSON text of the message (`cookies_serializer = :json`), and not empty. The
/// secrets are `secret_key_base`, then those of the rotations: the first signs. The keys are derived
/// from them once, when this is made, and wiped when it is dropped.
///
/// What Rails calls expiry is in the cookie: an expired one is [`Error::CookieExpired`], and
/// [`Opened::time`](super::Opened::time) is the expiry. There is no `max_age`.
pub struct Rails {
    keys: [[u8; RAILS_KEY_LEN]; MAX_SECRETS],
    len: usize,
    /// Of the signature: SHA-1 unless given, as in Rails (`signed_cookie_digest`).
    pub digest: Digest,
    /// When a cookie that is sealed will expire, in milliseconds from then: never, unless given.
    pub expires_in: Option<u64>,
}

/// PBKDF2 (RFC 8018 section 5.2) with HMAC.
fn pbkdf2(prf: Digest, secret: &[u8], key: &mut [u8; RAILS_KEY_LEN]) {
    let keyed = Mac::new(prf, secret);
    let mac = |text: &[u8], number: &[u8]| {
        let mut mac = keyed.clone();
        mac.update(text);
        mac.update(number);
        mac.finish()
    };
    for (number, part) in (1..u32::MAX).zip(key.chunks_mut(prf.hash_len())) {
        let mut round = mac(SALT, &number.to_be_bytes());
        copy(part, round.as_bytes());
        for _ in 1..ROUNDS {
            round = mac(round.as_bytes(), &[]);
            for (byte, other) in part.iter_mut().zip(round.as_bytes()) {
                *byte ^= other;
            }
        }
    }
}

/// Bytes of a key that [`Rails`] derives from a secret.
pub const RAILS_KEY_LEN: usize = 64;
const SALT: &[u8] = b"signed cookie";
const ROUNDS: u32 = 1_000;

impl Rails {
    /// Rails with these secrets. `prf` is the hash with which Rails derives keys
    /// (`key_generator_hash_digest_class`): SHA-256 with the defaults of 7.0 and later, SHA-1 before.
    /// This takes 1,000 rounds of PBKDF2 for each secret: make it once.
    ///
    /// # Errors
    ///
    /// [`Error::BadArgument`] when there is no secret; [`Error::WeakKey`] when one is empty;
    /// [`Error::Limit`] when one is too long, or there are more than [`MAX_SECRETS`].
    pub fn new(secrets: Secrets<'_>, prf: Digest) -> Result<Self, Error> {
        secrets.check(1)?;
        let mut rails = Self::with_len(secrets.as_slice().len());
        for (key, secret) in rails.keys.iter_mut().zip(secrets.as_slice()) {
            Self::derive_key(secret, prf, key)?;
        }
        Ok(rails)
    }

    /// Rails with keys that [`derive_key`](Rails::derive_key) made, for callers that keep those
    /// themselves.
    ///
    /// # Errors
    ///
    /// [`Error::BadArgument`] when there is none; [`Error::Limit`] when there are more than
    /// [`MAX_SECRETS`].
    pub fn from_keys(keys: &[[u8; RAILS_KEY_LEN]]) -> Result<Self, Error> {
        if keys.is_empty() {
            return Err(Error::BadArgument);
        }
        if keys.len() > MAX_SECRETS {
            return Err(Error::Limit);
        }
        let mut rails = Self::with_len(keys.len());
        for (slot, key) in rails.keys.iter_mut().zip(keys) {
            *slot = *key;
        }
        Ok(rails)
    }

    /// Derives from one secret the key that signs cookies.
    ///
    /// # Errors
    ///
    /// [`Error::WeakKey`] when the secret is empty, [`Error::Limit`] when it is too long.
    pub fn derive_key(secret: &[u8], prf: Digest, key: &mut [u8; RAILS_KEY_LEN]) -> Result<(), Error> {
        Secrets::new(&[secret]).check(1)?;
        scrubbed(|| pbkdf2(prf, secret, key));
        Ok(())
    }

    const fn with_len(len: usize) -> Self {
        Self { keys: [[0; RAILS_KEY_LEN]; MAX_SECRETS], len, digest: Digest::Sha1, expires_in: None }
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
        wipe(self.keys.as_flattened_mut());
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
        let sealed = Sealed { value, expiry: expiry.transpose()?, name };
        let put = &|out: &mut Output<'b>| sealed.put(out);
        self.with_keys(|keys| rails_verifier::write(self.digest, keys.first()?, sealed.len(), put, buf))
    }

    fn read(&self, name: &str, text: &[u8], buf: &mut [u8]) -> Result<Found, Error> {
        let (len, secret_index) =
            self.with_keys(|keys| rails_verifier::read(self.digest, keys, text, buf))?;
        let data = str::from_utf8(buf.get(..len).unwrap_or(&[])).map_err(|_| Error::Malformed)?;
        let envelope = Envelope::read(data)?;
        if !envelope.is_for(name) {
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
