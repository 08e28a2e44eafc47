//! HMAC (RFC 2104) with SHA-2, from states that are computed once per key.
//!
//! The block functions are the `sha2` crate's. The states are kept as plain integers, so that a
//! key can live in memory that a C caller allocated.

use core::slice;

use ctutils::CtEq;
use sha2::block_api::{compress256, compress512};
use zeroize::Zeroize;

use crate::Error;
use crate::bytes::{copy, wipe};

/// The algorithms that exist here (RFC 7518 section 3.2). It belongs to the key, never to the
/// token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with SHA-256.
    Hs256 = 1,
    /// HMAC with SHA-384.
    Hs384 = 2,
    /// HMAC with SHA-512.
    Hs512 = 3,
}

impl Algorithm {
    /// The name in a token's `alg`: `HS256`, `HS384` or `HS512`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Hs384 => "HS384",
            Self::Hs512 => "HS512",
        }
    }

    /// The algorithm of that name, compared exactly.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Hs256, Self::Hs384, Self::Hs512].into_iter().find(|algorithm| algorithm.name() == name)
    }

    /// Length of the MAC in bytes, and the least length of a secret: 32, 48 or 64.
    #[must_use]
    pub const fn hash_len(self) -> usize {
        match self {
            Self::Hs256 => 32,
            Self::Hs384 => 48,
            Self::Hs512 => 64,
        }
    }

    pub(crate) const fn from_number(number: u32) -> Option<Self> {
        match number {
            1 => Some(Self::Hs256),
            2 => Some(Self::Hs384),
            3 => Some(Self::Hs512),
            _ => None,
        }
    }
}

pub(crate) const INITIAL_256: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
const INITIAL_384: [u64; 8] = [
    0xcbbb_9d5d_c105_9ed8,
    0x629a_292a_367c_d507,
    0x9159_015a_3070_dd17,
    0x152f_ecd8_f70e_5939,
    0x6733_2667_ffc0_0b31,
    0x8eb4_4a87_6858_1511,
    0xdb0c_2e0d_64f9_8fa7,
    0x47b5_481d_befa_4fa4,
];
pub(crate) const INITIAL_512: [u64; 8] = [
    0x6a09_e667_f3bc_c908,
    0xbb67_ae85_84ca_a73b,
    0x3c6e_f372_fe94_f82b,
    0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1,
    0x9b05_688c_2b3e_6c1f,
    0x1f83_d9ab_fb41_bd6b,
    0x5be0_cd19_137e_2179,
];

/// The greatest block, SHA-512's, in bytes.
const MAX_BLOCK: usize = 128;
/// The greatest MAC in bytes.
const MAX_TAG: usize = 64;

/// A MAC. Compared in constant time, and only so.
pub(crate) struct Tag {
    bytes: [u8; MAX_TAG],
    len: usize,
}

impl Tag {
    pub(crate) const EMPTY: Self = Self { bytes: [0; MAX_TAG], len: 0 };

    pub(crate) fn wipe(&mut self) {
        wipe(&mut self.bytes);
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or(&[])
    }

    /// Whether it equals `other`, in constant time.
    pub(crate) fn matches(&self, other: &[u8]) -> bool {
        same(self.as_bytes(), other)
    }
}

/// Whether two are equal, in constant time. The verdict is public, and so are the lengths: this is
/// the one place where something that depends on a secret becomes a branch. Not inlined, because
/// `tests/hostile/constant_time` finds it by its name.
#[inline(never)]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).to_bool()
}

/// The hash states of a key after its inner and its outer padding: 16 words of SHA-256, or 16 of
/// SHA-512 as pairs.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct States([u32; 32]);

impl States {
    pub(crate) const EMPTY: Self = Self([0; 32]);

