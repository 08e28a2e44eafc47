//! The operations on other frameworks' signed cookies.

use tokenseal::Error;
use tokenseal::cookie::dialect::{
    Dialect, Digest, Django, DjangoDumps, DjangoSigner, Express, Flask, Gorilla, Koa, MAX_SECRETS, Rails,
    RailsVerifier, RustCookie, Secrets, Signer, Starlette, TimestampSigner, UrlSafeTimed,
};
use tokenseal::limits::MAX_COOKIE;

use crate::arena::Arena;
use crate::item::{Args, Item};
use crate::tokens::is_clean;

/// What is done with a dialect, and what is said to come of it.
pub struct Asked<'a> {
    pub args: Args<'a>,
    pub ok: Args<'a>,
    pub now: i64,
    pub seals: bool,
    pub arena: &'a mut Arena,
}

impl<'a> Asked<'a> {
    fn name(&self) -> &'a str {
        self.args.text("name").expect("a name")
    }

    fn value(&self) -> &'a [u8] {
        self.args.bytes("value").expect("a value")
    }

    fn text(&self) -> &'a [u8] {
        self.args.bytes("text").expect("a text")
    }

    /// Whether what was opened is what is said.
    fn is_said(&self, value: &[u8], time: Option<i64>, secret: usize, compressed: bool) -> bool {
        Some(value) == self.ok.bytes("value")
            && time == self.ok.number("time_ms")
            && i64::try_from(secret).ok() == self.ok.number("secret")
            && compressed == self.ok.bool("compressed").unwrap_or(false)
    }

    #[inline(never)]
    fn of(&mut self, dialect: &impl Dialect) -> Result<bool, Error> {
        if self.seals {
            let buf = self.arena.bytes(MAX_COOKIE);
            let text = dialect.seal(self.name(), self.value(), self.now, buf)?;
            return Ok(Some(text) == self.ok.text("ok"));
        }
        let buf = self.arena.bytes(self.text().len());
        match dialect.open(self.name(), self.text(), self.args.duration("max_age_ms"), self.now, buf) {
            Ok(opened) => Ok(self.is_said(opened.value, opened.time, opened.secret_index, opened.compressed)),
            Err(error) => {
                assert!(is_clean(buf), "a refused value left something");
                Err(error)
            }
        }
    }

    fn of_koa(&mut self, koa: &Koa<'_>) -> Result<bool, Error> {
        if self.seals {
            let text = koa.sign(self.name(), self.value(), self.arena.bytes(MAX_COOKIE))?;
            return Ok(Some(text) == self.ok.text("ok"));
        }
        if self.args.get("max_age_ms").is_some() {
            // Its method has no such parameter.
            return Err(Error::BadArgument);
        }
        let secret = koa.verify(self.name(), self.value(), self.text())?;
        Ok(self.is_said(self.value(), None, secret, false))
    }
}

#[inline(never)]
pub fn run(asked: &mut Asked<'_>) -> Result<bool, Error> {
    let spec = asked.args.object("dialect").expect("a dialect");
    let mut list = [&[][..]; MAX_SECRETS + 1];
    let mut len = 0;
    for item in spec.list("secrets").expect("secrets") {
        let Item::Bytes(secret) = item else { panic!("no secret") };
        list[len] = secret;
        len += 1;
    }
    let secrets = Secrets::new(&list[..len]);
    let digest =
        spec.text("digest").map(|name| Digest::from_name(name).ok_or(Error::BadArgument)).transpose()?;
    let is = |name| spec.bool(name) == Some(true);
    let (lenient, legacy) = (is("lenient"), is("legacy"));
    let salt = spec.text("salt");
    let salt_or = |default| salt.map_or(default, str::as_bytes);
    match spec.text("kind").expect("a kind") {
        "express" => asked.of(&Express::new(secrets)),
        "koa" => {
            let new = Koa::new(secrets);
            asked.of_koa(&Koa { digest: digest.unwrap_or(new.digest), ..new })
        }
        "signer" => {
            let new = Signer::new(secrets);
            let (salt, digest) = (salt_or(new.salt), digest.unwrap_or(new.digest));
            asked.of(&Signer { salt, digest, lenient, ..new })
        }
        "timestamp-signer" => {
            let new = TimestampSigner::new(secrets);
            let (salt, digest) = (salt_or(new.salt), digest.unwrap_or(new.digest));
            asked.of(&TimestampSigner { salt, digest, lenient, ..new })
        }
        "url-safe-timed" => {
            let new = UrlSafeTimed::new(secrets);
            let (salt, digest) = (salt_or(new.salt), digest.unwrap_or(new.digest));
            asked.of(&UrlSafeTimed { salt, digest, lenient, ..new })
        }
        "flask" => asked.of(&Flask { lenient, ..Flask::new(secrets) }),
        "starlette" => asked.of(&Starlette { lenient, ..Starlette::new(secrets) }),
        "django" => {
            let new = Django::new(secrets);
            asked.of(&Django { salt: salt.unwrap_or(new.salt), legacy, ..new })
        }
        "django-signer" => {
            let new = DjangoSigner::new(secrets);
            asked.of(&DjangoSigner { salt: salt.unwrap_or(new.salt), ..new })
        }
        "django-dumps" => {
            let new = DjangoDumps::new(secrets);
            asked.of(&DjangoDumps { salt: salt.unwrap_or(new.salt), ..new })
        }
        "gorilla" => asked.of(&Gorilla { lenient, ..Gorilla::new(secrets) }),
        "rust-cookie" if is("derive") => asked.of(&RustCookie::derive_from(secrets)),
        "rust-cookie" => asked.of(&RustCookie::new(secrets)),
        "rails" => {
            let mut rails = Rails::new(secrets, if legacy { Digest::Sha1 } else { Digest::Sha256 })?;
            rails.digest = digest.unwrap_or(rails.digest);
            asked.of(&rails)
        }
        "rails-verifier" => {
            let new = RailsVerifier::new(secrets);
            asked.of(&RailsVerifier { digest: digest.unwrap_or(new.digest), ..new })
        }
        other => panic!("dialect {other}"),
    }
}
