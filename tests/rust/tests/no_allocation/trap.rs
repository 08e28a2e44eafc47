//! An allocator that counts what is asked of it while it is watched.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static TRAPPED: Cell<bool> = const { Cell::new(false) };
    static HITS: Cell<usize> = const { Cell::new(0) };
}

struct Trap;

fn hit() {
    if TRAPPED.get() {
        HITS.set(HITS.get() + 1);
    }
}

// SAFETY: every call is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Trap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        hit();
        // SAFETY: the caller keeps the contract of `alloc`, which is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        hit();
        // SAFETY: the caller keeps the contract of `dealloc`, which is the same.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        hit();
        // SAFETY: the caller keeps the contract of `realloc`, which is the same.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Trap = Trap;

/// Runs something and fails if it allocated or freed.
pub fn without_allocation<T>(run: impl FnOnce() -> T) -> T {
    HITS.set(0);
    TRAPPED.set(true);
    let result = run();
    TRAPPED.set(false);
    assert_eq!(HITS.get(), 0, "allocated");
    result
}

/// Ends the watch that a panic has left.
pub fn release() {
    TRAPPED.set(false);
}
