//! One key.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use tokenseal::{Algorithm, Error};
use zeroize::Zeroizing;

use crate::buffer::Room;
use crate::claims_in::Object;
use crate::errors::{OrRaise, bad_argument};
use crate::signer::Signer;
use crate::text::{Octets, Text};

/// A secret with its algorithm: signs and verifies tokens, seals and opens cookies.
///
/// A secret that another framework signs its cookies with, and so one that is given to
/// ``tokenseal.dialects``, must not be a key's: make a new one.
///
/// alg
///     ``HS256``, ``HS384`` or ``HS512``. A token with another one is refused.
/// secret
///     the bytes of the secret as they are: at least 32, 48 or 64 bytes, whichever the algorithm,
///     at most 1024. A ``str`` stands for its UTF-8. For a secret that is written in base64url or
///     hexadecimal use ``from_base64url`` or ``from_hex``: nothing is guessed.
/// kid
///     the key's name, up to 64 bytes. Tokens carry it, so that the verifier finds the key.
///
/// Raises ``WeakKey`` when the secret is too short or contains ``-----BEGIN`` (that is somebody's
/// public key), ``Limit`` when secret or ``kid`` is too long, ``BadArgument`` for another ``alg``
/// or an empty ``kid``.
///
/// A key never shows its secret, and can't be pickled or copied.
///
/// >>> key = Key("HS256", b"0123456789abcdef0123456789abcdef", kid="2026-11")
/// >>> key
/// <tokenseal.Key HS256 kid='2026-11'>
/// >>> key.verify(key.sign({"sub": "user-42"}))["sub"]
/// 'user-42'
#[pyclass(frozen, extends = Signer, module = "tokenseal")]
pub struct Key;

/// The algorithm of that name.
pub fn algorithm(py: Python<'_>, name: &Text) -> PyResult<Algorithm> {
    Algorithm::from_name(name.as_str()).ok_or_else(|| bad_argument(py, "alg must be HS256, HS384 or HS512"))
}

/// Room for keys on the heap, where they are built and stay.
pub fn room(count: usize) -> Vec<tokenseal::Key> {
    let mut store = Vec::new();
    store.resize_with(count, || tokenseal::Key::EMPTY);
    store
}

/// How Python sees a key.
pub fn describe(py: Python<'_>, key: &tokenseal::Key) -> PyResult<String> {
    let name = key.algorithm().or_raise(py)?.name();
    Ok(match key.kid() {
        None => name.to_owned(),
        Some(kid) => format!("{name} kid={}", pyo3::types::PyString::new(py, kid).repr()?),
    })
}

/// The Python object of a signer with one key.
pub fn initializer(signer: Signer) -> PyClassInitializer<Key> {
    PyClassInitializer::from(signer).add_subclass(Key)
}

fn build(
    py: Python<'_>,
    kid: Option<&Text>,
    init: impl FnOnce(&mut tokenseal::Key) -> Result<(), Error>,
) -> PyResult<PyClassInitializer<Key>> {
    let mut store = room(1);
    let key = &mut store[0];
    init(key).or_raise(py)?;
    if let Some(kid) = kid {
        key.set_kid(kid.as_str()).map_err(|reason| match reason {
            Error::BadArgument => bad_argument(py, "kid is empty"),
            _ => crate::errors::exception(py, reason),
        })?;
    }
    Ok(initializer(Signer::new(store)))
}

fn inner<'a>(key: &'a Bound<'_, Key>) -> &'a tokenseal::Key {
    &key.as_super().get().keys()[0]
}

#[pymethods]
impl Key {
    #[new]
    #[pyo3(signature = (alg, secret, kid=None))]
    fn new(
        py: Python<'_>,
        alg: Text,
        secret: Octets<'_>,
        kid: Option<Text>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let (alg, secret) = (algorithm(py, &alg)?, secret.any_bytes(py, "secret")?);
        build(py, kid.as_ref(), |key| key.init(alg, secret))
    }

