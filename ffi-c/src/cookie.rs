//! Reading cookies
//!
//! What a browser sends, in the value of a Cookie header (RFC 6265bis section 5.8). It is cut where
//! browsers join it: ";" ends a cookie, even within double quotes, which belong to the value, and
//! only spaces and tabs around name and value are dropped. What has no "=", an empty name or a
//! control character is left out; all else is there, duplicates too. When a request has several
//! Cookie headers (HTTP/2 may split them), read one after the other.
//!
//!     size_t position = 0;
//!     tokenseal_slice name, value;
//!     while (!tokenseal_cookie_next(header, header_len, &position, &name, &value) && name.ptr)
//!         printf("%.*s\n", (int)name.len, name.ptr);
//!
//! Anybody can have written these headers. What must not be changed is sealed: see below.

use core::ffi::c_char;

use tokenseal::{Error, cookie};

use crate::memory::{self, Output};
use crate::slice::tokenseal_slice;
use crate::status::{answer, tokenseal_status};

/// Says which cookie comes next. position is 0 at the start of a header and moves on with every
/// call. The slices point into the header; after the last cookie both are {NULL, 0}, which a cookie
/// with an empty value is not.
///
/// Reading a header to its end takes time in proportion to its length, whatever is in it.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_cookie_next(
    header: *const c_char,
    header_len: usize,
    position: *mut usize,
    name: *mut tokenseal_slice,
    value: *mut tokenseal_slice,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (header, start) = unsafe {
            (memory::input(header.cast::<u8>(), header_len)?, *memory::object(position.cast_const())?)
        };
        let position = Output::new(position, 1)?;
        let (name, value) = (Output::new(name, 1)?, Output::new(value, 1)?);
        memory::apart(&[position.region(), name.region(), value.region()], &[&header])?;
        let rest = header.get(start..).ok_or(Error::BadArgument)?;
        let found = cookie::parse(rest).next();
        let left = found.map_or(0, |(_, value)| after(rest, value));
        // SAFETY: the crate's contract, and they are apart.
        unsafe {
            position.fill(|| header.len().saturating_sub(left));
            name.fill(|| slice(found.map(|(name, _)| name)));
            value.fill(|| slice(found.map(|(_, value)| value)));
        }
        Ok(())
    })
}

/// Finds the first cookie of this name. The slice points into the header; when there is no such
/// cookie it is {NULL, 0}, and the answer TOKENSEAL_OK all the same. Names are compared byte by
/// byte.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_cookie_find(
    header: *const c_char,
    header_len: usize,
    name: *const c_char,
    name_len: usize,
    value: *mut tokenseal_slice,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (header, name) = unsafe {
            (memory::input(header.cast::<u8>(), header_len)?, memory::input(name.cast::<u8>(), name_len)?)
        };
        let value = Output::new(value, 1)?;
        memory::apart(&[value.region()], &[&header, &name])?;
        // SAFETY: the crate's contract, and it is apart.
        unsafe { value.fill(|| slice(cookie::find(header, name))) };
        Ok(())
    })
}

/// How many bytes come after the cookie of this value: those behind the next ";".
fn after(rest: &[u8], value: &[u8]) -> usize {
    let end = value.as_ptr_range().end.addr().saturating_sub(rest.as_ptr().addr());
    let mut rest = rest.get(end..).unwrap_or(&[]).iter();
    let _ = rest.find(|byte| **byte == b';');
    rest.len()
}

fn slice(bytes: Option<&[u8]>) -> tokenseal_slice {
    bytes.map_or(tokenseal_slice::NONE, tokenseal_slice::of)
}

/// A part of a cookie, of whatever bytes. What is not UTF-8 has bytes that may stand in no part,
/// and the core refuses them as it does this one character.
///
/// # Safety
///
/// The crate's contract, for as long as `'a`.
pub unsafe fn text<'a>(ptr: *const c_char, len: usize) -> Result<&'a str, Error> {
    // SAFETY: the same contract.
    let bytes = unsafe { memory::input(ptr.cast::<u8>(), len) }?;
    Ok(core::str::from_utf8(bytes).unwrap_or("\u{fffd}"))
}
