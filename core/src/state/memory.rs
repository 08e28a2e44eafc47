//! A store in memory that the caller lends: for one process, and for what has no other.

use super::name::StoreKey;
use super::store::{Found, Store, run};
use super::transition::Transition;
use crate::Error;
use crate::bytes::copy;
use crate::limits::MAX_KEYS;

/// A store of fixed capacity in the caller's memory, without allocation.
///
/// The memory is divided into slots of equal size, each for one record. What has expired makes room;
/// when there is none, a write is refused with [`Error::StoreFull`]: nothing is ever evicted. It is
/// as fast as a hash table up to a load of about three quarters, and slower when it is fuller.
///
/// ```
/// use tokenseal::state::MemoryStore;
///
/// // 100 records of up to 256 bytes, of which 58 or 98 are not the application's.
/// let mut memory = [0; 100 * MemoryStore::slot_len(256)];
/// let store = MemoryStore::new(&mut memory, 256)?;
/// assert_eq!(store.capacity(), 100);
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub struct MemoryStore<'a> {
    memory: &'a mut [u8],
    slot_len: usize,
    capacity: usize,
}

/// Bytes of a slot before the record.
const HEAD: usize = 52;

/// The slot was never used: no search goes beyond it.
const FRESH: u8 = 0;
const USED: u8 = 1;
/// The slot was used: a search goes on behind it.
const FREED: u8 = 2;

impl<'a> MemoryStore<'a> {
    /// Length in bytes of a slot for records of up to `record_len` bytes.
    #[must_use]
    pub const fn slot_len(record_len: usize) -> usize {
        record_len.saturating_add(HEAD)
    }

    /// An empty store of as many slots as the memory has room for, for records of up to `record_len`
    /// bytes. What was in the memory is overwritten.
    ///
    /// # Errors
    ///
    /// [`Error::BadArgument`] when there is no room for one slot.
    pub fn new(memory: &'a mut [u8], record_len: usize) -> Result<Self, Error> {
        memory.fill(0);
        Self::resume(memory, record_len)
    }

    /// The store that [`new`](Self::new) has made in this memory with the same `record_len`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn resume(memory: &'a mut [u8], record_len: usize) -> Result<Self, Error> {
        let slot_len = Self::slot_len(record_len);
        match memory.len().checked_div(slot_len) {
            None | Some(0) => Err(Error::BadArgument),
            Some(capacity) => Ok(Self { memory, slot_len, capacity }),
        }
    }

    /// How many records the store can have.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.capacity
    }

    /// [`run`]s a transition on this store.
    ///
    /// # Errors
    ///
    /// As [`run`].
    pub fn run<'b>(
        &mut self,
        transition: &mut Transition,
        data: &[u8],
        memory: &mut [u8],
        buf: &'b mut [u8],
    ) -> Result<&'b [u8], Error> {
        run(self, transition, data, memory, buf)
    }

    fn slot(&self, index: usize) -> Slot<'_> {
        let start = index.saturating_mul(self.slot_len);
        let bytes = self.memory.get(start..start.saturating_add(self.slot_len)).unwrap_or(&[]);
        Slot::read(bytes)
    }

    fn slot_mut(&mut self, index: usize) -> &mut [u8] {
        let start = index.saturating_mul(self.slot_len);
        self.memory.get_mut(start..start.saturating_add(self.slot_len)).unwrap_or(&mut [])
    }

    /// The slots in which a key may be, in the order of the search.
    fn search(&self, key: &StoreKey) -> impl Iterator<Item = usize> + use<> {
        let hash = key.hash().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        let capacity = self.capacity;
        let home = usize::try_from(hash.checked_rem(capacity as u64).unwrap_or(0)).unwrap_or(0);
        (home..capacity).chain(0..home)
    }

    /// The slot of a key, whether or not it has expired.
    fn find(&self, key: &StoreKey) -> Option<usize> {
        for index in self.search(key) {
            let slot = self.slot(index);
            match slot.state {
                FRESH => return None,
                USED if slot.is_of(key) => return Some(index),
                _ => {}
            }
        }
        None
    }

    /// The slot for a key that has none.
    fn room(&self, key: &StoreKey, now: i64) -> Option<usize> {
        self.search(key).find(|index| {
            let slot = self.slot(*index);
            slot.state != USED || slot.expires_at <= now
        })
    }

    /// Empties a slot. Where no search has to go on behind it, it and the emptied ones before it are as
    /// if never used.
    fn clear(&mut self, index: usize) {
        let after = if index.saturating_add(1) == self.capacity { 0 } else { index.saturating_add(1) };
        let state = if self.slot(after).state == FRESH { FRESH } else { FREED };
        self.slot_mut(index).fill(0);
        if let Some(first) = self.slot_mut(index).first_mut() {
            *first = state;
        }
        let before = (0..index).rev();
        for index in before.take_while(|_| state == FRESH) {
            if self.slot(index).state != FREED {
                break;
            }
            if let Some(first) = self.slot_mut(index).first_mut() {
                *first = FRESH;
            }
        }
    }

    fn put(&mut self, index: usize, key: &StoreKey, record: &[u8], expires_at: i64) {
        let len = u64::try_from(record.len()).unwrap_or(0).to_le_bytes();
        let slot = self.slot_mut(index);
        let kind = key.kind().to_le_bytes();
        let mut rest = slot;
        for part in [&[USED][..], &kind[..3], key.hash(), &expires_at.to_le_bytes(), &len, record] {
            let copied = copy(rest, part);
            rest = rest.get_mut(copied..).unwrap_or(&mut []);
        }
    }
}

