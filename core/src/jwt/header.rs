//! A token's header (RFC 7515 section 4).

use core::str;

use crate::json::{Text, read_object};
use crate::limits::{MAX_HEADER, MAX_KID};
use crate::{Algorithm, Error, base64url};

/// What a header says, as far as it matters here.
pub(crate) struct Header<'k> {
    alg: Alg,
    kid: Kid<'k>,
    typ: Typ,
}

/// Whether `typ` is what the policy asks for. As wide as a word, so that it is not written apart from the
/// algorithm and then read together with it, which has to wait.
#[derive(Clone, Copy)]
#[repr(usize)]
enum Typ {
    Differs,
    Matches,
}

#[derive(Clone, Copy)]
enum Kid<'k> {
    Absent,
    TooLong,
    Known(&'k [u8]),
}

#[derive(Clone, Copy)]
enum Alg {
    Absent,
    Other,
    Known(Algorithm),
}

/// The headers that the well-known libraries write without a `kid`, recognised as they stand.
const USUAL: [(&[u8], Algorithm, Option<&str>); 9] = [
    (b"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", Algorithm::Hs256, Some("JWT")),
    (b"eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9", Algorithm::Hs256, Some("JWT")),
    (b"eyJhbGciOiJIUzI1NiJ9", Algorithm::Hs256, None),
    (b"eyJhbGciOiJIUzM4NCIsInR5cCI6IkpXVCJ9", Algorithm::Hs384, Some("JWT")),
    (b"eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzM4NCJ9", Algorithm::Hs384, Some("JWT")),
    (b"eyJhbGciOiJIUzM4NCJ9", Algorithm::Hs384, None),
    (b"eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9", Algorithm::Hs512, Some("JWT")),
    (b"eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzUxMiJ9", Algorithm::Hs512, Some("JWT")),
    (b"eyJhbGciOiJIUzUxMiJ9", Algorithm::Hs512, None),
];

/// A header with a `kid` is seldom longer, decoded. Microcontrollers have stacks that are no larger.
const SHORT: usize = 256;

/// What [`sign`](super::sign) writes for a key without a `kid`: `{"alg":"HS256","typ":"JWT"}`.
pub(super) const fn usual(algorithm: Algorithm) -> &'static [u8] {
    let [(hs256, ..), _, _, (hs384, ..), _, _, (hs512, ..), ..] = USUAL;
    match algorithm {
        Algorithm::Hs256 => hs256,
        Algorithm::Hs384 => hs384,
        Algorithm::Hs512 => hs512,
    }
}

impl<'k> Header<'k> {
    /// Reads a header. `wanted_typ` is the policy's; `place` is for the `kid`.
    #[expect(clippy::inline_always, reason = "what it gives stays in registers")]
    #[inline(always)]
    pub(crate) fn read(
        encoded: &[u8],
        wanted_typ: Option<&str>,
        place: &'k mut [u8; MAX_KID],
    ) -> Result<Self, Error> {
        let usual = USUAL.iter().find(|(text, _, _)| *text == encoded);
        let Some((_, algorithm, typ)) = usual else { return Self::decode(encoded, wanted_typ, place) };
        Ok(Self {
            alg: Alg::Known(*algorithm),
            kid: Kid::Absent,
            typ: Typ::compare(typ.map(|typ| Text::new(typ, false)), wanted_typ),
        })
    }

    fn decode(encoded: &[u8], wanted_typ: Option<&str>, place: &'k mut [u8; MAX_KID]) -> Result<Self, Error> {
        if base64url::decoded_len(encoded.len()) > SHORT {
            Self::decode_in::<MAX_HEADER>(encoded, wanted_typ, place)
        } else {
            Self::decode_in::<SHORT>(encoded, wanted_typ, place)
        }
    }

    /// Out of line, so that the buffer is on the stack only while it is needed.
    #[inline(never)]
    fn decode_in<const LEN: usize>(
        encoded: &[u8],
        wanted_typ: Option<&str>,
        place: &'k mut [u8; MAX_KID],
    ) -> Result<Self, Error> {
        Self::parse(base64url::decode(encoded, &mut [0; LEN])?, wanted_typ, place)
    }

