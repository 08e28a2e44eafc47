//! Setting cookies
//!
//! The value of a Set-Cookie header (RFC 6265bis section 4.1). Start from
//! TOKENSEAL_SET_COOKIE_INIT: a cookie for the whole site until the browser is closed, sent over
//! TLS only (Secure), out of reach of scripts (HttpOnly), and not with requests that other sites
//! make (SameSite=Lax).
//!
//!     tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
//!     cookie.name = TOKENSEAL_LITERAL("__Host-theme");
//!     cookie.value = TOKENSEAL_LITERAL("dark");
//!     cookie.max_age = 7 * 24 * 3600 * 1000;
//!
//! Every part is checked, so that no header can be injected: TOKENSEAL_COOKIE_CHARACTER. What
//! browsers would drop without a word has its own status too.

use core::ffi::c_char;

use tokenseal::Error;
use tokenseal::cookie::{Priority, SameSite, SetCookie};

use crate::claims::TOKENSEAL_NO_TIME;
use crate::cookie::text;
use crate::growing;
use crate::memory::{self, Input, Output, Region};
use crate::policy::TOKENSEAL_NO_MAX_AGE;
use crate::slice::tokenseal_slice;
use crate::status::{answer, tokenseal_status};

/// SameSite=Lax: not with requests from other sites, but when the user follows a link.
pub const TOKENSEAL_SAME_SITE_LAX: u32 = 0;
/// SameSite=Strict: not even then.
pub const TOKENSEAL_SAME_SITE_STRICT: u32 = 1;
/// SameSite=None: with all requests. Needs Secure: TOKENSEAL_COOKIE_INSECURE.
pub const TOKENSEAL_SAME_SITE_NONE: u32 = 2;

/// No Priority: which is medium.
pub const TOKENSEAL_PRIORITY_UNSET: u32 = 0;
/// Priority=Low: the first to go when a browser has too many cookies.
pub const TOKENSEAL_PRIORITY_LOW: u32 = 1;
/// Priority=Medium
pub const TOKENSEAL_PRIORITY_MEDIUM: u32 = 2;
/// Priority=High: the last to go.
pub const TOKENSEAL_PRIORITY_HIGH: u32 = 3;

/// A cookie to be set. Start from TOKENSEAL_SET_COOKIE_INIT.
#[repr(C)]
pub struct tokenseal_set_cookie {
    /// sizeof(tokenseal_set_cookie): says which version of this struct the program was compiled
    /// with.
    pub size: u32,
    /// 0: Secure. 1: also over plain HTTP, where anybody on the way can read it.
    pub not_secure: u32,
    /// 0: HttpOnly. 1: scripts of the page can read it.
    pub not_http_only: u32,
    /// One of TOKENSEAL_SAME_SITE_.
    pub same_site: u32,
    /// 1: Partitioned, a jar of its own for every site that embeds this one (CHIPS). Needs Secure.
    pub partitioned: u32,
    /// One of TOKENSEAL_PRIORITY_.
    pub priority: u32,
    /// Max-Age: how many milliseconds the browser keeps it, rounded down to seconds and cut to
    /// TOKENSEAL_MAX_COOKIE_AGE. 0 removes it. Or TOKENSEAL_NO_MAX_AGE.
    pub max_age: u64,
    /// Expires: until when the browser keeps it, in Unix milliseconds, up to the year 9999. Browsers
    /// that know Max-Age, which are all, do not look at it then. Or TOKENSEAL_NO_TIME.
    pub expires: i64,
    /// Letters, digits and !#$%&'*+-.^_`|~ (a token, RFC 9110). What begins with __Secure-, __Host-,
    /// __Http- or __Host-Http- is held to what that promises: TOKENSEAL_COOKIE_PREFIX.
    pub name: tokenseal_slice,
    /// Printable ASCII but for the space and ",;\, in double quotes or not. May be empty. Encode
    /// anything else, or seal it.
    pub value: tokenseal_slice,
    /// Path: "/", or where else the cookie is sent. NULL: the folder of the page that sets it.
    pub path: tokenseal_slice,
    /// Domain: a host whose subdomains get the cookie too. NULL: this host alone.
    pub domain: tokenseal_slice,
}

// No padding, or a later version would find chance in it.
const _: () = assert!(size_of::<tokenseal_set_cookie>() == 40 + 4 * size_of::<tokenseal_slice>());

/// Writes the value of the Set-Cookie header. TOKENSEAL_MAX_SET_COOKIE bytes always suffice.
///
/// A cookie is known to the browser by name, domain and path together; one with another path
/// does not replace it.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_set_cookie_write(
    cookie: *const tokenseal_set_cookie,
    header: *mut c_char,
    header_cap: usize,
    header_len: *mut usize,
) -> tokenseal_status {
    // SAFETY: the crate's contract.
    unsafe { write(cookie, header, header_cap, header_len, |cookie| cookie) }
}

