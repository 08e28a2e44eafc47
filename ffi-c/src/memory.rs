//! Pointers and lengths from C, checked before anything is made of them.

use core::marker::PhantomData;

use tokenseal::{Error, Key};

/// A range of addresses.
#[derive(Clone, Copy)]
pub struct Region {
    start: usize,
    end: usize,
}

impl Region {
    /// Checks everything about a pointer and a number of elements that can be checked: NULL only
    /// with 0, aligned, no longer than memory can be.
    fn new<T>(ptr: *const T, count: usize) -> Result<Self, Error> {
        let start = ptr.addr();
        if count == 0 {
            return Ok(Self { start, end: start });
        }
        if ptr.is_null() || !ptr.is_aligned() {
            return Err(Error::BadArgument);
        }
        let size = count.checked_mul(size_of::<T>()).filter(|size| isize::try_from(*size).is_ok());
        let end = size.and_then(|size| start.checked_add(size)).ok_or(Error::BadArgument)?;
        Ok(Self { start, end })
    }

    /// Where a slice lies.
    pub fn of<T>(slice: &[T]) -> Self {
        let range = slice.as_ptr_range();
        Self { start: range.start.addr(), end: range.end.addr() }
    }

    /// A struct of this size in bytes.
    pub fn sized<T>(ptr: *const T, size: usize) -> Result<Self, Error> {
        Self::new(ptr.cast::<u8>(), size)
    }

    fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two have a byte in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.start.max(other.start) < self.end.min(other.end)
    }
}

/// `count` elements to read.
///
/// # Safety
///
/// The crate's contract, for as long as `'a`.
pub unsafe fn input<'a, T>(ptr: *const T, count: usize) -> Result<&'a [T], Error> {
    Region::new(ptr, count)?;
    if count == 0 {
        return Ok(&[]);
    }
    // SAFETY: not NULL, aligned, not too long; the rest is the caller's promise.
    Ok(unsafe { core::slice::from_raw_parts(ptr, count) })
}

/// One object to read.
///
/// # Safety
///
/// The crate's contract, for as long as `'a`.
pub unsafe fn object<'a, T>(ptr: *const T) -> Result<&'a T, Error> {
    Region::new(ptr, 1)?;
    // SAFETY: not NULL and aligned; the rest is the caller's promise.
    Ok(unsafe { &*ptr })
}

/// UTF-8 text to read; NULL with length 0 is none.
///
/// # Safety
///
/// The crate's contract, for as long as `'a`.
pub unsafe fn text<'a>(ptr: *const core::ffi::c_char, len: usize) -> Result<Option<&'a str>, Error> {
    // SAFETY: the same contract.
    let bytes = unsafe { input(ptr.cast::<u8>(), len) }?;
    if ptr.is_null() {
        return Ok(None);
    }
    core::str::from_utf8(bytes).map(Some).map_err(|_| Error::BadArgument)
}

/// Elements to write, whose pointer and number are checked. It is no reference yet: first
/// [`apart`] has to say that nothing else refers to the same memory.
pub struct Output<'a, T> {
    ptr: *mut T,
    count: usize,
    region: Region,
    life: PhantomData<&'a mut [T]>,
}

impl<'a, T> Output<'a, T> {
    /// Room for `count` elements.
    pub fn new(ptr: *mut T, count: usize) -> Result<Self, Error> {
        let region = Region::new(ptr, count)?;
        Ok(Self { ptr, count, region, life: PhantomData })
    }

    /// Room for one, where NULL is allowed.
    pub fn optional(ptr: *mut T) -> Result<Self, Error> {
        Self::new(ptr, usize::from(!ptr.is_null()))
    }

    /// Where it lies.
    pub fn region(&self) -> Region {
        self.region
    }

    /// Writes to every element without reading, or dropping, what was there.
    ///
    /// # Safety
    ///
    /// The crate's contract, and [`apart`] has accepted this region.
    pub unsafe fn fill(&self, make: impl Fn() -> T) {
        for i in 0..self.count {
            // SAFETY: within the checked region; the rest is the caller's promise.
            unsafe { self.ptr.add(i).write(make()) };
        }
    }

    /// The elements.
    ///
    /// # Safety
    ///
    /// The crate's contract for as long as `'a`, and [`apart`] has accepted this region.
    pub unsafe fn slice(&mut self) -> &'a mut [T] {
        if self.count == 0 {
            return &mut [];
        }
        // SAFETY: not NULL, aligned, not too long, nowhere else borrowed; the rest is the caller's promise.
        unsafe { core::slice::from_raw_parts_mut(self.ptr, self.count) }
    }
}

/// Anything that is read and has a place in the caller's memory.
pub trait Input {
    /// Whether the region overlaps any of its memory.
    fn touches(&self, region: Region) -> bool;
}

impl Input for &[u8] {
    fn touches(&self, region: Region) -> bool {
        Region::of(self).overlaps(region)
    }
}

/// One object to read, of which it is remembered where it lies.
pub struct Object<'a, T>(pub &'a T);

