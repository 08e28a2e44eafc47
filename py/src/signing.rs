//! Signing, and why it was refused.

use pyo3::prelude::*;
use pyo3::types::PyString;
use tokenseal::jwt::{self, Expiry};
use tokenseal::{Error, limits};

use crate::arguments::{Unread, extract};
use crate::buffer::{Room, with_buffer};
use crate::claims_in::Object;
use crate::errors::{OrRaise, bad_argument};
use crate::policy::Size;
use crate::text::{OneOrMany, Text};
use crate::time::{ExpiresIn, Instant, now as time_or_clock};

/// What arguments say beside the claims. They are left as they came: most calls have none.
#[derive(Clone, Copy)]
pub struct Added<'a, 'py> {
    pub expires_in: Option<Unread<'a, 'py>>,
    pub not_before: Option<Unread<'a, 'py>>,
    pub issued_at: Option<Unread<'a, 'py>>,
    pub issuer: Option<Unread<'a, 'py>>,
    pub subject: Option<Unread<'a, 'py>>,
    pub audience: Option<Unread<'a, 'py>>,
    pub jwt_id: Option<Unread<'a, 'py>>,
    pub typ: Option<Unread<'a, 'py>>,
    pub max_token: Option<Unread<'a, 'py>>,
    pub now: Option<Unread<'a, 'py>>,
}

/// The token of the claims.
pub fn sign<'py>(
    py: Python<'py>,
    key: &tokenseal::Key,
    claims: &Object<'_, 'py>,
    added: &Added<'_, 'py>,
) -> PyResult<Bound<'py, PyString>> {
    let Added { expires_in, not_before, issued_at, issuer, subject, audience, .. } = *added;
    let Added { jwt_id, typ, max_token, now, .. } = *added;
    let times = [expires_in, not_before, issued_at, now];
    let others = [issuer, subject, audience, jwt_id, typ, max_token];
    if times.iter().chain(&others).all(Option::is_none) {
        let mut written = Room::new();
        let json = claims.json("claims", &mut written)?;
        return token(py, key, &jwt::Claims { json, ..jwt::Claims::new(time_or_clock(py, None)?) });
    }
    let expires_in = extract(py, "expires_in", expires_in)?;
    let not_before = extract(py, "not_before", not_before)?;
    let issued_at = extract(py, "issued_at", issued_at)?;
    let issuer: Option<Text> = extract(py, "issuer", issuer)?;
    let subject: Option<Text> = extract(py, "subject", subject)?;
    let audience: Option<OneOrMany> = extract(py, "audience", audience)?;
    let jwt_id: Option<Text> = extract(py, "jwt_id", jwt_id)?;
    let typ: Option<Text> = extract(py, "typ", typ)?;
    let max_token = extract(py, "max_token", max_token)?;
    let now = extract(py, "now", now)?;

    let mut written = Room::new();
    let json = claims.json("claims", &mut written)?;
    let audience: Option<Vec<&str>> =
        audience.as_ref().map(|OneOrMany(texts)| texts.iter().map(Text::as_str).collect());
    let default = jwt::Claims::new(time_or_clock(py, now)?);
    let claims = jwt::Claims {
        json,
        issuer: issuer.as_ref().map(Text::as_str),
        subject: subject.as_ref().map(Text::as_str),
        audience: audience.as_deref(),
        jwt_id: jwt_id.as_ref().map(Text::as_str),
        expires_in: expires_in.map_or(default.expires_in, |ExpiresIn(expiry)| expiry),
        not_before: not_before.map(|Instant(millis)| millis),
        issued_at: issued_at.map(|Instant(millis)| millis),
        typ: typ.as_ref().map(Text::as_str),
        max_token: max_token.map_or(default.max_token, |Size(bytes)| bytes),
        ..default
    };
    token(py, key, &claims)
}

fn token<'py>(
    py: Python<'py>,
    key: &tokenseal::Key,
    claims: &jwt::Claims<'_>,
) -> PyResult<Bound<'py, PyString>> {
    let sign = |buf: &mut [u8]| jwt::sign(key, claims, buf).map(|token| PyString::new(py, token));
    // Enough for most: base64url, the registered claims, header and tag.
    match with_buffer(claims.json.len() / 2 * 3 + 256, sign) {
        Err(Error::BufferTooSmall { needed }) => with_buffer(needed, sign).or_raise(py),
        Err(Error::BadArgument) => Err(bad_argument(py, blame(claims))),
        done => done.or_raise(py),
    }
}

/// The words for a `bad-argument` of the core. They explain its verdict and take none.
fn blame(claims: &jwt::Claims<'_>) -> &'static str {
    let times = 0..=limits::MAX_TIME;
    if !times.contains(&claims.now) {
        "now is before 1970 or after the year 287396"
    } else if claims.audience.is_some_and(<[_]>::is_empty) {
        "audience is an empty list"
    } else if claims.audience.is_some_and(|audience| audience.len() > limits::MAX_NAMES) {
        "audience has more than 64 names"
    } else if claims.max_token > limits::MAX_TOKEN {
        "max_token is more than 65536 bytes"
    } else if matches!(claims.expires_in, Expiry::After(millis) if millis > limits::MAX_TIME.unsigned_abs()) {
        "expires_in is out of range"
    } else if claims.not_before.is_some_and(|millis| !times.contains(&millis)) {
        "not_before is out of range"
    } else if claims.issued_at.is_some_and(|millis| !times.contains(&millis)) {
        "issued_at is out of range"
    } else {
        "a claim is given twice: in the claims and as an argument"
    }
}
