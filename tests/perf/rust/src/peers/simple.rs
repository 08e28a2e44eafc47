//! jwt-simple, in its pure Rust form.

use std::hint::black_box;

use jwt_simple::algorithms::{HS256Key, MACLike};
use jwt_simple::claims::JWTClaims;
use jwt_simple::common::VerificationOptions;
use serde::{Deserialize, Serialize};
use tokenseal_bench::{CLAIMS, SECRET};

use crate::rounds::{Candidate, candidate};

const NAME: &str = "jwt-simple 0.14";

/// It reads the registered claims itself.
#[derive(Clone, Serialize, Deserialize)]
struct Custom {
    role: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

pub fn verify<'a>(token: &'a str) -> Candidate<'a> {
    let key = HS256Key::from_bytes(SECRET);
    candidate(NAME, move || {
        key.verify_token::<Custom>(black_box(token), Some(VerificationOptions::default())).expect("valid")
    })
}

pub fn refuse<'a>(token: &'a str) -> Candidate<'a> {
    let key = HS256Key::from_bytes(SECRET);
    candidate(NAME, move || {
        key.verify_token::<Custom>(black_box(token), Some(VerificationOptions::default()))
            .err()
            .expect("forged")
    })
}

pub fn sign<'a>() -> Candidate<'a> {
    let key = HS256Key::from_bytes(SECRET);
    let claims: JWTClaims<Custom> = serde_json::from_str(CLAIMS).expect("claims");
    candidate(NAME, move || key.authenticate(black_box(claims.clone())).expect("a token"))
}
