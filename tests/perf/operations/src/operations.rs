//! The core's operations on ready inputs.

use std::hint::black_box;
use std::slice;

use serde::{Deserialize, Serialize};
use tokenseal::jwt::{self, Claims, Expiry, Policy};
use tokenseal::{Algorithm, Error, Key, KeyRing, cookie};

/// The secret of all keys: 32 bytes; HS512 takes it twice.
pub const SECRET: &[u8; 32] = b"0123456789abcdef0123456789abcdef";
/// The time of all operations, in Unix milliseconds.
pub const NOW: i64 = 1_700_000_000_000;
/// The usual claims.
pub const CLAIMS: &str = r#"{"sub":"user-42","role":"admin","iat":1700000000,"exp":4102444800}"#;

/// The name of the cookie that is sealed.
pub const COOKIE: &str = "__Host-user";
/// Its value.
pub const VALUE: &[u8] = b"user-42";

/// The usual claims as a type that borrows its text.
#[derive(Serialize, Deserialize)]
pub struct Borrowed<'a> {
    /// Whose it is.
    pub sub: &'a str,
    /// What they may do.
    pub role: &'a str,
    /// Since when, in Unix seconds.
    pub iat: u64,
    /// Until when, in Unix seconds.
    pub exp: u64,
}

/// A JSON object with a member `note` more, so that it is `len` bytes long; where there is no room for one, the object.
#[must_use]
pub fn pad(object: &str, len: usize) -> String {
    let opened = object.strip_suffix('}').expect("an object");
    let Some(note) = len.checked_sub(opened.len() + r#","note":""}"#.len()) else { return object.to_owned() };
    format!(r#"{opened},"note":"{}"}}"#, "x".repeat(note))
}

/// A token of these claims.
#[must_use]
pub fn mint(key: &Key, json: &str) -> String {
    let claims = Claims { json: json.as_bytes(), expires_in: Expiry::Never, ..Claims::new(NOW) };
    jwt::sign(key, &claims, &mut [0; 16_384]).expect("a token").to_owned()
}

/// All that the operations need: keys, tokens, a cookie, and the buffers they write to.
pub struct Operations {
    /// A key of [`SECRET`] without a kid.
    pub hs256: Key,
    hs512: Key,
    /// 64 keys, each with a kid.
    pub ring: Vec<Key>,
    /// [`CLAIMS`], signed with `hs256`.
    pub token: String,
    /// The same with 1,024 bytes of claims.
    pub long: String,
    /// [`CLAIMS`], signed with HS512.
    pub token_hs512: String,
    /// [`CLAIMS`], signed with the last key of the ring.
    pub token_of_last_kid: String,
    /// [`CLAIMS`], signed with somebody else's secret.
    pub forged: String,
    sealed: String,
    out: [u8; 2048],
    scratch: [u8; 512],
}

/// An operation and its name.
pub type Named = (&'static str, fn(&mut Operations) -> usize);

/// All operations; each gives back a number that the compiler can't know.
pub const ALL: &[Named] = &[
    ("verify", Operations::verify),
    ("verify to typed claims", Operations::verify_typed),
    ("sign", Operations::sign),
    ("sign typed claims", Operations::sign_typed),
    ("refuse a bad signature", Operations::refuse),
    ("verify 1,024 bytes", Operations::verify_long),
    ("verify HS512", Operations::verify_hs512),
    ("verify with a kid, 64 keys", Operations::verify_ring),
    ("seal a cookie", Operations::seal),
    ("open a cookie", Operations::open),
];

impl Default for Operations {
    fn default() -> Self {
        Self::new()
    }
}

impl Operations {
    /// Mints what is verified later.
    #[must_use]
    pub fn new() -> Self {
        let hs256 = Key::new(Algorithm::Hs256, SECRET).expect("a key");
        let hs512 = Key::new(Algorithm::Hs512, [*SECRET; 2].as_flattened()).expect("a key");
        let other = Key::new(Algorithm::Hs256, b"another secret, 32 bytes or more").expect("a key");
        let ring: Vec<Key> = (0..64)
            .map(|number| {
                let mut key = Key::new(Algorithm::Hs256, format!("{number:032}").as_bytes()).expect("a key");
                key.set_kid(&format!("2026-{number:02}")).expect("a kid");
                key
            })
            .collect();
        let sealed = cookie::seal(&hs256, COOKIE, VALUE, NOW, &mut [0; 256]).expect("a cookie").to_owned();
        Self {
            token: mint(&hs256, CLAIMS),
            long: mint(&hs256, &pad(CLAIMS, 1024)),
            token_hs512: mint(&hs512, CLAIMS),
            token_of_last_kid: mint(&ring[63], CLAIMS),
            forged: mint(&other, CLAIMS),
            sealed,
            hs256,
            hs512,
            ring,
            out: [0; 2048],
            scratch: [0; 512],
        }
    }
    /// Verifies `token`, to the text of its claims.
    pub fn verify(&mut self) -> usize {
        verified_len(&self.token, slice::from_ref(&self.hs256), &mut self.out)
    }

    /// Verifies `token`, to a type.
    pub fn verify_typed(&mut self) -> usize {
        let Self { token, hs256, out, scratch, .. } = self;
        let policy = Policy::default();
        let verified = jwt::verify(token.as_bytes(), &*hs256, &policy, NOW, out).expect("valid");
        let claims: Borrowed<'_> = verified.deserialize(scratch).expect("of that type");
        claims.sub.len() + claims.role.len() + usize::from(claims.exp > claims.iat)
    }

    /// Signs the text [`CLAIMS`].
    pub fn sign(&mut self) -> usize {
        let claims = Claims { json: CLAIMS.as_bytes(), expires_in: Expiry::Never, ..Claims::new(NOW) };
        jwt::sign(&self.hs256, black_box(&claims), &mut self.out).expect("a token").len()
    }

    /// Signs the same claims from a type.
    pub fn sign_typed(&mut self) -> usize {
        let typed = Borrowed { sub: "user-42", role: "admin", iat: 1_700_000_000, exp: 4_102_444_800 };
        let json = jwt::serialize(black_box(&typed), &mut self.scratch).expect("claims").as_bytes();
        let claims = Claims { json, expires_in: Expiry::Never, ..Claims::new(NOW) };
        jwt::sign(&self.hs256, &claims, &mut self.out).expect("a token").len()
    }

    /// Verifies `forged`.
    pub fn refuse(&mut self) -> usize {
        let refused =
            jwt::verify(self.forged.as_bytes(), &self.hs256, &Policy::default(), NOW, &mut self.out);
        assert_eq!(refused.err(), Some(Error::BadSignature));
        0
    }

    /// Verifies `long`.
    pub fn verify_long(&mut self) -> usize {
        verified_len(&self.long, slice::from_ref(&self.hs256), &mut self.out)
    }

    /// Verifies `token_hs512`.
    pub fn verify_hs512(&mut self) -> usize {
        verified_len(&self.token_hs512, slice::from_ref(&self.hs512), &mut self.out)
    }

    /// Verifies `token_of_last_kid` with the whole ring.
    pub fn verify_ring(&mut self) -> usize {
        verified_len(&self.token_of_last_kid, &self.ring, &mut self.out)
    }

    /// Seals a cookie of 7 bytes.
    pub fn seal(&mut self) -> usize {
        cookie::seal(&self.hs256, COOKIE, black_box(VALUE), NOW, &mut self.out).expect("a cookie").len()
    }

    /// Opens it, an hour old at most.
    pub fn open(&mut self) -> usize {
        let sealed = self.sealed.as_bytes();
        let opened = cookie::open(&self.hs256, COOKIE, sealed, Some(3_600_000), NOW, &mut self.out);
        opened.expect("a value").value.len()
    }

    /// What is under the MAC of the sealed cookie.
    #[must_use]
    pub fn sealed_message(&self) -> Vec<u8> {
        let dated = self.sealed.rsplit_once('.').expect("a tag").0;
        [&[0, 11], COOKIE.as_bytes(), dated.as_bytes()].concat()
    }
}

fn verified_len(token: &str, ring: &[Key], out: &mut [u8]) -> usize {
    let ring = KeyRing::new(ring).expect("keys");
    jwt::verify(token.as_bytes(), ring, &Policy::default(), NOW, out).expect("valid").as_json().len()
}
