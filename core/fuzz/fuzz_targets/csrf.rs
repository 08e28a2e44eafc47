//! CSRF tokens and the check of fetch metadata, against their definitions.
#![no_main]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use libfuzzer_sys::fuzz_target;
use tokenseal::csrf::{self, Fetch};
use tokenseal::limits::MAX_CSRF_TOKEN;
use tokenseal::{Error, Key, KeyRing};
use tokenseal_fuzz::fields::Fields;
use tokenseal_fuzz::keys;

fuzz_target!(|data: &[u8]| {
    let mut fields = Fields::new(data);
    let ring = keys::ring(fields.byte());
    let is_changed = fields.flags();
    let (binding, entropy) = (fields.bytes(), fields.bytes());
    check_fetch(&mut Fields::new(fields.rest()));

    let mut made = Vec::new();
    for key in &ring {
        let mut buf = [0xaa; MAX_CSRF_TOKEN];
        let token = csrf::token(key, binding, entropy, &mut buf).map(str::to_owned);
        assert_eq!(token, plain_token(key, binding, entropy));
        let written = token.as_ref().map_or(0, String::len);
        assert!(buf[written..].iter().all(|byte| *byte == 0xaa));
        made.extend(token);
    }
    for mut token in made.into_iter().map(String::into_bytes).chain([fields.rest().to_vec()]) {
        if is_changed(0) && !token.is_empty() {
            let position = usize::from(fields.byte()) % token.len();
            token[position] ^= fields.byte();
        }
        let binding = if is_changed(1) { fields.bytes() } else { binding };
        let verdict = csrf::verify(KeyRing::new(&ring).unwrap(), binding, &token);
        assert_eq!(verdict, plain_verdict(&ring, binding, &token));
    }
});

fn tag(key: &Key, binding: &[u8], nonce: &[u8]) -> Vec<u8> {
    keys::sub_mac(key, "csrf", &[&(binding.len() as u16).to_be_bytes(), binding, nonce])
}

fn xor(a: &[u8], b: &[u8]) -> Vec<u8> {
    a.iter().zip(b).map(|(a, b)| a ^ b).collect()
}

fn plain_token(key: &Key, binding: &[u8], entropy: &[u8]) -> Result<String, Error> {
    let hash_len = key.algorithm().unwrap().hash_len();
    if binding.is_empty() || entropy.len() != hash_len + 32 {
        return Err(Error::BadArgument);
    }
    if !keys::may_sign(key) {
        return Err(Error::KeyUse);
    }
    if keys::is_short(key) {
        return Err(Error::WeakKey);
    }
    let (nonce, mask) = entropy.split_at(16);
    let secret = [nonce, &tag(key, binding, nonce)].concat();
    Ok(URL_SAFE_NO_PAD.encode([mask, &xor(mask, &secret)].concat()))
}

fn plain_verdict(ring: &[Key], binding: &[u8], token: &[u8]) -> Result<(), Error> {
    if binding.is_empty() {
        return Err(Error::BadArgument);
    }
    if token.len() > MAX_CSRF_TOKEN {
        return Err(Error::Limit);
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| Error::Malformed)?;
    let (mask, masked) = bytes.split_at(bytes.len() / 2);
    let secret = xor(mask, masked);
    let is_good = |key: &&Key| {
        let (nonce, found) = secret.split_at(secret.len().min(16));
        mask.len() == masked.len() && nonce.len() == 16 && tag(key, binding, nonce) == found
    };
    let able: Vec<_> = ring.iter().filter(|key| keys::may_verify(key)).collect();
    let long: Vec<_> = able.iter().copied().filter(|key| !keys::is_short(key)).collect();
    match (able.is_empty(), long.is_empty()) {
        (true, _) => Err(Error::UnknownKey),
        (_, true) => Err(Error::WeakKey),
        _ => long.iter().find(|key| is_good(key)).map(drop).ok_or(Error::BadSignature),
    }
}

fn check_fetch(fields: &mut Fields<'_>) {
    let (method, site, origin) = (fields.text(), fields.optional(), fields.optional());
    let (allowed, strict) = (fields.texts(3), fields.byte() & 1 != 0);
    let is_safe = ["GET", "HEAD", "OPTIONS", "TRACE"].contains(&method);
    let passes = match (site, origin) {
        _ if is_safe => true,
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => origin != "null" && allowed.contains(&origin),
        (None, None) => !strict,
    };
    let fetch = Fetch { method, site, origin, allowed: &allowed, strict };
    assert_eq!(csrf::check_fetch(&fetch), if passes { Ok(()) } else { Err(Error::CrossSite) });
}
