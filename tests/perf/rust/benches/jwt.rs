//! Signing and verifying, beside the HMAC that neither can do without and beside jsonwebtoken.

#![allow(missing_docs, reason = "criterion's macros write undocumented functions")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use tokenseal::jwt::{self, Claims, Expiry, Policy};
use tokenseal::{Algorithm, Key};

const SECRET: &[u8; 64] = b"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const NOW: i64 = 1_700_000_000_000;
const JSON: &str = r#"{"sub":"user-42","role":"admin","iat":1700000000,"exp":4102444800}"#;

#[derive(Serialize, Deserialize)]
struct Typed {
    sub: String,
    role: String,
    iat: u64,
    exp: u64,
}

fn mint<'b>(key: &Key, json: &str, buf: &'b mut [u8]) -> &'b str {
    let claims = Claims { json: json.as_bytes(), expires_in: Expiry::Never, ..Claims::new(NOW) };
    jwt::sign(key, &claims, buf).expect("a token")
}

fn bare(c: &mut Criterion, group: &str, key: &Key, signed: &[u8]) {
    c.bench_function(&format!("{group}/HMAC alone, from precomputed states"), |b| {
        b.iter(|| key.mac(black_box(signed), &mut [0; 64]).map(|tag| tag[0]));
    });
}

fn verify(c: &mut Criterion, group: &str, algorithm: Algorithm, json: &str) {
    let key = Key::new(algorithm, SECRET).expect("a key");
    let mut buf = [0; 4096];
    let token = mint(&key, json, &mut buf);
    bare(c, group, &key, token.rsplit_once('.').expect("three parts").0.as_bytes());
    let mut out = [0; 4096];
    c.bench_function(&format!("{group}/tokenseal"), |b| {
        b.iter(|| {
            let token = black_box(token.as_bytes());
            jwt::verify(token, &key, &Policy::default(), NOW, &mut out).expect("valid").as_json().len()
        });
    });
    let name = match algorithm {
        Algorithm::Hs512 => jsonwebtoken::Algorithm::HS512,
        _ => jsonwebtoken::Algorithm::HS256,
    };
    let peer = jsonwebtoken::DecodingKey::from_secret(SECRET);
    let validation = jsonwebtoken::Validation::new(name);
    c.bench_function(&format!("{group}/jsonwebtoken"), |b| {
        b.iter(|| {
            jsonwebtoken::decode::<Typed>(black_box(token), &peer, &validation)
                .expect("valid")
                .claims
                .sub
                .len()
        });
    });
}

fn benches(c: &mut Criterion) {
    verify(c, "verify HS256", Algorithm::Hs256, JSON);
    verify(c, "verify HS512", Algorithm::Hs512, JSON);
    let long =
        format!("{},\"note\":\"{}\"}}", JSON.trim_end_matches('}'), "x".repeat(1024 - JSON.len() - 10));
    verify(c, "verify HS256, 1,024 bytes of claims", Algorithm::Hs256, &long);

    let key = Key::new(Algorithm::Hs256, SECRET).expect("a key");
    let mut buf = [0; 512];
    let token = mint(&key, JSON, &mut buf).to_owned();
    let signed = token.rsplit_once('.').expect("three parts").0.to_owned();

    let group = "verify HS256 to typed claims";
    bare(c, group, &key, signed.as_bytes());
    c.bench_function(&format!("{group}/tokenseal"), |b| {
        let (mut out, mut scratch) = ([0; 512], [0; 512]);
        b.iter(|| {
            let verified = jwt::verify(black_box(token.as_bytes()), &key, &Policy::default(), NOW, &mut out)
                .expect("valid");
            verified.deserialize::<Typed>(&mut scratch).expect("of that type").exp
        });
    });

    let group = "refuse a bad signature";
    bare(c, group, &key, signed.as_bytes());
    let other = Key::new(Algorithm::Hs256, b"another secret, 32 bytes or more").expect("a key");
    let forged = mint(&other, JSON, &mut buf).to_owned();
    c.bench_function(&format!("{group}/tokenseal"), |b| {
        let mut out = [0; 512];
        b.iter(|| {
            jwt::verify(black_box(forged.as_bytes()), &key, &Policy::default(), NOW, &mut out).is_err()
        });
    });
    let peer = jsonwebtoken::DecodingKey::from_secret(SECRET);
    let validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::HS256);
    c.bench_function(&format!("{group}/jsonwebtoken"), |b| {
        b.iter(|| jsonwebtoken::decode::<Typed>(black_box(&forged), &peer, &validation).is_err());
    });

    let group = "sign HS256";
    bare(c, group, &key, signed.as_bytes());
    c.bench_function(&format!("{group}/hmac crate, cloned key"), |b| {
        let key = Hmac::<Sha256>::new_from_slice(SECRET).expect("a key");
        b.iter(|| key.clone().chain_update(black_box(signed.as_bytes())).finalize().into_bytes()[0]);
    });
    c.bench_function(&format!("{group}/tokenseal"), |b| {
        let mut buf = [0; 512];
        b.iter(|| mint(&key, black_box(JSON), &mut buf).len());
    });
    let peer = jsonwebtoken::EncodingKey::from_secret(SECRET);
    let typed: Typed = serde_json::from_str(JSON).expect("claims");
    c.bench_function(&format!("{group}/jsonwebtoken"), |b| {
        let header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
        b.iter(|| jsonwebtoken::encode(&header, black_box(&typed), &peer).expect("a token").len());
    });
}

criterion_group! {
    name = jwt_benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    targets = benches
}
criterion_main!(jwt_benches);