impl Store for MemoryStore<'_> {
    type Error = Error;

    fn get(&mut self, keys: &[StoreKey], now: i64, found: &mut Found<'_>) -> Result<(), Error> {
        let mut records = [None; MAX_KEYS];
        for (record, key) in records.iter_mut().zip(keys) {
            let slot = self.find(key).map(|index| self.slot(index));
            *record = slot.filter(|slot| slot.expires_at > now).map(|slot| slot.record);
        }
        found.extend(records.get(..keys.len()).ok_or(Error::BadArgument)?)
    }

    fn swap(
        &mut self,
        key: &StoreKey,
        expected: Option<&[u8]>,
        new: Option<&[u8]>,
        ttl: u64,
        now: i64,
    ) -> Result<bool, Error> {
        let own = self.find(key);
        let there = own.map(|index| self.slot(index)).filter(|slot| slot.expires_at > now);
        if there.map(|slot| slot.record) != expected {
            return Ok(false);
        }
        match (own, new) {
            (None, None) => {}
            (Some(index), None) => self.clear(index),
            (_, Some(record)) => {
                if HEAD.saturating_add(record.len()) > self.slot_len {
                    return Err(Error::Limit);
                }
                let index = own.or_else(|| self.room(key, now)).ok_or(Error::StoreFull)?;
                self.put(index, key, record, now.saturating_add_unsigned(ttl));
            }
        }
        Ok(true)
    }
}

/// A slot's fields: state and kind of key in four bytes, hash, when it expires, length, record.
struct Slot<'s> {
    state: u8,
    kind: u32,
    hash: [u8; 32],
    expires_at: i64,
    record: &'s [u8],
}

impl<'s> Slot<'s> {
    fn read(bytes: &'s [u8]) -> Self {
        Self::split(bytes).unwrap_or(Slot {
            state: FRESH,
            kind: 0,
            hash: [0; 32],
            expires_at: 0,
            record: &[],
        })
    }

    fn split(bytes: &'s [u8]) -> Option<Self> {
        let ([state, kind @ ..], rest): (&[u8; 4], _) = bytes.split_first_chunk()?;
        let [low, middle, high] = *kind;
        let (hash, rest) = rest.split_first_chunk()?;
        let (expires_at, rest) = rest.split_first_chunk()?;
        let (len, rest) = rest.split_first_chunk()?;
        Some(Self {
            state: *state,
            kind: u32::from_le_bytes([low, middle, high, 0]),
            hash: *hash,
            expires_at: i64::from_le_bytes(*expires_at),
            record: rest.get(..usize::try_from(u64::from_le_bytes(*len)).ok()?)?,
        })
    }

    fn is_of(&self, key: &StoreKey) -> bool {
        self.kind == key.kind() && self.hash == *key.hash()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::name::{Kind, StoreKey};
    use super::{FRESH, Found, MemoryStore, Store};
    use crate::Error;

    const RECORD: usize = 16;

    fn key(number: u64) -> StoreKey {
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&number.to_le_bytes());
        StoreKey::new(Kind::Session, hash)
    }

    fn get(store: &mut MemoryStore<'_>, key: StoreKey, now: i64) -> Option<Vec<u8>> {
        let mut memory = [0; RECORD];
        let mut found = Found::new(&mut memory);
        store.get(&[key], now, &mut found).unwrap();
        found.records()[0].map(<[u8]>::to_vec)
    }

