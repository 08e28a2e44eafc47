//! The sealed text, piece by piece.

use core::str;

use super::base64::Base64;
use crate::Error;
use crate::bytes::copy;
use crate::limits::MAX_COOKIE;

/// Text that is being written into the caller's buffer.
pub(super) struct Output<'b> {
    buf: &'b mut [u8],
    len: usize,
}

impl<'b> Output<'b> {
    /// Takes `needed` bytes of the buffer: exactly what will be written.
    pub(super) fn new(buf: &'b mut [u8], needed: usize) -> Result<Self, Error> {
        if needed > MAX_COOKIE {
            return Err(Error::CookieTooLarge);
        }
        let buf = buf.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;
        Ok(Self { buf, len: 0 })
    }

    pub(super) fn put(&mut self, bytes: &[u8]) {
        self.len = self.len.saturating_add(copy(self.rest(), bytes));
    }

    pub(super) fn put_base64(&mut self, kind: Base64, bytes: &[u8]) {
        let len = kind.encode(bytes, self.rest()).unwrap_or(0);
        self.len = self.len.saturating_add(len);
    }

    /// Two lower-case digits a byte.
    pub(super) fn put_hex(&mut self, bytes: &[u8]) {
        let digit = |value: u8| {
            if value < 10 { b'0'.wrapping_add(value) } else { b'a'.wrapping_sub(10).wrapping_add(value) }
        };
        for byte in bytes {
            self.put(&[digit(byte >> 4), digit(byte & 15)]);
        }
    }

    /// Makes the last `len` bytes that were written base64, in their place.
    pub(super) fn encode_last(&mut self, kind: Base64, len: usize) -> Result<(), Error> {
        let start = self.len.saturating_sub(len);
        let encoded_len = kind.encoded_len(len);
        let end = start.saturating_add(encoded_len);
        let place = self.buf.get_mut(start..end).ok_or(Error::BadArgument)?;
        let shift = encoded_len.saturating_sub(len);
        for at in (0..len).rev() {
            let byte = place.get(at).copied().unwrap_or(0);
            if let Some(to) = place.get_mut(at.saturating_add(shift)) {
                *to = byte;
            }
        }
        kind.encode_from_end(place, len)?;
        self.len = end;
        Ok(())
    }

    pub(super) fn written(&self) -> &[u8] {
        self.buf.get(..self.len).unwrap_or(&[])
    }

    fn rest(&mut self) -> &mut [u8] {
        self.buf.get_mut(self.len..).unwrap_or(&mut [])
    }

    pub(super) fn finish(self) -> Result<&'b str, Error> {
        // Values that are written as they are have been checked.
        str::from_utf8(self.buf).map_err(|_| Error::BadArgument)
    }
}

/// The lengths' sum.
pub(super) fn sum(lengths: &[usize]) -> usize {
    lengths.iter().fold(0, |sum: usize, len| sum.saturating_add(*len))
}

/// A value that is written as it is.
pub(super) fn check_text(value: &[u8]) -> Result<(), Error> {
    str::from_utf8(value).map(drop).map_err(|_| Error::CookieCharacter)
}
