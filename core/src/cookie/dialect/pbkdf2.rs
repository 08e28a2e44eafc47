//! PBKDF2 with HMAC (RFC 8018 section 5.2).

use super::mac::{Digest, Mac};
use crate::bytes::copy;

/// Fills `key` with what `prf` derives from a secret and a salt.
pub(super) fn derive(prf: Digest, secret: &[u8], salt: &[u8], rounds: u32, key: &mut [u8]) {
    let keyed = Mac::new(prf, secret);
    for (number, block) in (1..u32::MAX).zip(key.chunks_mut(prf.hash_len())) {
        let mut mac = keyed.clone();
        mac.update(salt);
        mac.update(&number.to_be_bytes());
        let mut last = mac.finish();
        copy(block, last.as_bytes());
        for _ in 1..rounds {
            let mut mac = keyed.clone();
            mac.update(last.as_bytes());
            last = mac.finish();
            for (byte, other) in block.iter_mut().zip(last.as_bytes()) {
                *byte ^= other;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, derive};

    /// RFC 6070, RFC 7914 section 11, and what CPython's `hashlib.pbkdf2_hmac` says.
    #[test]
    fn as_others_derive() {
        let cases: [(Digest, &[u8], &[u8], u32, &str); 5] = [
            (Digest::Sha1, b"password", b"salt", 1, "0c60c80f961f0e71f3a9b524af6012062fe037a6"),
            (Digest::Sha1, b"password", b"salt", 2, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"),
            (
                Digest::Sha1,
                b"passwordPASSWORDpassword",
                b"saltSALTsaltSALTsaltSALTsaltSALTsalt",
                4096,
                "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038",
            ),
            (
                Digest::Sha256,
                b"passwd",
                b"salt",
                1,
                "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc\
                 a49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783",
            ),
            (
                Digest::Sha512,
                &[b'k'; 200],
                b"signed cookie",
                3,
                "9696b0ff292166fa442f00975fae2b35cc02fffec3b9955bc611e222fd1b36916da601\
                 9f61dc7266ed55909c8b4f649e29cb44bde98f33de9fffe48e99d8cce6a2efd92b1fb4",
            ),
        ];
        for (prf, secret, salt, rounds, expected) in cases {
            let mut key = vec![0; expected.len() / 2];
            derive(prf, secret, salt, rounds, &mut key);
            let found: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(found, expected);
        }
    }
}
