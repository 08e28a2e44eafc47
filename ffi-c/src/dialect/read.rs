//! A dialect as C describes it, made into one of the core's.

use core::ffi::c_char;

use tokenseal::Error;
use tokenseal::cookie::dialect::{
    Dialect, Digest, Django, DjangoDumps, DjangoSigner, Express, Flask, Gorilla, Koa, MAX_SECRETS,
    RAILS_KEY_LEN, Rails, RailsVerifier, RustCookie, Secrets, Signer, Starlette, TimestampSigner,
    UrlSafeTimed,
};
use zeroize::{Zeroize, Zeroizing};

use super::{
    TOKENSEAL_DIALECT_DJANGO, TOKENSEAL_DIALECT_DJANGO_DUMPS, TOKENSEAL_DIALECT_DJANGO_SIGNER,
    TOKENSEAL_DIALECT_EXPRESS, TOKENSEAL_DIALECT_FLASK, TOKENSEAL_DIALECT_GORILLA, TOKENSEAL_DIALECT_KOA,
    TOKENSEAL_DIALECT_RAILS, TOKENSEAL_DIALECT_RAILS_KEYS, TOKENSEAL_DIALECT_RAILS_VERIFIER,
    TOKENSEAL_DIALECT_RUST_COOKIE, TOKENSEAL_DIALECT_SIGNER, TOKENSEAL_DIALECT_STARLETTE,
    TOKENSEAL_DIALECT_TIMESTAMP_SIGNER, TOKENSEAL_DIALECT_URL_SAFE_TIMED, TOKENSEAL_DIGEST_DEFAULT,
    TOKENSEAL_DIGEST_SHA1, TOKENSEAL_DIGEST_SHA256, TOKENSEAL_DIGEST_SHA512, tokenseal_dialect,
};
use crate::claims::TOKENSEAL_EXPIRES_NEVER;
use crate::cookie::text;
use crate::growing;
use crate::memory::{self, Input, Region};
use crate::slice::List;

/// The options that a kind has, as bits: any other that is set is refused, for it might be thought
/// to be a check.
mod option {
    use super::super as kind;

    pub const DIGEST: u32 = 1;
    pub const LENIENT: u32 = 2;
    pub const LEGACY: u32 = 4;
    pub const DERIVE: u32 = 8;
    pub const MIN_AGE: u32 = 16;
    pub const EXPIRES_IN: u32 = 32;
    pub const SALT: u32 = 64;

    pub const fn of(number: u32) -> u32 {
        match number {
            kind::TOKENSEAL_DIALECT_KOA | kind::TOKENSEAL_DIALECT_RAILS_VERIFIER => DIGEST,
            kind::TOKENSEAL_DIALECT_SIGNER
            | kind::TOKENSEAL_DIALECT_TIMESTAMP_SIGNER
            | kind::TOKENSEAL_DIALECT_URL_SAFE_TIMED
            | kind::TOKENSEAL_DIALECT_FLASK => DIGEST | LENIENT | SALT,
            kind::TOKENSEAL_DIALECT_STARLETTE => LENIENT,
            kind::TOKENSEAL_DIALECT_DJANGO => LEGACY | SALT,
            kind::TOKENSEAL_DIALECT_DJANGO_SIGNER | kind::TOKENSEAL_DIALECT_DJANGO_DUMPS => SALT,
            kind::TOKENSEAL_DIALECT_GORILLA => LENIENT | MIN_AGE,
            kind::TOKENSEAL_DIALECT_RUST_COOKIE => DERIVE,
            kind::TOKENSEAL_DIALECT_RAILS_KEYS => DIGEST | EXPIRES_IN,
            kind::TOKENSEAL_DIALECT_RAILS => DIGEST | LEGACY | EXPIRES_IN,
            _ => 0,
        }
    }
}

/// A digest; `None` is the framework's own.
pub fn digest(number: u32) -> Result<Option<Digest>, Error> {
    match number {
        TOKENSEAL_DIGEST_DEFAULT => Ok(None),
        TOKENSEAL_DIGEST_SHA1 => Ok(Some(Digest::Sha1)),
        TOKENSEAL_DIGEST_SHA256 => Ok(Some(Digest::Sha256)),
        TOKENSEAL_DIGEST_SHA512 => Ok(Some(Digest::Sha512)),
        _ => Err(Error::BadArgument),
    }
}

