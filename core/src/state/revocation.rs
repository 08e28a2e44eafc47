//! Revocation: a denylist of single tokens, and a watermark that ends all of a subject at once.
//!
//! Both are found in one read. A token that is to be revocable must have an `exp`, at most
//! [`MAX_LIFETIME`] away, and should have an `iat`: one without it dies
//! with any watermark of its subject.
//!
//! Clocks must agree: a token that a host issues whose clock is s seconds ahead can survive a log-out
//! everywhere that comes up to s seconds later, until its `exp`.
//!
//! ```
//! use tokenseal::jwt::{self, Claims, Policy};
//! use tokenseal::state::{MemoryStore, revocation};
//! use tokenseal::{Algorithm, Error, Key};
//!
//! let key = Key::new(Algorithm::Hs256, b"0123456789abcdef0123456789abcdef")?;
//! let mut memory = [0; 16 * MemoryStore::slot_len(64)];
//! let mut store = MemoryStore::new(&mut memory, 64)?;
//! let (mut found, mut buf) = ([0; 256], [0; 256]);
//! let now = 1_700_000_000_000; // Unix milliseconds
//!
//! let mut token = [0; 512];
//! let token = jwt::sign(&key, &Claims { subject: Some("user-42"), ..Claims::new(now) }, &mut token)?;
//! let mut claims = [0; 512];
//! let verified = jwt::verify(token.as_bytes(), &key, &Policy::default(), now, &mut claims)?;
//!
//! let token = revocation::Token::read("shop", token.as_bytes(), verified.as_json().as_bytes())?;
//! store.run(&mut revocation::check(&token, now)?, b"", &mut found, &mut buf)?;
//!
//! store.run(&mut revocation::deny(&token, now)?, b"", &mut found, &mut buf)?;
//! let mut check = revocation::check(&token, now)?;
//! assert_eq!(store.run(&mut check, b"", &mut found, &mut buf), Err(Error::Revoked));
//! # Ok::<(), Error>(())
//! ```

use core::str;

use super::name::{
    Kind, NONE, Name, StoreKey, Tag, check_namespace, digest, subject_key, subject_tag, subject_tag_of,
};
use super::record::{read_denied, read_watermark, write_denied, write_watermark};
use super::transition::{Found, Op, Step, Then, Transition};
use crate::json::{Value, find};
use crate::jwt::{Parts, Registered};
use crate::limits::{MAX_LIFETIME, MAX_TIME, MAX_TOKEN, STORE_SLACK};
use crate::{Error, base64url};

/// A verified token, as the denylist knows it. Plain integers.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(C)]
pub struct Token {
    denied: StoreKey,
    watermark: StoreKey,
    has_subject: u32,
    has_issued_at: u32,
    /// Milliseconds.
    expires_at: i64,
    /// Seconds, rounded down.
    issued_at: i64,
    /// Milliseconds, rounded up.
    issued_millis: i64,
    reserve: [u64; 3],
}

// Plain integers without padding, as C and its sizes want it.
const _: () = assert!(size_of::<Token>() == Token::SIZE && align_of::<Token>() == align_of::<u64>());

impl Token {
    /// Size of this struct in bytes.
    pub const SIZE: usize = 128;

    /// No token: to be overwritten. Whatever it is used for is [`Error::BadArgument`].
    pub const EMPTY: Self = Self {
        denied: StoreKey::EMPTY,
        watermark: StoreKey::EMPTY,
        has_subject: 0,
        has_issued_at: 0,
        expires_at: 0,
        issued_at: 0,
        issued_millis: 0,
        reserve: [0; 3],
    };

