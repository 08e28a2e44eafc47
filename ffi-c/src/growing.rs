//! Structs that may grow in later versions, and begin with their size.

use core::marker::PhantomData;

use tokenseal::Error;

use crate::memory::{self, Region};

/// Longer than any of these structs will ever be: a size beyond it was never initialized.
const MAX_SIZE: usize = 4096;

/// Reads such a struct, and says where it lies. It is refused when it is smaller than in version
/// 1, and when it is longer than what is known here and says anything there: what it asks for
/// could be a check.
///
/// # Safety
///
/// The crate's contract, for as long as `'a`; the size stands first in `T`.
pub unsafe fn read<'a, T>(ptr: *const T) -> Result<(&'a T, Region), Error> {
    // SAFETY: the same contract: the size can be read before it is known how much follows it.
    let size = *unsafe { memory::object(ptr.cast::<u32>()) }?;
    let size = usize::try_from(size).map_err(|_| Error::BadArgument)?;
    if size < size_of::<T>() || size > MAX_SIZE {
        return Err(Error::BadArgument);
    }
    // SAFETY: the same contract: it is as long as it says.
    let bytes =
        unsafe { memory::input(ptr.cast::<u8>().wrapping_add(size_of::<T>()), size - size_of::<T>()) }?;
    if bytes.iter().any(|byte| *byte != 0) {
        return Err(Error::BadArgument);
    }
    // SAFETY: the same contract, and it is long enough.
    let known = unsafe { memory::object(ptr) }?;
    Ok((known, Region::sized(ptr, size)?))
}

/// Such a struct to write, or none.
pub struct Growing<'a, T> {
    place: Option<(*mut T, u32)>,
    region: Region,
    life: PhantomData<&'a mut T>,
}

impl<T> Growing<'_, T> {
    /// Checks one, as [`read`] does: a member that is not known here can't be written. NULL is none.
    ///
    /// # Safety
    ///
    /// As for [`read`].
    pub unsafe fn optional(ptr: *mut T) -> Result<Self, Error> {
        if ptr.is_null() {
            return Ok(Self { place: None, region: Region::of::<T>(&[]), life: PhantomData });
        }
        // SAFETY: the same contract.
        let (_, region) = unsafe { read(ptr.cast_const()) }?;
        // SAFETY: the same contract.
        let size = *unsafe { memory::object(ptr.cast_const().cast::<u32>()) }?;
        Ok(Self { place: Some((ptr, size)), region, life: PhantomData })
    }

    /// Checks one that has to be there.
    ///
    /// # Safety
    ///
    /// As for [`read`].
    pub unsafe fn new(ptr: *mut T) -> Result<Self, Error> {
        // SAFETY: the same contract.
        if ptr.is_null() { Err(Error::BadArgument) } else { unsafe { Self::optional(ptr) } }
    }

    /// Where it lies.
    pub fn region(&self) -> Region {
        self.region
    }

    /// Writes it; it keeps its size.
    ///
    /// # Safety
    ///
    /// The crate's contract, and [`memory::apart`] has accepted its region.
    pub unsafe fn write(&self, make: impl FnOnce(u32) -> T) {
        if let Some((ptr, size)) = self.place {
            // SAFETY: it is at least as long, by `read`; the rest is the caller's promise.
            unsafe { ptr.write(make(size)) };
        }
    }
}

/// A yes or no in such a struct: 0 or 1, and nothing else.
pub fn flag(number: u32) -> Result<bool, Error> {
    match number {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Error::BadArgument),
    }
}
