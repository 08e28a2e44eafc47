//! Sixteen bytes at a time: in a vector where all processors of the kind have them, SSE2 of x86-64 and SIMD128 of
//! WebAssembly, elsewhere in two words.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod halves;
#[cfg(any(
    test,
    not(any(
        all(target_arch = "x86_64", target_feature = "sse2"),
        all(target_arch = "wasm32", target_feature = "simd128")
    ))
))]
mod portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod sse2;

#[cfg(not(any(
    all(target_arch = "x86_64", target_feature = "sse2"),
    all(target_arch = "wasm32", target_feature = "simd128")
)))]
pub(crate) use portable::{before_other_than_digit, before_special, decode, encode, equal};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use simd128::{before_other_than_digit, before_special, decode, encode, equal};
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(crate) use sse2::{before_other_than_digit, before_special, decode, encode, equal};

/// Characters of base64url, or bytes of a text.
pub(crate) const CHARS: usize = 16;
/// What they are without the encoding.
pub(crate) const BYTES: usize = 12;

#[cfg(test)]
mod tests {
    use base64ct::{Base64UrlUnpadded, Encoding};

    use super::{BYTES, CHARS, portable};

    type Before = fn(&[u8; CHARS]) -> usize;

    /// At each place of a chunk, among bytes that are found and bytes that are not, every byte.
    fn agree(found: fn(u8) -> bool, implementations: [Before; 2]) {
        for at in 0..CHARS {
            for byte in 0..=255 {
                for filler in *b"a09-_\"\\ \x1f\x20\x80\xff/:" {
                    let mut text = [filler; CHARS];
                    text[at] = byte;
                    let before = text.iter().position(|byte| found(*byte)).unwrap_or(CHARS);
                    assert_eq!(implementations.map(|run| run(&text)), [before; 2], "{text:?}");
                }
            }
        }
    }

    #[test]
    fn the_first_byte_of_a_kind() {
        let is_special = |byte| byte < 0x20 || matches!(byte, b'"' | b'\\');
        agree(is_special, [super::before_special, portable::before_special]);
        agree(
            |byte| !byte.is_ascii_digit(),
            [super::before_other_than_digit, portable::before_other_than_digit],
        );
    }

    #[test]
    fn all_bytes_that_are_equal() {
        for pattern in 0..1_u32 << CHARS {
            for (byte, other) in
                [(b'.', b'/'), (b'.', 0xae), (b'.', 0xff), (0x80, 0), (0, 0x80), (0xff, 0xfe)]
            {
                let text = core::array::from_fn(|at| if pattern >> at & 1 == 1 { byte } else { other });
                assert_eq!([super::equal(&text, byte), portable::equal(&text, byte)], [pattern; 2]);
            }
        }
    }

    #[test]
    fn base64url_as_base64ct_has_it() {
        let mut state = 1_u32;
        for _ in 0..20_000 {
            let bytes: [u8; BYTES] = core::array::from_fn(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state.to_be_bytes()[0]
            });
            let mut place = [0; CHARS];
            Base64UrlUnpadded::encode(&bytes, &mut place).unwrap();
            assert_eq!([super::encode(&bytes), portable::encode(&bytes)], [place; 2]);
            for decode in [super::decode, portable::decode] {
                let mut back = [0; BYTES];
                assert_eq!(decode(&place, &mut back), Some(()));
                assert_eq!(back, bytes);
            }
        }
    }

    #[test]
    fn every_character_at_every_place() {
        for at in 0..CHARS {
            for byte in 0..=255 {
                let mut text = *b"AZaz09-_Bybx18-_";
                text[at] = byte;
                let mut peer = [0; BYTES];
                let is_legal = Base64UrlUnpadded::decode(text, &mut peer).is_ok();
                let expected = is_legal.then_some(peer);
                for decode in [super::decode, portable::decode] {
                    let mut bytes = [0; BYTES];
                    assert_eq!(decode(&text, &mut bytes).map(|()| bytes), expected, "{text:?}");
                }
            }
        }
    }
}