    /// Takes what is needed of a token and the claims that [`jwt::verify`](crate::jwt::verify) has
    /// given for it. Nothing is verified here.
    ///
    /// # Errors
    ///
    /// [`Error::MissingClaim`] when there is no `exp`; [`Error::Malformed`] and [`Error::Limit`] when
    /// it is no token, or these are no claims; [`Error::Limit`] when the namespace is too long.
    pub fn read(namespace: &str, token: &[u8], claims: &[u8]) -> Result<Self, Error> {
        check_namespace(namespace)?;
        let parts = Parts::split(token, MAX_TOKEN)?;
        let mut mac = [0; 64];
        let mac = base64url::decode_tag(parts.tag, &mut mac)?;
        if !matches!(mac.len(), 32 | 48 | 64) {
            return Err(Error::Malformed);
        }
        // No verified token has more; and no string in them is then longer than its length can say.
        if claims.len() > MAX_TOKEN {
            return Err(Error::Limit);
        }
        let json = str::from_utf8(claims).map_err(|_| Error::Malformed)?;
        let registered = Registered::of(json)?;
        let expires_at = registered.expires_at.ok_or(Error::MissingClaim)?;
        let hash = match (registered.jwt_id(json), registered.issuer(json)) {
            (Some(id), Some(issuer)) => Name::new("denied/iss", namespace).text(&issuer).text(&id).hash(),
            (Some(id), None) => Name::new("denied/jti", namespace).text(&id).hash(),
            (None, _) => Name::new("denied/mac", namespace).field(&digest(mac)).hash(),
        };
        let subject = registered.subject(json).map(|subject| subject_tag_of(namespace, &subject));
        let issued_at = match registered.issued_at.and_then(|_| find(json, "iat")) {
            Some(Value::Number(number)) => Some(number.to_seconds().ok_or(Error::Malformed)?),
            _ => None,
        };
        Ok(Self {
            denied: StoreKey::new(Kind::Denied, hash),
            watermark: subject.map_or(StoreKey::EMPTY, |tag: Tag| subject_key(namespace, &tag)),
            has_subject: subject.is_some().into(),
            has_issued_at: issued_at.is_some().into(),
            expires_at,
            issued_at: issued_at.unwrap_or(0),
            issued_millis: registered.issued_at.unwrap_or(0),
            ..Self::EMPTY
        })
    }

    /// Whether a watermark would be kept long enough to end the token.
    fn check(&self, now: i64) -> Result<(), Error> {
        let max = MAX_LIFETIME.cast_signed();
        let is_sound = self.denied.kind() == Kind::Denied as u32
            && self.expires_at <= MAX_TIME
            && self.expires_at.saturating_sub(now) <= max
            && (self.has_issued_at == 0 || self.expires_at.saturating_sub(self.issued_millis) <= max);
        if is_sound { Ok(()) } else { Err(Error::BadArgument) }
    }
}

impl core::fmt::Debug for Token {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Token").field("denied", &self.denied).finish_non_exhaustive()
    }
}

/// Puts the token on the denylist until its `exp` and the greatest leeway have passed. `now` is in
/// Unix milliseconds.
///
/// # Errors
///
/// [`Error::BadArgument`] when the token lives too long to be revocable, or `now` is out of range.
pub fn deny(token: &Token, now: i64) -> Result<Transition, Error> {
    let mut transition = Transition::new(Op::Deny, now)?;
    token.check(now)?;
    transition.limit = token.expires_at;
    transition.set_keys(&[token.denied]);
    Ok(transition)
}

/// Checks that the token is neither on the denylist nor older than its subject's watermark. `now` is
/// in Unix milliseconds.
///
/// # Errors
///
/// As [`deny`]; later [`Error::Revoked`].
pub fn check(token: &Token, now: i64) -> Result<Transition, Error> {
    let mut transition = Transition::new(Op::Check, now)?;
    token.check(now)?;
    (transition.has_time, transition.time) = (token.has_issued_at.into(), token.issued_at);
    if token.has_subject == 0 {
        transition.set_keys(&[token.denied]);
    } else {
        transition.set_keys(&[token.denied, token.watermark]);
    }
    Ok(transition)
}

