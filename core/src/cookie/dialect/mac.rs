//! Hashes and HMACs that the frameworks use, SHA-1 among them.

use hmac::{Hmac, KeyInit, Mac as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};
use zeroize::Zeroize;

use super::base64::{Base64, Spelling};
use super::python_base64;
use crate::Error;
use crate::bytes::copy;
use crate::mac::same;

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
#[non_exhaustive]
pub enum Digest {
    /// SHA-1. Within HMAC, where the frameworks have it, it has not been broken.
    Sha1 = 1,
    /// SHA-256.
    Sha256 = 2,
    /// SHA-512.
    Sha512 = 3,
}

impl Digest {
    /// The name: `sha1`, `sha256` or `sha512`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }

    /// The hash function of that name, compared exactly.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Sha1, Self::Sha256, Self::Sha512].into_iter().find(|digest| digest.name() == name)
    }

    /// Length of the hash in bytes.
    pub(super) const fn hash_len(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => MAX_TAG,
        }
    }

    /// The hash of the parts, one after the other. It is always a key.
    pub(super) fn hash(self, parts: &[&[u8]]) -> Tag {
        match self {
            Self::Sha1 => Tag::new(&mut parts.iter().fold(Sha1::new(), Sha1::chain_update).finalize()),
            Self::Sha256 => Tag::new(&mut parts.iter().fold(Sha256::new(), Sha256::chain_update).finalize()),
            Self::Sha512 => Tag::new(&mut parts.iter().fold(Sha512::new(), Sha512::chain_update).finalize()),
        }
    }

    /// The HMAC of the parts, one after the other.
    pub(super) fn mac(self, key: &[u8], parts: &[&[u8]]) -> Result<Tag, Error> {
        let mut mac = Mac::new(self, key)?;
        for part in parts {
            mac.update(part);
        }
        Ok(mac.finish())
    }
}

/// The greatest tag in bytes.
pub(super) const MAX_TAG: usize = 64;

/// A MAC, or a key derived by a hash. Wiped when it is dropped.
pub(super) struct Tag {
    bytes: [u8; MAX_TAG],
    len: usize,
}

impl Tag {
    /// Takes what a hash function returned and wipes it there.
    fn new(output: &mut [u8]) -> Self {
        let mut bytes = [0; MAX_TAG];
        let len = copy(&mut bytes, output);
        output.zeroize();
        Self { bytes, len }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or(&[])
    }

    /// Whether it equals `other`, in constant time. The verdict is public, and so are the lengths.
    pub(super) fn matches(&self, other: &[u8]) -> bool {
        same(self.as_bytes(), other)
    }
}

impl Drop for Tag {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}

/// A tag as a text presents it: of any length, though only a tag of the right one matches.
pub(super) struct Presented {
    bytes: [u8; MAX_TAG],
    len: usize,
}

impl Presented {
    /// A tag in base64.
    pub(super) fn from_base64(kind: Base64, spelling: Spelling, text: &[u8]) -> Result<Self, Error> {
        let mut tag = Self { bytes: [0; MAX_TAG], len: 0 };
        kind.decode_pieces(text, spelling, |piece| {
            copy(tag.bytes.get_mut(tag.len..).unwrap_or(&mut []), piece);
            tag.len = tag.len.saturating_add(piece.len());
        })?;
        Ok(tag)
    }

    /// A tag that Python would decode, however it is spelled.
    pub(super) fn from_python(text: &[u8]) -> Result<Self, Error> {
        let mut bytes = [0; MAX_TAG];
        let len = python_base64::decode(text, true, &mut bytes)?;
        Ok(Self { bytes, len })
    }

    /// A tag in lower-case hexadecimal digits.
    pub(super) fn from_hex(text: &[u8]) -> Result<Self, Error> {
        let (pairs, []) = text.as_chunks::<2>() else { return Err(Error::Malformed) };
        let mut tag = Self { bytes: [0; MAX_TAG], len: pairs.len() };
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

/// An HMAC over what comes piece by piece. Its states are wiped when it is dropped.
pub(super) enum Mac {
    Sha1(Hmac<Sha1>),
    Sha256(Hmac<Sha256>),
    Sha512(Hmac<Sha512>),
}

impl Mac {
    pub(super) fn new(digest: Digest, key: &[u8]) -> Result<Self, Error> {
        // A key of any length is legal.
        match digest {
            Digest::Sha1 => Hmac::new_from_slice(key).map(Self::Sha1),
            Digest::Sha256 => Hmac::new_from_slice(key).map(Self::Sha256),
            Digest::Sha512 => Hmac::new_from_slice(key).map(Self::Sha512),
        }
        .map_err(|_| Error::BadArgument)
    }

    pub(super) fn update(&mut self, piece: &[u8]) {
        match self {
            Self::Sha1(mac) => mac.update(piece),
            Self::Sha256(mac) => mac.update(piece),
            Self::Sha512(mac) => mac.update(piece),
        }
    }

    pub(super) fn finish(self) -> Tag {
        match self {
            Self::Sha1(mac) => Tag::new(&mut mac.finalize().into_bytes()),
            Self::Sha256(mac) => Tag::new(&mut mac.finalize().into_bytes()),
            Self::Sha512(mac) => Tag::new(&mut mac.finalize().into_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, Presented};
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
            let tag = digest.mac(b"Jefe", &[b"what do ya want ", b"", b"for nothing?"]).unwrap();
            assert_eq!(hex(tag.as_bytes()), expected);
            assert_eq!(tag.as_bytes().len(), digest.hash_len());
            assert!(tag.matches(tag.as_bytes()));
            assert!(!tag.matches(&tag.as_bytes()[1..]));
        }
    }

    /// FIPS 180-4's example.
    #[test]
    fn hashes_of_abc() {
        assert_eq!(
            hex(Digest::Sha1.hash(&[b"a", b"bc"]).as_bytes()),
            "a9993e364706816aba3e25717850c26c9cd0d89d"
        );
        assert_eq!(
            hex(Digest::Sha256.hash(&[b"abc"]).as_bytes()),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn tags_in_hex() {
        assert_eq!(Presented::from_hex(b"00ff1a").unwrap().as_bytes(), [0, 0xff, 0x1a]);
        assert_eq!(Presented::from_hex(&[b'0'; 130]).unwrap().as_bytes(), []);
        for text in ["0", "0g", "FF", "0x", " 0"] {
            assert_eq!(Presented::from_hex(text.as_bytes()).err(), Some(Error::Malformed), "{text}");
        }
    }

    #[test]
    fn names() {
        assert_eq!(Digest::from_name("sha1"), Some(Digest::Sha1));
        assert_eq!(Digest::from_name("sha256"), Some(Digest::Sha256));
        assert_eq!(Digest::from_name("sha512"), Some(Digest::Sha512));
        assert_eq!(Digest::from_name("SHA1"), None);
    }
}
