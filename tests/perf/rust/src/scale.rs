//! How the cost grows: with the token, with the ring, with a header made of nothing but semicolons.

use std::fmt::Write;
use std::hint::black_box;
use std::slice;

use tokenseal::jwt::{self, Policy};
use tokenseal::{Algorithm, Key, KeyRing, cookie};
use tokenseal_bench::{NOW, Operations, SECRET, mint, pad};

use crate::limit;
use crate::rounds::{LIMIT, candidate, measure};

/// The lengths of the tokens in bytes, as near as base64url comes.
const LENGTHS: [(usize, &str); 7] = [
    (128, "128 bytes"),
    (256, "256 bytes"),
    (512, "512 bytes"),
    (1024, "1,024 bytes"),
    (2048, "2,048 bytes"),
    (4096, "4,096 bytes"),
    (8192, "8,192 bytes"),
];

const SMALLEST: &str = r#"{"iat":1700000000,"exp":4102444800}"#;

/// One string that grows.
fn string(len: usize) -> String {
    pad(SMALLEST, len)
}

/// As many members of 33 bytes as fit, and a string for the rest.
fn members(len: usize) -> String {
    let mut object = SMALLEST.trim_end_matches('}').to_owned();
    for number in 0..len.saturating_sub(80) / 33 {
        write!(object, r#","claim-{number:04}":"0123456789abcdef""#).expect("memory");
    }
    object.push('}');
    pad(&object, len)
}

/// Verifying tokens of 128 bytes to 8 KB, of both kinds. The limit is that of the longest.
pub fn tokens() {
    growing("scale: one long string", string);
    growing("scale: many members", members);
}

fn growing(group: &str, claims: fn(usize) -> String) {
    let key = Key::new(Algorithm::Hs256, SECRET).expect("a key");
    // The header, two dots and the tag are 81 bytes.
    let tokens = LENGTHS.map(|(len, name)| (name, mint(&key, &claims((len - 81) * 3 / 4))));
    let mut all = vec![limit(Algorithm::Hs256, &tokens[LENGTHS.len() - 1].1)];
    for (name, token) in &tokens {
        let (key, mut out) = (&key, [0; 8192]);
        all.push(candidate(*name, move || {
            let token = black_box(token).as_bytes();
            jwt::verify(token, key, &Policy::default(), NOW, &mut out).expect("valid").as_json().len()
        }));
    }
    measure(group, all);
}

/// A token with a kid, verified with 64 keys and with its own alone.
pub fn ring(operations: &Operations) {
    let token = &operations.token_of_last_kid;
    let verify = |keys| {
        let (ring, mut out) = (KeyRing::new(keys).expect("keys"), [0; 512]);
        move || {
            jwt::verify(black_box(token).as_bytes(), ring, &Policy::default(), NOW, &mut out).expect("valid");
        }
    };
    let last = operations.ring.last().expect("64 keys");
    let all = vec![
        limit(Algorithm::Hs256, token),
        candidate("one key", verify(slice::from_ref(last))),
        candidate("64 keys", verify(&operations.ring)),
    ];
    measure("verify with a kid", all);
}

/// 10,000 semicolons, and as many bytes of one cookie.
pub fn cookie_header() {
    let semicolons = vec![b';'; 10_000];
    let one = [b"name=".as_slice(), &[b'x'; 9_995]].concat();
    let pairs = b"a=b;".repeat(2_500);
    let walk = |header: Vec<u8>| move || cookie::parse(black_box(&header)).count();
    let all = vec![
        candidate(LIMIT, {
            let one = one.clone();
            move || black_box(&one).iter().filter(|byte| **byte == b';').count()
        }),
        candidate("one cookie", walk(one)),
        candidate("2,500 cookies", walk(pairs)),
        candidate("10,000 semicolons", walk(semicolons)),
    ];
    measure("a Cookie header of 10,000 bytes", all);
}
