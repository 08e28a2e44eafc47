//! The extension module `tokenseal._tokenseal`.
//!
//! It converts types and units, calls the core and turns the core's reasons into Python's
//! exceptions. It decides nothing itself.

#![allow(clippy::needless_pass_by_value, reason = "pyo3 hands over arguments by value")]
#![allow(clippy::doc_link_with_quotes, reason = "the docs of what Python sees are Python's")]

mod arguments;
mod attributes;
mod batch;
mod buffer;
mod claims_in;
mod claims_out;
mod cookie_header;
mod csrf;
mod dialects;
mod errors;
mod key;
mod names;
mod policy;
mod ring;
mod sealed;
mod set_cookie;
mod signer;
mod signing;
mod state;
mod text;
mod time;
mod word;

/// What `tokenseal/__init__.py` shows to the world.
#[pyo3::pymodule]
mod _tokenseal {
    use pyo3::prelude::*;
    use pyo3::types::{PyBytes, PyDict};

    #[pymodule_export]
    use crate::cookie_header::{find, parse};
    #[pymodule_export]
    use crate::csrf::check_fetch;
    #[pymodule_export]
    use crate::dialects::{
        Dialect, Django, DjangoDumps, DjangoSigner, Express, Flask, Gorilla, Koa, MessageVerifier, Rails,
        RustCookie, Starlette, TimestampSigner, URLSafeTimedSerializer,
    };
    #[pymodule_export]
    use crate::key::Key;
    #[pymodule_export]
    use crate::policy::Policy;
    #[pymodule_export]
    use crate::ring::KeyRing;
    #[pymodule_export]
    use crate::sealed::Opened;
    #[pymodule_export]
    use crate::set_cookie::SetCookie;
    #[pymodule_export]
    use crate::signer::Signer;
    #[pymodule_export]
    use crate::state::{
        RefreshHandle, SessionHandle, TokenHandle, Transition, check_grace, check_lifetime, check_seal,
        end_subject, refresh_start, session_start,
    };

    use crate::buffer::Room;
    use crate::claims_in::Object;
    use crate::claims_out;
    use crate::errors::OrRaise;
    use crate::text::Octets;
    use crate::time::{Duration, Instant};

    /// Two names that exist twice: `tokenseal/dialects.py` puts them right.
    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        let py = module.py();
        module.add("DialectOpened", py.get_type::<crate::dialects::Opened>())?;
        module.add("DialectSigner", py.get_type::<crate::dialects::Signer>())
    }

    /// The version of the package and of the core.
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "the name that Python packages use")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    /// Name and number of every reason of the core, in the order of the numbers.
    #[pyfunction]
    fn reasons() -> Vec<(&'static str, u16)> {
        tokenseal::Error::ALL.iter().map(|error| (error.name(), error.code())).collect()
    }

    /// The token of an `Authorization: Bearer` header (RFC 6750 section 2.1).
    ///
    /// `header` is the header's value without its name. Blanks around it are ignored, and so is
    /// the case of `Bearer`. The token is not looked at beyond its alphabet: verify it.
    ///
    /// Raises `NotBearer` when the value is empty or has another scheme, `Malformed` when there is
    /// no token or more than one, and `Limit` when it is longer than 65536 bytes.
    #[pyfunction]
    #[pyo3(signature = (header, /))]
    fn bearer_token(py: Python<'_>, header: Octets<'_>) -> PyResult<String> {
        let token = tokenseal::bearer::token(header.as_bytes()).or_raise(py)?;
        Ok(String::from_utf8_lossy(token).into_owned())
    }

    /// Header and claims of a token as JSON texts and as dicts, without any verification.
    #[pyfunction]
    #[pyo3(signature = (token, /))]
    fn inspect<'py>(
        py: Python<'py>,
        token: Octets<'_>,
    ) -> PyResult<(String, String, Bound<'py, PyDict>, Bound<'py, PyDict>)> {
        let token = token.as_bytes();
        let mut header = vec![0; tokenseal::limits::MAX_HEADER];
        let mut claims = vec![0; tokenseal::jwt::claims_len(token.len().min(tokenseal::limits::MAX_TOKEN))];
        let read = tokenseal::unverified::read(token, &mut header, &mut claims).or_raise(py)?;
        Ok((
            read.header.to_owned(),
            read.claims.to_owned(),
            claims_out::object(py, read.header)?,
            claims_out::object(py, read.claims)?,
        ))
    }

    /// Reads one JSON object with the strict reader that tokens are read with.
    #[pyfunction]
    #[pyo3(signature = (json, /))]
    fn read_object<'py>(py: Python<'py>, json: Octets<'_>) -> PyResult<Bound<'py, PyDict>> {
        let text = str::from_utf8(json.as_bytes()).map_err(|_| tokenseal::Error::Malformed).or_raise(py)?;
        claims_out::object(py, text)
    }

    /// Writes a mapping as a compact JSON object, which messages call `root`; text and bytes stay as
    /// they are.
    #[pyfunction]
    #[pyo3(signature = (value, root, /))]
    fn write_object<'py>(
        py: Python<'py>,
        value: Object<'_, 'py>,
        root: &str,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let mut written = Room::new();
        let octets = match &value {
            Object::Text(text) => text.any_bytes(py, root)?,
            Object::Mapping(_) => value.json(root, &mut written)?,
        };
        Ok(PyBytes::new(py, octets))
    }

    /// The time in milliseconds since 1970: the one that is given, or the clock's.
    #[pyfunction]
    #[pyo3(signature = (now, /))]
    fn instant(py: Python<'_>, now: Option<Instant>) -> PyResult<i64> {
        crate::time::now(py, now)
    }

    /// A duration in milliseconds.
    #[pyfunction]
    #[pyo3(signature = (duration, /))]
    fn duration(duration: Duration) -> u64 {
        duration.0
    }
}
