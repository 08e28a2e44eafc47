//! Building a `Set-Cookie` header.

use super::date::date;
use super::{check_name, check_size, is_octet};
use crate::Error;
use crate::json::Writer;
use crate::limits::{MAX_ATTRIBUTE, MAX_COOKIE_AGE, MAX_TIME};

/// Which requests of other sites a cookie goes with (RFC 6265bis section 4.1.2.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SameSite {
    /// None at all.
    Strict,
    /// Only when the user follows a link.
    #[default]
    Lax,
    /// All. Needs `Secure`.
    None,
}

/// Which cookies a browser keeps longest when it has too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// `Low`
    Low,
    /// `Medium`
    Medium,
    /// `High`
    High,
}

/// A cookie to be set.
///
/// ```
/// use tokenseal::cookie::SetCookie;
///
/// let mut buf = [0; 128];
/// let cookie = SetCookie { max_age: Some(3_600_000), ..SetCookie::new("__Host-sid", "abc") };
/// assert_eq!(cookie.write(&mut buf)?, "__Host-sid=abc; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax");
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SetCookie<'a> {
    /// A token (RFC 9110 section 5.6.2). The prefixes `__Secure-`, `__Host-`, `__Http-` and
    /// `__Host-Http-` are held to their attributes.
    pub name: &'a str,
    /// Cookie octets (RFC 6265 section 4.1.1), in double quotes or not.
    pub value: &'a str,
    /// `Path`: `/` unless given. `None` leaves it to the browser.
    pub path: Option<&'a str>,
    /// `Domain`: the host alone unless given.
    pub domain: Option<&'a str>,
    /// `Max-Age`, in milliseconds; rounded down to seconds, cut to 400 days.
    pub max_age: Option<u64>,
    /// `Expires`, in Unix milliseconds; rounded down to seconds.
    pub expires: Option<i64>,
    /// `Secure`: set unless told otherwise.
    pub secure: bool,
    /// `HttpOnly`: set unless told otherwise.
    pub http_only: bool,
    /// `SameSite`: `Lax` unless given.
    pub same_site: SameSite,
    /// `Partitioned` (CHIPS).
    pub partitioned: bool,
    /// `Priority`
    pub priority: Option<Priority>,
}

/// The last moment of the year 9999, in milliseconds.
const LAST_DATE: i64 = 253_402_300_799_999;

impl<'a> SetCookie<'a> {
    /// A cookie for the browser's session, with `HttpOnly; Secure; SameSite=Lax; Path=/`.
    #[must_use]
    pub const fn new(name: &'a str, value: &'a str) -> Self {
        Self {
            name,
            value,
            path: Some("/"),
            domain: None,
            max_age: None,
            expires: None,
            secure: true,
            http_only: true,
            same_site: SameSite::Lax,
            partitioned: false,
            priority: None,
        }
    }

    /// The cookie that removes this one from the browser: the same name and attributes, an empty
    /// value, and a date long past.
    #[must_use]
    pub const fn removal(&self) -> Self {
        Self { value: "", max_age: Some(0), expires: Some(0), ..*self }
    }

