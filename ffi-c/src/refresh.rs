//! Refresh tokens
//!
//! Long-lived tokens with which a client gets short access tokens, each used once. All that come
//! from one log-in are a family; each use replaces the token by the next generation. Whoever uses
//! one that has long been replaced has a copy, or somebody else has one: the family ends. For a
//! short grace the replaced token gives the same successor again, byte for byte, so that a lost
//! answer or two tabs at once log nobody out.
//!
//!     at log-in         tokenseal_refresh_start, tokenseal_refresh_result, tokenseal_refresh_mint;
//!                       tokenseal_jwt_sign of an access token, with the info's issued_at
//!     to go on          tokenseal_refresh_open, tokenseal_refresh_rotate, and as above
//!     to log out        tokenseal_refresh_end, or tokenseal_refresh_end_all
//!
//! The application's bytes in the record are usually the claims of the access tokens.
//!
//! A new key must be known to all servers (behind the first) before it comes first on one of them.
//! What remains: thief and victim who both stay within the grace each time are found when one falls
//! behind; and an access token lives on until its own exp, unless the subject is logged out
//! everywhere and tokenseal_revocation_check is asked.

use core::ffi::c_char;

use tokenseal::state::{Refresh, refresh};
use tokenseal::{Error, KeyRing};

use crate::growing::Growing;
use crate::key::{self, tokenseal_key};
use crate::limits::TOKENSEAL_REFRESH_ENTROPY;
use crate::memory::{self, Object, Output};
use crate::rules::{self, tokenseal_rules};
use crate::status::{answer, tokenseal_status};
use crate::transition::{self, Place, tokenseal_transition};

/// A refresh token, as it is presented or as it comes out of a transition: 128 bytes without a
/// pointer, to be copied as you like. What is in it is the library's business. With all zeros it is
/// one that no store knows.
#[repr(C)]
pub struct tokenseal_refresh {
    /// Not to be looked at.
    pub opaque: [u64; 16],
}

const _: () = {
    assert!(size_of::<tokenseal_refresh>() == 128);
    assert!(size_of::<tokenseal_refresh>() == Refresh::SIZE);
    assert!(align_of::<tokenseal_refresh>() == align_of::<Refresh>());
};

/// Opens a refresh token: whose it claims to be, before the store is asked.
///
/// TOKENSEAL_BAD_SIGNATURE: changed, or minted with a key that is not among these.
/// TOKENSEAL_MALFORMED, TOKENSEAL_LIMIT: no refresh token at all.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_refresh_open(
    keys: *const tokenseal_key,
    key_count: usize,
    token: *const c_char,
    token_len: usize,
    refresh: *mut tokenseal_refresh,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (keys, token) =
            unsafe { (key::read(keys, key_count)?, memory::input(token.cast::<u8>(), token_len)?) };
        let refresh = Output::new(refresh.cast::<Refresh>(), 1)?;
        memory::apart(&[refresh.region()], &[&keys, &token])?;
        let found = refresh::open(KeyRing::new(keys)?, token)?;
        // SAFETY: the crate's contract, and it is apart.
        unsafe { refresh.fill(|| found) };
        Ok(())
    })
}

/// Starts a family for a subject (who it is: best an opaque id), and with a client that is not NULL
/// for that one alone. entropy is TOKENSEAL_REFRESH_ENTROPY random bytes: the family's id. The
/// first of the keys mints. Give your own bytes to tokenseal_transition_decide. now is the time in
/// Unix milliseconds, as in all that follow.
///
/// TOKENSEAL_KEY_USE: the key came from a JWK that is for verifying alone. TOKENSEAL_WEAK_KEY: from
/// a short secret. What the loop may say: TOKENSEAL_BAD_ARGUMENT, when the same entropy was used
/// before.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_refresh_start(
    keys: *const tokenseal_key,
    key_count: usize,
    entropy: *const u8,
    entropy_len: usize,
    subject: *const c_char,
    subject_len: usize,
    client: *const c_char,
    client_len: usize,
    rules: *const tokenseal_rules,
    now: i64,
    transition: *mut tokenseal_transition,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (keys, entropy, subject, client, rules) = unsafe {
            (
                key::read(keys, key_count)?,
                memory::input(entropy, entropy_len)?,
                memory::text(subject, subject_len)?,
                memory::text(client, client_len)?,
                rules::Read::new(rules)?,
            )
        };
        let place = Place::new(transition, &[&keys, &entropy, &subject, &client, &rules])?;
        let ring = KeyRing::new(keys)?;
        let family: &[u8; TOKENSEAL_REFRESH_ENTROPY as usize] =
            entropy.try_into().map_err(|_| Error::BadArgument)?;
        let subject = subject.unwrap_or("");
        // SAFETY: the crate's contract.
        unsafe { place.put(|| refresh::start(rules.ns, ring, family, subject, client, rules.refresh, now)) }
    })
}

/// Replaces a token that was opened by the next one. The client is the one of the start, or NULL.
///
/// What the loop may say: TOKENSEAL_REFRESH_UNKNOWN, TOKENSEAL_REFRESH_ENDED,
/// TOKENSEAL_REFRESH_REUSED, TOKENSEAL_REVOKED, TOKENSEAL_REFRESH_EXPIRED; and
/// TOKENSEAL_WRONG_CLIENT, which does not end the family.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_refresh_rotate(
    refresh: *const tokenseal_refresh,
    keys: *const tokenseal_key,
    key_count: usize,
    client: *const c_char,
    client_len: usize,
    rules: *const tokenseal_rules,
    now: i64,
    transition: *mut tokenseal_transition,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (refresh, keys, client, rules) = unsafe {
            (
                read(refresh)?,
                key::read(keys, key_count)?,
                memory::text(client, client_len)?,
                rules::Read::new(rules)?,
            )
        };
        let place = Place::new(transition, &[&refresh, &keys, &client, &rules])?;
        let ring = KeyRing::new(keys)?;
        // SAFETY: the crate's contract.
        unsafe { place.put(|| refresh::rotate(rules.ns, ring, refresh.0, client, rules.grace, now)) }
    })
}

