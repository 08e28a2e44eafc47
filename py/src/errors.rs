//! The core's reasons as Python exceptions. The classes themselves are in `tokenseal/errors.py`.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};
use tokenseal::Error;

/// Status number -> exception class.
static CLASSES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();

fn class(py: Python<'_>, reason: Error) -> PyResult<Bound<'_, PyType>> {
    let classes = CLASSES.get_or_try_init(py, || -> PyResult<Py<PyDict>> {
        Ok(py.import("tokenseal.errors")?.getattr("BY_STATUS")?.cast_into::<PyDict>()?.unbind())
    })?;
    Ok(classes.bind(py).as_any().get_item(reason.code())?.cast_into::<PyType>()?)
}

/// The exception for a reason, with the class's own words.
pub fn exception(py: Python<'_>, reason: Error) -> PyErr {
    class(py, reason).map_or_else(|error| error, |class| PyErr::from_type(class, ()))
}

/// The exception for an argument that is wrong by its value.
pub fn bad_argument(py: Python<'_>, message: impl Into<String>) -> PyErr {
    explained(py, Error::BadArgument, message)
}

/// The exception for a reason, with a message. The message may name arguments and say what is in
/// them, but never show anything of a token that was not verified.
pub fn explained(py: Python<'_>, reason: Error, message: impl Into<String>) -> PyErr {
    class(py, reason).map_or_else(|error| error, |class| PyErr::from_type(class, (message.into(),)))
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
