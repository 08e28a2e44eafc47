//! Eight characters at a time, as one word: the first is its lowest byte.

use crate::lanes::{self, CHARS};

/// One in every byte.
pub(crate) const ONES: u64 = 0x0101_0101_0101_0101;
/// The highest bit of every byte.
pub(crate) const HIGH: u64 = 0x8080_8080_8080_8080;
/// `0` in every byte.
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// The places of a byte in a text, where it stands exactly so many times.
#[inline]
pub(crate) fn places<const COUNT: usize>(text: &[u8], byte: u8) -> Option<[usize; COUNT]> {
    let mut places = [0; COUNT];
    let mut free = places.iter_mut();
    let mut keep = |start: usize, mut marks: u32| {
        while marks != 0 {
            *free.next()? = start.wrapping_add(marks.trailing_zeros() as usize);
            marks &= marks.wrapping_sub(1);
        }
        Some(())
    };
    let (chunks, rest) = text.as_chunks();
    let mut start = 0_usize;
    for chunk in chunks {
        keep(start, lanes::equal(chunk, byte))?;
        start = start.wrapping_add(CHARS);
    }
    if let Some(chunk) = text.last_chunk() {
        // Without what was looked at before.
        let marks =
            lanes::equal(chunk, byte).checked_shr(u32::try_from(CHARS.wrapping_sub(rest.len())).ok()?)?;
        keep(start, marks)?;
    } else {
        for (place, _) in (0..rest.len()).zip(rest).filter(|(_, other)| **other == byte) {
            *free.next()? = place;
        }
    }
    free.next().is_none().then_some(places)
}

/// Where a byte stands last.
#[inline]
pub(crate) fn rfind(text: &[u8], byte: u8) -> Option<usize> {
    let (rest, chunks) = text.as_rchunks();
    let mut end = text.len();
    for chunk in chunks.iter().rev() {
        let marks = lanes::equal(chunk, byte);
        end = end.saturating_sub(CHARS);
        if let Some(last) = marks.checked_ilog2() {
            return Some(end.saturating_add(last as usize));
        }
    }
    rest.iter().rposition(|other| *other == byte)
}

/// The eight bytes from `at`, with zeros for what is past the end.
#[inline]
pub(crate) fn load(text: &[u8], at: usize) -> u64 {
    match text.get(at..).and_then(<[u8]>::first_chunk) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => load_end(text, at),
    }
}

/// As [`load`], where fewer than eight are left.
fn load_end(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or(&[]);
    let missing = 8_usize.saturating_sub(rest.len());
    if let Some(eight) = text.last_chunk() {
        // Those before them are shifted out.
        return shift_out(u64::from_le_bytes(*eight), missing);
    }
    rest.iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte))
}

/// Without its first `count` bytes.
#[inline]
fn shift_out(word: u64, count: usize) -> u64 {
    u32::try_from(count.saturating_mul(8)).ok().and_then(|bits| word.checked_shr(bits)).unwrap_or(0)
}

/// The first `count` bytes, without the others.
#[inline]
pub(crate) fn first(word: u64, count: usize) -> u64 {
    let bits = u32::try_from(count.saturating_mul(8)).unwrap_or(u64::BITS);
    word & !u64::MAX.checked_shl(bits).unwrap_or(0)
}

/// The last `count` bytes, in front.
#[inline]
pub(crate) fn last(word: u64, count: usize) -> u64 {
    shift_out(word, 8_usize.saturating_sub(count))
}

/// How many of the first bytes of a string stand for themselves: are no quote, no backslash and no
/// control character.
#[inline]
pub(crate) fn plain(word: u64) -> usize {
    // A borrow can only mark bytes behind one that is marked rightly.
    let control = word.wrapping_sub(ONES.wrapping_mul(0x20)) & !word;
    let quote = zeros(word ^ ONES.wrapping_mul(0x22));
    let backslash = zeros(word ^ ONES.wrapping_mul(0x5c));
    before((control | quote | backslash) & HIGH)
}

/// As [`plain`], for all of a text from `at`.
#[inline]
pub(crate) fn plain_run(text: &[u8], at: usize) -> usize {
    run(text, at, lanes::before_special, plain)
}

