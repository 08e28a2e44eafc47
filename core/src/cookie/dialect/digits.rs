//! Numbers in texts: canonical, without leading zeros.

use super::format::MAX_SECONDS;
use crate::Error;

/// The digits of a number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Radix {
    Decimal,
    /// As Django counts: 0-9, A-Z, a-z.
    Base62,
}

/// A number written out.
pub(super) struct Digits {
    bytes: [u8; 20],
    start: usize,
}

impl Digits {
    pub(super) fn new(radix: Radix, value: u64) -> Self {
        let mut digits = Self { bytes: [b'0'; 20], start: 20 };
        let mut rest = value;
        for place in digits.bytes.iter_mut().rev() {
            let (more, digit) = match radix {
                Radix::Decimal => (rest / 10, rest % 10),
                Radix::Base62 => (rest / 62, rest % 62),
            };
            *place = character(digit.to_le_bytes()[0]);
            digits.start = digits.start.saturating_sub(1);
            rest = more;
            if rest == 0 {
                break;
            }
        }
        digits
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or(&[])
    }
}

/// The number of seconds that `text` is, if it is spelled as [`Digits`] would.
pub(super) fn read_seconds(radix: Radix, text: &[u8]) -> Result<u64, Error> {
    if matches!(text, [] | [b'0', _, ..]) {
        return Err(Error::Malformed);
    }
    let mut value = 0_u64;
    for byte in text {
        let digit = match (byte, radix) {
            (b'0'..=b'9', _) => byte.wrapping_sub(b'0'),
            (b'A'..=b'Z', Radix::Base62) => byte.wrapping_sub(b'A').wrapping_add(10),
            (b'a'..=b'z', Radix::Base62) => byte.wrapping_sub(b'a').wrapping_add(36),
            _ => return Err(Error::Malformed),
        };
        let base = if radix == Radix::Decimal { 10 } else { 62 };
        value = value.saturating_mul(base).saturating_add(u64::from(digit));
    }
    if value > MAX_SECONDS { Err(Error::Malformed) } else { Ok(value) }
}

const fn character(digit: u8) -> u8 {
    match digit {
        0..10 => b'0'.wrapping_add(digit),
        10..36 => b'A'.wrapping_add(digit.wrapping_sub(10)),
        _ => b'a'.wrapping_add(digit.wrapping_sub(36)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::format::MAX_SECONDS;
    use super::{Digits, Radix, read_seconds};
    use crate::Error;

    #[test]
    fn numbers_round_trip() {
        let values = (0..5_000).chain([1_700_000_000, MAX_SECONDS - 1, MAX_SECONDS]);
        for value in values {
            for radix in [Radix::Decimal, Radix::Base62] {
                assert_eq!(read_seconds(radix, Digits::new(radix, value).as_bytes()), Ok(value));
            }
            assert_eq!(Digits::new(Radix::Decimal, value).as_bytes(), value.to_string().as_bytes());
        }
        assert_eq!(Digits::new(Radix::Base62, 1_700_000_000).as_bytes(), b"1r31eq");
        assert_eq!(Digits::new(Radix::Decimal, u64::MAX).as_bytes(), b"18446744073709551615");
    }

    #[test]
    fn one_spelling_only() {
        for text in
            ["", "00", "01", "-1", "+1", " 1", "1 ", "1.0", "9007199254741", "99999999999999999999999"]
        {
            assert_eq!(read_seconds(Radix::Decimal, text.as_bytes()), Err(Error::Malformed), "{text}");
        }
        for text in ["", "01", "-1", "1_", "zzzzzzzzzzzzzzzzzzzzzzzz"] {
            assert_eq!(read_seconds(Radix::Base62, text.as_bytes()), Err(Error::Malformed), "{text}");
        }
        assert_eq!(read_seconds(Radix::Decimal, b"A"), Err(Error::Malformed));
    }
}
