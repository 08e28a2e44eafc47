//! Room for what the core writes.

/// Buffers up to this many bytes lie on the stack.
pub const ON_STACK: usize = 2048;

/// Calls `run` with a buffer of at least `len` bytes.
pub fn with_buffer<T>(len: usize, run: impl FnOnce(&mut [u8]) -> T) -> T {
    if len <= ON_STACK { run(&mut [0; ON_STACK]) } else { run(&mut vec![0; len]) }
}
