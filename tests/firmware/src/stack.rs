//! The stack: how much of it is used.

use core::arch::asm;

const PAINT: u32 = 0xa5c3_5a3c;

// The linker's symbols: their addresses are what counts.
unsafe extern "C" {
    static stack_limit: u32;
    static stack_top: u32;
}

fn stack_pointer() -> usize {
    let pointer;
    // SAFETY: reads a register.
    unsafe { asm!("mov {}, sp", out(reg) pointer) };
    pointer
}

/// Paints the stack from its end to a little below where it now is.
#[inline(never)]
pub fn paint_stack() {
    let mut place = (&raw const stack_limit).cast_mut();
    let end = stack_pointer() - 64;
    while place.addr() < end {
        // SAFETY: below the stack pointer nothing is kept; no interrupt is enabled.
        unsafe {
            place.write_volatile(PAINT);
            place = place.add(1);
        }
    }
}

/// How many bytes of the stack, counted from `top`, have been used since it was painted.
#[inline(never)]
pub fn used_stack(top: usize) -> usize {
    let mut place = &raw const stack_limit;
    // SAFETY: the stack's memory, up to its top.
    while place < &raw const stack_top && unsafe { place.read_volatile() } == PAINT {
        // SAFETY: as above.
        place = unsafe { place.add(1) };
    }
    assert!(place != &raw const stack_limit, "the stack has overflown");
    top.saturating_sub(place.addr())
}

/// Where the stack is now.
#[expect(clippy::inline_always, reason = "the caller's own frame is where it counts from")]
#[inline(always)]
pub fn stack_now() -> usize {
    stack_pointer()
}
