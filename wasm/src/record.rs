//! Options as bytes: for each one that is given a tag, a length (u32, little-endian), and so many
//! bytes. `ts/record.ts` writes them.

use core::str;

use tokenseal::Error;
use tokenseal::limits::MAX_NAMES;

/// What a field is. The numbers stand in `ts/record.ts` too.
pub mod tag {
    #![allow(missing_docs, reason = "each is the option of that name")]
    pub const ISSUER: u8 = 1;
    pub const SUBJECT: u8 = 2;
    pub const AUDIENCE: u8 = 3;
    pub const ANY_AUDIENCE: u8 = 4;
    pub const JWT_ID: u8 = 5;
    pub const TYP: u8 = 6;
    pub const LEEWAY: u8 = 7;
    pub const MAX_AGE: u8 = 8;
    pub const NO_EXP: u8 = 9;
    pub const REQUIRED: u8 = 10;
    pub const MAX_TOKEN: u8 = 11;
    pub const EXPIRES_IN: u8 = 12;
    pub const NEVER_EXPIRES: u8 = 13;
    pub const NOT_BEFORE: u8 = 14;
    pub const ALGORITHM: u8 = 15;
    pub const KID: u8 = 16;
    /// The audience was given, if only as an empty list.
    pub const AUDIENCE_GIVEN: u8 = 17;
    pub const PATH: u8 = 18;
    pub const NO_PATH: u8 = 19;
    pub const DOMAIN: u8 = 20;
    pub const EXPIRES: u8 = 21;
    pub const NOT_SECURE: u8 = 22;
    pub const NOT_HTTP_ONLY: u8 = 23;
    pub const SAME_SITE: u8 = 24;
    pub const PARTITIONED: u8 = 25;
    pub const PRIORITY: u8 = 26;
    pub const SECRET: u8 = 27;
    pub const SALT: u8 = 28;
    pub const DIGEST: u8 = 29;
    pub const LENIENT: u8 = 30;
    pub const LEGACY: u8 = 31;
    pub const DERIVE: u8 = 32;
    pub const MIN_AGE: u8 = 33;
    pub const ISSUED_AT: u8 = 34;
    pub const NAMESPACE: u8 = 35;
    pub const CLIENT: u8 = 36;
    pub const IDLE: u8 = 37;
    pub const LIFETIME: u8 = 38;
    pub const GRACE: u8 = 39;
    pub const METHOD: u8 = 40;
    pub const SITE: u8 = 41;
    pub const ORIGIN: u8 = 42;
    pub const ALLOWED: u8 = 43;
    pub const STRICT: u8 = 44;
}

/// The fields of one record.
#[derive(Clone)]
pub struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    /// Reads a record.
    pub const fn new(record: &'a [u8]) -> Self {
        Self(record)
    }

    /// The texts of all fields of this tag, in their order. They are kept in `list`, which is not touched when there are none.
    pub fn names<'l>(&self, wanted: u8, list: &'l mut Names<'a>) -> Result<&'l [&'a str], Error> {
        let mut count = 0_usize;
        for (_, bytes) in self.clone().filter(|(tag, _)| *tag == wanted) {
            let list = list.get_or_insert([""; MAX_NAMES]);
            *list.get_mut(count).ok_or(Error::BadArgument)? = text(bytes)?;
            count = count.saturating_add(1);
        }
        Ok(list.as_ref().and_then(|list| list.get(..count)).unwrap_or_default())
    }
}

/// A list of names, as long as the core takes them, where there are any: it is large, and making it would take
/// longer than reading usual options.
pub type Names<'a> = Option<[&'a str; MAX_NAMES]>;

impl<'a> Iterator for Fields<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (&tag, rest) = self.0.split_first()?;
        let (len, rest) = rest.split_first_chunk()?;
        let (bytes, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*len)).ok()?)?;
        self.0 = rest;
        Some((tag, bytes))
    }
}

/// A field as text. One that is not UTF-8 was no well-formed string.
pub fn text(bytes: &[u8]) -> Result<&str, Error> {
    str::from_utf8(bytes).map_err(|_| Error::BadArgument)
}

/// A field as a number of milliseconds or bytes that is not negative. What is not a number becomes
/// the greatest one, which the core refuses.
pub fn amount(bytes: &[u8]) -> Result<u64, Error> {
    float(bytes).map(whole)
}

/// The age up to which a cookie is taken, in milliseconds, which has no field: NaN where none is given.
pub fn max_age(value: f64) -> Option<u64> {
    (!value.is_nan()).then(|| whole(value))
}

fn whole(value: f64) -> u64 {
    // `as` saturates.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked or meant to saturate"
    )]
    if value >= 0.0 { value as u64 } else { u64::MAX }
}

/// A field as Unix milliseconds.
pub fn instant(bytes: &[u8]) -> Result<i64, Error> {
    float(bytes).map(clock)
}

/// Unix milliseconds. What is not a number becomes -1, which the core refuses.
pub fn clock(value: f64) -> i64 {
    // `as` saturates.
    #[expect(clippy::cast_possible_truncation, reason = "meant to saturate")]
    if value.is_nan() { -1 } else { value as i64 }
}

fn float(bytes: &[u8]) -> Result<f64, Error> {
    bytes.try_into().map(f64::from_le_bytes).map_err(|_| Error::BadArgument)
}
