//! Sealed cookies
//!
//! A value that only you can have written: signed, bound to the name of its cookie, and dated. It is
//! not encrypted: whoever has the cookie can read it.
//!
//! A sealed value is text that may stand in a cookie as it is, such as
//! "user-42.1700000000.WRe8i...": the value, with %XX for what may not stand there; the second in
//! which it was sealed; the MAC of both and the name. Together with the name it is at most
//! TOKENSEAL_MAX_COOKIE bytes: TOKENSEAL_COOKIE_TOO_LARGE. A buffer of that size suffices for
//! everything here.
//!
//! The MAC is made with a sub-key of the key, so that one key may serve tokens and cookies. A key
//! from a short secret has no sub-keys: TOKENSEAL_WEAK_KEY. Names are cookie names:
//! TOKENSEAL_COOKIE_CHARACTER for others.

use core::ffi::{c_char, c_void};

use tokenseal::cookie::{self, Opened};
use tokenseal::{Error, KeyRing};

use crate::cookie::text;
use crate::growing::Growing;
use crate::key::{self, tokenseal_key};
use crate::memory::{self, Input, Output, Region};
use crate::policy::TOKENSEAL_NO_MAX_AGE;
use crate::status::{answer, tokenseal_status};

/// Seals a value, of any bytes, for the cookie of this name, and writes the text that goes into the
/// cookie. now is the time in Unix milliseconds.
///
/// One value has one sealed form per second and key. TOKENSEAL_KEY_USE: the key came from a JWK
/// that is for verifying alone.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_cookie_seal(
    key: *const tokenseal_key,
    name: *const c_char,
    name_len: usize,
    value: *const c_void,
    value_len: usize,
    now: i64,
    sealed: *mut c_char,
    sealed_cap: usize,
    sealed_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let input = unsafe { Sealing::new(key, name, name_len, value, value_len) }?;
        let mut sealed = Output::new(sealed.cast::<u8>(), sealed_cap)?;
        let sealed_len = Output::new(sealed_len, 1)?;
        memory::apart(&[sealed.region(), sealed_len.region()], &[&input])?;
        let key = key::first(input.keys)?;
        // SAFETY: the crate's contract, and they are apart.
        let buf = unsafe { sealed.slice() };
        let written = cookie::seal(key, input.name, input.value, now, buf).map(str::len);
        // SAFETY: the same.
        unsafe { memory::report(written, &sealed_len) }
    })
}

/// Says exactly how long the text will be that tokenseal_cookie_seal makes of the same arguments.
/// It fails where tokenseal_cookie_seal would.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_cookie_seal_len(
    key: *const tokenseal_key,
    name: *const c_char,
    name_len: usize,
    value: *const c_void,
    value_len: usize,
    now: i64,
    sealed_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let input = unsafe { Sealing::new(key, name, name_len, value, value_len) }?;
        let sealed_len = Output::new(sealed_len, 1)?;
        memory::apart(&[sealed_len.region()], &[&input])?;
        let len = cookie::seal_len(key::first(input.keys)?, input.name, input.value, now)?;
        // SAFETY: the crate's contract, and it is apart.
        unsafe { sealed_len.fill(|| len) };
        Ok(())
    })
}

/// What is known of a sealed value beside itself. Start from TOKENSEAL_COOKIE_OPENED_INIT.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tokenseal_cookie_opened {
    /// sizeof(tokenseal_cookie_opened): says which version of this struct the program was compiled
    /// with.
    pub size: u32,
    /// 1: another key than the first opened it, so that it is time to seal the value anew. Else 0.
    pub reseal: u32,
    /// When it was sealed, in Unix milliseconds, to the second.
    pub issued: i64,
    /// How many milliseconds ago that is; 0 when the other host's clock is ahead.
    pub age: i64,
    /// Which key opened it.
    pub key_index: usize,
    /// 0, and here so that nothing is padding.
    pub reserved: usize,
}

