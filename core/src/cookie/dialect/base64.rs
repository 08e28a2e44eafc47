//! The four kinds of base64 (RFC 4648 sections 4 and 5) that the frameworks write, over base64url.

use crate::Error;
use crate::base64url::{self, decoded_len, encoded_len};
use crate::bytes::copy;

/// An alphabet, padded to groups of four characters or not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Base64 {
    Standard,
    StandardPadded,
    Url,
    UrlPadded,
}

/// How a text must be spelled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As the encoder spells it: one text for one sequence of bytes.
    Canonical,
    /// The unused bits of the last character may be anything.
    AnyLastBits,
}

/// Characters that are decoded at a time: whole groups, so that only the last piece has a rest.
const PIECE: usize = 64;
/// Bytes of a piece.
const PIECE_BYTES: usize = 48;

impl Base64 {
    const fn is_padded(self) -> bool {
        matches!(self, Self::StandardPadded | Self::UrlPadded)
    }

    const fn is_url(self) -> bool {
        matches!(self, Self::Url | Self::UrlPadded)
    }

    /// Length in characters of the encoding of `len` bytes.
    pub(super) const fn encoded_len(self, len: usize) -> usize {
        if self.is_padded() { len.div_ceil(3).saturating_mul(4) } else { encoded_len(len) }
    }

    /// Encodes `bytes` into the front of `out`, which has room, and says how long that is.
    pub(super) fn encode(self, bytes: &[u8], out: &mut [u8]) -> Result<usize, Error> {
        let needed = self.encoded_len(bytes.len());
        let out = out.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;
        let (text, padding) =
            out.split_at_mut_checked(encoded_len(bytes.len())).ok_or(Error::BufferTooSmall { needed })?;
        base64url::encode(bytes, text)?;
        if !self.is_url() {
            for character in &mut *text {
                *character = to_standard(*character);
            }
        }
        padding.fill(b'=');
        Ok(needed)
    }

    /// Encodes the last `len` bytes of `place`, which is as long as their encoding, over the whole
    /// of it.
    pub(super) fn encode_from_end(self, place: &mut [u8], len: usize) -> Result<(), Error> {
        // The text grows a third faster than the bytes are read, and starts a third ahead of them.
        let (mut from, mut to) = (place.len().saturating_sub(len), 0_usize);
        let mut piece = [0; PIECE_BYTES];
        while from < place.len() {
            let taken = copy(&mut piece, place.get(from..).unwrap_or(&[]));
            let bytes = piece.get(..taken).unwrap_or(&[]);
            to = to.saturating_add(self.encode(bytes, place.get_mut(to..).unwrap_or(&mut []))?);
            from = from.saturating_add(taken);
        }
        Ok(())
    }

    /// Decodes `text` into the front of `out`, which is at least as long as the text, and says how
    /// many bytes that is.
    pub(super) fn decode(self, text: &[u8], spelling: Spelling, out: &mut [u8]) -> Result<usize, Error> {
        let mut len = 0_usize;
        self.decode_pieces(text, spelling, &mut |bytes| {
            len = len.saturating_add(copy(out.get_mut(len..).unwrap_or(&mut []), bytes));
        })?;
        Ok(len)
    }

    /// Decodes the `len` characters of `buf` from `start` on into the front of `buf`.
    pub(super) fn decode_within(
        self,
        buf: &mut [u8],
        start: usize,
        len: usize,
        spelling: Spelling,
    ) -> Result<usize, Error> {
        let end = start.saturating_add(len);
        let text_len = self.strip(buf.get(start..end).ok_or(Error::Malformed)?)?.len();
        let end = start.saturating_add(text_len);
        let (mut from, mut to) = (start, 0_usize);
        let mut piece = [0; PIECE];
        let mut bytes = [0; PIECE_BYTES];
        while from < end {
            let taken = copy(&mut piece, buf.get(from..end).unwrap_or(&[]));
            let bytes = self.decode_piece(piece.get_mut(..taken).unwrap_or(&mut []), spelling, &mut bytes)?;
            to = to.saturating_add(copy(buf.get_mut(to..).unwrap_or(&mut []), bytes));
            from = from.saturating_add(taken);
        }
        Ok(to)
    }

    /// Decodes `text` and hands over what it says, piece by piece. What was handed over before an
    /// error counts for nothing.
    pub(super) fn decode_pieces(
        self,
        text: &[u8],
        spelling: Spelling,
        take: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Error> {
        let mut bytes = [0; PIECE_BYTES];
        for chunk in self.strip(text)?.chunks(PIECE) {
            let mut piece = [0; PIECE];
            let len = copy(&mut piece, chunk);
            take(self.decode_piece(piece.get_mut(..len).unwrap_or(&mut []), spelling, &mut bytes)?);
        }
        Ok(())
    }

    /// Length in bytes of what `text` decodes to, if it is legal.
    pub(super) fn decoded_len(self, text: &[u8]) -> Result<usize, Error> {
        Ok(decoded_len(self.strip(text)?.len()))
    }

    /// The text without its padding, which must be exactly what it needs.
    fn strip(self, text: &[u8]) -> Result<&[u8], Error> {
        if !self.is_padded() {
            return Ok(text);
        }
        if !text.len().is_multiple_of(4) {
            return Err(Error::Malformed);
        }
        // Padding that is left over is no character of the alphabet.
        match text {
            [rest @ .., b'=', b'='] | [rest @ .., b'='] => Ok(rest),
            _ => Ok(text),
        }
    }

    fn decode_piece<'b>(
        self,
        text: &mut [u8],
        spelling: Spelling,
        out: &'b mut [u8; PIECE_BYTES],
    ) -> Result<&'b [u8], Error> {
        if !self.is_url() {
            for character in &mut *text {
                *character = to_url(*character);
            }
        }
        if spelling == Spelling::AnyLastBits {
            clear_last_bits(text)?;
        }
        base64url::decode(text, out)
    }
}

