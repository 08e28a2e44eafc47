//! The keys of the targets.

use std::sync::LazyLock;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha384, Sha512};
use tokenseal::{Algorithm, Key};

/// How many there are.
pub const COUNT: usize = 6;

static KEYS: LazyLock<[Key; COUNT]> = LazyLock::new(|| {
    let named = |algorithm, byte, kid| {
        let mut key = Key::new(algorithm, &[byte; 64]).unwrap();
        key.set_kid(kid).unwrap();
        key
    };
    let jwk = |operation| {
        let k = "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8";
        let json = format!(
            r#"{{"kty":"oct","alg":"HS256","kid":"{operation}","k":"{k}","key_ops":["{operation}"]}}"#
        );
        Key::from_jwk(json.as_bytes(), None).unwrap()
    };
    [
        named(Algorithm::Hs256, 7, "a"),
        Key::new(Algorithm::Hs384, &[8; 64]).unwrap(),
        named(Algorithm::Hs512, 9, "a"),
        Key::with_short_secret(Algorithm::Hs256, b"short").unwrap(),
        jwk("sign"),
        jwk("verify"),
    ]
});

/// One of them.
pub fn key(index: u8) -> &'static Key {
    &KEYS[usize::from(index) % COUNT]
}

/// Those whose bit is set, the last ones first if the highest one is; never none.
pub fn ring(bits: u8) -> Vec<Key> {
    let copy = |key: &Key| {
        let mut copy = Key::EMPTY;
        copy.copy_from(key);
        copy
    };
    let mut ring: Vec<_> =
        (0..COUNT).filter(|bit| bits & (1 << bit) != 0).map(|index| copy(&KEYS[index])).collect();
    if ring.is_empty() {
        ring.push(copy(&KEYS[0]));
    }
    if bits & 0x80 != 0 {
        ring.reverse();
    }
    ring
}

/// Whether it may sign. Those of a JWK are named after what they may.
pub fn may_sign(key: &Key) -> bool {
    key.kid() != Some("verify")
}

/// Whether it may verify.
pub fn may_verify(key: &Key) -> bool {
    key.kid() != Some("sign")
}

/// Whether its secret is too short for all but tokens.
pub fn is_short(key: &Key) -> bool {
    *key.mac(b"", &mut [0; 64]).unwrap() == *KEYS[3].mac(b"", &mut [0; 64]).unwrap()
}

/// HMAC as others make it.
pub fn hmac(algorithm: Algorithm, secret: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    fn run<M: Mac + KeyInit>(secret: &[u8], parts: &[&[u8]]) -> Vec<u8> {
        let mut mac = <M as KeyInit>::new_from_slice(secret).unwrap();
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().to_vec()
    }
    match algorithm {
        Algorithm::Hs256 => run::<Hmac<Sha256>>(secret, parts),
        Algorithm::Hs384 => run::<Hmac<Sha384>>(secret, parts),
        Algorithm::Hs512 => run::<Hmac<Sha512>>(secret, parts),
        other => panic!("{other:?}"),
    }
}

/// A sub-key's MAC, by its definition.
pub fn sub_mac(key: &Key, purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
    let label = [b"\xfftokenseal/1/", purpose.as_bytes()].concat();
    let mut sub_key = [0; 64];
    hmac(key.algorithm().unwrap(), key.mac(&label, &mut sub_key).unwrap(), parts)
}
