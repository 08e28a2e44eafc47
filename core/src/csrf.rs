//! Cross-site request forgery: tokens in forms, and what the browser says of a request's origin.
//!
//! A token is bound to something that stays the same while somebody is logged in: best the key of his
//! session's record in the store, the first of the [`keys`](crate::state::Transition::keys) with
//! which it is loaded. (The text of the cookie does not: it is sealed anew now and then.) It needs
//! neither state nor a cookie of its own. It looks different each time it is shown, so that the page's
//! compressed length gives nothing of it away (BREACH).
//!
//! ```
//! use tokenseal::{Algorithm, Error, Key, csrf};
//!
//! let key = Key::new(Algorithm::Hs256, b"0123456789abcdef0123456789abcdef")?;
//! let mut buf = [0; 214];
//! // The 64 bytes come from the system's random generator.
//! let token = csrf::token(&key, b"session-1", &[7; 64], &mut buf)?;
//! csrf::verify(&key, b"session-1", token.as_bytes())?;
//! assert_eq!(csrf::verify(&key, b"session-2", token.as_bytes()), Err(Error::BadSignature));
//! # Ok::<(), Error>(())
//! ```

use core::str;

use crate::bytes::copy;
use crate::key::Purpose;
use crate::limits::{MAX_CSRF_TOKEN, MAX_NAMES, MAX_SUBJECT};
use crate::{Algorithm, Error, Key, KeyRing, base64url};

const NONCE_LEN: usize = 16;
/// Nonce and the longest tag.
const MAX_SECRET: usize = NONCE_LEN + 64;

/// How many random bytes a token takes: 64, 80 or 96.
#[must_use]
pub const fn entropy_len(algorithm: Algorithm) -> usize {
    algorithm.hash_len().saturating_add(2 * NONCE_LEN)
}

/// Length of a token in bytes: 128, 171 or 214, which is [`MAX_CSRF_TOKEN`].
#[must_use]
pub const fn token_len(algorithm: Algorithm) -> usize {
    base64url::encoded_len(algorithm.hash_len().saturating_add(NONCE_LEN).saturating_mul(2))
}

/// Makes a token for `binding` in the front of `buf` and returns it. `entropy` must come from a
/// cryptographic random generator, anew for each token, and be [`entropy_len`] bytes long.
///
/// The binding is what stays the same while somebody is logged in: never the `jti` of a token that
/// is replaced every few minutes.
///
/// # Errors
///
/// [`Error::BadArgument`] when the binding is empty, `entropy` of another length, or the key not
/// initialised; [`Error::Limit`] when the binding is longer than [`MAX_SUBJECT`];
/// [`Error::KeyUse`], [`Error::WeakKey`]; [`Error::BufferTooSmall`]. Nothing is written then.
pub fn token<'b>(key: &Key, binding: &[u8], entropy: &[u8], buf: &'b mut [u8]) -> Result<&'b str, Error> {
    let algorithm = key.algorithm()?;
    check_binding(binding)?;
    if entropy.len() != entropy_len(algorithm) {
        return Err(Error::BadArgument);
    }
    key.check_seal()?;
    let needed = token_len(algorithm);
    let buf = buf.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;
    let (nonce, mask) = entropy.split_at_checked(NONCE_LEN).ok_or(Error::BadArgument)?;
    let tag = key.sub_key(Purpose::Csrf)?.mac(&[&length(binding), binding, nonce]);
    let mut bytes = [0; 2 * MAX_SECRET];
    let bytes = bytes.get_mut(..mask.len().saturating_mul(2)).ok_or(Error::BadArgument)?;
    let (front, masked) = bytes.split_at_mut_checked(mask.len()).ok_or(Error::BadArgument)?;
    copy(front, mask);
    for ((place, mask), secret) in masked.iter_mut().zip(mask).zip(nonce.iter().chain(tag.as_bytes())) {
        *place = mask ^ secret;
    }
    str::from_utf8(base64url::encode(bytes, buf)?).map_err(|_| Error::BadArgument)
}

