//! oxitoken, over AWS-LC.

use std::hint::black_box;

use aws_lc_rs::hmac::{HMAC_SHA256, HMAC_SHA512, Key};
use oxitoken::Algorithm;
use oxitoken::claims::Exp;
use oxitoken::encoding::encode;
use oxitoken::header::Alg;
use oxitoken::validation::{StaticKeyProvider, ValidationPipeline};
use serde::{Deserialize, Serialize};
use tokenseal_bench::SECRET;

use super::Owned;
use crate::rounds::{Candidate, candidate};

const NAME: &str = "oxitoken 0.1";

#[derive(Serialize, Deserialize)]
struct Header {
    alg: Algorithm,
    typ: String,
}

impl Alg for Header {
    fn alg(&self) -> Algorithm {
        self.alg
    }
}

impl Exp for Owned {
    fn exp(&self) -> i64 {
        self.exp
    }
}

fn pipeline(key: Key) -> ValidationPipeline<Header, Owned, StaticKeyProvider<Key>> {
    ValidationPipeline::builder(key.into()).with_expiration_validator().build()
}

pub fn verify<'a>(token: &'a str) -> Candidate<'a> {
    let pipeline = pipeline(Key::new(HMAC_SHA256, SECRET));
    candidate(NAME, move || pipeline.verify(black_box(token.as_bytes())).expect("valid").1)
}

pub fn verify_hs512<'a>(token: &'a str) -> Candidate<'a> {
    let pipeline = pipeline(Key::new(HMAC_SHA512, [*SECRET; 2].as_flattened()));
    candidate(NAME, move || pipeline.verify(black_box(token.as_bytes())).expect("valid").1)
}

pub fn refuse<'a>(token: &'a str) -> Candidate<'a> {
    let pipeline = pipeline(Key::new(HMAC_SHA256, SECRET));
    candidate(NAME, move || pipeline.verify(black_box(token.as_bytes())).err().expect("forged"))
}

pub fn sign<'a>() -> Candidate<'a> {
    let key = Key::new(HMAC_SHA256, SECRET);
    let header = Header { alg: Algorithm::HS256, typ: "JWT".to_owned() };
    let claims = Owned::new();
    candidate(NAME, move || encode(&key, &header, black_box(&claims)).expect("a token"))
}
