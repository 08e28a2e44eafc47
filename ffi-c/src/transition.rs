//! Transitions
//!
//! One operation on the store, without doing any of it: 768 bytes of the caller's memory, without a
//! pointer. It belongs to one thread, and is good for one run of the loop.
//!
//!     tokenseal_store_key keys[TOKENSEAL_MAX_STORE_KEYS];
//!     tokenseal_slice found[TOKENSEAL_MAX_STORE_KEYS];
//!     tokenseal_step step = TOKENSEAL_STEP_INIT;
//!     do {
//!         status = tokenseal_transition_keys(transition, keys, TOKENSEAL_MAX_STORE_KEYS, &count);
//!         if (!status)
//!             status = get(store, keys, count, found);
//!         if (!status)
//!             status = tokenseal_transition_decide(transition, found, count, data, data_len, buf,
//!                                                  sizeof buf, &step);
//!         if (status || step.kind != TOKENSEAL_STEP_WRITE)
//!             continue;
//!         status = swap(store, &keys[step.key], &step, &took);
//!         if (!status)
//!             status = tokenseal_transition_swapped(transition, took, &step.kind);
//!     } while (!status && step.kind == TOKENSEAL_STEP_AGAIN);
//!
//! A transition that was never made is TOKENSEAL_BAD_ARGUMENT if it is all zeros; one that is over,
//! always.

use core::ffi::{c_char, c_void};

use tokenseal::Error;
use tokenseal::limits::{MAX_KEYS, MAX_STORE_KEY};
use tokenseal::state::{Next, Step, Transition};

use crate::growing::{self, Growing};
use crate::memory::{self, Input, Object, Output, Region};
use crate::slice::tokenseal_slice;
use crate::status::{answer, tokenseal_status};

/// An operation on the store. What is in it is the library's business.
#[repr(C)]
pub struct tokenseal_transition {
    /// Not to be looked at.
    pub opaque: [u64; 96],
}

const _: () = {
    assert!(size_of::<tokenseal_transition>() == 768);
    assert!(size_of::<tokenseal_transition>() == Transition::SIZE);
    assert!(align_of::<tokenseal_transition>() == align_of::<Transition>());
};

/// The key of a record in the store, such as "tokenseal:session:kX1sttOB...".
#[repr(C)]
pub struct tokenseal_store_key {
    /// The key in ASCII, and at least one NUL behind it.
    pub text: [c_char; 65],
}

const _: () = assert!(size_of::<tokenseal_store_key>() == MAX_STORE_KEY + 1);

/// Says which records to get from the store, in one round trip if it can: one to
/// TOKENSEAL_MAX_STORE_KEYS. They may change when the loop goes round again.
///
/// TOKENSEAL_BUFFER_TOO_SMALL: key_count says how many there are.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_transition_keys(
    transition: *const tokenseal_transition,
    keys: *mut tokenseal_store_key,
    key_cap: usize,
    key_count: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let transition = unsafe { read(transition) }?;
        let mut keys = Output::new(keys.cast::<[u8; MAX_STORE_KEY + 1]>(), key_cap)?;
        let key_count = Output::new(key_count, 1)?;
        memory::apart(&[keys.region(), key_count.region()], &[&transition])?;
        let texts = transition.0.keys();
        if texts.is_empty() {
            return Err(Error::BadArgument);
        }
        let needed = texts.len();
        // SAFETY: the crate's contract, and they are apart; bytes are never uninitialized for C.
        let places = unsafe { keys.slice() }.get_mut(..needed).ok_or(Error::BufferTooSmall { needed });
        let written = places.map(|places| {
            for (place, key) in places.iter_mut().zip(texts) {
                *place = [0; MAX_STORE_KEY + 1];
                if let Some(text) = place.first_chunk_mut() {
                    key.write(text);
                }
            }
            needed
        });
        // SAFETY: the same.
        unsafe { memory::report(written, &key_count) }
    })
}

/// Nothing is left to do.
pub const TOKENSEAL_STEP_DONE: u32 = 1;
/// Get the records and decide again: the keys may have changed.
pub const TOKENSEAL_STEP_AGAIN: u32 = 2;
/// Swap a record, and say whether it took: tokenseal_transition_swapped.
pub const TOKENSEAL_STEP_WRITE: u32 = 3;

