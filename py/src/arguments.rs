//! Arguments of one call. Most calls of `verify` have none, or a policy instead: so they are left as
//! they came until somebody asks, which also keeps the reading of them in one place.

use pyo3::intern;
use pyo3::prelude::*;

use crate::policy::Options;

/// An argument that has not been looked at.
#[derive(Clone, Copy)]
pub struct Unread<'a, 'py>(Borrowed<'a, 'py, PyAny>);

impl<'a, 'py> FromPyObject<'a, 'py> for Unread<'a, 'py> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(object))
    }
}

/// The options of `verify` that were given.
#[derive(Clone, Copy, Default)]
pub struct Arguments<'a, 'py> {
    pub issuer: Option<Unread<'a, 'py>>,
    pub subject: Option<Unread<'a, 'py>>,
    pub audience: Option<Unread<'a, 'py>>,
    pub any_audience: Option<Unread<'a, 'py>>,
    pub jwt_id: Option<Unread<'a, 'py>>,
    pub typ: Option<Unread<'a, 'py>>,
    pub leeway: Option<Unread<'a, 'py>>,
    pub max_age: Option<Unread<'a, 'py>>,
    pub require_exp: Option<Unread<'a, 'py>>,
    pub required: Option<Unread<'a, 'py>>,
    pub max_token: Option<Unread<'a, 'py>>,
}

impl Arguments<'_, '_> {
    /// The options that they stand for, or `None` where there is no argument.
    pub fn read(&self, py: Python<'_>) -> PyResult<Option<Options>> {
        let Self { issuer, subject, audience, any_audience, jwt_id, typ, .. } = *self;
        let Self { leeway, max_age, require_exp, required, max_token, .. } = *self;
        let given = [issuer, subject, audience, any_audience, jwt_id, typ];
        let more = [leeway, max_age, require_exp, required, max_token];
        if given.iter().chain(&more).all(Option::is_none) {
            return Ok(None);
        }
        Ok(Some(Options {
            issuer: extract(py, "issuer", issuer)?,
            subject: extract(py, "subject", subject)?,
            audience: extract(py, "audience", audience)?,
            any_audience: extract(py, "any_audience", any_audience)?,
            jwt_id: extract(py, "jwt_id", jwt_id)?,
            typ: extract(py, "typ", typ)?,
            leeway: extract(py, "leeway", leeway)?,
            max_age: extract(py, "max_age", max_age)?,
            require_exp: extract(py, "require_exp", require_exp)?,
            required: extract(py, "required", required)?,
            max_token: extract(py, "max_token", max_token)?,
        }))
    }
}

/// Reads an argument, where it is given; `name` is its own.
pub fn extract<'a, 'py, T: FromPyObject<'a, 'py>>(
    py: Python<'py>,
    name: &str,
    argument: Option<Unread<'a, 'py>>,
) -> PyResult<Option<T>> {
    let read = |Unread(object): Unread<'a, 'py>| object.extract().map_err(|error: T::Error| error.into());
    argument.map(read).transpose().inspect_err(|error: &PyErr| {
        // As for arguments that are read at once. Before Python 3.11 there are no notes.
        let note = format!("while processing '{name}'");
        let _ = error.value(py).call_method1(intern!(py, "add_note"), (note,));
    })
}
