//! The core's structs that are plain integers, as bytes: they lie with the caller, who gives a copy
//! with each call and gets a copy back. So nothing here has to be freed.

use core::{ptr, slice};

use tokenseal::Error;
use tokenseal::state::{Refresh, Session, Transition};

/// A struct that is as good as its bytes.
///
/// # Safety
///
/// It has no padding, no pointer and no destructor, and every bit pattern is sound.
pub unsafe trait Plain: Copy {}

// SAFETY: the core promises all that, and asserts the sizes.
unsafe impl Plain for Transition {}
// SAFETY: likewise.
unsafe impl Plain for Session {}
// SAFETY: likewise.
unsafe impl Plain for Refresh {}

/// The struct that these bytes are.
pub fn read<T: Plain>(bytes: &[u8]) -> Result<T, Error> {
    if bytes.len() != size_of::<T>() {
        return Err(Error::BadArgument);
    }
    // SAFETY: so many bytes lie there, of whatever alignment, and any are a sound `T`.
    Ok(unsafe { ptr::read_unaligned(bytes.as_ptr().cast()) })
}

/// The bytes of a struct.
pub fn bytes<T: Plain>(value: &T) -> &[u8] {
    // SAFETY: a `T` is so many bytes, none of which is padding.
    unsafe { slice::from_raw_parts(ptr::from_ref(value).cast(), size_of::<T>()) }
}