    /// Writes the header's value into the front of `buf` and returns it.
    ///
    /// # Errors
    ///
    /// [`Error::CookieCharacter`] when a part holds what may not stand there;
    /// [`Error::CookieTooLarge`] and [`Error::AttributeTooLarge`]; [`Error::CookieInsecure`] and
    /// [`Error::CookiePrefix`] when browsers would drop the cookie; [`Error::BadArgument`] when a
    /// time is out of range; [`Error::BufferTooSmall`]. Nothing is written then.
    pub fn write<'b>(&self, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        let needed = self.len()?;
        let mut writer = Writer::new(buf.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?);
        self.put(&mut writer);
        writer.finish()
    }

    /// Length in bytes of what [`write`](Self::write) writes.
    ///
    /// # Errors
    ///
    /// As [`write`](Self::write).
    #[expect(clippy::len_without_is_empty, reason = "the length of a text that is never empty")]
    pub fn len(&self) -> Result<usize, Error> {
        self.check()?;
        let mut writer = Writer::new(&mut []);
        self.put(&mut writer);
        Ok(writer.needed())
    }

    fn check(&self) -> Result<(), Error> {
        let times_are_sound = self.max_age.is_none_or(|age| age <= MAX_TIME.unsigned_abs())
            && self.expires.is_none_or(|time| (0..=LAST_DATE).contains(&time));
        if !times_are_sound {
            return Err(Error::BadArgument);
        }
        check_name(self.name)?;
        let value =
            self.value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(self.value);
        let path_is_sound = |path: &str| {
            path.starts_with('/')
                && !path.ends_with(' ')
                && path.bytes().all(|b| matches!(b, b' '..=b'~') && b != b';')
        };
        let domain_is_sound = |domain: &str| {
            !domain.is_empty()
                && domain.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'))
        };
        if !value.bytes().all(is_octet)
            || !self.path.is_none_or(path_is_sound)
            || !self.domain.is_none_or(domain_is_sound)
        {
            return Err(Error::CookieCharacter);
        }
        check_size(self.name, self.value.len())?;
        if [self.path, self.domain].into_iter().flatten().any(|attribute| attribute.len() > MAX_ATTRIBUTE) {
            return Err(Error::AttributeTooLarge);
        }
        if !self.secure && (self.partitioned || matches!(self.same_site, SameSite::None)) {
            return Err(Error::CookieInsecure);
        }
        self.check_prefix()
    }

    /// RFC 6265bis section 4.1.3. Browsers compare the prefixes without case.
    fn check_prefix(&self) -> Result<(), Error> {
        let has = |prefix: &str| {
            self.name
                .split_at_checked(prefix.len())
                .is_some_and(|(start, _)| start.eq_ignore_ascii_case(prefix))
        };
        let is_host_only = self.secure && self.domain.is_none() && self.path == Some("/");
        let is_sound = (!has("__Secure-") || self.secure)
            && (!has("__Host-") || is_host_only)
            && (!has("__Http-") || (self.secure && self.http_only))
            && (!has("__Host-Http-") || self.http_only);
        if is_sound { Ok(()) } else { Err(Error::CookiePrefix) }
    }

    fn put(&self, writer: &mut Writer<'_>) {
        writer.put(self.name);
        writer.put("=");
        writer.put(self.value);
        for (label, value) in [("; Path=", self.path), ("; Domain=", self.domain)] {
            if let Some(value) = value {
                writer.put(label);
                writer.put(value);
            }
        }
        if let Some(max_age) = self.max_age {
            writer.put("; Max-Age=");
            writer.digits(max_age.min(MAX_COOKIE_AGE) / 1000, 1);
        }
        if let Some(expires) = self.expires {
            writer.put("; Expires=");
            put_date(writer, expires.unsigned_abs() / 1000);
        }
        let flags = [
            (self.secure, "; Secure"),
            (self.http_only, "; HttpOnly"),
            (matches!(self.same_site, SameSite::Strict), "; SameSite=Strict"),
            (matches!(self.same_site, SameSite::Lax), "; SameSite=Lax"),
            (matches!(self.same_site, SameSite::None), "; SameSite=None"),
            (self.partitioned, "; Partitioned"),
            (self.priority == Some(Priority::Low), "; Priority=Low"),
            (self.priority == Some(Priority::Medium), "; Priority=Medium"),
            (self.priority == Some(Priority::High), "; Priority=High"),
        ];
        for (is_set, text) in flags {
            if is_set {
                writer.put(text);
            }
        }
    }
}

const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 13] =
    ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Writes an IMF-fixdate (RFC 9110 section 5.6.7). `seconds` are Unix time, before the year 10000.
fn put_date(writer: &mut Writer<'_>, seconds: u64) {
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = date(days);
    let name = |names: &[&'static str], index: u64| {
        usize::try_from(index).ok().and_then(|index| names.get(index).copied()).unwrap_or("")
    };
    writer.put(name(&WEEKDAYS, days % 7));
    writer.put(", ");
    writer.digits(day, 2);
    writer.put(" ");
    writer.put(name(&MONTHS, month));
    writer.put(" ");
    writer.digits(year, 4);
    for (separator, value) in [(" ", second / 3_600), (":", second / 60 % 60), (":", second % 60)] {
        writer.put(separator);
        writer.digits(value, 2);
    }
    writer.put(" GMT");
}

#[cfg(test)]
mod tests {
    use super::put_date;
    use crate::json::Writer;

    /// Every day from 1970 to 9999 against a calendar that counts them one by one.
    #[test]
    fn dates_of_eight_thousand_years() {
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let mut days = 0_u64;
        for year in 1970..10_000_u64 {
            let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
            for (month, name) in names.iter().enumerate() {
                let length = match month {
                    1 if is_leap => 29,
                    1 => 28,
                    3 | 5 | 8 | 10 => 30,
                    _ => 31,
                };
                for day in 1..=length {
                    let mut buf = [0; 29];
                    let mut writer = Writer::new(&mut buf);
                    put_date(&mut writer, days * 86_400 + 86_399);
                    let weekday = weekdays[usize::try_from((days + 3) % 7).unwrap()];
                    assert_eq!(
                        writer.finish().unwrap(),
                        format!("{weekday}, {day:02} {name} {year} 23:59:59 GMT")
                    );
                    days += 1;
                }
            }
        }
        assert_eq!(days, 2_932_897);
    }
}
