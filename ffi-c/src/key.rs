//! Keys
//!
//! A key is 960 bytes of the caller's memory: static, on the stack, inside another struct. It
//! holds the precomputed HMAC states, the algorithm and the key id (kid), and no pointer, so that
//! it may be copied with memcpy; every copy must be wiped. The algorithm belongs to the key: a
//! token never chooses it.
//!
//! What the text of a secret means is always said, never guessed. Generate one with a command such
//! as "openssl rand -base64 32 | tr '+/' '-_' | tr -d '='" and load it with
//! tokenseal_key_init_base64url.
//!
//! A secret must have at least as many bytes as the hash: 32 for HS256, 48 for HS384, 64 for HS512
//! (RFC 7518 section 3.2). Shorter, empty, or one that contains "-----BEGIN" (somebody's public
//! key): TOKENSEAL_WEAK_KEY. Longer than TOKENSEAL_MAX_SECRET: TOKENSEAL_LIMIT.
//!
//! The parameters kid and kid_len name the key: 1 to TOKENSEAL_MAX_KID bytes of UTF-8, or NULL and
//! 0 for a key without a name. The kid goes into the headers of the tokens that the key signs, and
//! tells which key is to verify one.
//!
//! A key whose initialization fails is left empty, whatever it was before (with
//! TOKENSEAL_BAD_ARGUMENT for the pointers themselves it is not touched). An empty, wiped or
//! never initialized key is TOKENSEAL_BAD_ARGUMENT wherever it is used; to say so of the latter
//! the library looks at a magic number in it.

use core::ffi::{c_char, c_void};

use tokenseal::{Algorithm, Error, Key, jwk};

use crate::memory::{self, Output};
use crate::status::{answer, tokenseal_status};

/// HMAC with SHA-256 (RFC 7518 section 3.2).
pub const TOKENSEAL_HS256: u32 = 1;
/// HMAC with SHA-384.
pub const TOKENSEAL_HS384: u32 = 2;
/// HMAC with SHA-512.
pub const TOKENSEAL_HS512: u32 = 3;
/// For JWKs: the algorithm that the JWK names.
pub const TOKENSEAL_ALGORITHM_OF_JWK: u32 = 0;

/// A key. What is in it is the library's business.
#[repr(C)]
pub struct tokenseal_key {
    /// Not to be looked at, and wiped by tokenseal_key_wipe.
    pub opaque: [u64; 120],
}

const _: () = {
    assert!(size_of::<tokenseal_key>() == 960);
    assert!(size_of::<tokenseal_key>() == size_of::<Key>());
    assert!(align_of::<tokenseal_key>() == align_of::<Key>());
    assert!(TOKENSEAL_HS256 == Algorithm::Hs256 as u32);
    assert!(TOKENSEAL_HS384 == Algorithm::Hs384 as u32);
    assert!(TOKENSEAL_HS512 == Algorithm::Hs512 as u32);
};

/// Initializes a key from the raw bytes of a secret.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_key_init(
    key: *mut tokenseal_key,
    alg: u32,
    secret: *const c_void,
    secret_len: usize,
    kid: *const c_char,
    kid_len: usize,
) -> tokenseal_status {
    // SAFETY: the crate's contract.
    unsafe { init(key, alg, secret, secret_len, kid, kid_len, Key::init) }
}

/// Initializes a key from a secret that may be shorter than the hash, though not empty, for
/// interoperation with peers that chose one. A short secret can be guessed from a single token:
/// the least that a machine with a few graphics cards can't try through is 16 random bytes.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_key_init_short_secret(
    key: *mut tokenseal_key,
    alg: u32,
    secret: *const c_void,
    secret_len: usize,
    kid: *const c_char,
    kid_len: usize,
) -> tokenseal_status {
    // SAFETY: the crate's contract.
    unsafe { init(key, alg, secret, secret_len, kid, kid_len, Key::init_short_secret) }
}

