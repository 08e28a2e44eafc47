//! Sealed cookie values.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use tokenseal::{Error, cookie, limits};

use crate::buffer::with_buffer;
use crate::errors::{OrRaise, bad_argument, explained};
use crate::text::{Octets, Part};
use crate::time::{Duration, Instant, now as time_or_clock, seconds};

/// What a sealed cookie held: see ``Key.open_cookie``.
#[pyclass(frozen, get_all, module = "tokenseal.cookie")]
pub struct Opened {
    /// The value, as bytes.
    value: Py<PyBytes>,
    /// When it was sealed, in whole seconds since 1970.
    issued: i64,
    /// How long ago that is, in seconds; 0 if that was in the future.
    age: f64,
    /// The place of the key that opened it, in the ring.
    key: usize,
    /// Whether that was another key than the first, so that the value is to be sealed anew.
    reseal: bool,
}

#[pymethods]
impl Opened {
    /// The value as a ``str``; raises ``UnicodeDecodeError`` when it is not UTF-8.
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        PyString::from_bytes(py, self.value.as_bytes(py))
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let Self { issued, age, key, reseal, .. } = self;
        let (len, reseal) = (self.value.as_bytes(py).len(), if *reseal { "True" } else { "False" });
        format!(
            "<tokenseal.cookie.Opened {len} bytes, issued={issued}, age={age}, key={key}, reseal={reseal}>"
        )
    }
}

/// Seals a value with the first of the keys.
pub fn seal<'py>(
    py: Python<'py>,
    keys: &[tokenseal::Key],
    name: &Part<'_>,
    value: &Octets<'_>,
    now: Option<Instant>,
) -> PyResult<Bound<'py, PyString>> {
    let value = value.any_bytes(py, "value")?;
    let now = time_or_clock(py, now)?;
    let key = &keys[0];
    let seal = |buf: &mut [u8]| {
        cookie::seal(key, name.as_str(), value, now, buf).map(|text| PyString::new(py, text))
    };
    // Enough where nothing has to be escaped.
    match with_buffer(value.len() + 128, seal) {
        Err(Error::BufferTooSmall { needed }) => with_buffer(needed, seal).or_raise(py),
        Err(Error::BadArgument) => Err(bad_argument(py, OUT_OF_RANGE)),
        done => done.or_raise(py),
    }
}

/// Opens a value with any of the keys.
pub fn open(
    py: Python<'_>,
    keys: &[tokenseal::Key],
    name: &Part<'_>,
    text: &Octets<'_>,
    max_age: Option<Duration>,
    now: Option<Instant>,
) -> PyResult<Opened> {
    let now = time_or_clock(py, now)?;
    let (text, max_age) = (text.as_bytes(), max_age.map(|Duration(millis)| millis));
    let ring = tokenseal::KeyRing::new(keys).or_raise(py)?;
    // A longer text is refused before the buffer is looked at.
    let opened = with_buffer(text.len().min(limits::MAX_COOKIE), |buf| {
        let opened = cookie::open(ring, name.as_str(), text, max_age, now, buf)?;
        Ok(Opened {
            value: PyBytes::new(py, opened.value).unbind(),
            issued: opened.issued / 1000,
            age: seconds(opened.age),
            key: opened.key_index,
            reseal: opened.reseal,
        })
    });
    match opened {
        Err(Error::NotYetValid) => {
            Err(explained(py, Error::NotYetValid, "the value was sealed later than now"))
        }
        Err(Error::BadArgument) => Err(bad_argument(
            py,
            if max_age.is_some_and(|age| age > limits::MAX_TIME.unsigned_abs()) {
                "max_age is out of range"
            } else {
                OUT_OF_RANGE
            },
        )),
        done => done.or_raise(py),
    }
}

/// What a `bad-argument` of the core says of the time.
pub const OUT_OF_RANGE: &str = "now is before 1970 or after the year 287396";