    /// Sets the states for a secret of any length.
    pub(crate) fn init(&mut self, algorithm: Algorithm, secret: &[u8]) {
        let mut block = [0; MAX_BLOCK];
        let block_len = if matches!(algorithm, Algorithm::Hs256) { 64 } else { MAX_BLOCK };
        if secret.len() > block_len {
            hash(algorithm, secret, &mut block);
        } else {
            copy(&mut block, secret);
        }
        for (padding, outer) in [(0x36, false), (0x5c, true)] {
            let mut padded = block;
            for byte in &mut padded {
                *byte ^= padding;
            }
            match algorithm {
                Algorithm::Hs256 => {
                    let mut state = INITIAL_256;
                    compress256(
                        &mut state,
                        padded.as_chunks().0.split_at_checked(1).map_or(&[], |(first, _)| first),
                    );
                    self.store_256(outer, &state);
                    state.zeroize();
                }
                Algorithm::Hs384 | Algorithm::Hs512 => {
                    let mut state = initial_512(algorithm);
                    compress512(&mut state, padded.as_chunks().0);
                    self.store_512(outer, &state);
                    state.zeroize();
                }
            }
            wipe(&mut padded);
        }
        wipe(&mut block);
    }

    /// The MAC of the parts, one after the other.
    pub(crate) fn mac(&self, algorithm: Algorithm, parts: &[&[u8]]) -> Tag {
        let mut tag = Tag::EMPTY;
        self.mac_into(algorithm, parts, &mut tag);
        tag
    }

    /// The same in place, for a MAC that is itself a secret.
    pub(crate) fn mac_into(&self, algorithm: Algorithm, parts: &[&[u8]], tag: &mut Tag) {
        tag.len = algorithm.hash_len();
        self.run(algorithm, parts, tag);
        // The states don't fit into the registers, and leave copies.
        scrub_states(algorithm);
    }

    /// Not inlined, so that all that it leaves is below the caller's frame.
    #[inline(never)]
    fn run(&self, algorithm: Algorithm, parts: &[&[u8]], tag: &mut Tag) {
        match algorithm {
            Algorithm::Hs256 => {
                let mut state = self.load_256(false);
                absorb::<64, 8, _>(&mut state, compress256, 64, parts);
                let mut last = outer_block(32);
                write_256(&state, &mut last);
                state = self.load_256(true);
                compress256(&mut state, slice::from_ref(&last));
                write_256(&state, &mut tag.bytes);
            }
            Algorithm::Hs384 | Algorithm::Hs512 => {
                let mut state = self.load_512(false);
                absorb::<128, 16, _>(&mut state, compress512, 128, parts);
                let mut last = outer_block(tag.len);
                write_512(&state, last.get_mut(..tag.len).unwrap_or(&mut []));
                state = self.load_512(true);
                compress512(&mut state, slice::from_ref(&last));
                write_512(&state, &mut tag.bytes);
            }
        }
    }

    fn load_256(&self, outer: bool) -> [u32; 8] {
        let [inner_words, outer_words, ..] = self.0.as_chunks::<8>().0 else { return [0; 8] };
        if outer { *outer_words } else { *inner_words }
    }

    fn store_256(&mut self, outer: bool, state: &[u32; 8]) {
        if let [inner_words, outer_words, ..] = self.0.as_chunks_mut::<8>().0 {
            *(if outer { outer_words } else { inner_words }) = *state;
        }
    }

    fn load_512(&self, outer: bool) -> [u64; 8] {
        let mut state = [0; 8];
        let pairs = self.0.as_chunks::<2>().0.iter().skip(if outer { 8 } else { 0 });
        for (word, [high, low]) in state.iter_mut().zip(pairs) {
            *word = (u64::from(*high) << 32) | u64::from(*low);
        }
        state
    }

    fn store_512(&mut self, outer: bool, state: &[u64; 8]) {
        let pairs = self.0.as_chunks_mut::<2>().0.iter_mut().skip(if outer { 8 } else { 0 });
        for (word, pair) in state.iter().zip(pairs) {
            *pair = [high_half(*word), low_half(*word)];
        }
    }
}

