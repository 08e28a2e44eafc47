//! Building a `Set-Cookie` header.

use std::hash::{Hash, Hasher};

use pyo3::prelude::*;
use tokenseal::cookie::{Priority, SameSite, SetCookie as Core};
use tokenseal::{Error, limits};

use crate::attributes::{PRIORITIES, Path, Rank, SITES, Site};
use crate::errors::{bad_argument, exception};
use crate::text::Part;
use crate::time::{Duration, Instant, seconds};

/// A cookie to be set: the value of a ``Set-Cookie`` header, checked when it is made.
///
/// name
///     a token (RFC 9110 section 5.6.2). The prefixes ``__Secure-``, ``__Host-``, ``__Http-`` and
///     ``__Host-Http-`` are held to what they promise.
/// value
///     printable ASCII but space, ``"``, ``,``, ``;`` and ``\``; it may stand in double quotes. For
///     any other value see ``Key.seal_cookie``.
/// path
///     ``/`` by default; ``None`` leaves it to the browser.
/// domain
///     the host alone by default.
/// max_age
///     how long the browser keeps it, in seconds or as a ``timedelta``; cut to 400 days, as
///     browsers do. Without it and ``expires``, until the browser is closed.
/// expires
///     until when the browser keeps it: seconds since 1970 or an aware ``datetime``.
/// secure, http_only
///     set by default: sent over TLS only, hidden from scripts.
/// same_site
///     ``Strict``, ``Lax`` or ``None``, as a ``str``: which requests of other sites it goes with.
/// partitioned
///     a jar for each site that embeds this one (CHIPS).
/// priority
///     ``Low``, ``Medium`` or ``High``: which cookies go first when there are too many.
///
/// Raises a subclass of ``CookieError`` when browsers would drop the cookie or read it otherwise:
/// ``CookieCharacter``, ``CookieTooLarge``, ``AttributeTooLarge``, ``CookieInsecure`` or
/// ``CookiePrefix``; ``BadArgument`` when a time is out of range.
///
/// It never changes; its attributes say what it was made of. ``str()`` is the header's value. Its
/// ``repr`` leaves the cookie's value out, which may well be a secret.
///
/// >>> from tokenseal import cookie
/// >>> print(cookie.SetCookie("__Host-sid", "abc", max_age=3600))
/// __Host-sid=abc; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax
#[pyclass(frozen, eq, hash, module = "tokenseal.cookie")]
pub struct SetCookie {
    name: String,
    value: String,
    path: Option<String>,
    domain: Option<String>,
    /// Milliseconds.
    max_age: Option<u64>,
    /// Unix milliseconds.
    expires: Option<i64>,
    secure: bool,
    http_only: bool,
    same_site: SameSite,
    partitioned: bool,
    priority: Option<Priority>,
    header: String,
}

impl SetCookie {
    fn build(py: Python<'_>, cookie: &Core<'_>) -> PyResult<Self> {
        let mut header = vec![0; cookie.len().map_err(|reason| raise(py, cookie, reason))?];
        let header = cookie.write(&mut header).map_err(|reason| raise(py, cookie, reason))?.to_owned();
        Ok(Self {
            name: cookie.name.to_owned(),
            value: cookie.value.to_owned(),
            path: cookie.path.map(str::to_owned),
            domain: cookie.domain.map(str::to_owned),
            max_age: cookie.max_age,
            expires: cookie.expires,
            secure: cookie.secure,
            http_only: cookie.http_only,
            same_site: cookie.same_site,
            partitioned: cookie.partitioned,
            priority: cookie.priority,
            header,
        })
    }

    fn core(&self) -> Core<'_> {
        Core {
            name: &self.name,
            value: &self.value,
            path: self.path.as_deref(),
            domain: self.domain.as_deref(),
            max_age: self.max_age,
            expires: self.expires,
            secure: self.secure,
            http_only: self.http_only,
            same_site: self.same_site,
            partitioned: self.partitioned,
            priority: self.priority,
        }
    }
}

/// The exception for a verdict of the core. The words explain it and take none.
fn raise(py: Python<'_>, cookie: &Core<'_>, reason: Error) -> PyErr {
    if reason != Error::BadArgument {
        exception(py, reason)
    } else if cookie.max_age.is_some_and(|age| age > limits::MAX_TIME.unsigned_abs()) {
        bad_argument(py, "max_age is out of range")
    } else {
        bad_argument(py, "expires is before 1970 or after the year 9999")
    }
}

