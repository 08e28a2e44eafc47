//! Limits
//!
//! What passes one of these is TOKENSEAL_LIMIT, unless its comment says otherwise. They are the
//! same in every language.

use tokenseal::limits;
use tokenseal::state::session;

/// Length of a token in bytes, at the most that any policy may allow.
pub const TOKENSEAL_MAX_TOKEN: u32 = 65_536;
/// Length of a token in bytes, unless a policy or claims say otherwise.
pub const TOKENSEAL_DEFAULT_MAX_TOKEN: u32 = 8_192;
/// Length of a token's header in bytes, decoded.
pub const TOKENSEAL_MAX_HEADER: u32 = 1_024;
/// Length of a key id in bytes.
pub const TOKENSEAL_MAX_KID: u32 = 64;
/// Length of a secret in bytes.
pub const TOKENSEAL_MAX_SECRET: u32 = 1_024;
/// Length of the text of a JWK or JWK Set in bytes.
pub const TOKENSEAL_MAX_JWK_SET: u32 = 65_536;
/// Length of the longest MAC in bytes.
pub const TOKENSEAL_MAX_TAG: u32 = 64;
/// Number of texts in a list: audiences, required claims. More is TOKENSEAL_BAD_ARGUMENT.
pub const TOKENSEAL_MAX_NAMES: u32 = 64;
/// Length of a cookie's name and value in bytes, together; so a buffer of this size suffices for
/// every sealed value, and for what it held. More is TOKENSEAL_COOKIE_TOO_LARGE.
pub const TOKENSEAL_MAX_COOKIE: u32 = 4_096;
/// Length of a cookie's path and of its domain in bytes. More is TOKENSEAL_ATTRIBUTE_TOO_LARGE.
pub const TOKENSEAL_MAX_ATTRIBUTE: u32 = 1_024;
/// A size in bytes that suffices for every Set-Cookie header.
pub const TOKENSEAL_MAX_SET_COOKIE: u32 = 6_400;
/// The longest Max-Age of a cookie in milliseconds: 400 days. More is cut to it, as browsers do.
pub const TOKENSEAL_MAX_COOKIE_AGE: u64 = 34_560_000_000;
/// Number of secrets of a dialect.
#[cfg_attr(not(feature = "dialects"), expect(dead_code, reason = "the header has it all the same"))]
pub const TOKENSEAL_MAX_SECRETS: u32 = 16;
/// The greatest leeway in milliseconds: 10 minutes. More is TOKENSEAL_BAD_ARGUMENT.
pub const TOKENSEAL_MAX_LEEWAY: u32 = 600_000;
/// The latest time in Unix milliseconds and the longest duration in milliseconds: 2^53. More is
/// TOKENSEAL_BAD_ARGUMENT.
pub const TOKENSEAL_MAX_TIME: i64 = 9_007_199_254_740_992;

/// The longest life of a session, a family of refresh tokens or a token that can be revoked, and the
/// longest idle timeout, in milliseconds: 400 days. More is TOKENSEAL_BAD_ARGUMENT.
pub const TOKENSEAL_MAX_LIFETIME: u64 = 34_560_000_000;
/// After how many milliseconds without use a session ends, unless the rules say otherwise: 1 day.
pub const TOKENSEAL_DEFAULT_SESSION_IDLE: u64 = 86_400_000;
/// After how many milliseconds a session ends, unless the rules say otherwise: 14 days.
pub const TOKENSEAL_DEFAULT_SESSION_LIFETIME: u64 = 1_209_600_000;
/// After how many milliseconds without use a family of refresh tokens ends, unless the rules say
/// otherwise: 30 days.
pub const TOKENSEAL_DEFAULT_REFRESH_IDLE: u64 = 2_592_000_000;
/// After how many milliseconds a family of refresh tokens ends, unless the rules say otherwise: 90
/// days.
pub const TOKENSEAL_DEFAULT_REFRESH_LIFETIME: u64 = 7_776_000_000;
/// For how many milliseconds a refresh token that was replaced gives the same successor again,
/// unless the rules say otherwise: 10 seconds.
pub const TOKENSEAL_DEFAULT_GRACE: u64 = 10_000;
/// The longest such time in milliseconds: 10 minutes. More is TOKENSEAL_BAD_ARGUMENT.
pub const TOKENSEAL_MAX_GRACE: u64 = 600_000;
/// Your own bytes in one record of the store.
pub const TOKENSEAL_MAX_DATA: u32 = 65_536;
/// How many bytes a record has at the most beside your own.
pub const TOKENSEAL_RECORD_HEADER: u32 = 128;
/// Length of a record in bytes: a buffer of this size suffices for every one.
pub const TOKENSEAL_MAX_RECORD: u32 = 65_664;
/// Length in bytes of the key under which the store has a record.
pub const TOKENSEAL_MAX_STORE_KEY: u32 = 64;
/// Number of records that are read at once.
pub const TOKENSEAL_MAX_STORE_KEYS: u32 = 3;
/// Length of a namespace in bytes.
pub const TOKENSEAL_MAX_NAMESPACE: u32 = 255;
/// Length in bytes of a subject, of a client, and of what a CSRF token is bound to.
pub const TOKENSEAL_MAX_SUBJECT: u32 = 65_535;
/// Random bytes of which a session is made. Another number is TOKENSEAL_BAD_ARGUMENT.
pub const TOKENSEAL_SESSION_ENTROPY: u32 = 32;
/// Random bytes of which a family of refresh tokens is made. Another number is
/// TOKENSEAL_BAD_ARGUMENT.
pub const TOKENSEAL_REFRESH_ENTROPY: u32 = 16;
/// Length of a session's name in bytes (tokenseal_session_id).
#[expect(dead_code, reason = "for the header")]
pub const TOKENSEAL_SESSION_ID: u32 = 43;
/// Length of a session's sealed cookie in bytes.
pub const TOKENSEAL_MAX_SESSION_COOKIE: u32 = 165;
/// Length of a refresh token in bytes.
pub const TOKENSEAL_MAX_REFRESH_TOKEN: u32 = 142;
/// Length of a CSRF token in bytes.
pub const TOKENSEAL_MAX_CSRF_TOKEN: u32 = 214;

