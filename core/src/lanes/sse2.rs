//! With the vectors that every x86-64 has.

use safe_arch::{
    add_i8_m128i, bitand_m128i, bitor_m128i, cmp_eq_mask_i8_m128i, cmp_gt_mask_i8_m128i,
    get_i64_from_m128i_s, load_unaligned_m128i, m128i, min_u8_m128i, move_mask_i8_m128i,
    mul_i16_horizontal_add_m128i, set_i64_m128i, set_splat_i8_m128i, set_splat_i16_m128i,
    set_splat_i32_m128i, set_splat_i64_m128i, shl_imm_u16_m128i, shl_imm_u32_m128i, shl_imm_u64_m128i,
    shr_imm_u16_m128i, shr_imm_u32_m128i, shr_imm_u64_m128i, sub_i8_m128i, unpack_high_i64_m128i,
};

use super::halves::{join, split};
use super::{BYTES, CHARS};

/// A bit for each byte that equals `byte`, the first the lowest.
#[inline]
pub(crate) fn equal(text: &[u8; CHARS], byte: u8) -> u32 {
    move_mask_i8_m128i(cmp_eq_mask_i8_m128i(load_unaligned_m128i(text), splat(byte))).cast_unsigned()
}

/// How many bytes come before the first that does not stand for itself in a JSON string: a quote, a
/// backslash or a control character.
#[inline]
pub(crate) fn before_special(text: &[u8; CHARS]) -> usize {
    let text = load_unaligned_m128i(text);
    let quotes = cmp_eq_mask_i8_m128i(text, splat(b'"'));
    let backslashes = cmp_eq_mask_i8_m128i(text, splat(b'\\'));
    before(bitor_m128i(at_most(text, 0x1f), bitor_m128i(quotes, backslashes)))
}

/// How many digits come before the first other byte.
#[inline]
pub(crate) fn before_other_than_digit(text: &[u8; CHARS]) -> usize {
    let digits = at_most(sub_i8_m128i(load_unaligned_m128i(text), splat(b'0')), 9);
    move_mask_i8_m128i(digits).trailing_ones() as usize
}

/// Writes what sixteen characters of base64url stand for; `None` when one is no such character.
#[inline]
pub(crate) fn decode(chars: &[u8; CHARS], bytes: &mut [u8; BYTES]) -> Option<()> {
    let chars = load_unaligned_m128i(chars);
    // Letters without their case, which is a bit that is worth 26.
    let case = splat(0x20);
    let letters = sub_i8_m128i(bitor_m128i(chars, case), splat(b'a'));
    let lower = min_u8_m128i(bitand_m128i(chars, case), splat(26));
    let digits = sub_i8_m128i(chars, splat(b'0'));
    let groups = [
        (at_most(letters, 25), add_i8_m128i(letters, lower)),
        (at_most(digits, 9), add_i8_m128i(digits, splat(52))),
        (cmp_eq_mask_i8_m128i(chars, splat(b'-')), splat(62)),
        (cmp_eq_mask_i8_m128i(chars, splat(b'_')), splat(63)),
    ];
    let none = m128i::default();
    let legal = groups.iter().fold(none, |all, (mask, _)| bitor_m128i(all, *mask));
    if move_mask_i8_m128i(legal) != 0xffff {
        return None;
    }
    let values = groups.iter().fold(none, |all, (mask, value)| bitor_m128i(all, bitand_m128i(*mask, *value)));

    // Values of 6 bits, the first the lowest, make half as many of 12, of 24, of 48.
    let first = bitand_m128i(values, set_splat_i16_m128i(0x3f));
    let pairs = bitor_m128i(shl_imm_u16_m128i::<6>(first), shr_imm_u16_m128i::<8>(values));
    let fours = mul_i16_horizontal_add_m128i(pairs, set_splat_i32_m128i(0x0001_1000));
    let first = bitand_m128i(fours, set_splat_i64_m128i(0x00ff_ffff));
    let eights = bitor_m128i(shl_imm_u64_m128i::<24>(first), shr_imm_u64_m128i::<32>(fours));
    let halves = [eights, unpack_high_i64_m128i(eights, eights)];
    join(halves.map(|half| get_i64_from_m128i_s(half).cast_unsigned()), bytes);
    Some(())
}

/// Twelve bytes in base64url.
#[inline]
pub(crate) fn encode(bytes: &[u8; BYTES]) -> [u8; CHARS] {
    let [first, last] = split(bytes);
    let all = set_i64_m128i(last.cast_signed(), first.cast_signed());
    // 48 bits make two times 24, four times 12, eight times 6, the first the lowest.
    let second = bitand_m128i(all, set_splat_i64_m128i(0x00ff_ffff));
    let halves = bitor_m128i(shr_imm_u64_m128i::<24>(all), shl_imm_u64_m128i::<32>(second));
    let second = bitand_m128i(halves, set_splat_i32_m128i(0x0fff));
    let fours = bitor_m128i(shr_imm_u32_m128i::<12>(halves), shl_imm_u32_m128i::<16>(second));
    let second = bitand_m128i(fours, set_splat_i16_m128i(0x3f));
    let values = bitor_m128i(shr_imm_u16_m128i::<6>(fours), shl_imm_u16_m128i::<8>(second));
    // Where a run of the alphabet starts, the distance from value to character changes.
    let steps = [(25, 6), (51, -75), (61, -13), (62, 49)];
    let chars = steps.iter().fold(add_i8_m128i(values, splat(b'A')), |chars, (last, step)| {
        add_i8_m128i(
            chars,
            bitand_m128i(cmp_gt_mask_i8_m128i(values, splat(*last)), set_splat_i8_m128i(*step)),
        )
    });
    chars.into()
}

/// Marks the bytes that are at most `bound`.
#[inline]
fn at_most(bytes: m128i, bound: u8) -> m128i {
    cmp_eq_mask_i8_m128i(min_u8_m128i(bytes, splat(bound)), bytes)
}

/// How many bytes come before the first that is marked.
#[inline]
fn before(marks: m128i) -> usize {
    // One bit more, for where none is.
    (move_mask_i8_m128i(marks) | 1 << CHARS).trailing_zeros() as usize
}

#[inline]
fn splat(byte: u8) -> m128i {
    set_splat_i8_m128i(byte.cast_signed())
}
