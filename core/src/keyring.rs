//! Which key signs, and which keys may verify.

use core::slice;

use crate::key::{Purpose, SubKey};
use crate::{Algorithm, Error, Key};

/// The keys of one application: the first signs, all verify.
///
/// To change keys, put the new one behind the old one everywhere, then move it to the front, and
/// drop the old one when what it signed has expired.
///
/// ```
/// use tokenseal::{Algorithm, Key, KeyRing};
///
/// let mut keys = [
///     Key::new(Algorithm::Hs256, b"the new secret, at least 32 bytes")?,
///     Key::new(Algorithm::Hs256, b"the old secret, at least 32 bytes")?,
/// ];
/// keys[0].set_kid("2026-11")?;
/// keys[1].set_kid("2026-05")?;
/// let ring = KeyRing::new(&keys)?;
/// assert_eq!(ring.signing_key().kid(), Some("2026-11"));
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct KeyRing<'a> {
    keys: &'a [Key],
    first: &'a Key,
}

impl<'a> KeyRing<'a> {
    /// A ring of these keys.
    ///
    /// # Errors
    ///
    /// [`Error::BadArgument`] when there is none, or one is not initialised.
    pub fn new(keys: &'a [Key]) -> Result<Self, Error> {
        match keys {
            [first, ..] if keys.iter().all(Key::is_initialized) => Ok(Self { keys, first }),
            _ => Err(Error::BadArgument),
        }
    }

    /// A ring that may be one of a single key: only that one has not been looked at by [`new`](Self::new).
    ///
    /// # Errors
    ///
    /// [`Error::BadArgument`] when it is not initialised.
    pub(crate) fn checked(self) -> Result<Self, Error> {
        if self.first.is_initialized() { Ok(self) } else { Err(Error::BadArgument) }
    }

    /// The key that signs: the first.
    #[must_use]
    pub const fn signing_key(&self) -> &'a Key {
        self.first
    }

    /// All keys, in their order.
    #[must_use]
    pub const fn keys(&self) -> &'a [Key] {
        self.keys
    }

    /// The place of the first key that `opens` something with this `kid` and `alg` (`None`: an
    /// algorithm that does not exist here). Something with a `kid` is tried with the keys of that
    /// name, then with those that have none; without one, with all.
    pub(crate) fn find(
        &self,
        kid: Option<&[u8]>,
        algorithm: Option<Algorithm>,
        opens: impl Fn(&Key) -> bool,
    ) -> Result<usize, Error> {
        let mut error = Error::UnknownKey;
        let rounds: &[Option<&[u8]>] = if kid.is_some() { &[kid, None] } else { &[None] };
        for wanted in rounds {
            for (index, key) in (0..self.keys.len()).zip(self.keys) {
                if (kid.is_some() && !key.is_named(*wanted)) || !key.may_verify() {
                    continue;
                }
                if key.algorithm().ok() != algorithm || algorithm.is_none() {
                    if error == Error::UnknownKey {
                        error = Error::AlgorithmMismatch;
                    }
                } else if opens(key) {
                    return Ok(index);
                } else {
                    error = Error::BadSignature;
                }
            }
        }
        Err(error)
    }
}

impl KeyRing<'_> {
    /// The place of the first key that `opens` something sealed under the sub-key of a purpose.
    pub(crate) fn find_seal(
        &self,
        purpose: Purpose,
        opens: impl Fn(&SubKey<'_>) -> bool,
    ) -> Result<usize, Error> {
        let mut error = Error::UnknownKey;
        for (index, key) in (0..self.keys.len()).zip(self.keys) {
            if !key.may_verify() {
                continue;
            }
            match key.sub_key(purpose) {
                Ok(sub_key) if opens(&sub_key) => return Ok(index),
                Ok(_) => error = Error::BadSignature,
                Err(weak) if error == Error::UnknownKey => error = weak,
                Err(_) => {}
            }
        }
        Err(error)
    }
}

impl<'a> From<&'a Key> for KeyRing<'a> {
    /// A ring of one. A key that is not initialised opens nothing: [`Error::BadArgument`] where the
    /// ring is used.
    fn from(key: &'a Key) -> Self {
        Self { keys: slice::from_ref(key), first: key }
    }
}

impl<'a> From<&KeyRing<'a>> for KeyRing<'a> {
    fn from(ring: &KeyRing<'a>) -> Self {
        *ring
    }
}
