//! Django: signed cookies, and the signers of `django.core.signing`.

use super::base64::{Base64, Spelling};
use super::digits::{Digits, Radix, read_seconds};
use super::django_quotes::{Quoted, unquote};
use super::format::{Format, Found, check_age, check_secrets, millis, seconds, split_last};
use super::hash::Digest;
use super::mac::{Mac, Presented, Tag};
use super::output::{Output, check_text, sum};
use super::secrets::{Order, Secrets};
use crate::Error;
use crate::bytes::copy;

/// Django's signed cookies: `response.set_signed_cookie`, `request.get_signed_cookie`.
///
/// The value is UTF-8, as it was given to Django. The secrets are `SECRET_KEY`, then
/// `SECRET_KEY_FALLBACKS`: the first signs. Written is the form of Django 5.2.15 and 6.0.6; the form
/// before them (CVE-2026-6873: a cookie could be moved to another name) is read where `legacy` is set.
///
/// Double quotes around a cookie belong to the header. What is written has none; what is read may
/// stand in quotes, with Python's escapes.
#[derive(Clone, Copy, Debug)]
pub struct Django<'a> {
    /// The first signs.
    pub secrets: Secrets<'a>,
    /// Empty unless given.
    pub salt: &'a str,
    /// Whether to read the form of Django before 5.2.15 and 6.0.6 too.
    pub legacy: bool,
}

/// `django.core.signing.Signer`: `<value>:<signature>`.
///
/// The value is UTF-8, as it is. Quotes as in [`Django`].
#[derive(Clone, Copy, Debug)]
pub struct DjangoSigner<'a> {
    /// The first signs.
    pub secrets: Secrets<'a>,
    /// `django.core.signing.Signer` unless given.
    pub salt: &'a str,
}

/// `django.core.signing.dumps`: `<base64url of the JSON>:<time>:<signature>`.
///
/// The value is the JSON text. When Django compressed it, it is handed over compressed, and
/// [`Opened::compressed`](super::Opened::compressed) says so; it is never compressed here. Quotes as
/// in [`Django`].
#[derive(Clone, Copy, Debug)]
pub struct DjangoDumps<'a> {
    /// The first signs.
    pub secrets: Secrets<'a>,
    /// `django.core.signing` unless given. Sessions in cookies have
    /// `django.contrib.sessions.backends.signed_cookies`.
    pub salt: &'a str,
}

impl<'a> Django<'a> {
    /// Django's signed cookies with these secrets.
    #[must_use]
    pub const fn new(secrets: Secrets<'a>) -> Self {
        Self { secrets, salt: "", legacy: false }
    }
}

impl<'a> DjangoSigner<'a> {
    /// A signer with these secrets.
    #[must_use]
    pub const fn new(secrets: Secrets<'a>) -> Self {
        Self { secrets, salt: "django.core.signing.Signer" }
    }
}

impl<'a> DjangoDumps<'a> {
    /// `dumps` and `loads` with these secrets.
    #[must_use]
    pub const fn new(secrets: Secrets<'a>) -> Self {
        Self { secrets, salt: "django.core.signing" }
    }
}

/// What stands before every secret where cookies are signed.
const COOKIES: &[u8] = b"django.http.cookies";
/// A tag in base64url.
const TAG_LEN: usize = 43;

impl Format for Django<'_> {
    fn check(&self) -> Result<(), Error> {
        check_secrets(self.secrets)
    }

    fn says_when_issued(&self) -> bool {
        true
    }

    fn write<'b>(&self, name: &str, value: &[u8], now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        check_text(value)?;
        let salt_len = self.salt_len();
        let key = &|secret: &[u8]| self.key(name, &salt_len, secret);
        sign(value.len(), &|out| out.put(value), Some(now), self.secrets, key, buf)
    }

    fn read(&self, name: &str, text: &[u8], buf: &mut [u8]) -> Result<Found, Error> {
        let text = Text::split(text, true)?;
        let salt_len = self.salt_len();
        let mut found = text.find(self.secrets, &|secret| self.key(name, &salt_len, secret));
        if self.legacy && found.is_err() {
            let (name, salt) = (name.as_bytes(), self.salt.as_bytes());
            found = text
                .find(self.secrets, &|secret| Digest::Sha256.hash(&[name, salt, b"signer", COOKIES, secret]));
        }
        text.copy_value(found?, buf)
    }

    fn check_time(&self, time: Option<i64>, max_age: Option<u64>, now: i64) -> Result<(), Error> {
        check_django_age(time, max_age, now)
    }
}

impl Django<'_> {
    /// Python counts characters.
    fn salt_len(&self) -> Digits {
        Digits::new(Radix::Decimal, self.salt.chars().fold(0, |len: u64, _| len.saturating_add(1)))
    }

    fn key(&self, name: &str, salt_len: &Digits, secret: &[u8]) -> Tag {
        let (version, name, salt) = (b"django.http.cookies.v2:", name.as_bytes(), self.salt.as_bytes());
        Digest::Sha256.hash(&[version, salt_len.as_bytes(), b":", salt, name, b"signer", COOKIES, secret])
    }
}

