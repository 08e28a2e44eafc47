//! Percent-encoding as JavaScript's `encodeURIComponent` does it (ECMA-262 section 19.2.6.4).

use super::output::Output;
use crate::Error;

/// Whether a byte stands as it is.
#[inline]
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')')
}

/// Length in bytes of the encoding of `bytes`. It depends on them, so they are public from here on;
/// not inlined, because `tests/hostile/constant_time` finds that place by its name.
#[inline(never)]
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

/// Decodes a text into the front of `out`, which has room, as `decodeURIComponent` does: every escape is undone, in
/// digits of either case, and all else stands. A `%` that begins no escape is malformed.
pub(super) fn decode<'b>(text: &[u8], out: &'b mut [u8]) -> Result<&'b [u8], Error> {
    let (mut rest, mut len) = (text, 0_usize);
    for place in &mut *out {
        (*place, rest) = match rest {
            [] => break,
            [b'%', high, low, rest @ ..] => ((value(*high)? << 4) | value(*low)?, rest),
            [b'%', ..] => return Err(Error::Malformed),
            [byte, rest @ ..] => (*byte, rest),
        };
        len = len.saturating_add(1);
    }
    Ok(out.get(..len).unwrap_or(&[]))
}

const fn value(digit: u8) -> Result<u8, Error> {
    match digit {
        b'0'..=b'9' => Ok(digit.wrapping_sub(b'0')),
        b'A'..=b'F' => Ok(digit.wrapping_sub(b'A').wrapping_add(10)),
        b'a'..=b'f' => Ok(digit.wrapping_sub(b'a').wrapping_add(10)),
        _ => Err(Error::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::super::output::Output;
    use super::{decode, encode, encoded_len};
    use crate::Error;

    #[test]
    fn what_is_encoded_decodes() {
        let mut plain = 0;
        for byte in 0..=255_u8 {
            let bytes = [b'a', byte, b'z'];
            let mut buf = [0; 9];
            let mut out = Output::new(&mut buf, encoded_len(&bytes)).unwrap();
            encode(&bytes, &mut out);
            let text = out.finish().unwrap();
            plain += usize::from(text.len() == 3);
            assert_eq!(decode(text.as_bytes(), &mut [0; 9]), Ok(&bytes[..]));
            assert!(decode(text.to_ascii_lowercase().as_bytes(), &mut [0; 9]).is_ok());
        }
        assert_eq!(plain, 71);
        for text in ["%", "%4", "%GG", "%%", "a%2", "%%41"] {
            assert_eq!(decode(text.as_bytes(), &mut [0; 9]), Err(Error::Malformed), "{text}");
        }
    }
}
