//! What happens on a panic, of which there is none: `tests/c/run` proves it by linking the library
//! with the feature `panic-proof`.

use core::panic::PanicInfo;

#[cfg(feature = "panic-proof")]
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    unsafe extern "C" {
        fn tokenseal_a_panic_is_reachable() -> !;
    }
    // SAFETY: nobody defines it, so that a program which could come here doesn't link.
    unsafe { tokenseal_a_panic_is_reachable() }
}

#[cfg(not(feature = "panic-proof"))]
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    // Stops at once where there is an instruction for it: nothing may run on after a broken
    // invariant, and there is no operating system that one could count on.
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    // SAFETY: the undefined instruction raises an exception and has no other effect.
    unsafe {
        core::arch::asm!("ud2", options(noreturn, nomem, nostack));
    }
    #[cfg(any(target_arch = "arm", target_arch = "aarch64"))]
    // SAFETY: as above.
    unsafe {
        core::arch::asm!("udf #0", options(noreturn, nomem, nostack));
    }
    #[cfg(not(any(
        target_arch = "x86",
        target_arch = "x86_64",
        target_arch = "arm",
        target_arch = "aarch64"
    )))]
    loop {
        core::hint::spin_loop();
    }
}

/// A reachable panic, to show that the proof finds one.
#[cfg(feature = "planted-panic")]
#[unsafe(no_mangle)]
pub extern "C" fn tokenseal_planted_panic(index: usize) -> u32 {
    [1, 2, 3][index]
}
