//! The three cookies, by the names and attributes that the other languages' bindings have.

use tokenseal::Error;
use tokenseal::cookie::{SameSite, SetCookie};

/// Of the session.
pub const SESSION: &str = "__Host-session";
/// Of the access token.
pub const ACCESS: &str = "__Host-access";
/// Of the refresh token.
pub const REFRESH: &str = "__Secure-refresh";
/// Below which the endpoints are, and where alone the refresh token is sent.
pub const PATH: &str = "/auth";

/// Sets one of them for so many milliseconds.
pub fn set(name: &str, value: &str, max_age: u64) -> Result<String, Error> {
    written(&SetCookie { max_age: Some(max_age), ..cookie(name, value) })
}

/// Removes all.
pub fn removed() -> Result<Vec<String>, Error> {
    [SESSION, ACCESS, REFRESH].iter().map(|name| written(&cookie(name, "").removal())).collect()
}

fn cookie<'a>(name: &'a str, value: &'a str) -> SetCookie<'a> {
    if name == REFRESH {
        SetCookie { path: Some(PATH), same_site: SameSite::Strict, ..SetCookie::new(name, value) }
    } else {
        SetCookie::new(name, value)
    }
}

fn written(cookie: &SetCookie<'_>) -> Result<String, Error> {
    let mut text = vec![0; cookie.len()?];
    Ok(cookie.write(&mut text)?.to_owned())
}
