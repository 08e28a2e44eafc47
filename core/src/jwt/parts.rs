//! A token's three parts.

use crate::limits::MAX_HEADER;
use crate::{Error, base64url};

/// The parts of a token, still encoded.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub(crate) header: &'a [u8],
    pub(crate) payload: &'a [u8],
    pub(crate) tag: &'a [u8],
    /// Header, dot and payload: what the MAC is made of.
    pub(crate) signed: &'a [u8],
}

impl<'a> Parts<'a> {
    /// Cuts a token at its two dots.
    pub(crate) fn split(token: &'a [u8], max_token: usize) -> Result<Self, Error> {
        if token.len() > max_token {
            return Err(Error::Limit);
        }
        let mut parts = token.split(|byte| *byte == b'.');
        let (Some(header), Some(payload), Some(tag), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Error::Malformed);
        };
        if base64url::decoded_len(header.len()) > MAX_HEADER {
            return Err(Error::Limit);
        }
        let signed_len = header.len().saturating_add(payload.len()).saturating_add(1);
        let signed = token.get(..signed_len).ok_or(Error::Malformed)?;
        Ok(Self { header, payload, tag, signed })
    }
}
