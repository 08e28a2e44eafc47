//! Status
//!
//! What every function answers: TOKENSEAL_OK (0), or the reason for a refusal. The numbers never
//! change; later versions add some. 1xx is the form of the input, 2xx keys and MACs, 3xx the
//! claims, 4xx cookies, 5xx sessions, refresh tokens and their store, 9xx a mistake of the caller. A
//! server should log the name, and tell the client no more than "401".

use core::ffi::{CStr, c_char};

use tokenseal::Error;

/// What a function answers: one of the constants below.
pub type tokenseal_status = u32;

/// Done.
pub const TOKENSEAL_OK: tokenseal_status = 0;

/// The text breaks the rules of its format: parts, base64url, UTF-8, JSON, or a member's type.
pub const TOKENSEAL_MALFORMED: tokenseal_status = 101;
/// The input passes one of the limits.
pub const TOKENSEAL_LIMIT: tokenseal_status = 102;
/// The token's header asks for an extension that is not implemented here: crit, or b64 other than
/// true (RFC 7515 section 4.1.11, RFC 7797).
pub const TOKENSEAL_UNSUPPORTED: tokenseal_status = 103;
/// The Authorization header is empty or of another scheme than Bearer (RFC 6750).
pub const TOKENSEAL_NOT_BEARER: tokenseal_status = 104;

/// None of the keys may be tried on a token with this kid.
pub const TOKENSEAL_UNKNOWN_KEY: tokenseal_status = 201;
/// The token, or the JWK, names another algorithm than the key's.
pub const TOKENSEAL_ALGORITHM_MISMATCH: tokenseal_status = 202;
/// The MAC is not the one that the key makes: forged, or signed with another key.
pub const TOKENSEAL_BAD_SIGNATURE: tokenseal_status = 203;
/// The secret is shorter than the hash, empty, or somebody's PEM file (RFC 7518 section 3.2).
pub const TOKENSEAL_WEAK_KEY: tokenseal_status = 204;
/// The use or key_ops of the JWK do not allow this (RFC 7517 sections 4.2 and 4.3).
pub const TOKENSEAL_KEY_USE: tokenseal_status = 205;

/// exp has passed.
pub const TOKENSEAL_EXPIRED: tokenseal_status = 301;
/// nbf has not come, or a value was sealed more than a minute from now.
pub const TOKENSEAL_NOT_YET_VALID: tokenseal_status = 302;
/// typ is not the one that the policy asks for.
pub const TOKENSEAL_WRONG_TYPE: tokenseal_status = 303;
/// iss is not the one that the policy asks for.
pub const TOKENSEAL_WRONG_ISSUER: tokenseal_status = 304;
/// sub is not the one that the policy asks for.
pub const TOKENSEAL_WRONG_SUBJECT: tokenseal_status = 305;
/// aud names none of the policy's audiences.
pub const TOKENSEAL_WRONG_AUDIENCE: tokenseal_status = 306;
/// iat is longer ago than the policy's max_age.
pub const TOKENSEAL_TOO_OLD: tokenseal_status = 307;
/// jti is not the one that the policy asks for.
pub const TOKENSEAL_WRONG_ID: tokenseal_status = 308;
/// A claim that the policy needs, or that was looked up, is absent.
pub const TOKENSEAL_MISSING_CLAIM: tokenseal_status = 309;

/// SameSite=None or Partitioned on a cookie without Secure: browsers would drop it.
pub const TOKENSEAL_COOKIE_INSECURE: tokenseal_status = 401;
/// The attributes break the promise of the name's prefix: __Secure-, __Host-, __Http- or
/// __Host-Http- (RFC 6265bis section 4.1.3).
pub const TOKENSEAL_COOKIE_PREFIX: tokenseal_status = 402;
/// A character that may not stand in this part of a cookie, or an empty name.
pub const TOKENSEAL_COOKIE_CHARACTER: tokenseal_status = 403;
/// Name and value of a cookie are longer than TOKENSEAL_MAX_COOKIE.
pub const TOKENSEAL_COOKIE_TOO_LARGE: tokenseal_status = 404;
/// The path or the domain of a cookie is longer than TOKENSEAL_MAX_ATTRIBUTE.
pub const TOKENSEAL_ATTRIBUTE_TOO_LARGE: tokenseal_status = 405;
/// The value was sealed longer ago than max_age.
pub const TOKENSEAL_COOKIE_EXPIRED: tokenseal_status = 406;

