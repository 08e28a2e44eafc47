//! The one piece of memory through which arguments come and answers go.

use alloc::alloc::{alloc_zeroed, dealloc};
use core::alloc::Layout;
use core::cell::Cell;
use core::{ptr, slice};

use tokenseal::Error;
use wasm_bindgen::prelude::wasm_bindgen;

/// What is kept between calls: enough for a token of the greatest length and its claims. More is
/// taken when it is needed, and given back with the next call.
const KEPT: usize = 256 * 1024;

struct Scratch {
    start: Cell<*mut u8>,
    len: Cell<usize>,
}

// SAFETY: the module has one thread, and no call runs while another one does.
unsafe impl Sync for Scratch {}

static SCRATCH: Scratch = Scratch { start: Cell::new(ptr::null_mut()), len: Cell::new(0) };

/// Makes room for `len` bytes of arguments and answer, and says where; 0 when there is no memory.
/// What was there before is lost.
#[wasm_bindgen]
pub fn reserve(len: usize) -> usize {
    let wanted = len.max(KEPT);
    if SCRATCH.len.get() != wanted {
        release();
        let Ok(layout) = Layout::from_size_align(wanted, 8) else { return 0 };
        // SAFETY: `wanted` is not 0.
        let start = unsafe { alloc_zeroed(layout) };
        if start.is_null() {
            return 0;
        }
        SCRATCH.start.set(start);
        SCRATCH.len.set(wanted);
    }
    SCRATCH.start.get() as usize
}

fn release() {
    let start = SCRATCH.start.replace(ptr::null_mut());
    let len = SCRATCH.len.replace(0);
    if let (false, Ok(layout)) = (start.is_null(), Layout::from_size_align(len, 8)) {
        // SAFETY: `reserve` got it with this layout, and forgets it here.
        unsafe { dealloc(start, layout) };
    }
}

/// Calls `work` with the arguments, one slice for each of `lens`, and with the rest, where the
/// answer goes.
pub fn with<const N: usize, T>(
    lens: [usize; N],
    work: impl FnOnce([&mut [u8]; N], &mut [u8]) -> Result<T, Error>,
) -> Result<T, Error> {
    let (start, len) = (SCRATCH.start.get(), SCRATCH.len.get());
    let mut rest: &mut [u8] = if start.is_null() {
        &mut []
    } else {
        // SAFETY: `reserve` got these bytes, zeroed, and nobody else holds them: `work` can't come
        // here again, it calls the core alone.
        unsafe { slice::from_raw_parts_mut(start, len) }
    };
    let mut arguments: [&mut [u8]; N] = core::array::from_fn(|_| Default::default());
    for (argument, len) in arguments.iter_mut().zip(lens) {
        let (front, back) = rest.split_at_mut_checked(len).ok_or(Error::BadArgument)?;
        (*argument, rest) = (front, back);
    }
    work(arguments, rest)
}
