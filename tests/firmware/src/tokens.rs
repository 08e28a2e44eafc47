//! The operations on tokens, and on a key alone.

use tokenseal::jwt::{self, Claims, Expiry, Policy};
use tokenseal::{Error, Key, KeyRing, limits, unverified};

use crate::arena::Arena;
use crate::item::{Args, Item, List};

fn length(args: &Args<'_>, name: &str) -> Option<usize> {
    args.number(name).map(|len| usize::try_from(len).expect("a length"))
}

/// Whether nothing was written, or wiped again.
pub fn is_clean(buf: &[u8]) -> bool {
    buf.iter().all(|byte| *byte == 0xaa || *byte == 0)
}

#[inline(never)]
pub fn verify(
    keys: &[Key],
    args: &Args<'_>,
    now: i64,
    ok: &Args<'_>,
    arena: &mut Arena,
) -> Result<bool, Error> {
    let spec = args.object("policy").unwrap_or(Args::NONE);
    let (audience, required) = (spec.texts("audience"), spec.texts("required"));
    let policy = Policy {
        issuer: spec.text("issuer"),
        subject: spec.text("subject"),
        audience: audience.as_ref().map(List::as_slice),
        any_audience: spec.bool("any_audience").unwrap_or(false),
        jwt_id: spec.text("jwt_id"),
        typ: spec.text("typ"),
        leeway: spec.duration("leeway_ms").unwrap_or(0),
        max_age: spec.duration("max_age_ms"),
        require_exp: spec.bool("require_exp").unwrap_or(true),
        required: required.as_ref().map_or(&[], List::as_slice),
        max_token: length(&spec, "max_token").unwrap_or(limits::DEFAULT_MAX_TOKEN),
    };
    let token = args.bytes("token").expect("a token");
    let buf = arena.bytes(jwt::claims_len(token.len()));
    match jwt::verify(token, KeyRing::new(keys)?, &policy, now, buf) {
        Ok(verified) => {
            Ok(Some(verified.as_json()) == ok.text("claims")
                && Some(verified.key_index()) == length(ok, "key"))
        }
        Err(error) => {
            assert!(is_clean(buf), "a refused token left something");
            Err(error)
        }
    }
}

#[inline(never)]
pub fn sign(key: &Key, args: &Args<'_>, now: i64, ok: &Args<'_>, arena: &mut Arena) -> Result<bool, Error> {
    let audience = args.texts("audience");
    let claims = Claims {
        json: args.bytes("claims").unwrap_or(b"{}"),
        issuer: args.text("issuer"),
        subject: args.text("subject"),
        audience: audience.as_ref().map(List::as_slice),
        jwt_id: args.text("jwt_id"),
        expires_in: match args.get("expires_in_ms") {
            None => Expiry::Default,
            Some(Item::Null) => Expiry::Never,
            Some(_) => Expiry::After(args.duration("expires_in_ms").expect("a duration")),
        },
        not_before: args.number("not_before_ms"),
        issued_at: args.number("issued_at_ms"),
        typ: args.text("typ"),
        max_token: length(args, "max_token").unwrap_or(limits::DEFAULT_MAX_TOKEN),
        ..Claims::new(now)
    };
    let buf = arena.bytes(jwt::token_len(key, &claims)?);
    Ok(Some(jwt::sign(key, &claims, buf)?) == ok.text("ok"))
}

#[inline(never)]
pub fn inspect(args: &Args<'_>, ok: &Args<'_>, arena: &mut Arena) -> Result<bool, Error> {
    let token = args.bytes("token").expect("a token");
    let (header, claims) = (arena.bytes(limits::MAX_HEADER), arena.bytes(jwt::claims_len(token.len())));
    let read = unverified::read(token, header, claims)?;
    Ok(Some(read.header) == ok.text("header") && Some(read.claims) == ok.text("claims"))
}

#[inline(never)]
pub fn mac(key: &Key, args: &Args<'_>, ok: &Args<'_>) -> Result<bool, Error> {
    let mut tag = [0; 64];
    Ok(Some(key.mac(args.bytes("data").expect("data"), &mut tag)?) == ok.bytes("ok"))
}
