//! HMACs that the frameworks use, SHA-1's among them, and the tags that texts present.

use super::base64::{Base64, Spelling};
use super::hash::{Digest, Hash, MAX_BLOCK, MAX_HASH};
use super::python_base64;
use crate::Error;
use crate::bytes::copy;
use crate::mac::same;

/// A MAC, or a key derived by a hash.
pub(super) struct Tag {
    bytes: [u8; MAX_HASH],
    len: usize,
}

impl Tag {
    /// Of the words of a hash's state.
    pub(super) fn from_words<const N: usize>(words: impl Iterator<Item = [u8; N]>) -> Self {
        let mut tag = Self { bytes: [0; MAX_HASH], len: 0 };
        for (place, word) in tag.bytes.as_chunks_mut().0.iter_mut().zip(words) {
            *place = word;
            tag.len = tag.len.saturating_add(N);
        }
        tag
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or(&[])
    }

    /// Whether it equals `other`, in constant time. The verdict is public, and so are the lengths.
    pub(super) fn matches(&self, other: &[u8]) -> bool {
        same(self.as_bytes(), other)
    }
}

/// A tag as a text presents it: of any length, though only a tag of the right one matches.
pub(super) struct Presented {
    bytes: [u8; MAX_HASH],
    len: usize,
}

impl Presented {
    /// A tag in base64.
    pub(super) fn from_base64(kind: Base64, spelling: Spelling, text: &[u8]) -> Result<Self, Error> {
        let mut tag = Self { bytes: [0; MAX_HASH], len: 0 };
        kind.decode_pieces(text, spelling, &mut |piece| {
            copy(tag.bytes.get_mut(tag.len..).unwrap_or(&mut []), piece);
            tag.len = tag.len.saturating_add(piece.len());
        })?;
        Ok(tag)
    }

    /// A tag that Python would decode, however it is spelled.
    pub(super) fn from_python(text: &[u8]) -> Result<Self, Error> {
        let mut bytes = [0; MAX_HASH];
        let len = python_base64::decode(text, true, &mut bytes)?;
        Ok(Self { bytes, len })
    }

    /// A tag in lower-case hexadecimal digits.
    pub(super) fn from_hex(text: &[u8]) -> Result<Self, Error> {
        let (pairs, []) = text.as_chunks::<2>() else { return Err(Error::Malformed) };
        let mut tag = Self { bytes: [0; MAX_HASH], len: pairs.len() };
        let mut places = tag.bytes.iter_mut();
        for [high, low] in pairs {
            let byte = (hex_value(*high)? << 4) | hex_value(*low)?;
            if let Some(place) = places.next() {
                *place = byte;
            }
        }
        Ok(tag)
    }

    /// Nothing, where it is longer than any tag.
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or(&[])
    }
}

const fn hex_value(digit: u8) -> Result<u8, Error> {
    match digit {
        b'0'..=b'9' => Ok(digit.wrapping_sub(b'0')),
        b'a'..=b'f' => Ok(digit.wrapping_sub(b'a').wrapping_add(10)),
        _ => Err(Error::Malformed),
    }
}

/// An HMAC (RFC 2104) over what comes piece by piece.
#[derive(Clone)]
pub(super) struct Mac {
    inner: Hash,
    outer: Hash,
}

impl Mac {
    pub(super) fn new(digest: Digest, key: &[u8]) -> Self {
        let mut padded = [0; MAX_BLOCK];
        if key.len() > digest.block_len() {
            copy(&mut padded, digest.hash(&[key]).as_bytes());
        } else {
            copy(&mut padded, key);
        }
        let mut mac = Self { inner: Hash::new(digest), outer: Hash::new(digest) };
        for (hash, padding) in [(&mut mac.inner, 0x36), (&mut mac.outer, 0x5c)] {
            hash.update(padded.map(|byte| byte ^ padding).get(..digest.block_len()).unwrap_or(&[]));
        }
        mac
    }

    pub(super) fn update(&mut self, piece: &[u8]) {
        self.inner.update(piece);
    }

    pub(super) fn finish(&mut self) -> Tag {
        self.outer.update(self.inner.finish().as_bytes());
        self.outer.finish()
    }
}

impl Digest {
    /// The HMAC of the parts, one after the other.
    pub(super) fn mac(self, key: &[u8], parts: &[&[u8]]) -> Tag {
        let mut mac = Mac::new(self, key);
        for part in parts {
            mac.update(part);
        }
        mac.finish()
    }
}

#[cfg(test)]
mod tests {
    use hmac::Hmac;
    use sha1::Sha1;
    use sha2::{Sha256, Sha512};

    use super::super::hash::Digest;
    use super::Presented;
    use crate::Error;

    fn hex(bytes: &[u8]) -> String {
        use core::fmt::Write;
        bytes.iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        })
    }

    /// RFC 2202 section 3 and RFC 4231 section 4.3: the same key and data.
    #[test]
    fn hmac_of_the_rfcs() {
        for (digest, expected) in [
            (Digest::Sha1, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            (Digest::Sha256, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
            (
                Digest::Sha512,
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
            ),
        ] {
            let tag = digest.mac(b"Jefe", &[b"what do ya want ", b"", b"for nothing?"]);
            assert_eq!(hex(tag.as_bytes()), expected);
            assert_eq!(tag.as_bytes().len(), digest.hash_len());
            assert!(tag.matches(tag.as_bytes()));
            assert!(!tag.matches(&tag.as_bytes()[1..]));
        }
    }

    #[test]
    fn agrees_with_the_hmac_crate_at_every_length_of_the_key() {
        let data: [u8; 300] = core::array::from_fn(|i| u8::try_from(i % 251).unwrap());
        for len in 0..data.len() {
            let key = &data[..len];
            assert_eq!(Digest::Sha1.mac(key, &[&data]).as_bytes(), peer::<Hmac<Sha1>>(key, &data), "{len}");
            assert_eq!(
                Digest::Sha256.mac(key, &[&data]).as_bytes(),
                peer::<Hmac<Sha256>>(key, &data),
                "{len}"
            );
            assert_eq!(
                Digest::Sha512.mac(key, &[&data]).as_bytes(),
                peer::<Hmac<Sha512>>(key, &data),
                "{len}"
            );
        }
    }

    fn peer<M: hmac::KeyInit + hmac::Mac>(key: &[u8], data: &[u8]) -> Vec<u8> {
        <M as hmac::KeyInit>::new_from_slice(key).unwrap().chain_update(data).finalize().into_bytes().to_vec()
    }

    #[test]
    fn tags_in_hex() {
        assert_eq!(Presented::from_hex(b"00ff1a").unwrap().as_bytes(), [0, 0xff, 0x1a]);
        assert_eq!(Presented::from_hex(&[b'0'; 130]).unwrap().as_bytes(), []);
        for text in ["0", "0g", "FF", "0x", " 0"] {
            assert_eq!(Presented::from_hex(text.as_bytes()).err(), Some(Error::Malformed), "{text}");
        }
    }
}
