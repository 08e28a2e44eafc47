//! Keys, MACs, tokens and claims: see harness/tokens.c.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenseal_c as _;

unsafe extern "C" {
    fn fuzz_tokens(data: *const u8, len: usize);
}

fuzz_target!(|data: &[u8]| {
    // SAFETY: the harness reads so many bytes, and is here to see that the library keeps its contract.
    unsafe { fuzz_tokens(data.as_ptr(), data.len()) }
});
