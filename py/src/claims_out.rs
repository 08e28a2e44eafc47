//! JSON to Python values, from the core's reader.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString};
use tokenseal::Error;
use tokenseal::json::{Event, Number, Reader, Text};

use crate::errors::OrRaise;

/// The object that `json` is, as a `dict`.
pub fn object<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyDict>> {
    let mut reader = Reader::new(json);
    if !matches!(next(py, &mut reader)?, Event::ObjectStart) {
        return Err(Error::Malformed).or_raise(py);
    }
    let dict = members(py, &mut reader)?;
    match reader.next_event().or_raise(py)? {
        None => Ok(dict),
        Some(_) => Err(Error::Malformed).or_raise(py),
    }
}

/// The next event, before the end of the text.
fn next<'a>(py: Python<'_>, reader: &mut Reader<'a>) -> PyResult<Event<'a>> {
    reader.next_event().and_then(|event| event.ok_or(Error::Malformed)).or_raise(py)
}

fn members<'py>(py: Python<'py>, reader: &mut Reader<'_>) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    while let Event::Name(text) = next(py, reader)? {
        let event = next(py, reader)?;
        dict.set_item(name(py, &text), value(py, event, reader)?)?;
    }
    Ok(dict)
}

/// The value that starts with `event`. The reader bounds the depth.
fn value<'py>(py: Python<'py>, event: Event<'_>, reader: &mut Reader<'_>) -> PyResult<Bound<'py, PyAny>> {
    Ok(match event {
        Event::String(text) => string(py, &text).into_any(),
        Event::Number(spelling) => number(py, &spelling)?,
        Event::Bool(boolean) => PyBool::new(py, boolean).to_owned().into_any(),
        Event::Null => py.None().into_bound(py),
        Event::ObjectStart => members(py, reader)?.into_any(),
        Event::ArrayStart => {
            let list = PyList::empty(py);
            loop {
                match next(py, reader)? {
                    Event::ArrayEnd => break list.into_any(),
                    event => list.append(value(py, event, reader)?)?,
                }
            }
        }
        Event::Name(_) | Event::ObjectEnd | Event::ArrayEnd => return Err(Error::Malformed).or_raise(py),
    })
}

/// The name of a member; the usual ones exist already.
fn name<'py>(py: Python<'py>, text: &Text<'_>) -> Bound<'py, PyString> {
    match text.raw() {
        "iss" => intern!(py, "iss"),
        "sub" => intern!(py, "sub"),
        "aud" => intern!(py, "aud"),
        "exp" => intern!(py, "exp"),
        "nbf" => intern!(py, "nbf"),
        "iat" => intern!(py, "iat"),
        "jti" => intern!(py, "jti"),
        "scope" => intern!(py, "scope"),
        _ => return string(py, text),
    }
    .clone()
}

fn string<'py>(py: Python<'py>, text: &Text<'_>) -> Bound<'py, PyString> {
    match text.plain() {
        Some(plain) => PyString::new(py, plain),
        None => PyString::new(py, &text.chars().collect::<String>()),
    }
}

/// As `json.loads` has it: an `int` of any size, `-0` is 0, and a `float` where there is a fraction
/// or an exponent.
fn number<'py>(py: Python<'py>, number: &Number<'_>) -> PyResult<Bound<'py, PyAny>> {
    let spelling = number.as_str();
    if !number.is_integer_literal() {
        // Whatever the reader passes is a legal f64; past its range, an infinity.
        let value: f64 = spelling.parse().map_err(|_| Error::Malformed).or_raise(py)?;
        return Ok(PyFloat::new(py, value).into_any());
    }
    match spelling.parse::<i64>() {
        Ok(small) => Ok(small.into_pyobject(py)?.into_any()),
        Err(_) => py.get_type::<PyInt>().call1((spelling,)),
    }
}
