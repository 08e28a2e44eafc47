//! Keys of any text: secrets, JWKs and JWK Sets, against a plain reading of the rules. What is loaded
//! makes the MACs that others make with that secret; what is refused leaves no key.
#![no_main]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use libfuzzer_sys::fuzz_target;
use tokenseal::jwt::{self, Claims};
use tokenseal::limits::{MAX_KEY_OPS, MAX_KID, MAX_SECRET};
use tokenseal::{Algorithm, Error, Key, csrf, jwk};
use tokenseal_fuzz::fields::Fields;
use tokenseal_fuzz::tree::{Ours, Tree};
use tokenseal_fuzz::{NOW, keys, verdict};

/// What a key is to be.
struct Plain {
    algorithm: Algorithm,
    secret: Vec<u8>,
    kid: Option<String>,
    may_sign: bool,
    may_verify: bool,
}

fuzz_target!(|data: &[u8]| {
    let mut fields = Fields::new(data);
    let kind = fields.byte() % 6;
    let wanted = [None, Some(Algorithm::Hs256), Some(Algorithm::Hs384), Some(Algorithm::Hs512)];
    let wanted = wanted[usize::from(fields.byte() % 4)];
    let text = fields.rest();
    if kind == 5 {
        return load_set(text, wanted);
    }
    let algorithm = wanted.unwrap_or(Algorithm::Hs256);
    // As if it had been used before.
    let mut key = Key::new(Algorithm::Hs512, &[1; 64]).unwrap();
    let (done, plain) = match kind {
        0 => (key.init(algorithm, text), secret(algorithm, text.to_vec(), false)),
        1 => (key.init_short_secret(algorithm, text), secret(algorithm, text.to_vec(), true)),
        2 => (key.init_base64url(algorithm, text), base64url(algorithm, text)),
        3 => (key.init_hex(algorithm, text), hex(algorithm, text)),
        _ => (key.init_jwk(text, wanted), read(text).and_then(|tree| plain_jwk(&tree, wanted))),
    };
    match (done, plain) {
        (Ok(()), Ok(plain)) => check(&key, &plain),
        (Err(error), Err(plain)) => {
            // Of two faults in a JWK's text, the first one.
            assert!(
                error == plain || (kind == 4 && verdict::object(text).is_err() && error == Error::Malformed)
            );
            assert!(!key.is_initialized() && key.kid().is_none());
        }
        (done, plain) => panic!("{done:?}, and not {:?}", plain.map(drop)),
    }
});

fn check(key: &Key, plain: &Plain) {
    let mut tag = [0; 64];
    assert_eq!(key.algorithm(), Ok(plain.algorithm));
    assert_eq!(key.mac(b"fuzz", &mut tag).unwrap(), keys::hmac(plain.algorithm, &plain.secret, &[b"fuzz"]));
    assert_eq!(key.kid(), plain.kid.as_deref());
    let signed = jwt::sign(key, &Claims::new(NOW), &mut [0; 1024]).map(drop);
    assert_eq!(signed, if plain.may_sign { Ok(()) } else { Err(Error::KeyUse) });
    let is_short = plain.secret.len() < plain.algorithm.hash_len();
    let refusal = match (plain.may_verify, is_short) {
        (false, _) => Error::UnknownKey,
        (_, true) => Error::WeakKey,
        _ => Error::BadSignature,
    };
    assert_eq!(csrf::verify(key, b"fuzz", b""), Err(refusal));
}

fn secret(algorithm: Algorithm, secret: Vec<u8>, may_be_short: bool) -> Result<Plain, Error> {
    if !may_be_short && secret.len() < algorithm.hash_len() {
        return Err(Error::WeakKey);
    }
    if secret.len() > MAX_SECRET {
        return Err(Error::Limit);
    }
    if secret.is_empty() || secret.windows(10).any(|window| window == b"-----BEGIN") {
        return Err(Error::WeakKey);
    }
    Ok(Plain { algorithm, secret, kid: None, may_sign: true, may_verify: true })
}

fn base64url(algorithm: Algorithm, text: &[u8]) -> Result<Plain, Error> {
    if text.len() > (MAX_SECRET * 4).div_ceil(3) {
        return Err(Error::Limit);
    }
    secret(algorithm, URL_SAFE_NO_PAD.decode(text).map_err(|_| Error::Malformed)?, false)
}