    fn parse(json: &[u8], wanted_typ: Option<&str>, place: &'k mut [u8; MAX_KID]) -> Result<Self, Error> {
        let text = str::from_utf8(json).map_err(|_| Error::Malformed)?;

        let (mut alg, mut typ, mut kid) = (None, None, None);
        let (mut wrong_type, mut unsupported) = (false, false);
        read_object(text, |name, value| {
            let place = if name.eq_str("alg") {
                &mut alg
            } else if name.eq_str("typ") {
                &mut typ
            } else if name.eq_str("kid") {
                &mut kid
            } else {
                unsupported |= name.eq_str("crit") || (name.eq_str("b64") && value.as_bool() != Some(true));
                return Ok(());
            };
            *place = value.as_text();
            wrong_type |= place.is_none();
            Ok(())
        })?;
        if wrong_type {
            return Err(Error::Malformed);
        }
        if unsupported {
            return Err(Error::Unsupported);
        }
        Ok(Self {
            alg: alg.map_or(Alg::Absent, Alg::read),
            kid: kid.map_or(Kid::Absent, |kid| Kid::read(kid, place)),
            typ: Typ::compare(typ, wanted_typ),
        })
    }

    /// Whether `typ` is what the policy asks for.
    #[inline]
    pub(crate) const fn typ_matches(&self) -> bool {
        matches!(self.typ, Typ::Matches)
    }

    /// `kid` and `alg`; of an algorithm that does not exist here, `None`.
    #[inline]
    pub(crate) fn key(&self) -> Result<(Option<&'k [u8]>, Option<Algorithm>), Error> {
        let algorithm = match self.alg {
            Alg::Absent => return Err(Error::Malformed),
            Alg::Other => None,
            Alg::Known(algorithm) => Some(algorithm),
        };
        let kid = match self.kid {
            Kid::Absent => None,
            Kid::TooLong => return Err(Error::Limit),
            Kid::Known(kid) => Some(kid),
        };
        Ok((kid, algorithm))
    }
}

impl Typ {
    fn compare(typ: Option<Text<'_>>, wanted: Option<&str>) -> Self {
        if typ_matches(typ, wanted) { Self::Matches } else { Self::Differs }
    }
}

impl<'k> Kid<'k> {
    fn read(text: Text<'_>, place: &'k mut [u8; MAX_KID]) -> Self {
        text.unescape(place).map_or(Self::TooLong, |kid| Self::Known(kid.as_bytes()))
    }
}

impl Alg {
    fn read(text: Text<'_>) -> Self {
        let mut name = [0; 8];
        text.unescape(&mut name).ok().and_then(Algorithm::from_name).map_or(Self::Other, Self::Known)
    }
}

/// RFC 7515 section 4.1.9: a media type, compared without case, `application/` left out or not.
fn typ_matches(typ: Option<Text<'_>>, wanted: Option<&str>) -> bool {
    let Some(wanted) = wanted else { return true };
    let Some(typ) = typ else { return false };
    let wanted = short_type(wanted);
    let mut rest = typ.chars();
    let prefixed = PREFIX.chars().all(|p| rest.next().is_some_and(|c| c.eq_ignore_ascii_case(&p)));
    let rest = if prefixed { rest } else { typ.chars() };
    rest.map(|c| c.to_ascii_lowercase()).eq(wanted.chars().map(|c| c.to_ascii_lowercase()))
}

const PREFIX: &str = "application/";

fn short_type(typ: &str) -> &str {
    match typ.split_at_checked(PREFIX.len()) {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case(PREFIX) => rest,
        _ => typ,
    }
}

#[cfg(test)]
mod tests {
    use super::{Header, USUAL, typ_matches};
    use crate::json::Text;
    use crate::limits::MAX_KID;

    #[test]
    fn the_usual_headers_read_as_they_would_by_parsing() {
        for (text, algorithm, typ) in USUAL {
            for wanted in [None, Some("JWT"), Some("at+jwt")] {
                let (mut kid, mut other) = ([0; MAX_KID], [0; MAX_KID]);
                let fast = Header::read(text, wanted, &mut kid).unwrap();
                let slow = Header::decode(text, wanted, &mut other).unwrap();
                assert_eq!(fast.key().unwrap(), (None, Some(algorithm)));
                assert_eq!(slow.key().unwrap(), (None, Some(algorithm)));
                assert_eq!(fast.typ_matches(), slow.typ_matches());
                assert_eq!(fast.typ_matches(), wanted.is_none() || wanted == typ);
            }
        }
    }

    #[test]
    fn types_without_case_and_prefix() {
        let matches = |typ, wanted| typ_matches(Some(Text::new(typ, false)), Some(wanted));
        for typ in ["at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt"] {
            assert!(matches(typ, "at+jwt") && matches(typ, "application/at+jwt"), "{typ}");
        }
        for typ in ["JWT", "", "at+jwt ", "application/", "text/at+jwt", "application/application/at+jwt"] {
            assert!(!matches(typ, "at+jwt"), "{typ}");
        }
    }
}
