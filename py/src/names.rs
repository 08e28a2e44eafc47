//! Names of claims as Python strings.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;

use crate::word;

/// How many names are kept, as a power of two.
const BITS: u32 = 8;

/// An application's claims have the same few names all the time. Each has its place, which the first
/// that comes there keeps for good: so there is nothing to lock, and no token can make this grow.
/// Whoever fills the places with names of no use makes others a little slower, and no more.
static KEPT: [PyOnceLock<([u64; 2], Py<PyString>)>; 1 << BITS] = [const { PyOnceLock::new() }; 1 << BITS];

/// The name as an interned string, where it is a usual one.
pub fn kept<'py>(py: Python<'py>, name: &[u8]) -> Option<&'py Bound<'py, PyString>> {
    // No two names have the same words, for none ends with a NUL: in JSON that is an escape.
    let words = match name.split_first_chunk() {
        None => [word::load(name), 0],
        Some((head, tail)) if tail.len() <= 8 => [u64::from_le_bytes(*head), word::load(tail)],
        Some(_) => return None,
    };
    let keep = || (words, PyString::intern(py, &String::from_utf8_lossy(name)).unbind());
    let (holder, string) = KEPT[place(words)].get_or_init(py, keep);
    (*holder == words).then(|| string.bind(py))
}

/// No two of the registered claims and the usual names of OpenID Connect meet in one place.
fn place([head, tail]: [u64; 2]) -> usize {
    ((head ^ tail.rotate_left(32)).wrapping_mul(0xc4ce_b9fe_1a85_ec53) >> (64 - BITS)) as usize
}
