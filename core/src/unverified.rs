//! For inspectors only: what a token says, without asking whether it is true.
//!
//! Nothing of what these functions return has been verified. Do not decide anything by it.

use core::str;

use crate::json::read_object;
use crate::jwt::Parts;
use crate::limits::MAX_TOKEN;
use crate::{Error, base64url};

/// What a token says. Anybody could have written it.
#[derive(Clone, Copy, Debug)]
pub struct Unverified<'b> {
    /// The text of the header, a JSON object.
    pub header: &'b str,
    /// The text of the claims, a JSON object.
    pub claims: &'b str,
}

/// Decodes a token without verifying it. `header` must have room for
/// [`MAX_HEADER`](crate::limits::MAX_HEADER) bytes at the most, `claims` for
/// [`claims_len`](crate::jwt::claims_len).
///
/// # Errors
///
/// [`Error::Malformed`] and [`Error::Limit`] where the token's form is not that of a token;
/// [`Error::BufferTooSmall`], with the greater of both lengths.
pub fn read<'b>(token: &[u8], header: &'b mut [u8], claims: &'b mut [u8]) -> Result<Unverified<'b>, Error> {
    let parts = Parts::split(token, MAX_TOKEN)?;
    let header_len = base64url::decoded_len(parts.header.len());
    let claims_len = base64url::decoded_len(parts.payload.len());
    if header.len() < header_len || claims.len() < claims_len {
        return Err(Error::BufferTooSmall { needed: header_len.max(claims_len) });
    }
    let header = object(parts.header, header)?;
    base64url::check(parts.tag)?;
    let claims = object(parts.payload, claims)?;
    Ok(Unverified { header, claims })
}

fn object<'b>(encoded: &[u8], buf: &'b mut [u8]) -> Result<&'b str, Error> {
    let text = str::from_utf8(base64url::decode(encoded, buf)?).map_err(|_| Error::Malformed)?;
    read_object(text, |_, _| Ok(()))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::Error;

    #[test]
    fn both_buffers_must_suffice() {
        // {"alg":"none"}, {} and three bytes.
        let inspect = |header: usize, claims: usize| {
            read(b"eyJhbGciOiJub25lIn0.e30.AAAA", &mut vec![0; header], &mut vec![0; claims])
                .map(|read| (read.header.to_owned(), read.claims.to_owned()))
        };
        assert_eq!(inspect(14, 2), Ok((r#"{"alg":"none"}"#.to_owned(), "{}".to_owned())));
        assert_eq!(inspect(99, 99), inspect(14, 2));
        for (header, claims) in [(13, 2), (14, 1), (13, 99), (99, 1), (0, 0)] {
            assert_eq!(inspect(header, claims), Err(Error::BufferTooSmall { needed: 14 }));
        }
    }
}