/// A character of base64url in the standard alphabet. Without a branch: a tag is not public yet.
fn to_standard(character: u8) -> u8 {
    let [_, is_minus] = u16::from(character ^ b'-').wrapping_sub(1).to_le_bytes();
    let [_, is_underscore] = u16::from(character ^ b'_').wrapping_sub(1).to_le_bytes();
    character ^ (is_minus & (b'-' ^ b'+')) ^ (is_underscore & (b'_' ^ b'/'))
}

/// A character of the standard alphabet in base64url's; of those that it does not have, an illegal one.
const fn to_url(character: u8) -> u8 {
    match character {
        b'+' => b'-',
        b'/' => b'_',
        b'-' | b'_' => b'=',
        other => other,
    }
}

/// Replaces the last character by the one whose unused bits are zero.
fn clear_last_bits(text: &mut [u8]) -> Result<(), Error> {
    let used = match text.len() % 4 {
        2 => 0b11_0000,
        3 => 0b11_1100,
        _ => return Ok(()),
    };
    let Some(last) = text.last_mut() else { return Ok(()) };
    let mut bytes = [0; 3];
    let mut group = [b'A', b'A', b'A', *last];
    base64url::decode(&group, &mut bytes)?;
    let [_, _, low] = &mut bytes;
    *low &= used;
    base64url::encode(&bytes, &mut group)?;
    let [.., cleared] = group;
    *last = cleared;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Base64, Spelling};
    use crate::Error;

    const KINDS: [Base64; 4] = [Base64::Standard, Base64::StandardPadded, Base64::Url, Base64::UrlPadded];

    #[test]
    fn every_length_round_trips_in_every_place() {
        let bytes: [u8; 200] = core::array::from_fn(|i| u8::try_from(i).unwrap().wrapping_mul(89));
        for kind in KINDS {
            for len in 0..=bytes.len() {
                let bytes = &bytes[..len];
                let mut text = vec![0; kind.encoded_len(len)];
                assert_eq!(kind.encode(bytes, &mut text), Ok(text.len()));
                let mut place = vec![0; text.len()];
                let start = place.len() - len;
                place[start..].copy_from_slice(bytes);
                kind.encode_from_end(&mut place, len).unwrap();
                assert_eq!(place, text);

                let mut out = vec![0; text.len()];
                assert_eq!(kind.decode(&text, Spelling::Canonical, &mut out), Ok(len));
                assert_eq!(&out[..len], bytes);
                assert_eq!(kind.decoded_len(&text), Ok(len));
                let mut buf = [b"..", &text[..], b".."].concat();
                assert_eq!(kind.decode_within(&mut buf, 2, text.len(), Spelling::Canonical), Ok(len));
                assert_eq!(&buf[..len], bytes);
            }
        }
    }

    #[test]
    fn padding_is_exact() {
        for (text, padded, unpadded) in [
            ("", true, true),
            ("QQ==", true, false),
            ("QQ", false, true),
            ("QUE=", true, false),
            ("QUFB", true, true),
            ("QQ=", false, false),
            ("Q===", false, false),
            ("====", false, false),
            ("=", false, false),
            ("QUFBQQ==QUFB", false, false),
            ("QUFB====", false, false),
            ("QR==", false, false),
            ("QUF=", false, false),
            ("A", false, false),
        ] {
            let decode =
                |kind: Base64| kind.decode(text.as_bytes(), Spelling::Canonical, &mut [0; 16]).is_ok();
            assert_eq!(decode(Base64::StandardPadded), padded, "{text}");
            assert_eq!(decode(Base64::UrlPadded), padded, "{text}");
            assert_eq!(decode(Base64::Standard), unpadded, "{text}");
            assert_eq!(decode(Base64::Url), unpadded, "{text}");
        }
    }

    #[test]
    fn the_last_bits_where_they_may_be_anything() {
        let mut seen = 0;
        for last in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
            let mut out = [0; 8];
            let text = [b'-', *last];
            assert_eq!(Base64::Url.decode(&text, Spelling::AnyLastBits, &mut out), Ok(1));
            seen |= 1_u8 << (out[0] & 3);
            assert_eq!(out[0] & 0xfc, 0xf8);
        }
        assert_eq!(seen, 15);
        assert_eq!(Base64::UrlPadded.decode(b"QR==", Spelling::AnyLastBits, &mut [0; 8]), Ok(1));
        assert_eq!(
            Base64::UrlPadded.decode(b"Q+==", Spelling::AnyLastBits, &mut [0; 8]),
            Err(Error::Malformed)
        );
    }
}