/// Writes the header that removes this cookie from the browser: with the same name and attributes,
/// an empty value, Max-Age=0 and a date long past. What value, max_age and expires say does not
/// matter.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_set_cookie_removal(
    cookie: *const tokenseal_set_cookie,
    header: *mut c_char,
    header_cap: usize,
    header_len: *mut usize,
) -> tokenseal_status {
    // SAFETY: the crate's contract.
    unsafe { write(cookie, header, header_cap, header_len, |cookie| cookie.removal()) }
}

/// What the two have in common.
///
/// # Safety
///
/// The crate's contract.
unsafe fn write(
    cookie: *const tokenseal_set_cookie,
    header: *mut c_char,
    header_cap: usize,
    header_len: *mut usize,
    change: fn(SetCookie<'_>) -> SetCookie<'_>,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let cookie = unsafe { Read::new(cookie) }?;
        let mut header = Output::new(header.cast::<u8>(), header_cap)?;
        let header_len = Output::new(header_len, 1)?;
        memory::apart(&[header.region(), header_len.region()], &[&cookie])?;
        // SAFETY: the crate's contract, and they are apart.
        let written = change(cookie.cookie()?).write(unsafe { header.slice() }).map(str::len);
        // SAFETY: the same.
        unsafe { memory::report(written, &header_len) }
    })
}

/// A cookie that has been read.
struct Read<'a> {
    region: Region,
    fields: &'a tokenseal_set_cookie,
    /// Name, value, path and domain.
    texts: [Option<&'a str>; 4],
    regions: [Region; 4],
}

impl<'a> Read<'a> {
    /// # Safety
    ///
    /// The crate's contract, for as long as `'a`.
    unsafe fn new(cookie: *const tokenseal_set_cookie) -> Result<Self, Error> {
        // SAFETY: the same contract.
        let (fields, region) = unsafe { growing::read(cookie) }?;
        let mut texts = [None; 4];
        let mut regions = [region; 4];
        let slices = [fields.name, fields.value, fields.path, fields.domain];
        for ((place, region), slice) in texts.iter_mut().zip(&mut regions).zip(slices) {
            // SAFETY: the same contract.
            let text = unsafe { text(slice.ptr, slice.len) }?;
            *place = (!slice.ptr.is_null()).then_some(text);
            *region = Region::sized(slice.ptr, slice.len)?;
        }
        Ok(Self { region, fields, texts, regions })
    }

    fn cookie(&self) -> Result<SetCookie<'a>, Error> {
        let fields = self.fields;
        let [name, value, path, domain] = self.texts;
        Ok(SetCookie {
            path,
            domain,
            max_age: (fields.max_age != TOKENSEAL_NO_MAX_AGE).then_some(fields.max_age),
            expires: (fields.expires != TOKENSEAL_NO_TIME).then_some(fields.expires),
            secure: !growing::flag(fields.not_secure)?,
            http_only: !growing::flag(fields.not_http_only)?,
            same_site: match fields.same_site {
                TOKENSEAL_SAME_SITE_LAX => SameSite::Lax,
                TOKENSEAL_SAME_SITE_STRICT => SameSite::Strict,
                TOKENSEAL_SAME_SITE_NONE => SameSite::None,
                _ => return Err(Error::BadArgument),
            },
            partitioned: growing::flag(fields.partitioned)?,
            priority: match fields.priority {
                TOKENSEAL_PRIORITY_UNSET => None,
                TOKENSEAL_PRIORITY_LOW => Some(Priority::Low),
                TOKENSEAL_PRIORITY_MEDIUM => Some(Priority::Medium),
                TOKENSEAL_PRIORITY_HIGH => Some(Priority::High),
                _ => return Err(Error::BadArgument),
            },
            ..SetCookie::new(name.unwrap_or(""), value.unwrap_or(""))
        })
    }
}

impl Input for Read<'_> {
    fn touches(&self, region: Region) -> bool {
        self.region.overlaps(region) || self.regions.iter().any(|text| text.overlaps(region))
    }
}

#[cfg(test)]
mod tests {
    use tokenseal::cookie::{Priority, SameSite, SetCookie};
    use tokenseal::limits::{MAX_ATTRIBUTE, MAX_COOKIE};

    #[test]
    fn the_constant_suffices_for_every_header() {
        let (value, path, domain) =
            ("v".repeat(MAX_COOKIE - 1), "/".repeat(MAX_ATTRIBUTE), "d".repeat(MAX_ATTRIBUTE));
        let longest = SetCookie {
            path: Some(&path),
            domain: Some(&domain),
            max_age: Some(1 << 53),
            expires: Some(0),
            same_site: SameSite::Strict,
            partitioned: true,
            priority: Some(Priority::Medium),
            ..SetCookie::new("n", &value)
        };
        let needed = u32::try_from(longest.len().unwrap()).unwrap();
        assert!(needed > 6_200);
        assert!(needed <= crate::limits::TOKENSEAL_MAX_SET_COOKIE);
    }
}
