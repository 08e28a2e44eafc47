//! Rails.

use pyo3::prelude::*;
use tokenseal::Error;
use tokenseal::cookie::dialect as core;
use zeroize::Zeroize;

use super::secrets::Secrets;
use super::{Dialect, Hash, raise_of_secrets};
use crate::time::Duration;

/// Rails' signed cookies, ``cookies.signed``, as written since 5.2.
///
/// secrets
///     ``secret_key_base``, or it and those of the rotations; the first signs.
/// digest
///     of the signature (``signed_cookie_digest``): ``sha1`` by default, as in Rails, ``sha256``
///     or ``sha512``.
/// prf
///     the hash that keys are derived with (``key_generator_hash_digest_class``): ``sha256`` by
///     default, as in Rails since 7.0; ``sha1``, as before; or ``sha512``.
/// expires_in
///     when what is sealed expires, in seconds or as a ``timedelta``; never by default.
///
/// The value is the JSON text of the message (``cookies_serializer = :json``), and not empty. It is
/// bound to the name. When the cookie itself says that it has expired, it is refused, and ``time``
/// is that expiry: there is no ``max_age``.
///
/// Making one takes a thousand rounds of hashing for each secret: make it once.
///
/// >>> from tokenseal.dialects import Rails
/// >>> rails = Rails("0123456789abcdef0123456789abcdef")
/// >>> rails.open("sid", rails.seal("sid", '"user=42"')).text
/// '"user=42"'
#[pyclass(frozen, extends = Dialect, module = "tokenseal.dialects")]
pub struct Rails;

#[pymethods]
impl Rails {
    #[new]
    #[pyo3(
        signature = (secrets, /, *, digest=Hash(core::Digest::Sha1), prf=Hash(core::Digest::Sha256), expires_in=None),
        text_signature = "(secrets, /, *, digest='sha1', prf='sha256', expires_in=None)"
    )]
    fn new(
        py: Python<'_>,
        secrets: Secrets,
        digest: Hash,
        prf: Hash,
        expires_in: Option<Duration>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let rails = derive(&secrets, prf.0);
        scrub_stack();
        let mut rails = rails.map_err(|reason| raise_of_secrets(py, reason))?;
        rails.digest = digest.0;
        rails.expires_in = expires_in.map(|Duration(millis)| millis);
        // The derived keys suffice.
        let base = Dialect::new(py, Secrets::default(), move |_, run| run(&*rails))?;
        Ok(PyClassInitializer::from(base).add_subclass(Self))
    }
}

/// The keys, on the heap. On their way there they go over the stack.
#[inline(never)]
fn derive(secrets: &Secrets, prf: core::Digest) -> Result<Box<core::Rails>, Error> {
    secrets.lend(|secrets| core::Rails::new(secrets, prf).map(Box::new))
}

/// Overwrites the stack below the caller, where `derive` has left copies.
#[inline(never)]
fn scrub_stack() {
    let mut below = [0_u8; 16384];
    below.zeroize();
    std::hint::black_box(&below);
}

/// ActiveSupport's ``MessageVerifier``, without purpose and expiry.
///
/// secrets
///     its own, or it and those of its rotations; the first signs.
/// digest
///     ``sha1`` by default, as in ActiveSupport; ``sha256``, as in
///     ``Rails.application.message_verifier`` since 7.0; or ``sha512``.
///
/// The value is what its serializer made, and not empty. It is not bound to the cookie's name and
/// not dated.
///
/// >>> from tokenseal.dialects import MessageVerifier
/// >>> verifier = MessageVerifier("0123456789abcdef0123456789abcdef", digest="sha256")
/// >>> verifier.seal("sid", '"user=42"')
/// 'InVzZXI9NDIi--8a11f9f23ada5d80528495b5a5b3b9ccc0e30de6049ea39621519f5a673543a5'
#[pyclass(frozen, extends = Dialect, module = "tokenseal.dialects")]
pub struct MessageVerifier;

#[pymethods]
impl MessageVerifier {
    #[new]
    #[pyo3(
        signature = (secrets, /, *, digest=Hash(core::Digest::Sha1)),
        text_signature = "(secrets, /, *, digest='sha1')"
    )]
    fn new(py: Python<'_>, secrets: Secrets, digest: Hash) -> PyResult<PyClassInitializer<Self>> {
        let base = Dialect::new(py, secrets, move |secrets, run| {
            run(&core::RailsVerifier { digest: digest.0, ..core::RailsVerifier::new(secrets) });
        })?;
        Ok(PyClassInitializer::from(base).add_subclass(Self))
    }
}
