//! What callers pass as `str` or as bytes.

use std::borrow::Cow;

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyByteArray, PyBytes, PyString};
use zeroize::Zeroizing;

use crate::errors::bad_argument;

/// `str` (as UTF-8), `bytes` or `bytearray`.
pub enum Octets<'a> {
    /// Of a `bytes`.
    Bytes(&'a [u8]),
    /// Of a `str`.
    Text(&'a str),
    /// A copy of a `bytearray`, which somebody else could change meanwhile.
    Copied(Zeroizing<Vec<u8>>),
    /// Of a `str` with lone surrogates: bytes that are not UTF-8, for the core to refuse.
    Surrogates(Zeroizing<Vec<u8>>),
}

impl Octets<'_> {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Text(text) => text.as_bytes(),
            Self::Copied(bytes) | Self::Surrogates(bytes) => bytes,
        }
    }

    /// The bytes, where any bytes will do: a `str` must have some. `what` is for the message.
    pub fn any_bytes(&self, py: Python<'_>, what: &str) -> PyResult<&[u8]> {
        match self {
            Self::Surrogates(_) => {
                Err(bad_argument(py, format!("the {what} has a lone surrogate: pass bytes")))
            }
            _ => Ok(self.as_bytes()),
        }
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Octets<'a> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        // To ask for the very type takes no call.
        if object.is_exact_instance_of::<PyString>() || object.is_instance_of::<PyString>() {
            return match object.extract::<&'a str>() {
                Ok(text) => Ok(Self::Text(text)),
                Err(_) => surrogates(object).map(Self::Surrogates),
            };
        }
        if object.is_instance_of::<PyBytes>() {
            return Ok(Self::Bytes(object.extract::<&'a [u8]>()?));
        }
        if let Ok(array) = object.cast::<PyByteArray>() {
            return Ok(Self::Copied(Zeroizing::new(array.to_vec())));
        }
        Err(PyTypeError::new_err(format!("expected str or bytes, not {}", object.get_type().name()?)))
    }
}

fn surrogates(text: Borrowed<'_, '_, PyAny>) -> PyResult<Zeroizing<Vec<u8>>> {
    let py = text.py();
    let bytes =
        text.call_method1(intern!(py, "encode"), (intern!(py, "utf-8"), intern!(py, "surrogatepass")))?;
    Ok(Zeroizing::new(bytes.extract::<&[u8]>()?.to_vec()))
}

/// A `str` that is kept, not copied.
pub struct Text(PyBackedStr);

impl Text {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Text {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let text = object.cast::<PyString>()?.to_owned();
        let py = object.py();
        PyBackedStr::try_from(text).map(Self).map_err(|_| bad_argument(py, "a str has a lone surrogate"))
    }
}

/// A `str` that goes into a cookie. A lone surrogate becomes U+FFFD, for the core to refuse as it does
/// all that is not ASCII.
pub struct Part<'a>(Cow<'a, str>);

impl Part<'_> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Part<'a> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = object.extract::<&'a str>() {
            return Ok(Self(Cow::Borrowed(text)));
        }
        object.cast::<PyString>()?;
        Ok(Self(Cow::Owned(String::from_utf8_lossy(&surrogates(object)?).into_owned())))
    }
}

/// A `str`, or an iterable of them. A lone `str` counts as one.
pub struct OneOrMany(pub Vec<Text>);

impl<'a, 'py> FromPyObject<'a, 'py> for OneOrMany {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyString>() {
            return Ok(Self(vec![object.extract()?]));
        }
        object.extract().map(|Many(texts)| Self(texts))
    }
}

/// An iterable of `str`, and not itself a `str`, whose letters would pass for names.
pub struct Many(pub Vec<Text>);

impl<'a, 'py> FromPyObject<'a, 'py> for Many {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("expected a list or tuple of str, not a str"));
        }
        object.try_iter()?.map(|item| item?.extract()).collect::<PyResult<_>>().map(Self)
    }
}

/// An argument that has another default than `None`, and so does not take that.
pub struct Given<T>(pub Option<T>);

impl<'a, 'py, T: FromPyObject<'a, 'py>> FromPyObject<'a, 'py> for Given<T> {
    type Error = T::Error;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        object.extract().map(|given| Self(Some(given)))
    }
}