/// Initializes a key from a secret in unpadded base64url (RFC 4648 section 5). Padding, white
/// space, or a last character with stray bits: TOKENSEAL_MALFORMED.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_key_init_base64url(
    key: *mut tokenseal_key,
    alg: u32,
    text: *const c_char,
    text_len: usize,
    kid: *const c_char,
    kid_len: usize,
) -> tokenseal_status {
    // SAFETY: the crate's contract.
    unsafe { init(key, alg, text.cast(), text_len, kid, kid_len, Key::init_base64url) }
}

/// Initializes a key from a secret in hexadecimal, of either case. Anything else than an even
/// number of hexadecimal digits: TOKENSEAL_MALFORMED.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_key_init_hex(
    key: *mut tokenseal_key,
    alg: u32,
    text: *const c_char,
    text_len: usize,
    kid: *const c_char,
    kid_len: usize,
) -> tokenseal_status {
    // SAFETY: the crate's contract.
    unsafe { init(key, alg, text.cast(), text_len, kid, kid_len, Key::init_hex) }
}

/// Initializes a key from a JWK of type "oct" (RFC 7517), whose kid, alg, use and key_ops are held
/// to: a JWK for verifying alone refuses to sign with TOKENSEAL_KEY_USE, and one that may do
/// neither is refused with it here.
///
/// alg is TOKENSEAL_ALGORITHM_OF_JWK, or the algorithm for a JWK that names none. When both name
/// one and they differ, or the type is not "oct": TOKENSEAL_ALGORITHM_MISMATCH. When neither does:
/// TOKENSEAL_BAD_ARGUMENT.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_key_init_jwk(
    key: *mut tokenseal_key,
    alg: u32,
    json: *const c_char,
    json_len: usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let json = unsafe { memory::input(json.cast::<u8>(), json_len) }?;
        let mut output = Output::new(key.cast::<Key>(), 1)?;
        memory::apart(&[output.region()], &[&json])?;
        // SAFETY: the crate's contract, and it is apart.
        let keys = unsafe { empty(&mut output) };
        let alg = optional_algorithm(alg)?;
        keys.iter_mut().try_for_each(|key| key.init_jwk(json, alg))
    })
}

/// Initializes the keys of a JWK Set (RFC 7517 section 5) in their order, and says how many they
/// are. Members of another type than "oct" are skipped; one that can't be loaded is the error of
/// the whole, and so is a set without any "oct" key: TOKENSEAL_UNKNOWN_KEY. alg is as for
/// tokenseal_key_init_jwk.
///
/// With TOKENSEAL_BUFFER_TOO_SMALL, key_count says how many keys there are. On any failure all
/// key_cap keys are left empty.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_keys_init_jwks(
    keys: *mut tokenseal_key,
    key_cap: usize,
    alg: u32,
    json: *const c_char,
    json_len: usize,
    key_count: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let json = unsafe { memory::input(json.cast::<u8>(), json_len) }?;
        let mut output = Output::new(keys.cast::<Key>(), key_cap)?;
        let key_count = Output::new(key_count, 1)?;
        memory::apart(&[output.region(), key_count.region()], &[&json])?;
        // SAFETY: the crate's contract, and they are apart.
        let keys = unsafe { empty(&mut output) };
        let alg = optional_algorithm(alg)?;
        // SAFETY: the crate's contract, and it is apart.
        unsafe { memory::report(jwk::load_set(json, alg, keys), &key_count) }
    })
}

/// Copies the kid of a key to the caller. A key without one gives the length 0;
/// TOKENSEAL_MAX_KID bytes always suffice.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_key_kid(
    key: *const tokenseal_key,
    kid: *mut c_char,
    kid_cap: usize,
    kid_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let keys = unsafe { read(key, 1) }?;
        let mut kid = Output::new(kid.cast::<u8>(), kid_cap)?;
        let kid_len = Output::new(kid_len, 1)?;
        memory::apart(&[kid.region(), kid_len.region()], &[&keys])?;
        let key = first(keys)?;
        key.algorithm()?;
        let text = key.kid().unwrap_or("").as_bytes();
        // SAFETY: the crate's contract, and they are apart.
        unsafe { memory::report(memory::copy(text, kid.slice()), &kid_len) }
    })
}

