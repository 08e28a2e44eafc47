//! JSON to Python values.

#![expect(clippy::inline_always, reason = "of one walk, not calls: a tenth of what a dict costs")]

use std::iter;

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString};
use tokenseal::Error;
use tokenseal::json::{Event, Reader};

use crate::errors::OrRaise;
use crate::{names, word};

/// The object that `json` is, as a `dict`.
pub fn object<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyDict>> {
    let mut reader = Reader::new(json);
    while reader.next_event().or_raise(py)?.is_some() {}
    passed_object(py, json)
}

/// The same of a text that the core has passed, as it has all that was verified: legality, duplicate
/// names and limits are not looked at again.
pub fn passed_object<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyDict>> {
    let mut walk = Walk { py, rest: json.as_bytes() };
    match walk.token() {
        b'{' => walk.members(),
        _ => Err(Error::Malformed).or_raise(py),
    }
}

/// A walk through a legal text. Were the text not legal, the values would be odd ones, and no more.
struct Walk<'a, 'py> {
    py: Python<'py>,
    rest: &'a [u8],
}

impl<'a, 'py> Walk<'a, 'py> {
    /// The byte that the next token starts with, and passes it. 0 at the end.
    #[inline(always)]
    fn token(&mut self) -> u8 {
        while let [byte, rest @ ..] = self.rest {
            self.rest = rest;
            if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                return *byte;
            }
        }
        0
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
                dict.set_item(PyString::from_bytes(self.py, name)?, value)?;
            }
        }
    }

    /// After `[`.
    fn elements(&mut self) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(self.py);
        loop {
            let start = self.rest;
            match self.token() {
                b',' => {}
                b']' => return Ok(list),
                _ => {
                    self.rest = start;
                    list.append(self.value()?)?;
                }
            }
        }
    }

    fn value(&mut self) -> PyResult<Bound<'py, PyAny>> {
        let py = self.py;
        let first = self.token();
        Ok(match first {
            b'"' => match self.string() {
                (plain, true) => PyString::from_bytes(py, plain)?.into_any(),
                (raw, false) => unescaped(py, raw)?.into_any(),
            },
            b'{' => self.members()?.into_any(),
            b'[' => self.elements()?.into_any(),
            b't' => self.word("rue", PyBool::new(py, true).to_owned().into_any()),
            b'f' => self.word("alse", PyBool::new(py, false).to_owned().into_any()),
            b'n' => self.word("ull", py.None().into_bound(py)),
            b'-' | b'0'..=b'9' => return self.number(first),
            _ => return Err(Error::Malformed).or_raise(py),
        })
    }

    fn word<T>(&mut self, rest: &str, value: T) -> T {
        self.rest = self.rest.get(rest.len()..).unwrap_or(&[]);
        value
    }

    /// After the opening quote: what stands before the closing one, and whether it stands for itself.
    #[inline(always)]
    fn string(&mut self) -> (&'a [u8], bool) {
        let (raw, rest) = self.rest.split_at(word::plain_len(self.rest));
        let [b'\\', ..] = rest else {
            self.rest = rest.get(1..).unwrap_or(&[]);
            return (raw, true);
        };
        (self.escaped(raw.len()), false)
    }

    #[cold]
    fn escaped(&mut self, mut len: usize) -> &'a [u8] {
        let text = self.rest;
        loop {
            len += word::plain_len(text.get(len..).unwrap_or(&[]));
            let (raw, rest) = text.split_at(len.min(text.len()));
            let [b'\\', ..] = rest else {
                self.rest = rest.get(1..).unwrap_or(&[]);
                return raw;
            };
            // A backslash and what it escapes.
            len += 2;
        }
    }

    /// After the first character. As `json.loads` has it: an `int` of any size, `-0` is 0, and a `float`
    /// where there is a fraction or an exponent.
    #[inline(always)]
    fn number(&mut self, first: u8) -> PyResult<Bound<'py, PyAny>> {
        /// So many digits behind the first are in range of an `i64`.
        const SHORT: usize = 17;
        let negative = first == b'-';
        let mut value = if negative { 0 } else { i64::from(first - b'0') };
        let mut rest = self.rest;
        while let [digit @ b'0'..=b'9', more @ ..] = rest {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
            rest = more;
        }
        if matches!(rest, [b'.' | b'e' | b'E', ..]) || self.rest.len() - rest.len() > SHORT {
            return self.long_number(first);
        }
        self.rest = rest;
        Ok((if negative { -value } else { value }).into_pyobject(self.py)?.into_any())
    }

    #[cold]
    fn long_number(&mut self, first: u8) -> PyResult<Bound<'py, PyAny>> {
        let py = self.py;
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
        let len = self.rest.iter().position(|byte| !is_part(byte)).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(len);
        self.rest = rest;
        let spelling: String = iter::once(&first).chain(digits).map(|byte| char::from(*byte)).collect();
        if spelling.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'-')) {
            return py.get_type::<PyInt>().call1((spelling,));
        }
        // Whatever the reader passes is a legal f64; past its range, an infinity.
        let value: f64 = spelling.parse().map_err(|_| Error::Malformed).or_raise(py)?;
        Ok(PyFloat::new(py, value).into_any())
    }
}

/// The string whose JSON is `raw` between quotes: escapes are the core's to read.
#[cold]
fn unescaped<'py>(py: Python<'py>, raw: &[u8]) -> PyResult<Bound<'py, PyString>> {
    let quoted = format!("\"{}\"", String::from_utf8_lossy(raw));
    match Reader::new(&quoted).next_event().or_raise(py)? {
        Some(Event::String(text)) => Ok(PyString::new(py, &text.chars().collect::<String>())),
        _ => Err(Error::Malformed).or_raise(py),
    }
}
