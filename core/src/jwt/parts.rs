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
        let dot = |byte: &u8| *byte == b'.';
        let header_len = token.iter().position(dot).ok_or(Error::Malformed)?;
        let tag_len = token.iter().rev().position(dot).unwrap_or(0);
        let signed_len = token.len().saturating_sub(tag_len).saturating_sub(1);
        let (header, rest) = token.split_at_checked(header_len).ok_or(Error::Malformed)?;
        // Where there is but one dot, nothing lies between the first and the last.
        let payload_end = signed_len.checked_sub(header_len).ok_or(Error::Malformed)?;
        let payload = rest.get(1..payload_end).ok_or(Error::Malformed)?;
        let (signed, tag) = token.split_at_checked(signed_len).ok_or(Error::Malformed)?;
        let tag = tag.get(1..).unwrap_or(&[]);
        // All of it is looked at, which compilers make wide instructions of.
        if payload.iter().fold(false, |found, byte| found | dot(byte)) {
            return Err(Error::Malformed);
        }
        if base64url::decoded_len(header.len()) > MAX_HEADER {
            return Err(Error::Limit);
        }
        Ok(Self { header, payload, tag, signed })
    }
}