/// What is to be done next. Start from TOKENSEAL_STEP_INIT. The slices point into what
/// tokenseal_transition_decide was given.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tokenseal_step {
    /// sizeof(tokenseal_step): says which version of this struct the program was compiled with.
    pub size: u32,
    /// One of TOKENSEAL_STEP_.
    pub kind: u32,
    /// For how many milliseconds the store has to keep the record at least: as a store's expiry, or
    /// longer. Only of a WRITE, as the next three, and 0 when the record is to be deleted.
    pub ttl: u64,
    /// Under which of the keys the record stands.
    pub key: usize,
    /// With TOKENSEAL_BUFFER_TOO_SMALL, how large the buffer has to be; all else is as it was. Else
    /// 0.
    pub needed: usize,
    /// What the store must have there, byte for byte: what was found. NULL: nothing.
    pub expected: tokenseal_slice,
    /// What takes its place. NULL: nothing; delete it.
    pub record: tokenseal_slice,
    /// Your own bytes as they are when all is done, and this write with it.
    pub data: tokenseal_slice,
}

// No padding, or a later version would find chance in it.
const _: () =
    assert!(size_of::<tokenseal_step>() == 16 + 2 * size_of::<usize>() + 3 * size_of::<tokenseal_slice>());

/// Decides what to do about what the store had: found is as long as the keys and in their order,
/// and an entry is {NULL, 0} where the store had nothing. (A record of no bytes is one whose ptr is
/// not NULL.)
///
/// data is what tokenseal_session_start, tokenseal_session_save and tokenseal_refresh_start are to
/// write of yours, of any bytes, at the most TOKENSEAL_MAX_DATA: TOKENSEAL_LIMIT. Give it in every
/// round; the other operations don't look at it. buf is where the record to write is put, and your
/// own bytes that come out; a size of TOKENSEAL_RECORD_LEN(data_len), with the length of the
/// longest data there is, always suffices.
///
/// A status other than TOKENSEAL_OK is the verdict (TOKENSEAL_SESSION_ENDED, ...) and the end of
/// the loop, but for TOKENSEAL_BUFFER_TOO_SMALL, after which it may be called again with the same
/// and a larger buffer. On a failure the buffer's contents are of no meaning, and nothing is to be
/// written.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_transition_decide(
    transition: *mut tokenseal_transition,
    found: *const tokenseal_slice,
    found_count: usize,
    data: *const c_void,
    data_len: usize,
    buf: *mut c_void,
    buf_cap: usize,
    step: *mut tokenseal_step,
) -> tokenseal_status {
    answer(|| {
        let mut transition = Output::new(transition.cast::<Transition>(), 1)?;
        // SAFETY: the crate's contract.
        let (found, data) =
            unsafe { (Found::new(found, found_count)?, memory::input(data.cast::<u8>(), data_len)?) };
        let mut buf = Output::new(buf.cast::<u8>(), buf_cap)?;
        // SAFETY: the crate's contract.
        let place = unsafe { Growing::new(step) }?;
        memory::apart(&[transition.region(), buf.region(), place.region()], &[&found, &data])?;
        // SAFETY: the crate's contract, and they are apart.
        let (transitions, buf) = unsafe { (transition.slice(), buf.slice()) };
        let transition = transitions.first_mut().ok_or(Error::BadArgument)?;
        match transition.decide(found.records(), data, buf) {
            Ok(next) => {
                let data = buf.get(transition.data()).unwrap_or(&[]);
                // SAFETY: the crate's contract, and it is apart.
                unsafe { place.write(|size| describe(size, next, &found, buf, data)) };
                Ok(())
            }
            Err(error) => {
                if let Error::BufferTooSmall { needed } = error {
                    // SAFETY: the same; it has been initialized.
                    unsafe { place.write(|_| tokenseal_step { needed, ..*step }) };
                }
                Err(error)
            }
        }
    })
}

/// Says whether the swap took (1) or not (0), and gets what comes next: TOKENSEAL_STEP_DONE or
/// TOKENSEAL_STEP_AGAIN. When the store's answer was lost, say 0: the next round looks at what it
/// has.
///
/// A status other than TOKENSEAL_OK is the verdict and the end of the loop. TOKENSEAL_CONTENTION:
/// too many swaps have failed. TOKENSEAL_BAD_ARGUMENT: there was nothing to swap.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_transition_swapped(
    transition: *mut tokenseal_transition,
    took: u32,
    kind: *mut u32,
) -> tokenseal_status {
    answer(|| {
        let mut transition = Output::new(transition.cast::<Transition>(), 1)?;
        let kind = Output::new(kind, 1)?;
        memory::apart(&[transition.region(), kind.region()], &[])?;
        let took = growing::flag(took)?;
        // SAFETY: the crate's contract, and it is apart.
        let transition = unsafe { transition.slice() }.first_mut().ok_or(Error::BadArgument)?;
        let next = match transition.swapped(took)? {
            Next::Done => TOKENSEAL_STEP_DONE,
            Next::Again => TOKENSEAL_STEP_AGAIN,
        };
        // SAFETY: the same.
        unsafe { kind.fill(|| next) };
        Ok(())
    })
}