/// A dialect that has been read.
pub struct Read<'a> {
    region: Region,
    kind: u32,
    digest: Option<Digest>,
    lenient: bool,
    legacy: bool,
    derive: bool,
    min_age: u64,
    expires_in: Option<u64>,
    salt: Option<&'a [u8]>,
    secrets: Option<List<'a>>,
}

impl<'a> Read<'a> {
    /// # Safety
    ///
    /// The crate's contract, for as long as `'a`.
    pub unsafe fn new(dialect: *const tokenseal_dialect) -> Result<Self, Error> {
        // SAFETY: the same contract.
        let (fields, region) = unsafe { growing::read(dialect) }?;
        // SAFETY: the same contract.
        let (salt, secrets) =
            unsafe { (fields.salt.bytes()?, List::new(fields.secrets, fields.secret_count)?) };
        Ok(Self {
            region,
            kind: fields.kind,
            digest: digest(fields.digest)?,
            lenient: growing::flag(fields.lenient)?,
            legacy: growing::flag(fields.legacy)?,
            derive: growing::flag(fields.derive)?,
            min_age: fields.min_age,
            expires_in: (fields.expires_in != TOKENSEAL_EXPIRES_NEVER).then_some(fields.expires_in),
            salt,
            secrets,
        })
    }

    fn check_options(&self) -> Result<(), Error> {
        let set = [
            (self.digest.is_some(), option::DIGEST),
            (self.lenient, option::LENIENT),
            (self.legacy, option::LEGACY),
            (self.derive, option::DERIVE),
            (self.min_age != 0, option::MIN_AGE),
            (self.expires_in.is_some(), option::EXPIRES_IN),
            (self.salt.is_some(), option::SALT),
        ];
        let has = option::of(self.kind);
        if set.iter().any(|(is_set, option)| *is_set && has & option == 0) {
            return Err(Error::BadArgument);
        }
        Ok(())
    }

    /// Makes the core's dialect of it, for a moment.
    pub fn with<T>(&self, run: impl FnOnce(&dyn Dialect) -> Result<T, Error>) -> Result<T, Error> {
        let mut room = [&[][..]; MAX_SECRETS + 1];
        let secrets = self.secrets(&mut room)?;
        let digest = self.digest.unwrap_or(Digest::Sha1);
        let lenient = self.lenient;
        match self.kind {
            TOKENSEAL_DIALECT_EXPRESS => run(&Express::new(secrets)),
            TOKENSEAL_DIALECT_SIGNER => {
                let default = Signer::new(secrets);
                run(&Signer { salt: self.salt.unwrap_or(default.salt), digest, lenient, ..default })
            }
            TOKENSEAL_DIALECT_TIMESTAMP_SIGNER => {
                let default = TimestampSigner::new(secrets);
                run(&TimestampSigner { salt: self.salt.unwrap_or(default.salt), digest, lenient, ..default })
            }
            TOKENSEAL_DIALECT_URL_SAFE_TIMED => {
                let default = UrlSafeTimed::new(secrets);
                run(&UrlSafeTimed { salt: self.salt.unwrap_or(default.salt), digest, lenient, ..default })
            }
            TOKENSEAL_DIALECT_FLASK => {
                let default = Flask::new(secrets);
                run(&Flask { salt: self.salt.unwrap_or(default.salt), digest, lenient, ..default })
            }
            TOKENSEAL_DIALECT_STARLETTE => run(&Starlette { lenient, ..Starlette::new(secrets) }),
            TOKENSEAL_DIALECT_DJANGO => {
                let default = Django::new(secrets);
                run(&Django { salt: self.text_salt(default.salt)?, legacy: self.legacy, ..default })
            }
            TOKENSEAL_DIALECT_DJANGO_SIGNER => {
                let default = DjangoSigner::new(secrets);
                run(&DjangoSigner { salt: self.text_salt(default.salt)?, ..default })
            }
            TOKENSEAL_DIALECT_DJANGO_DUMPS => {
                let default = DjangoDumps::new(secrets);
                run(&DjangoDumps { salt: self.text_salt(default.salt)?, ..default })
            }
            TOKENSEAL_DIALECT_GORILLA => {
                run(&Gorilla { min_age: self.min_age, lenient, ..Gorilla::new(secrets) })
            }
            TOKENSEAL_DIALECT_RUST_COOKIE => run(&RustCookie { secrets, derive: self.derive }),
            TOKENSEAL_DIALECT_RAILS => {
                let prf = if self.legacy { Digest::Sha1 } else { Digest::Sha256 };
                scrubbed(|| self.run_rails(Rails::new(secrets, prf)?, run))
            }
            TOKENSEAL_DIALECT_RAILS_KEYS => scrubbed(|| self.run_rails(self.rails_of_keys()?, run)),
            TOKENSEAL_DIALECT_RAILS_VERIFIER => run(&RailsVerifier { digest, ..RailsVerifier::new(secrets) }),
            _ => Err(Error::BadArgument),
        }
    }

