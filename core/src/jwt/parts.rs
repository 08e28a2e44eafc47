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
        let mut dots = token.iter().enumerate().filter(|(_, byte)| **byte == b'.').map(|(at, _)| at);
        let (Some(first), Some(second), None) = (dots.next(), dots.next(), dots.next()) else {
            return Err(Error::Malformed);
        };
        let part = |from: usize, to: usize| token.get(from..to).ok_or(Error::Malformed);
        let parts = Self {
            header: part(0, first)?,
            payload: part(first.saturating_add(1), second)?,
            tag: part(second.saturating_add(1), token.len())?,
            signed: part(0, second)?,
        };
        if base64url::decoded_len(parts.header.len()) > MAX_HEADER {
            return Err(Error::Limit);
        }
        Ok(parts)
    }

    /// Decodes the tag, or checks the form of one that no algorithm makes, whose bytes are not
    /// needed to refuse it.
    pub(crate) fn tag<'b>(&self, out: &'b mut [u8; 64]) -> Result<&'b [u8], Error> {
        if base64url::decoded_len(self.tag.len()) > out.len() {
            base64url::check(self.tag)?;
            return Ok(&[]);
        }
        base64url::decode(self.tag, out)
    }
}
