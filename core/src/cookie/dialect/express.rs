//! Express: cookie-parser and express-session, over cookie-signature.

use core::str;

use super::base64::{Base64, Spelling};
use super::format::{Format, Found, check_secrets, split_last};
use super::mac::{Digest, Mac, Presented};
use super::output::{Output, check_text, sum};
use super::percent;
use super::secrets::{Order, Secrets};
use crate::Error;
use crate::bytes::copy;

/// Express's signed cookies: `res.cookie(name, value, { signed: true })` with cookie-parser, and
/// express-session's id.
///
/// The value is the text that is signed: UTF-8, without the `s:` before it and before it is
/// percent-encoded. What Express makes of an object begins with `j:`, as JSON. The secrets are in
/// cookie-parser's order: the first signs.
///
/// The text is written as `encodeURIComponent` does. It is read in that spelling, or as it stands,
/// as npm `cookie` 2 writes it where nothing needs to be encoded.
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

/// `s:`, encoded.
const ENCODED_PREFIX: &[u8] = b"s%3A";
/// A tag in base64.
const TAG_LEN: usize = 43;

impl Format for Express<'_> {
    fn check(&self) -> Result<(), Error> {
        check_secrets(self.secrets)
    }

    fn write<'b>(&self, _name: &str, value: &[u8], _now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        check_text(value)?;
        let tag = Digest::Sha256.mac(self.secrets.first()?, &[value])?;
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
        let (spelling, signed) = if let Some(signed) = text.strip_prefix(ENCODED_PREFIX) {
            (Wire::Encoded, signed)
        } else {
            (Wire::Raw, text.strip_prefix(b"s:").ok_or(Error::Malformed)?)
        };
        let (value, encoded) = split_last(signed, b'.')?;
        let presented = spelling.tag(encoded)?;
        spelling.decode(value, |_| ())?;

        let secret_index = self.secrets.find(Order::FirstSigns, presented.as_bytes(), |secret| {
            let mut mac = Mac::new(Digest::Sha256, secret)?;
            spelling.decode(value, |piece| mac.update(piece))?;
            Ok(mac.finish())
        })?;
        let mut len = 0_usize;
        spelling.decode(value, |piece| {
            len = len.saturating_add(copy(buf.get_mut(len..).unwrap_or(&mut []), piece));
        })?;
        str::from_utf8(buf.get(..len).unwrap_or(&[])).map_err(|_| Error::Malformed)?;
        Ok(Found { len, time: None, secret_index, compressed: false })
    }
}

/// How the text came.
#[derive(Clone, Copy)]
enum Wire {
    Encoded,
    Raw,
}

impl Wire {
    fn decode(self, text: &[u8], mut take: impl FnMut(&[u8])) -> Result<(), Error> {
        match self {
            Self::Encoded => percent::decode(text, take),
            // Express would decode an escape that stands here.
            Self::Raw if text.contains(&b'%') => Err(Error::Malformed),
            Self::Raw => {
                take(text);
                Ok(())
            }
        }
    }

    /// What stands behind the last dot.
    fn tag(self, text: &[u8]) -> Result<Presented, Error> {
        let mut encoded = [0; TAG_LEN];
        let mut len = 0_usize;
        let mut is_base64 = true;
        self.decode(text, |piece| {
            is_base64 &= piece.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
            copy(encoded.get_mut(len..).unwrap_or(&mut []), piece);
            len = len.saturating_add(piece.len());
        })?;
        match encoded.get(..len) {
            _ if !is_base64 => Err(Error::Malformed),
            Some(encoded) => Presented::from_base64(Base64::Standard, Spelling::Canonical, encoded),
            None => Err(Error::BadSignature),
        }
    }
}
