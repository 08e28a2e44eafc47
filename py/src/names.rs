//! Names of claims as Python strings.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;

/// How many names are kept, as a power of two.
const BITS: u32 = 8;
/// The longest name that is kept, in bytes.
const LONGEST: usize = size_of::<u128>();

/// An application's claims have the same few names all the time. Each has its place, which the first
/// that comes there keeps for good: so there is nothing to lock, and no token can make this grow.
/// Whoever fills the places with names of no use makes others a little slower, and no more.
static KEPT: [PyOnceLock<(u128, Py<PyString>)>; 1 << BITS] = [const { PyOnceLock::new() }; 1 << BITS];

/// The name as an interned string, where it is a usual one.
pub fn kept<'py>(py: Python<'py>, name: &str) -> Option<&'py Bound<'py, PyString>> {
    if name.len() > LONGEST || name.starts_with('\0') {
        return None;
    }
    // No two names have the same.
    let number = name.bytes().fold(0_u128, |number, byte| (number << 8) | u128::from(byte));
    let keep = || (number, PyString::intern(py, name).unbind());
    let (holder, string) = KEPT[place(number)].get_or_init(py, keep);
    (*holder == number).then(|| string.bind(py))
}

#[expect(clippy::cast_possible_truncation, reason = "the halves of the number; eight bits")]
fn place(number: u128) -> usize {
    let halves = number as u64 ^ (number >> 64) as u64;
    (halves.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize
}
