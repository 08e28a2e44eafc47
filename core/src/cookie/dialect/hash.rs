//! SHA-1, SHA-256 and SHA-512 as one object, over the block functions of `sha1` and `sha2`: what is
//! generic over three hash functions is compiled three times.

use core::slice;

use sha1::block_api::compress as compress160;
use sha2::block_api::compress512;
use zeroize::Zeroize;

use super::mac::{Digest, Tag};
use crate::bytes::copy;
use crate::mac::{INITIAL_256, INITIAL_512, compress256};

/// FIPS 180-4 section 5.3.1.
const INITIAL_160: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];

/// The greatest block, SHA-512's, in bytes.
pub(super) const MAX_BLOCK: usize = 128;

/// A hash of what comes piece by piece. Its state is wiped when it is dropped.
#[derive(Clone)]
pub(super) struct Hash {
    digest: Digest,
    /// Words of 32 bits stand in the lower halves.
    state: [u64; 8],
    block: [u8; MAX_BLOCK],
    /// Bytes of the block that wait. Fewer than a block.
    filled: usize,
    /// Bytes that have come.
    total: u64,
}

impl Hash {
    pub(super) fn new(digest: Digest) -> Self {
        let mut hash = Self { digest, state: INITIAL_512, block: [0; MAX_BLOCK], filled: 0, total: 0 };
        match digest {
            Digest::Sha1 => hash.set_words(&INITIAL_160),
            Digest::Sha256 => hash.set_words(&INITIAL_256),
            Digest::Sha512 => {}
        }
        hash
    }

    pub(super) fn update(&mut self, mut piece: &[u8]) {
        self.total = self.total.wrapping_add(piece.len() as u64);
        let block_len = self.digest.block_len();
        while !piece.is_empty() {
            let copied = copy(self.block.get_mut(self.filled..block_len).unwrap_or(&mut []), piece);
            piece = piece.get(copied..).unwrap_or(&[]);
            self.filled = self.filled.saturating_add(copied);
            if self.filled >= block_len {
                self.compress();
            }
        }
    }

    /// Pads (FIPS 180-4 section 5.1) and gives the hash. It is always taken for a key.
    #[inline(never)]
    pub(super) fn finish(mut self) -> Tag {
        let bits = self.total.wrapping_mul(8);
        self.update(&[0x80]);
        let block_len = self.digest.block_len();
        // The field for the length is an eighth of a block.
        let before_length = block_len.saturating_sub(block_len / 8);
        let filled = self.filled;
        self.clear_from(filled);
        if filled > before_length {
            self.compress();
            self.clear_from(0);
        }
        if let Some(field) = self.block.get_mut(..block_len).and_then(<[u8]>::last_chunk_mut) {
            *field = bits.to_be_bytes();
        }
        self.compress();
        let mut tag = Tag::empty(self.digest.hash_len());
        if matches!(self.digest, Digest::Sha512) {
            for (bytes, word) in tag.bytes.as_chunks_mut().0.iter_mut().zip(&self.state) {
                *bytes = word.to_be_bytes();
            }
        } else {
            for (bytes, word) in tag.bytes.as_chunks_mut().0.iter_mut().zip(&self.state) {
                *bytes = low_half(*word).to_be_bytes();
            }
        }
        tag
    }

    fn clear_from(&mut self, start: usize) {
        self.block.get_mut(start..).unwrap_or(&mut []).fill(0);
    }

    #[inline(never)]
    fn compress(&mut self) {
        self.filled = 0;
        match self.digest {
            Digest::Sha1 => self.compress_words(compress160),
            Digest::Sha256 => self.compress_words(compress256),
            Digest::Sha512 => compress512(&mut self.state, slice::from_ref(&self.block)),
        }
    }

    fn compress_words<const WORDS: usize>(&mut self, compress: fn(&mut [u32; WORDS], &[[u8; 64]])) {
        let mut words = [0; WORDS];
        for (word, wide) in words.iter_mut().zip(&self.state) {
            *word = low_half(*wide);
        }
        compress(&mut words, self.block.first_chunk().map_or(&[], slice::from_ref));
        self.set_words(&words);
        words.zeroize();
    }

    fn set_words(&mut self, words: &[u32]) {
        for (wide, word) in self.state.iter_mut().zip(words) {
            *wide = u64::from(*word);
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the upper half is zero")]
const fn low_half(word: u64) -> u32 {
    word as u32
}

impl Drop for Hash {
    #[inline(never)]
    fn drop(&mut self) {
        self.state.as_mut_slice().zeroize();
        self.block.as_mut_slice().zeroize();
    }
}

#[cfg(test)]
mod tests {
    use sha2::Digest as _;

    use super::{Digest, Hash};

    /// What the crates' own hashers say, at every length, however the data are cut.
    #[test]
    fn agrees_with_the_crates() {
        let data: [u8; 300] = core::array::from_fn(|i| u8::try_from(i % 251).unwrap());
        for len in 0..data.len() {
            let data = &data[..len];
            for (digest, expected) in [
                (Digest::Sha1, sha1::Sha1::digest(data).to_vec()),
                (Digest::Sha256, sha2::Sha256::digest(data).to_vec()),
                (Digest::Sha512, sha2::Sha512::digest(data).to_vec()),
            ] {
                for cut in [0, len / 3, len] {
                    let mut hash = Hash::new(digest);
                    hash.update(&data[..cut]);
                    hash.update(&data[cut..]);
                    assert_eq!(hash.finish().as_bytes(), expected, "{digest:?} {len} {cut}");
                }
            }
        }
    }
}
