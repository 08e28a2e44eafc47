//! Signing a token.

use core::str;

use super::Registered;
use super::header::usual;
use super::policy::is_sound_list;
use crate::bytes::copy;
use crate::json::Writer;
use crate::limits::{DEFAULT_EXPIRES_IN, DEFAULT_MAX_TOKEN, MAX_HEADER, MAX_MEMBERS, MAX_TIME, MAX_TOKEN};
use crate::{Algorithm, Error, Key, base64url};

/// When a token expires.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expiry {
    /// After [`DEFAULT_EXPIRES_IN`], unless the claims have an `exp` of their own.
    #[default]
    Default,
    /// After this many milliseconds; at the start of the second in which they end. Claims with
    /// an `exp` of their own are [`Error::BadArgument`].
    After(u64),
    /// Nothing is added: as the claims say, or never.
    Never,
}

/// The claims of a token that is to be signed.
///
/// A registered claim is given here or in `json`; given in both places it is
/// [`Error::BadArgument`]. `iat` is always written: `now`, unless `json` has one or `issued_at` is given.
#[derive(Clone, Copy, Debug)]
pub struct Claims<'a> {
    /// The time, in Unix milliseconds.
    pub now: i64,
    /// The application's claims: the text of a JSON object. It is signed as it is spelled, with
    /// the registered claims added at its end.
    pub json: &'a [u8],
    /// `iss`
    pub issuer: Option<&'a str>,
    /// `sub`
    pub subject: Option<&'a str>,
    /// `aud`: one name is written as a string, several as an array; none is
    /// [`Error::BadArgument`].
    pub audience: Option<&'a [&'a str]>,
    /// `jti`
    pub jwt_id: Option<&'a str>,
    /// `exp`
    pub expires_in: Expiry,
    /// `nbf`, in Unix milliseconds; rounded up to the second.
    pub not_before: Option<i64>,
    /// `iat`, in Unix milliseconds; rounded down to the second. `now` unless given. Whoever issues
    /// tokens that can be revoked takes it from [`Refresh::issued_at`](crate::state::Refresh::issued_at).
    pub issued_at: Option<i64>,
    /// The header's `typ`: `JWT` unless given.
    pub typ: Option<&'a str>,
    /// The greatest length of the token in bytes: [`DEFAULT_MAX_TOKEN`] unless given, at most
    /// [`MAX_TOKEN`]. Whoever verifies it must allow as much.
    pub max_token: usize,
}

impl Claims<'_> {
    /// No claims but `iat` and an `exp` after [`DEFAULT_EXPIRES_IN`]. `now` is in Unix
    /// milliseconds.
    #[must_use]
    pub const fn new(now: i64) -> Self {
        Self {
            now,
            json: b"{}",
            issuer: None,
            subject: None,
            audience: None,
            jwt_id: None,
            expires_in: Expiry::Default,
            not_before: None,
            issued_at: None,
            typ: None,
            max_token: DEFAULT_MAX_TOKEN,
        }
    }
}

/// Signs a token into the front of `buf` and returns it.
///
/// Nothing is signed that [`verify`](super::verify) would call malformed or over a limit.
///
/// ```
/// use tokenseal::jwt::{self, Claims, Expiry};
/// use tokenseal::{Algorithm, Key};
///
/// let key = Key::new(Algorithm::Hs256, b"0123456789abcdef0123456789abcdef")?;
/// let claims = Claims {
///     json: br#"{"role":"admin"}"#,
///     subject: Some("user-42"),
///     expires_in: Expiry::After(60_000),
///     ..Claims::new(1_700_000_000_000)
/// };
/// let mut buf = [0; 512];
/// let token = jwt::sign(&key, &claims, &mut buf)?;
/// assert_eq!(token.len(), jwt::token_len(&key, &claims)?);
/// # Ok::<(), tokenseal::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::BadArgument`] when an argument is out of its range or a claim is given twice;
/// [`Error::KeyUse`] when the key's JWK does not allow to sign; [`Error::Malformed`] and
/// [`Error::Limit`] when the claims are not what the strict reader accepts, or too many or too
/// long; [`Error::BufferTooSmall`] with the token's length. Nothing is written then.
pub fn sign<'b>(key: &Key, claims: &Claims<'_>, buf: &'b mut [u8]) -> Result<&'b str, Error> {
    let draft = Draft::new(key, claims)?;
    let needed = draft.token_len();
    let buf = buf.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;

    // Each part is written at the buffer's end, as it is, and encoded from there to its place. The
    // end of the payload is overwritten by the tag at the latest.
    let mut at = match draft.usual_header() {
        Some(header) => copy(buf, header),
        None => encode_from_end(buf, 0, draft.header_len, |writer| draft.write_header(writer)),
    };
    at = put_dot(buf, at);
    at = encode_from_end(buf, at, draft.payload_len, |writer| draft.write_payload(writer));
    let (signed, rest) = buf.split_at_mut_checked(at).ok_or(Error::BadArgument)?;
    let tag = key.mac_parts(draft.algorithm, &[signed]);
    let start = put_dot(rest, 0);
    base64url::encode(tag.as_bytes(), rest.get_mut(start..).unwrap_or(&mut []))?;
    str::from_utf8(buf).map_err(|_| Error::BadArgument)
}

