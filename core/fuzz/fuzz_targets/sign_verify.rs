//! Any claims: what is signed verifies and says the same, what is refused is refused for its reason.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenseal::jwt::{self, Claims, Expiry, Policy};
use tokenseal::limits::{MAX_HEADER, MAX_MEMBERS, MAX_TIME, MAX_TOKEN};
use tokenseal::{Error, Key, unverified};
use tokenseal_fuzz::fields::Fields;
use tokenseal_fuzz::tree::{Ours, Tree};
use tokenseal_fuzz::verdict::Registered;
use tokenseal_fuzz::{keys, verdict};

fuzz_target!(|data: &[u8]| {
    let mut fields = Fields::new(data);
    let has = fields.flags();
    let key = keys::key(fields.byte());
    let now = fields.time();
    let audience = fields.texts(3);
    let claims = Claims {
        now,
        issuer: fields.optional(),
        subject: fields.optional(),
        audience: has(0).then_some(&audience),
        jwt_id: fields.optional(),
        expires_in: match fields.byte() % 4 {
            0 => Expiry::Default,
            1 => Expiry::Never,
            2 => Expiry::After(u64::from(fields.byte()) * 700),
            _ => Expiry::After(fields.number()),
        },
        not_before: has(1).then(|| fields.time()),
        issued_at: has(2).then(|| fields.time()),
        typ: fields.optional(),
        max_token: if has(3) { fields.number() as usize % 100_000 } else { 8192 },
        json: fields.rest(),
    };

    let wanted = wanted(key, &claims);
    let mut buf = vec![0; MAX_TOKEN];
    match (jwt::sign(key, &claims, &mut buf), wanted) {
        (Ok(token), Ok(wanted)) => {
            assert!(token.len() <= claims.max_token);
            assert_eq!(jwt::token_len(key, &claims), Ok(token.len()));
            let mut exact = vec![0xaa; token.len()];
            let (_, short) = exact.split_first_mut().unwrap();
            let needed = token.len();
            assert_eq!(jwt::sign(key, &claims, short), Err(Error::BufferTooSmall { needed }));
            assert!(exact.iter().all(|byte| *byte == 0xaa), "nothing is written then");
            assert_eq!(jwt::sign(key, &claims, &mut exact), Ok(token));
            check(key, &claims, token, &wanted);
        }
        (Err(Error::Limit), Ok(_)) => is_too_long(key, &claims),
        (Err(error), Err(wanted)) => {
            assert_eq!(error, wanted);
            assert_eq!(jwt::token_len(key, &claims), Err(wanted));
        }
        (ours, wanted) => panic!("{ours:?}, and not {wanted:?}"),
    }
});

/// All claims, or why they are refused, lengths apart.
fn wanted(key: &Key, claims: &Claims<'_>) -> Result<Ours, Error> {
    let is_time = |time: i64| (0..=MAX_TIME).contains(&time);
    let lifetime = match claims.expires_in {
        Expiry::Default => Some(900_000),
        Expiry::After(lifetime) => Some(lifetime),
        Expiry::Never => None,
    };
    let times = [Some(claims.now), claims.not_before, claims.issued_at];
    if !times.into_iter().flatten().all(is_time)
        || lifetime.is_some_and(|lifetime| lifetime > MAX_TIME.unsigned_abs())
        || claims.max_token > MAX_TOKEN
        || claims.audience.is_some_and(<[_]>::is_empty)
    {
        return Err(Error::BadArgument);
    }
    if !keys::may_sign(key) {
        return Err(Error::KeyUse);
    }
    let own = verdict::object(claims.json)?;
    Registered::read(&own)?;
    let text = |text: &str| Tree::String(text.into());
    let time = |time: i64| Tree::Number(time.to_string());
    let audience = claims.audience.map(|list| match list {
        [one] => text(one),
        list => Tree::Array(list.iter().map(|one| text(one)).collect()),
    });
    let lifetime = lifetime.filter(|_| claims.expires_in != Expiry::Default || own.get("exp").is_none());
    let issued_at = claims.issued_at.or_else(|| own.get("iat").is_none().then_some(claims.now));
    let added = [
        ("iss", claims.issuer.map(text)),
        ("sub", claims.subject.map(text)),
        ("aud", audience),
        ("exp", lifetime.map(|lifetime| time((claims.now + lifetime as i64) / 1000))),
        ("nbf", claims.not_before.map(|at| time((at + 999) / 1000))),
        ("iat", issued_at.map(|at| time(at / 1000))),
        ("jti", claims.jwt_id.map(text)),
    ];
    let Tree::Object(mut members) = own else { panic!("an object") };
    for (name, value) in added {
        let Some(value) = value else { continue };
        if members.iter().any(|(found, _)| found == name) {
            return Err(Error::BadArgument);
        }
        members.push((name.into(), value));
    }
    if members.len() > MAX_MEMBERS { Err(Error::Limit) } else { Ok(Tree::Object(members)) }
}

fn check(key: &Key, claims: &Claims<'_>, token: &str, wanted: &Ours) {
    let (mut header, mut payload) = ([0; MAX_HEADER], vec![0; token.len()]);
    let said = unverified::read(token.as_bytes(), &mut header, &mut payload).unwrap();
    assert_eq!(&Ours::read(said.claims.as_bytes()).unwrap(), wanted);
    let text = |name: &str, text: &str| (name.into(), Tree::String(text.into()));
    let mut members =
        vec![text("alg", key.algorithm().unwrap().name()), text("typ", claims.typ.unwrap_or("JWT"))];
    members.extend(key.kid().map(|kid| text("kid", kid)));
    assert_eq!(Ours::read(said.header.as_bytes()).unwrap(), Tree::Object(members));

    let policy = Policy {
        any_audience: true,
        require_exp: false,
        typ: claims.typ,
        max_token: MAX_TOKEN,
        ..Policy::default()
    };
    let mut buf = vec![0; token.len()];
    match jwt::verify(token.as_bytes(), key, &policy, claims.now, &mut buf) {
        Ok(verified) => assert_eq!(verified.as_json(), said.claims),
        Err(Error::UnknownKey) => assert!(!keys::may_verify(key)),
        Err(error) => {
            let found = Registered::read(wanted).unwrap();
            let is_over = found.exp.is_some_and(|exp| exp <= claims.now);
            let is_early = found.nbf.is_some_and(|nbf| nbf > claims.now);
            assert_eq!(error, if is_over { Error::Expired } else { Error::NotYetValid });
            assert!(is_over || is_early);
        }
    }
}

/// It is the token, or its header.
fn is_too_long(key: &Key, claims: &Claims<'_>) {
    match jwt::token_len(key, &Claims { max_token: MAX_TOKEN, ..*claims }) {
        Ok(len) => assert!(len > claims.max_token),
        Err(error) => {
            assert_eq!(error, Error::Limit);
            // Each of its bytes takes six at the most.
            assert!(claims.typ.is_some_and(|typ| typ.len() * 6 + 128 > MAX_HEADER));
        }
    }
}
