//! Slices
//!
//! Texts inside structs are a pointer and a length. TOKENSEAL_LITERAL("text") makes one from a
//! string literal; for other strings set ptr and len.

use core::ffi::c_char;

use tokenseal::Error;
use tokenseal::limits::MAX_NAMES;

use crate::memory::{self, Input, Region};

/// A text of the caller's. With ptr NULL (and len 0) there is none, which is not the same as an
/// empty text.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tokenseal_slice {
    /// The first byte of the text.
    pub ptr: *const c_char,
    /// Its length in bytes.
    pub len: usize,
}

impl tokenseal_slice {
    /// No text.
    pub const NONE: Self = Self { ptr: core::ptr::null(), len: 0 };

    /// These bytes.
    pub const fn of(bytes: &[u8]) -> Self {
        Self { ptr: bytes.as_ptr().cast(), len: bytes.len() }
    }

    /// The bytes, if there is a text.
    ///
    /// # Safety
    ///
    /// The crate's contract, for as long as `'a`.
    pub unsafe fn bytes<'a>(self) -> Result<Option<&'a [u8]>, Error> {
        // SAFETY: the same contract.
        let bytes = unsafe { memory::input(self.ptr.cast::<u8>(), self.len) }?;
        Ok(if self.ptr.is_null() { None } else { Some(bytes) })
    }

    /// The text, if there is one.
    ///
    /// # Safety
    ///
    /// The crate's contract, for as long as `'a`.
    pub unsafe fn text<'a>(self) -> Result<Option<&'a str>, Error> {
        // SAFETY: the same contract.
        unsafe { memory::text(self.ptr, self.len) }
    }
}

/// A list of slices in the caller's memory, whose pointers have been checked.
#[derive(Clone, Copy)]
pub struct List<'a> {
    slices: &'a [tokenseal_slice],
}

impl<'a> List<'a> {
    /// Checks a list. NULL with count 0 is none, which is not the same as an empty list. No entry
    /// may be NULL.
    ///
    /// # Safety
    ///
    /// The crate's contract, for as long as `'a`.
    pub unsafe fn new(ptr: *const tokenseal_slice, count: usize) -> Result<Option<Self>, Error> {
        // SAFETY: the same contract.
        let slices = unsafe { memory::input(ptr, count) }?;
        for slice in slices {
            // SAFETY: the same contract.
            unsafe { slice.bytes() }?.ok_or(Error::BadArgument)?;
        }
        Ok(if ptr.is_null() { None } else { Some(Self { slices }) })
    }

    /// Makes of it what the core wants, in the room that is given. It is an error of the core's too
    /// when there is not enough.
    pub fn texts<'r>(self, room: &'r mut [&'a str; MAX_NAMES]) -> Result<&'r [&'a str], Error> {
        for (place, slice) in room.iter_mut().zip(self.slices) {
            // SAFETY: `new` has been told so for as long as `'a`.
            *place = unsafe { slice.text() }?.ok_or(Error::BadArgument)?;
        }
        room.get(..self.slices.len()).ok_or(Error::BadArgument)
    }

    /// As [`texts`](Self::texts), for bytes. Of more than there is room for, the last are left out:
    /// there is room for one more than the core takes.
    #[cfg(feature = "dialects")]
    pub fn bytes<'r>(self, room: &'r mut [&'a [u8]]) -> Result<&'r [&'a [u8]], Error> {
        for (place, slice) in room.iter_mut().zip(self.slices) {
            // SAFETY: `new` has been told so for as long as `'a`.
            *place = unsafe { slice.bytes() }?.ok_or(Error::BadArgument)?;
        }
        let count = self.slices.len().min(room.len());
        room.get(..count).ok_or(Error::BadArgument)
    }
}

/// The list, and what is in it.
impl Input for List<'_> {
    fn touches(&self, region: Region) -> bool {
        Region::of(self.slices).overlaps(region)
            || self
                .slices
                .iter()
                .any(|slice| Region::sized(slice.ptr, slice.len).is_ok_and(|text| text.overlaps(region)))
    }
}

#[cfg(test)]
mod tests {
    use core::ptr;

    use tokenseal::Error;
    use tokenseal::limits::MAX_NAMES;

    use super::{List, tokenseal_slice};

    fn slice(text: &str) -> tokenseal_slice {
        tokenseal_slice { ptr: text.as_ptr().cast(), len: text.len() }
    }

    #[test]
    fn a_list_is_copied() {
        let list = [slice("one"), slice(""), slice("drei")];
        // SAFETY: the array and its texts are live.
        let read = |count| unsafe { List::new(list.as_ptr(), count) }.unwrap().unwrap();
        let mut room = [""; MAX_NAMES];
        assert_eq!(read(3).texts(&mut room), Ok(&["one", "", "drei"][..]));
        assert_eq!(read(0).texts(&mut room), Ok(&[][..]));
        // SAFETY: nothing is read.
        assert!(unsafe { List::new(ptr::null(), 0) }.unwrap().is_none());
    }

    #[test]
    fn entries_are_checked() {
        let none = [tokenseal_slice { ptr: ptr::null(), len: 0 }];
        let null = [tokenseal_slice { ptr: ptr::null(), len: 1 }];
        for list in [none, null] {
            // SAFETY: the array is live.
            assert!(matches!(unsafe { List::new(list.as_ptr(), 1) }, Err(Error::BadArgument)));
        }
        let not_utf8 = [tokenseal_slice { ptr: c"\xff".as_ptr(), len: 1 }];
        // SAFETY: the array and its text are live.
        let list = unsafe { List::new(not_utf8.as_ptr(), 1) }.unwrap().unwrap();
        assert_eq!(list.texts(&mut [""; MAX_NAMES]), Err(Error::BadArgument));
        // SAFETY: nothing is read.
        assert!(matches!(unsafe { List::new(ptr::null(), 1) }, Err(Error::BadArgument)));
    }

    #[test]
    fn a_list_is_as_long_as_the_core_allows() {
        let list = [slice("name"); MAX_NAMES + 1];
        let mut room = [""; MAX_NAMES];
        // SAFETY: the array and its texts are live.
        let read = |count| unsafe { List::new(list.as_ptr(), count) }.unwrap().unwrap();
        assert_eq!(read(MAX_NAMES).texts(&mut room), Ok(&["name"; MAX_NAMES][..]));
        assert_eq!(read(MAX_NAMES + 1).texts(&mut room), Err(Error::BadArgument));
    }
}
