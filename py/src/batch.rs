//! Many tokens at once.

use std::mem;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyList, PyString};
use tokenseal::jwt::{self, Verified};
use tokenseal::{Error, KeyRing, limits};

use crate::arguments::Arguments;
use crate::claims_out;
use crate::errors::exception;
use crate::policy::{self, Policy};
use crate::text::Octets;

/// Tokens of an iterable, in its order. They stay as they are, whatever other threads do: a `str` and
/// a `bytes` never change, and of a `bytearray` this holds a copy.
pub struct Tokens<'py>(Vec<Bound<'py, PyAny>>);

impl<'a, 'py> FromPyObject<'a, 'py> for Tokens<'py> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyString>()
            || object.is_instance_of::<PyBytes>()
            || object.is_instance_of::<PyByteArray>()
        {
            return Err(PyTypeError::new_err("expected an iterable of tokens, not one token: see verify"));
        }
        object.try_iter()?.collect::<PyResult<_>>().map(Self)
    }
}

/// Verifies each of the tokens. The interpreter is free for other threads meanwhile.
pub fn verify<'py>(
    py: Python<'py>,
    keys: &[tokenseal::Key],
    Tokens(tokens): &Tokens<'py>,
    arguments: &Arguments<'_, 'py>,
    policy: Option<&Bound<'py, Policy>>,
    now: i64,
) -> PyResult<Bound<'py, PyList>> {
    let tokens = tokens.iter().map(PyAnyMethods::extract).collect::<PyResult<Vec<Octets<'_>>>>()?;
    let tokens: Vec<&[u8]> = tokens.iter().map(Octets::as_bytes).collect();
    let mut room = vec![0; tokens.iter().map(|token| claims_len(token)).sum()];
    let verdicts = policy::apply(py, arguments, policy, now, |policy| {
        py.detach(|| verdicts(&tokens, KeyRing::new(keys)?, policy, now, &mut room))
    })?;
    let answer = |verdict: Result<Verified<'_>, Error>| match verdict {
        Ok(verified) => Ok(claims_out::passed_object(py, verified.as_json())?.into_any()),
        Err(reason) => Ok(exception(py, reason).into_value(py).into_bound(py).into_any()),
    };
    PyList::new(py, verdicts.into_iter().map(answer).collect::<PyResult<Vec<_>>>()?)
}

/// Room for the claims. A longer token passes no policy.
fn claims_len(token: &[u8]) -> usize {
    jwt::claims_len(token.len().min(limits::MAX_TOKEN))
}

/// The verdict on each token, with its claims in `room`. A fault of the caller's is no token's.
fn verdicts<'b>(
    tokens: &[&[u8]],
    ring: KeyRing<'_>,
    policy: &jwt::Policy<'_>,
    now: i64,
    mut room: &'b mut [u8],
) -> Result<Vec<Result<Verified<'b>, Error>>, Error> {
    policy.check()?;
    let verdict = |token: &&[u8]| {
        let (place, rest) = mem::take(&mut room).split_at_mut(claims_len(token));
        room = rest;
        match jwt::verify(token, ring, policy, now, place) {
            Err(Error::BadArgument) => Err(Error::BadArgument),
            verdict => Ok(verdict),
        }
    };
    tokens.iter().map(verdict).collect()
}
