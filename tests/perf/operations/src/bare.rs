//! The limit: HMAC (RFC 2104) from precomputed states, with nothing around the block function.

use sha2::block_api::{compress256, compress512};
use tokenseal::Algorithm;

// FIPS 180-4 section 5.3.
const INITIAL_256: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
const INITIAL_512: [u64; 8] = [
    0x6a09_e667_f3bc_c908,
    0xbb67_ae85_84ca_a73b,
    0x3c6e_f372_fe94_f82b,
    0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1,
    0x9b05_688c_2b3e_6c1f,
    0x1f83_d9ab_fb41_bd6b,
    0x5be0_cd19_137e_2179,
];

/// The states of a key after its inner and its outer padding.
#[derive(Clone, Copy)]
pub enum Bare {
    /// Of SHA-256.
    Sha256([u32; 8], [u32; 8]),
    /// Of SHA-512.
    Sha512([u64; 8], [u64; 8]),
}

impl Bare {
    /// Of a secret that is no longer than the block of the hash (64 bytes, or 128 of HS512).
    #[must_use]
    pub fn new(algorithm: Algorithm, secret: &[u8]) -> Self {
        if algorithm == Algorithm::Hs256 {
            let [inner, outer] = [0x36, 0x5c].map(|padding| {
                let mut state = INITIAL_256;
                compress256(&mut state, &[key_block(secret, padding)]);
                state
            });
            Self::Sha256(inner, outer)
        } else {
            let [inner, outer] = [0x36, 0x5c].map(|padding| {
                let mut state = INITIAL_512;
                compress512(&mut state, &[key_block(secret, padding)]);
                state
            });
            Self::Sha512(inner, outer)
        }
    }

    /// The MAC of `data`; its first eight bytes.
    #[must_use]
    pub fn mac(&self, data: &[u8]) -> u64 {
        match *self {
            Self::Sha256(mut inner, mut outer) => {
                let (blocks, tail) = data.as_chunks::<64>();
                compress256(&mut inner, blocks);
                let (last, count) = padded::<64>(tail, 64 + data.len(), 8);
                compress256(&mut inner, &last[..count]);
                let mut digest = [0; 32];
                for (place, word) in digest.as_chunks_mut().0.iter_mut().zip(inner) {
                    *place = word.to_be_bytes();
                }
                let (last, count) = padded::<64>(&digest, 64 + 32, 8);
                compress256(&mut outer, &last[..count]);
                u64::from(outer[0]) << 32 | u64::from(outer[1])
            }
            Self::Sha512(mut inner, mut outer) => {
                let (blocks, tail) = data.as_chunks::<128>();
                compress512(&mut inner, blocks);
                let (last, count) = padded::<128>(tail, 128 + data.len(), 16);
                compress512(&mut inner, &last[..count]);
                let mut digest = [0; 64];
                for (place, word) in digest.as_chunks_mut().0.iter_mut().zip(inner) {
                    *place = word.to_be_bytes();
                }
                let (last, count) = padded::<128>(&digest, 128 + 64, 16);
                compress512(&mut outer, &last[..count]);
                outer[0]
            }
        }
    }
}

fn key_block<const BLOCK: usize>(secret: &[u8], padding: u8) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    block[..secret.len()].copy_from_slice(secret);
    block.map(|byte| byte ^ padding)
}

/// The last blocks of a message of `total` bytes (FIPS 180-4 section 5.1), of which `tail` is left, and how many
/// they are. `field` is the size of the length field.
#[inline]
fn padded<const BLOCK: usize>(tail: &[u8], total: usize, field: usize) -> ([[u8; BLOCK]; 2], usize) {
    let mut last = [[0; BLOCK]; 2];
    let count = if tail.len() + 1 + field > BLOCK { 2 } else { 1 };
    let flat = last.as_flattened_mut();
    flat[..tail.len()].copy_from_slice(tail);
    flat[tail.len()] = 0x80;
    flat[count * BLOCK - 8..count * BLOCK].copy_from_slice(&(total as u64 * 8).to_be_bytes());
    (last, count)
}

#[cfg(test)]
mod tests {
    use tokenseal::{Algorithm, Key};

    use super::Bare;

    #[test]
    fn is_hmac() {
        let secret = [7; 64];
        for algorithm in [Algorithm::Hs256, Algorithm::Hs512] {
            let key = Key::new(algorithm, &secret).expect("a key");
            let bare = Bare::new(algorithm, &secret);
            for len in 0..400 {
                let data = vec![b'x'; len];
                let mut tag = [0; 64];
                let tag = key.mac(&data, &mut tag).expect("a MAC");
                assert_eq!(bare.mac(&data).to_be_bytes(), tag[..8], "{len} bytes");
            }
        }
    }
}
