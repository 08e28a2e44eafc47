//! Operations on a store. The caller reads and swaps; what is decided between the two is decided
//! here. A transition lies with the caller, who gives it back with each call: see [`plain`].

mod plain;
mod refresh;
mod revocation;
mod session;

use tokenseal::Error;
use tokenseal::limits::{MAX_KEYS, MAX_STORE_KEY};
use tokenseal::state::{Lifetime, Next, Step, Transition};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::answer::{number, write};
use crate::record::{Fields, amount, tag, text};
use crate::scratch;

/// Bytes of an answer that is a transition: the struct, then for each of its keys a byte with the
/// length and the text. The number stands in `ts/state/transition.ts` too, as does [`HEAD`].
const ANSWER: usize = Transition::SIZE + MAX_KEYS * (1 + MAX_STORE_KEY);

/// Bytes between the transition and the buffer in the answer of [`transition_decide`].
const HEAD: usize = 24;

/// A length that is none: there is no such record.
const NONE: u32 = u32::MAX;

/// Writes a transition to the front of `out`.
fn put_transition(transition: &Transition, out: &mut [u8]) -> Result<usize, Error> {
    let (block, mut rest) = out
        .split_at_mut_checked(ANSWER)
        .and_then(|(answer, _)| answer.split_at_mut_checked(Transition::SIZE))
        .ok_or(Error::BadArgument)?;
    block.copy_from_slice(plain::bytes(transition));
    rest.fill(0);
    for key in transition.keys() {
        let mut text = [0; MAX_STORE_KEY];
        let text = key.write(&mut text).as_bytes();
        let len = u8::try_from(text.len()).map_err(|_| Error::BadArgument)?;
        write(rest, [&[len][..], text]);
        rest = rest.get_mut(text.len().saturating_add(1)..).unwrap_or_default();
    }
    Ok(ANSWER)
}

/// Decides about what was found. Arguments: the transition; for each of its keys a length (u32,
/// little-endian; [`NONE`]: there is none) and so many bytes; the application's bytes. Answer: 0 when it
/// is done, 1 to read again, 2 to write; the transition; the index of the key to write (u32), the
/// length of the record (u32; [`NONE`]: delete it), how long to keep it (f64, milliseconds), place and
/// length of the application's bytes (u32 each); then the buffer, with the record in its
/// front. The caller leaves room for the greatest buffer that can be needed.
#[wasm_bindgen]
pub fn transition_decide(found_len: usize, data_len: usize) -> f64 {
    number(scratch::with([Transition::SIZE, found_len, data_len], |[block, found, data], out| {
        let mut transition: Transition = plain::read(block)?;
        let (answer, rest) = out.split_at_mut_checked(ANSWER).ok_or(Error::BadArgument)?;
        let (head, buf) = rest.split_at_mut_checked(HEAD).ok_or(Error::BadArgument)?;
        let mut records = [None; MAX_KEYS];
        let found = split(found, &mut records)?;
        let step = transition.decide(found, data, buf)?;
        put_transition(&transition, answer)?;
        let (kind, key, record, ttl) = match step {
            Step::Done => (0, 0, NONE, 0),
            Step::Again => (1, 0, NONE, 0),
            Step::Write(write) => (2, index(write.key)?, write.record.map_or(Ok(NONE), index)?, write.ttl),
        };
        #[expect(clippy::cast_precision_loss, reason = "at most 400 days and ten minutes")]
        let ttl = ttl as f64;
        let data = transition.data();
        let numbers = [
            &key.to_le_bytes()[..],
            &record.to_le_bytes(),
            &ttl.to_le_bytes(),
            &index(data.start)?.to_le_bytes(),
            &index(data.len())?.to_le_bytes(),
        ];
        write(head, numbers);
        Ok(kind)
    }))
}

/// Takes note of whether a swap took. Argument: the transition. Answer: 0 when it is done, 1 to read
/// again; the transition.
#[wasm_bindgen]
pub fn transition_swapped(took: bool) -> f64 {
    number(scratch::with([Transition::SIZE], |[block], out| {
        let mut transition: Transition = plain::read(block)?;
        let next = transition.swapped(took)?;
        put_transition(&transition, out)?;
        Ok(usize::from(next == Next::Again))
    }))
}

/// The epoch that an end of all has set. Argument: the transition. Answer: 0, and the epoch (i64,
/// little-endian).
#[wasm_bindgen]
pub fn transition_epoch() -> f64 {
    number(scratch::with([Transition::SIZE], |[block], out| {
        let transition: Transition = plain::read(block)?;
        *out.first_chunk_mut().ok_or(Error::BadArgument)? = transition.epoch()?.to_le_bytes();
        Ok(0)
    }))
}

/// The records that were found, each behind its length.
fn split<'r, 'f>(
    mut bytes: &'f [u8],
    records: &'r mut [Option<&'f [u8]>; MAX_KEYS],
) -> Result<&'r [Option<&'f [u8]>], Error> {
    let mut count = 0_usize;
    while let Some((len, rest)) = bytes.split_first_chunk() {
        let place = records.get_mut(count).ok_or(Error::BadArgument)?;
        count = count.saturating_add(1);
        bytes = rest;
        let len = u32::from_le_bytes(*len);
        if len != NONE {
            let len = usize::try_from(len).map_err(|_| Error::BadArgument)?;
            let (record, rest) = rest.split_at_checked(len).ok_or(Error::BadArgument)?;
            (*place, bytes) = (Some(record), rest);
        }
    }
    Ok(records.get(..count).unwrap_or_default())
}

fn index(value: usize) -> Result<u32, Error> {
    u32::try_from(value).map_err(|_| Error::BadArgument)
}

/// The options of all operations.
#[derive(Clone, Copy, Default)]
struct Options<'a> {
    namespace: &'a str,
    subject: Option<&'a str>,
    client: Option<&'a str>,
    idle: u64,
    lifetime: u64,
    grace: u64,
}

impl<'a> Options<'a> {
    fn read(record: &'a [u8]) -> Result<Self, Error> {
        let mut options = Self::default();
        for (tag, value) in Fields::new(record) {
            match tag {
                tag::NAMESPACE => options.namespace = text(value)?,
                tag::SUBJECT => options.subject = Some(text(value)?),
                tag::CLIENT => options.client = Some(text(value)?),
                tag::IDLE => options.idle = amount(value)?,
                tag::LIFETIME => options.lifetime = amount(value)?,
                tag::GRACE => options.grace = amount(value)?,
                _ => return Err(Error::BadArgument),
            }
        }
        Ok(options)
    }

    const fn lifetime(&self) -> Lifetime {
        Lifetime { idle: self.idle, absolute: self.lifetime }
    }
}
