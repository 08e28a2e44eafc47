//! Python values to JSON, through the core's writer.

use std::fmt::Write as _;

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple};
use tokenseal::json::Writer;
use tokenseal::{Error, limits};

use crate::buffer::Room;
use crate::errors::{bad_argument, exception, explained};
use crate::text::Octets;

/// A JSON object: its text, or a mapping that is still to be written.
pub enum Object<'a, 'py> {
    /// Ready JSON.
    Text(Octets<'a>),
    /// Values of Python.
    Mapping(Borrowed<'a, 'py, PyAny>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Object<'a, 'py> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyDict>() {
            return Ok(Self::Mapping(object));
        }
        if let Ok(text) = object.extract() {
            return Ok(Self::Text(text));
        }
        if object.cast::<PyMapping>().is_ok() {
            return Ok(Self::Mapping(object));
        }
        let name = object.get_type().name()?;
        Err(PyTypeError::new_err(format!("expected a mapping, or JSON as str or bytes, not {name}")))
    }
}

impl Object<'_, '_> {
    /// The object without members.
    pub const NONE: Self = Self::Text(Octets::Bytes(b"{}"));

    /// The JSON text. A mapping is written into `buf`. `root` is what messages call the mapping.
    pub fn json<'b>(&'b self, root: &str, buf: &'b mut Room) -> PyResult<&'b [u8]> {
        let mapping = match self {
            Self::Text(text) => return Ok(text.as_bytes()),
            Self::Mapping(mapping) => mapping,
        };
        let py = mapping.py();
        loop {
            let mut writer = Writer::new(buf);
            write_value(mapping, 1, &mut writer).map_err(|fault| fault.raise(py, root))?;
            let needed = writer.needed();
            if needed <= buf.len() {
                return Ok(&buf[..needed]);
            }
            // Once more. Another thread may change a mapping meanwhile, but each run is bounded.
            buf.grow(needed);
        }
    }
}

/// What is wrong, and the way to where it is, innermost step first. One word, so that what goes well is told
/// in a register.
struct Fault(Box<(Kind, Vec<String>)>);

enum Kind {
    /// An exception of the caller's own code, or of Python.
    Python(PyErr),
    /// The core's reason, without words.
    Reason(Error),
    /// A value that JSON has no form for.
    Value(String),
}

impl Fault {
    fn new(kind: Kind) -> Self {
        Self(Box::new((kind, Vec::new())))
    }

    fn value(message: impl Into<String>) -> Self {
        Self::new(Kind::Value(message.into()))
    }

    fn reason(reason: Error) -> Self {
        Self::new(Kind::Reason(reason))
    }

    fn at(mut self, step: impl FnOnce() -> String) -> Self {
        self.0.1.push(step());
        self
    }