/// Checks that a token was made for this `binding` with a key of the ring.
///
/// # Errors
///
/// [`Error::BadSignature`] when it was not; [`Error::Malformed`] when it is not base64url;
/// [`Error::Limit`] when it is longer than any, or the binding is; [`Error::UnknownKey`] and
/// [`Error::WeakKey`] when no key of the ring can check anything; [`Error::BadArgument`] when the
/// binding is empty or a key not initialised.
pub fn verify<'k>(ring: impl Into<KeyRing<'k>>, binding: &[u8], token: &[u8]) -> Result<(), Error> {
    let ring = ring.into().checked()?;
    check_binding(binding)?;
    if token.len() > MAX_CSRF_TOKEN {
        return Err(Error::Limit);
    }
    let mut bytes = [0; 2 * MAX_SECRET];
    let bytes = base64url::decode(token, &mut bytes)?;
    let (mask, masked) = bytes.split_at_checked(bytes.len() / 2).ok_or(Error::Malformed)?;
    let mut secret = [0; MAX_SECRET];
    for ((place, mask), masked) in secret.iter_mut().zip(mask).zip(masked) {
        *place = mask ^ masked;
    }
    let secret = secret.get(..masked.len()).ok_or(Error::Malformed)?;
    let (nonce, tag) = secret.split_at_checked(NONCE_LEN).unwrap_or((&[], &[]));
    let length = length(binding);
    ring.find_seal(Purpose::Csrf, |sub_key| {
        sub_key.mac(&[&length, binding, nonce]).matches(tag) && mask.len() == masked.len()
    })
    .map(drop)
}

fn check_binding(binding: &[u8]) -> Result<(), Error> {
    match binding.len() {
        0 => Err(Error::BadArgument),
        1..=MAX_SUBJECT => Ok(()),
        _ => Err(Error::Limit),
    }
}

/// The binding's length, so that it and the nonce can't run together.
fn length(binding: &[u8]) -> [u8; 2] {
    u16::try_from(binding.len()).unwrap_or(u16::MAX).to_be_bytes()
}

/// What a request says of where it comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fetch<'a> {
    /// The method, as it stands in the request.
    pub method: &'a str,
    /// `Sec-Fetch-Site`, if it is there.
    pub site: Option<&'a str>,
    /// `Origin`, if it is there.
    pub origin: Option<&'a str>,
    /// The application's own origins, as `https://example.com`: at most [`MAX_NAMES`].
    pub allowed: &'a [&'a str],
    /// Whether a request without either header is refused: no browser of today makes one.
    pub strict: bool,
}

/// Checks that a request was not made by another site. No token is needed for it, and no state: it
/// relies on headers that browsers write and no script can.
///
/// `GET`, `HEAD`, `OPTIONS` and `TRACE` (RFC 9110 section 9.2.1) pass; an application that changes
/// something on them is not protected. Of others, `Sec-Fetch-Site` decides: `same-origin` and `none`
/// pass. Without it the `Origin` must be an allowed one. With neither, it is no browser, and
/// passes unless `strict`.
///
/// # Errors
///
/// [`Error::CrossSite`]; [`Error::BadArgument`] when there are too many allowed origins.
pub fn check_fetch(fetch: &Fetch<'_>) -> Result<(), Error> {
    if fetch.allowed.len() > MAX_NAMES {
        return Err(Error::BadArgument);
    }
    let passes = matches!(fetch.method, "GET" | "HEAD" | "OPTIONS" | "TRACE")
        || match (fetch.site, fetch.origin) {
            (Some(site), _) => matches!(site, "same-origin" | "none"),
            (None, Some(origin)) => origin != "null" && fetch.allowed.contains(&origin),
            (None, None) => !fetch.strict,
        };
    if passes { Ok(()) } else { Err(Error::CrossSite) }
}

#[cfg(test)]
mod tests {
    use super::{entropy_len, token_len};
    use crate::Algorithm;
    use crate::limits::MAX_CSRF_TOKEN;

    #[test]
    fn lengths() {
        assert_eq!(token_len(Algorithm::Hs256), 128);
        assert_eq!(token_len(Algorithm::Hs512), MAX_CSRF_TOKEN);
        assert_eq!(entropy_len(Algorithm::Hs384), 80);
    }
}
