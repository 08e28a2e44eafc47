//! Revocation of tokens.

use pyo3::prelude::*;
use tokenseal::state::revocation::{self, Token};

use super::{Transition, blamed};
use crate::buffer::Room;
use crate::claims_in::Object;
use crate::errors::OrRaise;
use crate::text::{Octets, Text};

/// Ends all of a subject. ``now`` is in milliseconds.
#[pyfunction]
#[pyo3(signature = (namespace, subject, now))]
pub fn end_subject(py: Python<'_>, namespace: Text, subject: Text, now: i64) -> PyResult<Transition> {
    revocation::end_all(namespace.as_str(), subject.as_str(), now)
        .map(|core| Transition::new(&core))
        .map_err(|reason| blamed(py, reason, None, now, "the subject is empty"))
}

/// A verified token, as the denylist knows it.
#[pyclass(frozen, module = "tokenseal._tokenseal")]
pub struct TokenHandle(Token);

#[pymethods]
impl TokenHandle {
    /// Takes what is needed of a token and its verified claims.
    #[staticmethod]
    #[pyo3(signature = (namespace, token, claims))]
    fn read(py: Python<'_>, namespace: Text, token: Octets<'_>, claims: Object<'_, '_>) -> PyResult<Self> {
        let mut written = Room::new();
        let claims = claims.json("claims", &mut written)?;
        Token::read(namespace.as_str(), token.as_bytes(), claims).map(Self).or_raise(py)
    }

    #[pyo3(signature = (now))]
    fn check(&self, py: Python<'_>, now: i64) -> PyResult<Transition> {
        made(py, now, &revocation::check(&self.0, now))
    }

    #[pyo3(signature = (now))]
    fn deny(&self, py: Python<'_>, now: i64) -> PyResult<Transition> {
        made(py, now, &revocation::deny(&self.0, now))
    }
}

fn made(
    py: Python<'_>,
    now: i64,
    core: &Result<tokenseal::state::Transition, tokenseal::Error>,
) -> PyResult<Transition> {
    let otherwise = "the token lives longer than 400 days: it can't be revoked";
    core.as_ref().map(Transition::new).map_err(|reason| blamed(py, *reason, None, now, otherwise))
}