/// As [`digits`], for all of a text from `at`.
#[inline]
pub(crate) fn digit_run(text: &[u8], at: usize) -> usize {
    run(text, at, lanes::before_other_than_digit, digits)
}

/// How many bytes there are from `at` until one is found, in a chunk or, where there is no whole one, in a word.
#[inline]
fn run(text: &[u8], at: usize, in_chunk: fn(&[u8; CHARS]) -> usize, in_word: fn(u64) -> usize) -> usize {
    let mut end = at;
    // The next chunk does not wait for what was found in this one, but that nothing was.
    while let Some(chunk) = text.get(end..).and_then(<[u8]>::first_chunk) {
        let found = in_chunk(chunk);
        if found < CHARS {
            return end.wrapping_add(found).wrapping_sub(at);
        }
        end = end.wrapping_add(CHARS);
    }
    // Behind the end of the text are zeros, which neither finds to be in the run.
    loop {
        let found = in_word(load(text, end));
        if found < 8 {
            return end.wrapping_add(found).wrapping_sub(at);
        }
        end = end.wrapping_add(8);
    }
}

/// How many of the first bytes are digits.
#[inline]
pub(crate) fn digits(word: u64) -> usize {
    // A digit is 0x30 to 0x39: nothing is left of its upper half, nor after adding 6.
    let value = word ^ ZEROS;
    let others = (value | (value & !HIGH).wrapping_add(ONES.wrapping_mul(0x76))) & HIGH;
    before(others)
}

/// The number that the first `count` bytes say, which are digits, at most eight.
#[inline]
pub(crate) fn number(word: u64, count: usize) -> u64 {
    let bits = u32::try_from(64_usize.saturating_sub(count.saturating_mul(8))).unwrap_or(0);
    // Leading zeros take the place of what is not there.
    let eight = (word ^ ZEROS).checked_shl(bits).unwrap_or(0);
    let pairs = (eight.wrapping_mul(10).wrapping_add(eight >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100).wrapping_add(pairs >> 16)) & 0x0000_ffff_0000_ffff;
    (fours.wrapping_mul(10_000).wrapping_add(fours >> 32)) & 0xffff_ffff
}

/// The powers of ten, by their exponents.
const POWERS: [u64; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/// The number that a text says which is nothing but digits, at most 15 of them.
#[inline]
pub(crate) fn integer(text: &[u8]) -> Option<u64> {
    let head = load(text, 0);
    if text.len() <= 8 {
        return (digits(head) == text.len()).then(|| number(head, text.len()));
    }
    let rest = text.len().saturating_sub(8);
    let tail = load(text, 8);
    let scale = POWERS.get(rest).copied()?;
    if digits(head) < 8 || digits(tail) < rest {
        return None;
    }
    Some(number(head, 8).wrapping_mul(scale).wrapping_add(number(tail, rest)))
}

/// The eight digits of a number below 100,000,000.
#[inline]
pub(crate) const fn eight_digits(number: u64) -> u64 {
    // Each step splits every part into its quotient and, behind it, the rest; the factors are the
    // reciprocals, exact for parts of this size.
    let fours = (number / 10_000) | ((number % 10_000) << 32);
    let hundreds = (fours.wrapping_mul(10_486) >> 20) & 0x0000_007f_0000_007f;
    let pairs = hundreds | (fours.wrapping_sub(hundreds.wrapping_mul(100)) << 16);
    let tens = (pairs.wrapping_mul(103) >> 10) & 0x000f_000f_000f_000f;
    (tens | (pairs.wrapping_sub(tens.wrapping_mul(10)) << 8)) | ZEROS
}

/// How many digits a number has in decimal.
#[inline]
pub(crate) fn decimal_len(number: u64) -> usize {
    number.checked_ilog10().map_or(1, |power| (power as usize).saturating_add(1))
}

/// Marks bytes that are zero, rightly up to the first of them.
#[inline]
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word
}

/// How many bytes come before the first that is marked, in any bit.
#[inline]
const fn before(marks: u64) -> usize {
    (marks.trailing_zeros() / 8) as usize
}

#[cfg(test)]
mod tests {
    use super::{
        decimal_len, digits, eight_digits, integer, last, load, number, places, plain, plain_run, rfind,
    };

