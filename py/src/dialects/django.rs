//! Django.

use pyo3::prelude::*;
use tokenseal::cookie::dialect as core;

use super::Dialect;
use super::secrets::Secrets;
use crate::text::{Given, Text};

/// Django's signed cookies: ``set_signed_cookie`` and ``get_signed_cookie``.
///
/// secrets
///     ``SECRET_KEY``; or several: ``[SECRET_KEY, *SECRET_KEY_FALLBACKS]``. The first signs.
/// salt
///     the one that Django was given; empty by default.
/// legacy
///     whether to read the form of Django before 5.2.15 and 6.0.6 too. There a cookie could be moved
///     to another name (CVE-2026-6873).
///
/// The value is the text that Django was given. It is bound to the name and dated. The double quotes
/// around it in the header may stay there or not.
///
/// >>> from tokenseal.dialects import Django
/// >>> django = Django("0123456789abcdef0123456789abcdef")
/// >>> django.seal("sid", "user=42", now=1_700_000_000)
/// 'user=42:1r31eq:EeBizxs6hyMkVuSpi8G9W2M5uA_z5NjJQtu00PDd22E'
#[pyclass(frozen, extends = Dialect, module = "tokenseal.dialects")]
pub struct Django;

/// Django's ``signing.Signer``.
///
/// secrets
///     as ``Django``.
/// salt
///     ``django.core.signing.Signer`` by default.
///
/// The value is the text that was signed. It is bound to the salt and not dated.
///
/// >>> from tokenseal.dialects import DjangoSigner
/// >>> DjangoSigner("0123456789abcdef0123456789abcdef").seal("sid", "user=42")
/// 'user=42:dLw0kJUvtrI9Ie6QDm7AQNDfKhQ7Z9-Dt42h4WZW3L4'
#[pyclass(frozen, extends = Dialect, module = "tokenseal.dialects")]
pub struct DjangoSigner;

/// Django's ``signing.dumps`` and ``signing.loads``.
///
/// secrets
///     as ``Django``.
/// salt
///     ``django.core.signing`` by default; of sessions in cookies,
///     ``django.contrib.sessions.backends.signed_cookies``.
///
/// The value is the JSON text. Where Django compressed it, ``compressed`` is set and the value is for
/// ``zlib.decompress``; what is sealed here is not compressed. Django reads it as Latin-1: seal JSON
/// with all beyond ASCII escaped, as ``json.dumps`` writes it. It is bound to the salt and dated.
///
/// >>> from tokenseal.dialects import DjangoDumps
/// >>> DjangoDumps("0123456789abcdef0123456789abcdef").seal("sid", '"user=42"', now=1_700_000_000)
/// 'InVzZXI9NDIi:1r31eq:RLXqPGjHZgeqMhMQVQ-DVOUbC_r5XWKs_KXY6VRwadI'
#[pyclass(frozen, extends = Dialect, module = "tokenseal.dialects")]
pub struct DjangoDumps;

#[pymethods]
impl Django {
    #[new]
    #[pyo3(
        signature = (secrets, /, *, salt=Given(None), legacy=false),
        text_signature = "(secrets, /, *, salt='', legacy=False)"
    )]
    fn new(
        py: Python<'_>,
        secrets: Secrets,
        salt: Given<Text>,
        legacy: bool,
    ) -> PyResult<PyClassInitializer<Self>> {
        let base = Dialect::new(py, secrets, move |secrets, run| {
            let default = core::Django::new(secrets);
            let salt = salt.0.as_ref().map_or(default.salt, Text::as_str);
            run(&core::Django { salt, legacy, ..default });
        })?;
        Ok(PyClassInitializer::from(base).add_subclass(Self))
    }
}

#[pymethods]
impl DjangoSigner {
    #[new]
    #[pyo3(
        signature = (secrets, /, *, salt=Given(None)),
        text_signature = "(secrets, /, *, salt='django.core.signing.Signer')"
    )]
    fn new(py: Python<'_>, secrets: Secrets, salt: Given<Text>) -> PyResult<PyClassInitializer<Self>> {
        let base = Dialect::new(py, secrets, move |secrets, run| {
            let default = core::DjangoSigner::new(secrets);
            let salt = salt.0.as_ref().map_or(default.salt, Text::as_str);
            run(&core::DjangoSigner { salt, ..default });
        })?;
        Ok(PyClassInitializer::from(base).add_subclass(Self))
    }
}

#[pymethods]
impl DjangoDumps {
    #[new]
    #[pyo3(
        signature = (secrets, /, *, salt=Given(None)),
        text_signature = "(secrets, /, *, salt='django.core.signing')"
    )]
    fn new(py: Python<'_>, secrets: Secrets, salt: Given<Text>) -> PyResult<PyClassInitializer<Self>> {
        let base = Dialect::new(py, secrets, move |secrets, run| {
            let default = core::DjangoDumps::new(secrets);
            let salt = salt.0.as_ref().map_or(default.salt, Text::as_str);
            run(&core::DjangoDumps { salt, ..default });
        })?;
        Ok(PyClassInitializer::from(base).add_subclass(Self))
    }
}
