//! Twelve bytes as two numbers of 48 bits.

use super::BYTES;

/// Cuts twelve bytes in two numbers of 48 bits.
#[inline]
pub(super) fn split(bytes: &[u8; BYTES]) -> [u64; 2] {
    let [a, b, c] = *bytes.as_chunks().0 else { return [0; 2] };
    // By fours, as the words of a MAC were written: what is read across two of them has to wait for both.
    let [a, b, c] = [a, b, c].map(|four| u64::from(u32::from_be_bytes(four)));
    [(a << 16) | (b >> 16), ((b & 0xffff) << 32) | c]
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
