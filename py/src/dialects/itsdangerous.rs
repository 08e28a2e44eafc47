//! itsdangerous, and what is built on it: Flask and Starlette.

use pyo3::prelude::*;
use tokenseal::cookie::dialect as core;

use super::secrets::Secrets;
use super::{Dialect, Hash};
use crate::text::{Given, Octets};

/// itsdangerous' ``Signer``.
///
/// secrets
///     one, or several from the oldest to the newest, as itsdangerous takes them; the last signs.
/// salt
///     ``itsdangerous.Signer`` by default.
/// digest
///     ``sha1`` by default, ``sha256`` or ``sha512``.
/// lenient
///     whether a signature may be spelled in every way that Python's base64 decoder understands, as
///     itsdangerous has it: one cookie has many texts then.
///
/// The value is the text that was signed. It is bound to the salt and not dated.
///
/// >>> from tokenseal.dialects import Signer
/// >>> Signer("0123456789abcdef0123456789abcdef").seal("sid", "user=42")
/// 'user=42.9nuGE-54suBEDN0E4XzrwuFCxhg'
#[pyclass(frozen, extends = Dialect, module = "tokenseal.dialects")]
pub struct Signer;

/// itsdangerous' ``TimestampSigner``.
///
/// The arguments are those of ``Signer``. The value is the text that was signed. It is bound to the
/// salt and dated.
///
/// >>> from tokenseal.dialects import TimestampSigner
/// >>> signer = TimestampSigner("0123456789abcdef0123456789abcdef")
/// >>> signer.seal("sid", "user=42", now=1_700_000_000)
/// 'user=42.ZVPxAA.aslbU9Mjw3g8AkEMURH31qZOC-I'
/// >>> signer.open("sid", _, max_age=60, now=1_700_000_060).time
/// 1700000000.0
#[pyclass(frozen, extends = Dialect, module = "tokenseal.dialects")]
pub struct TimestampSigner;

/// itsdangerous' ``URLSafeTimedSerializer``.
///
/// The arguments are those of ``Signer``, but the salt is ``itsdangerous`` by default. The value is
/// the JSON text. Where the serializer compressed it, ``compressed`` is set and the value is for
/// ``zlib.decompress``; what is sealed here is not compressed. It is bound to the salt and dated.
///
/// >>> from tokenseal.dialects import URLSafeTimedSerializer
/// >>> serializer = URLSafeTimedSerializer("0123456789abcdef0123456789abcdef")
/// >>> serializer.seal("sid", '"user=42"', now=1_700_000_000)
/// 'InVzZXI9NDIi.ZVPxAA.9wzSK_8WdQkGMNKs9X-ZDVvYPrU'
#[pyclass(frozen, extends = Dialect, module = "tokenseal.dialects")]
pub struct URLSafeTimedSerializer;

/// Flask's session cookie.
///
/// secrets
///     ``SECRET_KEY``; or several, from the oldest to the newest: ``[*SECRET_KEY_FALLBACKS,
///     SECRET_KEY]``. The last signs.
/// salt, digest, lenient
///     as ``Signer``; the salt is ``cookie-session`` by default.
///
/// The value is the JSON text of the session. Where Flask compressed it, ``compressed`` is set and
/// the value is for ``zlib.decompress``; what is sealed here is not compressed. It is dated, and not
/// bound to the cookie's name. Flask's own ``max_age`` is ``PERMANENT_SESSION_LIFETIME``, 31 days by
/// default.
///
/// >>> from tokenseal.dialects import Flask
/// >>> flask = Flask("0123456789abcdef0123456789abcdef")
/// >>> flask.seal("session", '{"user":42}', now=1_700_000_000)
/// 'eyJ1c2VyIjo0Mn0.ZVPxAA.OksTyI8aTATdLUGUxNuLtQK54_E'
/// >>> flask.open("session", _, max_age=31 * 86400, now=1_700_000_060).text
/// '{"user":42}'
#[pyclass(frozen, extends = Dialect, module = "tokenseal.dialects")]
pub struct Flask;

/// The session cookie of Starlette, and so of FastAPI.
///
/// secrets
///     Starlette has one; of several, the last signs.
/// lenient
///     as ``Signer``.
///
/// The value is the JSON text of the session. It is dated, and not bound to the cookie's name.
/// Starlette's own ``max_age`` is 14 days by default.
///
/// >>> from tokenseal.dialects import Starlette
/// >>> starlette = Starlette("0123456789abcdef0123456789abcdef")
/// >>> starlette.seal("session", '{"user": 42}', now=1_700_000_000)
/// 'eyJ1c2VyIjogNDJ9.ZVPxAA.MQ5P1boSrLn0Iji88zbnoiuyFZU'
#[pyclass(frozen, extends = Dialect, module = "tokenseal.dialects")]
pub struct Starlette;

/// The four that have a salt differ in nothing that is seen here but its default.
macro_rules! salted {
    ($($class:ident, $core:ident, $text_signature:literal;)*) => {$(
        #[pymethods]
        impl $class {
            #[new]
            #[pyo3(
                signature = (secrets, /, *, salt=Given(None), digest=Hash(core::Digest::Sha1), lenient=false),
                text_signature = $text_signature
            )]
            fn new(
                py: Python<'_>,
                secrets: Secrets,
                salt: Given<Octets<'_>>,
                digest: Hash,
                lenient: bool,
            ) -> PyResult<PyClassInitializer<Self>> {
                let salt = salt.0.map(|salt| salt.any_bytes(py, "salt").map(<[u8]>::to_vec)).transpose()?;
                let base = Dialect::new(py, secrets, move |secrets, run| {
                    let default = core::$core::new(secrets);
                    let salt = salt.as_deref().unwrap_or(default.salt);
                    run(&core::$core { salt, digest: digest.0, lenient, ..default });
                })?;
                Ok(PyClassInitializer::from(base).add_subclass(Self))
            }
        }
    )*};
}

salted! {
    Signer, Signer, "(secrets, /, *, salt='itsdangerous.Signer', digest='sha1', lenient=False)";
    TimestampSigner, TimestampSigner, "(secrets, /, *, salt='itsdangerous.Signer', digest='sha1', lenient=False)";
    URLSafeTimedSerializer, UrlSafeTimed, "(secrets, /, *, salt='itsdangerous', digest='sha1', lenient=False)";
    Flask, Flask, "(secrets, /, *, salt='cookie-session', digest='sha1', lenient=False)";
}

#[pymethods]
impl Starlette {
    #[new]
    #[pyo3(signature = (secrets, /, *, lenient=false))]
    fn new(py: Python<'_>, secrets: Secrets, lenient: bool) -> PyResult<PyClassInitializer<Self>> {
        let base = Dialect::new(py, secrets, move |secrets, run| {
            run(&core::Starlette { lenient, ..core::Starlette::new(secrets) });
        })?;
        Ok(PyClassInitializer::from(base).add_subclass(Self))
    }
}