/// Ends all sessions, families and revocable tokens of a subject: log out everywhere, in one swap.
/// `now` is in Unix milliseconds.
///
/// A token that says it was issued in the same second is revoked too:
/// [`Refresh::issued_at`](super::Refresh::issued_at) is a time that is not.
///
/// # Errors
///
/// [`Error::BadArgument`] when the subject is empty or `now` is out of range; [`Error::Limit`] when a
/// text is too long.
pub fn end_all(namespace: &str, subject: &str, now: i64) -> Result<Transition, Error> {
    check_namespace(namespace)?;
    let tag = subject_tag(namespace, subject)?;
    debug_assert!(tag != NONE, "a hash");
    end_all_of(subject_key(namespace, &tag), now)
}

pub(super) fn end_all_of(watermark: StoreKey, now: i64) -> Result<Transition, Error> {
    let mut transition = Transition::new(Op::EndAll, now)?;
    transition.set_keys(&[watermark]);
    Ok(transition)
}

pub(super) fn deny_step(
    transition: &mut Transition,
    found: &Found<'_>,
    buf: &mut [u8],
) -> Result<Step, Error> {
    let ttl = transition.limit.saturating_sub(transition.now);
    let expires_at = transition.limit.max(0);
    // An entry for a token of the same `jti` that expires earlier would not be kept long enough.
    let is_denied = read_denied(found.get(0))?.is_some_and(|denied| denied >= expires_at);
    if is_denied || ttl.saturating_add(STORE_SLACK.cast_signed()) <= 0 {
        return transition.done(&[], buf);
    }
    let len = write_denied(expires_at, buf)?;
    Ok(transition.write(0, len, transition.limit, &Then::Done, false))
}

pub(super) fn check_step(transition: &mut Transition, found: &Found<'_>) -> Result<Step, Error> {
    if read_denied(found.get(0))?.is_some() {
        return Err(Error::Revoked);
    }
    let is_older = |epoch: i64| transition.has_time == 0 || transition.time <= epoch / 1000;
    if read_watermark(found.get(1))?.is_some_and(is_older) {
        return Err(Error::Revoked);
    }
    transition.done(&[], &mut [])
}

pub(super) fn end_all_step(
    transition: &mut Transition,
    found: &Found<'_>,
    buf: &mut [u8],
) -> Result<Step, Error> {
    let previous = read_watermark(found.get(0))?;
    // What we tried is there: the store's answer was lost, or somebody else wrote the same.
    if transition.is_settled != 0 && previous == Some(transition.epoch) {
        return transition.done(&[], buf);
    }
    let now = transition.now;
    // Not 0, which is the epoch of what began before any.
    transition.epoch = previous.map_or(Ok(now.max(1)), |previous| next_epoch(previous, now))?;
    transition.is_settled = 1;
    let len = write_watermark(transition.epoch, buf)?;
    let until = now.saturating_add(MAX_LIFETIME.cast_signed());
    Ok(transition.write(0, len, until, &Then::Done, false))
}

/// The epoch after `previous`. Tokens that were issued after that one may say the second behind it,
/// even if `now` has not reached it: they too must be older than the new one.
fn next_epoch(previous: i64, now: i64) -> Result<i64, Error> {
    let next_second = (previous / 1000).checked_add(1).and_then(|second| second.checked_mul(1000));
    Ok(next_second.ok_or(Error::Limit)?.max(now))
}

#[cfg(test)]
mod tests {
    use super::next_epoch;
    use crate::Error;

    #[test]
    fn tokens_of_between_two_watermarks_are_older_than_the_second() {
        for (previous, now) in
            [(1_200, 1_500), (1_200, 1_200), (1_999, 2_000), (1_200, 9_000), (5_000, 1_000)]
        {
            let epoch = next_epoch(previous, now).unwrap();
            let issued_between = (now / 1000).max(previous / 1000 + 1);
            assert!(issued_between <= epoch / 1000, "{previous} {now} {epoch}");
            assert!(epoch > previous && epoch >= now);
        }
        assert_eq!(next_epoch(i64::MAX, 0), Err(Error::Limit));
    }
}
