//! Revocation
//!
//! Ends tokens before their exp: one, by a denylist, or all of a subject, by a watermark. Both are
//! found in one read, and both are dropped when no token is left that they could end.
//!
//!     with every request     tokenseal_jwt_verify, then tokenseal_revocation_read,
//!                            tokenseal_revocation_check and the loop
//!     to end one             tokenseal_revocation_deny
//!     to end all of a user   tokenseal_revocation_end_all
//!
//! A token that is to be revocable must have an exp, at the most TOKENSEAL_MAX_LIFETIME away, and
//! should have an iat: without one it ends with any watermark of its subject. It is known by its
//! jti (together with its iss), and without one by its MAC. Clocks must agree: a token that was
//! issued by a host whose clock is s seconds ahead can survive a log-out everywhere that comes up
//! to s seconds later, until its exp.

use core::ffi::c_char;

use tokenseal::Error;
use tokenseal::state::revocation::{self, Token};

use crate::memory::{self, Object, Output};
use crate::rules::{self, tokenseal_rules};
use crate::status::{answer, tokenseal_status};
use crate::transition::{Place, tokenseal_transition};

/// A verified token, as the denylist knows it: 128 bytes without a pointer. What is in it is the
/// library's business. With all zeros it is TOKENSEAL_BAD_ARGUMENT wherever it is used.
#[repr(C)]
pub struct tokenseal_revocable {
    /// Not to be looked at.
    pub opaque: [u64; 16],
}

const _: () = {
    assert!(size_of::<tokenseal_revocable>() == 128);
    assert!(size_of::<tokenseal_revocable>() == Token::SIZE);
    assert!(align_of::<tokenseal_revocable>() == align_of::<Token>());
};

/// Takes what is needed of a token and of the claims that tokenseal_jwt_verify wrote for it.
/// Nothing is verified here.
///
/// TOKENSEAL_MISSING_CLAIM: there is no exp. TOKENSEAL_MALFORMED, TOKENSEAL_LIMIT: it is no token,
/// or these are no claims.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_revocation_read(
    token: *const c_char,
    token_len: usize,
    claims: *const c_char,
    claims_len: usize,
    rules: *const tokenseal_rules,
    revocable: *mut tokenseal_revocable,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (token, claims, rules) = unsafe {
            (
                memory::input(token.cast::<u8>(), token_len)?,
                memory::input(claims.cast::<u8>(), claims_len)?,
                rules::Read::new(rules)?,
            )
        };
        let revocable = Output::new(revocable.cast::<Token>(), 1)?;
        memory::apart(&[revocable.region()], &[&token, &claims, &rules])?;
        let found = Token::read(rules.ns, token, claims)?;
        // SAFETY: the crate's contract, and it is apart.
        unsafe { revocable.fill(|| found) };
        Ok(())
    })
}

/// Puts a token on the denylist: log out here. now is the time in Unix milliseconds, as in all that
/// follow. TOKENSEAL_BAD_ARGUMENT: the token lives too long to be revocable.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_revocation_deny(
    revocable: *const tokenseal_revocable,
    now: i64,
    transition: *mut tokenseal_transition,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let revocable = unsafe { read(revocable) }?;
        let place = Place::new(transition, &[&revocable])?;
        // SAFETY: the crate's contract.
        unsafe { place.put(|| revocation::deny(revocable.0, now)) }
    })
}

/// Checks that a token is not on the denylist, and was issued after its subject was last logged out
/// everywhere. It only reads. TOKENSEAL_BAD_ARGUMENT: the token lives too long to be revocable.
///
/// What the loop may say: TOKENSEAL_REVOKED.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_revocation_check(
    revocable: *const tokenseal_revocable,
    now: i64,
    transition: *mut tokenseal_transition,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let revocable = unsafe { read(revocable) }?;
        let place = Place::new(transition, &[&revocable])?;
        // SAFETY: the crate's contract.
        unsafe { place.put(|| revocation::check(revocable.0, now)) }
    })
}

/// Ends all sessions, families of refresh tokens and revocable tokens of a subject: log out
/// everywhere, in one write.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_revocation_end_all(
    subject: *const c_char,
    subject_len: usize,
    rules: *const tokenseal_rules,
    now: i64,
    transition: *mut tokenseal_transition,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (subject, rules) =
            unsafe { (memory::text(subject, subject_len)?.unwrap_or(""), rules::Read::new(rules)?) };
        let place = Place::new(transition, &[&subject, &rules])?;
        // SAFETY: the crate's contract.
        unsafe { place.put(|| revocation::end_all(rules.ns, subject, now)) }
    })
}

/// A token to read.
///
/// # Safety
///
/// The crate's contract, for as long as `'a`.
unsafe fn read<'a>(revocable: *const tokenseal_revocable) -> Result<Object<'a, Token>, Error> {
    // SAFETY: the same contract; the two types have one layout, and every bit pattern is a `Token`.
    unsafe { Object::new(revocable.cast::<Token>()) }
}
