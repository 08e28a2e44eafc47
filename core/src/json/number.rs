//! A JSON number, as it is spelled.

use crate::limits::MAX_TIME;
use crate::word;

/// A number that the strict reader has passed.
#[derive(Clone, Copy, Debug)]
pub struct Number<'a> {
    text: &'a str,
}

/// The greatest NumericDate in milliseconds: 2^53 seconds.
const MAX_DATE: u64 = (1 << 53) * 1000;

impl<'a> Number<'a> {
    /// `text` must be a legal number of at most [`MAX_NUMBER`](crate::limits::MAX_NUMBER)
    /// characters.
    pub(crate) const fn new(text: &'a str) -> Self {
        Self { text }
    }

    /// The number as it is spelled.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.text
    }

    /// Whether it is spelled without fraction and exponent.
    #[must_use]
    pub fn is_integer_literal(&self) -> bool {
        !self.text.bytes().any(|b| matches!(b, b'.' | b'e' | b'E'))
    }

    /// The value, where it is integral (however it is spelled) and fits.
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        if let Some(value) = self.short_integer() {
            return i64::try_from(value).ok();
        }
        let Scaled { negative, whole, rest } = self.scaled(0)?;
        match (rest, negative) {
            (true, _) => None,
            (false, false) => i64::try_from(whole).ok(),
            (false, true) => 0_i64.checked_sub_unsigned(whole),
        }
    }

    /// The value, where it is integral (however it is spelled), not negative and fits.
    #[must_use]
    pub fn to_u64(&self) -> Option<u64> {
        if let Some(value) = self.short_integer() {
            return Some(value);
        }
        let Scaled { negative, whole, rest } = self.scaled(0)?;
        if rest || (negative && whole != 0) { None } else { Some(whole) }
    }

    /// The value as a NumericDate (RFC 7519 section 2): seconds, to milliseconds, rounded up.
    /// `None` beyond plus or minus 2^53 seconds.
    #[must_use]
    pub fn to_millis(&self) -> Option<i64> {
        if let Some(seconds) = self.short_integer() {
            // At most 15 digits: the product fits.
            return i64::try_from(seconds.wrapping_mul(1000)).ok();
        }
        let Scaled { negative, whole, rest } = self.scaled(3)?;
        if whole > MAX_DATE || (whole == MAX_DATE && rest) {
            return None;
        }
        let whole = i64::try_from(whole).ok()?;
        Some(if negative { whole.saturating_neg() } else { whole.saturating_add(i64::from(rest)) })
    }

    /// The value as a NumericDate in whole seconds, rounded down. `None` beyond plus or minus 2^53.
    pub(crate) fn to_seconds(self) -> Option<i64> {
        let Scaled { negative, whole, rest } = self.scaled(0)?;
        let whole = i64::try_from(whole).ok().filter(|whole| *whole <= MAX_TIME)?;
        Some(if negative { whole.saturating_add(i64::from(rest)).saturating_neg() } else { whole })
    }

    /// The value of the usual spelling: nothing but digits, at most 15, fewer than 2^53 has.
    #[inline]
    fn short_integer(&self) -> Option<u64> {
        word::integer(self.text.as_bytes())
    }

    /// The value times ten to `shift`, cut into its whole part and whether anything is left.
    /// `None` when the whole part has more than 19 digits.
    fn scaled(&self, shift: i64) -> Option<Scaled> {
        let (negative, unsigned) = match self.text.strip_prefix('-') {
            Some(unsigned) => (true, unsigned),
            None => (false, self.text),
        };
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)),
            None => (unsigned, 0),
        };
        let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = || integer.bytes().chain(fraction.bytes()).map(|b| u64::from(b.wrapping_sub(b'0')));
        if digits().all(|digit| digit == 0) {
            return Some(Scaled { negative, whole: 0, rest: false });
        }
        // How many of the digits stand before the decimal point; more than there are means zeros.
        let before = i64::try_from(integer.len()).ok()?.saturating_add(exponent).saturating_add(shift);
        let mut whole = 0_u64;
        let mut rest = false;
        let mut seen = 0_i64;
        for digit in digits() {
            if seen < before {
                whole = whole.checked_mul(10)?.checked_add(digit)?;
            } else {
                rest |= digit != 0;
            }
            seen = seen.saturating_add(1);
        }
        while seen < before {
            whole = whole.checked_mul(10)?;
            seen = seen.saturating_add(1);
        }
        Some(Scaled { negative, whole, rest })
    }
}

struct Scaled {
    negative: bool,
    whole: u64,
    rest: bool,
}

/// An exponent, cut off where it is beyond all use.
fn read_exponent(text: &str) -> i64 {
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    let mut value = 0_i64;
    for digit in digits {
        value = value.saturating_mul(10).saturating_add(i64::from(digit.wrapping_sub(b'0'))).min(1_000_000);
    }
    if negative { value.saturating_neg() } else { value }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn numeric_dates_are_exact_and_rounded_up() {
        for (text, millis) in [
            ("0", Some(0)),
            ("-0", Some(0)),
            ("-0.0e5", Some(0)),
            ("1", Some(1000)),
            ("1.5", Some(1500)),
            ("1.0001", Some(1001)),
            ("1.001000000000000000000000000000000000001", Some(1002)),
            ("-1.0001", Some(-1000)),
            ("-1.0011", Some(-1001)),
            ("0.0000001", Some(1)),
            ("-0.0000001", Some(0)),
            ("1e3", Some(1_000_000)),
            ("1E+3", Some(1_000_000)),
            ("17e-1", Some(1700)),
            ("17000000000e-1", Some(1_700_000_000_000)),
            ("1e-400", Some(1)),
            ("1e-99999999999999999999", Some(1)),
            ("0e99999999999999999999", Some(0)),
            ("1e400", None),
            ("1e99999999999999999999", None),
            ("9007199254740992", Some(9_007_199_254_740_992_000)),
            ("9007199254740992.0000", Some(9_007_199_254_740_992_000)),
            ("9007199254740992.0001", None),
            ("9007199254740991.9999", Some(9_007_199_254_740_992_000)),
            ("9007199254740993", None),
            ("-9007199254740992", Some(-9_007_199_254_740_992_000)),
            ("-9007199254740992.0001", None),
            ("18446744073709551616", None),
            ("0.0000000000000000000000000000000000000000001e46", Some(1_000_000)),
            ("100000000000000000000000000000000000000e-38", Some(1000)),
        ] {
            assert_eq!(Number::new(text).to_millis(), millis, "{text}");
        }
    }

    #[test]
    fn integers_however_spelled() {
        for (text, value) in [
            ("12", Some(12)),
            ("1.2e1", Some(12)),
            ("120e-1", Some(12)),
            ("1.25e1", None),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775808", None),
            ("-9223372036854775808", Some(i64::MIN)),
            ("-9223372036854775809", None),
            ("1e18", Some(1_000_000_000_000_000_000)),
        ] {
            assert_eq!(Number::new(text).to_i64(), value, "{text}");
        }
    }

    #[test]
    fn integer_literals_have_neither_fraction_nor_exponent() {
        for (text, is) in [("0", true), ("-12", true), ("1.0", false), ("1e3", false), ("1E3", false)] {
            assert_eq!(Number::new(text).is_integer_literal(), is, "{text}");
        }
    }
}
