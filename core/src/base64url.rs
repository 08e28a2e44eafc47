//! Strict base64url without padding (RFC 4648 section 5): one text for one sequence of bytes.
//!
//! Padding, white space, the standard alphabet's `+` and `/`, and a last character with unused
//! bits that are not zero are all refused.

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::Error;
use crate::bytes::copy;

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
    let mut all = quads.iter().zip(places).fold(0, |all, (quad, place)| all | decode_quad(*quad, place));
    let (mut quad, mut bytes) = ([b'A'; 4], [0; 3]);
    copy(&mut quad, rest);
    all |= decode_quad(quad, &mut bytes);
    let written = copy(tail, &bytes);
    // The bits of the last character that are no whole byte.
    let unused = bytes.get(written).copied().unwrap_or(0);
    if all < 0 || wide & ILLEGAL != 0 || unused != 0 || text.len() % 4 == 1 {
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
    let (chunks, rest) = bytes.as_chunks::<BYTES>();
    let (places, tail) = out.as_chunks_mut::<CHARS>();
    for (chunk, place) in chunks.iter().zip(places) {
        encode_chunk(chunk, place);
    }
    if !rest.is_empty() {
        let (mut chunk, mut chars) = ([0; BYTES], [0; CHARS]);
        copy(&mut chunk, rest);
        encode_chunk(&chunk, &mut chars);
        copy(tail, &chars);
    }
    Ok(out)
}

/// Characters of a chunk, and the bytes that they make. Without a branch and without a table, each step is the same for all of them, of which compilers make wide instructions.
const CHARS: usize = 32;
const BYTES: usize = 24;

/// Decodes a chunk; in the result, bits of [`ILLEGAL`] when a character is illegal.
fn decode_chunk(chars: &[u8; CHARS], bytes: &mut [u8; BYTES]) -> u8 {
    let mut values = [0; CHARS];
    let mut all = 0;
    for (value, char) in values.iter_mut().zip(chars) {
        *value = value_of(*char);
        all |= *value;
    }
    // Eight values make 48 bits; four of those, three words.
    let mut wide = [0; CHARS / 8];
    for (bits, eight) in wide.iter_mut().zip(values.as_chunks().0) {
        *bits = pack(*eight);
    }
    let [a, b, c, d] = wide;
    let words = [(a << 16) | (b >> 32), (b << 32) | (c >> 16), (c << 48) | d];
    for (place, word) in bytes.as_chunks_mut().0.iter_mut().zip(words) {
        *place = word.to_be_bytes();
    }
    all
}

/// Makes 48 bits of eight times 6.
#[inline]
const fn pack(values: [u8; 8]) -> u64 {
    // Four times 12, then two times 24.
    let six = u64::from_be_bytes(values);
    let twelve = ((six & 0x3f00_3f00_3f00_3f00) >> 2) | (six & 0x003f_003f_003f_003f);
    let half = ((twelve & 0x0fff_0000_0fff_0000) >> 4) | (twelve & 0x0000_0fff_0000_0fff);
    ((half & 0x00ff_ffff_0000_0000) >> 8) | (half & 0x0000_0000_00ff_ffff)
}

/// Decodes four characters; negative when one is illegal.
#[inline]
fn decode_quad(quad: [u8; 4], bytes: &mut [u8; 3]) -> i32 {
    let [a, b, c, d] = quad.map(|char| VALUES.get(usize::from(char)).map_or(-1, |value| i32::from(*value)));
    let bits = (a << 18) | (b << 12) | (c << 6) | d;
    let [_, whole @ ..] = bits.to_be_bytes();
    *bytes = whole;
    bits
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

/// Encodes a chunk.
fn encode_chunk(bytes: &[u8; BYTES], chars: &mut [u8; CHARS]) {
    for ([a, b, c, d, e, f], eight) in bytes.as_chunks().0.iter().zip(chars.as_chunks_mut().0) {
        let bits = u64::from_be_bytes([0, 0, *a, *b, *c, *d, *e, *f]);
        let bits = ((bits & 0xffff_ff00_0000) << 8) | (bits & 0x0000_0000_00ff_ffff);
        let bits = ((bits & 0x00ff_f000_00ff_f000) << 4) | (bits & 0x0000_0fff_0000_0fff);
        let bits = ((bits & 0x0fc0_0fc0_0fc0_0fc0) << 2) | (bits & 0x003f_003f_003f_003f);
        *eight = bits.to_be_bytes();
    }
    for char in chars {
        *char = char_of(*char);
    }
}

/// Set in what is no value.
const ILLEGAL: u8 = 0xc0;

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

/// The character of six bits.
#[inline]
const fn char_of(value: u8) -> u8 {
    let mut offset = b'A';
    if value > 25 {
        offset = b'a'.wrapping_sub(26);
    }
    if value > 51 {
        offset = b'0'.wrapping_sub(52);
    }
    if value == 62 {
        offset = b'-'.wrapping_sub(62);
    }
    if value == 63 {
        offset = b'_'.wrapping_sub(63);
    }
    value.wrapping_add(offset)
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
