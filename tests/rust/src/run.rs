//! Running a vector through the core.

use std::fmt::Write as _;

use serde_json::{Value, json};
use tokenseal::jwt::{self, Claims, Expiry, Policy};
use tokenseal::{Algorithm, Error, Key, KeyRing, bearer, jwk, limits, unverified};

use crate::vector::{Args, Vector, unhex};
use crate::{cookies, csrf, dialects, state};

/// Runs a vector; the message says how the outcome differs from what was expected.
///
/// # Errors
///
/// When it does differ, or when the operation is unknown.
pub fn run(vector: &Vector) -> Result<(), String> {
    let args = &vector.args;
    let now = || vector.now.expect("a time");
    let outcome = match vector.op.as_str() {
        "key.load" => load_key(&args.nested("key").expect("a key")).map(|key| describe(&key)),
        "jwks.load" => load_set(args).map(|keys| keys.iter().map(describe).collect()),
        "mac" => with_key(args, |key| {
            key.mac(&args.bytes("data").expect("data"), &mut [0; 64]).map(|tag| hex(tag).into())
        }),
        "mac.verify" => with_key(args, |key| {
            let (data, tag) = (args.bytes("data").expect("data"), args.bytes("tag").expect("a tag"));
            key.verify_mac(&data, &tag).map(|()| true.into())
        }),
        "jwt.verify" => verify(args, now()),
        "jwt.sign" => with_key(args, |key| sign(key, args, now())),
        "jwt.inspect" => inspect(args),
        "bearer" => bearer::token(&args.bytes("header").expect("a header"))
            .map(|token| String::from_utf8(token.to_vec()).expect("ASCII").into()),
        "cookie.parse" => Ok(cookies::parse(args)),
        "cookie.find" => Ok(cookies::find(args)),
        "cookie.set" => cookies::set(args, false),
        "cookie.remove" => cookies::set(args, true),
        "cookie.seal" => with_key(args, |key| cookies::seal(key, args, now())),
        "cookie.open" => load_ring(args).and_then(|keys| cookies::open(&keys, args, now())),
        "dialect.seal" => dialects::run(args, now(), true),
        "dialect.open" => dialects::run(args, now(), false),
        "csrf.token" => with_key(args, |key| csrf::token(key, args)),
        "csrf.verify" => load_ring(args).and_then(|keys| csrf::verify(&keys, args)),
        "csrf.fetch" => csrf::fetch(args),
        op if op.starts_with("revocation.") => state::run(op, args, &[], now()),
        op if op.starts_with("session.") || op.starts_with("refresh.") => {
            load_ring(args).and_then(|keys| state::run(op, args, &keys, now()))
        }
        other => return Err(format!("unknown op {other}")),
    };
    let outcome = match outcome {
        Ok(value) => json!({ "ok": value }),
        Err(error) => json!({ "err": error.name() }),
    };
    if outcome == vector.expect { Ok(()) } else { Err(format!("expected {}, got {outcome}", vector.expect)) }
}

fn with_key(args: &Args, run: impl FnOnce(&Key) -> Result<Value, Error>) -> Result<Value, Error> {
    run(&load_key(&args.nested("key").expect("a key"))?)
}

fn algorithm(args: &Args) -> Result<Option<Algorithm>, Error> {
    args.str("alg").map(|name| Algorithm::from_name(name).ok_or(Error::BadArgument)).transpose()
}

fn load_key(spec: &Args) -> Result<Key, Error> {
    let alg = algorithm(spec)?;
    let named = || alg.expect("an alg");
    let mut key = if let Some(jwk) = spec.bytes("jwk") {
        Key::from_jwk(&jwk, alg)?
    } else if let Some(secret) = spec.str("secret_hex") {
        let secret = unhex(secret);
        let short = spec.bool("short") == Some(true);
        if short { Key::with_short_secret(named(), &secret)? } else { Key::new(named(), &secret)? }
    } else if let Some(text) = spec.str("base64url") {
        Key::from_base64url(named(), text.as_bytes())?
    } else {
        Key::from_hex(named(), spec.str("hex").expect("a secret").as_bytes())?
    };
    if let Some(kid) = spec.str("kid") {
        key.set_kid(kid)?;
    }
    Ok(key)
}

fn load_set(args: &Args) -> Result<Vec<Key>, Error> {
    let text = args.bytes("jwks").expect("a set");
    let mut keys = Vec::new();
    keys.resize_with(jwk::count(&text)?, || Key::EMPTY);
    jwk::load_set(&text, algorithm(args)?, &mut keys)?;
    Ok(keys)
}

fn load_ring(args: &Args) -> Result<Vec<Key>, Error> {
    let Some(keys) = args.get("keys") else { return load_set(args) };
    keys.as_array().expect("a list of keys").iter().map(|key| load_key(&Args(key.clone()))).collect()
}

fn describe(key: &Key) -> Value {
    json!({ "alg": key.algorithm().expect("a key").name(), "kid": key.kid() })
}

pub fn duration(args: &Args, name: &str) -> Option<u64> {
    args.integer(name).map(|millis| u64::try_from(millis).expect("a duration"))
}

fn length(args: &Args, name: &str) -> Option<usize> {
    args.integer(name).map(|len| usize::try_from(len).expect("a length"))
}

