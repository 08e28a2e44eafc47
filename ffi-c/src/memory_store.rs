//! Memory store
//!
//! A store in memory that you lend, for one process and for devices that have no other: nothing is
//! allocated, and nothing survives a restart. The memory is divided into slots of equal size, each
//! for one record. What has expired makes room; when there is none, a write is refused with
//! TOKENSEAL_STORE_FULL: nothing is ever evicted. It is as fast as a hash table up to three
//! quarters of its capacity, and slower when it is fuller.
//!
//!     static unsigned char memory[TOKENSEAL_MEMORY_STORE_LEN(100, 256)];
//!     tokenseal_memory_store store;
//!     status = tokenseal_memory_store_init(&store, memory, sizeof memory,
//!                                          TOKENSEAL_RECORD_LEN(256));
//!
//! A session in use takes one slot, a family of refresh tokens too; one more whoever was logged out
//! everywhere, and each token on the denylist.
//!
//! The store is not locked: where several threads use one, hold a mutex during each of the calls,
//! or during the whole loop.

use core::ffi::c_void;

use tokenseal::Error;
use tokenseal::state::{Found, MemoryStore, Store};

use crate::growing;
use crate::memory::{self, Input, Object, Output, Region};
use crate::slice::tokenseal_slice;
use crate::status::{answer, tokenseal_status};
use crate::transition::{self, tokenseal_step, tokenseal_transition};

/// A store in memory. tokenseal_memory_store_init fills it in; leave its members alone, and wipe or
/// free the memory as you like when it is no longer needed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tokenseal_memory_store {
    /// The memory.
    pub memory: *mut c_void,
    /// Its length in bytes.
    pub memory_len: usize,
    /// Length of the longest record in bytes.
    pub record_cap: usize,
}

const _: () = assert!(MemoryStore::slot_len(0) == 52);

/// Makes an empty store of as many slots as there is room for, each for a record of up to
/// record_cap bytes: TOKENSEAL_RECORD_LEN of the longest data. The memory need not be aligned; what
/// was in it is overwritten. TOKENSEAL_BAD_ARGUMENT: there is no room for one slot.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_memory_store_init(
    store: *mut tokenseal_memory_store,
    memory: *mut c_void,
    memory_len: usize,
    record_cap: usize,
) -> tokenseal_status {
    answer(|| {
        let store = Output::new(store, 1)?;
        let mut slots = Output::new(memory.cast::<u8>(), memory_len)?;
        memory::apart(&[store.region(), slots.region()], &[])?;
        // SAFETY: the crate's contract, and they are apart.
        unsafe {
            MemoryStore::new(slots.slice(), record_cap)?;
            store.fill(|| tokenseal_memory_store { memory, memory_len, record_cap });
        }
        Ok(())
    })
}

/// Gets the records that a transition asks for, as copies in buf, where the slices of found point:
/// room for TOKENSEAL_MAX_STORE_KEYS of them, which found_cap must be. What has expired at the
/// transition's now is not found.
///
/// TOKENSEAL_BUFFER_TOO_SMALL: buf_len says what suffices. Otherwise it says how much was used. As
/// many times record_cap as there are keys always suffice.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_memory_store_get(
    store: *const tokenseal_memory_store,
    transition: *const tokenseal_transition,
    buf: *mut c_void,
    buf_cap: usize,
    buf_len: *mut usize,
    found: *mut tokenseal_slice,
    found_cap: usize,
    found_count: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (mut slots, transition) = unsafe { (Slots::new(store)?, transition::read(transition)?) };
        let mut buf = Output::new(buf.cast::<u8>(), buf_cap)?;
        let buf_len = Output::new(buf_len, 1)?;
        let (mut found, found_count) = (Output::new(found, found_cap)?, Output::new(found_count, 1)?);
        memory::apart(
            &[slots.region(), buf.region(), buf_len.region(), found.region(), found_count.region()],
            &[&slots, &transition],
        )?;
        let keys = transition.0.keys();
        if keys.is_empty() || found_cap < keys.len() {
            return Err(Error::BadArgument);
        }
        // SAFETY: the crate's contract, and they are apart.
        let (mut store, places, buf) = unsafe { (slots.open()?, found.slice(), buf.slice()) };
        let mut records = Found::new(buf);
        let result = store.get(keys, transition.0.now(), &mut records);
        let records = records.records();
        let used = records.iter().flatten().fold(0, |sum: usize, record| sum.saturating_add(record.len()));
        // SAFETY: the same.
        unsafe { memory::report(result.map(|()| used), &buf_len) }?;
        for (place, record) in places.iter_mut().zip(records) {
            *place = record.map_or(tokenseal_slice::NONE, tokenseal_slice::of);
        }
        // SAFETY: the same.
        unsafe { found_count.fill(|| records.len()) };
        Ok(())
    })
}

/// Carries out the WRITE of a transition's step, and says whether it took: 1 or 0.
///
/// TOKENSEAL_STORE_FULL: there is no free slot. TOKENSEAL_LIMIT: the record is longer than a slot.
/// TOKENSEAL_BAD_ARGUMENT: the step is no WRITE.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_memory_store_swap(
    store: *const tokenseal_memory_store,
    transition: *const tokenseal_transition,
    step: *const tokenseal_step,
    took: *mut u32,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (mut slots, transition, (step, place)) =
            unsafe { (Slots::new(store)?, transition::read(transition)?, growing::read(step)?) };
        // SAFETY: the same.
        let (expected, record) = unsafe { (step.expected.bytes()?, step.record.bytes()?) };
        let took = Output::new(took, 1)?;
        memory::apart(&[slots.region(), took.region()], &[&slots, &transition, &place, &expected, &record])?;
        let key = transition.0.keys().get(step.key).ok_or(Error::BadArgument)?;
        if step.kind != transition::TOKENSEAL_STEP_WRITE {
            return Err(Error::BadArgument);
        }
        // SAFETY: the crate's contract, and they are apart.
        let mut store = unsafe { slots.open() }?;
        let swapped = store.swap(key, expected, record, step.ttl, transition.0.now())?;
        // SAFETY: the same.
        unsafe { took.fill(|| swapped.into()) };
        Ok(())
    })
}

