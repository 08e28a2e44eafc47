//! Sessions: state in the store, an id in a sealed cookie.
//!
//! A session ends at the earlier of its idle and its absolute limit, at once when it is ended here,
//! and with all others of its subject when that is ended everywhere. An id that the store does not
//! know is never adopted, and a cookie that was not sealed here is refused before the store is asked.
//!
//! ```
//! use tokenseal::state::{MemoryStore, session};
//! use tokenseal::{Algorithm, Error, Key};
//!
//! let key = Key::new(Algorithm::Hs256, b"0123456789abcdef0123456789abcdef")?;
//! let mut memory = [0; 16 * MemoryStore::slot_len(256)];
//! let mut store = MemoryStore::new(&mut memory, 256)?;
//! let (mut found, mut buf) = ([0; 1024], [0; 512]);
//! let now = 1_700_000_000_000; // Unix milliseconds
//!
//! // At login. The 32 bytes come from the system's random generator.
//! let entropy = [7; 32];
//! let mut start = session::start("shop", &entropy, Some("user-42"), session::LIFETIME, now)?;
//! store.run(&mut start, b"cart: 3", &mut found, &mut buf)?;
//! let mut cookie = [0; 256];
//! let cookie = start.session()?.seal(&key, "__Host-session", now, &mut cookie)?;
//!
//! // At every request.
//! let presented = session::open(&key, "__Host-session", cookie.as_bytes(), now)?;
//! let mut load = session::load("shop", &presented, now)?;
//! assert_eq!(store.run(&mut load, b"", &mut found, &mut buf)?, b"cart: 3");
//!
//! // At log-out.
//! store.run(&mut session::end("shop", &presented, now)?, b"", &mut found, &mut buf)?;
//! let mut load = session::load("shop", &presented, now)?;
//! assert_eq!(store.run(&mut load, b"", &mut found, &mut buf), Err(Error::SessionEnded));
//! # Ok::<(), Error>(())
//! ```

use super::Lifetime;
use super::name::{NONE, Tag, check_namespace, session_key, subject_key, subject_tag};
use super::revocation::end_all_of;
use super::transition::{Op, Transition};
use crate::bytes::copy;
use crate::cookie::{open_for, seal_for};
use crate::key::Purpose;
use crate::limits::{DEFAULT_SESSION_IDLE, DEFAULT_SESSION_LIFETIME, MAX_COOKIE};
use crate::{Error, Key, KeyRing, base64url};

/// How long a session lives unless its owner says otherwise.
pub const LIFETIME: Lifetime = Lifetime { idle: DEFAULT_SESSION_IDLE, absolute: DEFAULT_SESSION_LIFETIME };

/// A session as its cookie presents it, or as the store has it. Plain integers.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(C)]
pub struct Session {
    pub(crate) id: [u8; 32],
    pub(crate) subject: Tag,
    /// Of the application's bytes as they were loaded.
    pub(crate) digest: [u8; 32],
    pub(crate) created: i64,
    pub(crate) last_seen: i64,
    pub(crate) expires_at: i64,
    pub(crate) idle: i64,
    pub(crate) is_loaded: u32,
    pub(crate) is_reseal: u32,
    reserve: [u64; 5],
}

// Plain integers without padding, as C and its sizes want it.
const _: () = assert!(size_of::<Session>() == Session::SIZE && align_of::<Session>() == align_of::<u64>());

impl Session {
    /// Size of this struct in bytes.
    pub const SIZE: usize = 160;

    /// No session: to be overwritten. The store knows none of its id.
    pub const EMPTY: Self = Self {
        id: [0; 32],
        subject: NONE,
        digest: [0; 32],
        created: 0,
        last_seen: 0,
        expires_at: 0,
        idle: 0,
        is_loaded: 0,
        is_reseal: 0,
        reserve: [0; 5],
    };

    /// When it began, in Unix milliseconds. As all times, 0 of a session that was only
    /// [`open`]ed.
    #[must_use]
    pub const fn created(&self) -> i64 {
        self.created
    }

    /// When it was last used, in Unix milliseconds; written down once a minute at the most.
    #[must_use]
    pub const fn last_seen(&self) -> i64 {
        self.last_seen
    }

    /// When it ends however much it is used, in Unix milliseconds: the cookie's `Max-Age` is what
    /// remains.
    #[must_use]
    pub const fn expires_at(&self) -> i64 {
        self.expires_at
    }

    /// After how many milliseconds without use it ends.
    #[must_use]
    pub const fn idle(&self) -> i64 {
        self.idle
    }

