//! Bearer
//!
//! The HTTP header "Authorization: Bearer <token>" (RFC 6750 section 2.1).

use core::ffi::c_char;

use tokenseal::bearer;

use crate::memory::{self, Output};
use crate::status::{answer, tokenseal_status};

/// Says where the token stands in the value of an Authorization header. The pointer is into the
/// text that was given; the token has been checked for its characters only.
///
/// TOKENSEAL_NOT_BEARER: the value is empty or of another scheme, so that the request may have
/// been meant for somebody else. TOKENSEAL_MALFORMED: the scheme is right and the rest is not.
/// TOKENSEAL_LIMIT: longer than TOKENSEAL_MAX_TOKEN.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_bearer_token(
    header: *const c_char,
    header_len: usize,
    token: *mut *const c_char,
    token_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let header = unsafe { memory::input(header.cast::<u8>(), header_len) }?;
        let (token, token_len) = (Output::new(token, 1)?, Output::new(token_len, 1)?);
        memory::apart(&[token.region(), token_len.region()], &[&header])?;
        let found = bearer::token(header)?;
        // SAFETY: the crate's contract, and they are apart.
        unsafe {
            token.fill(|| found.as_ptr().cast());
            token_len.fill(|| found.len());
        }
        Ok(())
    })
}
