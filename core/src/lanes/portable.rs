//! With two words of eight bytes, where there are no vectors.

use super::halves::{join, split};
use super::{BYTES, CHARS};
use crate::word::{self, HIGH, ONES};

/// A bit for each byte that equals `byte`, the first the lowest.
#[inline]
pub(crate) fn equal(text: &[u8; CHARS], byte: u8) -> u32 {
    let pattern = ONES.wrapping_mul(u64::from(byte));
    let [first, last] = words(text).map(|word| {
        let others = word ^ pattern;
        // Without a borrow, so that each byte is marked rightly.
        let marks = !((others & !HIGH).wrapping_add(!HIGH) | others | !HIGH) >> 7;
        // The marks side by side, in the highest byte.
        marks.wrapping_mul(0x0102_0408_1020_4080) >> 56
    });
    u32::try_from(first | (last << 8)).unwrap_or(0)
}

/// How many bytes come before the first that does not stand for itself in a JSON string: a quote, a
/// backslash or a control character.
#[inline]
pub(crate) fn before_special(text: &[u8; CHARS]) -> usize {
    before(text, word::plain)
}

/// How many digits come before the first other byte.
#[inline]
pub(crate) fn before_other_than_digit(text: &[u8; CHARS]) -> usize {
    before(text, word::digits)
}

#[inline]
fn before(text: &[u8; CHARS], in_word: impl Fn(u64) -> usize) -> usize {
    let [first, last] = words(text);
    match in_word(first) {
        8 => in_word(last).wrapping_add(8),
        found => found,
    }
}

#[inline]
fn words(text: &[u8; CHARS]) -> [u64; 2] {
    let [first, last] = *text.as_chunks::<8>().0 else { return [0; 2] };
    [u64::from_le_bytes(first), u64::from_le_bytes(last)]
}

/// Writes what sixteen characters of base64url stand for; `None` when one is no such character.
#[inline]
pub(crate) fn decode(chars: &[u8; CHARS], bytes: &mut [u8; BYTES]) -> Option<()> {
    let words = words(&chars.map(value_of));
    if words.iter().any(|word| word & EACH_ILLEGAL != 0) {
        return None;
    }
    // Values of 6 bits, the first the lowest, make half as many of 12, of 24, of 48.
    let pairs =
        words.map(|word| ((word & 0x00ff_00ff_00ff_00ff) << 6) | ((word >> 8) & 0x00ff_00ff_00ff_00ff));
    let fours =
        pairs.map(|word| ((word & 0x0000_ffff_0000_ffff) << 12) | ((word >> 16) & 0x0000_ffff_0000_ffff));
    join(fours.map(|word| ((word & 0x00ff_ffff) << 24) | (word >> 32)), bytes);
    Some(())
}

/// Twelve bytes in base64url.
#[inline]
pub(crate) fn encode(bytes: &[u8; BYTES]) -> [u8; CHARS] {
    let words = split(bytes).map(|all| {
        // 48 bits make two times 24, four times 12, eight times 6, the first the lowest.
        let halves = (all >> 24) | ((all & 0x00ff_ffff) << 32);
        let fours = ((halves >> 12) & 0x0000_0fff_0000_0fff) | ((halves & 0x0000_0fff_0000_0fff) << 16);
        let eights = ((fours >> 6) & 0x003f_003f_003f_003f) | ((fours & 0x003f_003f_003f_003f) << 8);
        chars_of(eights).to_le_bytes()
    });
    let mut chars = [0; CHARS];
    chars.as_chunks_mut().0.copy_from_slice(&words);
    chars
}

/// Set in what is no value.
const ILLEGAL: u8 = 0xc0;
/// The same in eight of them.
const EACH_ILLEGAL: u64 = u64::from_ne_bytes([ILLEGAL; 8]);

/// The six bits of a character. Written so that compilers make selections of the conditions.
#[inline]
const fn value_of(char: u8) -> u8 {
    let mut value = ILLEGAL;
    let upper = char.wrapping_sub(b'A');
    if upper < 26 {
        value = upper;
    }
    let lower = char.wrapping_sub(b'a');
    if lower < 26 {
        value = lower.wrapping_add(26);
    }
    let digit = char.wrapping_sub(b'0');
    if digit < 10 {
        value = digit.wrapping_add(52);
    }
    if char == b'-' {
        value = 62;
    }
    if char == b'_' {
        value = 63;
    }
    value
}

/// The characters of eight values of six bits.
#[inline]
const fn chars_of(values: u64) -> u64 {
    // Where a run of the alphabet starts, the distance from value to character changes.
    values
        .wrapping_add(ONES.wrapping_mul(65))
        .wrapping_add(at_least(values, 26).wrapping_mul(6))
        .wrapping_sub(at_least(values, 52).wrapping_mul(75))
        .wrapping_sub(at_least(values, 62).wrapping_mul(13))
        .wrapping_add(at_least(values, 63).wrapping_mul(49))
}

/// One in each byte that is as great as `bound`, of bytes below 64.
#[inline]
const fn at_least(values: u64, bound: u64) -> u64 {
    (values.wrapping_add(ONES.wrapping_mul(128_u64.wrapping_sub(bound))) >> 7) & ONES
}