/// Verifies: the arguments are those of the op `jwt.verify`.
///
/// # Errors
///
/// The core's.
pub fn verify(args: &Args, now: i64) -> Result<Value, Error> {
    let keys = load_ring(args)?;
    let spec = args.nested("policy").unwrap_or(Args(json!({})));
    let (audience, required) = (spec.list("audience"), spec.list("required").unwrap_or_default());
    let policy = Policy {
        issuer: spec.str("issuer"),
        subject: spec.str("subject"),
        audience: audience.as_deref(),
        any_audience: spec.bool("any_audience").unwrap_or(false),
        jwt_id: spec.str("jwt_id"),
        typ: spec.str("typ"),
        leeway: duration(&spec, "leeway_ms").unwrap_or(0),
        max_age: duration(&spec, "max_age_ms"),
        require_exp: spec.bool("require_exp").unwrap_or(true),
        required: &required,
        max_token: length(&spec, "max_token").unwrap_or(limits::DEFAULT_MAX_TOKEN),
    };
    let token = args.bytes("token").expect("a token");
    let mut buf = vec![0xaa; jwt::claims_len(token.len())];
    let ring = KeyRing::new(&keys)?;
    match jwt::verify(&token, ring, &policy, now, &mut buf) {
        Ok(verified) => {
            check_surface(&verified);
            Ok(json!({ "claims": verified.as_json(), "key": verified.key_index() }))
        }
        Err(error) => {
            assert!(buf.iter().all(|byte| *byte == 0xaa || *byte == 0), "a refused token left something");
            Err(error)
        }
    }
}

/// What `Verified` offers agrees with an independent reader of the same claims.
fn check_surface(verified: &jwt::Verified<'_>) {
    // serde_json has no number beyond f64.
    let Ok(independent) = serde_json::from_str::<Value>(verified.as_json()) else { return };
    let object = independent.as_object().expect("an object");
    assert_eq!(verified.members().count(), object.len());
    let unescaped = |text: tokenseal::json::Text<'_>| text.chars().collect::<String>();
    for (name, value) in verified.members() {
        let name = unescaped(name);
        assert_eq!(value.as_text().map(unescaped).as_deref(), object[&name].as_str());
        assert!(verified.get(&name).is_some());
    }
    assert_eq!(verified.issuer().map(unescaped).as_deref(), object.get("iss").and_then(Value::as_str));
    assert_eq!(verified.subject().map(unescaped).as_deref(), object.get("sub").and_then(Value::as_str));
    assert_eq!(verified.jwt_id().map(unescaped).as_deref(), object.get("jti").and_then(Value::as_str));
    let audience: Vec<_> = verified.audience().iter().flatten().map(unescaped).collect();
    let expected: Vec<_> = match object.get("aud") {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(one) => vec![one.as_str().expect("a string").to_owned()],
        None => vec![],
    };
    assert_eq!(audience, expected);
    for (name, time) in
        [("exp", verified.expires_at()), ("nbf", verified.not_before()), ("iat", verified.issued_at())]
    {
        assert_eq!(time.is_some(), object.contains_key(name));
        if let Some(seconds) = object.get(name).and_then(Value::as_i64) {
            assert_eq!(time, Some(seconds * 1000));
        }
    }
}

/// Mints for `tests/cross`: the claims are an object, the options stand beside it.
///
/// # Errors
///
/// The core's.
pub fn mint(job: &Args, now: i64) -> Result<Value, Error> {
    let key = load_key(&job.nested("key").expect("a key"))?;
    let mut args = job.get("options").expect("options").clone();
    args["claims"] = job.get("claims").expect("claims").to_string().into();
    sign(&key, &Args(args), now)
}

fn sign(key: &Key, args: &Args, now: i64) -> Result<Value, Error> {
    let json = args.bytes("claims").unwrap_or_else(|| b"{}".to_vec());
    let audience = args.list("audience");
    let claims = Claims {
        json: &json,
        issuer: args.str("issuer"),
        subject: args.str("subject"),
        audience: audience.as_deref(),
        jwt_id: args.str("jwt_id"),
        expires_in: match args.get("expires_in_ms") {
            None => Expiry::Default,
            Some(Value::Null) => Expiry::Never,
            Some(_) => Expiry::After(duration(args, "expires_in_ms").expect("a duration")),
        },
        not_before: args.integer("not_before_ms"),
        issued_at: args.integer("issued_at_ms"),
        typ: args.str("typ"),
        max_token: length(args, "max_token").unwrap_or(limits::DEFAULT_MAX_TOKEN),
        ..Claims::new(now)
    };
    let needed = jwt::token_len(key, &claims)?;
    let mut small = vec![0xaa; needed - 1];
    assert_eq!(jwt::sign(key, &claims, &mut small), Err(Error::BufferTooSmall { needed }));
    assert!(small.iter().all(|byte| *byte == 0xaa));
    let mut buf = vec![0; needed];
    let token = jwt::sign(key, &claims, &mut buf)?;
    assert_eq!(token.len(), needed);
    Ok(token.into())
}

fn inspect(args: &Args) -> Result<Value, Error> {
    let token = args.bytes("token").expect("a token");
    let (mut header, mut claims) = (vec![0; limits::MAX_HEADER], vec![0; jwt::claims_len(token.len())]);
    let read = unverified::read(&token, &mut header, &mut claims)?;
    Ok(json!({ "header": read.header, "claims": read.claims }))
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes all");
        text
    })
}
