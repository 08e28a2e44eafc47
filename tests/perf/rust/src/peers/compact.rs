//! jwt-compact.

use std::hint::black_box;

use chrono::DateTime;
use jwt_compact::alg::{Hs256, Hs256Key};
use jwt_compact::{AlgorithmExt, Claims, Header, TimeOptions, UntrustedToken};
use serde::{Deserialize, Serialize};
use tokenseal_bench::SECRET;

use crate::rounds::{Candidate, candidate};

const NAME: &str = "jwt-compact 0.8";

/// It reads `exp` and `iat` itself.
#[derive(Clone, Serialize, Deserialize)]
struct Custom {
    sub: String,
    role: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

pub fn verify<'a>(token: &'a str) -> Candidate<'a> {
    let key = Hs256Key::new(SECRET);
    let options = TimeOptions::default();
    candidate(NAME, move || {
        let untrusted = UntrustedToken::new(black_box(token)).expect("a token");
        let token = Hs256.validator::<Custom>(&key).validate(&untrusted).expect("valid");
        token.claims().validate_expiration(&options).expect("not expired");
        token.into_parts().1
    })
}

pub fn refuse<'a>(token: &'a str) -> Candidate<'a> {
    let key = Hs256Key::new(SECRET);
    candidate(NAME, move || {
        let untrusted = UntrustedToken::new(black_box(token)).expect("a token");
        Hs256.validator::<Custom>(&key).validate(&untrusted).err().expect("forged")
    })
}

pub fn sign<'a>() -> Candidate<'a> {
    let key = Hs256Key::new(SECRET);
    let header = Header::empty().with_token_type("JWT");
    let custom = Custom { sub: "user-42".to_owned(), role: "admin".to_owned(), note: None };
    let mut claims = Claims::new(custom);
    claims.issued_at = DateTime::from_timestamp(1_700_000_000, 0);
    claims.expiration = DateTime::from_timestamp(4_102_444_800, 0);
    candidate(NAME, move || Hs256.token(&header, black_box(&claims), &key).expect("a token"))
}
