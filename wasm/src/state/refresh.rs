//! Refresh tokens.

use tokenseal::state::{Refresh, Transition, refresh};
use tokenseal::{Error, KeyRing};
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Options, plain, put_transition};
use crate::answer::{float, number, write};
use crate::record::clock;
use crate::{keys, scratch};

/// What [`refresh_step`] does. The numbers stand in `ts/state/transition.ts` too.
pub mod op {
    #![allow(missing_docs, reason = "each is the operation of that name")]
    pub const START: u32 = 1;
    pub const ROTATE: u32 = 2;
    pub const END: u32 = 3;
    pub const END_ALL: u32 = 4;
}

/// Begins an operation on a family of refresh tokens, with a block's keys. Arguments: options; the
/// token as it was opened, for a start the family's name; `now` in Unix milliseconds. Answer: the
/// transition.
#[wasm_bindgen]
pub fn refresh_step(
    op: u32,
    address: usize,
    count: usize,
    options_len: usize,
    token_len: usize,
    now: f64,
) -> f64 {
    number(scratch::with([options_len, token_len], |[options, token], out| {
        let ring = KeyRing::new(keys::at(address, count))?;
        let options = Options::read(options)?;
        let (namespace, client, now) = (options.namespace, options.client, clock(now));
        let presented = || plain::read::<Refresh>(token);
        let made = match op {
            op::START => {
                let entropy = <&[u8; 16]>::try_from(&*token).map_err(|_| Error::BadArgument)?;
                let subject = options.subject.ok_or(Error::BadArgument)?;
                refresh::start(namespace, ring, entropy, subject, client, options.lifetime(), now)
            }
            op::ROTATE => refresh::rotate(namespace, ring, &presented()?, client, options.grace, now),
            op::END => refresh::end(namespace, &presented()?, now),
            op::END_ALL => refresh::end_all(namespace, &presented()?, now),
            _ => Err(Error::BadArgument),
        };
        put_transition(&made?, out)
    }))
}

/// Opens a refresh token with a block's keys. Argument: the token. Answer: 0; the struct.
#[wasm_bindgen]
pub fn refresh_open(address: usize, count: usize, token_len: usize) -> f64 {
    number(scratch::with([token_len], |[token], out| {
        let ring = KeyRing::new(keys::at(address, count))?;
        write(out, [plain::bytes(&refresh::open(ring, token)?)]);
        Ok(0)
    }))
}

/// Mints the token that was started, or comes after the one that was rotated, with the key of a block
/// that the record names. Argument: the transition. Answer: the token's length; when the family began
/// and ends, the `iat` of the access token (f64 each, Unix milliseconds), whether it was given before,
/// and whether the store had lost writes (u32 each, little-endian); the token.
#[wasm_bindgen]
pub fn refresh_mint(address: usize, count: usize) -> f64 {
    const HEAD: usize = 32;
    number(scratch::with([Transition::SIZE], |[block], out| {
        let refresh = plain::read::<Transition>(block)?.refresh()?;
        let (head, out) = out.split_at_mut_checked(HEAD).ok_or(Error::BadArgument)?;
        let token = refresh.mint(KeyRing::new(keys::at(address, count))?, out)?;
        let times = [refresh.created(), refresh.expires_at(), refresh.issued_at()]
            .map(|time| float(time).to_le_bytes());
        let flags = [refresh.is_repeated(), refresh.is_recovered()].map(|flag| u32::from(flag).to_le_bytes());
        write(head, [times.as_flattened(), flags.as_flattened()]);
        Ok(token.len())
    }))
}