impl Zeroize for States {
    /// Not inlined: a key has six of them.
    #[inline(never)]
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

/// Overwrites the stack below the caller, where the block functions have left their schedules.
pub(crate) fn scrub_stack() {
    scrub::<256>();
}

/// The same, as deep as one algorithm needs it: microcontrollers have stacks that are no larger.
pub(crate) fn scrub_states(algorithm: Algorithm) {
    match algorithm {
        Algorithm::Hs256 => scrub::<128>(),
        Algorithm::Hs384 | Algorithm::Hs512 => scrub_stack(),
    }
}

/// The same, so many times eight bytes deep. Who can see what happens to them has to have zeros there;
/// `tests/hostile/wiping` scans for what is left.
#[inline(never)]
fn scrub<const WORDS: usize>() {
    let mut below = [0_u64; WORDS];
    core::hint::black_box(&mut below);
}

/// Runs something in frames of its own, and overwrites the stack where they were: hash functions
/// that are objects leave a copy of their state wherever they are moved to.
#[cfg(feature = "dialects")]
pub(crate) fn scrubbed<T>(run: impl FnOnce() -> T) -> T {
    #[inline(never)]
    fn apart<T>(run: impl FnOnce() -> T) -> T {
        run()
    }
    let done = apart(run);
    scrub::<1024>();
    done
}

/// SHA-256, SHA-384 or SHA-512 of `data`, into the front of `out`.
#[inline(never)]
fn hash(algorithm: Algorithm, data: &[u8], out: &mut [u8; MAX_BLOCK]) {
    if matches!(algorithm, Algorithm::Hs256) {
        let mut state = INITIAL_256;
        absorb::<64, 8, _>(&mut state, compress256, 0, &[data]);
        write_256(&state, out);
    } else {
        let mut state = initial_512(algorithm);
        absorb::<128, 16, _>(&mut state, compress512, 0, &[data]);
        let mut digest = [0; MAX_TAG];
        write_512(&state, &mut digest);
        copy(out, digest.get(..algorithm.hash_len()).unwrap_or(&[]));
        wipe(&mut digest);
    }
}

fn initial_512(algorithm: Algorithm) -> [u64; 8] {
    if matches!(algorithm, Algorithm::Hs384) { INITIAL_384 } else { INITIAL_512 }
}

/// Feeds the parts and the closing padding (FIPS 180-4 section 5.1) to a state that has already
/// seen `before` bytes, a whole number of blocks. `LENGTH` is the size of the length field.
///
/// Its copy of the last blocks stays on the stack: the callers are never inlined, and what was below
/// their caller is overwritten afterwards.
#[inline]
fn absorb<const BLOCK: usize, const LENGTH: usize, S>(
    state: &mut S,
    compress: fn(&mut S, &[[u8; BLOCK]]),
    before: u64,
    parts: &[&[u8]],
) {
    // What is no whole block; at the end with the padding, of which a part may need the second.
    let mut last = [[0; BLOCK]; 2];
    let mut filled = 0_usize;
    let mut total = before;
    for part in parts {
        // No slice is longer than u64 can say, and the sum of a few stays far below.
        total = total.wrapping_add(part.len() as u64);
        let mut rest = *part;
        let [block, _] = &mut last;
        if filled > 0 {
            let copied = copy(block.get_mut(filled..).unwrap_or(&mut []), rest);
            filled = filled.saturating_add(copied);
            rest = rest.get(copied..).unwrap_or(&[]);
            if filled < BLOCK {
                continue;
            }
            compress(state, slice::from_ref(block));
            *block = [0; BLOCK];
        }
        let (blocks, tail) = rest.as_chunks::<BLOCK>();
        if !blocks.is_empty() {
            compress(state, blocks);
        }
        filled = copy(block, tail);
    }
    let length = total.wrapping_mul(8).to_be_bytes();
    let [block, second] = &mut last;
    if let Some(mark) = block.get_mut(filled) {
        *mark = 0x80;
    }
    if filled.saturating_add(LENGTH) < BLOCK {
        put_last(block, length);
        compress(state, slice::from_ref(block));
    } else {
        put_last(second, length);
        compress(state, &last);
    }
}

/// The one block of the outer hash that comes after the padded key: room for the inner digest, and the
/// padding.
fn outer_block<const BLOCK: usize>(digest_len: usize) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    if let Some(mark) = block.get_mut(digest_len) {
        *mark = 0x80;
    }
    put_last(&mut block, (BLOCK.wrapping_add(digest_len) as u64).wrapping_mul(8).to_be_bytes());
    block
}