/// Says which algorithm a key is for.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_key_algorithm(
    key: *const tokenseal_key,
    alg: *mut u32,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let keys = unsafe { read(key, 1) }?;
        let alg = Output::new(alg, 1)?;
        memory::apart(&[alg.region()], &[&keys])?;
        let algorithm = first(keys)?.algorithm()?;
        // SAFETY: the crate's contract, and it is apart.
        unsafe { alg.fill(|| algorithm as u32) };
        Ok(())
    })
}

/// Overwrites a key so that nothing of it is left, in a way that the compiler can't leave out. Do
/// so with every key that is no longer needed. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tokenseal_key_wipe(key: *mut tokenseal_key) {
    if let Ok(mut output) = Output::optional(key.cast::<Key>()) {
        // SAFETY: the crate's contract, and there is nothing to be apart from.
        unsafe { empty(&mut output) }.iter_mut().for_each(Key::wipe);
    }
}

/// Keys to read.
///
/// # Safety
///
/// The crate's contract, for as long as `'a`.
pub unsafe fn read<'a>(keys: *const tokenseal_key, count: usize) -> Result<&'a [Key], Error> {
    // SAFETY: the same contract; the two types have one layout, and every bit pattern is a `Key`.
    unsafe { memory::input(keys.cast::<Key>(), count) }
}

/// The first of the keys, of which one is always asked for.
pub fn first(keys: &[Key]) -> Result<&Key, Error> {
    keys.first().ok_or(Error::BadArgument)
}

/// Keys to write, made empty without looking at what was there: it may never have been written.
///
/// # Safety
///
/// Those of [`Output::slice`].
unsafe fn empty<'a>(output: &mut Output<'a, Key>) -> &'a mut [Key] {
    // SAFETY: the same contract.
    unsafe { output.fill(|| Key::EMPTY) };
    // SAFETY: the same contract.
    unsafe { output.slice() }
}

fn algorithm(number: u32) -> Result<Algorithm, Error> {
    match number {
        TOKENSEAL_HS256 => Ok(Algorithm::Hs256),
        TOKENSEAL_HS384 => Ok(Algorithm::Hs384),
        TOKENSEAL_HS512 => Ok(Algorithm::Hs512),
        _ => Err(Error::BadArgument),
    }
}

fn optional_algorithm(number: u32) -> Result<Option<Algorithm>, Error> {
    if number == TOKENSEAL_ALGORITHM_OF_JWK { Ok(None) } else { algorithm(number).map(Some) }
}

/// What the four initializers have in common.
///
/// # Safety
///
/// The crate's contract.
unsafe fn init(
    key: *mut tokenseal_key,
    alg: u32,
    secret: *const c_void,
    secret_len: usize,
    kid: *const c_char,
    kid_len: usize,
    load: fn(&mut Key, Algorithm, &[u8]) -> Result<(), Error>,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (secret, kid_bytes) = unsafe {
            (memory::input(secret.cast::<u8>(), secret_len)?, memory::input(kid.cast::<u8>(), kid_len)?)
        };
        let mut output = Output::new(key.cast::<Key>(), 1)?;
        memory::apart(&[output.region()], &[&secret, &kid_bytes])?;
        // SAFETY: the crate's contract, and it is apart.
        let keys = unsafe { empty(&mut output) };
        // SAFETY: the crate's contract.
        let kid = unsafe { memory::text(kid, kid_len) }?;
        let alg = algorithm(alg)?;
        for key in keys {
            load(key, alg, secret)?;
            if let Some(Err(error)) = kid.map(|kid| key.set_kid(kid)) {
                key.wipe();
                return Err(error);
            }
        }
        Ok(())
    })
}
