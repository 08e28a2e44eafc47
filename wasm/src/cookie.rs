//! Reading `Cookie`, building `Set-Cookie`.

use tokenseal::Error;
use tokenseal::cookie::{self, Priority, SameSite, SetCookie};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::answer::number;
use crate::record::{Fields, amount, instant, tag, text};
use crate::scratch;

/// Finds the pairs of a `Cookie` header. Argument: the header. Answer: their number; for each the
/// place and the length of the name, then of the value, in the header (u32, little-endian).
#[wasm_bindgen]
pub fn cookie_parse(header_len: usize) -> f64 {
    number(scratch::with([header_len], |[header], out| {
        let header = &*header;
        let (places, _) = out.as_chunks_mut();
        let mut places = places.chunks_exact_mut(4);
        let mut count = 0_usize;
        for (name, value) in cookie::parse(header) {
            let place = places.next().ok_or(Error::BadArgument)?;
            put(place, [start(name, header), name.len(), start(value, header), value.len()])?;
            count = count.saturating_add(1);
        }
        Ok(count)
    }))
}

/// Finds the first cookie of a name. Arguments: the header, the name. Answer: 0 when there is none,
/// else 1; the place and the length of the value in the header (u32, little-endian).
#[wasm_bindgen]
pub fn cookie_find(header_len: usize, name_len: usize) -> f64 {
    number(scratch::with([header_len, name_len], |[header, name], out| {
        let header = &*header;
        let Some(value) = cookie::find(header, name) else { return Ok(0) };
        let (place, _) = out.as_chunks_mut();
        put(place.get_mut(..2).ok_or(Error::BadArgument)?, [start(value, header), value.len()])?;
        Ok(1)
    }))
}

/// Where a part starts in the whole that it is of.
fn start(part: &[u8], whole: &[u8]) -> usize {
    part.as_ptr().addr().wrapping_sub(whole.as_ptr().addr())
}

fn put<const N: usize>(place: &mut [[u8; 4]], numbers: [usize; N]) -> Result<(), Error> {
    for (place, number) in place.iter_mut().zip(numbers) {
        *place = u32::try_from(number).map_err(|_| Error::Limit)?.to_le_bytes();
    }
    Ok(())
}

/// Writes a `Set-Cookie` header, or with `removal` the one that removes that cookie. Arguments:
/// options, name, value. Answer: the header's length, and it. The caller leaves room for the longest.
#[wasm_bindgen]
pub fn cookie_set(options_len: usize, name_len: usize, value_len: usize, removal: bool) -> f64 {
    number(scratch::with([options_len, name_len, value_len], |[options, name, value], out| {
        let mut cookie = SetCookie::new(text(name)?, text(value)?);
        for (tag, value) in Fields::new(options) {
            match tag {
                tag::PATH => cookie.path = Some(text(value)?),
                tag::NO_PATH => cookie.path = None,
                tag::DOMAIN => cookie.domain = Some(text(value)?),
                tag::MAX_AGE => cookie.max_age = Some(amount(value)?),
                tag::EXPIRES => cookie.expires = Some(instant(value)?),
                tag::NOT_SECURE => cookie.secure = false,
                tag::NOT_HTTP_ONLY => cookie.http_only = false,
                tag::SAME_SITE => cookie.same_site = same_site(value)?,
                tag::PARTITIONED => cookie.partitioned = true,
                tag::PRIORITY => cookie.priority = Some(priority(value)?),
                _ => return Err(Error::BadArgument),
            }
        }
        let cookie = if removal { cookie.removal() } else { cookie };
        Ok(cookie.write(out)?.len())
    }))
}

const fn same_site(name: &[u8]) -> Result<SameSite, Error> {
    match name {
        b"Strict" => Ok(SameSite::Strict),
        b"Lax" => Ok(SameSite::Lax),
        b"None" => Ok(SameSite::None),
        _ => Err(Error::BadArgument),
    }
}

const fn priority(name: &[u8]) -> Result<Priority, Error> {
    match name {
        b"Low" => Ok(Priority::Low),
        b"Medium" => Ok(Priority::Medium),
        b"High" => Ok(Priority::High),
        _ => Err(Error::BadArgument),
    }
}
