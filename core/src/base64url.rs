//! Strict base64url without padding (RFC 4648 section 5): one text for one sequence of bytes.
//!
//! Padding, white space, the standard alphabet's `+` and `/`, and a last character with unused
//! bits that are not zero are all refused.

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::Error;
use crate::bytes::copy;
use crate::lanes::{self, BYTES, CHARS};
use crate::word;

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
    if decode_all(text, out).is_none() {
        zeroize::Zeroize::zeroize(out);
        return Err(Error::Malformed);
    }
    Ok(out)
}

/// Decodes into as many bytes as the text makes; `None` when it is not canonical.
#[inline]
fn decode_all(text: &[u8], out: &mut [u8]) -> Option<()> {
    let (quads, rest) = text.split_at_checked(text.len() & !3)?;
    let (whole, tail) = out.split_at_mut_checked(decoded_len(quads.len()))?;
    for (chunk, place) in quads.as_chunks().0.iter().zip(whole.as_chunks_mut().0) {
        lanes::decode(chunk, place)?;
    }
    if quads.len() % CHARS != 0 {
        match (quads.last_chunk(), whole.last_chunk_mut()) {
            // Some of it a second time.
            (Some(chunk), Some(place)) => lanes::decode(chunk, place)?,
            _ => decode_few(quads, whole)?,
        }
    }
    if rest.is_empty() { Some(()) } else { decode_few(rest, tail) }
}

/// Decodes fewer characters than a chunk has.
fn decode_few(text: &[u8], out: &mut [u8]) -> Option<()> {
    // With `A`, which stands for zeros, behind it.
    let behind = u32::try_from(text.len().saturating_mul(8)).ok()?;
    let chars = u128::from_le_bytes([b'A'; CHARS]).checked_shl(behind)? | load(text);
    let mut bytes = [0; BYTES];
    lanes::decode(&chars.to_le_bytes(), &mut bytes)?;
    let written = copy(out, &bytes);
    // Bits of the last character that are no whole byte have to be zero, and one character alone makes none.
    let is_canonical = text.len() % 4 != 1 && bytes.get(written) == Some(&0);
    is_canonical.then_some(())
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
    let (chunks, rest) = bytes.as_chunks();
    let (places, tail) = out.as_chunks_mut();
    for (chunk, place) in chunks.iter().zip(places) {
        *place = lanes::encode(chunk);
    }
    if !rest.is_empty()
        && let Some(chunk) = load(rest).to_le_bytes().first_chunk()
    {
        copy(tail, &lanes::encode(chunk));
    }
    Ok(out)
}

/// A chunk that is not whole, with zeros behind it. In registers: what was put together in memory would have to be waited
/// for.
#[inline]
fn load(few: &[u8]) -> u128 {
    (u128::from(word::load(few, 8)) << 64) | u128::from(word::load(few, 0))
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