    fn run_rails<T>(
        &self,
        mut rails: Rails,
        run: impl FnOnce(&dyn Dialect) -> Result<T, Error>,
    ) -> Result<T, Error> {
        rails.digest = self.digest.unwrap_or(rails.digest);
        rails.expires_in = self.expires_in;
        run(&rails)
    }

    fn rails_of_keys(&self) -> Result<Rails, Error> {
        let mut room = [&[][..]; MAX_SECRETS + 1];
        let given: &[&[u8]] = match self.secrets {
            Some(list) => list.bytes(&mut room)?,
            None => &[],
        };
        let mut keys = Zeroizing::new([[0; RAILS_KEY_LEN]; MAX_SECRETS + 1]);
        for (place, key) in keys.iter_mut().zip(given) {
            *place = <[u8; RAILS_KEY_LEN]>::try_from(*key).map_err(|_| Error::BadArgument)?;
        }
        Rails::from_keys(keys.get(..given.len()).ok_or(Error::Limit)?)
    }

    /// The same for Koa, which is no dialect of the core's, since it has two cookies.
    pub fn with_koa<T>(&self, run: impl FnOnce(&Koa<'_>) -> Result<T, Error>) -> Result<T, Error> {
        if self.kind != TOKENSEAL_DIALECT_KOA {
            return Err(Error::BadArgument);
        }
        let mut room = [&[][..]; MAX_SECRETS + 1];
        let secrets = self.secrets(&mut room)?;
        run(&Koa { digest: self.digest.unwrap_or(Digest::Sha1), ..Koa::new(secrets) })
    }

    fn secrets<'r>(&self, room: &'r mut [&'a [u8]; MAX_SECRETS + 1]) -> Result<Secrets<'r>, Error>
    where
        'a: 'r,
    {
        self.check_options()?;
        Ok(Secrets::new(match self.secrets {
            Some(list) => list.bytes(room)?,
            None => &[],
        }))
    }

    fn text_salt<'r>(&self, default: &'r str) -> Result<&'r str, Error>
    where
        'a: 'r,
    {
        self.salt.map_or(Ok(default), |salt| core::str::from_utf8(salt).map_err(|_| Error::BadArgument))
    }
}

impl Input for Read<'_> {
    fn touches(&self, region: Region) -> bool {
        self.region.overlaps(region) || self.salt.touches(region) || self.secrets.touches(region)
    }
}

/// Runs something in frames of its own, and overwrites the stack where they were: `Rails` holds
/// keys, and leaves a copy of them wherever it is moved to.
fn scrubbed<T>(run: impl FnOnce() -> T) -> T {
    #[inline(never)]
    fn apart<T>(run: impl FnOnce() -> T) -> T {
        run()
    }
    #[inline(never)]
    fn scrub() {
        let mut below = [0_u64; 1024];
        below.zeroize();
        core::hint::black_box(&below);
    }
    let done = apart(run);
    scrub();
    done
}

/// The name of a cookie, and where it lies.
pub struct Name<'a> {
    bytes: &'a [u8],
    pub text: &'a str,
}

impl Name<'_> {
    /// # Safety
    ///
    /// The crate's contract, for as long as `'a`.
    pub unsafe fn new(name: *const c_char, name_len: usize) -> Result<Self, Error> {
        // SAFETY: the same contract.
        unsafe {
            Ok(Self { bytes: memory::input(name.cast::<u8>(), name_len)?, text: text(name, name_len)? })
        }
    }
}

impl Input for Name<'_> {
    fn touches(&self, region: Region) -> bool {
        self.bytes.touches(region)
    }
}
