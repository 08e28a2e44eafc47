//! Bytes on the heap that are wiped when they are dropped.

use alloc::alloc::{alloc_zeroed, dealloc};
use core::alloc::Layout;
use core::{ptr, slice};

use tokenseal::Error;
use zeroize::Zeroize;

/// See the module.
pub struct Wiped {
    start: *mut u8,
    len: usize,
}

impl Wiped {
    /// A copy of the bytes.
    pub fn copy_of(bytes: &[u8]) -> Result<Self, Error> {
        // An allocation may not be empty.
        let layout = Layout::from_size_align(bytes.len().max(1), 1).map_err(|_| Error::Limit)?;
        // SAFETY: the size is not 0.
        let start = unsafe { alloc_zeroed(layout) };
        if start.is_null() {
            return Err(Error::Limit);
        }
        // SAFETY: so many bytes lie there, which are nobody else's.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), start, bytes.len()) };
        Ok(Self { start, len: bytes.len() })
    }

    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        // SAFETY: `copy_of` wrote them, and nobody has since.
        unsafe { slice::from_raw_parts(self.start, self.len) }
    }
}

impl Drop for Wiped {
    fn drop(&mut self) {
        // SAFETY: as in `as_slice`.
        unsafe { slice::from_raw_parts_mut(self.start, self.len) }.zeroize();
        if let Ok(layout) = Layout::from_size_align(self.len.max(1), 1) {
            // SAFETY: `copy_of` got it with this layout; nobody uses it after this.
            unsafe { dealloc(self.start, layout) };
        }
    }
}
