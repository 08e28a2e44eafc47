//! Refresh tokens: long-lived, used once each, and revocable.
//!
//! All tokens that come from one login are a family. Each use replaces the token by the next
//! generation. Whoever uses one that has long been replaced has a copy, or somebody else has one: the
//! family dies. For a short grace after a replacement the old token gives the same successor again,
//! byte for byte, so that a lost answer or two tabs at once log nobody out.
//!
//! What remains: thief and victim who both stay inside the grace in each round are found when one
//! falls behind; and an access token lives on until its own expiry, unless the subject is ended too.
//!
//! ```
//! use tokenseal::state::{MemoryStore, refresh};
//! use tokenseal::{Algorithm, Error, Key};
//!
//! let key = Key::new(Algorithm::Hs256, b"0123456789abcdef0123456789abcdef")?;
//! let mut memory = [0; 16 * MemoryStore::slot_len(256)];
//! let mut store = MemoryStore::new(&mut memory, 256)?;
//! let (mut found, mut buf) = ([0; 1024], [0; 512]);
//! let now = 1_700_000_000_000; // Unix milliseconds
//!
//! // At login. The 16 bytes come from the system's random generator.
//! let entropy = [7; 16];
//! let mut start = refresh::start("shop", &key, &entropy, "user-42", None, refresh::LIFETIME, now)?;
//! store.run(&mut start, br#"{"sub":"user-42"}"#, &mut found, &mut buf)?;
//! let mut first = [0; 142];
//! let first = start.refresh()?.mint(&key, &mut first)?;
//!
//! // When the access token has expired.
//! let presented = refresh::open(&key, first.as_bytes())?;
//! let mut rotate = refresh::rotate("shop", &key, &presented, None, refresh::GRACE, now + 900_000)?;
//! assert_eq!(store.run(&mut rotate, b"", &mut found, &mut buf)?, br#"{"sub":"user-42"}"#);
//!
//! // The first one again, much later: somebody has a copy.
//! let mut again = refresh::rotate("shop", &key, &presented, None, refresh::GRACE, now + 1_800_000)?;
//! assert_eq!(store.run(&mut again, b"", &mut found, &mut buf), Err(Error::RefreshReused));
//! # Ok::<(), Error>(())
//! ```

use super::Lifetime;
use super::name::{NONE, Tag, check_namespace, client_tag, family_key, subject_key, subject_tag};
use super::revocation::end_all_of;
use super::transition::{Op, Transition};
use crate::bytes::copy;
use crate::key::Purpose;
use crate::limits::{
    DEFAULT_GRACE, DEFAULT_REFRESH_IDLE, DEFAULT_REFRESH_LIFETIME, MAX_GRACE, MAX_REFRESH_TOKEN,
};
use crate::mac::same;
use crate::{Error, Key, KeyRing, base64url};

/// How long a family lives unless its owner says otherwise.
pub const LIFETIME: Lifetime = Lifetime { idle: DEFAULT_REFRESH_IDLE, absolute: DEFAULT_REFRESH_LIFETIME };

/// For how many milliseconds a replaced token gives its successor again, unless the owner says
/// otherwise.
pub const GRACE: u64 = DEFAULT_GRACE;

/// A refresh token as it is presented, or what comes out of a transition. Plain integers.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(C)]
pub struct Refresh {
    pub(crate) family: [u8; 16],
    pub(crate) subject: Tag,
    pub(crate) generation: u64,
    /// Of the key that mints it.
    pub(crate) key_id: [u8; 8],
    pub(crate) created: i64,
    pub(crate) expires_at: i64,
    pub(crate) issued_at: i64,
    pub(crate) is_repeated: u32,
    pub(crate) is_recovered: u32,
    pub(crate) idle: i64,
    reserve: [u64; 5],
}

// Plain integers without padding, as C and its sizes want it.
const _: () = assert!(size_of::<Refresh>() == Refresh::SIZE && align_of::<Refresh>() == align_of::<u64>());

impl Refresh {
    /// Size of this struct in bytes.
    pub const SIZE: usize = 128;

    /// No token: to be overwritten. The store knows none of its family.
    pub const EMPTY: Self = Self {
        family: [0; 16],
        subject: NONE,
        generation: 0,
        key_id: [0; 8],
        created: 0,
        expires_at: 0,
        issued_at: 0,
        is_repeated: 0,
        is_recovered: 0,
        idle: 0,
        reserve: [0; 5],
    };

    /// When the family began, in Unix milliseconds. As all times, 0 of a token that was only
    /// [`open`]ed.
    #[must_use]
    pub const fn created(&self) -> i64 {
        self.created
    }

