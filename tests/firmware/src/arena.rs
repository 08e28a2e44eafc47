//! Memory for buffers and keys: the RAM between the variables and the stack.

use core::{ptr, slice};

use tokenseal::Key;

// The linker's symbols: their addresses are what counts.
unsafe extern "C" {
    static arena_start: u32;
    static arena_end: u32;
}

/// Memory that is handed out piece by piece, and taken back all at once.
pub struct Arena {
    next: usize,
    end: usize,
}

impl Arena {
    /// All of it.
    ///
    /// # Safety
    ///
    /// Nothing that an earlier one has handed out is used any more.
    pub unsafe fn new() -> Self {
        Self { next: (&raw const arena_start).addr(), end: (&raw const arena_end).addr() }
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.end - self.next
    }

    /// That many bytes, each `0xaa`.
    pub fn bytes(&mut self, len: usize) -> &'static mut [u8] {
        assert!(len <= self.left(), "the board has too little memory");
        let start = ptr::with_exposed_provenance_mut::<u8>(self.next);
        self.next += len;
        // SAFETY: the linker left this memory to nobody else, and no piece is handed out twice.
        unsafe {
            start.write_bytes(0xaa, len);
            slice::from_raw_parts_mut(start, len)
        }
    }

    /// That many keys that are not initialised.
    #[expect(clippy::cast_ptr_alignment, reason = "the line before aligns it")]
    pub fn keys(&mut self, count: usize) -> &'static mut [Key] {
        self.next = self.next.next_multiple_of(align_of::<Key>());
        let start = self.bytes(count * size_of::<Key>()).as_mut_ptr().cast::<Key>();
        for place in 0..count {
            // SAFETY: within what was just handed out, and aligned.
            unsafe { start.add(place).write(Key::EMPTY) };
        }
        // SAFETY: that many keys were just written there.
        unsafe { slice::from_raw_parts_mut(start, count) }
    }
}