    /// Against a map, with keys that collide, wrap round and expire.
    #[test]
    fn agrees_with_a_map() {
        let mut memory = vec![0xa5; 7 * MemoryStore::slot_len(RECORD) + 3];
        let mut store = MemoryStore::new(&mut memory, RECORD).unwrap();
        assert_eq!(store.capacity(), 7);
        let mut map: HashMap<u64, (Vec<u8>, i64)> = HashMap::new();
        let (mut random, mut refused) = (1_u64, 0);
        for round in 0..200_000_i64 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let draw = |shift: u32, below: u64| (random >> shift) % below;
            let number = draw(60, 10);
            let now = round / 3;
            map.retain(|_, (_, expires_at)| *expires_at > now);
            let there = map.get(&number).map(|(record, _)| record.clone());
            assert_eq!(get(&mut store, key(number), now), there);
            let expected = if draw(50, 8) == 0 { Some(vec![9]) } else { there.clone() };
            let record = vec![u8::try_from(draw(40, 200)).unwrap(); usize::try_from(draw(32, 17)).unwrap()];
            let new = (draw(30, 3) > 0).then_some(record);
            let ttl = draw(20, 40);
            let is_full = map.len() == 7 && there.is_none() && new.is_some();
            let took = store.swap(&key(number), expected.as_deref(), new.as_deref(), ttl, now);
            if expected != there {
                assert_eq!(took, Ok(false));
            } else if is_full {
                assert_eq!(took, Err(Error::StoreFull));
                refused += 1;
            } else {
                assert_eq!(took, Ok(true));
                match new {
                    Some(record) => map.insert(number, (record, now + ttl.cast_signed())),
                    None => map.remove(&number),
                };
            }
        }
        assert!(refused > 1_000);
    }

    #[test]
    fn what_was_emptied_is_as_if_never_used() {
        let mut memory = [0; 4 * MemoryStore::slot_len(RECORD)];
        let mut store = MemoryStore::new(&mut memory, RECORD).unwrap();
        for number in [0, 4, 8] {
            assert_eq!(store.swap(&key(number), None, Some(b"x"), 10, 0), Ok(true));
        }
        for number in [0, 4, 8] {
            assert_eq!(store.swap(&key(number), Some(b"x"), None, 0, 0), Ok(true));
        }
        assert!((0..4).all(|index| store.slot(index).state == FRESH));
    }

    #[test]
    fn a_record_that_does_not_fit_is_refused() {
        let mut memory = [0; MemoryStore::slot_len(RECORD)];
        let mut store = MemoryStore::new(&mut memory, RECORD).unwrap();
        assert_eq!(store.swap(&key(1), None, Some(&[1; RECORD + 1]), 10, 0), Err(Error::Limit));
        assert_eq!(get(&mut store, key(1), 0), None);
        assert_eq!(store.swap(&key(1), None, Some(&[1; RECORD]), 10, 0), Ok(true));
        let mut store = MemoryStore::resume(&mut memory, RECORD).unwrap();
        assert_eq!(get(&mut store, key(1), 9), Some(vec![1; RECORD]));
        assert!(MemoryStore::new(&mut [0; HEAD_ONLY], RECORD).is_err());
    }

    #[test]
    fn records_without_room_for_all_are_not_copied() {
        let mut memory = [0; 4 * MemoryStore::slot_len(RECORD)];
        let mut store = MemoryStore::new(&mut memory, RECORD).unwrap();
        for number in [1, 2] {
            assert_eq!(store.swap(&key(number), None, Some(&[7; 10]), 10, 0), Ok(true));
        }
        let mut memory = [0; 19];
        let got = store.get(&[key(1), key(3), key(2)], 0, &mut Found::new(&mut memory));
        assert_eq!(got, Err(Error::BufferTooSmall { needed: 20 }));
        assert_eq!(memory, [0; 19]);
    }

    const HEAD_ONLY: usize = MemoryStore::slot_len(RECORD) - 1;

    #[test]
    fn memory_of_any_content_is_sound() {
        for byte in [0, 1, 2, 3, 0x7f, 0xff] {
            let mut memory = [byte; 3 * MemoryStore::slot_len(RECORD)];
            let mut store = MemoryStore::resume(&mut memory, RECORD).unwrap();
            let _ = store.swap(&key(5), None, Some(b"x"), 10, 0);
            let _ = store.swap(&key(5), Some(b"x"), None, 10, 0);
        }
    }
}