    /// When the family ends however much it is used, in Unix milliseconds.
    #[must_use]
    pub const fn expires_at(&self) -> i64 {
        self.expires_at
    }

    /// The `iat` of the access token that goes with it, in Unix milliseconds, whole seconds: later
    /// than the subject's watermark ([`Claims::issued_at`](crate::jwt::Claims::issued_at)).
    #[must_use]
    pub const fn issued_at(&self) -> i64 {
        self.issued_at
    }

    /// Whether this successor was given before: nothing was written.
    #[must_use]
    pub const fn is_repeated(&self) -> bool {
        self.is_repeated != 0
    }

    /// Whether the token was ahead of the store, which must have lost writes.
    #[must_use]
    pub const fn is_recovered(&self) -> bool {
        self.is_recovered != 0
    }

    /// Writes the token into the front of `buf` and returns it. [`MAX_REFRESH_TOKEN`] bytes always
    /// suffice.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownKey`] when no key of the ring is the one that the store's record names: a new
    /// key must be deployed everywhere before it signs anywhere. [`Error::BadArgument`] of a token
    /// that was only [`open`]ed; [`Error::BufferTooSmall`].
    pub fn mint<'b, 'k>(&self, ring: impl Into<KeyRing<'k>>, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        if self.expires_at == 0 {
            return Err(Error::BadArgument);
        }
        let ring = ring.into();
        let key = ring.keys().iter().find(|key| key_id(key).is_ok_and(|id| same(&id, &self.key_id)));
        let key = key.ok_or(Error::UnknownKey)?;
        let mut payload = [0; PAYLOAD_LEN];
        let mut rest: &mut [u8] = &mut payload;
        for part in [&[VERSION][..], &self.family, &self.generation.to_be_bytes(), &self.subject] {
            let copied = copy(rest, part);
            rest = rest.get_mut(copied..).unwrap_or(&mut []);
        }
        let tag = key.sub_key(Purpose::Refresh)?.mac(&[&payload]);
        let text_len = base64url::encoded_len(PAYLOAD_LEN);
        let needed = text_len.saturating_add(1).saturating_add(base64url::encoded_len(tag.as_bytes().len()));
        let buf = buf.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;
        base64url::encode(&payload, buf)?;
        if let Some([dot, place @ ..]) = buf.get_mut(text_len..) {
            *dot = b'.';
            base64url::encode(tag.as_bytes(), place)?;
        }
        core::str::from_utf8(buf).map_err(|_| Error::BadArgument)
    }
}

impl core::fmt::Debug for Refresh {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Refresh")
            .field("generation", &self.generation)
            .field("created", &self.created)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

const VERSION: u8 = 1;
const PAYLOAD_LEN: usize = 1 + 16 + 8 + 16;

/// Which of several keys one is, in the store: nothing of the key can be learnt from it.
pub(crate) fn key_id(key: &Key) -> Result<[u8; 8], Error> {
    let tag = key.sub_key(Purpose::Id)?.mac(&[]);
    tag.as_bytes().first_chunk().copied().ok_or(Error::BadArgument)
}

/// Opens a refresh token: whose it is, before the store is asked.
///
/// # Errors
///
/// [`Error::Malformed`] when it is none; [`Error::BadSignature`] when it was not minted with a key of
/// the ring; [`Error::Limit`] when it is longer than any; [`Error::UnknownKey`] and
/// [`Error::WeakKey`] when no key of the ring can mint; [`Error::BadArgument`].
pub fn open<'k>(ring: impl Into<KeyRing<'k>>, token: &[u8]) -> Result<Refresh, Error> {
    let ring = ring.into().checked()?;
    if token.len() > MAX_REFRESH_TOKEN {
        return Err(Error::Limit);
    }
    let mut parts = token.split(|byte| *byte == b'.');
    let (Some(text), Some(tag), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Error::Malformed);
    };
    let mut payload = [0; PAYLOAD_LEN];
    if base64url::decoded_len(text.len()) != PAYLOAD_LEN {
        return Err(Error::Malformed);
    }
    let payload = base64url::decode(text, &mut payload)?;
    let mut bytes = [0; 64];
    let tag = base64url::decode_tag(tag, &mut bytes)?;
    let Some(([VERSION], rest)) = payload.split_first_chunk() else { return Err(Error::Malformed) };
    let (family, rest) = rest.split_first_chunk().ok_or(Error::Malformed)?;
    let (generation, subject) = rest.split_first_chunk().ok_or(Error::Malformed)?;
    let subject = Tag::try_from(subject).ok().filter(|tag| *tag != NONE).ok_or(Error::Malformed)?;
    ring.find_seal(Purpose::Refresh, |sub_key| sub_key.mac(&[payload]).matches(tag))?;
    Ok(Refresh { family: *family, subject, generation: u64::from_be_bytes(*generation), ..Refresh::EMPTY })
}