/// Says the subject's new watermark, in Unix milliseconds, when all of it was ended: whatever began
/// before is dead. TOKENSEAL_BAD_ARGUMENT: the transition is another one, or not done.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_transition_epoch(
    transition: *const tokenseal_transition,
    epoch: *mut i64,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let transition = unsafe { read(transition) }?;
        let epoch = Output::new(epoch, 1)?;
        memory::apart(&[epoch.region()], &[&transition])?;
        let number = transition.0.epoch()?;
        // SAFETY: the crate's contract, and it is apart.
        unsafe { epoch.fill(|| number) };
        Ok(())
    })
}

/// A transition to read.
///
/// # Safety
///
/// The crate's contract, for as long as `'a`.
pub unsafe fn read<'a>(transition: *const tokenseal_transition) -> Result<Object<'a, Transition>, Error> {
    // SAFETY: the same contract; the two types have one layout, and every bit pattern is a
    // `Transition`.
    unsafe { Object::new(transition.cast::<Transition>()) }
}

/// The place of a transition that is to be made.
pub struct Place<'a>(Output<'a, Transition>);

impl Place<'_> {
    /// # Errors
    ///
    /// As [`Output::new`], and when it overlaps an input.
    pub fn new(transition: *mut tokenseal_transition, inputs: &[&dyn Input]) -> Result<Self, Error> {
        let output = Output::new(transition.cast::<Transition>(), 1)?;
        memory::apart(&[output.region()], inputs)?;
        Ok(Self(output))
    }

    /// Writes the transition, if it could be made.
    ///
    /// # Safety
    ///
    /// The crate's contract.
    pub unsafe fn put(&self, make: impl FnOnce() -> Result<Transition, Error>) -> Result<(), Error> {
        let transition = make()?;
        // SAFETY: the same contract, and it is apart.
        unsafe { self.0.fill(|| transition) };
        Ok(())
    }
}

/// What was found, as the caller and as the core have it.
struct Found<'a> {
    slices: &'a [tokenseal_slice],
    records: [Option<&'a [u8]>; MAX_KEYS],
}

impl Found<'_> {
    /// # Safety
    ///
    /// The crate's contract, for as long as `'a`.
    unsafe fn new(found: *const tokenseal_slice, count: usize) -> Result<Self, Error> {
        // SAFETY: the same contract.
        let slices = unsafe { memory::input(found, count) }?;
        let mut records = [None; MAX_KEYS];
        if count > records.len() {
            return Err(Error::BadArgument);
        }
        for (record, slice) in records.iter_mut().zip(slices) {
            // SAFETY: the same contract.
            *record = unsafe { slice.bytes() }?;
        }
        Ok(Self { slices, records })
    }

    fn records(&self) -> &[Option<&[u8]>] {
        self.records.get(..self.slices.len()).unwrap_or(&[])
    }
}

impl Input for Found<'_> {
    fn touches(&self, region: Region) -> bool {
        Region::of(self.slices).overlaps(region) || self.records.iter().any(|record| record.touches(region))
    }
}

fn describe(size: u32, next: Step, found: &Found<'_>, buf: &[u8], data: &[u8]) -> tokenseal_step {
    let mut step = tokenseal_step {
        size,
        kind: TOKENSEAL_STEP_DONE,
        ttl: 0,
        key: 0,
        needed: 0,
        expected: tokenseal_slice::NONE,
        record: tokenseal_slice::NONE,
        data: tokenseal_slice::of(data),
    };
    match next {
        Step::Done => {}
        Step::Again => (step.kind, step.data) = (TOKENSEAL_STEP_AGAIN, tokenseal_slice::NONE),
        Step::Write(write) => {
            step.kind = TOKENSEAL_STEP_WRITE;
            step.ttl = write.ttl;
            step.key = write.key;
            step.expected = found.slices.get(write.key).copied().unwrap_or(tokenseal_slice::NONE);
            step.record = write
                .record
                .and_then(|len| buf.get(..len))
                .map_or(tokenseal_slice::NONE, tokenseal_slice::of);
        }
    }
    step
}
