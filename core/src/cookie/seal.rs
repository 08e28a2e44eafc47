//! Sealed values: signed, bound to the cookie's name, and dated.
//!
//! `<value>.<issued>.<tag>`: the value with `%XX` for all that is no cookie octet, the second it
//! was sealed in, and the MAC of both and the name. One value has one sealed form per second and
//! key.

use core::{slice, str};

use super::{check_name, check_size, is_octet};
use crate::bytes::cut;
use crate::json::Writer;
use crate::key::Purpose;
use crate::limits::{MAX_CLOCK_AHEAD, MAX_TIME};
use crate::{Error, Key, KeyRing, base64url, word};

/// What a sealed value held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened<'b> {
    /// The value.
    pub value: &'b [u8],
    /// When it was sealed, in Unix milliseconds, to the second.
    pub issued: i64,
    /// How long ago that is, in milliseconds.
    pub age: i64,
    /// Which key of the ring opened it.
    pub key_index: usize,
    /// Whether it was another than the one that signs, so that it is to be sealed anew.
    pub reseal: bool,
}

/// Seals a value for the cookie `name` into the front of `buf` and returns it. `now` is in Unix
/// milliseconds. The value may be any bytes; none of it is hidden.
///
/// ```
/// use tokenseal::{Algorithm, Key, cookie};
///
/// let key = Key::new(Algorithm::Hs256, b"0123456789abcdef0123456789abcdef")?;
/// let now = 1_700_000_000_000;
/// let mut buf = [0; 128];
/// let sealed = cookie::seal(&key, "theme", b"dark blue", now, &mut buf)?;
/// assert!(sealed.starts_with("dark%20blue.1700000000."));
///
/// let mut buf = [0; 128];
/// let opened = cookie::open(&key, "theme", sealed.as_bytes(), Some(3_600_000), now, &mut buf)?;
/// assert_eq!(opened.value, b"dark blue");
/// assert!(cookie::open(&key, "other", sealed.as_bytes(), None, now, &mut buf).is_err());
/// # Ok::<(), tokenseal::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::BadArgument`] when `now` is out of range or the key is not initialised;
/// [`Error::KeyUse`] when its JWK does not allow to sign; [`Error::WeakKey`] when it was made from a
/// short secret; [`Error::CookieCharacter`] when the name is no cookie's;
/// [`Error::CookieTooLarge`]; [`Error::BufferTooSmall`]. Nothing is written then.
pub fn seal<'b>(key: &Key, name: &str, value: &[u8], now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
    seal_for(Purpose::Cookie, key, name, value, now, buf)
}

/// Length in bytes of what [`seal`] makes of the same arguments.
///
/// # Errors
///
/// As [`seal`].
pub fn seal_len(key: &Key, name: &str, value: &[u8], now: i64) -> Result<usize, Error> {
    Dated::new(value, now)?.sealed_len(key, name)
}

pub(crate) fn seal_for<'b>(
    purpose: Purpose,
    key: &Key,
    name: &str,
    value: &[u8],
    now: i64,
    buf: &'b mut [u8],
) -> Result<&'b str, Error> {
    let dated = Dated::new(value, now)?;
    let needed = dated.sealed_len(key, name)?;
    let buf = buf.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;
    dated.put(&mut Writer::new(buf));
    let (dated, rest) = buf.split_at_mut_checked(dated.len()).ok_or(Error::BadArgument)?;
    let tag = key.sub_key(purpose)?.mac(&[&length(name), name.as_bytes(), dated]);
    if let [dot, place @ ..] = rest {
        *dot = b'.';
        base64url::encode(tag.as_bytes(), place)?;
    }
    str::from_utf8(buf).map_err(|_| Error::BadArgument)
}