/// Length in bytes of the token that [`sign`] makes of the same arguments.
///
/// # Errors
///
/// As [`sign`].
pub fn token_len(key: &Key, claims: &Claims<'_>) -> Result<usize, Error> {
    Ok(Draft::new(key, claims)?.token_len())
}

/// A token that has been checked and measured.
struct Draft<'a> {
    claims: &'a Claims<'a>,
    key: &'a Key,
    algorithm: Algorithm,
    /// The application's claims without their closing brace.
    json: &'a str,
    has_members: bool,
    /// Seconds.
    expires_at: Option<i64>,
    not_before: Option<i64>,
    issued_at: Option<i64>,
    header_len: usize,
    payload_len: usize,
}

impl<'a> Draft<'a> {
    fn new(key: &'a Key, claims: &'a Claims<'a>) -> Result<Self, Error> {
        let algorithm = key.algorithm()?;
        let is_time = |time: i64| (0..=MAX_TIME).contains(&time);
        let lifetime = match claims.expires_in {
            Expiry::Default => Some(DEFAULT_EXPIRES_IN),
            Expiry::After(millis) => Some(millis),
            Expiry::Never => None,
        };
        let lifetime = lifetime.map(i64::try_from).transpose().map_err(|_| Error::BadArgument)?;
        let is_sound = is_time(claims.now)
            && lifetime.is_none_or(is_time)
            && claims.not_before.is_none_or(is_time)
            && claims.issued_at.is_none_or(is_time)
            && claims.max_token <= MAX_TOKEN
            && claims.audience.is_none_or(is_sound_list);
        if !is_sound {
            return Err(Error::BadArgument);
        }
        if !key.may_sign() {
            return Err(Error::KeyUse);
        }

        if claims.json.len() > MAX_TOKEN {
            return Err(Error::Limit);
        }
        let text = str::from_utf8(claims.json).map_err(|_| Error::Malformed)?;
        let mut found = Registered::default();
        found.read(text)?;
        let json = text.trim_ascii().strip_suffix('}').ok_or(Error::Malformed)?;
        let has = |name| found.has(name) == Some(true);
        let twice = (claims.issuer.is_some() && has("iss"))
            || (claims.subject.is_some() && has("sub"))
            || (claims.audience.is_some() && has("aud"))
            || (matches!(claims.expires_in, Expiry::After(_)) && has("exp"))
            || (claims.not_before.is_some() && has("nbf"))
            || (claims.issued_at.is_some() && has("iat"))
            || (claims.jwt_id.is_some() && has("jti"));
        if twice {
            return Err(Error::BadArgument);
        }
        let expires_at =
            lifetime.filter(|_| !has("exp")).map(|lifetime| claims.now.saturating_add(lifetime) / 1000);
        let mut draft = Self {
            claims,
            key,
            algorithm,
            json,
            has_members: found.members > 0,
            expires_at,
            not_before: claims.not_before.map(|time| time.saturating_add(999) / 1000),
            issued_at: if has("iat") { None } else { Some(claims.issued_at.unwrap_or(claims.now) / 1000) },
            header_len: 0,
            payload_len: 0,
        };
        draft.measure(found.members)?;
        Ok(draft)
    }

    fn measure(&mut self, members: usize) -> Result<(), Error> {
        let added = [
            self.claims.issuer.is_some(),
            self.claims.subject.is_some(),
            self.claims.audience.is_some(),
            self.expires_at.is_some(),
            self.not_before.is_some(),
            self.issued_at.is_some(),
            self.claims.jwt_id.is_some(),
        ];
        let added =
            added.into_iter().fold(0_usize, |sum, is_added| sum.saturating_add(usize::from(is_added)));
        if members.saturating_add(added) > MAX_MEMBERS {
            return Err(Error::Limit);
        }
        self.header_len = if let Some(header) = self.usual_header() {
            base64url::decoded_len(header.len())
        } else {
            let mut header = Writer::new(&mut []);
            self.write_header(&mut header);
            header.needed()
        };
        let mut payload = Writer::new(&mut []);
        self.write_payload(&mut payload);
        self.payload_len = payload.needed();
        if self.header_len > MAX_HEADER || self.token_len() > self.claims.max_token {
            return Err(Error::Limit);
        }
        Ok(())
    }

