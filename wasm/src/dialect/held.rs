//! A dialect as it lies in this memory.

use tokenseal::Error;
use tokenseal::cookie::dialect::{
    Dialect, Django, DjangoDumps, DjangoSigner, Express, Flask, Gorilla, Koa, Rails, RailsVerifier,
    RustCookie, Signer, Starlette, TimestampSigner, UrlSafeTimed,
};
use tokenseal::limits::MAX_COOKIE;

use super::kind;
use super::options::Options;
use crate::wiped::Wiped;

/// What the caller holds.
pub struct Held {
    kind: u32,
    /// The options, then the secrets.
    record: Wiped,
    /// Rails derives its keys once. The record is empty then.
    rails: Option<Rails>,
}

impl Held {
    /// A dialect of a record: options and secrets.
    pub fn new(kind: u32, record: &[u8]) -> Result<Self, Error> {
        let rails = if kind == kind::RAILS { Some(Options::read(record)?.rails()?) } else { None };
        // Rails has the keys that it derived, and needs the secrets no more.
        let record = Wiped::copy_of(if rails.is_some() { &[] } else { record })?;
        let held = Self { kind, record, rails };
        // The secrets are checked when they are used: so that it is known at once.
        let out = &mut [0; MAX_COOKIE];
        if held.is_koa() {
            held.koa(&mut |koa| Ok(koa.sign("a", b"a", out)?.len()))?;
        } else {
            held.dialect(&mut |dialect| Ok(dialect.seal("a", b"a", 0, out)?.len()))?;
        }
        Ok(held)
    }

    /// Whether it is Koa, which is unlike the others.
    pub const fn is_koa(&self) -> bool {
        self.kind == kind::KOA
    }

    /// Runs what Koa has; others are refused.
    pub fn koa(&self, run: &mut dyn FnMut(Koa<'_>) -> Result<usize, Error>) -> Result<usize, Error> {
        if self.is_koa() {
            run(Options::read(self.record.as_slice())?.koa())
        } else {
            Err(Error::BadArgument)
        }
    }

    /// Runs what all others have.
    pub fn dialect(&self, run: &mut dyn FnMut(&dyn Dialect) -> Result<usize, Error>) -> Result<usize, Error> {
        if let Some(rails) = &self.rails {
            return run(rails);
        }
        let options = Options::read(self.record.as_slice())?;
        let Options { salt, digest, lenient, .. } = options;
        let secrets = options.secrets();
        match self.kind {
            kind::EXPRESS => run(&Express::new(secrets)),
            kind::SIGNER => {
                let usual = Signer::new(secrets);
                let salt = salt.map_or(usual.salt, str::as_bytes);
                run(&Signer { salt, digest: digest.unwrap_or(usual.digest), lenient, ..usual })
            }
            kind::TIMESTAMP_SIGNER => {
                let usual = TimestampSigner::new(secrets);
                let salt = salt.map_or(usual.salt, str::as_bytes);
                run(&TimestampSigner { salt, digest: digest.unwrap_or(usual.digest), lenient, ..usual })
            }
            kind::URL_SAFE_TIMED => {
                let usual = UrlSafeTimed::new(secrets);
                let salt = salt.map_or(usual.salt, str::as_bytes);
                run(&UrlSafeTimed { salt, digest: digest.unwrap_or(usual.digest), lenient, ..usual })
            }
            kind::FLASK => {
                let usual = Flask::new(secrets);
                let salt = salt.map_or(usual.salt, str::as_bytes);
                run(&Flask { salt, digest: digest.unwrap_or(usual.digest), lenient, ..usual })
            }
            kind::STARLETTE => run(&Starlette { lenient, ..Starlette::new(secrets) }),
            kind::DJANGO => {
                let usual = Django::new(secrets);
                run(&Django { salt: salt.unwrap_or(usual.salt), legacy: options.legacy, ..usual })
            }
            kind::DJANGO_SIGNER => {
                let usual = DjangoSigner::new(secrets);
                run(&DjangoSigner { salt: salt.unwrap_or(usual.salt), ..usual })
            }
            kind::DJANGO_DUMPS => {
                let usual = DjangoDumps::new(secrets);
                run(&DjangoDumps { salt: salt.unwrap_or(usual.salt), ..usual })
            }
            kind::GORILLA => run(&Gorilla { min_age: options.min_age, lenient, ..Gorilla::new(secrets) }),
            kind::RUST_COOKIE => run(&RustCookie { derive: options.derive, ..RustCookie::new(secrets) }),
            kind::RAILS_VERIFIER => {
                let usual = RailsVerifier::new(secrets);
                run(&RailsVerifier { digest: digest.unwrap_or(usual.digest), ..usual })
            }
            _ => Err(Error::BadArgument),
        }
    }
}
