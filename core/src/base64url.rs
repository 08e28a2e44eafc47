//! Strict base64url without padding (RFC 4648 section 5): one text for one sequence of bytes.
//!
//! Padding, white space, the standard alphabet's `+` and `/`, and a last character with unused
//! bits that are not zero are all refused.

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::Error;
use crate::bytes::copy;
use crate::word::{self, ONES};

/// Length in characters of the encoding of `len` bytes.
#[must_use]
pub const fn encoded_len(len: usize) -> usize {
    let rest = match len % 3 {
        0 => 0,
        1 => 2,
        _ => 3,
    };
    (len / 3).saturating_mul(4).saturating_add(rest)
}

/// Length in bytes of what a text of `len` characters decodes to, rounded down where no text has
/// that length.
#[must_use]
pub const fn decoded_len(len: usize) -> usize {
    let rest = match len % 4 {
        0 | 1 => 0,
        2 => 1,
        _ => 2,
    };
    (len / 4).saturating_mul(3).saturating_add(rest)
}

/// Decodes `text` into the front of `out` and returns the written part.
///
/// # Errors
///
/// [`Error::BufferTooSmall`] when `out` is shorter than [`decoded_len`]; nothing is written.
/// [`Error::Malformed`] when `text` is not canonical unpadded base64url; what was decoded until
/// then is wiped.
pub fn decode<'b>(text: &[u8], out: &'b mut [u8]) -> Result<&'b [u8], Error> {
    let needed = decoded_len(text.len());
    let out = out.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;
    let (chunks, rest) = text.as_chunks();
    let (places, tail) = out.as_chunks_mut();
    let wide = chunks.iter().zip(places).fold(0, |all, (chunk, place)| all | decode_chunk(chunk, place));
    let (quads, rest) = rest.as_chunks();
    let (places, tail) = tail.as_chunks_mut();
    let quads = quads.iter().zip(places).fold(0, |all, (quad, place)| all | decode_quad(*quad, place));
    if wide & EACH_ILLEGAL != 0 || quads < 0 || !decode_rest(rest, tail) {
        zeroize::Zeroize::zeroize(out);
        return Err(Error::Malformed);
    }
    Ok(out)
}

/// As [`decode`], for what is secret.
///
/// # Errors
///
/// As [`decode`].
pub fn decode_secret<'b>(text: &[u8], out: &'b mut [u8]) -> Result<&'b [u8], Error> {
    let needed = decoded_len(text.len());
    let out = out.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;
    if Base64UrlUnpadded::decode(text, out).is_err() {
        zeroize::Zeroize::zeroize(out);
        return Err(Error::Malformed);
    }
    Ok(out)
}

/// Encodes `bytes` into the front of `out` and returns the written part.
///
/// # Errors
///
/// [`Error::BufferTooSmall`] when `out` is shorter than [`encoded_len`]; nothing is written.
pub fn encode<'b>(bytes: &[u8], out: &'b mut [u8]) -> Result<&'b [u8], Error> {
    let needed = encoded_len(bytes.len());
    let out = out.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;
    let (eights, tail) = out.as_chunks_mut();
    let mut rest = bytes;
    for eight in eights {
        // Two bytes more than are encoded, as long as there are so many.
        let word = rest.first_chunk().map_or_else(|| word::load(rest, 0), |bytes| u64::from_le_bytes(*bytes));
        *eight = encode_six(word);
        rest = rest.get(6..).unwrap_or(&[]);
    }
    if !tail.is_empty() {
        copy(tail, &encode_six(word::load(rest, 0)));
    }
    Ok(out)
}

/// Characters of a chunk, and the bytes that they make. Without a branch and without a table, each
/// step is the same for all of them, of which compilers make wide instructions.
const CHARS: usize = 16;
const BYTES: usize = 12;

/// Decodes a chunk; in the result, bits of [`EACH_ILLEGAL`] when a character is illegal.
#[inline]
fn decode_chunk(chars: &[u8; CHARS], bytes: &mut [u8; BYTES]) -> u64 {
    let values = chars.map(value_of);
    let [a, b] = *values.as_chunks::<8>().0 else { return EACH_ILLEGAL };
    let words = [u64::from_le_bytes(a), u64::from_le_bytes(b)];
    // Eight values of 6 bits, the first the lowest, make four of 12, two of 24, one of 48.
    let pairs =
        words.map(|word| ((word & 0x003f_003f_003f_003f) << 6) | ((word >> 8) & 0x003f_003f_003f_003f));
    let fours =
        pairs.map(|word| ((word & 0x0000_0fff_0000_0fff) << 12) | ((word >> 16) & 0x0000_0fff_0000_0fff));
    let [first, last] = fours.map(|word| ((word & 0x00ff_ffff) << 24) | (word >> 32));
    let (front, back) = bytes.split_at_mut(8);
    copy(front, &((first << 16) | (last >> 32)).to_be_bytes());
    copy(back, &last.to_be_bytes()[4..]);
    words[0] | words[1]
}

/// Decodes four characters; negative when one is illegal.
#[inline]
fn decode_quad(quad: [u8; 4], bytes: &mut [u8; 3]) -> i32 {
    let [a, b, c, d] = quad.map(sextet);
    let bits = (a << 18) | (b << 12) | (c << 6) | d;
    let [_, whole @ ..] = bits.to_be_bytes();
    *bytes = whole;
    bits
}

