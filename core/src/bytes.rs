//! Copying between slices whose lengths are not known to agree, cutting and wiping.

use zeroize::Zeroize;

/// Copies as much as both have and says how much that was.
#[inline]
pub(crate) fn copy(to: &mut [u8], from: &[u8]) -> usize {
    let len = to.len().min(from.len());
    if let (Some(to), Some(from)) = (to.get_mut(..len), from.get(..len)) {
        to.copy_from_slice(from);
    }
    len
}

/// What stands before and behind a place.
#[inline]
pub(crate) fn cut(text: &[u8], at: usize) -> Option<(&[u8], &[u8])> {
    Some((text.get(..at)?, text.get(at.saturating_add(1)..)?))
}

/// Overwrites with zeros, which the compiler may not leave out. Not inlined: unrolled, it is often larger than
/// what is around it.
#[inline(never)]
pub(crate) fn wipe(bytes: &mut [u8]) {
    bytes.zeroize();
}
