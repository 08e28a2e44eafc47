//! Slices
//!
//! Texts inside structs are a pointer and a length. TOKENSEAL_LITERAL("text") makes one from a
//! string literal; for other strings set ptr and len.

use core::ffi::c_char;

use tokenseal::Error;

use crate::memory;

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

/// A list of texts in the caller's memory. NULL with count 0 is none, which is not the same as an
/// empty list.
///
/// The core wants `&[&str]`, and nothing may be allocated to make one; a copy on the stack would
/// have a limit, and so C an error that no other language has. Therefore the caller's array itself
/// is given on, once its entries are known to be texts.
///
/// # Safety
///
/// The crate's contract, for as long as `'a`.
pub unsafe fn texts<'a>(ptr: *const tokenseal_slice, count: usize) -> Result<Option<&'a [&'a str]>, Error> {
    // SAFETY: the same contract.
    for slice in unsafe { memory::input(ptr, count) }? {
        // SAFETY: the same contract.
        unsafe { slice.text() }?.ok_or(Error::BadArgument)?;
    }
    if ptr.is_null() {
        return Ok(None);
    }
    // SAFETY: every entry is a pointer to UTF-8, not NULL, and its length: a `&str`, by the
    // assertion below.
    unsafe { memory::input(ptr.cast::<&str>(), count) }.map(Some)
}

// The language doesn't promise that a `&str` is a pointer and then a length. So it is proven for
// the compiler at hand: the other way round, reading the pointer as a number would end the build.
const _: () = {
    assert!(size_of::<&str>() == size_of::<tokenseal_slice>());
    assert!(align_of::<&str>() == align_of::<tokenseal_slice>());
    // SAFETY: the sizes are equal, and a pointer and a number are all there is to either.
    let slice: tokenseal_slice = unsafe { core::mem::transmute("text") };
    assert!(slice.len == 4);
};

#[cfg(test)]
mod tests {
    use core::ptr;

    use tokenseal::Error;

    use super::{texts, tokenseal_slice};

    #[test]
    fn a_list_is_given_on_as_it_is() {
        let slice = |text: &str| tokenseal_slice { ptr: text.as_ptr().cast(), len: text.len() };
        let list = [slice("one"), slice(""), slice("drei")];
        // SAFETY: the array and its texts are live.
        unsafe {
            assert_eq!(texts(list.as_ptr(), 3), Ok(Some(&["one", "", "drei"][..])));
            assert_eq!(texts(list.as_ptr(), 0), Ok(Some(&[][..])));
            assert_eq!(texts(ptr::null(), 0), Ok(None));
        }
    }

    #[test]
    fn entries_are_checked_before() {
        let not_utf8 = [tokenseal_slice { ptr: c"\xff".as_ptr(), len: 1 }];
        let none = [tokenseal_slice { ptr: ptr::null(), len: 0 }];
        let null = [tokenseal_slice { ptr: ptr::null(), len: 1 }];
        for list in [not_utf8, none, null] {
            // SAFETY: the array and its text are live.
            assert_eq!(unsafe { texts(list.as_ptr(), 1) }, Err(Error::BadArgument));
        }
        // SAFETY: nothing is read.
        assert_eq!(unsafe { texts(ptr::null(), 1) }, Err(Error::BadArgument));
    }
}
