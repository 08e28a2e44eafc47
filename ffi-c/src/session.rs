//! Sessions
//!
//! State in the store, an id in a sealed cookie. A session ends when it has not been used for some
//! time, when its absolute time has come, at once when it is ended, and with all others of its
//! subject when that is logged out everywhere. An id that the store does not know is never adopted.
//!
//!     at log-in         tokenseal_session_start, or tokenseal_session_rotate of the session that
//!                       the visitor has; then tokenseal_session_result, tokenseal_session_seal, and
//!                       a Set-Cookie with what remains until expires_at as its max_age
//!     at every request  tokenseal_cookie_find, tokenseal_session_open, tokenseal_session_load
//!     to change data    tokenseal_session_save
//!     to log out        tokenseal_session_end, or tokenseal_session_end_all; and
//!                       tokenseal_set_cookie_removal
//!
//! Your own bytes are in the record, and the same session can be loaded by several requests at
//! once: who saves second gets TOKENSEAL_CONFLICT, loads again, and applies his change anew.
//!
//! The cookie carries the id and a hash of the subject. It is sealed with a sub-key, so that no
//! other sealed cookie is a session.

use core::ffi::c_char;

use tokenseal::limits::MAX_STORE_KEY;
use tokenseal::state::{Session, session};
use tokenseal::{Error, KeyRing};

use crate::cookie::text;
use crate::growing::Growing;
use crate::key::{self, tokenseal_key};
use crate::limits::TOKENSEAL_SESSION_ENTROPY;
use crate::memory::{self, Object, Output};
use crate::rules::{self, tokenseal_rules};
use crate::status::{answer, tokenseal_status};
use crate::transition::{self, Place, tokenseal_transition};

/// A session, as its cookie presents it or as the store has it: 160 bytes without a pointer, to be
/// copied as you like. What is in it is the library's business. With all zeros it is one that no
/// store knows.
#[repr(C)]
pub struct tokenseal_session {
    /// Not to be looked at.
    pub opaque: [u64; 20],
}

const _: () = {
    assert!(size_of::<tokenseal_session>() == 160);
    assert!(size_of::<tokenseal_session>() == Session::SIZE);
    assert!(align_of::<tokenseal_session>() == align_of::<Session>());
};

/// Opens the cookie of this name: whose session it claims to be, before the store is asked. The
/// cookie's age does not matter, the record knows it. now is the time in Unix milliseconds.
///
/// TOKENSEAL_BAD_SIGNATURE: changed, sealed for another name, or with a key that is not among
/// these. TOKENSEAL_MALFORMED: no session's cookie at all.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_session_open(
    keys: *const tokenseal_key,
    key_count: usize,
    name: *const c_char,
    name_len: usize,
    sealed: *const c_char,
    sealed_len: usize,
    now: i64,
    session: *mut tokenseal_session,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (keys, name_bytes, name, sealed) = unsafe {
            (
                key::read(keys, key_count)?,
                memory::input(name.cast::<u8>(), name_len)?,
                text(name, name_len)?,
                memory::input(sealed.cast::<u8>(), sealed_len)?,
            )
        };
        let session = Output::new(session.cast::<Session>(), 1)?;
        memory::apart(&[session.region()], &[&keys, &name_bytes, &sealed])?;
        let found = session::open(KeyRing::new(keys)?, name, sealed, now)?;
        // SAFETY: the crate's contract, and it is apart.
        unsafe { session.fill(|| found) };
        Ok(())
    })
}

/// Seals the cookie of this name for a session, and writes the text that goes into it: at the most
/// TOKENSEAL_MAX_SESSION_COOKIE bytes. Do so after it was started or rotated, and when its info
/// says reseal. now is the time in Unix milliseconds.
///
/// TOKENSEAL_KEY_USE: the key came from a JWK that is for verifying alone. TOKENSEAL_WEAK_KEY: from
/// a short secret.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_session_seal(
    session: *const tokenseal_session,
    key: *const tokenseal_key,
    name: *const c_char,
    name_len: usize,
    now: i64,
    sealed: *mut c_char,
    sealed_cap: usize,
    sealed_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (session, keys, name_bytes, name) = unsafe {
            (
                read(session)?,
                key::read(key, 1)?,
                memory::input(name.cast::<u8>(), name_len)?,
                text(name, name_len)?,
            )
        };
        let mut sealed = Output::new(sealed.cast::<u8>(), sealed_cap)?;
        let sealed_len = Output::new(sealed_len, 1)?;
        memory::apart(&[sealed.region(), sealed_len.region()], &[&session, &keys, &name_bytes])?;
        let key = key::first(keys)?;
        // SAFETY: the crate's contract, and they are apart.
        let buf = unsafe { sealed.slice() };
        let written = session.0.seal(key, name, now, buf).map(str::len);
        // SAFETY: the same.
        unsafe { memory::report(written, &sealed_len) }
    })
}

