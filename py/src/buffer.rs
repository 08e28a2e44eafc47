//! Room for what the core writes.

use std::mem::MaybeUninit;
use std::ops::{Deref, DerefMut};
use std::slice;

use zeroize::Zeroize;

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

/// Room for what has no length before it is written: on the stack, as long as that is enough.
pub struct Room {
    usual: [u8; USUAL],
    more: Vec<u8>,
}

/// What most mappings fit into as JSON.
const USUAL: usize = 512;

impl Room {
    /// As much as is enough for most.
    pub const fn new() -> Self {
        Self { usual: [0; USUAL], more: Vec::new() }
    }

    /// Makes room for `len` bytes. What was written before is lost, and wiped.
    pub fn grow(&mut self, len: usize) {
        self.zeroize();
        self.more.resize(len, 0);
    }
}

impl Deref for Room {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        if self.more.is_empty() { &self.usual } else { &self.more }
    }
}

impl DerefMut for Room {
    fn deref_mut(&mut self) -> &mut [u8] {
        if self.more.is_empty() { &mut self.usual } else { &mut self.more }
    }
}

impl Zeroize for Room {
    fn zeroize(&mut self) {
        self.usual.zeroize();
        self.more.zeroize();
    }
}