/// Opens what [`seal`] made for the same name and writes the value into `buf`. `now` is in Unix
/// milliseconds, `max_age` in milliseconds; without it the age is not looked at. As many bytes as
/// `sealed` has always suffice for the value.
///
/// The keys of the ring are tried in their order. Before one of them is found right, nothing is
/// written into `buf`; after any error it holds nothing of the value.
///
/// # Errors
///
/// [`Error::Malformed`] when the text is not in the form that [`seal`] writes;
/// [`Error::BadSignature`] when it was changed, sealed for another name or with another key;
/// [`Error::CookieExpired`] when `max_age` has passed, [`Error::NotYetValid`] when it was sealed
/// more than a minute ahead of `now`; [`Error::UnknownKey`] and [`Error::WeakKey`] when no key of
/// the ring can open anything; [`Error::CookieCharacter`], [`Error::CookieTooLarge`],
/// [`Error::BadArgument`], [`Error::BufferTooSmall`].
pub fn open<'b, 'k>(
    ring: impl Into<KeyRing<'k>>,
    name: &str,
    sealed: &[u8],
    max_age: Option<u64>,
    now: i64,
    buf: &'b mut [u8],
) -> Result<Opened<'b>, Error> {
    open_for(Purpose::Cookie, ring.into(), name, sealed, max_age, now, buf)
}

pub(crate) fn open_for<'b>(
    purpose: Purpose,
    ring: KeyRing<'_>,
    name: &str,
    sealed: &[u8],
    max_age: Option<u64>,
    now: i64,
    buf: &'b mut [u8],
) -> Result<Opened<'b>, Error> {
    let ring = ring.checked()?;
    if !(0..=MAX_TIME).contains(&now) || max_age.is_some_and(|age| age > MAX_TIME.unsigned_abs()) {
        return Err(Error::BadArgument);
    }
    check_name(name)?;
    check_size(name, sealed.len())?;
    let parts = Parts::split(sealed)?;
    let mut tag = [0; 64];
    let tag = base64url::decode_tag(parts.tag, &mut tag)?;
    let issued = parts.issued()?;
    let needed = parts.value_len();
    let buf = buf.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;

    let length = length(name);
    let key_index = ring
        .find_seal(purpose, |sub_key| sub_key.mac(&[&length, name.as_bytes(), parts.dated]).matches(tag))?;
    if let Err(error) = unescape(parts.value, buf).and_then(|()| check_age(issued, max_age, now)) {
        buf.fill(0);
        return Err(error);
    }
    let age = now.saturating_sub(issued).max(0);
    Ok(Opened { value: buf, issued, age, key_index, reseal: key_index != 0 })
}

/// A sealed value, cut at its last two dots.
struct Parts<'a> {
    value: &'a [u8],
    issued: &'a [u8],
    tag: &'a [u8],
    /// Value, dot and issued: what the MAC is made of, beside the name.
    dated: &'a [u8],
}

impl<'a> Parts<'a> {
    fn split(sealed: &'a [u8]) -> Result<Self, Error> {
        let (dated, tag) = cut_at_last_dot(sealed).ok_or(Error::Malformed)?;
        let (value, issued) = cut_at_last_dot(dated).ok_or(Error::Malformed)?;
        Ok(Self { value, issued, tag, dated })
    }

    /// Milliseconds.
    fn issued(&self) -> Result<i64, Error> {
        if matches!(self.issued, [] | [b'0', _, ..]) {
            return Err(Error::Malformed);
        }
        let seconds = word::integer(self.issued).and_then(|seconds| i64::try_from(seconds).ok());
        match seconds {
            Some(seconds) if seconds <= MAX_TIME / 1000 => Ok(seconds.saturating_mul(1000)),
            _ => Err(Error::Malformed),
        }
    }

    /// Length of the value without its escapes, if they are whole.
    fn value_len(&self) -> usize {
        let escapes =
            self.value.iter().filter(|byte| **byte == b'%').fold(0_usize, |sum, _| sum.saturating_add(2));
        self.value.len().saturating_sub(escapes)
    }
}

fn cut_at_last_dot(text: &[u8]) -> Option<(&[u8], &[u8])> {
    cut(text, word::rfind(text, b'.')?)
}