impl PartialEq for SetCookie {
    /// Cookies are equal when the browser sees no difference.
    fn eq(&self, other: &Self) -> bool {
        self.header == other.header
    }
}

impl Hash for SetCookie {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.header.hash(state);
    }
}

#[pymethods]
impl SetCookie {
    #[new]
    #[pyo3(
        signature = (name, value, *, path=Path::Default, domain=None, max_age=None, expires=None, secure=true,
            http_only=true, same_site=Site(SameSite::Lax), partitioned=false, priority=None),
        text_signature = "(name, value, *, path='/', domain=None, max_age=None, expires=None, secure=True, \
            http_only=True, same_site='Lax', partitioned=False, priority=None)"
    )]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn new(
        py: Python<'_>,
        name: Part<'_>,
        value: Part<'_>,
        path: Path<'_>,
        domain: Option<Part<'_>>,
        max_age: Option<Duration>,
        expires: Option<Instant>,
        secure: bool,
        http_only: bool,
        same_site: Site,
        partitioned: bool,
        priority: Option<Rank>,
    ) -> PyResult<Self> {
        let defaults = Core::new(name.as_str(), value.as_str());
        let cookie = Core {
            path: match &path {
                Path::Default => defaults.path,
                Path::None => None,
                Path::Given(path) => Some(path.as_str()),
            },
            domain: domain.as_ref().map(Part::as_str),
            max_age: max_age.map(|Duration(millis)| millis),
            expires: expires.map(|Instant(millis)| millis),
            secure,
            http_only,
            same_site: same_site.0,
            partitioned,
            priority: priority.map(|Rank(priority)| priority),
            ..defaults
        };
        Self::build(py, &cookie)
    }

    /// The name.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    /// The value.
    #[getter]
    fn value(&self) -> &str {
        &self.value
    }

    /// ``Path``, or ``None``.
    #[getter]
    fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// ``Domain``, or ``None``.
    #[getter]
    fn domain(&self) -> Option<&str> {
        self.domain.as_deref()
    }

    /// What was given as ``max_age``, in seconds, or ``None``.
    #[getter]
    fn max_age(&self) -> Option<f64> {
        self.max_age.map(|millis| seconds(millis.cast_signed()))
    }

    /// What was given as ``expires``, in seconds since 1970, or ``None``.
    #[getter]
    fn expires(&self) -> Option<f64> {
        self.expires.map(seconds)
    }

    /// Whether it is sent over TLS only.
    #[getter]
    fn secure(&self) -> bool {
        self.secure
    }

    /// Whether it is hidden from scripts.
    #[getter]
    fn http_only(&self) -> bool {
        self.http_only
    }

    /// ``SameSite``: ``Strict``, ``Lax`` or ``None``, as a ``str``.
    #[getter]
    fn same_site(&self) -> &'static str {
        SITES.iter().find(|(_, site)| *site == self.same_site).map_or("", |(name, _)| name)
    }

    /// Whether each site that embeds this one has a jar of its own.
    #[getter]
    fn partitioned(&self) -> bool {
        self.partitioned
    }

    /// ``Priority``: ``Low``, ``Medium`` or ``High``, or ``None``.
    #[getter]
    fn priority(&self) -> Option<&'static str> {
        PRIORITIES.iter().find(|(_, priority)| Some(*priority) == self.priority).map(|(name, _)| *name)
    }

    /// The value of the ``Set-Cookie`` header.
    fn header(&self) -> &str {
        &self.header
    }

    /// The cookie that removes this one from the browser: the same name and attributes, an empty
    /// value, and a date long past.
    ///
    /// >>> from tokenseal import cookie
    /// >>> print(cookie.SetCookie("sid", "abc", secure=False).removal())
    /// sid=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax
    fn removal(&self, py: Python<'_>) -> PyResult<Self> {
        Self::build(py, &self.core().removal())
    }

    fn __str__(&self) -> &str {
        &self.header
    }

    fn __repr__(&self) -> String {
        let shown = self.name.len() + 1;
        let attributes = &self.header[shown + self.value.len()..];
        format!("<tokenseal.cookie.SetCookie {}...{attributes}>", &self.header[..shown])
    }
}