/// Starts a session, of a subject (who it is: best an opaque id), or with NULL of nobody yet.
/// entropy is TOKENSEAL_SESSION_ENTROPY random bytes: the new id. Give your own bytes to
/// tokenseal_transition_decide. now is the time in Unix milliseconds, as in all that follow.
///
/// What the loop may say: TOKENSEAL_BAD_ARGUMENT, when the same entropy was used before.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_session_start(
    entropy: *const u8,
    entropy_len: usize,
    subject: *const c_char,
    subject_len: usize,
    rules: *const tokenseal_rules,
    now: i64,
    transition: *mut tokenseal_transition,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (entropy, subject, rules) = unsafe {
            (
                memory::input(entropy, entropy_len)?,
                memory::text(subject, subject_len)?,
                rules::Read::new(rules)?,
            )
        };
        let place = Place::new(transition, &[&entropy, &subject, &rules])?;
        let id: &[u8; TOKENSEAL_SESSION_ENTROPY as usize] =
            entropy.try_into().map_err(|_| Error::BadArgument)?;
        // SAFETY: the crate's contract.
        unsafe { place.put(|| session::start(rules.ns, id, subject, rules.session, now)) }
    })
}

/// Loads the session that tokenseal_session_open has found in the cookie. Your own bytes are the
/// step's data. Mostly it is one read and no write: once a minute, or ten times in an idle timeout,
/// it writes down that the session was used.
///
/// What the loop may say: TOKENSEAL_SESSION_UNKNOWN, TOKENSEAL_SESSION_ENDED,
/// TOKENSEAL_SESSION_EXPIRED, TOKENSEAL_REVOKED.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_session_load(
    session: *const tokenseal_session,
    rules: *const tokenseal_rules,
    now: i64,
    transition: *mut tokenseal_transition,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (session, rules) = unsafe { (read(session)?, rules::Read::new(rules)?) };
        let place = Place::new(transition, &[&session, &rules])?;
        // SAFETY: the crate's contract.
        unsafe { place.put(|| session::load(rules.ns, session.0, now)) }
    })
}

/// Saves other bytes of yours in a session that came out of a transition. Give them to
/// tokenseal_transition_decide.
///
/// What the loop may say, beside what tokenseal_session_load may: TOKENSEAL_CONFLICT, when somebody
/// else has saved other bytes since. TOKENSEAL_BAD_ARGUMENT here: the session was only opened.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_session_save(
    session: *const tokenseal_session,
    rules: *const tokenseal_rules,
    now: i64,
    transition: *mut tokenseal_transition,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (session, rules) = unsafe { (read(session)?, rules::Read::new(rules)?) };
        let place = Place::new(transition, &[&session, &rules])?;
        // SAFETY: the crate's contract.
        unsafe { place.put(|| session::save(rules.ns, session.0, now)) }
    })
}

/// Goes on under another id, so that one that got out before is worth nothing: at log-in, with the
/// subject, or from time to time, with NULL. Your own bytes are taken along. The rules' lifetime is
/// that of the session from a log-in on; otherwise it keeps what it has. entropy is
/// TOKENSEAL_SESSION_ENTROPY random bytes: the new id.
///
/// What the loop may say: as for tokenseal_session_load. TOKENSEAL_BAD_ARGUMENT here: it is another
/// subject's session. End that, and start one.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_session_rotate(
    session: *const tokenseal_session,
    entropy: *const u8,
    entropy_len: usize,
    subject: *const c_char,
    subject_len: usize,
    rules: *const tokenseal_rules,
    now: i64,
    transition: *mut tokenseal_transition,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (session, entropy, subject, rules) = unsafe {
            (
                read(session)?,
                memory::input(entropy, entropy_len)?,
                memory::text(subject, subject_len)?,
                rules::Read::new(rules)?,
            )
        };
        let place = Place::new(transition, &[&session, &entropy, &subject, &rules])?;
        let id: &[u8; TOKENSEAL_SESSION_ENTROPY as usize] =
            entropy.try_into().map_err(|_| Error::BadArgument)?;
        // SAFETY: the crate's contract.
        unsafe { place.put(|| session::rotate(rules.ns, session.0, id, subject, rules.session, now)) }
    })
}

/// Ends a session: log out here. It is enough that its cookie was opened. If the session has gone
/// on under another id, that is ended. To end what has ended is no failure.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_session_end(
    session: *const tokenseal_session,
    rules: *const tokenseal_rules,
    now: i64,
    transition: *mut tokenseal_transition,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (session, rules) = unsafe { (read(session)?, rules::Read::new(rules)?) };
        let place = Place::new(transition, &[&session, &rules])?;
        // SAFETY: the crate's contract.
        unsafe { place.put(|| session::end(rules.ns, session.0, now)) }
    })
}

/// Ends all sessions, families of refresh tokens and revocable tokens of the session's subject: log
/// out everywhere. It is enough that the cookie was opened. TOKENSEAL_BAD_ARGUMENT: it is nobody's
/// session.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_session_end_all(
    session: *const tokenseal_session,
    rules: *const tokenseal_rules,
    now: i64,
    transition: *mut tokenseal_transition,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (session, rules) = unsafe { (read(session)?, rules::Read::new(rules)?) };
        let place = Place::new(transition, &[&session, &rules])?;
        // SAFETY: the crate's contract.
        unsafe { place.put(|| session::end_all(rules.ns, session.0, now)) }
    })
}