    /// Whether it belongs to nobody.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.subject == NONE
    }

    /// Whether it is `subject`'s, in this namespace.
    #[must_use]
    pub fn is_of(&self, namespace: &str, subject: &str) -> bool {
        subject_tag(namespace, subject).is_ok_and(|tag| tag == self.subject)
    }

    /// Whether another key than the signing one opened the cookie, so that it is to be sealed anew.
    #[must_use]
    pub const fn is_reseal(&self) -> bool {
        self.is_reseal != 0
    }

    /// Seals the session's cookie of that name into the front of `buf` and returns it. `now` is in
    /// Unix milliseconds. [`SEALED_LEN`] bytes always suffice.
    ///
    /// # Errors
    ///
    /// As [`cookie::seal`](crate::cookie::seal).
    pub fn seal<'b>(&self, key: &Key, name: &str, now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        let mut bytes = [0; ID_LEN + TAG_LEN];
        let (id, tag) = bytes.split_at_mut_checked(ID_LEN).unwrap_or((&mut [], &mut []));
        copy(id, &self.id);
        copy(tag, &self.subject);
        let len = if self.is_anonymous() { ID_LEN } else { ID_LEN + TAG_LEN };
        let mut text = [0; base64url::encoded_len(ID_LEN + TAG_LEN)];
        let value = base64url::encode(bytes.get(..len).unwrap_or(&[]), &mut text)?;
        seal_for(Purpose::Session, key, name, value, now, buf)
    }
}

impl core::fmt::Debug for Session {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Session")
            .field("created", &self.created)
            .field("last_seen", &self.last_seen)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

const ID_LEN: usize = 32;
const TAG_LEN: usize = 16;

/// The longest sealed cookie of a session, in bytes: 64 of id and subject, the second, the tag of
/// HS512, two dots.
pub const SEALED_LEN: usize = 64 + 1 + 13 + 1 + 86;

/// Opens a session's cookie: who is asking, before the store is asked. `now` is in Unix
/// milliseconds; the cookie's age does not matter, the record knows it.
///
/// # Errors
///
/// As [`cookie::open`](crate::cookie::open): [`Error::BadSignature`] and [`Error::Malformed`] above
/// all.
pub fn open<'k>(ring: impl Into<KeyRing<'k>>, name: &str, sealed: &[u8], now: i64) -> Result<Session, Error> {
    let mut value = [0; MAX_COOKIE];
    let opened = open_for(Purpose::Session, ring.into(), name, sealed, None, now, &mut value)?;
    let mut bytes = [0; ID_LEN + TAG_LEN];
    if base64url::decoded_len(opened.value.len()) > bytes.len() {
        return Err(Error::Malformed);
    }
    let bytes = base64url::decode(opened.value, &mut bytes)?;
    let (id, tag) = bytes.split_first_chunk().ok_or(Error::Malformed)?;
    let subject = match tag {
        [] => NONE,
        tag => Tag::try_from(tag).ok().filter(|tag| *tag != NONE).ok_or(Error::Malformed)?,
    };
    Ok(Session { id: *id, subject, is_reseal: opened.reseal.into(), ..Session::EMPTY })
}

/// Starts a session, of a subject or of nobody yet. `entropy` is the new id and must come from a
/// cryptographic random generator; `now` is in Unix milliseconds. The application's bytes are given
/// to [`Transition::decide`].
///
/// # Errors
///
/// [`Error::BadArgument`] when the subject is empty, a lifetime is 0 or over
/// [`MAX_LIFETIME`](crate::limits::MAX_LIFETIME), or `now` is out of range; [`Error::Limit`] when a text
/// is too long. Later [`Error::BadArgument`] when `entropy` was used before.
pub fn start(
    namespace: &str,
    entropy: &[u8; 32],
    subject: Option<&str>,
    lifetime: Lifetime,
    now: i64,
) -> Result<Transition, Error> {
    let mut transition = Transition::new(Op::SessionStart, now)?;
    transition.next = begin(namespace, entropy, subject, lifetime, now)?;
    let session = transition.next;
    name_keys(&mut transition, namespace, session);
    Ok(transition)
}

/// Loads the session that [`open`] has found in the cookie. `now` is in Unix milliseconds.
///
/// Once a minute, or ten times in an idle timeout, it also writes down that the session was used.
///
/// # Errors
///
/// [`Error::BadArgument`] and [`Error::Limit`] for the arguments. Later
/// [`Error::SessionUnknown`], [`Error::SessionEnded`], [`Error::SessionExpired`], and
/// [`Error::Revoked`] when all of the subject was ended.
pub fn load(namespace: &str, session: &Session, now: i64) -> Result<Transition, Error> {
    check_namespace(namespace)?;
    let mut transition = Transition::new(Op::SessionLoad, now)?;
    transition.session = *session;
    name_keys(&mut transition, namespace, *session);
    Ok(transition)
}

