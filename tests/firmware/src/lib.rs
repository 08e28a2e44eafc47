//! The core on a Cortex-M3, as a whole program: it starts, runs the vectors that the linker put beside it, measures the stack, tells the
//! debugger, and ends.

#![no_std]

use core::panic::PanicInfo;

#[cfg(feature = "vectors")]
mod arena;
#[cfg(feature = "vectors")]
mod cookies;
#[cfg(feature = "vectors")]
mod dialects;
#[cfg(feature = "vectors")]
mod item;
#[cfg(feature = "vectors")]
mod keys;
mod semihosting;
mod stack;
#[cfg(feature = "vectors")]
mod state;
#[cfg(feature = "vectors")]
mod tokens;
#[cfg(feature = "vectors")]
mod vectors;
#[cfg(feature = "verify-only")]
mod verify_only;

unsafe extern "C" {
    static stack_top: u32;
}

/// What the processor reads first: where the stack begins, and where to start.
#[repr(C)]
pub struct Start {
    stack: *const u32,
    reset: extern "C" fn() -> !,
}

// SAFETY: it is read by the processor alone.
unsafe impl Sync for Start {}

/// The processor's table.
#[unsafe(link_section = ".vectors")]
#[unsafe(no_mangle)]
pub static TABLE: Start = Start { stack: &raw const stack_top, reset: start };

/// The program.
#[unsafe(no_mangle)]
pub extern "C" fn start() -> ! {
    #[cfg(feature = "vectors")]
    vectors::run_all();
    #[cfg(feature = "verify-only")]
    verify_only::run();
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    semihosting::write(b"panic ");
    if let Some(place) = info.location() {
        semihosting::write(place.file().as_bytes());
        semihosting::write(b":");
        semihosting::write_number(usize::try_from(place.line()).unwrap_or_default());
    }
    semihosting::write(b"\n");
    semihosting::exit(101);
}
