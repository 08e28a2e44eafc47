//! Seconds, as Python counts time, to the core's milliseconds.

use std::time::{SystemTime, UNIX_EPOCH};

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDateTime, PyDelta, PyFloat, PyInt, PyTzInfo};
use tokenseal::jwt::Expiry;

use crate::errors::bad_argument;

/// A point in time in Unix milliseconds: of an `int` or `float` of seconds, rounded to the nearest
/// millisecond, or of an aware `datetime`.
#[derive(Clone, Copy)]
pub struct Instant(pub i64);

/// A length of time in milliseconds: of an `int` or `float` of seconds, rounded to the nearest
/// millisecond, or of a `timedelta`.
#[derive(Clone, Copy)]
pub struct Duration(pub u64);

/// When the token is to expire; an argument that was not given gives way to an `exp` in the claims.
pub struct ExpiresIn(pub Expiry);

/// Seconds, for Python.
#[expect(clippy::cast_precision_loss, reason = "up to 2^53 milliseconds there is none")]
pub fn seconds(millis: i64) -> f64 {
    millis as f64 / 1000.0
}

/// The time that was given, or else the clock's.
pub fn now(py: Python<'_>, given: Option<Instant>) -> PyResult<i64> {
    match given {
        Some(Instant(millis)) => Ok(millis),
        None => SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .ok()
            .and_then(|since| Some((i64::try_from(since.as_secs()).ok()?, since.subsec_millis())))
            .and_then(|(seconds, rest)| seconds.checked_mul(1000)?.checked_add(i64::from(rest)))
            .ok_or_else(|| bad_argument(py, "the system's clock is before 1970")),
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Instant {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Some(millis) = number(object)? {
            return Ok(Self(millis));
        }
        if let Ok(moment) = object.cast::<PyDateTime>() {
            return since_epoch(&moment).map(Self);
        }
        index(object, "seconds as int or float, or an aware datetime").map(Self)
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Duration {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let millis = if let Some(millis) = number(object)? {
            millis
        } else if let Ok(delta) = object.cast::<PyDelta>() {
            delta_millis(&delta)?
        } else {
            index(object, "seconds as int or float, or a timedelta")?
        };
        u64::try_from(millis).map(Self).map_err(|_| bad_argument(object.py(), "a duration can't be negative"))
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for ExpiresIn {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_none() {
            return Ok(Self(Expiry::Never));
        }
        object.extract().map(|Duration(millis)| Self(Expiry::After(millis)))
    }
}

/// Milliseconds of an `int` or a `float` of seconds. A `bool` is neither.
fn number(object: Borrowed<'_, '_, PyAny>) -> PyResult<Option<i64>> {
    /// 2^63 - 1024: the greatest `f64` that an `i64` holds.
    const END: f64 = 9_223_372_036_854_774_784.0;
    let py = object.py();
    // What most are comes first: to ask for the very type takes no call.
    if object.is_exact_instance_of::<PyInt>() {
        return millis(py, object.extract().map_err(|_| out_of_range(py))?, 0).map(Some);
    }
    if let Ok(float) = object.cast::<PyFloat>() {
        let (whole, rest) = (float.value().trunc(), float.value().fract());
        // NaN is in no range.
        if !(-END..=END).contains(&whole) {
            return Err(out_of_range(py));
        }
        #[expect(clippy::cast_possible_truncation, reason = "both are whole and in range")]
        return millis(py, whole as i64, (rest * 1000.0).round() as i64).map(Some);
    }
    if object.is_instance_of::<PyInt>() && !object.is_instance_of::<PyBool>() {
        return millis(py, object.extract().map_err(|_| out_of_range(py))?, 0).map(Some);
    }
    Ok(None)
}

/// Milliseconds of what else stands for an `int` of seconds, as those of NumPy do.
fn index(object: Borrowed<'_, '_, PyAny>, expected: &str) -> PyResult<i64> {
    let py = object.py();
    if object.is_instance_of::<PyBool>() || !object.hasattr(intern!(py, "__index__"))? {
        let name = object.get_type().name()?;
        return Err(PyTypeError::new_err(format!("expected {expected}, not {name}")));
    }
    millis(py, object.extract().map_err(|_| out_of_range(py))?, 0)
}

fn millis(py: Python<'_>, seconds: i64, rest: i64) -> PyResult<i64> {
    seconds.checked_mul(1000).and_then(|whole| whole.checked_add(rest)).ok_or_else(|| out_of_range(py))
}

fn out_of_range(py: Python<'_>) -> PyErr {
    bad_argument(py, "a time is out of range")
}

fn since_epoch(moment: &Bound<'_, PyDateTime>) -> PyResult<i64> {
    static EPOCH: PyOnceLock<Py<PyDateTime>> = PyOnceLock::new();
    let py = moment.py();
    if moment.call_method0(intern!(py, "utcoffset"))?.is_none() {
        return Err(bad_argument(py, "a naive datetime names no point in time: give it a tzinfo"));
    }
    let epoch = EPOCH.get_or_try_init(py, || -> PyResult<Py<PyDateTime>> {
        let utc = PyTzInfo::utc(py)?.to_owned();
        Ok(PyDateTime::new(py, 1970, 1, 1, 0, 0, 0, 0, Some(&utc))?.unbind())
    })?;
    delta_millis(moment.sub(epoch)?.cast::<PyDelta>()?)
}

fn delta_millis(delta: &Bound<'_, PyDelta>) -> PyResult<i64> {
    let py = delta.py();
    let days: i64 = delta.getattr(intern!(py, "days"))?.extract()?;
    let seconds: i64 = delta.getattr(intern!(py, "seconds"))?.extract()?;
    let micros: i64 = delta.getattr(intern!(py, "microseconds"))?.extract()?;
    // A timedelta has at most 10^9 days, and the other two are never negative.
    Ok(days * 86_400_000 + seconds * 1000 + (micros + 500) / 1000)
}
