//! The secrets of a framework, and which of them made a tag.

use core::fmt;

use super::MAX_SECRETS;
use super::mac::Tag;
use crate::Error;
use crate::limits::MAX_SECRET;

/// A framework's secrets, in the order in which it wants them itself.
///
/// The rules for them are the framework's too: any length from 1 to
/// [`MAX_SECRET`](crate::limits::MAX_SECRET) bytes, unless the dialect says otherwise. There may be
/// [`MAX_SECRETS`]. None of them may be the secret of a [`Key`](crate::Key).
#[derive(Clone, Copy)]
pub struct Secrets<'a>(&'a [&'a [u8]]);

impl<'a> Secrets<'a> {
    /// These secrets. They are checked when they are used.
    #[must_use]
    pub const fn new(secrets: &'a [&'a [u8]]) -> Self {
        Self(secrets)
    }

    pub(super) fn check(self, least: usize) -> Result<(), Error> {
        if self.0.is_empty() {
            Err(Error::BadArgument)
        } else if self.0.len() > MAX_SECRETS || self.0.iter().any(|secret| secret.len() > MAX_SECRET) {
            Err(Error::Limit)
        } else if self.0.iter().any(|secret| secret.len() < least) {
            Err(Error::WeakKey)
        } else {
            Ok(())
        }
    }

    pub(super) const fn as_slice(self) -> &'a [&'a [u8]] {
        self.0
    }

    pub(super) fn first(self) -> Result<&'a [u8], Error> {
        self.0.first().copied().ok_or(Error::BadArgument)
    }

    pub(super) fn last(self) -> Result<&'a [u8], Error> {
        self.0.last().copied().ok_or(Error::BadArgument)
    }

    /// The place of the secret with which `tag` makes the tag that was presented.
    pub(super) fn find(
        self,
        order: Order,
        presented: &[u8],
        tag: &dyn Fn(&[u8]) -> Result<Tag, Error>,
    ) -> Result<usize, Error> {
        for step in 0..self.0.len() {
            let index = match order {
                Order::FirstSigns => step,
                Order::LastSigns => self.0.len().saturating_sub(step).saturating_sub(1),
            };
            let secret = self.0.get(index).ok_or(Error::BadArgument)?;
            if tag(secret)?.matches(presented) {
                return Ok(index);
            }
        }
        Err(Error::BadSignature)
    }
}

/// Which secret signs. It is tried first.
#[derive(Clone, Copy)]
pub(super) enum Order {
    FirstSigns,
    LastSigns,
}

impl fmt::Debug for Secrets<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}
