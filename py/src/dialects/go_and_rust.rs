//! gorilla/securecookie and the Rust crate `cookie`.

use pyo3::prelude::*;
use tokenseal::cookie::dialect as core;

use super::Dialect;
use super::secrets::Secrets;
use crate::time::Duration;

/// gorilla/securecookie, and so the ``CookieStore`` of gorilla/sessions, without encryption.
///
/// secrets
///     the hash key, or those of several codecs; the first signs.
/// min_age
///     how long ago it must have been signed, in seconds or as a ``timedelta``; 0, which asks
///     nothing, by default.
/// lenient
///     whether the unused bits of the text's last character may be anything, as Go has it: one
///     cookie has several texts then.
///
/// The value is what the codec's serializer made: of ``JSONEncoder`` JSON and a line feed, of
/// ``NopEncoder`` any bytes. It is bound to the name and dated. securecookie's own ``max_age`` is 30
/// days, which is not assumed here.
///
/// >>> from tokenseal.dialects import Gorilla
/// >>> gorilla = Gorilla("0123456789abcdef0123456789abcdef")
/// >>> gorilla.seal("sid", "user=42", now=1_700_000_000)
/// 'MTcwMDAwMDAwMHxkWE5sY2owME1nPT182ECc7GzoMiIJVtYyRDARe6VnV106TVmNmXlF9wDWyjU='
#[pyclass(frozen, extends = Dialect, module = "tokenseal.dialects")]
pub struct Gorilla;

#[pymethods]
impl Gorilla {
    #[new]
    #[pyo3(
        signature = (secrets, /, *, min_age=Duration(0), lenient=false),
        text_signature = "(secrets, /, *, min_age=0, lenient=False)"
    )]
    fn new(
        py: Python<'_>,
        secrets: Secrets,
        min_age: Duration,
        lenient: bool,
    ) -> PyResult<PyClassInitializer<Self>> {
        let base = Dialect::new(py, secrets, move |secrets, run| {
            run(&core::Gorilla { min_age: min_age.0, lenient, ..core::Gorilla::new(secrets) });
        })?;
        Ok(PyClassInitializer::from(base).add_subclass(Self))
    }
}

/// The ``SignedJar`` of the Rust crate cookie, and so of axum-extra and Rocket.
///
/// secrets
///     what ``Key::from`` takes: 64 bytes or more. The crate has one; of several, the first signs.
/// derive
///     whether it is what ``Key::derive_from`` takes: 32 bytes or more.
///
/// The value is the text that was signed. It is not bound to the cookie's name and not dated.
///
/// >>> from tokenseal.dialects import RustCookie
/// >>> RustCookie("0123456789abcdef0123456789abcdef", derive=True).seal("sid", "user=42")
/// 'c6aVQGddkgjXys804ufW0AeJxfK4gx5o7ch9mP24vk4=user=42'
#[pyclass(frozen, extends = Dialect, module = "tokenseal.dialects")]
pub struct RustCookie;

#[pymethods]
impl RustCookie {
    #[new]
    #[pyo3(signature = (secrets, /, *, derive=false))]
    fn new(py: Python<'_>, secrets: Secrets, derive: bool) -> PyResult<PyClassInitializer<Self>> {
        let base = Dialect::new(py, secrets, move |secrets, run| {
            run(&core::RustCookie { derive, ..core::RustCookie::new(secrets) });
        })?;
        Ok(PyClassInitializer::from(base).add_subclass(Self))
    }
}