fn put_last(block: &mut [u8], length: [u8; 8]) {
    if let Some(field) = block.last_chunk_mut::<8>() {
        *field = length;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the other half is kept beside it")]
const fn low_half(word: u64) -> u32 {
    word as u32
}

const fn high_half(word: u64) -> u32 {
    low_half(word >> 32)
}

fn write_256(state: &[u32; 8], out: &mut [u8]) {
    for (bytes, word) in out.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *bytes = word.to_be_bytes();
    }
}

fn write_512(state: &[u64; 8], out: &mut [u8]) {
    for (bytes, word) in out.as_chunks_mut::<8>().0.iter_mut().zip(state) {
        *bytes = word.to_be_bytes();
    }
}

/// Compares a MAC with the one that was expected.
pub(crate) fn check_tag(tag: &Tag, presented: &[u8]) -> Result<(), Error> {
    if tag.matches(presented) { Ok(()) } else { Err(Error::BadSignature) }
}

#[cfg(test)]
mod tests {
    use hmac::{Hmac, KeyInit, Mac};

    use super::{Algorithm, States};

    /// What the `hmac` crate says of the same bytes.
    fn peer(algorithm: Algorithm, secret: &[u8], data: &[u8]) -> Vec<u8> {
        match algorithm {
            Algorithm::Hs256 => Hmac::<sha2::Sha256>::new_from_slice(secret)
                .unwrap()
                .chain_update(data)
                .finalize()
                .into_bytes()
                .to_vec(),
            Algorithm::Hs384 => Hmac::<sha2::Sha384>::new_from_slice(secret)
                .unwrap()
                .chain_update(data)
                .finalize()
                .into_bytes()
                .to_vec(),
            Algorithm::Hs512 => Hmac::<sha2::Sha512>::new_from_slice(secret)
                .unwrap()
                .chain_update(data)
                .finalize()
                .into_bytes()
                .to_vec(),
        }
    }

    #[test]
    fn agrees_with_the_hmac_crate_at_every_length() {
        let data: [u8; 300] = core::array::from_fn(|i| u8::try_from(i % 251).unwrap());
        for algorithm in [Algorithm::Hs256, Algorithm::Hs384, Algorithm::Hs512] {
            for len in 0..data.len() {
                let secret = &data[..(len * 7) % 290];
                let mut states = States::EMPTY;
                states.init(algorithm, secret);
                let tag = states.mac(algorithm, &[&data[..len]]);
                assert_eq!(tag.as_bytes(), peer(algorithm, secret, &data[..len]), "{algorithm:?} {len}");
            }
        }
    }

    #[test]
    fn where_the_parts_are_cut_does_not_matter() {
        let data: [u8; 300] = core::array::from_fn(|i| u8::try_from(i % 241).unwrap());
        for algorithm in [Algorithm::Hs256, Algorithm::Hs512] {
            let mut states = States::EMPTY;
            states.init(algorithm, b"secret");
            let whole = states.mac(algorithm, &[&data]);
            for first in (0..data.len()).step_by(3) {
                let (a, rest) = data.split_at(first);
                for second in (0..rest.len()).step_by(7) {
                    let (b, c) = rest.split_at(second);
                    assert!(states.mac(algorithm, &[a, b, &[], c]).matches(whole.as_bytes()));
                }
            }
        }
    }
}
