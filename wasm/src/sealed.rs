//! Sealed cookie values.

use tokenseal::{Error, KeyRing, cookie};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::answer::{float, floats, number};
use crate::record::{clock, max_age, text};
use crate::{keys, scratch};

/// Seals with a block's first key. Arguments: name, value; `now` in Unix milliseconds. Answer: the
/// sealed value's length, and it. The caller leaves room for the longest.
#[wasm_bindgen]
pub fn cookie_seal(address: usize, count: usize, name_len: usize, value_len: usize, now: f64) -> f64 {
    number(scratch::with([name_len, value_len], |[name, value], out| {
        let ring = KeyRing::new(keys::at(address, count))?;
        Ok(cookie::seal(ring.signing_key(), text(name)?, value, clock(now), out)?.len())
    }))
}

/// Bytes of an answer before the value.
const HEAD: usize = 32;

/// Opens with a block's keys. Arguments: sealed value, name; `now` in Unix milliseconds, see [`max_age`].
/// Answer: the value's length; when it was issued (Unix milliseconds), its age (milliseconds), the
/// index of the key that opened it and whether that is another than the one that seals, all f64
/// (little-endian), then the value.
#[wasm_bindgen]
pub fn cookie_open(
    address: usize,
    count: usize,
    sealed_len: usize,
    name_len: usize,
    now: f64,
    age: f64,
) -> f64 {
    number(scratch::with([sealed_len, name_len], |[sealed, name], out| {
        let ring = KeyRing::new(keys::at(address, count))?;
        let (head, out) = out.split_at_mut_checked(HEAD).ok_or(Error::BadArgument)?;
        let opened = cookie::open(ring, text(name)?, sealed, max_age(age), clock(now), out)?;
        let key = u32::try_from(opened.key_index).map_err(|_| Error::BadArgument)?;
        let reseal = u32::from(opened.reseal);
        floats(head, [float(opened.issued), float(opened.age), f64::from(key), f64::from(reseal)]);
        Ok(opened.value.len())
    }))
}