const _: () = {
    assert!(TOKENSEAL_MAX_TOKEN as usize == limits::MAX_TOKEN);
    assert!(TOKENSEAL_DEFAULT_MAX_TOKEN as usize == limits::DEFAULT_MAX_TOKEN);
    assert!(TOKENSEAL_MAX_HEADER as usize == limits::MAX_HEADER);
    assert!(TOKENSEAL_MAX_KID as usize == limits::MAX_KID);
    assert!(TOKENSEAL_MAX_SECRET as usize == limits::MAX_SECRET);
    assert!(TOKENSEAL_MAX_JWK_SET as usize == limits::MAX_JWK_SET);
    assert!(TOKENSEAL_MAX_TAG as usize == tokenseal::Algorithm::Hs512.hash_len());
    assert!(TOKENSEAL_MAX_NAMES as usize == limits::MAX_NAMES);
    assert!(TOKENSEAL_MAX_COOKIE as usize == limits::MAX_COOKIE);
    assert!(TOKENSEAL_MAX_ATTRIBUTE as usize == limits::MAX_ATTRIBUTE);
    // The rest is the longest of all attributes: 163 bytes.
    assert!(TOKENSEAL_MAX_SET_COOKIE as usize >= limits::MAX_COOKIE + 2 * limits::MAX_ATTRIBUTE + 163);
    assert!(TOKENSEAL_MAX_COOKIE_AGE == limits::MAX_COOKIE_AGE);
    assert!(TOKENSEAL_MAX_LEEWAY as u64 == limits::MAX_LEEWAY);
    assert!(TOKENSEAL_MAX_TIME == limits::MAX_TIME);
    assert!(TOKENSEAL_MAX_LIFETIME == limits::MAX_LIFETIME);
    assert!(TOKENSEAL_DEFAULT_SESSION_IDLE == limits::DEFAULT_SESSION_IDLE);
    assert!(TOKENSEAL_DEFAULT_SESSION_LIFETIME == limits::DEFAULT_SESSION_LIFETIME);
    assert!(TOKENSEAL_DEFAULT_REFRESH_IDLE == limits::DEFAULT_REFRESH_IDLE);
    assert!(TOKENSEAL_DEFAULT_REFRESH_LIFETIME == limits::DEFAULT_REFRESH_LIFETIME);
    assert!(TOKENSEAL_DEFAULT_GRACE == limits::DEFAULT_GRACE);
    assert!(TOKENSEAL_MAX_GRACE == limits::MAX_GRACE);
    assert!(TOKENSEAL_MAX_DATA as usize == limits::MAX_DATA);
    assert!(TOKENSEAL_MAX_RECORD as usize == limits::MAX_RECORD);
    assert!(TOKENSEAL_MAX_RECORD == TOKENSEAL_MAX_DATA + TOKENSEAL_RECORD_HEADER);
    assert!(TOKENSEAL_MAX_STORE_KEY as usize == limits::MAX_STORE_KEY);
    assert!(TOKENSEAL_MAX_STORE_KEYS as usize == limits::MAX_KEYS);
    assert!(TOKENSEAL_MAX_NAMESPACE as usize == limits::MAX_NAMESPACE);
    assert!(TOKENSEAL_MAX_SUBJECT as usize == limits::MAX_SUBJECT);
    assert!(TOKENSEAL_MAX_SESSION_COOKIE as usize == session::SEALED_LEN);
    assert!(TOKENSEAL_MAX_REFRESH_TOKEN as usize == limits::MAX_REFRESH_TOKEN);
    assert!(TOKENSEAL_MAX_CSRF_TOKEN as usize == limits::MAX_CSRF_TOKEN);
    #[cfg(feature = "dialects")]
    assert!(TOKENSEAL_MAX_SECRETS as usize == tokenseal::cookie::dialect::MAX_SECRETS);
};
