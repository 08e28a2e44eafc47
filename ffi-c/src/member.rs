//! Reading claims
//!
//! Look-ups in the JSON text that tokenseal_jwt_verify wrote, so that flat claims need no JSON
//! library. They compare names after unescaping, and look at the outermost object only; what
//! tokenseal_claims_get_raw gives for an object may be looked into again.
//!
//! A claim that is not there: TOKENSEAL_MISSING_CLAIM. One of another type: TOKENSEAL_MALFORMED,
//! and so is a text that is no strict JSON object: it is read to its end.

use core::ffi::c_char;

use tokenseal::Error;
use tokenseal::json::{self, Value};

use crate::memory::{self, Output};
use crate::status::{answer, tokenseal_status};

/// Writes the string of a claim, unescaped, as UTF-8 without a NUL at the end. (A string may
/// contain NUL: compare it by its length.) As many bytes as the JSON text has always suffice.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_claims_get_string(
    json: *const c_char,
    json_len: usize,
    name: *const c_char,
    name_len: usize,
    text: *mut c_char,
    text_cap: usize,
    text_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (json, name) = unsafe { read(json, json_len, name, name_len) }?;
        let mut text = Output::new(text.cast::<u8>(), text_cap)?;
        let text_len = Output::new(text_len, 1)?;
        memory::apart(&[text.region(), text_len.region()], &[&json, &name])?;
        let found = find(json, name)?.0.as_text().ok_or(Error::Malformed)?;
        // SAFETY: the crate's contract, and they are apart.
        unsafe { memory::report(found.unescape(text.slice()).map(str::len), &text_len) }
    })
}

/// Says which integer a claim is. However it is spelled (12, 1.2e1), it must be integral and fit:
/// TOKENSEAL_MALFORMED.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_claims_get_integer(
    json: *const c_char,
    json_len: usize,
    name: *const c_char,
    name_len: usize,
    value: *mut i64,
) -> tokenseal_status {
    // SAFETY: the crate's contract.
    unsafe { get(json, json_len, name, name_len, value, |found| found.as_number()?.to_i64()) }
}

/// Says which time a claim such as exp or iat is (NumericDate, RFC 7519 section 2), in Unix
/// milliseconds, rounded up. It must be within 2^53 seconds of 1970: TOKENSEAL_MALFORMED.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_claims_get_time(
    json: *const c_char,
    json_len: usize,
    name: *const c_char,
    name_len: usize,
    millis: *mut i64,
) -> tokenseal_status {
    // SAFETY: the crate's contract.
    unsafe { get(json, json_len, name, name_len, millis, |found| found.as_number()?.to_millis()) }
}

/// Says whether a claim is true (1) or false (0).
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_claims_get_boolean(
    json: *const c_char,
    json_len: usize,
    name: *const c_char,
    name_len: usize,
    value: *mut u32,
) -> tokenseal_status {
    // SAFETY: the crate's contract.
    unsafe { get(json, json_len, name, name_len, value, |found| found.as_bool().map(u32::from)) }
}

/// Says where the value of a claim stands in the JSON text, as it is spelled: strings with their
/// quotes, objects and arrays with their brackets. The pointer is into the text that was given.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_claims_get_raw(
    json: *const c_char,
    json_len: usize,
    name: *const c_char,
    name_len: usize,
    value: *mut *const c_char,
    value_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (json, name) = unsafe { read(json, json_len, name, name_len) }?;
        let (value, value_len) = (Output::new(value, 1)?, Output::new(value_len, 1)?);
        memory::apart(&[value.region(), value_len.region()], &[&json, &name])?;
        let (_, raw) = find(json, name)?;
        // SAFETY: the crate's contract, and they are apart.
        unsafe {
            value.fill(|| raw.as_ptr().cast());
            value_len.fill(|| raw.len());
        }
        Ok(())
    })
}

/// Says whether a claim is this string, or an array that has this string as an element: for aud,
/// roles, scopes. found is 1 or 0. Another type than these two: TOKENSEAL_MALFORMED.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_claims_has_string(
    json: *const c_char,
    json_len: usize,
    name: *const c_char,
    name_len: usize,
    text: *const c_char,
    text_len: usize,
    found: *mut u32,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (json, name) = unsafe { read(json, json_len, name, name_len) }?;
        // SAFETY: the same.
        let text = unsafe { memory::text(text, text_len) }?.unwrap_or("");
        let found = Output::new(found, 1)?;
        memory::apart(&[found.region()], &[&json, &name, &text])?;
        let is_text = |value: Value<'_>| value.as_text().is_some_and(|value| value.eq_str(text));
        let answer = match find(json, name)?.0 {
            Value::Array(array) => json::elements(array).any(is_text),
            value @ Value::String(_) => is_text(value),
            _ => return Err(Error::Malformed),
        };
        // SAFETY: the crate's contract, and it is apart.
        unsafe { found.fill(|| u32::from(answer)) };
        Ok(())
    })
}

/// The JSON text and the name of a claim. That the text is UTF-8 is not yet known: an argument that is
/// wrong comes first.
///
/// # Safety
///
/// The crate's contract, for as long as `'a`.
unsafe fn read<'a>(
    json: *const c_char,
    json_len: usize,
    name: *const c_char,
    name_len: usize,
) -> Result<(&'a [u8], &'a str), Error> {
    // SAFETY: the same contract.
    let (json, name) =
        unsafe { (memory::input(json.cast::<u8>(), json_len)?, memory::text(name, name_len)?) };
    Ok((json, name.unwrap_or("")))
}

/// The value of a claim, and its text.
fn find<'a>(json: &'a [u8], name: &str) -> Result<(Value<'a>, &'a str), Error> {
    let json = core::str::from_utf8(json).map_err(|_| Error::Malformed)?;
    json::look_up(json, name)?.ok_or(Error::MissingClaim)
}

/// A look-up whose answer is one number.
///
/// # Safety
///
/// The crate's contract.
unsafe fn get<T: Copy>(
    json: *const c_char,
    json_len: usize,
    name: *const c_char,
    name_len: usize,
    output: *mut T,
    convert: fn(Value<'_>) -> Option<T>,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (json, name) = unsafe { read(json, json_len, name, name_len) }?;
        let output = Output::new(output, 1)?;
        memory::apart(&[output.region()], &[&json, &name])?;
        let value = convert(find(json, name)?.0).ok_or(Error::Malformed)?;
        // SAFETY: the crate's contract, and it is apart.
        unsafe { output.fill(|| value) };
        Ok(())
    })
}