/// A store's struct, and its memory, which is about to be written.
struct Slots<'a> {
    store: Object<'a, tokenseal_memory_store>,
    memory: Output<'a, u8>,
    record_cap: usize,
}

impl<'a> Slots<'a> {
    /// # Safety
    ///
    /// The crate's contract, for as long as `'a`.
    unsafe fn new(store: *const tokenseal_memory_store) -> Result<Self, Error> {
        // SAFETY: the same contract.
        let store = unsafe { Object::new(store) }?;
        let memory = Output::new(store.0.memory.cast::<u8>(), store.0.memory_len)?;
        let record_cap = store.0.record_cap;
        Ok(Self { store, memory, record_cap })
    }

    fn region(&self) -> Region {
        self.memory.region()
    }

    /// # Safety
    ///
    /// The crate's contract, and [`memory::apart`] has accepted the region.
    unsafe fn open(&mut self) -> Result<MemoryStore<'a>, Error> {
        // SAFETY: the same contract.
        MemoryStore::resume(unsafe { self.memory.slice() }, self.record_cap)
    }
}

/// The struct alone: the memory is an output.
impl Input for Slots<'_> {
    fn touches(&self, region: Region) -> bool {
        self.store.touches(region)
    }
}

#[cfg(test)]
mod tests {
    use core::ptr;
    use std::mem;

    use super::{
        tokenseal_memory_store, tokenseal_memory_store_get, tokenseal_memory_store_init,
        tokenseal_memory_store_swap,
    };
    use crate::session::{
        tokenseal_session, tokenseal_session_load, tokenseal_session_result, tokenseal_session_start,
    };
    use crate::slice::tokenseal_slice;
    use crate::status::TOKENSEAL_OK;
    use crate::transition::{
        TOKENSEAL_STEP_DONE, TOKENSEAL_STEP_WRITE, tokenseal_step, tokenseal_transition,
        tokenseal_transition_decide, tokenseal_transition_swapped,
    };

    /// The loop as it is in C, with buffers on the heap so that Miri sees every byte.
    fn run(
        store: *const tokenseal_memory_store,
        transition: *mut tokenseal_transition,
        data: &[u8],
    ) -> Vec<u8> {
        let mut read = vec![0_u8; 512];
        let mut found = [tokenseal_slice::NONE; 3];
        let (mut used, mut count, mut took) = (0, 0, 0);
        let mut buf = vec![0_u8; 512];
        // SAFETY: a struct of numbers and pointers, for which zeros are good.
        let mut step: tokenseal_step = unsafe { mem::zeroed() };
        step.size = u32::try_from(size_of::<tokenseal_step>()).unwrap();
        // SAFETY: all of it is live, and as long as is said.
        unsafe {
            let status = tokenseal_memory_store_get(
                store,
                transition,
                read.as_mut_ptr().cast(),
                read.len(),
                &raw mut used,
                found.as_mut_ptr(),
                found.len(),
                &raw mut count,
            );
            assert_eq!(status, TOKENSEAL_OK);
            let status = tokenseal_transition_decide(
                transition,
                found.as_ptr(),
                count,
                data.as_ptr().cast(),
                data.len(),
                buf.as_mut_ptr().cast(),
                buf.len(),
                &raw mut step,
            );
            assert_eq!(status, TOKENSEAL_OK);
            if step.kind == TOKENSEAL_STEP_WRITE {
                assert_eq!(
                    tokenseal_memory_store_swap(store, transition, &raw const step, &raw mut took),
                    TOKENSEAL_OK
                );
                let kind = &raw mut step.kind;
                assert_eq!(tokenseal_transition_swapped(transition, took, kind), TOKENSEAL_OK);
            }
            assert_eq!(step.kind, TOKENSEAL_STEP_DONE);
            step.data.bytes().unwrap().unwrap_or(&[]).to_vec()
        }
    }

    #[test]
    fn a_session_comes_back() {
        let mut memory = vec![0xaa_u8; 2000];
        // SAFETY: structs of numbers and pointers, for which zeros are good.
        let (mut store, mut transition, mut session): (
            tokenseal_memory_store,
            tokenseal_transition,
            tokenseal_session,
        ) = unsafe { (mem::zeroed(), mem::zeroed(), mem::zeroed()) };
        let (none, entropy, now) = (ptr::null(), [7; 32], 1_700_000_000_000);
        // SAFETY: all of it is live, and as long as is said.
        unsafe {
            let place = memory.as_mut_ptr().cast();
            assert_eq!(tokenseal_memory_store_init(&raw mut store, place, memory.len(), 256), TOKENSEAL_OK);
            let (id, subject) = (entropy.as_ptr(), c"user".as_ptr());
            let status = tokenseal_session_start(id, 32, subject, 4, none, now, &raw mut transition);
            assert_eq!(status, TOKENSEAL_OK);
            assert_eq!(run(&raw const store, &raw mut transition, b"data"), b"data");
            assert_eq!(tokenseal_session_result(&raw const transition, &raw mut session), TOKENSEAL_OK);
            let later = now + 90_000;
            assert_eq!(
                tokenseal_session_load(&raw const session, ptr::null(), later, &raw mut transition),
                TOKENSEAL_OK
            );
            assert_eq!(run(&raw const store, &raw mut transition, b""), b"data");
        }
    }
}
