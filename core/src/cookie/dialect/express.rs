//! Express: cookie-parser and express-session, over cookie-signature.

use core::str;

use super::base64::{Base64, Spelling};
use super::format::{Format, Found, check_secrets};
use super::hash::Digest;
use super::mac::{Mac, Presented};
use super::output::{Output, check_text, sum};
use super::percent;
use super::secrets::{Order, Secrets};
use crate::Error;

/// Express's signed cookies: `res.cookie(name, value, { signed: true })` with cookie-parser, and
/// express-session's id.
///
/// The value is the text that is signed: UTF-8, without the `s:` before it and before it is
/// percent-encoded. What Express makes of an object begins with `j:`, as JSON. The secrets are in
/// cookie-parser's order: the first signs.
///
/// The text is written as `encodeURIComponent` does, which npm `cookie` 1 uses. It is read as
/// `decodeURIComponent` does, since `cookie` 2 encodes only what it must: one value has many texts.
#[derive(Clone, Copy, Debug)]
pub struct Express<'a> {
    /// The first signs.
    pub secrets: Secrets<'a>,
}

impl<'a> Express<'a> {
    /// Express with these secrets.
    #[must_use]
    pub const fn new(secrets: Secrets<'a>) -> Self {
        Self { secrets }
    }
}

/// Before what is signed.
const PREFIX: &[u8; 2] = b"s:";
/// The same, encoded.
const ENCODED_PREFIX: &[u8] = b"s%3A";
/// A tag in base64.
const TAG_LEN: usize = 43;

impl Format for Express<'_> {
    fn check(&self) -> Result<(), Error> {
        check_secrets(self.secrets)
    }

    fn write<'b>(&self, _name: &str, value: &[u8], _now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        check_text(value)?;
        let tag = Digest::Sha256.mac(self.secrets.first()?, &[value]);
        let mut encoded = [0; TAG_LEN];
        Base64::Standard.encode(tag.as_bytes(), &mut encoded)?;
        let needed =
            sum(&[ENCODED_PREFIX.len(), percent::encoded_len(value), 1, percent::encoded_len(&encoded)]);
        let mut out = Output::new(buf, needed)?;
        out.put(ENCODED_PREFIX);
        percent::encode(value, &mut out);
        out.put(b".");
        percent::encode(&encoded, &mut out);
        out.finish()
    }

    fn read(&self, _name: &str, text: &[u8], buf: &mut [u8]) -> Result<Found, Error> {
        let signed = Signed::split(text)?;
        let presented = signed.tag()?;
        let secret_index = self.secrets.find(Order::FirstSigns, presented.as_bytes(), &|secret| {
            let mut mac = Mac::new(Digest::Sha256, secret);
            signed.value().for_each(|byte| mac.update(&[byte]));
            Ok(mac.finish())
        })?;
        let value = buf.get_mut(..signed.value_len).ok_or(Error::Malformed)?;
        for (place, byte) in value.iter_mut().zip(signed.value()) {
            *place = byte;
        }
        str::from_utf8(value).map_err(|_| Error::Malformed)?;
        Ok(Found { len: signed.value_len, time: None, secret_index, compressed: false })
    }
}

/// `s:<value>.<tag>`, percent-encoded or not.
struct Signed<'t> {
    text: &'t [u8],
    value_len: usize,
}

impl<'t> Signed<'t> {
    /// Checks the escapes and finds the last dot.
    fn split(text: &'t [u8]) -> Result<Self, Error> {
        let mut len = 0_usize;
        let mut dot = None;
        for byte in percent::decode(text) {
            if byte? == b'.' {
                dot = Some(len);
            }
            len = len.saturating_add(1);
        }
        let value_len = dot.and_then(|dot| dot.checked_sub(PREFIX.len())).ok_or(Error::Malformed)?;
        if percent::decode(text).flatten().take(PREFIX.len()).eq(*PREFIX) {
            Ok(Self { text, value_len })
        } else {
            Err(Error::Malformed)
        }
    }

    fn value(&self) -> impl Iterator<Item = u8> {
        percent::decode(self.text).flatten().skip(PREFIX.len()).take(self.value_len)
    }

    /// What stands behind the last dot.
    fn tag(&self) -> Result<Presented, Error> {
        let before = PREFIX.len().saturating_add(self.value_len).saturating_add(1);
        let mut encoded = [0; TAG_LEN];
        let mut len = 0_usize;
        for byte in percent::decode(self.text).flatten().skip(before) {
            if !byte.is_ascii_alphanumeric() && !matches!(byte, b'+' | b'/') {
                return Err(Error::Malformed);
            }
            if let Some(place) = encoded.get_mut(len) {
                *place = byte;
            }
            len = len.saturating_add(1);
        }
        let encoded = encoded.get(..len).ok_or(Error::BadSignature)?;
        Presented::from_base64(Base64::Standard, Spelling::Canonical, encoded)
    }
}
