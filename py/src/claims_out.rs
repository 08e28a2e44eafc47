//! JSON to Python values.

#![expect(clippy::inline_always, reason = "of one walk, not calls: a tenth of what a dict costs")]

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString};
use tokenseal::Error;
use tokenseal::json::{Event, Reader};

use crate::errors::OrRaise;
use crate::names;

/// The object that `json` is, as a `dict`.
pub fn object<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyDict>> {
    let mut reader = Reader::new(json);
    while reader.next_event().or_raise(py)?.is_some() {}
    passed_object(py, json)
}

/// The same of a text that the core has passed, as it has all that was verified: legality, duplicate
/// names and limits are not looked at again.
pub fn passed_object<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyDict>> {
    let mut walk = Walk { py, json, at: 0 };
    match walk.token() {
        b'{' => walk.members(),
        _ => Err(Error::Malformed).or_raise(py),
    }
}

/// A walk through a legal text. Were the text not legal, the values would be odd ones, and no more.
struct Walk<'a, 'py> {
    py: Python<'py>,
    json: &'a str,
    at: usize,
}

impl<'a, 'py> Walk<'a, 'py> {
    fn peek(&self) -> u8 {
        self.json.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// The byte that the next token starts with, and passes it. 0 at the end.
    #[inline(always)]
    fn token(&mut self) -> u8 {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
        let byte = self.peek();
        self.at += 1;
        byte
    }

    /// After `{`.
    fn members(&mut self) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(self.py);
        loop {
            match self.token() {
                b'"' => {}
                b',' => continue,
                b'}' => return Ok(dict),
                _ => return Err(Error::Malformed).or_raise(self.py),
            }
            let (name, plain) = self.string();
            self.token();
            let value = self.value()?;
            if !plain {
                dict.set_item(unescaped(self.py, name)?, value)?;
            } else if let Some(kept) = names::kept(self.py, name) {
                dict.set_item(kept, value)?;
            } else {
                dict.set_item(PyString::new(self.py, name), value)?;
            }
        }
    }

    /// After `[`.
    fn elements(&mut self) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(self.py);
        loop {
            match self.token() {
                b',' => {}
                b']' => return Ok(list),
                _ => {
                    self.at -= 1;
                    list.append(self.value()?)?;
                }
            }
        }
    }

    fn value(&mut self) -> PyResult<Bound<'py, PyAny>> {
        let py = self.py;
        Ok(match self.token() {
            b'"' => match self.string() {
                (plain, true) => PyString::new(py, plain).into_any(),
                (raw, false) => unescaped(py, raw)?.into_any(),
            },
            b'{' => self.members()?.into_any(),
            b'[' => self.elements()?.into_any(),
            b't' => self.word("rue", PyBool::new(py, true).to_owned().into_any()),
            b'f' => self.word("alse", PyBool::new(py, false).to_owned().into_any()),
            b'n' => self.word("ull", py.None().into_bound(py)),
            b'-' | b'0'..=b'9' => return self.number(),
            _ => return Err(Error::Malformed).or_raise(py),
        })
    }

    fn word<T>(&mut self, rest: &str, value: T) -> T {
        self.at += rest.len();
        value
    }

    /// After the opening quote: what stands before the closing one, and whether it stands for itself.
    #[inline(always)]
    fn string(&mut self) -> (&'a str, bool) {
        let start = self.at;
        let mut plain = true;
        loop {
            self.at += plain_len(self.json.as_bytes().get(self.at..).unwrap_or(&[]));
            if self.peek() != b'\\' {
                break;
            }
            // A backslash and what it escapes.
            plain = false;
            self.at += 2;
        }
        let raw = self.json.get(start..self.at).unwrap_or("");
        self.at += 1;
        (raw, plain)
    }

    /// After the first character. As `json.loads` has it: an `int` of any size, `-0` is 0, and a `float`
    /// where there is a fraction or an exponent.
    #[inline(always)]
    fn number(&mut self) -> PyResult<Bound<'py, PyAny>> {
        /// So many digits are in range of an `i64`.
        const SHORT: usize = 18;
        let py = self.py;
        let start = self.at - 1;
        let negative = self.json.as_bytes().get(start) == Some(&b'-');
        self.at = start + usize::from(negative);
        let digits = self.at;
        let mut value = 0_i64;
        while let digit @ b'0'..=b'9' = self.peek() {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
            self.at += 1;
        }
        let is_integer = !matches!(self.peek(), b'.' | b'e' | b'E');
        if is_integer && self.at - digits <= SHORT {
            let value = if negative { -value } else { value };
            return Ok(value.into_pyobject(py)?.into_any());
        }
        while matches!(self.peek(), b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-') {
            self.at += 1;
        }
        let spelling = self.json.get(start..self.at).unwrap_or("");
        if is_integer {
            return py.get_type::<PyInt>().call1((spelling,));
        }
        // Whatever the reader passes is a legal f64; past its range, an infinity.
        let value: f64 = spelling.parse().map_err(|_| Error::Malformed).or_raise(py)?;
        Ok(PyFloat::new(py, value).into_any())
    }
}

/// How many bytes there are before a quote or a backslash.
#[inline(always)]
fn plain_len(rest: &[u8]) -> usize {
    /// The lowest high bit that is set is that of the first byte that equals `byte`.
    fn equal(eight: u64, byte: u8) -> u64 {
        const ONES: u64 = u64::MAX / 0xff;
        let zero = eight ^ (ONES * u64::from(byte));
        zero.wrapping_sub(ONES) & !zero & (ONES << 7)
    }
    let mut before = 0;
    for eight in rest.as_chunks::<8>().0 {
        let eight = u64::from_le_bytes(*eight);
        let found = equal(eight, b'"') | equal(eight, b'\\');
        if found != 0 {
            return before + found.trailing_zeros() as usize / 8;
        }
        before += 8;
    }
    let is_end = |byte: &u8| matches!(byte, b'"' | b'\\');
    before + rest[before..].iter().position(is_end).unwrap_or(rest.len() - before)
}

/// The string whose JSON is `raw` between quotes: escapes are the core's to read.
#[cold]
fn unescaped<'py>(py: Python<'py>, raw: &str) -> PyResult<Bound<'py, PyString>> {
    let quoted = format!("\"{raw}\"");
    match Reader::new(&quoted).next_event().or_raise(py)? {
        Some(Event::String(text)) => Ok(PyString::new(py, &text.chars().collect::<String>())),
        _ => Err(Error::Malformed).or_raise(py),
    }
}
