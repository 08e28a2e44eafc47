//! An operation on the store, with the memory that it needs.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use tokenseal::state::{Step, Transition as Core};
use tokenseal::{Error, limits};

use super::{RefreshHandle, SessionHandle};
use crate::errors::OrRaise;

/// One operation on the store, as a loop carries it out: until ``is_done``, read ``keys``, ``decide``,
/// and if that says what to write, swap it and say in ``swapped`` whether it took.
#[pyclass(module = "tokenseal._tokenseal")]
pub struct Transition {
    core: Core,
    /// The application's bytes, where the operation writes some.
    data: Vec<u8>,
    buf: Vec<u8>,
    is_done: bool,
}

/// A swap: the key, what is expected there, what is to be there, and for how many milliseconds.
type Write<'py> = (String, Option<Bound<'py, PyBytes>>, Option<Bound<'py, PyBytes>>, u64);

impl Transition {
    /// A transition that writes none of the application's bytes.
    pub fn new(core: &Core) -> Self {
        Self::with_data(core, Vec::new())
    }

    /// A transition that writes these bytes of the application.
    pub fn with_data(core: &Core, data: Vec<u8>) -> Self {
        Self { core: *core, data, buf: Vec::new(), is_done: false }
    }

    /// What the core decides, with as large a buffer as it takes.
    fn step(&mut self, found: &[Option<&[u8]>], room: usize) -> Result<Step, Error> {
        self.buf.resize(room, 0);
        loop {
            match self.core.decide(found, &self.data, &mut self.buf) {
                Err(Error::BufferTooSmall { needed }) if needed > self.buf.len() => {
                    self.buf.resize(needed, 0);
                }
                decided => return decided,
            }
        }
    }

    /// What suffices: a header, and what stands behind it.
    fn room(&self, found: &[Option<&[u8]>]) -> usize {
        let longest = found.iter().flatten().map(|record| record.len()).max().unwrap_or(0);
        let room = self.data.len().max(longest).saturating_add(limits::MAX_RECORD - limits::MAX_DATA);
        room.min(limits::MAX_RECORD)
    }
}

#[pymethods]
impl Transition {
    /// The keys of the records to read, 1 to 3.
    fn keys(&self) -> Vec<String> {
        self.core.keys().iter().map(ToString::to_string).collect()
    }

    /// The time of the operation, in milliseconds since 1970.
    #[getter]
    fn now(&self) -> i64 {
        self.core.now()
    }

    /// Whether there is nothing left to do.
    #[getter]
    fn is_done(&self) -> bool {
        self.is_done
    }

    /// Decides what to do about the records that were found, and returns the swap, if there is one:
    /// key, expected record, new record, time to live. `room` is for the vectors: with how many bytes of
    /// memory to begin.
    #[pyo3(signature = (found, /, room=None))]
    fn decide<'py>(
        &mut self,
        py: Python<'py>,
        found: Vec<Option<Bound<'py, PyBytes>>>,
        room: Option<usize>,
    ) -> PyResult<Option<Write<'py>>> {
        let records: Vec<Option<&[u8]>> =
            found.iter().map(|record| record.as_ref().map(PyBytesMethods::as_bytes)).collect();
        let room = room.unwrap_or_else(|| self.room(&records));
        match self.step(&records, room).or_raise(py)? {
            Step::Done => {
                self.is_done = true;
                Ok(None)
            }
            Step::Again => Ok(None),
            Step::Write(write) => {
                let key = self.core.keys().get(write.key).ok_or(Error::BadArgument).or_raise(py)?.to_string();
                let new = write.record.and_then(|len| self.buf.get(..len)).map(|new| PyBytes::new(py, new));
                let expected = found.get(write.key).cloned().flatten();
                Ok(Some((key, expected, new, write.ttl)))
            }
        }
    }

    /// Takes note of whether the swap took.
    #[pyo3(signature = (took, /))]
    fn swapped(&mut self, py: Python<'_>, took: bool) -> PyResult<()> {
        self.is_done = self.core.swapped(took).or_raise(py)? == tokenseal::state::Next::Done;
        Ok(())
    }

    /// The application's bytes as they are after the operation.
    fn data<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.buf.get(self.core.data()).unwrap_or(&[]))
    }

    /// The session that was started, loaded, saved or rotated.
    fn session(&self, py: Python<'_>) -> PyResult<SessionHandle> {
        self.core.session().or_raise(py).map(SessionHandle::new)
    }

    /// The refresh token that was started, or comes after the one that was rotated.
    fn refresh(&self, py: Python<'_>) -> PyResult<RefreshHandle> {
        self.core.refresh().or_raise(py).map(RefreshHandle::new)
    }

    /// The subject's watermark after all of it was ended, in milliseconds since 1970.
    fn epoch(&self, py: Python<'_>) -> PyResult<i64> {
        self.core.epoch().or_raise(py)
    }
}