    /// A key with a secret of any length from 1 byte, to work with a system that has a short one.
    ///
    /// A short secret can be guessed from a single token: replace it. Otherwise as ``Key()``.
    ///
    /// >>> Key.with_short_secret("HS256", "legacy").alg
    /// 'HS256'
    #[staticmethod]
    #[pyo3(signature = (alg, secret, kid=None))]
    fn with_short_secret<'py>(
        py: Python<'py>,
        alg: Text,
        secret: Octets<'_>,
        kid: Option<Text>,
    ) -> PyResult<Bound<'py, Self>> {
        let (alg, secret) = (algorithm(py, &alg)?, secret.any_bytes(py, "secret")?);
        Bound::new(py, build(py, kid.as_ref(), |key| key.init_short_secret(alg, secret))?)
    }

    /// A key whose secret is written in unpadded base64url, as ``tokenseal keygen`` writes it.
    ///
    /// Raises ``Malformed`` when the text is not that; otherwise as ``Key()``.
    ///
    /// >>> Key.from_base64url("HS256", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY")
    /// <tokenseal.Key HS256>
    #[staticmethod]
    #[pyo3(signature = (alg, text, kid=None))]
    fn from_base64url<'py>(
        py: Python<'py>,
        alg: Text,
        text: Octets<'_>,
        kid: Option<Text>,
    ) -> PyResult<Bound<'py, Self>> {
        let alg = algorithm(py, &alg)?;
        Bound::new(py, build(py, kid.as_ref(), |key| key.init_base64url(alg, text.as_bytes()))?)
    }

    /// A key whose secret is written in hexadecimal digits of either case.
    ///
    /// Raises ``Malformed`` when the text is not that; otherwise as ``Key()``.
    ///
    /// >>> Key.from_hex("HS256", "00112233445566778899aabbccddeeff" * 2, kid="k1").kid
    /// 'k1'
    #[staticmethod]
    #[pyo3(signature = (alg, text, kid=None))]
    fn from_hex<'py>(
        py: Python<'py>,
        alg: Text,
        text: Octets<'_>,
        kid: Option<Text>,
    ) -> PyResult<Bound<'py, Self>> {
        let alg = algorithm(py, &alg)?;
        Bound::new(py, build(py, kid.as_ref(), |key| key.init_hex(alg, text.as_bytes()))?)
    }

    /// A key of a JSON Web Key of type ``oct`` (RFC 7517), with its ``kid``.
    ///
    /// jwk
    ///     the JSON as ``str`` or ``bytes``, or a mapping. ``use`` and ``key_ops`` are held to.
    /// alg
    ///     needed when the JWK has no ``alg``; when it has one, both must agree.
    ///
    /// Raises ``Malformed`` when it is no JWK; ``AlgorithmMismatch`` when ``kty`` is not ``oct`` or
    /// ``alg`` is another one; ``BadArgument`` when nothing names an algorithm; ``KeyUse`` when it
    /// may neither sign nor verify; ``WeakKey`` and ``Limit`` as ``Key()``.
    ///
    /// >>> Key.from_jwk({"kty": "oct", "k": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY", "kid": "a"}, "HS256")
    /// <tokenseal.Key HS256 kid='a'>
    #[staticmethod]
    #[pyo3(signature = (jwk, alg=None))]
    fn from_jwk<'py>(py: Python<'py>, jwk: Object<'_, 'py>, alg: Option<Text>) -> PyResult<Bound<'py, Self>> {
        let alg = alg.map(|name| algorithm(py, &name)).transpose()?;
        let mut written = Zeroizing::new(Room::new());
        let json = jwk.json("jwk", &mut written)?;
        Bound::new(py, build(py, None, |key| key.init_jwk(json, alg))?)
    }

    /// The key's name, or ``None``.
    #[getter]
    fn kid<'a>(slf: &'a Bound<'_, Self>) -> Option<&'a str> {
        inner(slf).kid()
    }

    /// The key's algorithm: ``HS256``, ``HS384`` or ``HS512``.
    #[getter]
    fn alg(slf: &Bound<'_, Self>) -> PyResult<&'static str> {
        Ok(inner(slf).algorithm().or_raise(slf.py())?.name())
    }

    /// The HMAC of ``data`` under the secret itself (RFC 2104), for other things than tokens, such
    /// as web hooks: 32, 48 or 64 bytes.
    ///
    /// Use another key for that than for tokens: whoever has you sign a text of his choice could
    /// otherwise mint tokens.
    ///
    /// >>> Key("HS256", b"0123456789abcdef0123456789abcdef").mac(b"data").hex()[:16]
    /// 'ed371f87983563d6'
    #[pyo3(signature = (data, /))]
    fn mac<'py>(slf: &Bound<'py, Self>, data: Octets<'_>) -> PyResult<Bound<'py, PyBytes>> {
        let mut tag = [0; 64];
        let tag = inner(slf).mac(data.as_bytes(), &mut tag).or_raise(slf.py())?;
        Ok(PyBytes::new(slf.py(), tag))
    }

    /// Checks in constant time that ``tag`` is the whole HMAC of ``data``; raises ``BadSignature``
    /// when it is not.
    ///
    /// >>> key = Key("HS256", b"0123456789abcdef0123456789abcdef")
    /// >>> key.verify_mac(b"data", key.mac(b"data"))
    #[pyo3(signature = (data, tag, /))]
    fn verify_mac(slf: &Bound<'_, Self>, data: Octets<'_>, tag: Octets<'_>) -> PyResult<()> {
        inner(slf).verify_mac(data.as_bytes(), tag.as_bytes()).or_raise(slf.py())
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        Ok(format!("<tokenseal.Key {}>", describe(slf.py(), inner(slf))?))
    }
}
