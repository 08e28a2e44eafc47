//! Limits
//!
//! What passes one of these is TOKENSEAL_LIMIT, unless its comment says otherwise. They are the
//! same in every language.

use tokenseal::limits;

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
    #[cfg(feature = "dialects")]
    assert!(TOKENSEAL_MAX_SECRETS as usize == tokenseal::cookie::dialect::MAX_SECRETS);
};
