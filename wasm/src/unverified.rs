//! Reading a token without a key.

use tokenseal::{Error, limits, unverified};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::answer::number;
use crate::scratch;

/// Reads a token's header and claims. Argument: the token. Answer: the claims' length; the
/// header's length (u32, little-endian), the header, then the claims, from the byte
/// [`MAX_HEADER`](limits::MAX_HEADER) + 4 on.
#[wasm_bindgen]
pub fn inspect(token_len: usize) -> f64 {
    number(scratch::with([token_len], |[token], out| {
        let (header_len, out) = out.split_first_chunk_mut().ok_or(Error::BadArgument)?;
        let (header, claims) = out.split_at_mut_checked(limits::MAX_HEADER).ok_or(Error::BadArgument)?;
        let read = unverified::read(token, header, claims)?;
        let len = u32::try_from(read.header.len()).map_err(|_| Error::BadArgument)?;
        *header_len = len.to_le_bytes();
        Ok(read.claims.len())
    }))
}
