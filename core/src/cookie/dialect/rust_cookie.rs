//! The Rust crate `cookie`.

use super::base64::{Base64, Spelling};
use super::format::{Format, Found};
use super::hash::Digest;
use super::mac::{Presented, Tag};
use super::output::{Output, check_text, sum};
use super::secrets::{Order, Secrets};
use crate::Error;
use crate::bytes::copy;

/// Signed cookies of the Rust crate `cookie` (`SignedJar`; so also axum-extra's and Rocket's).
///
/// The value is UTF-8, as it is. The crate has one key; of several secrets, the first signs.
#[derive(Clone, Copy, Debug)]
pub struct RustCookie<'a> {
    /// The first signs.
    pub secrets: Secrets<'a>,
    /// Whether the secrets are master keys, of 32 bytes or more (`Key::derive_from`), and not keys,
    /// of 64 bytes or more (`Key::from`). Shorter ones are [`Error::WeakKey`].
    pub derive: bool,
}

impl<'a> RustCookie<'a> {
    /// With what the crate takes in `Key::from`: 64 bytes or more.
    #[must_use]
    pub const fn new(secrets: Secrets<'a>) -> Self {
        Self { secrets, derive: false }
    }

    /// With what the crate takes in `Key::derive_from`: 32 bytes or more.
    #[must_use]
    pub const fn derive_from(secrets: Secrets<'a>) -> Self {
        Self { secrets, derive: true }
    }

    fn tag(&self, secret: &[u8], value: &[u8]) -> Result<Tag, Error> {
        if self.derive {
            // The first block of HKDF-Expand (RFC 5869 section 2.3).
            let key = Digest::Sha256.mac(secret, &[EXPANSION, &[1]]);
            Ok(Digest::Sha256.mac(key.as_bytes(), &[value]))
        } else {
            Ok(Digest::Sha256.mac(secret.get(..KEY_LEN).ok_or(Error::WeakKey)?, &[value]))
        }
    }
}

/// What the crate expands a master key with.
const EXPANSION: &[u8] = b"COOKIE;SIGNED:HMAC-SHA256;PRIVATE:AEAD-AES-256-GCM";
/// Bytes of a key that sign; the others encrypt.
const KEY_LEN: usize = 32;
/// A tag in padded base64.
const TAG_LEN: usize = 44;

impl Format for RustCookie<'_> {
    fn check(&self) -> Result<(), Error> {
        self.secrets.check(if self.derive { 32 } else { 64 })
    }

    fn write<'b>(&self, _name: &str, value: &[u8], _now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        check_text(value)?;
        let mut out = Output::new(buf, sum(&[TAG_LEN, value.len()]))?;
        out.put_base64(Base64::StandardPadded, self.tag(self.secrets.first()?, value)?.as_bytes());
        out.put(value);
        out.finish()
    }

    fn read(&self, _name: &str, text: &[u8], buf: &mut [u8]) -> Result<Found, Error> {
        let (tag, value) = text.split_at_checked(TAG_LEN).ok_or(Error::Malformed)?;
        let presented = Presented::from_base64(Base64::StandardPadded, Spelling::Canonical, tag)?;
        let secret_index =
            self.secrets.find(Order::FirstSigns, presented.as_bytes(), &|secret| self.tag(secret, value))?;
        Ok(Found { len: copy(buf, value), time: None, secret_index, compressed: false })
    }
}
