//! The calendar (Gregorian, UTC).

/// Year, month and day of a day since 1970. Nothing saturates before the year 9999.
pub(super) fn date(days: u64) -> (u64, u64, u64) {
    // Years that begin in March have their odd day at the end; 146,097 days are 400 years.
    let since_march_of_0 = days.saturating_add(719_468);
    let era = since_march_of_0 / 146_097;
    let day_of_era = since_march_of_0 % 146_097;
    // Without the leap days before it, every year has 365.
    let leap_days =
        (day_of_era / 1_460).saturating_add(day_of_era / 146_096).saturating_sub(day_of_era / 36_524);
    let year_of_era = day_of_era.saturating_sub(leap_days) / 365;
    let first_day =
        year_of_era.saturating_mul(365).saturating_add(year_of_era / 4).saturating_sub(year_of_era / 100);
    let day_of_year = day_of_era.saturating_sub(first_day);
    let month = day_of_year.saturating_mul(5).saturating_add(2) / 153;
    let first_of_month = month.saturating_mul(153).saturating_add(2) / 5;
    let day = day_of_year.saturating_sub(first_of_month).saturating_add(1);
    let (month, next_year) =
        if month < 10 { (month.saturating_add(3), 0) } else { (month.saturating_sub(9), 1) };
    (era.saturating_mul(400).saturating_add(year_of_era).saturating_add(next_year), month, day)
}
