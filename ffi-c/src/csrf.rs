//! CSRF
//!
//! Keeps other sites from making requests in a user's name. There are two ways, and a site may have
//! both.
//!
//! The fetch check looks at headers that browsers write and no script can:
//! tokenseal_csrf_check_fetch needs no token and no state, and suffices where all users have a
//! browser of the last years.
//!
//! A token in each form, or in a header that a script of yours sets: tokenseal_csrf_token makes
//! one, tokenseal_csrf_verify checks what came back. It is bound to something that stays the same
//! while somebody is logged in: tokenseal_session_id, or another id of the log-in; never the jti of
//! a token that is soon replaced. There is nothing to store, and no second cookie. Each token looks
//! different, so that the length of a compressed page gives nothing away (BREACH); any of them is
//! good as long as the key is.

use core::ffi::{c_char, c_void};

use tokenseal::csrf::{self, Fetch};
use tokenseal::limits::MAX_NAMES;
use tokenseal::{Algorithm, KeyRing};

use crate::growing;
use crate::key::{self, tokenseal_key};
use crate::memory::{self, Output};
use crate::slice::{List, tokenseal_slice};
use crate::status::{answer, tokenseal_status};

// What the header's TOKENSEAL_CSRF_ENTROPY_LEN and TOKENSEAL_CSRF_TOKEN_LEN compute.
const _: () = {
    let algorithms = [Algorithm::Hs256, Algorithm::Hs384, Algorithm::Hs512];
    let mut i = 0;
    while i < algorithms.len() {
        let alg = algorithms[i] as usize;
        assert!(csrf::entropy_len(algorithms[i]) == 48 + 16 * alg);
        assert!(csrf::token_len(algorithms[i]) == (4 * (64 + 32 * alg)).div_ceil(3));
        i += 1;
    }
};

/// Makes a token for a binding of any bytes, not empty and at the most TOKENSEAL_MAX_SUBJECT of
/// them. entropy is TOKENSEAL_CSRF_ENTROPY_LEN random bytes, anew for each token. The token is
/// TOKENSEAL_CSRF_TOKEN_LEN bytes long, of letters, digits, "-" and "_".
///
/// TOKENSEAL_KEY_USE: the key came from a JWK that is for verifying alone. TOKENSEAL_WEAK_KEY: from
/// a short secret.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_csrf_token(
    key: *const tokenseal_key,
    binding: *const c_void,
    binding_len: usize,
    entropy: *const u8,
    entropy_len: usize,
    token: *mut c_char,
    token_cap: usize,
    token_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (keys, binding, entropy) = unsafe {
            (
                key::read(key, 1)?,
                memory::input(binding.cast::<u8>(), binding_len)?,
                memory::input(entropy, entropy_len)?,
            )
        };
        let mut token = Output::new(token.cast::<u8>(), token_cap)?;
        let token_len = Output::new(token_len, 1)?;
        memory::apart(&[token.region(), token_len.region()], &[&keys, &binding, &entropy])?;
        let key = key::first(keys)?;
        // SAFETY: the crate's contract, and they are apart.
        let buf = unsafe { token.slice() };
        let written = csrf::token(key, binding, entropy, buf).map(str::len);
        // SAFETY: the same.
        unsafe { memory::report(written, &token_len) }
    })
}

/// Checks that a token was made for this binding with one of the keys.
///
/// TOKENSEAL_BAD_SIGNATURE: it was not. TOKENSEAL_MALFORMED, TOKENSEAL_LIMIT: no such token at all.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_csrf_verify(
    keys: *const tokenseal_key,
    key_count: usize,
    binding: *const c_void,
    binding_len: usize,
    token: *const c_char,
    token_len: usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (keys, binding, token) = unsafe {
            (
                key::read(keys, key_count)?,
                memory::input(binding.cast::<u8>(), binding_len)?,
                memory::input(token.cast::<u8>(), token_len)?,
            )
        };
        csrf::verify(KeyRing::new(keys)?, binding, token)
    })
}

/// What a request says of where it comes from. Start from TOKENSEAL_FETCH_INIT.
#[repr(C)]
pub struct tokenseal_fetch {
    /// sizeof(tokenseal_fetch): says which version of this struct the program was compiled with.
    pub size: u32,
    /// 1: a request without either header is refused. No browser of today makes one.
    pub strict: u32,
    /// The method, as it stands in the request.
    pub method: tokenseal_slice,
    /// The value of the header Sec-Fetch-Site. NULL: there is none.
    pub site: tokenseal_slice,
    /// The value of the header Origin. NULL: there is none.
    pub origin: tokenseal_slice,
    /// Your own origins, such as "https://example.com": an array, whose texts may not be NULL. They
    /// are compared byte by byte.
    pub allowed: *const tokenseal_slice,
    /// How many they are, at most TOKENSEAL_MAX_NAMES.
    pub allowed_count: usize,
}

// No padding, or a later version would find chance in it.
const _: () =
    assert!(size_of::<tokenseal_fetch>() == 8 + 3 * size_of::<tokenseal_slice>() + 2 * size_of::<usize>());

/// Checks that a request was not made by another site: TOKENSEAL_CROSS_SITE.
///
/// GET, HEAD, OPTIONS and TRACE pass (RFC 9110 section 9.2.1): what changes something on them is
/// not protected. For others Sec-Fetch-Site decides: "same-origin" and "none" pass. Without it the
/// Origin must be an allowed one, and "null" never is. With neither, it is no browser, and passes
/// unless strict.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_csrf_check_fetch(fetch: *const tokenseal_fetch) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (fields, _) = unsafe { growing::read(fetch) }?;
        let mut room = [""; MAX_NAMES];
        // SAFETY: the same.
        let (method, site, origin, allowed) = unsafe {
            (
                fields.method.bytes()?.unwrap_or(&[]),
                fields.site.bytes()?,
                fields.origin.bytes()?,
                List::new(fields.allowed, fields.allowed_count)?,
            )
        };
        csrf::check_fetch(&Fetch {
            method: header(method),
            site: site.map(header),
            origin: origin.map(header),
            allowed: match allowed {
                Some(list) => list.texts(&mut room)?,
                None => &[],
            },
            strict: growing::flag(fields.strict)?,
        })
    })
}

/// What a request says, as text. What is not UTF-8 is no method, site or origin that passes, and
/// nor is this.
fn header(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or("null")
}
