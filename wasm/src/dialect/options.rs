//! What a dialect is made of.

use tokenseal::Error;
use tokenseal::cookie::dialect::{Digest, Koa, MAX_SECRETS, Rails, Secrets};

use crate::record::{Fields, amount, tag, text};

/// What a record says.
pub struct Options<'a> {
    secrets: [&'a [u8]; MAX_SECRETS],
    /// More than there is room for are counted too.
    count: usize,
    pub salt: Option<&'a str>,
    pub digest: Option<Digest>,
    pub lenient: bool,
    pub legacy: bool,
    pub derive: bool,
    pub min_age: u64,
    expires_in: Option<u64>,
}

impl<'a> Options<'a> {
    /// Reads a record.
    pub fn read(record: &'a [u8]) -> Result<Self, Error> {
        let mut options = Self {
            secrets: [&[]; MAX_SECRETS],
            count: 0,
            salt: None,
            digest: None,
            lenient: false,
            legacy: false,
            derive: false,
            min_age: 0,
            expires_in: None,
        };
        for (tag, value) in Fields::new(record) {
            match tag {
                tag::SECRET => {
                    *options.secrets.get_mut(options.count).ok_or(Error::Limit)? = value;
                    options.count = options.count.saturating_add(1);
                }
                tag::SALT => options.salt = Some(text(value)?),
                tag::DIGEST => {
                    options.digest = Some(Digest::from_name(text(value)?).ok_or(Error::BadArgument)?);
                }
                tag::LENIENT => options.lenient = true,
                tag::LEGACY => options.legacy = true,
                tag::DERIVE => options.derive = true,
                tag::MIN_AGE => options.min_age = amount(value)?,
                tag::EXPIRES_IN => options.expires_in = Some(amount(value)?),
                _ => return Err(Error::BadArgument),
            }
        }
        Ok(options)
    }

    /// The secrets, to be checked by the dialect.
    pub fn secrets(&self) -> Secrets<'_> {
        Secrets::new(self.secrets.get(..self.count).unwrap_or_default())
    }

    /// Rails with its keys.
    pub fn rails(&self) -> Result<Rails, Error> {
        let mut rails = Rails::new(self.secrets(), if self.legacy { Digest::Sha1 } else { Digest::Sha256 })?;
        rails.digest = self.digest.unwrap_or(rails.digest);
        rails.expires_in = self.expires_in;
        Ok(rails)
    }

    /// Koa.
    pub fn koa(&self) -> Koa<'_> {
        let mut koa = Koa::new(self.secrets());
        koa.digest = self.digest.unwrap_or(koa.digest);
        koa
    }
}
