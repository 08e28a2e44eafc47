//! What `jwt::verify` is to say, step by step and without haste. JSON comes from [`tree`](crate::tree),
//! MACs from the keys themselves.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokenseal::jwt::Policy;
use tokenseal::limits::{MAX_HEADER, MAX_KID, MAX_LEEWAY, MAX_NAMES, MAX_TIME, MAX_TOKEN};
use tokenseal::{Error, Key};

use crate::decimal;
use crate::keys::may_verify;
use crate::tree::{Ours, Tree};

/// What comes out: the claims and which key it was.
pub type Verdict = Result<(Vec<u8>, usize), Error>;

pub fn verify(token: &[u8], ring: &[Key], policy: &Policy<'_>, now: i64, room: usize) -> Verdict {
    check_arguments(policy, now)?;
    if token.len() > policy.max_token {
        return Err(Error::Limit);
    }
    let parts: Vec<_> = token.split(|byte| *byte == b'.').collect();
    let [header, payload, tag] = parts[..] else { return Err(Error::Malformed) };
    if header.len() * 3 / 4 > MAX_HEADER {
        return Err(Error::Limit);
    }
    let header = object(&decode(header)?)?;
    let text = |name| match header.get(name) {
        None => Ok(None),
        Some(Tree::String(text)) => Ok(Some(&**text)),
        Some(_) => Err(Error::Malformed),
    };
    let (alg, typ, kid) = (text("alg")?, text("typ")?, text("kid")?);
    if header.get("crit").is_some() || header.get("b64").is_some_and(|b64| *b64 != Tree::Bool(true)) {
        return Err(Error::Unsupported);
    }
    let tag = decode(tag)?;
    let needed = payload.len() * 3 / 4;
    if room < needed {
        return Err(Error::BufferTooSmall { needed });
    }
    let alg = alg.ok_or(Error::Malformed)?;
    if kid.is_some_and(|kid| kid.len() > MAX_KID) {
        return Err(Error::Limit);
    }

    let signed = &token[..token.len() - token.rsplit(|byte| *byte == b'.').next().unwrap().len() - 1];
    let candidates = ring.iter().enumerate().filter(|(_, one)| may_verify(one));
    // Those of the kid come before those without one.
    let mut candidates: Vec<_> =
        candidates.filter(|(_, one)| kid.is_none() || one.kid().is_none() || one.kid() == kid).collect();
    candidates.sort_by_key(|(_, one)| kid.is_some() && one.kid() != kid);
    if candidates.is_empty() {
        return Err(Error::UnknownKey);
    }
    candidates.retain(|(_, one)| one.algorithm().unwrap().name() == alg);
    if candidates.is_empty() {
        return Err(Error::AlgorithmMismatch);
    }
    let signer = candidates.iter().find(|(_, one)| one.mac(signed, &mut [0; 64]) == Ok(&tag));
    let (index, _) = signer.ok_or(Error::BadSignature)?;

    let payload = decode(payload)?;
    check_claims(&object(&payload)?, typ, policy, now)?;
    Ok((payload, *index))
}

fn check_arguments(policy: &Policy<'_>, now: i64) -> Result<(), Error> {
    let audience = policy.audience.map(<[_]>::len);
    let is_sound = (0..=MAX_TIME).contains(&now)
        && policy.leeway <= MAX_LEEWAY
        && policy.max_age.is_none_or(|age| age <= MAX_TIME.unsigned_abs())
        && policy.max_token <= MAX_TOKEN
        && policy.required.len() <= MAX_NAMES
        && audience.is_none_or(|count| (1..=MAX_NAMES).contains(&count) && !policy.any_audience);
    if is_sound { Ok(()) } else { Err(Error::BadArgument) }
}

fn decode(text: &[u8]) -> Result<Vec<u8>, Error> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Error::Malformed)
}

pub fn object(text: &[u8]) -> Result<Ours, Error> {
    let text = str::from_utf8(text).map_err(|_| Error::Malformed)?;
    // What begins as something else is not read any further.
    if text.trim_start_matches([' ', '\t', '\n', '\r']).starts_with('{') {
        Ours::read(text.as_bytes())
    } else {
        Err(Error::Malformed)
    }
}

