//! The signed cookies of other frameworks.

mod django;
mod go_and_rust;
mod itsdangerous;
mod node;
mod rails;
mod secrets;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString, PyType};
use tokenseal::cookie::dialect::{Dialect as Core, Digest, Secrets as CoreSecrets};
use tokenseal::{Error, limits};

pub use self::django::{Django, DjangoDumps, DjangoSigner};
pub use self::go_and_rust::{Gorilla, RustCookie};
pub use self::itsdangerous::{Flask, Signer, Starlette, TimestampSigner, URLSafeTimedSerializer};
pub use self::node::{Express, Koa};
pub use self::rails::{MessageVerifier, Rails};
use self::secrets::Secrets;
use crate::buffer::{ON_STACK, with_buffer};
use crate::errors::{OrRaise, bad_argument, explained};
use crate::sealed::OUT_OF_RANGE;
use crate::text::{Octets, Part, Text};
use crate::time::{Duration, Instant, now as time_or_clock, seconds};

/// What another framework's cookie held: see ``Dialect.open``.
#[pyclass(frozen, get_all, module = "tokenseal.dialects")]
pub struct Opened {
    /// The value, as bytes. What it is, the dialect's class says.
    value: Py<PyBytes>,
    /// When it was signed (of ``Rails``: when it expires), in seconds since 1970; ``None`` where the
    /// cookie does not say.
    time: Option<f64>,
    /// The place of the secret that opened it, in the order in which they were given.
    secret: usize,
    /// Whether the value is compressed: ``zlib.decompress`` gives the JSON text.
    compressed: bool,
}

#[pymethods]
impl Opened {
    /// The value as a ``str``; raises ``UnicodeDecodeError`` when it is not UTF-8.
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        PyString::from_bytes(py, self.value.as_bytes(py))
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let time = self.time.map_or_else(|| "None".to_owned(), |time| time.to_string());
        let (len, secret) = (self.value.as_bytes(py).len(), self.secret);
        let compressed = if self.compressed { ", compressed" } else { "" };
        format!("<tokenseal.dialects.Opened {len} bytes, time={time}, secret={secret}{compressed}>")
    }
}

