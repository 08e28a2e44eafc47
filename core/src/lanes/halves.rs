//! Twelve bytes as two numbers of 48 bits.

use super::BYTES;

/// Cuts twelve bytes in two numbers of 48 bits.
#[inline]
pub(super) fn split(bytes: &[u8; BYTES]) -> [u64; 2] {
    let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) else { return [0; 2] };
    [u64::from_be_bytes(*first) >> 16, u64::from_be_bytes(*last) & 0xffff_ffff_ffff]
}

/// The opposite of [`split`].
#[inline]
pub(super) fn join([first, last]: [u64; 2], bytes: &mut [u8; BYTES]) {
    // The four bytes in the middle are written twice, alike.
    if let Some(front) = bytes.first_chunk_mut() {
        *front = ((first << 16) | (last >> 32)).to_be_bytes();
    }
    if let Some(back) = bytes.last_chunk_mut() {
        *back = ((first << 48) | last).to_be_bytes();
    }
}