/// Gets the session that was started, loaded, saved or rotated by a transition that is done.
/// TOKENSEAL_BAD_ARGUMENT: the transition is another one, or not done.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_session_result(
    transition: *const tokenseal_transition,
    session: *mut tokenseal_session,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let transition = unsafe { transition::read(transition) }?;
        let session = Output::new(session.cast::<Session>(), 1)?;
        memory::apart(&[session.region()], &[&transition])?;
        let result = transition.0.session()?;
        // SAFETY: the crate's contract, and it is apart.
        unsafe { session.fill(|| result) };
        Ok(())
    })
}

/// What is known of a session. Start from TOKENSEAL_SESSION_INFO_INIT. The times are 0 of a session
/// that was only opened.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tokenseal_session_info {
    /// sizeof(tokenseal_session_info): says which version of this struct the program was compiled
    /// with.
    pub size: u32,
    /// 1: another key than the first opened the cookie, so that it is time to seal it anew. Else 0.
    pub reseal: u32,
    /// 1: it is nobody's session. Else 0.
    pub is_anonymous: u32,
    /// 0, and here so that nothing is padding.
    pub reserved: u32,
    /// When it began, in Unix milliseconds.
    pub created: i64,
    /// When it was last used, in Unix milliseconds; written down once a minute at the most.
    pub last_seen: i64,
    /// When it ends however much it is used, in Unix milliseconds.
    pub expires_at: i64,
    /// After how many milliseconds without use it ends.
    pub idle: u64,
}

// No padding, or a later version would find chance in it.
const _: () = assert!(size_of::<tokenseal_session_info>() == 48);

/// Says what is known of a session.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_session_describe(
    session: *const tokenseal_session,
    info: *mut tokenseal_session_info,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (session, info) = unsafe { (read(session)?, Growing::new(info)?) };
        memory::apart(&[info.region()], &[&session])?;
        let known = tokenseal_session_info {
            size: 0,
            reseal: session.0.is_reseal().into(),
            is_anonymous: session.0.is_anonymous().into(),
            reserved: 0,
            created: session.0.created(),
            last_seen: session.0.last_seen(),
            expires_at: session.0.expires_at(),
            idle: session.0.idle().unsigned_abs(),
        };
        // SAFETY: the crate's contract, and it is apart.
        unsafe { info.write(|size| tokenseal_session_info { size, ..known }) };
        Ok(())
    })
}

/// Says whether a session is this subject's, under these rules: 1 or 0.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_session_is_of(
    session: *const tokenseal_session,
    subject: *const c_char,
    subject_len: usize,
    rules: *const tokenseal_rules,
    is_of: *mut u32,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (session, subject, rules) = unsafe {
            (read(session)?, memory::text(subject, subject_len)?.unwrap_or(""), rules::Read::new(rules)?)
        };
        let is_of = Output::new(is_of, 1)?;
        memory::apart(&[is_of.region()], &[&session, &subject, &rules])?;
        // SAFETY: the crate's contract, and it is apart.
        unsafe { is_of.fill(|| session.0.is_of(rules.ns, subject).into()) };
        Ok(())
    })
}

/// Writes a session's name: TOKENSEAL_SESSION_ID letters, digits, "-" and "_", which the store has
/// behind "tokenseal:session:". It is for logs, and what CSRF tokens are best bound to: it stays the
/// same until the session is rotated, and gives nobody the session.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_session_id(
    session: *const tokenseal_session,
    rules: *const tokenseal_rules,
    id: *mut c_char,
    id_cap: usize,
    id_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (session, rules) = unsafe { (read(session)?, rules::Read::new(rules)?) };
        let mut id = Output::new(id.cast::<u8>(), id_cap)?;
        let id_len = Output::new(id_len, 1)?;
        memory::apart(&[id.region(), id_len.region()], &[&session, &rules])?;
        // Any operation says which record it is; at any time.
        let operation = session::end(rules.ns, session.0, 0)?;
        let mut text = [0; MAX_STORE_KEY];
        let key = operation.keys().first().ok_or(Error::BadArgument)?.write(&mut text);
        let name = key.strip_prefix("tokenseal:session:").ok_or(Error::BadArgument)?.as_bytes();
        // SAFETY: the crate's contract, and they are apart.
        unsafe { memory::report(memory::copy(name, id.slice()), &id_len) }
    })
}

/// A session to read.
///
/// # Safety
///
/// The crate's contract, for as long as `'a`.
unsafe fn read<'a>(session: *const tokenseal_session) -> Result<Object<'a, Session>, Error> {
    // SAFETY: the same contract; the two types have one layout, and every bit pattern is a `Session`.
    unsafe { Object::new(session.cast::<Session>()) }
}
