//! Sessions.

use tokenseal::state::{Session, Transition, session};
use tokenseal::{Error, KeyRing};
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Options, plain, put_transition};
use crate::answer::{float, number, write};
use crate::record::{clock, text};
use crate::{keys, scratch};

/// What [`session_step`] does. The numbers stand in `ts/state/transition.ts` too.
pub mod op {
    #![allow(missing_docs, reason = "each is the operation of that name")]
    pub const START: u32 = 1;
    pub const LOAD: u32 = 2;
    pub const SAVE: u32 = 3;
    pub const ROTATE: u32 = 4;
    pub const END: u32 = 5;
    pub const END_ALL: u32 = 6;
}

/// Begins an operation on a session. Arguments: options; the session, nothing for a start; the new
/// id where there is one; `now` in Unix milliseconds. Answer: the transition.
#[wasm_bindgen]
pub fn session_step(op: u32, options_len: usize, session_len: usize, entropy_len: usize, now: f64) -> f64 {
    number(scratch::with([options_len, session_len, entropy_len], |[options, block, entropy], out| {
        let options = Options::read(options)?;
        let (namespace, subject, now) = (options.namespace, options.subject, clock(now));
        let entropy = || <&[u8; 32]>::try_from(&*entropy).map_err(|_| Error::BadArgument);
        let session = || plain::read::<Session>(block);
        let made = match op {
            op::START => session::start(namespace, entropy()?, subject, options.lifetime(), now),
            op::LOAD => session::load(namespace, &session()?, now),
            op::SAVE => session::save(namespace, &session()?, now),
            op::ROTATE => {
                session::rotate(namespace, &session()?, entropy()?, subject, options.lifetime(), now)
            }
            op::END => session::end(namespace, &session()?, now),
            op::END_ALL => session::end_all(namespace, &session()?, now),
            _ => Err(Error::BadArgument),
        };
        put_transition(&made?, out)
    }))
}

/// Opens a session's cookie with a block's keys. Arguments: the cookie's name, the sealed value; `now`
/// in Unix milliseconds. Answer: 0; the session.
#[wasm_bindgen]
pub fn session_open(address: usize, count: usize, name_len: usize, sealed_len: usize, now: f64) -> f64 {
    number(scratch::with([name_len, sealed_len], |[name, sealed], out| {
        let ring = KeyRing::new(keys::at(address, count))?;
        Ok(put(&session::open(ring, text(name)?, sealed, clock(now))?, out))
    }))
}

/// The session that was started, loaded, saved or rotated. Argument: the transition. Answer: 0; the
/// session.
#[wasm_bindgen]
pub fn session_of() -> f64 {
    number(scratch::with([Transition::SIZE], |[block], out| {
        Ok(put(&plain::read::<Transition>(block)?.session()?, out))
    }))
}

/// Writes the struct; when it began, was last seen and ends, and how long it may be idle (f64 each,
/// Unix milliseconds and milliseconds); whether it is nobody's, and whether its cookie is to be sealed
/// anew (u32 each, little-endian).
fn put(session: &Session, out: &mut [u8]) -> usize {
    let numbers = [session.created(), session.last_seen(), session.expires_at(), session.idle()]
        .map(|number| float(number).to_le_bytes());
    let flags = [session.is_anonymous(), session.is_reseal()].map(|flag| u32::from(flag).to_le_bytes());
    write(out, [plain::bytes(session), numbers.as_flattened(), flags.as_flattened()]);
    0
}

/// Whether a session is a subject's. Arguments: the session; options: the namespace and the subject.
/// Answer: 0 or 1.
#[wasm_bindgen]
pub fn session_is_of(options_len: usize) -> f64 {
    number(scratch::with([Session::SIZE, options_len], |[block, options], _| {
        let session: Session = plain::read(block)?;
        let Options { namespace, subject, .. } = Options::read(options)?;
        Ok(usize::from(session.is_of(namespace, subject.ok_or(Error::BadArgument)?)))
    }))
}

/// Seals a session's cookie with a block's first key. Arguments: the session, the cookie's name; `now`
/// in Unix milliseconds. Answer: the sealed value's length, and it.
#[wasm_bindgen]
pub fn session_seal(address: usize, count: usize, name_len: usize, now: f64) -> f64 {
    number(scratch::with([Session::SIZE, name_len], |[block, name], out| {
        let ring = KeyRing::new(keys::at(address, count))?;
        let session: Session = plain::read(block)?;
        Ok(session.seal(ring.signing_key(), text(name)?, clock(now), out)?.len())
    }))
}
