//! MACs
//!
//! The HMAC (RFC 2104) of any bytes under a key's own secret: for protocols beside tokens, such as
//! signed web hooks. A key whose MACs over texts of a stranger's choice get out is no key for
//! tokens any more, for the stranger can mint them: use another one.

use core::ffi::c_void;

use crate::key::{self, tokenseal_key};
use crate::memory::{self, Output};
use crate::status::{answer, tokenseal_status};

/// Writes the MAC of the data: 32, 48 or 64 bytes, as the key's algorithm has it.
/// TOKENSEAL_MAX_TAG bytes always suffice.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_mac(
    key: *const tokenseal_key,
    data: *const c_void,
    data_len: usize,
    tag: *mut u8,
    tag_cap: usize,
    tag_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (keys, data) = unsafe { (key::read(key, 1)?, memory::input(data.cast::<u8>(), data_len)?) };
        let mut tag = Output::new(tag, tag_cap)?;
        let tag_len = Output::new(tag_len, 1)?;
        memory::apart(&[tag.region(), tag_len.region()], &[&keys, &data])?;
        // SAFETY: the crate's contract, and they are apart.
        let written = key::first(keys)?.mac(data, unsafe { tag.slice() }).map(<[u8]>::len);
        // SAFETY: the same.
        unsafe { memory::report(written, &tag_len) }
    })
}

/// Checks in constant time that a tag is the MAC of the data. When it is not, whatever its
/// length: TOKENSEAL_BAD_SIGNATURE.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_mac_verify(
    key: *const tokenseal_key,
    data: *const c_void,
    data_len: usize,
    tag: *const u8,
    tag_len: usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (keys, data, tag) = unsafe {
            (key::read(key, 1)?, memory::input(data.cast::<u8>(), data_len)?, memory::input(tag, tag_len)?)
        };
        key::first(keys)?.verify_mac(data, tag)
    })
}
