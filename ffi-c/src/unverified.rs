//! Unverified
//!
//! For inspecting a token without a key, in a debugger or a log viewer. Nothing that is read here
//! has been authenticated: anybody can have written it. Never decide anything by it.

use core::ffi::c_char;

use tokenseal::jwt::claims_len;
use tokenseal::{Error, unverified};

use crate::memory::{self, Output};
use crate::status::{answer, tokenseal_status};

/// Decodes a token of at most TOKENSEAL_MAX_TOKEN bytes and writes its header and its claims, both
/// JSON texts, after a check of their form alone. TOKENSEAL_CLAIMS_LEN(token_len) bytes always
/// suffice for either.
///
/// TOKENSEAL_BUFFER_TOO_SMALL: both lengths say how much is needed. On a failure what the buffers
/// hold is of no meaning.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_unverified_read(
    token: *const c_char,
    token_len: usize,
    header: *mut c_char,
    header_cap: usize,
    header_len: *mut usize,
    claims: *mut c_char,
    claims_cap: usize,
    claims_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let token = unsafe { memory::input(token.cast::<u8>(), token_len) }?;
        let (mut header, header_len) =
            (Output::new(header.cast::<u8>(), header_cap)?, Output::new(header_len, 1)?);
        let (mut claims, claims_len) =
            (Output::new(claims.cast::<u8>(), claims_cap)?, Output::new(claims_len, 1)?);
        memory::apart(
            &[header.region(), header_len.region(), claims.region(), claims_len.region()],
            &[&token],
        )?;
        // SAFETY: the crate's contract, and they are apart.
        let read = unsafe { unverified::read(token, header.slice(), claims.slice()) };
        let lengths = match &read {
            Ok(read) => (read.header.len(), read.claims.len()),
            Err(Error::BufferTooSmall { .. }) => needed(token),
            Err(error) => return Err(*error),
        };
        // SAFETY: the same.
        unsafe {
            header_len.fill(|| lengths.0);
            claims_len.fill(|| lengths.1);
        }
        read.map(|_| ())
    })
}

/// How long the header and the claims are. The core says only the greater of both.
fn needed(token: &[u8]) -> (usize, usize) {
    let mut lengths = token.split(|byte| *byte == b'.').map(|part| claims_len(part.len()));
    (lengths.next().unwrap_or(0), lengths.next().unwrap_or(0))
}
