//! A token's three parts.

use crate::bytes::cut;
use crate::limits::MAX_HEADER;
use crate::{Error, base64url, word};

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
        let [first, second] = word::places(token, b'.').ok_or(Error::Malformed)?;
        let (signed, tag) = cut(token, second).ok_or(Error::Malformed)?;
        let (header, payload) = cut(signed, first).ok_or(Error::Malformed)?;
        if base64url::decoded_len(header.len()) > MAX_HEADER {
            return Err(Error::Limit);
        }
        Ok(Self { header, payload, tag, signed })
    }
}