impl<T> Object<'_, T> {
    /// # Safety
    ///
    /// The crate's contract, for as long as `Self`.
    pub unsafe fn new(ptr: *const T) -> Result<Self, Error> {
        // SAFETY: the same contract.
        Ok(Self(unsafe { object(ptr) }?))
    }
}

impl<T> Input for Object<'_, T> {
    fn touches(&self, region: Region) -> bool {
        Region::of(core::slice::from_ref(self.0)).overlaps(region)
    }
}

impl Input for Region {
    fn touches(&self, region: Region) -> bool {
        self.overlaps(region)
    }
}

impl Input for &[Key] {
    fn touches(&self, region: Region) -> bool {
        Region::of(self).overlaps(region)
    }
}

impl Input for &str {
    fn touches(&self, region: Region) -> bool {
        Region::of(self.as_bytes()).overlaps(region)
    }
}

impl<T: Input> Input for Option<T> {
    fn touches(&self, region: Region) -> bool {
        self.as_ref().is_some_and(|input| input.touches(region))
    }
}

/// Refuses outputs that overlap one another or an input.
pub fn apart(outputs: &[Region], inputs: &[&dyn Input]) -> Result<(), Error> {
    let mut rest = outputs;
    while let [output, others @ ..] = rest {
        rest = others;
        if output.is_empty() {
            continue;
        }
        if others.iter().any(|other| output.overlaps(*other))
            || inputs.iter().any(|input| input.touches(*output))
        {
            return Err(Error::BadArgument);
        }
    }
    Ok(())
}

/// Copies bytes into the front of a buffer.
pub fn copy(from: &[u8], to: &mut [u8]) -> Result<usize, Error> {
    let needed = from.len();
    to.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?.copy_from_slice(from);
    Ok(needed)
}

/// Reports a length: of what was written, or that is needed.
///
/// # Safety
///
/// Those of [`Output::fill`].
pub unsafe fn report(result: Result<usize, Error>, length: &Output<'_, usize>) -> Result<(), Error> {
    let known = match result {
        Ok(written) => Some(written),
        Err(Error::BufferTooSmall { needed }) => Some(needed),
        Err(_) => None,
    };
    if let Some(known) = known {
        // SAFETY: the same contract.
        unsafe { length.fill(|| known) };
    }
    result.map(|_| ())
}

#[cfg(test)]
mod tests {
    use core::ptr;

    use tokenseal::Error;

    use super::{Input, Output, Region, apart, input, text};

    #[test]
    fn null_only_with_nothing() {
        // SAFETY: nothing is read.
        unsafe {
            assert_eq!(input::<u8>(ptr::null(), 0), Ok(&[][..]));
            assert_eq!(input::<u8>(ptr::null(), 1), Err(Error::BadArgument));
            assert_eq!(text(ptr::null(), 0), Ok(None));
            assert_eq!(text(c"x".as_ptr(), 0), Ok(Some("")));
            assert_eq!(text(c"\xff".as_ptr(), 1), Err(Error::BadArgument));
        }
    }

    #[test]
    fn impossible_lengths_and_crooked_pointers_are_refused() {
        let words = [0_u64; 4];
        let far = isize::MAX as usize;
        // SAFETY: nothing is read.
        unsafe {
            assert!(input(words.as_ptr().cast::<u8>(), far + 1).is_err());
            assert!(input(words.as_ptr(), far / 8 + 1).is_err());
            assert!(input(words.as_ptr(), usize::MAX).is_err());
            assert!(input(ptr::without_provenance::<u8>(usize::MAX), 2).is_err());
            assert!(input(words.as_ptr().byte_add(1), 1).is_err());
            assert!(input(words.as_ptr().byte_add(1), 0).is_ok());
        }
    }

    #[test]
    fn overlap_is_a_shared_byte() {
        let bytes = [0_u8; 10];
        let part = |from: usize, to: usize| Region::of(&bytes[from..to]);
        assert!(part(0, 5).overlaps(part(4, 6)));
        assert!(part(4, 6).overlaps(part(0, 5)));
        assert!(part(0, 10).overlaps(part(3, 4)));
        assert!(!part(0, 5).overlaps(part(5, 10)));
        assert!(!part(0, 10).overlaps(part(5, 5)));
        assert!(!part(5, 5).overlaps(part(5, 5)));
    }

    #[test]
    fn outputs_stay_apart_from_one_another_and_from_inputs() {
        let mut bytes = [0_u8; 10];
        let base = bytes.as_mut_ptr();
        let out = |at: usize, len: usize| Output::new(base.wrapping_add(at), len).map(|out| out.region());
        let (a, b, c) = (out(0, 4).unwrap(), out(4, 4).unwrap(), out(7, 2).unwrap());
        assert_eq!(apart(&[a, b], &[]), Ok(()));
        assert_eq!(apart(&[a, b, c], &[]), Err(Error::BadArgument));
        let read: &[u8] = &bytes[3..5];
        let inputs: [&dyn Input; 1] = [&read];
        assert_eq!(apart(&[c], &inputs), Ok(()));
        assert_eq!(apart(&[c, a], &inputs), Err(Error::BadArgument));
    }
}
