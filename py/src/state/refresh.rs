//! Refresh tokens.

use pyo3::prelude::*;
use pyo3::types::PyString;
use tokenseal::state::{Lifetime, Refresh, refresh};
use tokenseal::{Error, KeyRing, limits};

use super::{Transition, blamed};
use crate::buffer::with_buffer;
use crate::errors::OrRaise;
use crate::sealed::OUT_OF_RANGE;
use crate::signer::Signer;
use crate::text::{Octets, Text};

const EMPTY_TEXT: &str = "the subject or the client is empty";
const GRACE: &str = "grace is more than 600 seconds";

/// Makes sure that refresh tokens can be replaced so; ``grace`` is in milliseconds.
#[pyfunction]
#[pyo3(signature = (ring, grace))]
pub fn check_grace(py: Python<'_>, ring: &Bound<'_, Signer>, grace: u64) -> PyResult<()> {
    let ring = KeyRing::new(ring.get().keys()).or_raise(py)?;
    match refresh::rotate("", ring, &Refresh::EMPTY, None, grace, 0) {
        // Keys that can't mint can still end what others have minted.
        Ok(_) | Err(Error::KeyUse | Error::WeakKey) => Ok(()),
        Err(reason) => Err(blamed(py, reason, None, 0, GRACE)),
    }
}

/// Starts a family. ``entropy`` is 16 random bytes; ``idle``, ``lifetime`` and ``now`` are in
/// milliseconds.
#[pyfunction]
#[pyo3(signature = (ring, namespace, entropy, subject, client, idle, lifetime, data, now))]
#[expect(clippy::too_many_arguments, reason = "those of the core")]
pub fn refresh_start(
    py: Python<'_>,
    ring: &Bound<'_, Signer>,
    namespace: Text,
    entropy: [u8; 16],
    subject: Text,
    client: Option<Text>,
    idle: u64,
    lifetime: u64,
    data: Octets<'_>,
    now: i64,
) -> PyResult<Transition> {
    let ring = KeyRing::new(ring.get().keys()).or_raise(py)?;
    let lifetime = Lifetime { idle, absolute: lifetime };
    let client = client.as_ref().map(Text::as_str);
    refresh::start(namespace.as_str(), ring, &entropy, subject.as_str(), client, lifetime, now)
        .map(|core| Transition::with_data(&core, data.as_bytes().to_vec()))
        .map_err(|reason| blamed(py, reason, Some(lifetime), now, EMPTY_TEXT))
}

/// A refresh token as it is presented, or what comes out of a transition. Times are in milliseconds.
#[pyclass(frozen, module = "tokenseal._tokenseal")]
pub struct RefreshHandle(Refresh);

impl RefreshHandle {
    pub fn new(refresh: Refresh) -> Self {
        Self(refresh)
    }
}

#[pymethods]
impl RefreshHandle {
    /// Opens a refresh token with any of the keys.
    #[staticmethod]
    #[pyo3(signature = (ring, token))]
    fn open(py: Python<'_>, ring: &Bound<'_, Signer>, token: Octets<'_>) -> PyResult<Self> {
        let ring = KeyRing::new(ring.get().keys()).or_raise(py)?;
        refresh::open(ring, token.as_bytes()).map(Self).or_raise(py)
    }

    /// Writes the token, with the key that the store's record names.
    #[pyo3(signature = (ring))]
    fn mint<'py>(&self, py: Python<'py>, ring: &Bound<'py, Signer>) -> PyResult<Bound<'py, PyString>> {
        let ring = KeyRing::new(ring.get().keys()).or_raise(py)?;
        let mint = |buf: &mut [u8]| self.0.mint(ring, buf).map(|token| PyString::new(py, token));
        with_buffer(limits::MAX_REFRESH_TOKEN, mint).or_raise(py)
    }

    #[getter]
    fn created(&self) -> i64 {
        self.0.created()
    }

    #[getter]
    fn expires_at(&self) -> i64 {
        self.0.expires_at()
    }

    #[getter]
    fn issued_at(&self) -> i64 {
        self.0.issued_at()
    }

    #[getter]
    fn repeated(&self) -> bool {
        self.0.is_repeated()
    }

    #[getter]
    fn recovered(&self) -> bool {
        self.0.is_recovered()
    }

    /// ``grace`` and ``now`` are in milliseconds.
    #[pyo3(signature = (ring, namespace, client, grace, now))]
    fn rotate(
        &self,
        py: Python<'_>,
        ring: &Bound<'_, Signer>,
        namespace: Text,
        client: Option<Text>,
        grace: u64,
        now: i64,
    ) -> PyResult<Transition> {
        let ring = KeyRing::new(ring.get().keys()).or_raise(py)?;
        let client = client.as_ref().map(Text::as_str);
        let otherwise = if grace > limits::MAX_GRACE { GRACE } else { EMPTY_TEXT };
        refresh::rotate(namespace.as_str(), ring, &self.0, client, grace, now)
            .map(|core| Transition::new(&core))
            .map_err(|reason| blamed(py, reason, None, now, otherwise))
    }

    #[pyo3(signature = (namespace, now))]
    fn end(&self, py: Python<'_>, namespace: Text, now: i64) -> PyResult<Transition> {
        refresh::end(namespace.as_str(), &self.0, now)
            .map(|core| Transition::new(&core))
            .map_err(|reason| blamed(py, reason, None, now, OUT_OF_RANGE))
    }

    #[pyo3(signature = (namespace, now))]
    fn end_all(&self, py: Python<'_>, namespace: Text, now: i64) -> PyResult<Transition> {
        refresh::end_all(namespace.as_str(), &self.0, now)
            .map(|core| Transition::new(&core))
            .map_err(|reason| blamed(py, reason, None, now, OUT_OF_RANGE))
    }
}
