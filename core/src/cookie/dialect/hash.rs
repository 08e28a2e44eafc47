//! The hash functions of the frameworks, over the block functions of `sha1` and `sha2`: one hash object for
//! all three, so that what is built on it exists once.

use sha1::block_api::compress as compress160;
use sha2::block_api::{compress256, compress512};

use super::mac::Tag;
use crate::bytes::copy;
use crate::mac::{INITIAL_256, INITIAL_512};

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
#[non_exhaustive]
pub enum Digest {
    /// SHA-1. Within HMAC, where the frameworks have it, it has not been broken.
    Sha1 = 1,
    /// SHA-256.
    Sha256 = 2,
    /// SHA-512.
    Sha512 = 3,
}

impl Digest {
    /// The name: `sha1`, `sha256` or `sha512`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }

    /// The hash function of that name, compared exactly.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Sha1, Self::Sha256, Self::Sha512].into_iter().find(|digest| digest.name() == name)
    }

    /// Length of the hash in bytes.
    pub(super) const fn hash_len(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => MAX_HASH,
        }
    }

    /// Length of a block in bytes.
    pub(super) const fn block_len(self) -> usize {
        match self {
            Self::Sha1 | Self::Sha256 => 64,
            Self::Sha512 => MAX_BLOCK,
        }
    }

    /// The hash of the parts, one after the other. It is always a key.
    pub(super) fn hash(self, parts: &[&[u8]]) -> Tag {
        let mut hash = Hash::new(self);
        for part in parts {
            hash.update(part);
        }
        hash.finish()
    }
}

/// The greatest hash in bytes.
pub(super) const MAX_HASH: usize = 64;
/// The greatest block in bytes.
pub(super) const MAX_BLOCK: usize = 128;

const INITIAL_160: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];

/// A hash of what comes piece by piece. It does not wipe itself: who seals or opens overwrites the stack
/// where it was.
#[derive(Clone)]
pub(super) struct Hash {
    state: State,
    /// What is no whole block yet.
    block: [u8; MAX_BLOCK],
    filled: usize,
    total: u64,
}

#[derive(Clone)]
enum State {
    Sha1([u32; 5]),
    Sha256([u32; 8]),
    Sha512([u64; 8]),
}

impl Hash {
    pub(super) const fn new(digest: Digest) -> Self {
        let state = match digest {
            Digest::Sha1 => State::Sha1(INITIAL_160),
            Digest::Sha256 => State::Sha256(INITIAL_256),
            Digest::Sha512 => State::Sha512(INITIAL_512),
        };
        Self { state, block: [0; MAX_BLOCK], filled: 0, total: 0 }
    }

    const fn digest(&self) -> Digest {
        match self.state {
            State::Sha1(_) => Digest::Sha1,
            State::Sha256(_) => Digest::Sha256,
            State::Sha512(_) => Digest::Sha512,
        }
    }

    pub(super) fn update(&mut self, piece: &[u8]) {
        // No slice is longer than u64 can say, and the sum of a few stays far below.
        self.total = self.total.wrapping_add(piece.len() as u64);
        let mut rest = piece;
        while !rest.is_empty() {
            let copied = copy(self.room(), rest);
            self.filled = self.filled.saturating_add(copied);
            rest = rest.get(copied..).unwrap_or(&[]);
            if self.room().is_empty() {
                self.compress();
            }
        }
    }

    /// Closes with the padding (FIPS 180-4 section 5.1). What was seen is used up.
    pub(super) fn finish(&mut self) -> Tag {
        let bits = self.total.wrapping_mul(8).to_be_bytes();
        self.update(&[0x80]);
        self.room().fill(0);
        // SHA-512 says the length in 16 bytes, of which the first 8 are zero.
        if self.room().len() < self.digest().block_len() / 8 {
            self.compress();
            self.room().fill(0);
        }
        if let Some(length) = self.room().last_chunk_mut() {
            *length = bits;
        }
        self.compress();
        match &self.state {
            State::Sha1(words) => Tag::from_words(words.iter().map(|word| word.to_be_bytes())),
            State::Sha256(words) => Tag::from_words(words.iter().map(|word| word.to_be_bytes())),
            State::Sha512(words) => Tag::from_words(words.iter().map(|word| word.to_be_bytes())),
        }
    }

    /// The rest of the block.
    fn room(&mut self) -> &mut [u8] {
        let end = self.digest().block_len();
        self.block.get_mut(self.filled..end).unwrap_or(&mut [])
    }

    fn compress(&mut self) {
        let one = self.block.as_chunks().0.split_at_checked(1).map_or(&[][..], |(first, _)| first);
        match &mut self.state {
            State::Sha1(state) => compress160(state, one),
            State::Sha256(state) => compress256(state, one),
            State::Sha512(state) => compress512(state, self.block.as_chunks().0),
        }
        self.filled = 0;
    }
}

#[cfg(test)]
mod tests {
    use sha1::Sha1;
    use sha2::{Digest as _, Sha256, Sha512};

    use super::{Digest, Hash};

    /// What the crates themselves say of the same bytes.
    fn peer(digest: Digest, data: &[u8]) -> Vec<u8> {
        match digest {
            Digest::Sha1 => Sha1::digest(data).to_vec(),
            Digest::Sha256 => Sha256::digest(data).to_vec(),
            Digest::Sha512 => Sha512::digest(data).to_vec(),
        }
    }

    #[test]
    fn agrees_with_the_crates_at_every_length_however_it_is_cut() {
        let data: [u8; 300] = core::array::from_fn(|i| u8::try_from(i % 251).unwrap());
        for digest in [Digest::Sha1, Digest::Sha256, Digest::Sha512] {
            for len in 0..data.len() {
                let data = &data[..len];
                let expected = peer(digest, data);
                assert_eq!(digest.hash(&[data]).as_bytes(), expected, "{digest:?} {len}");
                for size in [1, 7, 63, 65, 129] {
                    let mut hash = Hash::new(digest);
                    data.chunks(size).for_each(|piece| hash.update(piece));
                    assert_eq!(hash.finish().as_bytes(), expected, "{digest:?} {len} {size}");
                }
            }
        }
    }

    #[test]
    fn names() {
        assert_eq!(Digest::from_name("sha1"), Some(Digest::Sha1));
        assert_eq!(Digest::from_name("sha256"), Some(Digest::Sha256));
        assert_eq!(Digest::from_name("sha512"), Some(Digest::Sha512));
        assert_eq!(Digest::from_name("SHA1"), None);
    }
}