    fn token_len(&self) -> usize {
        [self.header_len, self.payload_len, self.algorithm.hash_len()]
            .into_iter()
            .fold(2, |sum: usize, part| sum.saturating_add(base64url::encoded_len(part)))
    }

    /// The header of a key without a `kid`, as it is encoded.
    fn usual_header(&self) -> Option<&'static [u8]> {
        (self.claims.typ.is_none() && self.key.kid().is_none()).then(|| usual(self.algorithm))
    }

    fn write_header(&self, writer: &mut Writer<'_>) {
        writer.begin_object();
        writer.name("alg");
        writer.string(self.algorithm.name());
        writer.name("typ");
        writer.string(self.claims.typ.unwrap_or("JWT"));
        if let Some(kid) = self.key.kid() {
            writer.name("kid");
            writer.string(kid);
        }
        writer.end_object();
    }

    fn write_payload(&self, writer: &mut Writer<'_>) {
        writer.resume_object(self.json, self.has_members);
        let text = |writer: &mut Writer<'_>, name: &str, value: Option<&str>| {
            if let Some(value) = value {
                writer.name(name);
                writer.string(value);
            }
        };
        let seconds = |writer: &mut Writer<'_>, name: &str, value: Option<i64>| {
            if let Some(value) = value {
                writer.name(name);
                writer.integer(value);
            }
        };
        text(writer, "iss", self.claims.issuer);
        text(writer, "sub", self.claims.subject);
        match self.claims.audience {
            Some([one]) => text(writer, "aud", Some(one)),
            Some(many) => {
                writer.name("aud");
                writer.begin_array();
                for name in many {
                    writer.string(name);
                }
                writer.end_array();
            }
            None => {}
        }
        seconds(writer, "exp", self.expires_at);
        seconds(writer, "nbf", self.not_before);
        seconds(writer, "iat", self.issued_at);
        text(writer, "jti", self.claims.jwt_id);
        writer.end_object();
    }
}

/// Writes `len` bytes at the buffer's end and encodes them from there to `at`; says where that
/// ends. The encoded text grows towards the bytes that are still to be read and does not reach
/// them, because what comes after it in the token is longer than what they are short of.
fn encode_from_end(buf: &mut [u8], at: usize, len: usize, write: impl Fn(&mut Writer<'_>)) -> usize {
    let start = buf.len().saturating_sub(len);
    write(&mut Writer::new(buf.get_mut(start..).unwrap_or(&mut [])));
    let (mut from, mut to) = (start, at);
    while let Some((front, rest)) = buf.split_at_mut_checked(from)
        && let Some(place) = front.get_mut(to..)
        && !rest.is_empty()
    {
        // As much as there is room for before it, in whole quanta.
        let piece = rest.get(..base64url::decoded_len(place.len() & !3)).unwrap_or(rest);
        let Ok(written) = base64url::encode(piece, place) else { break };
        (from, to) = (from.saturating_add(piece.len()), to.saturating_add(written.len()));
    }
    to
}

fn put_dot(buf: &mut [u8], at: usize) -> usize {
    if let Some(byte) = buf.get_mut(at) {
        *byte = b'.';
    }
    at.saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::{Claims, Expiry, sign};
    use crate::limits::MAX_TIME;
    use crate::{Algorithm, Error, Key};

    #[test]
    fn bounds_of_times_are_exact() {
        let key = Key::new(Algorithm::Hs256, &[7; 32]).unwrap();
        let status = |claims: Claims<'_>| sign(&key, &claims, &mut [0; 512]).map(drop);
        let max = MAX_TIME.unsigned_abs();
        assert_eq!(status(Claims::new(MAX_TIME)), Ok(()));
        assert_eq!(status(Claims::new(MAX_TIME + 1)), Err(Error::BadArgument));
        assert_eq!(status(Claims::new(-1)), Err(Error::BadArgument));
        assert_eq!(status(Claims { expires_in: Expiry::After(max), ..Claims::new(MAX_TIME) }), Ok(()));
        assert_eq!(
            status(Claims { expires_in: Expiry::After(max + 1), ..Claims::new(0) }),
            Err(Error::BadArgument)
        );
        assert_eq!(status(Claims { not_before: Some(MAX_TIME), ..Claims::new(0) }), Ok(()));
        assert_eq!(
            status(Claims { not_before: Some(MAX_TIME + 1), ..Claims::new(0) }),
            Err(Error::BadArgument)
        );
        assert_eq!(status(Claims { not_before: Some(-1), ..Claims::new(0) }), Err(Error::BadArgument));
    }
}
