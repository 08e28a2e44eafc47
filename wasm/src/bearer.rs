//! `Authorization: Bearer`.

use tokenseal::{Error, bearer};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::answer::number;
use crate::scratch;

/// Finds the token of an `Authorization` header. Argument: the header. Answer: the token's length,
/// and it.
#[wasm_bindgen]
pub fn bearer_token(header_len: usize) -> f64 {
    number(scratch::with([header_len], |[header], out| {
        let token = bearer::token(header)?;
        out.get_mut(..token.len()).ok_or(Error::BadArgument)?.copy_from_slice(token);
        Ok(token.len())
    }))
}
