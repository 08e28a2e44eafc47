//! Version
//!
//! The macros say which header a program was compiled with, the function which library it runs
//! with. Before 1.0 the minor version changes with the interface, and the shared library's SONAME
//! with it.

use core::ffi::c_char;

/// Major version of this header.
pub const TOKENSEAL_VERSION_MAJOR: u32 = 0;
/// Minor version of this header.
pub const TOKENSEAL_VERSION_MINOR: u32 = 1;
/// Patch version of this header.
pub const TOKENSEAL_VERSION_PATCH: u32 = 0;
const TEXT: &[u8] = concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes();

const _: () = {
    assert!(number(env!("CARGO_PKG_VERSION_MAJOR")) == TOKENSEAL_VERSION_MAJOR);
    assert!(number(env!("CARGO_PKG_VERSION_MINOR")) == TOKENSEAL_VERSION_MINOR);
    assert!(number(env!("CARGO_PKG_VERSION_PATCH")) == TOKENSEAL_VERSION_PATCH);
};

const fn number(text: &str) -> u32 {
    match u32::from_str_radix(text, 10) {
        Ok(number) => number,
        Err(_) => u32::MAX,
    }
}

/// The version of the library as NUL-terminated text, such as "0.1.0". Valid for ever.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn tokenseal_version() -> *const c_char {
    TEXT.as_ptr().cast()
}
