//! Cross-site request forgery: tokens, and the check of a request's origin.

use tokenseal::limits::MAX_CSRF_TOKEN;
use tokenseal::{Error, KeyRing, csrf};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::answer::{number, status};
use crate::record::{Fields, tag, text};
use crate::{keys, scratch};

/// Makes a token with a block's first key. Arguments: the binding, random bytes. Answer: the token's
/// length, and it.
#[wasm_bindgen]
pub fn csrf_token(address: usize, count: usize, binding_len: usize, entropy_len: usize) -> f64 {
    number(scratch::with([binding_len, entropy_len], |[binding, entropy], out| {
        let ring = KeyRing::new(keys::at(address, count))?;
        let out = out.get_mut(..MAX_CSRF_TOKEN).ok_or(Error::BadArgument)?;
        Ok(csrf::token(ring.signing_key(), binding, entropy, out)?.len())
    }))
}

/// How many random bytes a token of a block's first key takes.
#[wasm_bindgen]
pub fn csrf_entropy_len(address: usize, count: usize) -> f64 {
    number(
        KeyRing::new(keys::at(address, count))
            .and_then(|ring| ring.signing_key().algorithm())
            .map(csrf::entropy_len),
    )
}

/// Checks a token with a block's keys. Arguments: the binding, the token. Answer: 0.
#[wasm_bindgen]
pub fn csrf_verify(address: usize, count: usize, binding_len: usize, token_len: usize) -> f64 {
    status(scratch::with([binding_len, token_len], |[binding, token], _| {
        csrf::verify(KeyRing::new(keys::at(address, count))?, binding, token)
    }))
}

/// Checks what a request says of where it comes from. Argument: options. Answer: 0.
#[wasm_bindgen]
pub fn csrf_check_fetch(options_len: usize) -> f64 {
    status(scratch::with([options_len], |[options], _| {
        let fields = Fields::new(options);
        let mut allowed = None;
        let allowed = fields.names(tag::ALLOWED, &mut allowed)?;
        let mut fetch = csrf::Fetch { allowed, ..csrf::Fetch::default() };
        for (tag, value) in fields {
            match tag {
                tag::METHOD => fetch.method = text(value)?,
                tag::SITE => fetch.site = Some(text(value)?),
                tag::ORIGIN => fetch.origin = Some(text(value)?),
                tag::ALLOWED => {}
                tag::STRICT => fetch.strict = true,
                _ => return Err(Error::BadArgument),
            }
        }
        csrf::check_fetch(&fetch)
    }))
}