fn check_age(issued: i64, max_age: Option<u64>, now: i64) -> Result<(), Error> {
    let Some(max_age) = max_age else { return Ok(()) };
    let max_age = i64::try_from(max_age).map_err(|_| Error::BadArgument)?;
    if issued > now.saturating_add(MAX_CLOCK_AHEAD) {
        Err(Error::NotYetValid)
    } else if now >= issued.saturating_add(max_age) {
        Err(Error::CookieExpired)
    } else {
        Ok(())
    }
}

/// The name's length, so that name and value can't run together. Names are far shorter than 65,536.
fn length(name: &str) -> [u8; 2] {
    u16::try_from(name.len()).unwrap_or(u16::MAX).to_be_bytes()
}

/// A value, a dot, and the second that it is sealed in.
struct Dated<'a> {
    value: &'a [u8],
    seconds: u64,
    /// How many bytes of the value are escaped.
    escaped: usize,
}

impl<'a> Dated<'a> {
    fn new(value: &'a [u8], now: i64) -> Result<Self, Error> {
        if !(0..=MAX_TIME).contains(&now) {
            return Err(Error::BadArgument);
        }
        let escaped =
            value.iter().fold(0_usize, |sum, byte| sum.saturating_add(usize::from(!is_plain(*byte))));
        Ok(Self { value, seconds: now.unsigned_abs() / 1000, escaped })
    }

    /// Length of the sealed value, if that key may seal it for a cookie of that name.
    fn sealed_len(&self, key: &Key, name: &str) -> Result<usize, Error> {
        let algorithm = key.algorithm()?;
        key.check_seal()?;
        check_name(name)?;
        let tag_len = base64url::encoded_len(algorithm.hash_len());
        let needed = self.len().saturating_add(1).saturating_add(tag_len);
        check_size(name, needed)?;
        Ok(needed)
    }

    /// Length of what [`put`](Self::put) writes.
    fn len(&self) -> usize {
        let len = self.value.len().saturating_add(self.escaped.saturating_mul(2)).saturating_add(1);
        len.saturating_add(word::decimal_len(self.seconds))
    }

    fn put(&self, writer: &mut Writer<'_>) {
        if self.escaped == 0 {
            writer.put_bytes(self.value);
        } else {
            self.put_escaped(writer);
        }
        writer.put(".");
        writer.digits(self.seconds, 1);
    }

    fn put_escaped(&self, writer: &mut Writer<'_>) {
        for byte in self.value {
            if is_plain(*byte) {
                writer.put_bytes(slice::from_ref(byte));
                continue;
            }
            writer.put("%");
            for digit in [byte >> 4, byte & 15] {
                let digit = char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase();
                writer.put(digit.encode_utf8(&mut [0; 4]));
            }
        }
    }
}

const fn is_plain(byte: u8) -> bool {
    is_octet(byte) && byte != b'%'
}

/// Undoes the escapes, if they are those that [`Dated::put`] writes.
fn unescape(value: &[u8], out: &mut [u8]) -> Result<(), Error> {
    let mut rest = value;
    for place in out {
        (*place, rest) = match rest {
            [b'%', high, low, after @ ..] => {
                let byte = (digit(*high)? << 4) | digit(*low)?;
                if is_plain(byte) {
                    return Err(Error::Malformed);
                }
                (byte, after)
            }
            [byte, after @ ..] if is_plain(*byte) => (*byte, after),
            _ => return Err(Error::Malformed),
        };
    }
    if rest.is_empty() { Ok(()) } else { Err(Error::Malformed) }
}

/// The value of an upper-case hexadecimal digit.
const fn digit(byte: u8) -> Result<u8, Error> {
    match byte {
        b'0'..=b'9' => Ok(byte.wrapping_sub(b'0')),
        b'A'..=b'F' => Ok(byte.wrapping_sub(b'A').wrapping_add(10)),
        _ => Err(Error::Malformed),
    }
}
