//! The core's reasons as Python exceptions. The classes themselves are in `tokenseal/errors.py`.

use pyo3::exceptions::{PyBaseException, PyKeyError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple, PyType};
use tokenseal::Error;

/// What all exceptions are made with, as Python has them.
struct Classes {
    /// `BaseException.__new__`: called by itself, it makes an exception without running the
    /// `__init__` of `TokenError`, which would only put in the words that are given here.
    new: Py<PyAny>,
    /// By status number: its class and the class's own words, the arguments of `new`.
    by_status: Vec<(u16, Py<PyTuple>)>,
}

static CLASSES: PyOnceLock<Classes> = PyOnceLock::new();

impl Classes {
    fn get(py: Python<'_>) -> PyResult<&Self> {
        CLASSES.get_or_try_init(py, || {
            let classes = py.import("tokenseal.errors")?.getattr("BY_STATUS")?.cast_into::<PyDict>()?;
            let mut by_status = Vec::with_capacity(classes.len());
            for (status, class) in classes.iter() {
                let words = class.getattr("_words")?;
                by_status.push((status.extract()?, PyTuple::new(py, [class, words])?.unbind()));
            }
            by_status.sort_unstable_by_key(|(status, _)| *status);
            Ok(Self { new: py.get_type::<PyBaseException>().getattr("__new__")?.unbind(), by_status })
        })
    }

    /// The class of a reason, and its words.
    fn find<'py>(&self, py: Python<'py>, reason: Error) -> PyResult<&Bound<'py, PyTuple>> {
        match self.by_status.binary_search_by_key(&reason.code(), |(status, _)| *status) {
            Ok(place) => Ok(self.by_status[place].1.bind(py)),
            Err(_) => Err(PyKeyError::new_err(reason.code())),
        }
    }
}

/// The exception for a reason, with the class's own words.
pub fn exception(py: Python<'_>, reason: Error) -> PyErr {
    Classes::get(py)
        .and_then(|classes| classes.new.bind(py).call1(classes.find(py, reason)?))
        .map_or_else(|error| error, PyErr::from_value)
}

/// The exception for an argument that is wrong by its value.
pub fn bad_argument(py: Python<'_>, message: impl Into<String>) -> PyErr {
    explained(py, Error::BadArgument, message)
}

/// The exception for a reason, with a message. The message may name arguments and say what is in
/// them, but never show anything of a token that was not verified.
pub fn explained(py: Python<'_>, reason: Error, message: impl Into<String>) -> PyErr {
    Classes::get(py)
        .and_then(|classes| Ok(classes.find(py, reason)?.get_item(0)?.cast_into::<PyType>()?))
        .map_or_else(|error| error, |class| PyErr::from_type(class, (message.into(),)))
}

/// Turns a refusal by the core into a Python exception.
pub trait OrRaise<T> {
    /// The value, or the exception to raise.
    fn or_raise(self, py: Python<'_>) -> PyResult<T>;
}

impl<T> OrRaise<T> for Result<T, Error> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T> {
        self.map_err(|reason| exception(py, reason))
    }
}