/// Decodes what is no whole quad, into as many bytes as it makes; whether it is canonical: the bits of
/// the last character that are no whole byte have to be zero.
#[inline]
fn decode_rest(rest: &[u8], bytes: &mut [u8]) -> bool {
    let bits = match *rest {
        [] => return true,
        [a, b] => (sextet(a) << 18) | (sextet(b) << 12),
        [a, b, c] => (sextet(a) << 18) | (sextet(b) << 12) | (sextet(c) << 6),
        _ => return false,
    };
    match (bits.to_be_bytes(), bytes) {
        ([0, one, 0, 0], [place]) => *place = one,
        ([0, one, two, 0], [first, second]) => (*first, *second) = (one, two),
        _ => return false,
    }
    true
}

#[inline]
fn sextet(char: u8) -> i32 {
    VALUES.get(usize::from(char)).map_or(-1, |value| i32::from(*value))
}

/// The six bits of every character; -1, which is negative wherever it is shifted to, of all others.
#[expect(clippy::indexing_slicing, reason = "a constant; what is out of bounds does not compile")]
const VALUES: [i8; 256] = {
    let mut values = [-1; 256];
    let mut chars: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut value = 0_i8;
    while let [char, rest @ ..] = chars {
        (values[*char as usize], value, chars) = (value, value.wrapping_add(1), rest);
    }
    values
};

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

/// Encodes the first six bytes of a word.
#[inline]
const fn encode_six(word: u64) -> [u8; 8] {
    // 48 bits make two times 24, four times 12, eight times 6, the first the lowest.
    let all = word.swap_bytes() >> 16;
    let halves = (all >> 24) | ((all & 0x00ff_ffff) << 32);
    let fours = ((halves >> 12) & 0x0000_0fff_0000_0fff) | ((halves & 0x0000_0fff_0000_0fff) << 16);
    let eights = ((fours >> 6) & 0x003f_003f_003f_003f) | ((fours & 0x003f_003f_003f_003f) << 8);
    chars_of(eights).to_le_bytes()
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

/// Decodes a tag, or checks the form of one that no algorithm makes, whose bytes are not needed to
/// refuse it.
pub(crate) fn decode_tag<'b>(text: &[u8], out: &'b mut [u8; 64]) -> Result<&'b [u8], Error> {
    if decoded_len(text.len()) > out.len() {
        check(text)?;
        return Ok(&[]);
    }
    decode(text, out)
}

/// Checks a text of any length without keeping what it says.
pub(crate) fn check(text: &[u8]) -> Result<(), Error> {
    let mut scratch = [0; 48];
    // 64 characters are a whole number of quanta, so that only the last chunk can have a rest.
    for chunk in text.chunks(64) {
        decode(chunk, &mut scratch)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64UrlUnpadded, Encoding};

    use super::{check, decode, decode_secret, decoded_len, encode, encoded_len};
    use crate::Error;

    /// At each place of texts of each length, every byte.
    #[test]
    fn agrees_with_base64ct() {
        for len in 0..=70 {
            let text: Vec<u8> = (0..len).map(|i| b"AZaz09-_BQgw"[i * 7 % 12]).collect();
            for at in 0..len {
                for byte in 0..=255 {
                    let mut text = text.clone();
                    text[at] = byte;
                    let (mut out, mut peer) = ([0; 64], [0; 64]);
                    let peer = Base64UrlUnpadded::decode(&text, &mut peer).map_err(|_| Error::Malformed);
                    assert_eq!(decode(&text, &mut out), peer, "{text:?}");
                    if let Ok(bytes) = peer {
                        assert_eq!(encode(bytes, &mut [0; 96]).unwrap(), text);
                    }
                }
            }
        }
    }

    #[test]
    fn two_faults_do_not_hide_one_another() {
        for len in 2..=40 {
            for [one, other] in [*b"==", *b"=\x80", [0xff, 0xff], *b"+/"] {
                for last in 1..len {
                    for first in 0..last {
                        let mut text = vec![b'A'; len];
                        (text[first], text[last]) = (one, other);
                        assert_eq!(decode(&text, &mut [0; 64]), Err(Error::Malformed), "{text:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_length_round_trips() {
        let bytes: [u8; 200] = core::array::from_fn(|i| u8::try_from(i).unwrap().wrapping_mul(37));
        for len in 0..=bytes.len() {
            let mut text = [0; 300];
            let text = encode(&bytes[..len], &mut text).unwrap();
            assert_eq!(text.len(), encoded_len(len));
            assert_eq!(decoded_len(text.len()), len);
            let mut back = [0; 200];
            assert_eq!(decode(text, &mut back).unwrap(), &bytes[..len]);
            check(text).unwrap();
            assert_eq!(decode_secret(text, &mut back).unwrap(), &bytes[..len]);
        }
    }

    #[test]
    fn only_one_text_for_each_byte() {
        let mut accepted = 0;
        for a in 0..=255_u8 {
            for b in 0..=255_u8 {
                let mut out = [0; 3];
                let ok = decode(&[a, b], &mut out).is_ok();
                assert_eq!(ok, check(&[a, b]).is_ok());
                accepted += u32::from(ok);
            }
        }
        assert_eq!(accepted, 256);
    }

    #[test]
    fn a_refused_text_leaves_nothing() {
        let mut out = [7; 6];
        assert_eq!(decode(b"QUFBQUF_=", &mut out), Err(Error::Malformed));
        assert_eq!(out, [0; 6]);
        assert_eq!(decode(b"QUFB", &mut [0; 2]), Err(Error::BufferTooSmall { needed: 3 }));
        assert_eq!(check(b"A"), Err(Error::Malformed));
    }
}
