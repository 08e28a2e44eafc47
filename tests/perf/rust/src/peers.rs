//! What other crates do of the same. Those that take types get and give ones that own their text.

mod compact;
mod jsonwebtoken;
mod oxitoken;
mod signed_cookie;
mod simple;

use std::hint::black_box;

use ::jsonwebtoken::Algorithm;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use tokenseal::Key;
use tokenseal::jwt::{self, Policy};
use tokenseal_bench::{NOW, SECRET};

use crate::rounds::{Candidate, candidate};

pub use signed_cookie::{open, seal};

/// The usual claims, and the note of the long ones.
#[derive(Clone, Serialize, Deserialize)]
struct Owned {
    sub: String,
    role: String,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl Owned {
    fn new() -> Self {
        let (sub, role) = ("user-42".to_owned(), "admin".to_owned());
        Self { sub, role, iat: 1_700_000_000, exp: 4_102_444_800, note: None }
    }
}

/// Ours, to the type that the peers give.
pub fn owned<'a>(token: &'a str) -> Candidate<'a> {
    let key = Key::new(tokenseal::Algorithm::Hs256, SECRET).expect("a key");
    let (mut out, mut scratch) = ([0; 512], [0; 512]);
    candidate("tokenseal, to owned strings", move || {
        let token = black_box(token).as_bytes();
        let verified = jwt::verify(token, &key, &Policy::default(), NOW, &mut out).expect("valid");
        verified.deserialize::<Owned>(&mut scratch).expect("of that type")
    })
}

/// The HMAC of the `hmac` crate, whose key is cloned for each message.
pub fn hmac_crate<'a>(token: &str) -> Candidate<'a> {
    let data = token.rsplit_once('.').expect("three parts").0.to_owned();
    let key = Hmac::<Sha256>::new_from_slice(SECRET).expect("a key");
    candidate("hmac crate, HMAC alone", move || {
        key.clone().chain_update(black_box(data.as_bytes())).finalize().into_bytes()
    })
}

pub fn verify<'a>(token: &'a str) -> Vec<Candidate<'a>> {
    vec![
        oxitoken::verify(token),
        jsonwebtoken::verify(token, Algorithm::HS256, SECRET),
        compact::verify(token),
        simple::verify(token),
    ]
}

pub fn verify_hs512<'a>(token: &'a str) -> Vec<Candidate<'a>> {
    vec![
        oxitoken::verify_hs512(token),
        jsonwebtoken::verify(token, Algorithm::HS512, [*SECRET; 2].as_flattened()),
    ]
}

pub fn refuse<'a>(token: &'a str) -> Vec<Candidate<'a>> {
    vec![oxitoken::refuse(token), jsonwebtoken::refuse(token), compact::refuse(token), simple::refuse(token)]
}

pub fn sign<'a>() -> Vec<Candidate<'a>> {
    vec![oxitoken::sign(), jsonwebtoken::sign(), compact::sign(), simple::sign()]
}