/// Saves other bytes of the application's, which are given to [`Transition::decide`], if they are
/// still those that were loaded. `now` is in Unix milliseconds.
///
/// # Errors
///
/// As [`load`]; [`Error::BadArgument`] also when the session was not loaded; later also
/// [`Error::Conflict`] when there are other bytes now: somebody else has saved, or this save took and
/// the store's answer was lost on the way. Load, apply the change to what there is, and save again.
pub fn save(namespace: &str, session: &Session, now: i64) -> Result<Transition, Error> {
    check_namespace(namespace)?;
    let mut transition = Transition::new(Op::SessionSave, now)?;
    if session.is_loaded == 0 {
        return Err(Error::BadArgument);
    }
    transition.session = *session;
    name_keys(&mut transition, namespace, *session);
    Ok(transition)
}

/// Goes on under another id: at login with the `subject`, or from time to time without one, so that
/// nobody gets in by an id that got out; the session can still be ended by it. The application's
/// bytes are taken along. `entropy` is the new id; `now` is in Unix milliseconds. A session that was
/// nobody's begins anew as the subject's, with `lifetime`; one that is the subject's already keeps what
/// it has.
///
/// Requests that are under way with the old cookie get [`Error::SessionEnded`]: rotate on page loads,
/// and do not take the cookie away for that error.
///
/// # Errors
///
/// As [`start`] and [`load`]; [`Error::BadArgument`] also when the session is another subject's: end
/// it, and start one.
pub fn rotate(
    namespace: &str,
    session: &Session,
    entropy: &[u8; 32],
    subject: Option<&str>,
    lifetime: Lifetime,
    now: i64,
) -> Result<Transition, Error> {
    let mut transition = Transition::new(Op::SessionRotate, now)?;
    let next = begin(namespace, entropy, subject, lifetime, now)?;
    if next.id == session.id
        || (!session.is_anonymous() && !next.is_anonymous() && session.subject != next.subject)
    {
        return Err(Error::BadArgument);
    }
    transition.session = *session;
    transition.next = next;
    if next.is_anonymous() {
        transition.next.subject = session.subject;
    }
    let subject = transition.next.subject;
    let (old, new) = (session_key(namespace, &session.id), session_key(namespace, &next.id));
    if subject == NONE {
        transition.set_keys(&[old, new]);
    } else {
        transition.set_keys(&[old, new, subject_key(namespace, &subject)]);
    }
    Ok(transition)
}

/// Ends the session: log out here. It is enough that the cookie was [`open`]ed. If the session has
/// gone on under another id, that is ended. `now` is in Unix milliseconds.
///
/// # Errors
///
/// [`Error::BadArgument`] and [`Error::Limit`] for the arguments; later [`Error::Contention`] when the
/// id was replaced more than [`MAX_HOPS`](crate::limits::MAX_HOPS) times: then nothing was ended.
pub fn end(namespace: &str, session: &Session, now: i64) -> Result<Transition, Error> {
    check_namespace(namespace)?;
    let mut transition = Transition::new(Op::SessionEnd, now)?;
    transition.set_keys(&[session_key(namespace, &session.id)]);
    Ok(transition)
}

/// Ends all sessions, refresh tokens and revocable tokens of the session's subject: log out
/// everywhere. `now` is in Unix milliseconds.
///
/// # Errors
///
/// [`Error::BadArgument`] when the session is nobody's, or `now` is out of range; [`Error::Limit`].
pub fn end_all(namespace: &str, session: &Session, now: i64) -> Result<Transition, Error> {
    check_namespace(namespace)?;
    if session.is_anonymous() {
        return Err(Error::BadArgument);
    }
    end_all_of(subject_key(namespace, &session.subject), now)
}

/// A session that begins now.
fn begin(
    namespace: &str,
    entropy: &[u8; 32],
    subject: Option<&str>,
    lifetime: Lifetime,
    now: i64,
) -> Result<Session, Error> {
    check_namespace(namespace)?;
    let (idle, expires_at) = lifetime.check(now)?;
    let subject = subject.map_or(Ok(NONE), |subject| subject_tag(namespace, subject))?;
    Ok(Session { id: *entropy, subject, created: now, last_seen: now, expires_at, idle, ..Session::EMPTY })
}

fn name_keys(transition: &mut Transition, namespace: &str, session: Session) {
    let own = session_key(namespace, &session.id);
    if session.is_anonymous() {
        transition.set_keys(&[own]);
    } else {
        transition.set_keys(&[own, subject_key(namespace, &session.subject)]);
    }
}
