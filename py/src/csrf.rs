//! Cross-site request forgery.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyString;
use tokenseal::csrf::{self, Fetch};
use tokenseal::{Error, KeyRing, limits};

use crate::buffer::with_buffer;
use crate::errors::{OrRaise, bad_argument, exception};
use crate::text::{Given, Many, Octets, Part, Text};

/// As many bytes of the system's random generator as a token takes.
pub fn entropy(py: Python<'_>, key: &tokenseal::Key) -> PyResult<Vec<u8>> {
    let len = csrf::entropy_len(key.algorithm().or_raise(py)?);
    py.import(intern!(py, "os"))?.call_method1(intern!(py, "urandom"), (len,))?.extract()
}

/// A token for the binding.
pub fn token<'py>(
    py: Python<'py>,
    key: &tokenseal::Key,
    binding: &Octets<'_>,
    entropy: &[u8],
) -> PyResult<Bound<'py, PyString>> {
    let binding = binding.any_bytes(py, "binding")?;
    let make = |buf: &mut [u8]| csrf::token(key, binding, entropy, buf).map(|token| PyString::new(py, token));
    with_buffer(limits::MAX_CSRF_TOKEN, make).map_err(|reason| blamed(py, reason, binding))
}

/// Checks a token.
pub fn verify(
    py: Python<'_>,
    keys: &[tokenseal::Key],
    binding: &Octets<'_>,
    token: &Octets<'_>,
) -> PyResult<()> {
    let binding = binding.any_bytes(py, "binding")?;
    let ring = KeyRing::new(keys).or_raise(py)?;
    csrf::verify(ring, binding, token.as_bytes()).map_err(|reason| blamed(py, reason, binding))
}

fn blamed(py: Python<'_>, reason: Error, binding: &[u8]) -> PyErr {
    match reason {
        Error::BadArgument if binding.is_empty() => bad_argument(py, "the binding is empty"),
        _ => exception(py, reason),
    }
}

/// Refuses an unsafe request that another site made. Neither a token nor any state is needed: it
/// relies on headers that browsers write and no script can.
///
/// method
///     the request's method. ``GET``, ``HEAD``, ``OPTIONS`` and ``TRACE`` pass: an application that
///     changes something on them is not protected.
/// sec_fetch_site
///     the header ``Sec-Fetch-Site``, or ``None``: ``same-origin`` and ``none`` pass, all else fails.
/// origin
///     the header ``Origin``, or ``None``. Where ``Sec-Fetch-Site`` is absent, as over plain HTTP and
///     in old browsers, this must be one of ``allowed_origins``; ``null`` never passes.
/// allowed_origins
///     the site's own origins, up to 64, as ``https://example.com``.
/// strict
///     whether a request with neither header fails. It was not made by a browser, and passes
///     otherwise.
///
/// Raises ``CrossSite``, and ``BadArgument`` when there are more than 64 origins.
///
/// >>> check_fetch("POST", sec_fetch_site="same-origin")
/// >>> check_fetch("POST", origin="https://example.com", allowed_origins=["https://example.com"])
/// >>> check_fetch("POST", sec_fetch_site="cross-site")
/// Traceback (most recent call last):
///     ...
/// tokenseal.errors.CrossSite: the request comes from another site
#[pyfunction]
#[pyo3(
    signature = (method, *, sec_fetch_site=None, origin=None, allowed_origins=Given(None), strict=false),
    text_signature = "(method, *, sec_fetch_site=None, origin=None, allowed_origins=(), strict=False)"
)]
pub fn check_fetch(
    py: Python<'_>,
    method: Part<'_>,
    sec_fetch_site: Option<Part<'_>>,
    origin: Option<Part<'_>>,
    allowed_origins: Given<Many>,
    strict: bool,
) -> PyResult<()> {
    let allowed = allowed_origins.0.map_or_else(Vec::new, |Many(texts)| texts);
    let allowed: Vec<&str> = allowed.iter().map(Text::as_str).collect();
    let fetch = Fetch {
        method: method.as_str(),
        site: sec_fetch_site.as_ref().map(Part::as_str),
        origin: origin.as_ref().map(Part::as_str),
        allowed: &allowed,
        strict,
    };
    csrf::check_fetch(&fetch).map_err(|reason| match reason {
        Error::BadArgument => bad_argument(py, "allowed_origins has more than 64 names"),
        _ => exception(py, reason),
    })
}
