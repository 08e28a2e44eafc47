//! Any token, also one with a good MAC, under any policy: the verdict is what the slow reading of the
//! rules says, and of what is refused nothing is left in the buffer.
#![no_main]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use libfuzzer_sys::fuzz_target;
use tokenseal::json::Text;
use tokenseal::jwt::{self, Policy, Verified};
use tokenseal::{Error, Key, unverified};
use tokenseal_fuzz::fields::Fields;
use tokenseal_fuzz::tree::Ours;
use tokenseal_fuzz::{keys, verdict};

fuzz_target!(|data: &[u8]| {
    let mut fields = Fields::new(data);
    let (is, has) = (fields.flags(), fields.flags());
    let ring = keys::ring(fields.byte());
    let now = fields.time();
    let (audience, required) = (fields.texts(3), fields.texts(3));
    let policy = Policy {
        issuer: fields.optional(),
        subject: fields.optional(),
        audience: has(0).then_some(&audience),
        any_audience: is(0),
        jwt_id: fields.optional(),
        typ: fields.optional(),
        leeway: if has(1) { fields.number() } else { u64::from(fields.byte()) * 1000 },
        max_age: has(2).then(|| fields.number() >> (fields.byte() & 63)),
        require_exp: is(1),
        required: &required,
        max_token: if has(3) { fields.number() as usize % 100_000 } else { 8192 },
    };
    let short = fields.byte();
    let mut token = if is(2) { fields.rest().to_vec() } else { signed(&mut fields) };
    if has(4) && !token.is_empty() {
        let position = usize::from(fields.byte()) * 5 % token.len();
        token[position] ^= fields.byte();
    }

    let room = if has(5) { usize::from(short) * 4 } else { token.len() };
    let mut buf = vec![0xaa; room];
    let expected = verdict::verify(&token, &ring, &policy, now, room);
    let ring = tokenseal::KeyRing::new(&ring).unwrap();
    match (jwt::verify(&token, &ring, &policy, now, &mut buf), expected) {
        (Ok(verified), Ok((claims, index))) => {
            assert_eq!((verified.as_json().as_bytes(), verified.key_index()), (&*claims, index));
            look(&verified);
            let mut out = [vec![0; 1024], vec![0; token.len()]];
            let [header, payload] = &mut out;
            assert_eq!(unverified::read(&token, header, payload).unwrap().claims.as_bytes(), claims);
            assert!(buf[claims.len()..].iter().all(|byte| *byte == 0xaa));
        }
        (Err(error), Err(expected)) => {
            assert_eq!(error, expected);
            clean(error, &token, &buf);
        }
        (ours, expected) => panic!("{ours:?}, and not {expected:?}"),
    }
});

/// A token of any header and any claims, with a good MAC.
fn signed(fields: &mut Fields<'_>) -> Vec<u8> {
    let key: &Key = keys::key(fields.byte());
    let header = URL_SAFE_NO_PAD.encode(fields.bytes());
    let text = format!("{header}.{}", URL_SAFE_NO_PAD.encode(fields.rest()));
    let mut tag = [0; 64];
    let tag = key.mac(text.as_bytes(), &mut tag).unwrap();
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(tag)).into_bytes()
}

/// What the look-ups say is what the claims say.
fn look(verified: &Verified<'_>) {
    let claims = Ours::read(verified.as_json().as_bytes()).unwrap();
    let found = verdict::Registered::read(&claims).unwrap();
    let times = (verified.expires_at(), verified.not_before(), verified.issued_at());
    assert_eq!(times, (found.exp, found.nbf, found.iat));
    let same = |ours: Option<Text<'_>>, text: Option<&str>| {
        assert!(ours.is_some() == text.is_some() && ours.zip(text).is_none_or(|(a, b)| a.eq_str(b)));
    };
    same(verified.issuer(), found.iss);
    same(verified.subject(), found.sub);
    same(verified.jwt_id(), found.jti);
    let audience =
        verified.audience().map(|list| list.iter().map(|one| one.chars().collect::<String>()).collect());
    assert_eq!(audience.as_ref().map(Vec::len), found.aud.as_ref().map(Vec::len));
    assert_eq!(audience.unwrap_or_else(Vec::new), found.aud.unwrap_or_default());
}

/// Before the MAC was found good nothing was written, and afterwards it is zeros.
fn clean(error: Error, token: &[u8], buf: &[u8]) {
    let untouched = |bytes: &[u8]| bytes.iter().all(|byte| *byte == 0xaa);
    let is_early = matches!(
        error,
        Error::BadArgument
            | Error::Unsupported
            | Error::UnknownKey
            | Error::AlgorithmMismatch
            | Error::BadSignature
            | Error::BufferTooSmall { .. }
    );
    let payload = token.split(|byte| *byte == b'.').nth(1).unwrap_or(&[]);
    let used = buf.len().min(payload.len() * 3 / 4);
    let is_wiped = buf[..used].iter().all(|byte| *byte == 0) && untouched(&buf[used..]);
    assert!(untouched(buf) || (!is_early && is_wiped), "{error} leaves {buf:x?}");
}
