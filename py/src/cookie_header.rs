//! Reading a `Cookie` header.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyList, PyString};
use tokenseal::cookie;

use crate::text::Octets;

/// The cookies of a ``Cookie`` header, as pairs of name and value in their order.
///
/// header
///     the header's value as ``str`` or ``bytes``, or an iterable of them when it came in several
///     lines; ``None``, for a request without one, is as an empty header. The pairs are of the same
///     type; nothing is decoded.
///
/// It decides as browsers do (RFC 6265bis): ``;`` ends a pair, even within quotes, which belong to
/// the value; only spaces and tabs around name and value are dropped. A pair without ``=``, with an
/// empty name or with a control character is left out; all others are there, duplicates too.
///
/// >>> from tokenseal import cookie
/// >>> cookie.parse("theme=dark; sid = abc; theme=light")
/// [('theme', 'dark'), ('sid', 'abc'), ('theme', 'light')]
/// >>> cookie.parse([b"a=1", b"b=2"])
/// [(b'a', b'1'), (b'b', b'2')]
#[pyfunction]
#[pyo3(signature = (header, /))]
pub fn parse<'py>(header: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
    let pairs = PyList::empty(header.py());
    for line in Lines::of(header)? {
        let line = line?;
        let octets: Octets<'_> = line.extract()?;
        for (name, value) in cookie::parse(octets.as_bytes()) {
            pairs.append((piece(&line, &octets, name)?, piece(&line, &octets, value)?))?;
        }
    }
    Ok(pairs)
}

/// The value of the first cookie of that name, or ``None``.
///
/// Takes what ``parse`` takes; the value is of the header's type.
///
/// >>> from tokenseal import cookie
/// >>> cookie.find("theme=dark; theme=light", "theme")
/// 'dark'
#[pyfunction]
#[pyo3(signature = (header, name, /))]
pub fn find<'py>(header: &Bound<'py, PyAny>, name: Octets<'_>) -> PyResult<Option<Bound<'py, PyAny>>> {
    for line in Lines::of(header)? {
        let line = line?;
        let octets: Octets<'_> = line.extract()?;
        if let Some(value) = cookie::find(octets.as_bytes(), name.as_bytes()) {
            return piece(&line, &octets, value).map(Some);
        }
    }
    Ok(None)
}

/// A header or none, or each of several.
enum Lines<'py> {
    One(Option<Bound<'py, PyAny>>),
    Many(Bound<'py, pyo3::types::PyIterator>),
}

impl<'py> Lines<'py> {
    fn of(header: &Bound<'py, PyAny>) -> PyResult<Self> {
        let is_one = header.is_instance_of::<PyString>()
            || header.is_instance_of::<PyBytes>()
            || header.is_instance_of::<PyByteArray>();
        if header.is_none() {
            Ok(Self::One(None))
        } else if is_one {
            Ok(Self::One(Some(header.clone())))
        } else {
            header.try_iter().map(Self::Many)
        }
    }
}

impl<'py> Iterator for Lines<'py> {
    type Item = PyResult<Bound<'py, PyAny>>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::One(header) => header.take().map(Ok),
            Self::Many(headers) => headers.next(),
        }
    }
}

/// A part of a header, of the header's type. It was cut at ASCII characters, so that the parts of a
/// `str` are such again.
fn piece<'py>(header: &Bound<'py, PyAny>, octets: &Octets<'_>, part: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    let py = header.py();
    match octets {
        Octets::Text(_) => Ok(PyString::from_bytes(py, part)?.into_any()),
        Octets::Bytes(_) | Octets::Copied(_) => Ok(PyBytes::new(py, part).into_any()),
        Octets::Surrogates(_) => PyBytes::new(py, part)
            .call_method1(intern!(py, "decode"), (intern!(py, "utf-8"), intern!(py, "surrogatepass"))),
    }
}
