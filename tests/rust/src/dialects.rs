//! The operations on other frameworks' signed cookies.

use serde_json::{Value, json};
use tokenseal::Error;
use tokenseal::cookie::dialect::{
    Dialect, Digest, Django, DjangoDumps, DjangoSigner, Express, Flask, Gorilla, Koa, Opened, Rails,
    RailsVerifier, RustCookie, Secrets, Signer, Starlette, TimestampSigner, UrlSafeTimed,
};
use tokenseal::limits::MAX_COOKIE;

use crate::run::hex;
use crate::vector::{Args, unhex};

pub fn run(args: &Args, now: i64, seals: bool) -> Result<Value, Error> {
    let spec = args.nested("dialect").expect("a dialect");
    let secrets: Vec<_> = spec.list("secrets_hex").expect("secrets").into_iter().map(unhex).collect();
    let secrets: Vec<_> = secrets.iter().map(Vec::as_slice).collect();
    let secrets = Secrets::new(&secrets);
    let kind = spec.str("kind").expect("a kind");
    let name = args.text("name").expect("a name");
    if kind == "koa" {
        return koa(&spec, secrets, args, &name, seals);
    }

    let digest = digest(&spec, "digest")?;
    let lenient = spec.bool("lenient").unwrap_or(false);
    let salt = spec.text("salt");
    let dialect: Box<dyn Operations + '_> = match kind {
        "express" => Box::new(Express::new(secrets)),
        "signer" => {
            let new = Signer::new(secrets);
            Box::new(Signer {
                salt: salt.as_deref().map_or(new.salt, str::as_bytes),
                digest: digest.unwrap_or(new.digest),
                lenient,
                ..new
            })
        }
        "timestamp-signer" => {
            let new = TimestampSigner::new(secrets);
            Box::new(TimestampSigner {
                salt: salt.as_deref().map_or(new.salt, str::as_bytes),
                digest: digest.unwrap_or(new.digest),
                lenient,
                ..new
            })
        }
        "url-safe-timed" => {
            let new = UrlSafeTimed::new(secrets);
            Box::new(UrlSafeTimed {
                salt: salt.as_deref().map_or(new.salt, str::as_bytes),
                digest: digest.unwrap_or(new.digest),
                lenient,
                ..new
            })
        }
        "flask" => Box::new(Flask { lenient, ..Flask::new(secrets) }),
        "starlette" => Box::new(Starlette { lenient, ..Starlette::new(secrets) }),
        "django" => {
            let new = Django::new(secrets);
            let legacy = spec.bool("legacy").unwrap_or(new.legacy);
            Box::new(Django { salt: salt.as_deref().unwrap_or(new.salt), legacy, ..new })
        }
        "django-signer" => {
            let new = DjangoSigner::new(secrets);
            Box::new(DjangoSigner { salt: salt.as_deref().unwrap_or(new.salt), ..new })
        }
        "django-dumps" => {
            let new = DjangoDumps::new(secrets);
            Box::new(DjangoDumps { salt: salt.as_deref().unwrap_or(new.salt), ..new })
        }
        "gorilla" => Box::new(Gorilla { lenient, ..Gorilla::new(secrets) }),
        "rust-cookie" if spec.bool("derive") == Some(true) => Box::new(RustCookie::derive_from(secrets)),
        "rust-cookie" => Box::new(RustCookie::new(secrets)),
        "rails" => {
            let prf = if spec.bool("legacy") == Some(true) { Digest::Sha1 } else { Digest::Sha256 };
            let mut rails = Rails::new(secrets, prf)?;
            rails.digest = digest.unwrap_or(rails.digest);
            Box::new(rails)
        }
        "rails-verifier" => {
            let new = RailsVerifier::new(secrets);
            Box::new(RailsVerifier { digest: digest.unwrap_or(new.digest), ..new })
        }
        other => panic!("dialect {other}"),
    };

    if seals {
        return dialect.seal(&name, &args.bytes("value").expect("a value"), now);
    }
    let text = args.bytes("text").expect("a text");
    dialect.open(&name, &text, args.integer("max_age_ms").map(i64::cast_unsigned), now)
}

/// What all dialects but Koa's do, whatever their type.
trait Operations {
    fn seal(&self, name: &str, value: &[u8], now: i64) -> Result<Value, Error>;
    fn open(&self, name: &str, text: &[u8], max_age: Option<u64>, now: i64) -> Result<Value, Error>;
}

impl<T: Dialect> Operations for T {
    fn seal(&self, name: &str, value: &[u8], now: i64) -> Result<Value, Error> {
        Ok(Dialect::seal(self, name, value, now, &mut [0; MAX_COOKIE])?.into())
    }

    fn open(&self, name: &str, text: &[u8], max_age: Option<u64>, now: i64) -> Result<Value, Error> {
        let mut buf = vec![0xaa; text.len()];
        match Dialect::open(self, name, text, max_age, now, &mut buf) {
            Ok(opened) => Ok(describe(&opened)),
            Err(error) => {
                assert!(buf.iter().all(|byte| *byte == 0xaa || *byte == 0), "a refused value left something");
                Err(error)
            }
        }
    }
}

fn describe(opened: &Opened<'_>) -> Value {
    let mut found = json!({
        "value_hex": hex(opened.value),
        "time_ms": opened.time,
        "secret": opened.secret_index,
    });
    if opened.compressed {
        found["compressed"] = true.into();
    }
    found
}

fn koa(spec: &Args, secrets: Secrets<'_>, args: &Args, name: &str, seals: bool) -> Result<Value, Error> {
    let koa = Koa { digest: digest(spec, "digest")?.unwrap_or(Digest::Sha1), ..Koa::new(secrets) };
    let value = args.bytes("value").expect("a value");
    if seals {
        return Ok(koa.sign(name, &value, &mut [0; MAX_COOKIE])?.into());
    }
    if args.get("max_age_ms").is_some() {
        // Its method has no such parameter: nothing in a Koa cookie says when it was made.
        return Err(Error::BadArgument);
    }
    let secret = koa.verify(name, &value, &args.bytes("text").expect("a text"))?;
    Ok(json!({ "value_hex": hex(&value), "time_ms": null, "secret": secret }))
}

fn digest(spec: &Args, name: &str) -> Result<Option<Digest>, Error> {
    spec.str(name).map(|name| Digest::from_name(name).ok_or(Error::BadArgument)).transpose()
}
