//! The time of an expiry as Rails writes it: `2023-11-14T22:13:20.000Z` (ISO 8601, UTC).

use core::str;

use crate::Error;
use crate::cookie::date::date;
use crate::json::Writer;

/// A time written out.
pub(super) type Text = [u8; LEN];

const LEN: usize = 24;
/// The last millisecond of the year 9999.
const LAST: u64 = 253_402_300_799_999;
const DAY: u64 = 86_400_000;

/// Writes a time in Unix milliseconds. [`Error::BadArgument`] past the year 9999.
pub(super) fn write(millis: u64) -> Result<Text, Error> {
    if millis > LAST {
        return Err(Error::BadArgument);
    }
    let (year, month, day) = date(millis / DAY);
    let of_day = millis % DAY;
    let mut text = [0; LEN];
    let mut writer = Writer::new(&mut text);
    for (value, digits, separator) in [
        (year, 4, "-"),
        (month, 2, "-"),
        (day, 2, "T"),
        (of_day / 3_600_000, 2, ":"),
        (of_day / 60_000 % 60, 2, ":"),
        (of_day / 1_000 % 60, 2, "."),
        (of_day % 1_000, 3, "Z"),
    ] {
        writer.digits(value, digits);
        writer.put(separator);
    }
    Ok(text)
}

/// Reads a time of the years 1970 to 9999 in exactly that form; Unix milliseconds.
pub(super) fn read(text: &str) -> Result<i64, Error> {
    let field = |start: usize, end: usize| {
        let digits = text.get(start..end).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        digits.and_then(|digits| digits.parse::<u64>().ok()).ok_or(Error::Malformed)
    };
    let days = days(field(0, 4)?, field(5, 7)?, field(8, 10)?)?;
    let millis = [
        days.saturating_mul(DAY),
        field(11, 13)?.saturating_mul(3_600_000),
        field(14, 16)?.saturating_mul(60_000),
        field(17, 19)?.saturating_mul(1_000),
        field(20, 23)?,
    ];
    let millis = millis.iter().fold(0, |sum: u64, part| sum.saturating_add(*part));
    // No other text than the one that is written for this time: so every field was in its range.
    let same = write(millis).map_err(|_| Error::Malformed)?;
    if str::from_utf8(&same) != Ok(text) {
        return Err(Error::Malformed);
    }
    i64::try_from(millis).map_err(|_| Error::Malformed)
}

/// Days since 1970, of a year that has at most four digits.
#[expect(clippy::arithmetic_side_effects, reason = "every term is bounded by the checks before")]
fn days(year: u64, month: u64, day: u64) -> Result<u64, Error> {
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return Err(Error::Malformed);
    }
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year;
    Ok(days.saturating_sub(719_468))
}

#[cfg(test)]
mod tests {
    use super::{DAY, LAST, read, write};
    use crate::Error;

    #[test]
    fn every_day_reads_back() {
        let mut before = String::new();
        for day in 0..=LAST / DAY {
            let millis = day * DAY + 3_723_004;
            let text = String::from_utf8(write(millis).unwrap().to_vec()).unwrap();
            assert_eq!(read(&text), Ok(i64::try_from(millis).unwrap()), "{text}");
            assert!(text > before && text.ends_with("T01:02:03.004Z"));
            before = text;
        }
        assert_eq!(&write(1_700_000_000_000).unwrap(), b"2023-11-14T22:13:20.000Z");
        assert_eq!(&write(951_782_400_000).unwrap(), b"2000-02-29T00:00:00.000Z");
        assert_eq!(&write(LAST).unwrap(), b"9999-12-31T23:59:59.999Z");
        assert_eq!(write(LAST + 1), Err(Error::BadArgument));
    }

    #[test]
    fn no_other_text() {
        for text in [
            "",
            "2023-11-14T22:13:20Z",
            "2023-11-14T22:13:20.000+00:00",
            "2023-11-14 22:13:20.000Z",
            "2023-11-14T22:13:20.000z",
            "2023-11-14T22:13:20.0000Z",
            "2023-11-14T22:13:20,000Z",
            "2023-11-31T22:13:20.000Z",
            "2023-02-29T22:13:20.000Z",
            "2023-00-14T22:13:20.000Z",
            "2023-13-14T22:13:20.000Z",
            "2023-11-00T22:13:20.000Z",
            "2023-11-14T24:13:20.000Z",
            "2023-11-14T22:60:20.000Z",
            "2023-11-14T22:13:60.000Z",
            "1969-12-31T23:59:59.999Z",
            "0000-03-01T00:00:00.000Z",
            "+023-11-14T22:13:20.000Z",
            "2023-11-14T22:13:20.00éZ",
        ] {
            assert_eq!(read(text), Err(Error::Malformed), "{text}");
        }
    }
}