/// The registered claims, of the right types.
#[derive(Default)]
pub struct Registered<'a> {
    pub exp: Option<i64>,
    pub nbf: Option<i64>,
    pub iat: Option<i64>,
    pub iss: Option<&'a str>,
    pub sub: Option<&'a str>,
    pub jti: Option<&'a str>,
    pub aud: Option<Vec<&'a str>>,
}

impl<'a> Registered<'a> {
    pub fn read(claims: &'a Ours) -> Result<Self, Error> {
        let time = |name| match claims.get(name) {
            None => Ok(None),
            Some(Tree::Number(text)) => decimal::millis(text).ok_or(Error::Malformed).map(Some),
            Some(_) => Err(Error::Malformed),
        };
        let string = |value: &'a Ours| match value {
            Tree::String(text) => Ok(&**text),
            _ => Err(Error::Malformed),
        };
        let text = |name| claims.get(name).map(string).transpose();
        let list = |value: &'a Ours| match value {
            Tree::Array(elements) => elements.iter().map(string).collect(),
            one => string(one).map(|one| vec![one]),
        };
        Ok(Self {
            exp: time("exp")?,
            nbf: time("nbf")?,
            iat: time("iat")?,
            iss: text("iss")?,
            sub: text("sub")?,
            jti: text("jti")?,
            aud: claims.get("aud").map(list).transpose()?,
        })
    }
}

fn check_claims(claims: &Ours, typ: Option<&str>, policy: &Policy<'_>, now: i64) -> Result<(), Error> {
    let found = Registered::read(claims)?;
    let leeway = policy.leeway as i64;
    let is_there = |name, value: bool, is_needed: bool| {
        if value || !(is_needed || policy.required.contains(&name)) {
            Ok(())
        } else {
            Err(Error::MissingClaim)
        }
    };
    let refuse = |is_refused: bool, error| if is_refused { Err(error) } else { Ok(()) };
    let differs = |found: Option<&str>, wanted: Option<&str>| {
        found.zip(wanted).is_some_and(|(found, wanted)| found != wanted)
    };

    let media_type = |typ: &str| {
        let typ = typ.to_ascii_lowercase();
        typ.strip_prefix("application/").unwrap_or(&typ).to_owned()
    };
    refuse(policy.typ.is_some() && policy.typ.map(media_type) != typ.map(media_type), Error::WrongType)?;
    is_there("exp", found.exp.is_some(), policy.require_exp)?;
    refuse(found.exp.is_some_and(|exp| now >= exp + leeway), Error::Expired)?;
    is_there("nbf", found.nbf.is_some(), false)?;
    refuse(found.nbf.is_some_and(|nbf| now + leeway < nbf), Error::NotYetValid)?;
    is_there("iss", found.iss.is_some(), policy.issuer.is_some())?;
    refuse(differs(found.iss, policy.issuer), Error::WrongIssuer)?;
    is_there("sub", found.sub.is_some(), policy.subject.is_some())?;
    refuse(differs(found.sub, policy.subject), Error::WrongSubject)?;
    match &found.aud {
        None => {
            refuse(policy.audience.is_some(), Error::WrongAudience)?;
            is_there("aud", false, false)?;
        }
        Some(found) => {
            let is_ours = policy.audience.is_some_and(|ours| ours.iter().any(|one| found.contains(one)));
            refuse(!is_ours && !policy.any_audience, Error::WrongAudience)?;
        }
    }
    is_there("iat", found.iat.is_some(), policy.max_age.is_some())?;
    if let (Some(iat), Some(max_age)) = (found.iat, policy.max_age) {
        refuse((now - iat).max(0) >= max_age as i64 + leeway, Error::TooOld)?;
    }
    is_there("jti", found.jti.is_some(), policy.jwt_id.is_some())?;
    refuse(differs(found.jti, policy.jwt_id), Error::WrongId)?;
    refuse(policy.required.iter().any(|name| claims.get(name).is_none()), Error::MissingClaim)
}
