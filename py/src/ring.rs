//! Several keys.

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use zeroize::Zeroizing;

use crate::buffer::Room;
use crate::claims_in::Object;
use crate::errors::{OrRaise, bad_argument};
use crate::key::{Key, algorithm, describe, initializer, room};
use crate::signer::Signer;
use crate::text::Text;

/// The keys of one application: the first signs, all verify.
///
/// A token that carries a ``kid`` is tried with the keys of that name, then with those that have
/// none; one without, with all.
///
/// To change keys, put the new one behind the old one everywhere, then move it to the front, and
/// drop the old one when what it signed has expired.
///
/// Raises ``BadArgument`` when there is no key.
///
/// >>> old = Key("HS256", b"the old secret, at least 32 bytes", kid="2026-05")
/// >>> new = Key("HS256", b"the new secret, at least 32 bytes", kid="2026-11")
/// >>> ring = KeyRing([new, old])
/// >>> ring.verify(old.sign({"sub": "user-42"}))["sub"]
/// 'user-42'
#[pyclass(frozen, extends = Signer, module = "tokenseal")]
pub struct KeyRing {
    keys: Py<PyTuple>,
}

#[pymethods]
impl KeyRing {
    #[new]
    #[pyo3(signature = (keys))]
    fn new(py: Python<'_>, keys: &Bound<'_, PyAny>) -> PyResult<PyClassInitializer<Self>> {
        let keys = keys.try_iter()?.map(|key| Ok(key?.cast_into::<Key>()?)).collect::<PyResult<Vec<_>>>()?;
        if keys.is_empty() {
            return Err(bad_argument(py, "a ring needs a key"));
        }
        let mut store = room(keys.len());
        for (place, key) in store.iter_mut().zip(&keys) {
            place.copy_from(&key.as_super().get().keys()[0]);
        }
        let keys = PyTuple::new(py, keys)?.unbind();
        Ok(PyClassInitializer::from(Signer::new(store)).add_subclass(Self { keys }))
    }

    /// The ring of a JWK Set (RFC 7517 section 5): all its keys of type ``oct``, in their order.
    ///
    /// jwks
    ///     the JSON as ``str`` or ``bytes``, or a mapping.
    /// alg
    ///     serves the keys that have no ``alg``.
    ///
    /// Raises ``UnknownKey`` when the set has no such key, and what ``Key.from_jwk`` raises, for any
    /// of the keys.
    ///
    /// >>> ring = KeyRing.from_jwks({"keys": [
    /// ...     {"kty": "oct", "kid": "a", "alg": "HS256", "k": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"},
    /// ...     {"kty": "RSA", "kid": "b", "n": "AQAB", "e": "AQAB"},
    /// ... ]})
    /// >>> len(ring), ring.keys[0].kid
    /// (1, 'a')
    #[staticmethod]
    #[pyo3(signature = (jwks, alg=None))]
    fn from_jwks<'py>(
        py: Python<'py>,
        jwks: Object<'_, 'py>,
        alg: Option<Text>,
    ) -> PyResult<Bound<'py, Self>> {
        let alg = alg.map(|name| algorithm(py, &name)).transpose()?;
        let mut written = Zeroizing::new(Room::new());
        let json = jwks.json("jwks", &mut written)?;
        let mut store = room(tokenseal::jwk::count(json).or_raise(py)?);
        let count = tokenseal::jwk::load_set(json, alg, &mut store).or_raise(py)?;
        store.truncate(count);
        let signer = Signer::new(store);
        let keys = (0..count)
            .map(|index| Bound::new(py, initializer(signer.one(index))))
            .collect::<PyResult<Vec<_>>>()?;
        let keys = PyTuple::new(py, keys)?.unbind();
        Bound::new(py, PyClassInitializer::from(signer).add_subclass(Self { keys }))
    }

    /// The keys, as a tuple; the first signs.
    #[getter]
    fn keys(&self, py: Python<'_>) -> Py<PyTuple> {
        self.keys.clone_ref(py)
    }

    fn __len__(slf: &Bound<'_, Self>) -> usize {
        slf.as_super().get().keys().len()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let py = slf.py();
        let keys =
            slf.as_super().get().keys().iter().map(|key| describe(py, key)).collect::<PyResult<Vec<_>>>()?;
        Ok(format!("<tokenseal.KeyRing [{}]>", keys.join(", ")))
    }
}
