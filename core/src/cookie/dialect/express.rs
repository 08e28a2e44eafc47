//! Express: cookie-parser and express-session, over cookie-signature.

use core::str;

use super::base64::{Base64, Spelling};
use super::format::{Format, Found, check_secrets, split_last};
use super::hash::Digest;
use super::mac::Presented;
use super::output::{Output, check_text, sum};
use super::percent;
use super::secrets::{Order, Secrets};
use crate::Error;
use crate::bytes::copy;
use crate::limits::MAX_COOKIE;

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
const PREFIX: &[u8] = b"s:";
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
        let mut decoded = [0; MAX_COOKIE];
        let text = percent::decode(text, &mut decoded)?;
        let (value, tag) = split_last(text.strip_prefix(PREFIX).ok_or(Error::Malformed)?, b'.')?;
        let presented = read_tag(tag)?;
        let secret_index = self.secrets.find(Order::FirstSigns, presented.as_bytes(), &|secret| {
            Ok(Digest::Sha256.mac(secret, &[value]))
        })?;
        str::from_utf8(value).map_err(|_| Error::Malformed)?;
        Ok(Found { len: copy(buf, value), time: None, secret_index, compressed: false })
    }
}

fn read_tag(text: &[u8]) -> Result<Presented, Error> {
    let is_legal = |character: &u8| character.is_ascii_alphanumeric() || matches!(character, b'+' | b'/');
    if text.iter().all(is_legal) {
        Presented::from_base64(Base64::Standard, Spelling::Canonical, text)
    } else {
        Err(Error::Malformed)
    }
}