fn hex(algorithm: Algorithm, text: &[u8]) -> Result<Plain, Error> {
    if text.len() % 2 != 0 {
        return Err(Error::Malformed);
    }
    if text.len() / 2 > MAX_SECRET {
        return Err(Error::Limit);
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).ok_or(Error::Malformed);
    let pairs = text.chunks(2).map(|pair| Ok((digit(pair[0])? * 16 + digit(pair[1])?) as u8));
    secret(algorithm, pairs.collect::<Result<_, Error>>()?, false)
}

fn read(text: &[u8]) -> Result<Ours, Error> {
    verdict::object(text)
}

fn plain_jwk(tree: &Ours, wanted: Option<Algorithm>) -> Result<Plain, Error> {
    let text = |name: &str| match tree.get(name) {
        None => Ok(None),
        Some(Tree::String(text)) => Ok(Some(&**text)),
        Some(_) => Err(Error::Malformed),
    };
    let (kty, k, alg) = (text("kty")?, text("k")?, text("alg")?);
    let (key_use, kid) = (text("use")?, text("kid")?);
    let operations = match tree.get("key_ops") {
        None => None,
        Some(Tree::Array(elements)) => {
            let mut read: Vec<&str> = Vec::new();
            for element in elements {
                let Tree::String(name) = element else { return Err(Error::Malformed) };
                match (read.len(), read.contains(&&**name)) {
                    (MAX_KEY_OPS, _) => return Err(Error::Limit),
                    (_, true) => return Err(Error::Malformed),
                    _ => read.push(name),
                }
            }
            Some(read)
        }
        Some(_) => return Err(Error::Malformed),
    };
    if kty.ok_or(Error::Malformed)? != "oct" {
        return Err(Error::AlgorithmMismatch);
    }
    let k = k.ok_or(Error::Malformed)?;
    let named = alg.map(|alg| Algorithm::from_name(alg).ok_or(Error::AlgorithmMismatch)).transpose()?;
    let algorithm = named.or(wanted).ok_or(Error::BadArgument)?;
    if wanted.is_some_and(|wanted| wanted != algorithm) {
        return Err(Error::AlgorithmMismatch);
    }
    let may = |name| operations.as_ref().is_none_or(|list| list.contains(&name));
    if key_use.is_some_and(|key_use| key_use != "sig") || !(may("sign") || may("verify")) {
        return Err(Error::KeyUse);
    }
    match kid.map(str::len) {
        Some(0) => return Err(Error::Malformed),
        Some(len) if len > MAX_KID => return Err(Error::Limit),
        _ => {}
    }
    let plain = base64url(algorithm, k.as_bytes())?;
    Ok(Plain { kid: kid.map(str::to_owned), may_sign: may("sign"), may_verify: may("verify"), ..plain })
}

fn load_set(text: &[u8], wanted: Option<Algorithm>) {
    let mut keys: Vec<_> = (0..4).map(|_| Key::new(Algorithm::Hs512, &[1; 64]).unwrap()).collect();
    let done = jwk::load_set(text, wanted, &mut keys);
    match (done, read(text).and_then(|tree| plain_set(&tree, wanted, keys.len()))) {
        (Ok(count), Ok(plain)) => {
            assert_eq!((count, jwk::count(text)), (plain.len(), Ok(plain.len())));
            keys.iter().zip(&plain).for_each(|(key, plain)| check(key, plain));
        }
        (Err(error), Err(plain)) => {
            assert!(error == plain || (read(text).is_err() && error == Error::Malformed));
            assert!(keys.iter().all(|key| !key.is_initialized()));
        }
        (done, plain) => panic!("{done:?}, and not {:?}", plain.map(drop)),
    }
}

fn plain_set(tree: &Ours, wanted: Option<Algorithm>, room: usize) -> Result<Vec<Plain>, Error> {
    let Some(Tree::Array(members)) = tree.get("keys") else { return Err(Error::Malformed) };
    let mut found = Vec::new();
    for member in members {
        let Some(Tree::String(kty)) = member.get("kty") else { return Err(Error::Malformed) };
        if kty == "oct" {
            found.push(member);
        }
    }
    match found.len() {
        0 => Err(Error::UnknownKey),
        needed if needed > room => Err(Error::BufferTooSmall { needed }),
        _ => found.into_iter().map(|member| plain_jwk(member, wanted)).collect(),
    }
}
