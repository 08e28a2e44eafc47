//! What the debugger, here QEMU, does for the program: write a text, and end.

use core::arch::asm;
use core::ffi::c_void;

fn call(operation: u32, argument: *const c_void) {
    // SAFETY: the debugger reads what the operation's argument is, and changes r0 alone.
    unsafe { asm!("bkpt 0xab", inout("r0") operation => _, in("r1") argument) };
}

/// Writes bytes, 63 at a time at most.
pub fn write(text: &[u8]) {
    for part in text.chunks(63) {
        let mut ended = [0; 64];
        ended[..part.len()].copy_from_slice(part);
        // SYS_WRITE0: up to the first zero byte.
        call(4, ended.as_ptr().cast());
    }
}

/// Writes a number in decimal.
pub fn write_number(mut number: usize) {
    let mut digits = [0; 10];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b"0123456789"[number % 10];
        number /= 10;
        if number == 0 {
            break;
        }
    }
    write(&digits[start..]);
}

/// Ends QEMU with that exit code.
pub fn exit(code: u32) -> ! {
    // SYS_EXIT_EXTENDED, because the application exits.
    let reason = [0x2_0026, code];
    call(0x20, reason.as_ptr().cast());
    loop {
        core::hint::spin_loop();
    }
}
