//! What a fuzzer found, cut into fields from its front. `seed.py` writes the same.

use std::str;

/// The bytes that are left. Where there are none, numbers are 0 and texts empty.
pub struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn byte(&mut self) -> u8 {
        self.array::<1>()[0]
    }

    /// One of eight yes or no questions of a byte.
    pub fn flags(&mut self) -> impl Fn(u8) -> bool + use<> {
        let byte = self.byte();
        move |bit| byte & (1 << bit) != 0
    }

    pub fn number(&mut self) -> u64 {
        u64::from_be_bytes(self.array())
    }

    /// Any number, some seconds around [`NOW`](crate::NOW), or a bound.
    pub fn time(&mut self) -> i64 {
        match self.byte() {
            0 => self.number().cast_signed(),
            1 => crate::NOW + i64::from(i16::from_be_bytes(self.array())) * 100,
            2 => (1 << 53) + i64::from(self.byte()) - 4,
            kind => i64::from(kind) - 4,
        }
    }

    /// A field of two bytes of length.
    pub fn bytes(&mut self) -> &'a [u8] {
        let len = u16::from_be_bytes(self.array());
        self.take(len.into())
    }

    /// As [`bytes`](Self::bytes), up to what is no UTF-8.
    pub fn text(&mut self) -> &'a str {
        utf8(self.bytes())
    }

    /// A text or none.
    pub fn optional(&mut self) -> Option<&'a str> {
        (self.byte() & 1 != 0).then(|| self.text())
    }

    /// Up to this many texts.
    pub fn texts(&mut self, most: u8) -> Vec<&'a str> {
        (0..self.byte() % (most + 1)).map(|_| self.text()).collect()
    }

    pub const fn rest(&self) -> &'a [u8] {
        self.0
    }

    fn take(&mut self, len: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(len.min(self.0.len()));
        self.0 = rest;
        taken
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut array = [0; N];
        let taken = self.take(N);
        array[..taken.len()].copy_from_slice(taken);
        array
    }
}

fn utf8(bytes: &[u8]) -> &str {
    match str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => str::from_utf8(&bytes[..error.valid_up_to()]).unwrap(),
    }
}
