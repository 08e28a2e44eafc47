//! The secrets of a framework.

use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyString};
use tokenseal::cookie::dialect::Secrets as Core;
use zeroize::Zeroizing;

use crate::text::Octets;

/// A secret, or several of them: `str` (as UTF-8) or bytes. They are copied, each to a place of its
/// own, and wiped when this is dropped.
#[derive(Default)]
pub struct Secrets(Vec<Zeroizing<Vec<u8>>>);

impl Secrets {
    /// Calls `run` with the secrets in the core's form.
    pub fn lend<T>(&self, run: impl FnOnce(Core<'_>) -> T) -> T {
        match self.0.as_slice() {
            // No allocation for the usual one.
            [secret] => run(Core::new(&[secret])),
            secrets => {
                let secrets: Vec<&[u8]> = secrets.iter().map(|secret| secret.as_slice()).collect();
                run(Core::new(&secrets))
            }
        }
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Secrets {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let is_one = object.is_instance_of::<PyString>()
            || object.is_instance_of::<PyBytes>()
            || object.is_instance_of::<PyByteArray>();
        if is_one {
            return Ok(Self(vec![copy(&object)?]));
        }
        object.try_iter()?.map(|secret| copy(&secret?)).collect::<PyResult<_>>().map(Self)
    }
}

fn copy(secret: &Bound<'_, PyAny>) -> PyResult<Zeroizing<Vec<u8>>> {
    let octets: Octets<'_> = secret.extract()?;
    Ok(Zeroizing::new(octets.any_bytes(secret.py(), "secret")?.to_vec()))
}