/// Starts a family for a subject, and for a `client` if only that one may use it. `entropy` is the
/// family's name and must come from a cryptographic random generator; `now` is in Unix
/// milliseconds. The application's bytes, usually the claims of the access tokens, are given to
/// [`Transition::decide`].
///
/// # Errors
///
/// [`Error::BadArgument`] when a text is empty, a lifetime is 0 or over
/// [`MAX_LIFETIME`](crate::limits::MAX_LIFETIME), or `now` is out of range; [`Error::Limit`] when a text
/// is too long; [`Error::KeyUse`] and [`Error::WeakKey`] when the key can't mint. Later
/// [`Error::BadArgument`] when `entropy` was used before.
pub fn start<'k>(
    namespace: &str,
    ring: impl Into<KeyRing<'k>>,
    entropy: &[u8; 16],
    subject: &str,
    client: Option<&str>,
    lifetime: Lifetime,
    now: i64,
) -> Result<Transition, Error> {
    let mut transition = Transition::new(Op::RefreshStart, now)?;
    let (idle, expires_at) = lifetime.check(now)?;
    check_namespace(namespace)?;
    transition.client = client_tag(namespace, client)?;
    let subject = subject_tag(namespace, subject)?;
    transition.refresh = Refresh {
        family: *entropy,
        subject,
        generation: 1,
        key_id: signing_id(ring.into())?,
        created: now,
        expires_at,
        idle,
        ..Refresh::EMPTY
    };
    transition.set_keys(&[family_key(namespace, entropy), subject_key(namespace, &subject)]);
    Ok(transition)
}

/// Replaces the token that was [`open`]ed by the next one. For `grace` milliseconds after it was
/// replaced it gives the same successor again. `now` is in Unix milliseconds.
///
/// # Errors
///
/// [`Error::BadArgument`], [`Error::Limit`], [`Error::KeyUse`] and [`Error::WeakKey`] for the
/// arguments. Later [`Error::RefreshUnknown`], [`Error::RefreshEnded`], [`Error::RefreshReused`],
/// [`Error::Revoked`] when all of the subject was ended, [`Error::RefreshExpired`],
/// [`Error::WrongClient`].
pub fn rotate<'k>(
    namespace: &str,
    ring: impl Into<KeyRing<'k>>,
    presented: &Refresh,
    client: Option<&str>,
    grace: u64,
    now: i64,
) -> Result<Transition, Error> {
    check_namespace(namespace)?;
    let mut transition = Transition::new(Op::RefreshRotate, now)?;
    if grace > MAX_GRACE {
        return Err(Error::BadArgument);
    }
    transition.client = client_tag(namespace, client)?;
    transition.limit = i64::try_from(grace).map_err(|_| Error::BadArgument)?;
    let key_id = signing_id(ring.into())?;
    transition.generation = presented.generation;
    transition.refresh =
        Refresh { family: presented.family, subject: presented.subject, key_id, ..Refresh::EMPTY };
    transition
        .set_keys(&[family_key(namespace, &presented.family), subject_key(namespace, &presented.subject)]);
    Ok(transition)
}

/// Ends the family of the token that was [`open`]ed: log out here. `now` is in Unix milliseconds.
///
/// # Errors
///
/// [`Error::BadArgument`] when `now` is out of range; [`Error::Limit`].
pub fn end(namespace: &str, presented: &Refresh, now: i64) -> Result<Transition, Error> {
    check_namespace(namespace)?;
    let mut transition = Transition::new(Op::RefreshEnd, now)?;
    transition.set_keys(&[family_key(namespace, &presented.family)]);
    Ok(transition)
}

/// Ends all families, sessions and revocable tokens of the token's subject: log out everywhere.
/// `now` is in Unix milliseconds.
///
/// # Errors
///
/// [`Error::BadArgument`] when `now` is out of range; [`Error::Limit`].
pub fn end_all(namespace: &str, presented: &Refresh, now: i64) -> Result<Transition, Error> {
    check_namespace(namespace)?;
    end_all_of(subject_key(namespace, &presented.subject), now)
}

/// The id of the key that mints.
fn signing_id(ring: KeyRing<'_>) -> Result<[u8; 8], Error> {
    let key = ring.checked()?.signing_key();
    key.check_seal()?;
    key_id(key)
}
