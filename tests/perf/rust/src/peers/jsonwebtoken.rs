//! jsonwebtoken, with the same SHA-2 as ours.

use std::hint::black_box;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use tokenseal_bench::SECRET;

use super::Owned;
use crate::rounds::{Candidate, candidate};

const NAME: &str = "jsonwebtoken 11";

pub fn verify<'a>(token: &'a str, algorithm: Algorithm, secret: &[u8]) -> Candidate<'a> {
    let key = DecodingKey::from_secret(secret);
    let validation = Validation::new(algorithm);
    candidate(NAME, move || decode::<Owned>(black_box(token), &key, &validation).expect("valid").claims)
}

pub fn refuse<'a>(token: &'a str) -> Candidate<'a> {
    let key = DecodingKey::from_secret(SECRET);
    let validation = Validation::new(Algorithm::HS256);
    candidate(NAME, move || decode::<Owned>(black_box(token), &key, &validation).err().expect("forged"))
}

pub fn sign<'a>() -> Candidate<'a> {
    let key = EncodingKey::from_secret(SECRET);
    let header = Header::new(Algorithm::HS256);
    let claims = Owned::new();
    candidate(NAME, move || encode(&header, black_box(&claims), &key).expect("a token"))
}