/// Makes the core's dialect of the secrets and hands it over.
type Make = dyn Fn(CoreSecrets<'_>, &mut dyn FnMut(&dyn Core)) + Send + Sync;

/// One framework's signed cookies: the base of all dialects but ``Koa``.
#[pyclass(frozen, subclass, module = "tokenseal.dialects")]
pub struct Dialect {
    secrets: Secrets,
    make: Box<Make>,
}

impl Dialect {
    /// A dialect whose secrets and options the core has found good.
    fn new(
        py: Python<'_>,
        secrets: Secrets,
        make: impl Fn(CoreSecrets<'_>, &mut dyn FnMut(&dyn Core)) + Send + Sync + 'static,
    ) -> PyResult<Self> {
        let dialect = Self { secrets, make: Box::new(make) };
        dialect.ask(|core| core.check()).map_err(|reason| raise_of_secrets(py, reason))?;
        Ok(dialect)
    }

    /// What the core's dialect answers.
    fn ask<T>(&self, mut question: impl FnMut(&dyn Core) -> Result<T, Error>) -> Result<T, Error> {
        let mut answer = Err(Error::BadArgument);
        self.secrets.lend(|secrets| (self.make)(secrets, &mut |core| answer = question(core)));
        answer
    }
}

#[pymethods]
impl Dialect {
    /// Signs a value for a cookie, as the framework does.
    ///
    /// name
    ///     the cookie's name. It matters where the framework signs it too.
    /// value
    ///     ``bytes``, or a ``str``, which stands for its UTF-8. What it is, the dialect's class says.
    /// now
    ///     the time, in seconds since 1970 or as an aware ``datetime``; the clock by default.
    ///
    /// Returns what stands in the header behind the name and ``=``.
    ///
    /// Raises ``CookieCharacter`` when the name is no cookie's, or the value no UTF-8 where the
    /// framework takes text; ``CookieTooLarge`` when the result is longer than 4096 bytes.
    #[pyo3(signature = (name, value, *, now=None))]
    fn seal<'py>(
        &self,
        py: Python<'py>,
        name: Part<'_>,
        value: Octets<'_>,
        now: Option<Instant>,
    ) -> PyResult<Bound<'py, PyString>> {
        let value = value.any_bytes(py, "value")?;
        let now = time_or_clock(py, now)?;
        let seal = |buf: &mut [u8]| {
            self.ask(|core| core.seal(name.as_str(), value, now, buf).map(|text| PyString::new(py, text)))
        };
        match with_buffer(ON_STACK, seal) {
            Err(Error::BufferTooSmall { needed }) => with_buffer(needed, seal).or_raise(py),
            Err(Error::BadArgument) if !(0..=limits::MAX_TIME).contains(&now) => {
                Err(bad_argument(py, OUT_OF_RANGE))
            }
            Err(Error::BadArgument) if value.is_empty() => Err(bad_argument(py, "the value is empty")),
            done => done.or_raise(py),
        }
    }

    /// Opens a cookie that the framework, or ``seal``, has signed.
    ///
    /// name
    ///     the cookie's name. It matters where the framework signs it too.
    /// text
    ///     what stood in the header behind the name and ``=``, ``str`` or ``bytes``.
    /// max_age
    ///     how long ago it may have been signed, in seconds or as a ``timedelta``; held to as the
    ///     framework does. Without it, the age is not looked at.
    /// now
    ///     the time, in seconds since 1970 or as an aware ``datetime``; the clock by default.
    ///
    /// Returns an ``Opened``: ``value`` (bytes) or ``text`` (str); ``time``, when it was signed, in
    /// seconds since 1970, or ``None`` where the cookie does not say; ``secret``, the place of the
    /// secret that opened it; ``compressed``.
    ///
    /// Raises a subclass of ``InvalidToken`` when the text is refused: ``Malformed``,
    /// ``BadSignature`` (changed, or signed with another secret), ``CookieExpired``,
    /// ``NotYetValid`` or ``CookieTooLarge``. ``BadArgument`` for a ``max_age`` where the cookie does
    /// not say when it was signed.
    #[pyo3(signature = (name, text, *, max_age=None, now=None))]
    fn open(
        &self,
        py: Python<'_>,
        name: Part<'_>,
        text: Octets<'_>,
        max_age: Option<Duration>,
        now: Option<Instant>,
    ) -> PyResult<Opened> {
        let now = time_or_clock(py, now)?;
        let (text, max_age) = (text.as_bytes(), max_age.map(|Duration(millis)| millis));
        // A longer text is refused before the buffer is looked at.
        let opened = with_buffer(text.len().min(limits::MAX_COOKIE), |buf| {
            self.ask(|core| {
                let opened = core.open(name.as_str(), text, max_age, now, buf)?;
                Ok(Opened {
                    value: PyBytes::new(py, opened.value).unbind(),
                    time: opened.time.map(seconds),
                    secret: opened.secret_index,
                    compressed: opened.compressed,
                })
            })
        });
        match opened {
            Err(Error::NotYetValid) => Err(explained(py, Error::NotYetValid, "the cookie is too young")),
            Err(Error::BadArgument) if !(0..=limits::MAX_TIME).contains(&now) => {
                Err(bad_argument(py, OUT_OF_RANGE))
            }
            Err(Error::BadArgument) if max_age.is_some() => Err(bad_argument(
                py,
                "max_age is out of range, or the cookie does not say when it was signed",
            )),
            done => done.or_raise(py),
        }
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(&slf.get_type())
    }

    /// Refuses to be pickled or copied.
    fn __reduce_ex__(slf: &Bound<'_, Self>, _protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        refuse_copies(&slf.get_type())
    }
}

/// How Python sees a dialect.
fn describe(class: &Bound<'_, PyType>) -> PyResult<String> {
    Ok(format!("<tokenseal.dialects.{}>", class.name()?))
}

fn refuse_copies(class: &Bound<'_, PyType>) -> PyResult<()> {
    let name = class.name()?;
    Err(PyTypeError::new_err(format!("a {name} holds secrets: it can't be pickled or copied")))
}

/// The exception for secrets, or options, that the core does not take.
fn raise_of_secrets(py: Python<'_>, reason: Error) -> PyErr {
    match reason {
        Error::BadArgument => bad_argument(py, "there is no secret, or an option is out of range"),
        Error::WeakKey => explained(py, reason, "a secret is empty, or shorter than the framework takes"),
        Error::Limit => {
            explained(py, reason, "a secret is longer than 1024 bytes, or there are more than 16")
        }
        _ => crate::errors::exception(py, reason),
    }
}

/// A hash function, by its name.
struct Hash(Digest);

impl<'a, 'py> FromPyObject<'a, 'py> for Hash {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let name: Text = object.extract()?;
        Digest::from_name(name.as_str())
            .map(Self)
            .ok_or_else(|| bad_argument(object.py(), "a digest must be sha1, sha256 or sha512"))
    }
}
