//! Tokens
//!
//! JSON Web Tokens (RFC 7519) in compact form, signed with HMAC: HS256, HS384, HS512.

use core::ffi::c_char;

use tokenseal::KeyRing;
use tokenseal::jwt::{self, Claims, Policy};

use crate::claims::{self, tokenseal_claims};
use crate::key::{self, tokenseal_key};
use crate::memory::{self, Output};
use crate::policy::{self, tokenseal_policy};
use crate::status::{answer, tokenseal_status};

/// Signs claims and writes the token.
///
/// claims may be NULL: TOKENSEAL_CLAIMS_INIT. now is the time in Unix milliseconds: it becomes iat
/// (in whole seconds), and exp is counted from it.
///
/// TOKENSEAL_BUFFER_TOO_SMALL: token_len says how much is needed, as tokenseal_jwt_sign_len would
/// have. TOKENSEAL_MALFORMED, TOKENSEAL_LIMIT: the JSON text is not strict JSON, or too much.
/// TOKENSEAL_LIMIT: the token would be longer than max_token. TOKENSEAL_KEY_USE: the key came from
/// a JWK that is for verifying alone.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_jwt_sign(
    key: *const tokenseal_key,
    claims: *const tokenseal_claims,
    now: i64,
    token: *mut c_char,
    token_cap: usize,
    token_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (keys, claims) = unsafe { (key::read(key, 1)?, claims::Read::new(claims)?) };
        let mut token = Output::new(token.cast::<u8>(), token_cap)?;
        let token_len = Output::new(token_len, 1)?;
        memory::apart(&[token.region(), token_len.region()], &[&keys, &claims])?;
        let key = key::first(keys)?;
        // SAFETY: the crate's contract, and they are apart.
        let buf = unsafe { token.slice() };
        let mut sign = |claims: &Claims<'_>| jwt::sign(key, claims, buf).map(str::len);
        let written = match claims {
            Some(claims) => claims.with(now, &mut sign),
            None => sign(&Claims::new(now)),
        };
        // SAFETY: the crate's contract, and it is apart.
        unsafe { memory::report(written, &token_len) }
    })
}

/// Says exactly how long the token will be that tokenseal_jwt_sign makes of the same arguments.
/// It fails where tokenseal_jwt_sign would.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_jwt_sign_len(
    key: *const tokenseal_key,
    claims: *const tokenseal_claims,
    now: i64,
    token_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (keys, claims) = unsafe { (key::read(key, 1)?, claims::Read::new(claims)?) };
        let token_len = Output::new(token_len, 1)?;
        memory::apart(&[token_len.region()], &[&keys, &claims])?;
        let key = key::first(keys)?;
        let measure = |claims: &Claims<'_>| jwt::token_len(key, claims);
        let len = match claims {
            Some(claims) => claims.with(now, measure),
            None => measure(&Claims::new(now)),
        }?;
        // SAFETY: the crate's contract, and it is apart.
        unsafe { token_len.fill(|| len) };
        Ok(())
    })
}

/// Verifies a token and writes its claims, the JSON text that was signed.
///
/// The token is tried with the keys that bear its kid and with those that bear none; a token
/// without kid with all of them. policy may be NULL: TOKENSEAL_POLICY_INIT. now is the time in
/// Unix milliseconds. TOKENSEAL_CLAIMS_LEN(token_len) bytes always suffice for the claims.
/// key_index, which may be NULL, says which key it was.
///
/// TOKENSEAL_BUFFER_TOO_SMALL: claims_len says how much is needed. It is found before the MAC is
/// computed, so that it says nothing of the token.
///
/// On a failure nothing of the token gets out: claims_len and key_index are not written, and the
/// claims buffer is as it was, or, when the token was authentic and refused for what it says, the
/// part of it that was used is zero.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_jwt_verify(
    keys: *const tokenseal_key,
    key_count: usize,
    token: *const c_char,
    token_len: usize,
    policy: *const tokenseal_policy,
    now: i64,
    claims: *mut c_char,
    claims_cap: usize,
    claims_len: *mut usize,
    key_index: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (keys, token, policy) = unsafe {
            (
                key::read(keys, key_count)?,
                memory::input(token.cast::<u8>(), token_len)?,
                policy::Read::new(policy)?,
            )
        };
        let mut claims = Output::new(claims.cast::<u8>(), claims_cap)?;
        let claims_len = Output::new(claims_len, 1)?;
        let key_index = Output::optional(key_index)?;
        memory::apart(
            &[claims.region(), claims_len.region(), key_index.region()],
            &[&keys, &token, &policy],
        )?;
        let ring = KeyRing::new(keys)?;
        // SAFETY: the crate's contract, and they are apart.
        let buf = unsafe { claims.slice() };
        let mut verify = |policy: &Policy<'_>| {
            jwt::verify(token, ring, policy, now, buf)
                .map(|verified| (verified.as_json().len(), verified.key_index()))
        };
        let verified = match policy {
            Some(policy) => policy.with(&mut verify),
            None => verify(&Policy::default()),
        };
        // SAFETY: the crate's contract, and they are apart.
        unsafe {
            memory::report(verified.map(|(len, _)| len), &claims_len)?;
            verified.map(|(_, index)| key_index.fill(|| index))
        }
    })
}

/// A function for the macro of the same name, for tests.
#[cfg(test)]
const fn claims_len(token_len: usize) -> usize {
    token_len / 4 * 3 + 2
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_macro_suffices_for_every_token() {
        for len in 0..=tokenseal::limits::MAX_TOKEN {
            assert!(super::claims_len(len) >= tokenseal::jwt::claims_len(len));
        }
    }
}
