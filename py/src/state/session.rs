//! Sessions.

use pyo3::prelude::*;
use pyo3::types::PyString;
use tokenseal::state::{Lifetime, Session, session};
use tokenseal::{Error, KeyRing};

use super::{Transition, blamed};
use crate::buffer::with_buffer;
use crate::errors::OrRaise;
use crate::sealed::OUT_OF_RANGE;
use crate::signer::Signer;
use crate::text::{Octets, Part, Text};

const SUBJECT: &str = "the subject is empty";

/// Makes sure that a session can be started so; ``idle`` and ``lifetime`` are in milliseconds.
#[pyfunction]
#[pyo3(signature = (namespace, idle, lifetime))]
pub fn check_lifetime(py: Python<'_>, namespace: Text, idle: u64, lifetime: u64) -> PyResult<()> {
    let lifetime = Lifetime { idle, absolute: lifetime };
    match session::start(namespace.as_str(), &[0; 32], None, lifetime, 0) {
        Err(reason) => Err(blamed(py, reason, Some(lifetime), 0, SUBJECT)),
        Ok(_) => Ok(()),
    }
}

/// Makes sure that the first key can seal a session's cookie of this name.
#[pyfunction]
#[pyo3(signature = (ring, name))]
pub fn check_seal(py: Python<'_>, ring: &Bound<'_, Signer>, name: Part<'_>) -> PyResult<()> {
    let seal = |buf: &mut [u8]| Session::EMPTY.seal(&ring.get().keys()[0], name.as_str(), 0, buf).map(drop);
    with_buffer(session::SEALED_LEN, seal).or_raise(py)
}

/// Starts a session. ``entropy`` is 32 random bytes; ``idle``, ``lifetime`` and ``now`` are in
/// milliseconds.
#[pyfunction]
#[pyo3(signature = (namespace, entropy, subject, idle, lifetime, data, now))]
#[expect(clippy::too_many_arguments, reason = "those of the core")]
pub fn session_start(
    py: Python<'_>,
    namespace: Text,
    entropy: [u8; 32],
    subject: Option<Text>,
    idle: u64,
    lifetime: u64,
    data: Octets<'_>,
    now: i64,
) -> PyResult<Transition> {
    let lifetime = Lifetime { idle, absolute: lifetime };
    let subject = subject.as_ref().map(Text::as_str);
    session::start(namespace.as_str(), &entropy, subject, lifetime, now)
        .map(|core| Transition::with_data(&core, data.as_bytes().to_vec()))
        .map_err(|reason| blamed(py, reason, Some(lifetime), now, SUBJECT))
}

/// A session as its cookie presents it, or as the store had it. Times are in milliseconds.
#[pyclass(frozen, module = "tokenseal._tokenseal")]
pub struct SessionHandle(Session);

impl SessionHandle {
    pub fn new(session: Session) -> Self {
        Self(session)
    }
}

#[pymethods]
impl SessionHandle {
    /// Opens a session's cookie with any of the keys.
    #[staticmethod]
    #[pyo3(signature = (ring, name, text, now))]
    fn open(
        py: Python<'_>,
        ring: &Bound<'_, Signer>,
        name: Part<'_>,
        text: Octets<'_>,
        now: i64,
    ) -> PyResult<Self> {
        let ring = KeyRing::new(ring.get().keys()).or_raise(py)?;
        session::open(ring, name.as_str(), text.as_bytes(), now)
            .map(Self)
            .map_err(|reason| blamed(py, reason, None, now, OUT_OF_RANGE))
    }

    /// Seals the session's cookie with the first of the keys.
    #[pyo3(signature = (ring, name, now))]
    fn seal<'py>(
        &self,
        py: Python<'py>,
        ring: &Bound<'py, Signer>,
        name: Part<'_>,
        now: i64,
    ) -> PyResult<Bound<'py, PyString>> {
        let key = &ring.get().keys()[0];
        let seal =
            |buf: &mut [u8]| self.0.seal(key, name.as_str(), now, buf).map(|text| PyString::new(py, text));
        with_buffer(session::SEALED_LEN, seal).map_err(|reason| blamed(py, reason, None, now, OUT_OF_RANGE))
    }

    #[getter]
    fn created(&self) -> i64 {
        self.0.created()
    }

    #[getter]
    fn last_seen(&self) -> i64 {
        self.0.last_seen()
    }

    #[getter]
    fn expires_at(&self) -> i64 {
        self.0.expires_at()
    }

    #[getter]
    fn idle(&self) -> i64 {
        self.0.idle()
    }

    #[getter]
    fn anonymous(&self) -> bool {
        self.0.is_anonymous()
    }

    #[getter]
    fn reseal(&self) -> bool {
        self.0.is_reseal()
    }

    /// Whether the session is this subject's.
    #[pyo3(signature = (namespace, subject))]
    fn is_of(&self, namespace: Text, subject: Text) -> bool {
        self.0.is_of(namespace.as_str(), subject.as_str())
    }

    #[pyo3(signature = (namespace, now))]
    fn load(&self, py: Python<'_>, namespace: Text, now: i64) -> PyResult<Transition> {
        made(py, now, OUT_OF_RANGE, &session::load(namespace.as_str(), &self.0, now))
    }

    #[pyo3(signature = (namespace, data, now))]
    fn save(&self, py: Python<'_>, namespace: Text, data: Octets<'_>, now: i64) -> PyResult<Transition> {
        match session::save(namespace.as_str(), &self.0, now) {
            Ok(core) => Ok(Transition::with_data(&core, data.as_bytes().to_vec())),
            Err(reason) => Err(blamed(py, reason, None, now, "the session was not loaded")),
        }
    }

    /// ``entropy`` is 32 random bytes; ``idle``, ``lifetime`` and ``now`` are in milliseconds.
    #[pyo3(signature = (namespace, entropy, subject, idle, lifetime, now))]
    #[expect(clippy::too_many_arguments, reason = "those of the core")]
    fn rotate(
        &self,
        py: Python<'_>,
        namespace: Text,
        entropy: [u8; 32],
        subject: Option<Text>,
        idle: u64,
        lifetime: u64,
        now: i64,
    ) -> PyResult<Transition> {
        let lifetime = Lifetime { idle, absolute: lifetime };
        let subject = subject.as_ref().map(Text::as_str);
        let otherwise = match subject {
            Some("") => SUBJECT,
            _ => "the session is another subject's: end it, and start one",
        };
        session::rotate(namespace.as_str(), &self.0, &entropy, subject, lifetime, now)
            .map(|core| Transition::new(&core))
            .map_err(|reason| blamed(py, reason, Some(lifetime), now, otherwise))
    }

    #[pyo3(signature = (namespace, now))]
    fn end(&self, py: Python<'_>, namespace: Text, now: i64) -> PyResult<Transition> {
        made(py, now, OUT_OF_RANGE, &session::end(namespace.as_str(), &self.0, now))
    }

    #[pyo3(signature = (namespace, now))]
    fn end_all(&self, py: Python<'_>, namespace: Text, now: i64) -> PyResult<Transition> {
        let otherwise = "the session is nobody's: there is no subject to end all of";
        made(py, now, otherwise, &session::end_all(namespace.as_str(), &self.0, now))
    }
}

fn made(
    py: Python<'_>,
    now: i64,
    otherwise: &'static str,
    core: &Result<tokenseal::state::Transition, Error>,
) -> PyResult<Transition> {
    core.as_ref().map(Transition::new).map_err(|reason| blamed(py, *reason, None, now, otherwise))
}