/// Another site made the request (tokenseal_csrf_check_fetch).
pub const TOKENSEAL_CROSS_SITE: tokenseal_status = 407;

/// The token is on the denylist, or all of its subject was ended: somebody has logged out
/// everywhere. Sessions and refresh tokens answer it too.
pub const TOKENSEAL_REVOKED: tokenseal_status = 501;
/// The store knows no session of this id.
pub const TOKENSEAL_SESSION_UNKNOWN: tokenseal_status = 502;
/// The session was ended, or has gone on under another id.
pub const TOKENSEAL_SESSION_ENDED: tokenseal_status = 503;
/// The session has been idle for too long, or has reached its absolute expiry.
pub const TOKENSEAL_SESSION_EXPIRED: tokenseal_status = 504;
/// Somebody else has saved other bytes since these were loaded. Nothing was written: load again.
pub const TOKENSEAL_CONFLICT: tokenseal_status = 505;
/// The store knows no family of this refresh token.
pub const TOKENSEAL_REFRESH_UNKNOWN: tokenseal_status = 506;
/// The refresh token's family was ended.
pub const TOKENSEAL_REFRESH_ENDED: tokenseal_status = 507;
/// The refresh token's family has been idle for too long, or has reached its absolute expiry.
pub const TOKENSEAL_REFRESH_EXPIRED: tokenseal_status = 508;
/// A refresh token was used again that has long been replaced: there is a copy of it. Its family
/// has been ended.
pub const TOKENSEAL_REFRESH_REUSED: tokenseal_status = 509;
/// The refresh token is another client's.
pub const TOKENSEAL_WRONG_CLIENT: tokenseal_status = 510;
/// A record in the store is of a version or a form that is not known here.
pub const TOKENSEAL_UNKNOWN_RECORD: tokenseal_status = 511;
/// Others kept changing the same record. Nothing was written.
pub const TOKENSEAL_CONTENTION: tokenseal_status = 512;
/// The store could not be asked. The library never says so itself: it is for your store to say.
pub const TOKENSEAL_STORE_UNAVAILABLE: tokenseal_status = 513;
/// The store has no room left. Nothing was written.
pub const TOKENSEAL_STORE_FULL: tokenseal_status = 514;

/// The output buffer is too small. The length beside it now says how much is needed.
pub const TOKENSEAL_BUFFER_TOO_SMALL: tokenseal_status = 901;
/// An argument that no input can make right: the program's mistake.
pub const TOKENSEAL_BAD_ARGUMENT: tokenseal_status = 902;

