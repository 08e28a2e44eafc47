//! Other frameworks' signed cookies. A dialect lies in this memory, with its secrets; the caller
//! holds it by address and gives it back with [`dialect_free`].

mod held;
mod options;

use alloc::alloc::{alloc, dealloc};
use core::alloc::Layout;
use core::ptr;

use tokenseal::Error;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroize;

use self::held::Held;
use crate::answer::{float, floats, number};
use crate::record::{clock, max_age, text};
use crate::scratch;

/// Which dialect. The numbers stand in `ts/dialect.ts` too.
pub mod kind {
    #![allow(missing_docs, reason = "each is the dialect of that name")]
    pub const EXPRESS: u32 = 1;
    pub const KOA: u32 = 2;
    pub const SIGNER: u32 = 3;
    pub const TIMESTAMP_SIGNER: u32 = 4;
    pub const URL_SAFE_TIMED: u32 = 5;
    pub const FLASK: u32 = 6;
    pub const STARLETTE: u32 = 7;
    pub const DJANGO: u32 = 8;
    pub const DJANGO_SIGNER: u32 = 9;
    pub const DJANGO_DUMPS: u32 = 10;
    pub const GORILLA: u32 = 11;
    pub const RUST_COOKIE: u32 = 12;
    pub const RAILS: u32 = 13;
    pub const RAILS_VERIFIER: u32 = 14;
}

/// Makes a dialect. Argument: the record of its options and secrets. Answer: the address.
#[wasm_bindgen]
pub fn dialect_new(kind: u32, record_len: usize) -> f64 {
    let made = make(kind, record_len);
    scrub_stack();
    number(made)
}

#[inline(never)]
fn make(kind: u32, record_len: usize) -> Result<usize, Error> {
    scratch::with([record_len], |[record], _| {
        let made = Held::new(kind, record);
        record.zeroize();
        let held = made?;
        #[expect(clippy::cast_ptr_alignment, reason = "the layout is that of a dialect")]
        // SAFETY: its size is not 0.
        let place = unsafe { alloc(Layout::new::<Held>()) }.cast::<Held>();
        if place.is_null() {
            return Err(Error::Limit);
        }
        // SAFETY: it has the room and the alignment.
        unsafe { place.write(held) };
        Ok(place as usize)
    })
}

/// Wipes what was left below: Rails' keys are moved there.
#[inline(never)]
#[expect(clippy::large_stack_arrays, reason = "the stack has a megabyte")]
fn scrub_stack() {
    [0_u8; 64 * 1024].zeroize();
}

/// Wipes and frees a dialect.
#[wasm_bindgen]
pub fn dialect_free(address: usize) {
    let place = ptr::with_exposed_provenance_mut::<Held>(address);
    // SAFETY: the caller has the address from `dialect_new`, and forgets it here.
    unsafe {
        place.drop_in_place();
        dealloc(place.cast(), Layout::new::<Held>());
    }
}

fn at<'a>(address: usize) -> &'a Held {
    // SAFETY: the caller has the address from `dialect_new`, and forgets it when it frees the
    // dialect. Nothing writes to it in between.
    unsafe { &*ptr::with_exposed_provenance::<Held>(address) }
}

/// Seals with a dialect. Arguments: name, value; `now` in Unix milliseconds. Answer: the length of
/// the sealed text, of Koa the signature, and it. The caller leaves room for a cookie.
#[wasm_bindgen]
pub fn dialect_seal(address: usize, name_len: usize, value_len: usize, now: f64) -> f64 {
    number(scratch::with([name_len, value_len], |[name, value], out| {
        let (held, name) = (at(address), text(name)?);
        if held.is_koa() {
            held.koa(&mut |koa| Ok(koa.sign(name, value, out)?.len()))
        } else {
            held.dialect(&mut |dialect| Ok(dialect.seal(name, value, clock(now), out)?.len()))
        }
    }))
}

/// Bytes of an answer before the value.
const HEAD: usize = 24;

/// Opens with a dialect other than Koa. Arguments: sealed text, name; `now` in Unix milliseconds, see
/// [`max_age`]. Answer: the value's length; the time (Unix milliseconds; NaN where there is none), the index
/// of the secret and whether the value is compressed, all f64 (little-endian), then the value.
#[wasm_bindgen]
pub fn dialect_open(address: usize, text_len: usize, name_len: usize, now: f64, age: f64) -> f64 {
    number(scratch::with([text_len, name_len], |[sealed, name], out| {
        let (head, out) = out.split_at_mut_checked(HEAD).ok_or(Error::BadArgument)?;
        at(address).dialect(&mut |dialect| {
            let opened = dialect.open(text(name)?, sealed, max_age(age), clock(now), out)?;
            let secret = u32::try_from(opened.secret_index).map_err(|_| Error::BadArgument)?;
            let time = opened.time.map_or(f64::NAN, float);
            floats(head, [time, f64::from(secret), f64::from(u32::from(opened.compressed))]);
            Ok(opened.value.len())
        })
    }))
}

/// Checks a signature of Koa's. Arguments: name, value, signature. Answer: the index of the secret. Koa
/// has no time, so that an age says too much.
#[wasm_bindgen]
pub fn dialect_verify(
    address: usize,
    name_len: usize,
    value_len: usize,
    signature_len: usize,
    age: f64,
) -> f64 {
    number(scratch::with([name_len, value_len, signature_len], |[name, value, signature], _| {
        if max_age(age).is_some() {
            return Err(Error::BadArgument);
        }
        at(address).koa(&mut |koa| koa.verify(text(name)?, value, signature))
    }))
}
