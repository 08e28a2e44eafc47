//! Slices
//!
//! Texts inside structs are a pointer and a length. TOKENSEAL_LITERAL("text") makes one from a
//! string literal; for other strings set ptr and len.

use core::ffi::c_char;

use tokenseal::Error;

use crate::limits::TOKENSEAL_MAX_TEXTS;
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

const CAPACITY: usize = TOKENSEAL_MAX_TEXTS as usize;

/// A list of texts.
pub struct Texts<'a> {
    list: &'a [tokenseal_slice],
    texts: [&'a str; CAPACITY],
}

impl<'a> Texts<'a> {
    /// Reads a list; NULL with count 0 is none. An entry without a text counts as empty.
    ///
    /// # Safety
    ///
    /// The crate's contract, for as long as `'a`.
    pub unsafe fn read(ptr: *const tokenseal_slice, count: usize) -> Result<Option<Self>, Error> {
        // SAFETY: the same contract.
        let list = unsafe { memory::input(ptr, count) }?;
        if ptr.is_null() {
            return Ok(None);
        }
        let mut texts = [""; CAPACITY];
        if list.len() > texts.len() {
            return Err(Error::Limit);
        }
        for (text, slice) in texts.iter_mut().zip(list) {
            // SAFETY: the same contract.
            *text = unsafe { slice.text() }?.unwrap_or("");
        }
        Ok(Some(Self { list, texts }))
    }

    /// The texts.
    pub fn as_slice(&self) -> &[&'a str] {
        self.texts.get(..self.list.len()).unwrap_or(&[])
    }
}

impl Input for Texts<'_> {
    fn touches(&self, region: Region) -> bool {
        self.list.touches(region) || self.as_slice().iter().any(|text| text.touches(region))
    }
}
