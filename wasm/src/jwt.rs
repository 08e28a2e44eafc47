//! Signing and verifying.

use tokenseal::jwt::{self, Claims, Expiry, Policy};
use tokenseal::{Error, KeyRing};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::answer::number;
use crate::record::{Fields, amount, clock, instant, tag, text};
use crate::{keys, scratch};

/// Signs with a block's first key. Arguments: the claims' JSON text, options; `now` in Unix
/// milliseconds. Answer: the token's length, and it. The caller leaves room for the longest token.
#[wasm_bindgen]
pub fn jwt_sign(address: usize, count: usize, claims_len: usize, options_len: usize, now: f64) -> f64 {
    number(scratch::with([claims_len, options_len], |[json, options], out| {
        let ring = KeyRing::new(keys::at(address, count))?;
        let fields = Fields::new(options);
        let mut audience = None;
        let audience = fields.names(tag::AUDIENCE, &mut audience)?;
        let mut claims = Claims::new(clock(now));
        claims.json = json;
        for (tag, value) in fields {
            match tag {
                tag::ISSUER => claims.issuer = Some(text(value)?),
                tag::SUBJECT => claims.subject = Some(text(value)?),
                tag::AUDIENCE_GIVEN => claims.audience = Some(audience),
                tag::AUDIENCE => {}
                tag::JWT_ID => claims.jwt_id = Some(text(value)?),
                tag::TYP => claims.typ = Some(text(value)?),
                tag::EXPIRES_IN => claims.expires_in = Expiry::After(amount(value)?),
                tag::NEVER_EXPIRES => claims.expires_in = Expiry::Never,
                tag::NOT_BEFORE => claims.not_before = Some(instant(value)?),
                tag::ISSUED_AT => claims.issued_at = Some(instant(value)?),
                tag::MAX_TOKEN => claims.max_token = size(value)?,
                _ => return Err(Error::BadArgument),
            }
        }
        Ok(jwt::sign(ring.signing_key(), &claims, out)?.len())
    }))
}

/// Verifies with a block's keys. Arguments: token, options; `now` in Unix milliseconds. Answer: the
/// length of the claims; the index of the key that opened it (u32, little-endian), then the claims.
#[wasm_bindgen]
pub fn jwt_verify(address: usize, count: usize, token_len: usize, options_len: usize, now: f64) -> f64 {
    number(scratch::with([token_len, options_len], |[token, options], out| {
        let ring = KeyRing::new(keys::at(address, count))?;
        let (index, out) = out.split_first_chunk_mut().ok_or(Error::BadArgument)?;
        with_policy(options, |policy| {
            let verified = jwt::verify(token, ring, policy, clock(now), out)?;
            let key = u32::try_from(verified.key_index()).map_err(|_| Error::BadArgument)?;
            *index = key.to_le_bytes();
            Ok(verified.as_json().len())
        })
    }))
}

/// Says what is wrong with a policy. Argument: options. Answer: 0.
#[wasm_bindgen]
pub fn policy_check(options_len: usize) -> f64 {
    number(scratch::with([options_len], |[options], _| {
        with_policy(options, |policy| {
            policy.check()?;
            Ok(0)
        })
    }))
}

fn with_policy<T>(options: &[u8], run: impl FnOnce(&Policy<'_>) -> Result<T, Error>) -> Result<T, Error> {
    let fields = Fields::new(options);
    let (mut audience, mut required) = (None, None);
    let audience = fields.names(tag::AUDIENCE, &mut audience)?;
    let required = fields.names(tag::REQUIRED, &mut required)?;
    let mut policy = Policy { required, ..Policy::default() };
    for (tag, value) in fields {
        match tag {
            tag::ISSUER => policy.issuer = Some(text(value)?),
            tag::SUBJECT => policy.subject = Some(text(value)?),
            tag::AUDIENCE_GIVEN => policy.audience = Some(audience),
            tag::AUDIENCE | tag::REQUIRED => {}
            tag::ANY_AUDIENCE => policy.any_audience = true,
            tag::JWT_ID => policy.jwt_id = Some(text(value)?),
            tag::TYP => policy.typ = Some(text(value)?),
            tag::LEEWAY => policy.leeway = amount(value)?,
            tag::MAX_AGE => policy.max_age = Some(amount(value)?),
            tag::NO_EXP => policy.require_exp = false,
            tag::MAX_TOKEN => policy.max_token = size(value)?,
            _ => return Err(Error::BadArgument),
        }
    }
    run(&policy)
}

fn size(value: &[u8]) -> Result<usize, Error> {
    amount(value).map(|size| usize::try_from(size).unwrap_or(usize::MAX))
}
