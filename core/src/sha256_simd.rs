//! The block function of SHA-256 (FIPS 180-4 section 6.2) for WebAssembly with SIMD: the schedule four
//! words at a time. `sha2` has the like, but with a bounds check that can panic, and its portable one
//! is a third slower and four times as long.

use core::arch::wasm32::{
    u8x16, u32x4, u32x4_add, u32x4_extract_lane, u32x4_shl, u32x4_shr, u32x4_shuffle, u64x2_shr, v128,
    v128_or, v128_xor,
};

/// The constants of the first 48 rounds, after each four of which the schedule goes on.
static EARLY: [[u32; 4]; 12] = [
    [0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5],
    [0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5],
    [0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3],
    [0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174],
    [0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc],
    [0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da],
    [0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7],
    [0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967],
    [0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13],
    [0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85],
    [0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3],
    [0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070],
];
/// Those of the last 16.
static LATE: [[u32; 4]; 4] = [
    [0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5],
    [0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3],
    [0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208],
    [0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2],
];

/// Takes whole blocks into the state.
pub(crate) fn compress256(state: &mut [u32; 8], blocks: &[[u8; 64]]) {
    for block in blocks {
        let [a, b, c, d] = block.as_chunks().0 else { return };
        let mut words = [load(a), load(b), load(c), load(d)];
        let mut work = *state;
        for constants in &EARLY {
            let [first, second, third, fourth] = words;
            work = four_rounds(work, first, constants);
            words = [second, third, fourth, next_words(first, second, third, fourth)];
        }
        for constants in &LATE {
            let [first, second, third, fourth] = words;
            work = four_rounds(work, first, constants);
            words = [second, third, fourth, first];
        }
        for (word, new) in state.iter_mut().zip(work) {
            *word = word.wrapping_add(new);
        }
    }
}

/// Four words, big-endian.
fn load(bytes: &[u8; 16]) -> v128 {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = *bytes;
    u8x16(d, c, b, a, h, g, f, e, l, k, j, i, p, o, n, m)
}

#[inline(always)]
fn four_rounds(mut work: [u32; 8], words: v128, constants: &[u32; 4]) -> [u32; 8] {
    let [a, b, c, d] = *constants;
    let added = u32x4_add(words, u32x4(a, b, c, d));
    work = round(work, u32x4_extract_lane::<0>(added));
    work = round(work, u32x4_extract_lane::<1>(added));
    work = round(work, u32x4_extract_lane::<2>(added));
    round(work, u32x4_extract_lane::<3>(added))
}

#[inline(always)]
#[expect(clippy::many_single_char_names, reason = "as the standard names them")]
const fn round([a, b, c, d, e, f, g, h]: [u32; 8], added: u32) -> [u32; 8] {
    let t1 = h
        .wrapping_add(e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25))
        .wrapping_add(g ^ (e & (f ^ g)))
        .wrapping_add(added);
    let t2 =
        (a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22)).wrapping_add((a & b) ^ (c & (a ^ b)));
    [t1.wrapping_add(t2), a, b, c, d.wrapping_add(t1), e, f, g]
}

/// The four words of the schedule after sixteen. The last two of them need the first two.
fn next_words(first: v128, second: v128, third: v128, fourth: v128) -> v128 {
    let zero = u32x4(0, 0, 0, 0);
    let sum = u32x4_add(
        u32x4_add(first, sigma0(u32x4_shuffle::<1, 2, 3, 4>(first, second))),
        u32x4_shuffle::<1, 2, 3, 4>(third, fourth),
    );
    let half = u32x4_add(
        sum,
        u32x4_shuffle::<0, 2, 4, 4>(sigma1(u32x4_shuffle::<2, 2, 3, 3>(fourth, fourth)), zero),
    );
    u32x4_add(half, u32x4_shuffle::<4, 4, 0, 2>(sigma1(u32x4_shuffle::<0, 0, 1, 1>(half, half)), zero))
}

fn sigma0(words: v128) -> v128 {
    v128_xor(v128_xor(rotate(words, 7), rotate(words, 18)), u32x4_shr(words, 3))
}

fn rotate(words: v128, bits: u32) -> v128 {
    v128_or(u32x4_shr(words, bits), u32x4_shl(words, 32_u32.wrapping_sub(bits)))
}

/// Of two words, each of which stands there twice: a shift of the pair is a rotation of its lower half.
fn sigma1(pairs: v128) -> v128 {
    v128_xor(v128_xor(u64x2_shr(pairs, 17), u64x2_shr(pairs, 19)), u32x4_shr(pairs, 10))
}
