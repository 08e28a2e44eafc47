//! gorilla/securecookie, without its encryption.

use super::base64::{Base64, Spelling};
use super::digits::{Digits, Radix, read_seconds};
use super::format::{Format, Found, check_age, check_secrets, millis, seconds};
use super::hash::Digest;
use super::mac::Mac;
use super::output::{Output, sum};
use super::secrets::{Order, Secrets};
use crate::Error;

/// gorilla/securecookie (and gorilla/sessions' `CookieStore`), with a hash key and no block key.
///
/// The value is what the codec's serialiser made: of `JSONEncoder` it is JSON with a line feed behind
/// it, of `NopEncoder` the bytes themselves. The secrets are the hash keys of the codecs, in their
/// order: the first signs.
///
/// `max_age` is compared in whole seconds. securecookie's own is
/// [`DEFAULT_MAX_AGE`](Gorilla::DEFAULT_MAX_AGE), which is not assumed here.
#[derive(Clone, Copy, Debug)]
pub struct Gorilla<'a> {
    /// The first signs.
    pub secrets: Secrets<'a>,
    /// How old a cookie must be, in milliseconds: securecookie's `MinAge`. A younger one, or one from
    /// the future, is [`Error::NotYetValid`]. 0, which asks nothing, unless given.
    pub min_age: u64,
    /// Whether the unused bits of the text's last character may be anything, as in Go.
    pub lenient: bool,
}

impl<'a> Gorilla<'a> {
    /// What securecookie takes for `max_age` unless told otherwise, in milliseconds: 30 days.
    pub const DEFAULT_MAX_AGE: u64 = 2_592_000_000;

    /// securecookie with these hash keys.
    #[must_use]
    pub const fn new(secrets: Secrets<'a>) -> Self {
        Self { secrets, min_age: 0, lenient: false }
    }

    const fn spelling(&self) -> Spelling {
        if self.lenient { Spelling::AnyLastBits } else { Spelling::Canonical }
    }
}

/// Bytes of a tag. It stands raw behind the last separator.
const TAG_LEN: usize = 32;
const SEPARATOR: u8 = b'|';

impl Format for Gorilla<'_> {
    fn check(&self) -> Result<(), Error> {
        check_secrets(self.secrets)
    }

    fn says_when_issued(&self) -> bool {
        true
    }

    fn write<'b>(&self, name: &str, value: &[u8], now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        let time = Digits::new(Radix::Decimal, seconds(now));
        let inner_len = Base64::UrlPadded.encoded_len(value.len());
        let len = sum(&[time.as_bytes().len(), 1, inner_len, 1, TAG_LEN]);
        let mut out = Output::new(buf, Base64::UrlPadded.encoded_len(len))?;
        out.put(time.as_bytes());
        out.put(&[SEPARATOR]);
        out.put_base64(Base64::UrlPadded, value);
        // The last field contains no separator, nor does the one before it: whatever the name is, no
        // other cookie has this message.
        let tag = Digest::Sha256.mac(self.secrets.first()?, &[name.as_bytes(), &[SEPARATOR], out.written()]);
        out.put(&[SEPARATOR]);
        out.put(tag.as_bytes());
        out.encode_last(Base64::UrlPadded, len)?;
        out.finish()
    }

    fn read(&self, name: &str, text: &[u8], buf: &mut [u8]) -> Result<Found, Error> {
        let outer = Outer::read(text, self.spelling())?;
        let secret_index = self.secrets.find(Order::FirstSigns, &outer.tag, &|secret| {
            let mut mac = Mac::new(Digest::Sha256, secret);
            mac.update(name.as_bytes());
            mac.update(&[SEPARATOR]);
            outer.pieces(&mut |piece| mac.update(piece))?;
            Ok(mac.finish())
        })?;

        // Time and value, and the tag behind them, are decoded where the value will stand.
        Base64::UrlPadded.decode(text, self.spelling(), buf)?;
        let signed = buf.get(..outer.signed_len).ok_or(Error::Malformed)?;
        let time_len = signed.iter().position(|byte| *byte == SEPARATOR).ok_or(Error::Malformed)?;
        let time = read_seconds(Radix::Decimal, signed.get(..time_len).unwrap_or(&[])).and_then(millis)?;
        let start = time_len.saturating_add(1);
        let inner_len = outer.signed_len.saturating_sub(start);
        let len = Base64::UrlPadded.decode_within(buf, start, inner_len, self.spelling())?;
        Ok(Found { len, time: Some(time), secret_index, compressed: false })
    }

    fn check_time(&self, time: Option<i64>, max_age: Option<u64>, now: i64) -> Result<(), Error> {
        let Some(time) = time else { return Ok(()) };
        let now = now.saturating_sub(now % 1000);
        let newest = i64::try_from(self.min_age).map_or(i64::MIN, |min_age| now.saturating_sub(min_age));
        if self.min_age != 0 && time > newest {
            return Err(Error::NotYetValid);
        }
        max_age.map_or(Ok(()), |max_age| check_age(time, max_age, now))
    }
}

/// The outer base64, which has been checked, and what stands at its end.
struct Outer<'t> {
    text: &'t [u8],
    spelling: Spelling,
    /// Bytes of time, separator and value.
    signed_len: usize,
    tag: [u8; TAG_LEN],
}

impl<'t> Outer<'t> {
    fn read(text: &'t [u8], spelling: Spelling) -> Result<Self, Error> {
        let len = Base64::UrlPadded.decoded_len(text)?;
        let tag_start = len.checked_sub(TAG_LEN).ok_or(Error::Malformed)?;
        let signed_len = tag_start.checked_sub(1).ok_or(Error::Malformed)?;
        let mut outer = Self { text, spelling, signed_len, tag: [0; TAG_LEN] };

        let mut at = 0_usize;
        let mut separators = 0_usize;
        let mut tag = [0; TAG_LEN];
        let mut places = tag.iter_mut();
        let mut before_tag = 0;
        Base64::UrlPadded.decode_pieces(text, spelling, &mut |piece| {
            for byte in piece {
                if at >= tag_start {
                    if let Some(place) = places.next() {
                        *place = *byte;
                    }
                } else {
                    before_tag = *byte;
                    if *byte == SEPARATOR {
                        separators = separators.saturating_add(1);
                    }
                }
                at = at.saturating_add(1);
            }
        })?;
        outer.tag = tag;
        // One behind the time, one before the tag.
        if separators == 2 && before_tag == SEPARATOR { Ok(outer) } else { Err(Error::Malformed) }
    }

    /// Hands over time, separator and value.
    fn pieces(&self, take: &mut dyn FnMut(&[u8])) -> Result<(), Error> {
        let mut left = self.signed_len;
        Base64::UrlPadded.decode_pieces(self.text, self.spelling, &mut |piece| {
            let (signed, _) = piece.split_at_checked(left).unwrap_or((piece, &[]));
            take(signed);
            left = left.saturating_sub(signed.len());
        })
    }
}
