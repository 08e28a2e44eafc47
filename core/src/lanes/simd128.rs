//! With the vectors of WebAssembly.

use core::arch::wasm32::{
    i8x16_shuffle, i16x8_shl, i32x4_dot_i16x8, u8x16, u8x16_add, u8x16_all_true, u8x16_bitmask, u8x16_eq,
    u8x16_le, u8x16_lt, u8x16_shr, u8x16_splat, u8x16_sub, u8x16_sub_sat, u8x16_swizzle, u16x8_shr,
    u16x8_splat, u32x4_extract_lane, u32x4_shl, u32x4_shr, u32x4_splat, u64x2, u64x2_extract_lane, v128,
    v128_and, v128_or,
};

use super::{BYTES, CHARS};

/// A bit for each byte that equals `byte`, the first the lowest.
#[inline]
pub(crate) fn equal(text: &[u8; CHARS], byte: u8) -> u32 {
    u8x16_bitmask(u8x16_eq(load(text), u8x16_splat(byte))).into()
}

/// How many bytes come before the first that does not stand for itself in a JSON string: a quote, a
/// backslash or a control character.
#[inline]
pub(crate) fn before_special(text: &[u8; CHARS]) -> usize {
    let text = load(text);
    let quotes = u8x16_eq(text, u8x16_splat(b'"'));
    let backslashes = u8x16_eq(text, u8x16_splat(b'\\'));
    before(v128_or(u8x16_lt(text, u8x16_splat(0x20)), v128_or(quotes, backslashes)))
}

/// How many digits come before the first other byte.
#[inline]
pub(crate) fn before_other_than_digit(text: &[u8; CHARS]) -> usize {
    let digits = u8x16_le(u8x16_sub(load(text), u8x16_splat(b'0')), u8x16_splat(9));
    u8x16_bitmask(digits).trailing_ones() as usize
}

/// Writes what sixteen characters of base64url stand for; `None` when one is no such character.
#[inline]
pub(crate) fn decode(chars: &[u8; CHARS], bytes: &mut [u8; BYTES]) -> Option<()> {
    // A bit for each row of the ASCII table that differs in which of its characters are legal: 2, 3, 4 and 6, 5, 7.
    let rows = u8x16(0, 0, 1, 2, 4, 8, 4, 16, 0, 0, 0, 0, 0, 0, 0, 0);
    // The rows in which a column is legal.
    let columns = u8x16(26, 30, 30, 30, 30, 30, 30, 30, 30, 30, 28, 4, 4, 5, 4, 12);
    // From character to value, by row; `_` is in the row of other letters.
    let distances = u8x16(0, 0, 17, 4, 191, 191, 185, 185, 0, 0, 0, 0, 0, 0, 0, 0);
    let chars = load(chars);
    let row = u8x16_shr(chars, 4);
    let column = v128_and(chars, u8x16_splat(0x0f));
    if !u8x16_all_true(v128_and(u8x16_swizzle(rows, row), u8x16_swizzle(columns, column))) {
        return None;
    }
    let underscores = v128_and(u8x16_eq(chars, u8x16_splat(b'_')), u8x16_splat(33));
    let values = u8x16_add(u8x16_add(chars, u8x16_swizzle(distances, row)), underscores);

    // Values of 6 bits, the first the lowest, make half as many of 12, of 24.
    let first = v128_and(values, u16x8_splat(0x3f));
    let pairs = v128_or(i16x8_shl(first, 6), u16x8_shr(values, 8));
    let fours = i32x4_dot_i16x8(pairs, u32x4_splat(0x0001_1000));
    let packed = i8x16_shuffle::<2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 3, 7, 11, 15>(fours, fours);
    if let Some(front) = bytes.first_chunk_mut() {
        *front = u64x2_extract_lane::<0>(packed).to_le_bytes();
    }
    if let Some(back) = bytes.last_chunk_mut() {
        *back = u32x4_extract_lane::<2>(packed).to_le_bytes();
    }
    Some(())
}

/// Twelve bytes in base64url.
#[inline]
pub(crate) fn encode(bytes: &[u8; BYTES]) -> [u8; CHARS] {
    let [a, b, c] = *bytes.as_chunks::<4>().0 else { return [0; CHARS] };
    let [a, b, c] = [a, b, c].map(|four| u64::from(u32::from_le_bytes(four)));
    let all = u64x2(a | (b << 32), c);
    // In each lane three bytes, and of them four values.
    let threes = i8x16_shuffle::<2, 1, 0, 12, 5, 4, 3, 12, 8, 7, 6, 12, 11, 10, 9, 12>(all, all);
    let value = |bits: v128, place| u32x4_shl(v128_and(bits, u32x4_splat(0x3f)), place);
    let values = v128_or(
        v128_or(value(u32x4_shr(threes, 18), 0), value(u32x4_shr(threes, 12), 8)),
        v128_or(value(u32x4_shr(threes, 6), 16), value(threes, 24)),
    );
    // From value to character: small letters, digits, `-`, `_`, capital letters.
    let distances = u8x16(71, 252, 252, 252, 252, 252, 252, 252, 252, 252, 252, 239, 32, 65, 0, 0);
    let capitals = v128_and(u8x16_lt(values, u8x16_splat(26)), u8x16_splat(13));
    let kind = v128_or(u8x16_sub_sat(values, u8x16_splat(51)), capitals);
    let chars = u8x16_add(values, u8x16_swizzle(distances, kind));
    let [first, last] = [u64x2_extract_lane::<0>(chars), u64x2_extract_lane::<1>(chars)].map(u128::from);
    (first | (last << 64)).to_le_bytes()
}

#[inline]
fn load(text: &[u8; CHARS]) -> v128 {
    let [first, last] = *text.as_chunks::<8>().0 else { return u64x2(0, 0) };
    u64x2(u64::from_le_bytes(first), u64::from_le_bytes(last))
}

/// How many bytes come before the first that is marked.
#[inline]
fn before(marks: v128) -> usize {
    // One bit more, for where none is.
    (u32::from(u8x16_bitmask(marks)) | 1 << CHARS).trailing_zeros() as usize
}
