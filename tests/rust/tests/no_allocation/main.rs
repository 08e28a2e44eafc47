//! Nothing in the core allocates: every operation runs under an allocator that traps.

mod state;
mod trap;

use std::panic::catch_unwind;

use serde::{Deserialize, Serialize};
use tokenseal::cookie::dialect::{
    Dialect, Digest, Django, Express, Flask, Gorilla, Rails, RustCookie, Secrets, Starlette,
};
use tokenseal::cookie::{self, SetCookie};
use tokenseal::jwt::{self, Claims, Expiry, Policy};
use tokenseal::{Algorithm, Error, Key, KeyRing, bearer, jwk, unverified};

use trap::{release, without_allocation};

#[derive(Serialize, Deserialize)]
struct Role<'a> {
    role: &'a str,
    level: u8,
}

const NOW: i64 = 1_700_000_000_000;
const SECRET: &[u8; 64] = b"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const SET: &str = r#"{"keys":[{"kty":"oct","kid":"a\u0062","alg":"HS256",
    "k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY","key_ops":["sign","verify"],"use":"sig"}]}"#;

#[test]
fn the_trap_works() {
    assert!(catch_unwind(|| without_allocation(|| Box::new(1))).is_err());
    release();
}

#[test]
fn keys() {
    without_allocation(|| {
        let mut key = Key::with_short_secret(Algorithm::Hs384, b"short").unwrap();
        key.set_kid("k").unwrap();
        key.init(Algorithm::Hs512, SECRET).unwrap();
        key.init_hex(Algorithm::Hs256, SECRET).unwrap();
        key.init_base64url(Algorithm::Hs256, SECRET).unwrap();
        let mut keys = [Key::EMPTY];
        assert_eq!(jwk::load_set(SET.as_bytes(), None, &mut keys), Ok(1));
        let mut tag = [0; 64];
        let tag = keys[0].mac(b"data", &mut tag).unwrap();
        keys[0].verify_mac(b"data", tag).unwrap();
        assert_eq!(keys[0].verify_mac(b"date", tag), Err(Error::BadSignature));
    });
}

#[test]
fn sign_and_verify() {
    without_allocation(|| {
        let mut keys =
            [Key::new(Algorithm::Hs256, SECRET).unwrap(), Key::new(Algorithm::Hs512, SECRET).unwrap()];
        keys[0].set_kid("one\"").unwrap();
        let ring = KeyRing::new(&keys).unwrap();

        let mut json = [0; 256];
        let claims = Claims {
            json: jwt::serialize(&Role { role: "admin", level: 7 }, &mut json).unwrap().as_bytes(),
            issuer: Some("issuer"),
            subject: Some("user-42 \u{e9}"),
            audience: Some(&["a", "b"]),
            jwt_id: Some("id"),
            expires_in: Expiry::After(60_000),
            not_before: Some(NOW),
            ..Claims::new(NOW)
        };
        let policy = Policy {
            issuer: Some("issuer"),
            audience: Some(&["c", "b"]),
            leeway: 1000,
            max_age: Some(60_000),
            required: &["role", "level"],
            ..Policy::default()
        };
        let mut token = [0; 1024];
        let token = jwt::sign(ring.signing_key(), &claims, &mut token).unwrap();
        let mut buf = [0; 1024];
        let verified = jwt::verify(token.as_bytes(), ring, &policy, NOW, &mut buf).unwrap();
        assert_eq!(verified.audience().unwrap().iter().count(), 2);
        assert!(verified.get("role").is_some());
        let mut scratch = [0; 256];
        assert_eq!(verified.deserialize::<Role<'_>>(&mut scratch).unwrap().level, 7);

        for (now, error) in [(NOW - 10_000, Error::NotYetValid), (NOW + 61_000, Error::Expired)] {
            assert_eq!(jwt::verify(token.as_bytes(), ring, &policy, now, &mut buf).err(), Some(error));
        }
        for len in 0..token.len() {
            assert!(jwt::verify(&token.as_bytes()[..len], ring, &policy, NOW, &mut buf).is_err());
        }
        assert!(unverified::read(token.as_bytes(), &mut [0; 256], &mut buf).is_ok());
        assert!(bearer::token(b"Bearer abc").is_ok());
    });
}

#[test]
fn cookies() {
    without_allocation(|| {
        let key = Key::new(Algorithm::Hs512, SECRET).unwrap();
        let (mut sealed, mut buf) = ([0; 512], [0; 512]);
        let sealed = cookie::seal(&key, "sid", b"a value; with % and \xff", NOW, &mut sealed).unwrap();
        let set =
            SetCookie { max_age: Some(60_000), expires: Some(NOW), ..SetCookie::new("__Host-sid", sealed) };
        assert!(set.write(&mut buf).is_ok());
        assert!(set.removal().write(&mut buf).is_ok());
        assert_eq!(cookie::parse(b"a=1; b; c=2;;d=\x01; a=3").count(), 3);
        assert_eq!(cookie::find(b"a=1; a=2", b"a"), Some(&b"1"[..]));
        assert!(cookie::open(&key, "sid", sealed.as_bytes(), Some(1_000), NOW, &mut buf).is_ok());
        for len in 0..sealed.len() {
            assert!(cookie::open(&key, "sid", &sealed.as_bytes()[..len], None, NOW, &mut buf).is_err());
        }
    });
}

#[test]
fn dialects() {
    without_allocation(|| {
        let secrets: [&[u8]; 1] = [SECRET];
        let secrets = Secrets::new(&secrets);
        let rails = Rails::new(secrets, Digest::Sha256).unwrap();
        let dialects: [&dyn Dialect; 7] = [
            &Express::new(secrets),
            &Flask::new(secrets),
            &Starlette::new(secrets),
            &Django::new(secrets),
            &Gorilla::new(secrets),
            &RustCookie::new(secrets),
            &rails,
        ];
        for dialect in dialects {
            let (mut text, mut buf) = ([0; 512], [0; 512]);
            let text = dialect.seal("sid", b"{\"user\":42}", NOW, &mut text).unwrap();
            let opened = dialect.open("sid", text.as_bytes(), None, NOW, &mut buf).unwrap();
            assert_eq!(opened.value, b"{\"user\":42}");
            assert!(dialect.open("sid", &text.as_bytes()[1..], None, NOW, &mut buf).is_err());
        }
    });
}
