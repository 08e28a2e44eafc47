//! Room for what the core writes.

use std::mem::MaybeUninit;
use std::slice;

/// Buffers up to this many bytes lie on the stack.
pub const ON_STACK: usize = 2048;

/// Calls `run` with a buffer of `len` bytes. Buffers are handed over zeroed, which is felt from here on:
/// so no more of them than was asked for.
pub fn with_buffer<T>(len: usize, run: impl FnOnce(&mut [u8]) -> T) -> T {
    let mut room = [MaybeUninit::<u8>::uninit(); ON_STACK];
    let Some(part) = room.get_mut(..len) else {
        return run(&mut vec![0; len]);
    };
    part.fill(MaybeUninit::new(0));
    // SAFETY: all of the part has just been written.
    run(unsafe { slice::from_raw_parts_mut(part.as_mut_ptr().cast(), part.len()) })
}
