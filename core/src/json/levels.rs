//! The objects and arrays that have not ended, the innermost last, and which names were seen in each.

use crate::Error;
use crate::limits::{MAX_DEPTH, MAX_MEMBERS};

/// Words of bits for the names of all objects.
const WORDS: usize = 32;

// Arrays, of which there is nothing to copy into place when they are cleared.
#[derive(Clone, Debug)]
pub(super) struct Levels {
    depth: usize,
    is_object: [bool; MAX_DEPTH],
    members: [u16; MAX_DEPTH],
    /// Where an object's first name stands.
    starts: [usize; MAX_DEPTH],
    /// Three bits for each name seen, by its hash and where its object starts: as long as one of a name's bits
    /// is clear, no duplicate is possible, and no name need be compared.
    seen: [u64; WORDS],
}

impl Levels {
    pub(super) const fn new() -> Self {
        Self {
            depth: 0,
            is_object: [false; MAX_DEPTH],
            members: [0; MAX_DEPTH],
            starts: [0; MAX_DEPTH],
            seen: [0; WORDS],
        }
    }

    pub(super) const fn depth(&self) -> usize {
        self.depth
    }

    /// Enters an object or an array, of which the first thing stands at `start`.
    pub(super) fn open(&mut self, is_object: bool, start: usize) -> Result<(), Error> {
        let index = self.depth;
        *self.is_object.get_mut(index).ok_or(Error::Limit)? = is_object;
        if let (Some(members), Some(place)) = (self.members.get_mut(index), self.starts.get_mut(index)) {
            (*members, *place) = (0, start);
        }
        self.depth = self.depth.saturating_add(1);
        Ok(())
    }

    pub(super) fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    #[inline]
    fn innermost(&self) -> usize {
        self.depth.wrapping_sub(1)
    }

    /// Whether the innermost is an object.
    #[inline]
    pub(super) fn is_object(&self) -> bool {
        self.is_object.get(self.innermost()).is_some_and(|is_object| *is_object)
    }

    /// Where the first name of the innermost stands.
    #[inline]
    pub(super) fn start(&self) -> usize {
        self.starts.get(self.innermost()).copied().unwrap_or(0)
    }

    /// Takes note of a name of the innermost object by its hash; whether it can't have been there before.
    #[inline]
    pub(super) fn add(&mut self, hash: u64) -> bool {
        // Another product for each object, so that their names are strangers to one another.
        let bits = (hash ^ self.start() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut is_new = false;
        for place in [bits >> 53, bits >> 42, bits >> 31] {
            let Some(seen) = usize::try_from((place >> 6) & 31).ok().and_then(|word| self.seen.get_mut(word))
            else {
                return false;
            };
            let bit = 1_u64 << (place & 63);
            is_new |= *seen & bit == 0;
            *seen |= bit;
        }
        is_new
    }

    /// Counts a member of the innermost object.
    #[inline]
    pub(super) fn count(&mut self) -> Result<(), Error> {
        let index = self.innermost();
        let members = self.members.get_mut(index).ok_or(Error::Malformed)?;
        if usize::from(*members) >= MAX_MEMBERS {
            return Err(Error::Limit);
        }
        *members = members.wrapping_add(1);
        Ok(())
    }
}
