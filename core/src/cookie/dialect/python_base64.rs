//! What Python's decoder of base64 accepts beyond what its encoder writes.

use crate::Error;

/// Decodes as `base64.b64decode` of CPython does without `validate`: what is not in the alphabet is
/// skipped, the last character's unused bits may be anything, and once the padding is complete the
/// rest is not looked at. With `url` it decodes as `urlsafe_b64decode` does after itsdangerous has
/// added padding to a multiple of four; both alphabets are understood then.
///
/// Says how many bytes the text has; `out` gets as many as it can hold.
pub(super) fn decode(text: &[u8], url: bool, out: &mut [u8]) -> Result<usize, Error> {
    let missing = if url { text.len().wrapping_neg() & 3 } else { 0 };
    let mut len = 0_usize;
    let mut places = out.iter_mut();
    let (mut in_group, mut pads) = (0_u32, 0_u32);
    let mut bits = 0_u32;
    for character in text.iter().chain(b"===".iter().take(missing)) {
        if *character == b'=' {
            if in_group >= 2 {
                pads = pads.saturating_add(1);
                if in_group.saturating_add(pads) >= 4 {
                    return Ok(len);
                }
            }
            continue;
        }
        let Some(value) = value(*character, url) else { continue };
        pads = 0;
        bits = (bits << 6) | value;
        // Every character but the first of a group completes a byte.
        let byte = match in_group {
            0 => None,
            1 => Some(bits >> 4),
            2 => Some(bits >> 2),
            _ => Some(bits),
        };
        in_group = in_group.wrapping_add(1) & 3;
        if let Some(byte) = byte {
            if let Some(place) = places.next() {
                *place = byte.to_le_bytes()[0];
            }
            len = len.saturating_add(1);
        }
    }
    if in_group == 0 { Ok(len) } else { Err(Error::Malformed) }
}

fn value(character: u8, url: bool) -> Option<u32> {
    let offset = |first: u8, value: u32| Some(u32::from(character.wrapping_sub(first)).saturating_add(value));
    match character {
        b'A'..=b'Z' => offset(b'A', 0),
        b'a'..=b'z' => offset(b'a', 26),
        b'0'..=b'9' => offset(b'0', 52),
        b'+' => Some(62),
        b'/' => Some(63),
        b'-' if url => Some(62),
        b'_' if url => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    /// What CPython 3.11 says of `base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))` and of
    /// `base64.b64decode(text)`.
    #[test]
    fn as_cpython() {
        for (text, url, standard) in CASES {
            for (is_url, expected) in [(true, url), (false, standard)] {
                let mut out = [0; 16];
                let found = decode(text.as_bytes(), is_url, &mut out).ok().map(|len| &out[..len]);
                assert_eq!(found, expected, "{text:?} {is_url}");
            }
        }
    }

    type Case = (&'static str, Option<&'static [u8]>, Option<&'static [u8]>);

    const CASES: [Case; 36] = [
        ("", Some(b""), Some(b"")),
        ("=", Some(b""), Some(b"")),
        ("==", Some(b""), Some(b"")),
        ("====", Some(b""), Some(b"")),
        ("Q", None, None),
        ("QQ", Some(b"A"), None),
        ("QR", Some(b"A"), None),
        ("QQ=", Some(b"A"), None),
        ("QQ==", Some(b"A"), Some(b"A")),
        ("QQ===", Some(b"A"), Some(b"A")),
        ("QUE", Some(b"AA"), None),
        ("QUE=", Some(b"AA"), Some(b"AA")),
        ("QUF", Some(b"AA"), None),
        ("QUFB", Some(b"AAA"), Some(b"AAA")),
        ("QUFB=", Some(b"AAA"), Some(b"AAA")),
        ("QUFB====", Some(b"AAA"), Some(b"AAA")),
        ("Q=Q=", None, None),
        ("Q=Q==", Some(b"A"), Some(b"A")),
        ("QQ==QUFB", Some(b"A"), Some(b"A")),
        ("QQ=QUFB", None, None),
        ("QQ=Q=", Some(b"A\x04"), Some(b"A\x04")),
        ("Q.Q=", None, None),
        ("QQ.", None, None),
        ("Q Q", None, None),
        ("Q.Q..", Some(b"A"), None),
        ("-_-_", Some(b"\xfb\xff\xbf"), Some(b"")),
        ("+/+/", Some(b"\xfb\xff\xbf"), Some(b"\xfb\xff\xbf")),
        ("-+_/", Some(b"\xfb\xef\xff"), None),
        ("-/==", Some(b"\xfb"), None),
        ("QUFBQ", None, None),
        ("QUFBQQ", Some(b"AAAA"), None),
        ("QUFB\0QUFB", Some(b"AAAAAA"), Some(b"AAAAAA")),
        ("Q===", None, None),
        ("Q====", None, None),
        ("QQ=.=", Some(b"A"), Some(b"A")),
        ("é", Some(b""), Some(b"")),
    ];

    #[test]
    fn what_finds_no_room_is_counted() {
        let mut out = [7; 2];
        assert_eq!(decode(b"QUFBQUFB", true, &mut out), Ok(6));
        assert_eq!(out, [0x41; 2]);
    }
}
