//! Names of claims as Python strings.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;

/// How many names are kept.
const PLACES: usize = 256;
/// The longest name that is kept, in bytes.
const LONGEST: usize = 32;

/// An application's claims have the same few names all the time. Each has its place, which the first
/// that comes there keeps for good: so there is nothing to lock, and no token can make this grow.
/// Whoever fills the places with names of no use makes others a little slower, and no more.
static KEPT: [PyOnceLock<(Box<str>, Py<PyString>)>; PLACES] = [const { PyOnceLock::new() }; PLACES];

/// The name as an interned string where it is a usual one, otherwise as a new one.
pub fn name<'py>(py: Python<'py>, text: &str) -> Bound<'py, PyString> {
    if text.len() <= LONGEST {
        let keep = || (text.into(), PyString::intern(py, text).unbind());
        let (kept, string) = KEPT[place(text)].get_or_init(py, keep);
        if **kept == *text {
            return string.bind(py).clone();
        }
    }
    PyString::new(py, text)
}

fn place(text: &str) -> usize {
    let hash = text.bytes().fold(0_usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    (hash ^ (hash >> 8)) % PLACES
}
