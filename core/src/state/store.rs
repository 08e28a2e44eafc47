//! Whatever can get and compare-and-swap.

use super::name::StoreKey;
use super::transition::{Next, Step, Transition};
use crate::Error;
use crate::bytes::copy;
use crate::limits::MAX_KEYS;

/// A store: memory, SQLite, Redis, or whatever else can read a few records at once and swap one if it
/// has not changed.
///
/// The records know when they expire; the store only has to keep them long enough. It may drop a record
/// whose time is up, and must not drop another: a full store refuses ([`Error::StoreFull`]).
pub trait Store {
    /// Why the store fails. [`Error`] itself will do for a store that can't say more than
    /// [`Error::StoreUnavailable`].
    type Error: From<Error>;

    /// Reads the records of these keys, one to three, in one round trip if possible, and pushes each
    /// into `found`, in their order. `now` is in Unix milliseconds; an expired record is none.
    ///
    /// # Errors
    ///
    /// The store's own, and those of [`Found::push`].
    fn get(&mut self, keys: &[StoreKey], now: i64, found: &mut Found<'_>) -> Result<(), Self::Error>;

    /// Replaces the record of a key if it is `expected`, byte for byte (`None`: if there is none), by
    /// `new` (`None`: by nothing), in one atomic step; says whether it did. The new record is kept for
    /// `ttl` milliseconds at least. `now` is in Unix milliseconds.
    ///
    /// # Errors
    ///
    /// The store's own.
    fn swap(
        &mut self,
        key: &StoreKey,
        expected: Option<&[u8]>,
        new: Option<&[u8]>,
        ttl: u64,
        now: i64,
    ) -> Result<bool, Self::Error>;
}

/// Records that were read, one after the other in the caller's memory.
pub struct Found<'a> {
    free: &'a mut [u8],
    records: [Option<&'a [u8]>; MAX_KEYS],
    count: usize,
}

impl<'a> Found<'a> {
    /// Room for records. Twice [`MAX_RECORD`](crate::limits::MAX_RECORD) bytes and 64 always suffice.
    #[must_use]
    pub fn new(memory: &'a mut [u8]) -> Self {
        Self { free: memory, records: [None; MAX_KEYS], count: 0 }
    }

    /// Takes a copy of the next record, or that there is none.
    ///
    /// # Errors
    ///
    /// [`Error::BufferTooSmall`] when there is no room for it: so much is needed for it alone;
    /// [`Error::BadArgument`] when there are more records than keys can be.
    pub fn push(&mut self, record: Option<&[u8]>) -> Result<(), Error> {
        let place = self.records.get_mut(self.count).ok_or(Error::BadArgument)?;
        self.count = self.count.saturating_add(1);
        let Some(record) = record else { return Ok(()) };
        let needed = record.len();
        let free = core::mem::take(&mut self.free);
        let (copied, free) = free.split_at_mut_checked(needed).ok_or(Error::BufferTooSmall { needed })?;
        copy(copied, record);
        *place = Some(copied);
        self.free = free;
        Ok(())
    }

    /// Takes copies of several records, or of none of them when there is no room for all.
    pub(crate) fn extend(&mut self, records: &[Option<&[u8]>]) -> Result<(), Error> {
        let lens = records.iter().flatten().map(|record| record.len());
        let needed = lens.fold(0, usize::saturating_add);
        if needed > self.free.len() {
            return Err(Error::BufferTooSmall { needed });
        }
        records.iter().try_for_each(|record| self.push(*record))
    }

    /// What was found.
    #[must_use]
    pub fn records(&self) -> &[Option<&'a [u8]>] {
        self.records.get(..self.count).unwrap_or(&[])
    }
}

/// Carries out a transition: reads, decides and swaps until it is done, and returns the
/// application's bytes as they are then, in `buf`.
///
/// `data` is the application's bytes of the operations that write some. `memory` holds what is read:
/// see [`Found::new`]; `buf` what is written: [`MAX_RECORD`](crate::limits::MAX_RECORD) bytes always
/// suffice.
///
/// # Errors
///
/// Those of the operation and of the store.
pub fn run<'b, S: Store>(
    store: &mut S,
    transition: &mut Transition,
    data: &[u8],
    memory: &mut [u8],
    buf: &'b mut [u8],
) -> Result<&'b [u8], S::Error> {
    let now = transition.now();
    loop {
        let mut found = Found::new(memory);
        store.get(transition.keys(), now, &mut found)?;
        let write = match transition.decide(found.records(), data, buf)? {
            Step::Done => break,
            Step::Again => continue,
            Step::Write(write) => write,
        };
        let key = transition.keys().get(write.key).copied().ok_or(Error::BadArgument)?;
        let expected = found.records().get(write.key).copied().flatten();
        let new = write.record.and_then(|len| buf.get(..len));
        let took = store.swap(&key, expected, new, write.ttl, now)?;
        if transition.swapped(took)? == Next::Done {
            break;
        }
    }
    Ok(buf.get(transition.data()).unwrap_or(&[]))
}
