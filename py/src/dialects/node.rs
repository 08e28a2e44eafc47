//! Express and Koa.

use pyo3::prelude::*;
use pyo3::types::PyString;
use tokenseal::Error;
use tokenseal::cookie::dialect as core;

use super::secrets::Secrets;
use super::{Dialect, Hash, describe, raise_of_secrets, refuse_copies};
use crate::buffer::{ON_STACK, with_buffer};
use crate::errors::OrRaise;
use crate::text::{Octets, Part};

/// Express: the signed cookies of cookie-parser, and express-session's.
///
/// secrets
///     one, or several; the first signs.
///
/// The value is the text that was signed, without the ``s:`` before it and before it was
/// percent-encoded: of express-session the session's id, of an object ``j:`` and its JSON. It is not
/// bound to the cookie's name and not dated.
///
/// >>> from tokenseal.dialects import Express
/// >>> express = Express("0123456789abcdef0123456789abcdef")
/// >>> express.seal("sid", "user=42")
/// 's%3Auser%3D42.P64QF5YwWuHhCzfzuPLNqspz1MkD5QCfq4Ym1t8tPpY'
/// >>> express.open("sid", _).text
/// 'user=42'
#[pyclass(frozen, extends = Dialect, module = "tokenseal.dialects")]
pub struct Express;

#[pymethods]
impl Express {
    #[new]
    #[pyo3(signature = (secrets, /))]
    fn new(py: Python<'_>, secrets: Secrets) -> PyResult<PyClassInitializer<Self>> {
        let base = Dialect::new(py, secrets, |secrets, run| run(&core::Express::new(secrets)))?;
        Ok(PyClassInitializer::from(base).add_subclass(Self))
    }
}

/// Koa: the signed cookies of cookies and cookie-session, each of which is two.
///
/// secrets
///     one, or several; the first signs.
/// digest
///     ``sha1``, as keygrip does by itself, ``sha256`` or ``sha512``.
///
/// The value is in the cookie ``NAME`` as it is, its signature in the cookie ``NAME.sig``. It is
/// bound to the name and not dated.
///
/// >>> from tokenseal.dialects import Koa
/// >>> koa = Koa("0123456789abcdef0123456789abcdef")
/// >>> koa.sign("sid", "user=42")
/// 'b69oY0j_ZHhueFxIxdH28itpLGM'
/// >>> koa.verify("sid", "user=42", _)
/// 0
#[pyclass(frozen, module = "tokenseal.dialects")]
pub struct Koa {
    secrets: Secrets,
    digest: core::Digest,
}

impl Koa {
    fn ask<T>(&self, question: impl FnOnce(core::Koa<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.secrets.lend(|secrets| question(core::Koa { digest: self.digest, ..core::Koa::new(secrets) }))
    }
}

#[pymethods]
impl Koa {
    #[new]
    #[pyo3(
        signature = (secrets, /, *, digest=Hash(core::Digest::Sha1)),
        text_signature = "(secrets, /, *, digest='sha1')"
    )]
    fn new(py: Python<'_>, secrets: Secrets, digest: Hash) -> PyResult<Self> {
        let koa = Self { secrets, digest: digest.0 };
        koa.ask(|core| with_buffer(ON_STACK, |buf| core.sign("a", b"", buf).map(drop)))
            .map_err(|reason| raise_of_secrets(py, reason))?;
        Ok(koa)
    }

    /// The value of the cookie ``NAME.sig``.
    ///
    /// name
    ///     the name of the first cookie.
    /// value
    ///     its value, ``str`` or ``bytes``.
    ///
    /// Raises ``CookieCharacter`` when the name is no cookie's, ``CookieTooLarge`` when the value is
    /// longer than 4096 bytes.
    #[pyo3(signature = (name, value))]
    fn sign<'py>(
        &self,
        py: Python<'py>,
        name: Part<'_>,
        value: Octets<'_>,
    ) -> PyResult<Bound<'py, PyString>> {
        let value = value.any_bytes(py, "value")?;
        let sign = |core: core::Koa<'_>| {
            with_buffer(ON_STACK, |buf| {
                core.sign(name.as_str(), value, buf).map(|text| PyString::new(py, text))
            })
        };
        self.ask(sign).or_raise(py)
    }

    /// Checks that ``signature``, the value of the cookie ``NAME.sig``, belongs to the value.
    ///
    /// Returns the place of the secret that made it; when that is not 0, Koa sends a new signature.
    ///
    /// Raises a subclass of ``InvalidToken`` when it is refused: ``Malformed``, ``BadSignature`` or
    /// ``CookieTooLarge``.
    #[pyo3(signature = (name, value, signature))]
    fn verify(
        &self,
        py: Python<'_>,
        name: Part<'_>,
        value: Octets<'_>,
        signature: Octets<'_>,
    ) -> PyResult<usize> {
        self.ask(|core| core.verify(name.as_str(), value.as_bytes(), signature.as_bytes())).or_raise(py)
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(&slf.get_type())
    }

    /// Refuses to be pickled or copied.
    fn __reduce_ex__(slf: &Bound<'_, Self>, _protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        refuse_copies(&slf.get_type())
    }
}
