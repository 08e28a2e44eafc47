//! Dialects: Koa and Rails
//!
//! What these two have beyond the others: Koa's signature stands in a second cookie, and Rails'
//! keys are costly to derive.

use core::ffi::{c_char, c_void};

use tokenseal::Error;
use tokenseal::cookie::dialect::{Digest, RAILS_KEY_LEN, Rails};

use crate::dialect::read::{Name, Read, digest};
use crate::dialect::tokenseal_dialect;
use crate::memory::{self, Output};
use crate::status::{answer, tokenseal_status};

/// Length in bytes of a key that tokenseal_dialect_rails_key derives.
pub const TOKENSEAL_RAILS_KEY_LEN: u32 = 64;

const _: () = assert!(TOKENSEAL_RAILS_KEY_LEN as usize == RAILS_KEY_LEN);

/// For Koa: writes the value of the second cookie, which has the name of the first with ".sig"
/// behind it. name and value are those of the first; the value is as it stands in the header,
/// without double quotes.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_dialect_koa_sign(
    dialect: *const tokenseal_dialect,
    name: *const c_char,
    name_len: usize,
    value: *const c_void,
    value_len: usize,
    signature: *mut c_char,
    signature_cap: usize,
    signature_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (dialect, name, value) = unsafe {
            (Read::new(dialect)?, Name::new(name, name_len)?, memory::input(value.cast::<u8>(), value_len)?)
        };
        let mut signature = Output::new(signature.cast::<u8>(), signature_cap)?;
        let signature_len = Output::new(signature_len, 1)?;
        memory::apart(&[signature.region(), signature_len.region()], &[&dialect, &name, &value])?;
        // SAFETY: the crate's contract, and they are apart.
        let buf = unsafe { signature.slice() };
        let written = dialect.with_koa(|koa| koa.sign(name.text, value, buf).map(str::len));
        // SAFETY: the same.
        unsafe { memory::report(written, &signature_len) }
    })
}

/// For Koa: checks that the second cookie belongs to the first, whose name and value these are.
/// secret_index, which may be NULL, says which secret signed it; when it is not 0, Koa sends a new
/// signature.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_dialect_koa_verify(
    dialect: *const tokenseal_dialect,
    name: *const c_char,
    name_len: usize,
    value: *const c_void,
    value_len: usize,
    signature: *const c_char,
    signature_len: usize,
    secret_index: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (dialect, name, value, signature) = unsafe {
            (
                Read::new(dialect)?,
                Name::new(name, name_len)?,
                memory::input(value.cast::<u8>(), value_len)?,
                memory::input(signature.cast::<u8>(), signature_len)?,
            )
        };
        let secret_index = Output::optional(secret_index)?;
        memory::apart(&[secret_index.region()], &[&dialect, &name, &value, &signature])?;
        let index = dialect.with_koa(|koa| koa.verify(name.text, value, signature))?;
        // SAFETY: the crate's contract, and it is apart.
        unsafe { secret_index.fill(|| index) };
        Ok(())
    })
}

/// For Rails: derives from one secret (secret_key_base) the key that signs cookies, with 1,000
/// rounds of PBKDF2, so that it is done once. prf is the digest with which Rails does so
/// (key_generator_hash_digest_class): TOKENSEAL_DIGEST_DEFAULT is SHA-256, that of the defaults of
/// 7.0 and later; before them it is SHA-1. The key takes TOKENSEAL_RAILS_KEY_LEN bytes, and is as
/// secret as the secret: overwrite it when it is no longer needed.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_dialect_rails_key(
    prf: u32,
    secret: *const c_void,
    secret_len: usize,
    key: *mut u8,
    key_cap: usize,
    key_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let secret = unsafe { memory::input(secret.cast::<u8>(), secret_len) }?;
        let mut key = Output::new(key, key_cap)?;
        let key_len = Output::new(key_len, 1)?;
        memory::apart(&[key.region(), key_len.region()], &[&secret])?;
        let prf = digest(prf)?;
        // SAFETY: the crate's contract, and they are apart.
        let buf = unsafe { key.slice() };
        let derived = buf
            .first_chunk_mut()
            .ok_or(Error::BufferTooSmall { needed: RAILS_KEY_LEN })
            .and_then(|key| Rails::derive_key(secret, prf.unwrap_or(Digest::Sha256), key))
            .map(|()| RAILS_KEY_LEN);
        // SAFETY: the same.
        unsafe { memory::report(derived, &key_len) }
    })
}
