//! Room for what the core writes.

/// A usual token or cookie. Buffers are handed over zeroed, which is felt from here on.
const USUAL: usize = 512;
/// Buffers up to this many bytes lie on the stack.
pub const ON_STACK: usize = 2048;

/// Calls `run` with a buffer of at least `len` bytes.
pub fn with_buffer<T>(len: usize, run: impl FnOnce(&mut [u8]) -> T) -> T {
    let mut usual: [u8; USUAL];
    let mut large: [u8; ON_STACK];
    let mut heap: Vec<u8>;
    let buf: &mut [u8] = if len <= USUAL {
        usual = [0; USUAL];
        &mut usual
    } else if len <= ON_STACK {
        large = [0; ON_STACK];
        &mut large
    } else {
        heap = vec![0; len];
        &mut heap
    };
    run(buf)
}
