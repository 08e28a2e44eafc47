//! Numbers, the plain and slow way: as digits with a decimal point that is moved.

/// The digits before the point, whether anything but zeros is behind it, and the sign.
struct Decimal {
    negative: bool,
    whole: String,
    rest: bool,
}

/// The number that is spelled so, times ten to `shift`; `None` beyond 30 digits.
fn decimal(text: &str, shift: i64) -> Option<Decimal> {
    let text = text.to_ascii_lowercase();
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{}{fraction}", integer.trim_start_matches('-'));
    let negative = text.starts_with('-');
    if digits.bytes().all(|digit| digit == b'0') {
        return Some(Decimal { negative, whole: "0".into(), rest: false });
    }
    let exponent = exponent.parse().unwrap_or(if exponent.starts_with('-') { -9999 } else { 9999 });
    let point = (integer.trim_start_matches('-').len() as i64 + exponent.clamp(-9999, 9999) + shift).max(0);
    let padded = format!("{digits:0<width$}", width = point as usize);
    let (whole, rest) = padded.split_at(point as usize);
    let whole = whole.trim_start_matches('0');
    (whole.len() <= 30).then(|| Decimal {
        negative,
        whole: format!("0{whole}"),
        rest: rest.bytes().any(|digit| digit != b'0'),
    })
}

/// The integer that it is, however it is spelled.
pub fn integer(text: &str) -> Option<i128> {
    let Decimal { negative, whole, rest } = decimal(text, 0)?;
    let whole: i128 = whole.parse().ok()?;
    (!rest).then_some(if negative { -whole } else { whole })
}

/// Seconds as milliseconds, rounded up; none beyond 2^53 seconds.
pub fn millis(text: &str) -> Option<i64> {
    let Decimal { negative, whole, rest } = decimal(text, 3)?;
    let whole: i128 = whole.parse().ok()?;
    let bound = (1_i128 << 53) * 1000;
    if whole > bound || (whole == bound && rest) {
        return None;
    }
    i64::try_from(if negative { -whole } else { whole + i128::from(rest) }).ok()
}
