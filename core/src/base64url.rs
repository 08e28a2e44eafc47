//! Strict base64url without padding (RFC 4648 section 5): one text for one sequence of bytes.
//!
//! Padding, white space, the standard alphabet's `+` and `/`, and a last character with unused
//! bits that are not zero are all refused.

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::Error;

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
pub fn encode<'b>(bytes: &[u8], out: &'b mut [u8]) -> Result<&'b str, Error> {
    let needed = encoded_len(bytes.len());
    Base64UrlUnpadded::encode(bytes, out).map_err(|_| Error::BufferTooSmall { needed })
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
        Base64UrlUnpadded::decode(chunk, &mut scratch).map_err(|_| Error::Malformed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{check, decode, decoded_len, encode, encoded_len};
    use crate::Error;

    #[test]
    fn every_length_round_trips() {
        let bytes: [u8; 200] = core::array::from_fn(|i| u8::try_from(i).unwrap().wrapping_mul(37));
        for len in 0..=bytes.len() {
            let mut text = [0; 300];
            let text = encode(&bytes[..len], &mut text).unwrap();
            assert_eq!(text.len(), encoded_len(len));
            assert_eq!(decoded_len(text.len()), len);
            let mut back = [0; 200];
            assert_eq!(decode(text.as_bytes(), &mut back).unwrap(), &bytes[..len]);
            check(text.as_bytes()).unwrap();
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
