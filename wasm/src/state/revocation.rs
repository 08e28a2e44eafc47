//! The denylist, and the end of all of a subject.

use tokenseal::Error;
use tokenseal::state::revocation::{self, Token};
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Options, put_transition};
use crate::answer::number;
use crate::record::clock;
use crate::scratch;

/// What [`revocation_step`] does. The numbers stand in `ts/state/transition.ts` too.
pub mod op {
    #![allow(missing_docs, reason = "each is the operation of that name")]
    pub const DENY: u32 = 1;
    pub const CHECK: u32 = 2;
    pub const END_ALL: u32 = 3;
}

/// Begins an operation on the denylist or on a subject. Arguments: options; the token and its claims'
/// JSON text, neither for the end of all; `now` in Unix milliseconds. Answer: the transition.
#[wasm_bindgen]
pub fn revocation_step(op: u32, options_len: usize, token_len: usize, claims_len: usize, now: f64) -> f64 {
    number(scratch::with([options_len, token_len, claims_len], |[options, token, claims], out| {
        let Options { namespace, subject, .. } = Options::read(options)?;
        let now = clock(now);
        let token = || Token::read(namespace, token, claims);
        let made = match op {
            op::DENY => revocation::deny(&token()?, now),
            op::CHECK => revocation::check(&token()?, now),
            op::END_ALL => revocation::end_all(namespace, subject.ok_or(Error::BadArgument)?, now),
            _ => Err(Error::BadArgument),
        };
        put_transition(&made?, out)
    }))
}