// No padding, or a later version would find chance in it.
const _: () = assert!(size_of::<tokenseal_cookie_opened>() == 24 + 2 * size_of::<usize>());

/// Opens a sealed value of the cookie of this name and writes the value. The keys are tried in
/// their order.
///
/// max_age is how many milliseconds ago it may have been sealed: TOKENSEAL_COOKIE_EXPIRED, and
/// TOKENSEAL_NOT_YET_VALID when it was sealed more than a minute ahead of now. With
/// TOKENSEAL_NO_MAX_AGE the date is not looked at: do so only where something else ends the
/// value's life, for a browser's Max-Age does not bind an attacker. now is the time in Unix
/// milliseconds. opened, which may be NULL, says more.
///
/// As many bytes as sealed has always suffice for the value. TOKENSEAL_BUFFER_TOO_SMALL is found
/// before the MAC is computed, so that value_len says nothing of the value.
///
/// TOKENSEAL_BAD_SIGNATURE: changed, sealed for another name, or with a key that is not among
/// these. TOKENSEAL_MALFORMED: not a sealed value at all. On a failure nothing of the value gets
/// out: the buffer is as it was, or, when the value was authentic and too old, the part of it that
/// was used is zero.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_cookie_open(
    keys: *const tokenseal_key,
    key_count: usize,
    name: *const c_char,
    name_len: usize,
    sealed: *const c_char,
    sealed_len: usize,
    max_age: u64,
    now: i64,
    value: *mut c_void,
    value_cap: usize,
    value_len: *mut usize,
    opened: *mut tokenseal_cookie_opened,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (keys, name_bytes, name, sealed) = unsafe {
            (
                key::read(keys, key_count)?,
                memory::input(name.cast::<u8>(), name_len)?,
                text(name, name_len)?,
                memory::input(sealed.cast::<u8>(), sealed_len)?,
            )
        };
        let mut value = Output::new(value.cast::<u8>(), value_cap)?;
        let value_len = Output::new(value_len, 1)?;
        // SAFETY: the crate's contract.
        let opened = unsafe { Growing::optional(opened) }?;
        memory::apart(
            &[value.region(), value_len.region(), opened.region()],
            &[&keys, &name_bytes, &sealed],
        )?;
        let ring = KeyRing::new(keys)?;
        let max_age = (max_age != TOKENSEAL_NO_MAX_AGE).then_some(max_age);
        // SAFETY: the crate's contract, and they are apart.
        let found = cookie::open(ring, name, sealed, max_age, now, unsafe { value.slice() });
        // SAFETY: the same.
        unsafe {
            memory::report(found.map(|found| found.value.len()), &value_len)?;
            found.map(|found| opened.write(|size| describe(size, &found)))
        }
    })
}

fn describe(size: u32, found: &Opened<'_>) -> tokenseal_cookie_opened {
    tokenseal_cookie_opened {
        size,
        reseal: found.reseal.into(),
        issued: found.issued,
        age: found.age,
        key_index: found.key_index,
        reserved: 0,
    }
}

/// What sealing reads.
struct Sealing<'a> {
    keys: &'a [tokenseal::Key],
    name_bytes: &'a [u8],
    name: &'a str,
    value: &'a [u8],
}

impl Sealing<'_> {
    /// # Safety
    ///
    /// The crate's contract, for as long as `'a`.
    unsafe fn new(
        key: *const tokenseal_key,
        name: *const c_char,
        name_len: usize,
        value: *const c_void,
        value_len: usize,
    ) -> Result<Self, Error> {
        // SAFETY: the same contract.
        unsafe {
            Ok(Self {
                keys: key::read(key, 1)?,
                name_bytes: memory::input(name.cast::<u8>(), name_len)?,
                name: text(name, name_len)?,
                value: memory::input(value.cast::<u8>(), value_len)?,
            })
        }
    }
}

impl Input for Sealing<'_> {
    fn touches(&self, region: Region) -> bool {
        self.keys.touches(region) || self.name_bytes.touches(region) || self.value.touches(region)
    }
}