    #[test]
    fn places_of_a_byte() {
        for len in 0..70 {
            for filler in [b'/', b'-', 0, 0xae, b'a'] {
                let mut text = vec![filler; len];
                assert_eq!((places::<1>(&text, b'.'), rfind(&text, b'.')), (None, None));
                for first in 0..len {
                    text.fill(filler);
                    text[first] = b'.';
                    assert_eq!(places(&text, b'.'), Some([first]));
                    for last in first + 1..len {
                        text[last] = b'.';
                        assert_eq!(places(&text, b'.'), Some([first, last]));
                        assert_eq!((places::<1>(&text, b'.'), places::<3>(&text, b'.')), (None, None));
                        assert_eq!(rfind(&text, b'.'), Some(last));
                        text[last] = filler;
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_but_that_byte() {
        for len in 3..70 {
            let text = vec![b'.'; len];
            assert_eq!((places::<2>(&text, b'.'), rfind(&text, b'.')), (None, Some(len - 1)));
            assert_eq!((places::<1>(&text, 0), rfind(&text, 0)), (None, None));
        }
    }

    #[test]
    fn digits_of_every_number() {
        let numbers = (0..100_000).chain((0..100_000_000).step_by(9_973)).chain(99_990_000..100_000_000);
        for number in numbers {
            assert_eq!(eight_digits(number).to_le_bytes(), format!("{number:08}").as_bytes(), "{number}");
        }
        assert_eq!([0, 7, 10, 12_345_678].map(|number| 8 - decimal_len(number)), [7, 7, 6, 0]);
        assert_eq!([0, 7, 10, 99, 100, u64::MAX].map(decimal_len), [1, 1, 2, 2, 3, 20]);
        assert_eq!(integer(b"123456789012345"), Some(123_456_789_012_345));
        for text in [&b"1234567890123456"[..], b"-1", b"1.5", b"1e3", b"12345678901x345", b"123456789012 "] {
            assert_eq!(integer(text), None);
        }
    }

    fn is_special(byte: u8) -> bool {
        byte < 0x20 || matches!(byte, b'"' | b'\\')
    }

    #[test]
    fn every_byte_at_every_place() {
        for at in 0..8 {
            for byte in 0..=255_u8 {
                for filler in [b'a', b'0', 0xff, 0x80, b'!', b'#', b'[', b']', b'9', b'/', b':'] {
                    let mut text = [filler; 8];
                    text[at] = byte;
                    let word = load(&text, 0);
                    let special = text.iter().position(|byte| is_special(*byte));
                    assert_eq!(plain(word), special.unwrap_or(8), "{text:?}");
                    let count = text.iter().position(|b| !b.is_ascii_digit()).unwrap_or(8);
                    assert_eq!(digits(word), count, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn runs_of_plain_characters() {
        for len in 0..120 {
            for start in 0..len.min(10) {
                let mut text = vec![b'x'; len];
                assert_eq!(plain_run(&text, start), len - start);
                for end in start..len {
                    text[end] = b'"';
                    assert_eq!(plain_run(&text, start), end - start);
                    text[end] = 0xff;
                }
            }
        }
    }

    #[test]
    fn words_near_the_end() {
        let text: [u8; 20] = core::array::from_fn(|i| u8::try_from(i).unwrap() + 1);
        for len in 0..=text.len() {
            for at in 0..=len {
                let mut expected = [0; 8];
                for (to, from) in expected.iter_mut().zip(&text[at..len]) {
                    *to = *from;
                }
                assert_eq!(load(&text[..len], at), u64::from_le_bytes(expected), "{at} of {len}");
            }
        }
        assert_eq!(load(&text, 21), 0);
    }

    #[test]
    fn numbers_of_up_to_eight_digits() {
        for text in ["", "0", "7", "10", "007", "1700", "99999", "170000", "9999999", "12345678", "99999999"]
        {
            let behind = format!("{text}}},\"x\":1}}");
            let word = load(behind.as_bytes(), 0);
            assert_eq!(number(word, text.len()), text.parse().unwrap_or(0), "{text}");
            let before = format!("12345678{text}");
            let word = load(before.as_bytes(), text.len());
            assert_eq!(last(word, text.len()), load(text.as_bytes(), 0));
        }
    }
}
