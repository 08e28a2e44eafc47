//! Verifying a token.

use core::str;

use super::header::Header;
use super::{Parts, Policy, Registered, Verified};
use crate::limits::{MAX_KID, MAX_TIME};
use crate::{Error, KeyRing, base64url};

/// Length in bytes of a buffer that [`verify`] needs for the claims of a token of `token_len`
/// bytes, at the most.
#[must_use]
pub const fn claims_len(token_len: usize) -> usize {
    base64url::decoded_len(token_len)
}

/// Verifies a token at the time `now` (Unix milliseconds) and writes its claims into `buf`.
///
/// The checks come in a fixed order, so that a token with several faults is refused for the same
/// one everywhere: arguments; form of the token and of its header; key; MAC; form of the claims;
/// `typ`, `exp`, `nbf`, `iss`, `sub`, `aud`, `iat`, `jti`, then what else the policy requires.
///
/// Before the MAC is found good, nothing is written into `buf`; after any error it holds nothing
/// of the token.
///
/// ```
/// use tokenseal::jwt::{self, Claims, Policy};
/// use tokenseal::{Algorithm, Error, Key};
///
/// let key = Key::new(Algorithm::Hs256, b"0123456789abcdef0123456789abcdef")?;
/// let now = 1_700_000_000_000;
/// let mut buf = [0; 512];
/// let token = jwt::sign(&key, &Claims { subject: Some("user-42"), ..Claims::new(now) }, &mut buf)?;
///
/// let mut buf = [0; 512];
/// let verified = jwt::verify(token.as_bytes(), &key, &Policy::default(), now, &mut buf)?;
/// assert!(verified.subject().is_some_and(|subject| subject.eq_str("user-42")));
///
/// let later = now + 900_000;
/// assert_eq!(jwt::verify(token.as_bytes(), &key, &Policy::default(), later, &mut buf).err(), Some(Error::Expired));
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
///
/// Every [`Error`] but [`NotBearer`](Error::NotBearer), [`WeakKey`](Error::WeakKey) and
/// [`KeyUse`](Error::KeyUse); [`Error::BufferTooSmall`] says how long the claims are.
pub fn verify<'b, 'k>(
    token: &[u8],
    ring: impl Into<KeyRing<'k>>,
    policy: &Policy<'_>,
    now: i64,
    buf: &'b mut [u8],
) -> Result<Verified<'b>, Error> {
    let ring = ring.into().checked()?;
    policy.check()?;
    if !(0..=MAX_TIME).contains(&now) {
        return Err(Error::BadArgument);
    }
    let parts = Parts::split(token, policy.max_token)?;
    let mut kid = [0; MAX_KID];
    let header = Header::read(parts.header, policy.typ, &mut kid)?;
    let mut tag = [0; 64];
    let tag = base64url::decode_tag(parts.tag, &mut tag)?;
    let needed = base64url::decoded_len(parts.payload.len());
    let buf = buf.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;

    let (kid, algorithm) = header.key()?;
    let key_index = ring.find(kid, algorithm, |key| {
        algorithm.is_some_and(|algorithm| key.mac_parts(algorithm, &[parts.signed]).matches(tag))
    })?;

    let mut registered = Registered::default();
    if let Err(error) = read_claims(parts.payload, policy, header.typ_matches(), now, buf, &mut registered) {
        buf.fill(0);
        return Err(error);
    }
    let json = str::from_utf8(buf).map_err(|_| Error::Malformed)?;
    Ok(Verified::new(json, registered, key_index))
}

/// What comes after the MAC.
fn read_claims(
    payload: &[u8],
    policy: &Policy<'_>,
    typ_matches: bool,
    now: i64,
    buf: &mut [u8],
    registered: &mut Registered,
) -> Result<(), Error> {
    let json = str::from_utf8(base64url::decode(payload, buf)?).map_err(|_| Error::Malformed)?;
    registered.read(json)?;
    policy.check_claims(typ_matches, registered, json, now)
}