impl Format for DjangoSigner<'_> {
    fn check(&self) -> Result<(), Error> {
        check_secrets(self.secrets)
    }

    fn write<'b>(&self, _name: &str, value: &[u8], _now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        check_text(value)?;
        sign(value.len(), &|out| out.put(value), None, self.secrets, &|secret| key(self.salt, secret), buf)
    }

    fn read(&self, _name: &str, text: &[u8], buf: &mut [u8]) -> Result<Found, Error> {
        let text = Text::split(text, false)?;
        let secret_index = text.find(self.secrets, &|secret| key(self.salt, secret))?;
        text.copy_value(secret_index, buf)
    }
}

impl Format for DjangoDumps<'_> {
    fn check(&self) -> Result<(), Error> {
        check_secrets(self.secrets)
    }

    fn says_when_issued(&self) -> bool {
        true
    }

    fn write<'b>(&self, _name: &str, value: &[u8], now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        let len = Base64::Url.encoded_len(value.len());
        let put = &|out: &mut Output<'b>| out.put_base64(Base64::Url, value);
        sign(len, put, Some(now), self.secrets, &|secret| key(self.salt, secret), buf)
    }

    fn read(&self, _name: &str, text: &[u8], buf: &mut [u8]) -> Result<Found, Error> {
        let text = Text::split(text, true)?;
        let secret_index = text.find(self.secrets, &|secret| key(self.salt, secret))?;
        let (encoded, compressed) = match text.value.text {
            [b'.', encoded @ ..] => (encoded, true),
            encoded => (encoded, false),
        };
        // No character of it is ever escaped.
        let len = Base64::Url.decode(encoded, Spelling::Canonical, buf)?;
        Ok(Found { len, time: text.time, secret_index, compressed })
    }

    fn check_time(&self, time: Option<i64>, max_age: Option<u64>, now: i64) -> Result<(), Error> {
        check_django_age(time, max_age, now)
    }
}

fn key(salt: &str, secret: &[u8]) -> Tag {
    Digest::Sha256.hash(&[salt.as_bytes(), b"signer", secret])
}

/// Writes a payload of `len` bytes, dates it if `now` is given, and signs it.
fn sign<'b>(
    len: usize,
    put_payload: &dyn Fn(&mut Output<'b>),
    now: Option<i64>,
    secrets: Secrets<'_>,
    key: &dyn Fn(&[u8]) -> Tag,
    buf: &'b mut [u8],
) -> Result<&'b str, Error> {
    let time = now.map(|now| Digits::new(Radix::Base62, seconds(now)));
    let time_len = time.as_ref().map_or(0, |time| time.as_bytes().len().saturating_add(1));
    let mut out = Output::new(buf, sum(&[len, time_len, 1, TAG_LEN]))?;
    put_payload(&mut out);
    if let Some(time) = time {
        out.put(b":");
        out.put(time.as_bytes());
    }
    let tag = Digest::Sha256.mac(key(secrets.first()?).as_bytes(), &[out.written()]);
    out.put(b":");
    out.put_base64(Base64::Url, tag.as_bytes());
    out.finish()
}

/// A signed text, cut at its last colons.
struct Text<'t> {
    value: Quoted<'t>,
    /// Digits, as they stand, and the milliseconds that they mean.
    digits: Option<&'t [u8]>,
    time: Option<i64>,
    presented: Presented,
}

impl<'t> Text<'t> {
    fn split(text: &'t [u8], is_dated: bool) -> Result<Self, Error> {
        let Quoted { text, is_quoted } = unquote(text);
        let (message, tag) = split_last(text, b':')?;
        let presented = Presented::from_base64(Base64::Url, Spelling::Canonical, tag)?;
        let (value, digits) = if is_dated {
            let (value, digits) = split_last(message, b':')?;
            (value, Some(digits))
        } else {
            (message, None)
        };
        let time = digits.map(|digits| millis(read_seconds(Radix::Base62, digits)?)).transpose()?;
        let value = Quoted { text: value, is_quoted };
        value.decode(&mut |_| ())?;
        Ok(Self { value, digits, time, presented })
    }

    fn find(&self, secrets: Secrets<'_>, key: &dyn Fn(&[u8]) -> Tag) -> Result<usize, Error> {
        secrets.find(Order::FirstSigns, self.presented.as_bytes(), &|secret| {
            let mut mac = Mac::new(Digest::Sha256, key(secret).as_bytes());
            self.value.decode(&mut |piece| mac.update(piece))?;
            if let Some(digits) = self.digits {
                mac.update(b":");
                mac.update(digits);
            }
            Ok(mac.finish())
        })
    }

    fn copy_value(&self, secret_index: usize, buf: &mut [u8]) -> Result<Found, Error> {
        let mut len = 0_usize;
        self.value.decode(&mut |piece| {
            len = len.saturating_add(copy(buf.get_mut(len..).unwrap_or(&mut []), piece));
        })?;
        Ok(Found { len, time: self.time, secret_index, compressed: false })
    }
}

/// Django compares to the fraction of a second, and lets the future pass.
fn check_django_age(time: Option<i64>, max_age: Option<u64>, now: i64) -> Result<(), Error> {
    match (time, max_age) {
        (Some(time), Some(max_age)) => check_age(time, max_age, now),
        _ => Ok(()),
    }
}
