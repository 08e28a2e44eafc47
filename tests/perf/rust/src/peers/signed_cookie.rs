//! The signed jar of the `cookie` crate.

use std::hint::black_box;

use cookie::{Cookie, CookieJar, Key};
use tokenseal_bench::COOKIE;

use crate::rounds::{Candidate, candidate};

const NAME: &str = "cookie 0.18, SignedJar";

fn key() -> Key {
    Key::from(&[7; 64])
}

pub fn seal<'a>() -> Candidate<'a> {
    let key = key();
    candidate(NAME, move || {
        let mut jar = CookieJar::new();
        jar.signed_mut(&key).add(Cookie::new(COOKIE, black_box("user-42")));
        jar
    })
}

pub fn open<'a>() -> Candidate<'a> {
    let key = key();
    let mut jar = CookieJar::new();
    jar.signed_mut(&key).add((COOKIE, "user-42"));
    let signed = jar.get(COOKIE).expect("a cookie").value().to_owned();
    candidate(NAME, move || {
        let cookie = Cookie::new(COOKIE, black_box(signed.clone()));
        CookieJar::new().signed(&key).verify(cookie).expect("a good one")
    })
}
