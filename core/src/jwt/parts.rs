//! A token's three parts.

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
        let (header, rest) = cut_at_dot(token).ok_or(Error::Malformed)?;
        let (payload, tag) = cut_at_dot(rest).ok_or(Error::Malformed)?;
        if word::find(tag, b'.').is_some() {
            return Err(Error::Malformed);
        }
        let signed_len = token.len().saturating_sub(tag.len()).saturating_sub(1);
        let signed = token.get(..signed_len).ok_or(Error::Malformed)?;
        if base64url::decoded_len(header.len()) > MAX_HEADER {
            return Err(Error::Limit);
        }
        Ok(Self { header, payload, tag, signed })
    }
}

fn cut_at_dot(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = word::find(text, b'.')?;
    Some((text.get(..at)?, text.get(at.saturating_add(1)..)?))
}
