//! The attributes of a cookie that have a few values only.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use tokenseal::cookie::{Priority, SameSite};

use crate::errors::bad_argument;
use crate::text::Part;

/// `/` unless given, which `None` can be.
pub enum Path<'a> {
    Default,
    None,
    Given(Part<'a>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Path<'a> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_none() { Ok(Self::None) } else { object.extract().map(Self::Given) }
    }
}

pub const SITES: [(&str, SameSite); 3] =
    [("Strict", SameSite::Strict), ("Lax", SameSite::Lax), ("None", SameSite::None)];
pub const PRIORITIES: [(&str, Priority); 3] =
    [("Low", Priority::Low), ("Medium", Priority::Medium), ("High", Priority::High)];

/// A value of `SameSite`.
pub struct Site(pub SameSite);

/// A value of `Priority`.
pub struct Rank(pub Priority);

impl<'a, 'py> FromPyObject<'a, 'py> for Site {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_none() {
            return Err(PyTypeError::new_err("expected \"Strict\", \"Lax\" or \"None\", not None"));
        }
        one_of(object, "same_site", &SITES).map(Self)
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Rank {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        one_of(object, "priority", &PRIORITIES).map(Self)
    }
}

fn one_of<T: Copy>(object: Borrowed<'_, '_, PyAny>, what: &str, choices: &[(&str, T)]) -> PyResult<T> {
    let given = object.cast::<PyString>()?;
    let given = given.to_string_lossy();
    choices.iter().find(|(name, _)| *name == given).map(|(_, choice)| *choice).ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        bad_argument(object.py(), format!("{what} must be one of {}, in this spelling", names.join(", ")))
    })
}
