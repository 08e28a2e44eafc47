//! Percent-encoding as JavaScript's `encodeURIComponent` does it (ECMA-262 section 19.2.6.4).

use super::output::Output;
use crate::Error;

/// Whether a byte stands as it is.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')')
}

/// Length in bytes of the encoding of `bytes`.
pub(super) fn encoded_len(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |len: usize, byte| len.saturating_add(if is_plain(*byte) { 1 } else { 3 }))
}

/// Writes the encoding of `bytes`.
pub(super) fn encode(bytes: &[u8], out: &mut Output<'_>) {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| !is_plain(*byte)) {
        let (plain, special) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        out.put(plain);
        let [byte, after @ ..] = special else { return };
        out.put(&[b'%', digit(byte >> 4), digit(byte & 15)]);
        rest = after;
    }
    out.put(rest);
}

const fn digit(value: u8) -> u8 {
    if value < 10 { b'0'.wrapping_add(value) } else { b'A'.wrapping_sub(10).wrapping_add(value) }
}

/// Hands over, piece by piece, what the encoder has encoded so. Any other spelling is malformed.
pub(super) fn decode(text: &[u8], mut take: impl FnMut(&[u8])) -> Result<(), Error> {
    let mut rest = text;
    loop {
        let plain_len = rest.iter().position(|byte| !is_plain(*byte)).unwrap_or(rest.len());
        let (plain, special) = rest.split_at_checked(plain_len).unwrap_or((rest, &[]));
        take(plain);
        rest = match special {
            [] => return Ok(()),
            [b'%', high, low, after @ ..] => {
                let byte = (value(*high)? << 4) | value(*low)?;
                if is_plain(byte) {
                    return Err(Error::Malformed);
                }
                take(&[byte]);
                after
            }
            _ => return Err(Error::Malformed),
        };
    }
}

const fn value(digit: u8) -> Result<u8, Error> {
    match digit {
        b'0'..=b'9' => Ok(digit.wrapping_sub(b'0')),
        b'A'..=b'F' => Ok(digit.wrapping_sub(b'A').wrapping_add(10)),
        _ => Err(Error::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::super::output::Output;
    use super::{decode, encode, encoded_len};

    #[test]
    fn every_byte_has_one_spelling() {
        let mut plain = 0;
        for byte in 0..=255_u8 {
            let bytes = [b'a', byte, b'z'];
            let mut buf = [0; 9];
            let mut out = Output::new(&mut buf, encoded_len(&bytes)).unwrap();
            encode(&bytes, &mut out);
            let text = out.finish().unwrap();
            plain += usize::from(text.len() == 3);
            let mut back = Vec::new();
            decode(text.as_bytes(), |piece| back.extend_from_slice(piece)).unwrap();
            assert_eq!(back, bytes);
        }
        assert_eq!(plain, 71);
        for text in ["%", "%4", "%3", "%3a", "%41", "%GG", " ", "=", "%%", "a%2", "é"] {
            assert!(decode(text.as_bytes(), |_| ()).is_err(), "{text}");
        }
    }
}