    fn raise(self, py: Python<'_>, root: &str) -> PyErr {
        let (kind, path) = *self.0;
        let place = || path.iter().rev().fold(root.to_owned(), |place, step| place + step);
        match kind {
            Kind::Python(error) => error,
            Kind::Reason(Error::Limit) => {
                explained(py, Error::Limit, format!("{}: too deep, too many or too long", place()))
            }
            Kind::Reason(reason) => exception(py, reason),
            Kind::Value(message) => bad_argument(py, format!("{}: {message}", place())),
        }
    }
}

impl From<PyErr> for Fault {
    fn from(error: PyErr) -> Self {
        Self::new(Kind::Python(error))
    }
}

fn write_value(value: &Bound<'_, PyAny>, depth: usize, writer: &mut Writer<'_>) -> Result<(), Fault> {
    // Containers that hold one another a hundred times over would grow without end, long before the
    // core sees a byte.
    if writer.needed() > limits::MAX_TOKEN {
        return Err(Fault::reason(Error::Limit));
    }
    // What most values are comes first: to ask for the very type takes no call.
    if let Ok(text) = value.cast_exact::<PyString>() {
        writer.string(plain(text)?);
    } else if let Ok(int) = value.cast_exact::<PyInt>() {
        write_int(int, writer)?;
    } else if value.is_none() {
        writer.null();
    } else if let Ok(boolean) = value.cast::<PyBool>() {
        writer.boolean(boolean.is_true());
    } else if value.is_exact_instance_of::<PyDict>() || value.is_exact_instance_of::<PyList>() {
        return write_container(value, depth, writer);
    } else if let Ok(text) = value.cast::<PyString>() {
        writer.string(plain(text)?);
    } else if let Ok(int) = value.cast::<PyInt>() {
        write_int(int, writer)?;
    } else if let Ok(float) = value.cast::<PyFloat>() {
        write_float(float.value(), writer)?;
    } else {
        return write_container(value, depth, writer);
    }
    Ok(())
}

fn write_container(value: &Bound<'_, PyAny>, depth: usize, writer: &mut Writer<'_>) -> Result<(), Fault> {
    if depth > limits::MAX_DEPTH {
        return Err(Fault::reason(Error::Limit));
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        writer.begin_object();
        // The iterator panics when the dict changes under it; a `Mapping` inside may do that.
        let len = dict.len();
        let mut members = dict.iter();
        for _ in 0..len {
            if dict.len() != len {
                return Err(Fault::value("changed while it was read"));
            }
            let Some((name, member)) = members.next() else { break };
            write_member(&name, &member, depth, writer)?;
        }
        writer.end_object();
    } else if let Ok(list) = value.cast::<PyList>() {
        write_array(list.iter(), depth, writer)?;
    } else if let Ok(tuple) = value.cast::<PyTuple>() {
        write_array(tuple.iter(), depth, writer)?;
    } else if let Ok(mapping) = value.cast::<PyMapping>() {
        writer.begin_object();
        for item in mapping.items()?.iter() {
            let (name, member) = item.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
            write_member(&name, &member, depth, writer)?;
        }
        writer.end_object();
    } else {
        return Err(Fault::value(no_form(value)?));
    }
    Ok(())
}

fn write_member(
    name: &Bound<'_, PyAny>,
    value: &Bound<'_, PyAny>,
    depth: usize,
    writer: &mut Writer<'_>,
) -> Result<(), Fault> {
    let Ok(name) = name.cast_exact::<PyString>().or_else(|_| name.cast()) else {
        return Err(Fault::value(format!("a name must be a str, not {}", name.get_type().name()?)));
    };
    let name = plain(name)?;
    writer.name(name);
    write_value(value, depth + 1, writer).map_err(|fault| fault.at(|| format!("[{name:?}]")))
}

fn write_array<'py>(
    items: impl Iterator<Item = Bound<'py, PyAny>>,
    depth: usize,
    writer: &mut Writer<'_>,
) -> Result<(), Fault> {
    writer.begin_array();
    for (index, item) in items.enumerate() {
        write_value(&item, depth + 1, writer).map_err(|fault| fault.at(|| format!("[{index}]")))?;
    }
    writer.end_array();
    Ok(())
}

fn plain<'a>(text: &'a Bound<'_, PyString>) -> Result<&'a str, Fault> {
    text.to_str().map_err(|_| Fault::value("a str has a lone surrogate"))
}

fn write_int(int: &Bound<'_, PyInt>, writer: &mut Writer<'_>) -> Result<(), Fault> {
    /// More bits than `MAX_NUMBER` digits can have.
    const MAX_BITS: usize = limits::MAX_NUMBER * 10 / 3 + 1;
    if let Ok(small) = int.extract::<i64>() {
        writer.integer(small);
        return Ok(());
    }
    let py = int.py();
    // First by its bits: Python refuses to spell out an int of thousands of digits.
    let int_type = py.get_type::<PyInt>();
    let bits: usize = int_type.call_method1(intern!(py, "bit_length"), (int,))?.extract()?;
    if bits > MAX_BITS {
        return Err(Fault::reason(Error::Limit));
    }
    // `int.__repr__` itself: a subclass may spell itself otherwise.
    let digits = int_type.call_method1(intern!(py, "__repr__"), (int,))?;
    let digits: &str = digits.extract()?;
    if digits.len() > limits::MAX_NUMBER {
        return Err(Fault::reason(Error::Limit));
    }
    writer.number(digits);
    Ok(())
}

fn write_float(value: f64, writer: &mut Writer<'_>) -> Result<(), Fault> {
    if !value.is_finite() {
        return Err(Fault::value("JSON has no infinity and no NaN"));
    }
    // The shortest spelling that reads back as the same float, and never as an int: `1.0`, `1e16`.
    let mut spelling = String::with_capacity(32);
    let _ = write!(spelling, "{value:?}");
    writer.number(&spelling);
    Ok(())
}

/// Why a value can't be written, with a hint where one is likely to help.
fn no_form(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let name = value.get_type().name()?;
    let hint = match name.to_cow()?.as_ref() {
        "datetime" => " (give seconds since 1970, as datetime.timestamp() does)",
        "bytes" | "bytearray" => " (decode it first)",
        "set" | "frozenset" => " (make it a list)",
        _ => "",
    };
    Ok(format!("{name} has no form in JSON{hint}"))
}