/// Ends the family of a token that was opened: log out here. To end what has ended is no failure.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_refresh_end(
    refresh: *const tokenseal_refresh,
    rules: *const tokenseal_rules,
    now: i64,
    transition: *mut tokenseal_transition,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (refresh, rules) = unsafe { (read(refresh)?, rules::Read::new(rules)?) };
        let place = Place::new(transition, &[&refresh, &rules])?;
        // SAFETY: the crate's contract.
        unsafe { place.put(|| refresh::end(rules.ns, refresh.0, now)) }
    })
}

/// Ends all families, sessions and revocable tokens of the token's subject: log out everywhere.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_refresh_end_all(
    refresh: *const tokenseal_refresh,
    rules: *const tokenseal_rules,
    now: i64,
    transition: *mut tokenseal_transition,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (refresh, rules) = unsafe { (read(refresh)?, rules::Read::new(rules)?) };
        let place = Place::new(transition, &[&refresh, &rules])?;
        // SAFETY: the crate's contract.
        unsafe { place.put(|| refresh::end_all(rules.ns, refresh.0, now)) }
    })
}

/// Gets the token that was started, or that comes after the one that was rotated, from a transition
/// that is done. TOKENSEAL_BAD_ARGUMENT: the transition is another one, or not done.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_refresh_result(
    transition: *const tokenseal_transition,
    refresh: *mut tokenseal_refresh,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let transition = unsafe { transition::read(transition) }?;
        let refresh = Output::new(refresh.cast::<Refresh>(), 1)?;
        memory::apart(&[refresh.region()], &[&transition])?;
        let result = transition.0.refresh()?;
        // SAFETY: the crate's contract, and it is apart.
        unsafe { refresh.fill(|| result) };
        Ok(())
    })
}

/// Writes the text of a token that came out of a transition: at the most
/// TOKENSEAL_MAX_REFRESH_TOKEN bytes, of letters, digits, "-", "_" and ".".
///
/// TOKENSEAL_UNKNOWN_KEY: none of the keys is the one that the store's record names; another server
/// signs with a key that this one has not got. TOKENSEAL_BAD_ARGUMENT: the token was only opened.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_refresh_mint(
    refresh: *const tokenseal_refresh,
    keys: *const tokenseal_key,
    key_count: usize,
    token: *mut c_char,
    token_cap: usize,
    token_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (refresh, keys) = unsafe { (read(refresh)?, key::read(keys, key_count)?) };
        let mut token = Output::new(token.cast::<u8>(), token_cap)?;
        let token_len = Output::new(token_len, 1)?;
        memory::apart(&[token.region(), token_len.region()], &[&refresh, &keys])?;
        let ring = KeyRing::new(keys)?;
        // SAFETY: the crate's contract, and they are apart.
        let buf = unsafe { token.slice() };
        let written = refresh.0.mint(ring, buf).map(str::len);
        // SAFETY: the same.
        unsafe { memory::report(written, &token_len) }
    })
}

/// What is known of a refresh token. Start from TOKENSEAL_REFRESH_INFO_INIT. The times are 0 of a
/// token that was only opened.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tokenseal_refresh_info {
    /// sizeof(tokenseal_refresh_info): says which version of this struct the program was compiled
    /// with.
    pub size: u32,
    /// 1: this very token was given before, and nothing was written. Else 0.
    pub repeated: u32,
    /// 1: the token that was presented was ahead of the store, which must have lost writes: worth a
    /// line in the log. Else 0.
    pub recovered: u32,
    /// 0, and here so that nothing is padding.
    pub reserved: u32,
    /// When the family began, in Unix milliseconds.
    pub created: i64,
    /// When the family ends however much it is used, in Unix milliseconds.
    pub expires_at: i64,
    /// For the issued_at of the access token's claims, in Unix milliseconds: now, or the second
    /// after the subject was last logged out everywhere.
    pub issued_at: i64,
}

// No padding, or a later version would find chance in it.
const _: () = assert!(size_of::<tokenseal_refresh_info>() == 40);

/// Says what is known of a refresh token.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_refresh_describe(
    refresh: *const tokenseal_refresh,
    info: *mut tokenseal_refresh_info,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (refresh, info) = unsafe { (read(refresh)?, Growing::new(info)?) };
        memory::apart(&[info.region()], &[&refresh])?;
        let known = tokenseal_refresh_info {
            size: 0,
            repeated: refresh.0.is_repeated().into(),
            recovered: refresh.0.is_recovered().into(),
            reserved: 0,
            created: refresh.0.created(),
            expires_at: refresh.0.expires_at(),
            issued_at: refresh.0.issued_at(),
        };
        // SAFETY: the crate's contract, and it is apart.
        unsafe { info.write(|size| tokenseal_refresh_info { size, ..known }) };
        Ok(())
    })
}

/// A refresh token to read.
///
/// # Safety
///
/// The crate's contract, for as long as `'a`.
unsafe fn read<'a>(refresh: *const tokenseal_refresh) -> Result<Object<'a, Refresh>, Error> {
    // SAFETY: the same contract; the two types have one layout, and every bit pattern is a `Refresh`.
    unsafe { Object::new(refresh.cast::<Refresh>()) }
}