/// In the order of [`Error::ALL`], to which the assertion below holds them.
const NAMES: [(tokenseal_status, &CStr); Error::ALL.len()] = [
    (TOKENSEAL_MALFORMED, c"malformed"),
    (TOKENSEAL_LIMIT, c"limit"),
    (TOKENSEAL_UNSUPPORTED, c"unsupported"),
    (TOKENSEAL_NOT_BEARER, c"not-bearer"),
    (TOKENSEAL_UNKNOWN_KEY, c"unknown-key"),
    (TOKENSEAL_ALGORITHM_MISMATCH, c"algorithm-mismatch"),
    (TOKENSEAL_BAD_SIGNATURE, c"bad-signature"),
    (TOKENSEAL_WEAK_KEY, c"weak-key"),
    (TOKENSEAL_KEY_USE, c"key-use"),
    (TOKENSEAL_EXPIRED, c"expired"),
    (TOKENSEAL_NOT_YET_VALID, c"not-yet-valid"),
    (TOKENSEAL_WRONG_TYPE, c"wrong-type"),
    (TOKENSEAL_WRONG_ISSUER, c"wrong-issuer"),
    (TOKENSEAL_WRONG_SUBJECT, c"wrong-subject"),
    (TOKENSEAL_WRONG_AUDIENCE, c"wrong-audience"),
    (TOKENSEAL_TOO_OLD, c"too-old"),
    (TOKENSEAL_WRONG_ID, c"wrong-id"),
    (TOKENSEAL_MISSING_CLAIM, c"missing-claim"),
    (TOKENSEAL_COOKIE_INSECURE, c"cookie-insecure"),
    (TOKENSEAL_COOKIE_PREFIX, c"cookie-prefix"),
    (TOKENSEAL_COOKIE_CHARACTER, c"cookie-character"),
    (TOKENSEAL_COOKIE_TOO_LARGE, c"cookie-too-large"),
    (TOKENSEAL_ATTRIBUTE_TOO_LARGE, c"attribute-too-large"),
    (TOKENSEAL_COOKIE_EXPIRED, c"cookie-expired"),
    (TOKENSEAL_CROSS_SITE, c"cross-site"),
    (TOKENSEAL_REVOKED, c"revoked"),
    (TOKENSEAL_SESSION_UNKNOWN, c"session-unknown"),
    (TOKENSEAL_SESSION_ENDED, c"session-ended"),
    (TOKENSEAL_SESSION_EXPIRED, c"session-expired"),
    (TOKENSEAL_CONFLICT, c"conflict"),
    (TOKENSEAL_REFRESH_UNKNOWN, c"refresh-unknown"),
    (TOKENSEAL_REFRESH_ENDED, c"refresh-ended"),
    (TOKENSEAL_REFRESH_EXPIRED, c"refresh-expired"),
    (TOKENSEAL_REFRESH_REUSED, c"refresh-reused"),
    (TOKENSEAL_WRONG_CLIENT, c"wrong-client"),
    (TOKENSEAL_UNKNOWN_RECORD, c"unknown-record"),
    (TOKENSEAL_CONTENTION, c"contention"),
    (TOKENSEAL_STORE_UNAVAILABLE, c"store-unavailable"),
    (TOKENSEAL_STORE_FULL, c"store-full"),
    (TOKENSEAL_BUFFER_TOO_SMALL, c"buffer-too-small"),
    (TOKENSEAL_BAD_ARGUMENT, c"bad-argument"),
];

const _: () = {
    let mut i = 0;
    while i < NAMES.len() {
        let (code, name) = (NAMES[i].0, NAMES[i].1.to_bytes());
        assert!(code == Error::ALL[i].code() as u32);
        let expected = Error::ALL[i].name().as_bytes();
        assert!(name.len() == expected.len());
        let mut j = 0;
        while j < name.len() {
            assert!(name[j] == expected[j]);
            j += 1;
        }
        i += 1;
    }
};

/// The name of a status as NUL-terminated text: "expired" for TOKENSEAL_EXPIRED, "ok" for
/// TOKENSEAL_OK, "unknown" for a number that this version doesn't have. It is the same name that
/// the Python, JavaScript and Rust interfaces use. Valid for ever.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn tokenseal_error_name(status: tokenseal_status) -> *const c_char {
    let name = match status {
        TOKENSEAL_OK => c"ok",
        _ => NAMES.iter().find(|(code, _)| *code == status).map_or(c"unknown", |(_, name)| *name),
    };
    name.as_ptr()
}

/// Runs a function's body and turns its result into what C gets.
pub fn answer(body: impl FnOnce() -> Result<(), Error>) -> tokenseal_status {
    match body() {
        Ok(()) => TOKENSEAL_OK,
        Err(error) => error.code().into(),
    }
}
