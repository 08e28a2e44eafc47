//! One secret and the algorithm that it serves.

use core::fmt;
use core::str;

use ctutils::{Choice, CtEq};
use zeroize::Zeroize;

use crate::bytes::{copy, wipe};
use crate::limits::{MAX_KID, MAX_SECRET};
use crate::mac::{Algorithm, States, Tag, check_tag, same, scrub_stack, scrub_states};
use crate::{Error, base64url, jwk};

/// A secret with its algorithm, ready for use: the HMAC states are computed once, here.
///
/// A key is 1,024 bytes of plain integers without a pointer, so that it can lie in memory of any
/// origin; every bit pattern is sound. It is wiped when it is dropped. Moving a value copies it,
/// as everywhere in Rust: to leave no copy behind, build a key where it stays with
/// [`init`](Key::init) and its siblings.
///
/// ```
/// use tokenseal::{Algorithm, Key};
///
/// let mut key = Key::new(Algorithm::Hs256, b"0123456789abcdef0123456789abcdef")?;
/// key.set_kid("2026-11")?;
/// assert_eq!(key.kid(), Some("2026-11"));
/// # Ok::<(), tokenseal::Error>(())
/// ```
///
/// # What must not share a secret with a key
///
/// Tokens are made with the secret itself, so that every JWT library reads them; all else is made
/// with sub-keys of it. A secret that another framework uses to sign its cookies must not be a
/// key here: whoever gets that framework to sign a text of his choice could mint tokens.
#[repr(C)]
pub struct Key {
    magic: u32,
    algorithm: u32,
    flags: u32,
    kid_len: u32,
    kid: [u8; MAX_KID],
    master: States,
    sub_keys: [States; Purpose::COUNT],
    reserve: [u64; 14],
}

const _: () = assert!(size_of::<Key>() == Key::SIZE && align_of::<Key>() == align_of::<u64>());

/// Marks a key that has been initialised.
const MAGIC: u32 = 0x544b_5331;

/// The secret is shorter than the hash: the sub-keys were not made.
const SHORT: u32 = 1;
/// The JWK does not allow to sign.
const NO_SIGN: u32 = 2;
/// The JWK does not allow to verify.
const NO_VERIFY: u32 = 4;

/// What a sub-key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Cookie,
    Session,
    Refresh,
    Csrf,
    Id,
}

impl Purpose {
    const COUNT: usize = 5;
    const ALL: [Self; Self::COUNT] = [Self::Cookie, Self::Session, Self::Refresh, Self::Csrf, Self::Id];

    const fn label(self) -> &'static [u8] {
        match self {
            Self::Cookie => b"cookie",
            Self::Session => b"session",
            Self::Refresh => b"refresh",
            Self::Csrf => b"csrf",
            Self::Id => b"id",
        }
    }
}

/// Stands before a purpose in what a sub-key is derived from. 0xFF occurs in no token's signing
/// input and in no UTF-8 text, so that no MAC made for either can double as a sub-key.
const DERIVATION: &[u8] = b"\xfftokenseal/1/";

impl Key {
    /// Size of a key in bytes: an odd number of cache lines, so that the beginnings of a ring's keys do not
    /// take one another's place in the cache.
    pub const SIZE: usize = 960;

    /// A key that is not initialised. Whatever it is used for is [`Error::BadArgument`].
    pub const EMPTY: Self = Self {
        magic: 0,
        algorithm: 0,
        flags: 0,
        kid_len: 0,
        kid: [0; MAX_KID],
        master: States::EMPTY,
        sub_keys: [States::EMPTY; Purpose::COUNT],
        reserve: [0; 14],
    };

    /// A key of the secret's bytes as they are.
    ///
    /// # Errors
    ///
    /// [`Error::WeakKey`] when the secret is shorter than the algorithm's hash (RFC 7518 section
    /// 3.2), or contains `-----BEGIN`: that is somebody's public key, and no secret.
    /// [`Error::Limit`] when it is longer than [`MAX_SECRET`].
    pub fn new(algorithm: Algorithm, secret: &[u8]) -> Result<Self, Error> {
        Self::build(|key| key.init(algorithm, secret))
    }

    /// As [`new`](Key::new), but takes a secret of any length from 1, to work with a system that
    /// has a short one. Such a key makes and verifies tokens only.
    ///
    /// # Errors
    ///
    /// As [`new`](Key::new); [`Error::WeakKey`] for an empty secret.
    pub fn with_short_secret(algorithm: Algorithm, secret: &[u8]) -> Result<Self, Error> {
        Self::build(|key| key.init_short_secret(algorithm, secret))
    }

    /// A key of a secret written in unpadded base64url.
    ///
    /// # Errors
    ///
    /// As [`new`](Key::new); [`Error::Malformed`] when the text is not that.
    pub fn from_base64url(algorithm: Algorithm, text: &[u8]) -> Result<Self, Error> {
        Self::build(|key| key.init_base64url(algorithm, text))
    }

    /// A key of a secret written in hexadecimal digits of either case.
    ///
    /// # Errors
    ///
    /// As [`new`](Key::new); [`Error::Malformed`] when the text is not that.
    pub fn from_hex(algorithm: Algorithm, text: &[u8]) -> Result<Self, Error> {
        Self::build(|key| key.init_hex(algorithm, text))
    }

    /// A key of a JSON Web Key of type `oct` (RFC 7517, RFC 7518 section 6.4), with its `kid`.
    /// `algorithm` is needed when the JWK has no `alg`.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] when the text is no JWK; [`Error::AlgorithmMismatch`] when `kty` is not
    /// `oct`, or `alg` is unknown or not `algorithm`; [`Error::BadArgument`] when neither names an
    /// algorithm; [`Error::KeyUse`] when `use` or `key_ops` allow neither to sign nor to verify;
    /// [`Error::WeakKey`] and [`Error::Limit`] as in [`new`](Key::new).
    pub fn from_jwk(json: &[u8], algorithm: Option<Algorithm>) -> Result<Self, Error> {
        Self::build(|key| key.init_jwk(json, algorithm))
    }

    fn build(init: impl FnOnce(&mut Self) -> Result<(), Error>) -> Result<Self, Error> {
        let mut key = Self::EMPTY;
        init(&mut key)?;
        Ok(key)
    }

    /// [`new`](Key::new) in place. After an error the key is empty.
    ///
    /// # Errors
    ///
    /// As [`new`](Key::new).
    pub fn init(&mut self, algorithm: Algorithm, secret: &[u8]) -> Result<(), Error> {
        self.wipe();
        if secret.len() < algorithm.hash_len() {
            return Err(Error::WeakKey);
        }
        self.set_secret(algorithm, secret)
    }

    /// [`with_short_secret`](Key::with_short_secret) in place. After an error the key is empty.
    ///
    /// # Errors
    ///
    /// As [`with_short_secret`](Key::with_short_secret).
    pub fn init_short_secret(&mut self, algorithm: Algorithm, secret: &[u8]) -> Result<(), Error> {
        self.wipe();
        self.set_secret(algorithm, secret)
    }

    /// [`from_base64url`](Key::from_base64url) in place. After an error the key is empty.
    ///
    /// # Errors
    ///
    /// As [`from_base64url`](Key::from_base64url).
    pub fn init_base64url(&mut self, algorithm: Algorithm, text: &[u8]) -> Result<(), Error> {
        self.wipe();
        if text.len() > base64url::encoded_len(MAX_SECRET) {
            return Err(Error::Limit);
        }
        let mut secret = [0; MAX_SECRET];
        let done =
            base64url::decode_secret(text, &mut secret).and_then(|secret| self.init(algorithm, secret));
        wipe(&mut secret);
        scrub_stack();
        done
    }

    /// [`from_hex`](Key::from_hex) in place. After an error the key is empty.
    ///
    /// # Errors
    ///
    /// As [`from_hex`](Key::from_hex).
    pub fn init_hex(&mut self, algorithm: Algorithm, text: &[u8]) -> Result<(), Error> {
        self.wipe();
        let mut secret = [0; MAX_SECRET];
        let done = decode_hex(text, &mut secret).and_then(|secret| self.init(algorithm, secret));
        wipe(&mut secret);
        scrub_stack();
        done
    }

    /// [`from_jwk`](Key::from_jwk) in place. After an error the key is empty.
    ///
    /// # Errors
    ///
    /// As [`from_jwk`](Key::from_jwk).
    pub fn init_jwk(&mut self, json: &[u8], algorithm: Option<Algorithm>) -> Result<(), Error> {
        self.wipe();
        let done = jwk::load(json, algorithm, self);
        if done.is_err() {
            self.wipe();
        }
        done
    }

    fn set_secret(&mut self, algorithm: Algorithm, secret: &[u8]) -> Result<(), Error> {
        if secret.len() > MAX_SECRET {
            return Err(Error::Limit);
        }
        if secret.is_empty() || contains(secret, b"-----BEGIN") {
            return Err(Error::WeakKey);
        }
        self.master.init(algorithm, secret);
        if secret.len() < algorithm.hash_len() {
            self.flags = SHORT;
        } else {
            let mut sub_key = Tag::EMPTY;
            for (purpose, states) in Purpose::ALL.into_iter().zip(&mut self.sub_keys) {
                self.master.mac_into(algorithm, &[DERIVATION, purpose.label()], &mut sub_key);
                states.init(algorithm, sub_key.as_bytes());
            }
            sub_key.wipe();
        }
        self.algorithm = algorithm as u32;
        self.magic = MAGIC;
        scrub_states(algorithm);
        Ok(())
    }

    /// Makes this a copy of another key, in place: to gather keys for a ring. There is no `Clone`,
    /// so that no copy is made by the way.
    pub fn copy_from(&mut self, other: &Self) {
        self.magic = other.magic;
        self.algorithm = other.algorithm;
        self.flags = other.flags;
        self.kid_len = other.kid_len;
        self.kid = other.kid;
        self.master = other.master;
        self.sub_keys = other.sub_keys;
        self.reserve = other.reserve;
    }

    /// Names the key: tokens that it signs carry the name as `kid`, and a token with a `kid` is
    /// tried with the keys of that name.
    ///
    /// # Errors
    ///
    /// [`Error::BadArgument`] when the name is empty or the key is; [`Error::Limit`] when the name
    /// is longer than [`MAX_KID`] bytes. The key stays as it was.
    pub fn set_kid(&mut self, kid: &str) -> Result<(), Error> {
        if kid.is_empty() || !self.is_initialized() {
            return Err(Error::BadArgument);
        }
        let place = self.kid.get_mut(..kid.len()).ok_or(Error::Limit)?;
        copy(place, kid.as_bytes());
        self.kid_len = u32::try_from(kid.len()).map_err(|_| Error::Limit)?;
        Ok(())
    }

    /// The key's name.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        str::from_utf8(self.kid_bytes()?).ok()
    }

    pub(crate) fn kid_bytes(&self) -> Option<&[u8]> {
        let len = usize::try_from(self.kid_len).ok().filter(|len| *len > 0)?;
        self.kid.get(..len)
    }

    /// Whether this is the key's name (`None`: it has none). Its last byte is looked at first: that is
    /// where the names in a ring differ.
    #[inline]
    pub(crate) fn is_named(&self, name: Option<&[u8]>) -> bool {
        let Some((last, rest)) = name.and_then(<[u8]>::split_last) else { return self.kid_len == 0 };
        self.kid_len as usize == name.map_or(0, <[u8]>::len)
            && self.kid.get(rest.len()) == Some(last)
            && self.kid.starts_with(rest)
    }

    /// The algorithm that the key serves.
    ///
    /// # Errors
    ///
    /// [`Error::BadArgument`] when the key is not initialised.
    pub fn algorithm(&self) -> Result<Algorithm, Error> {
        if self.is_initialized() { Algorithm::from_number(self.algorithm) } else { None }
            .ok_or(Error::BadArgument)
    }

    /// Whether the key has been initialised and not been wiped.
    #[must_use]
    pub const fn is_initialized(&self) -> bool {
        self.magic == MAGIC
    }

    /// Overwrites the key with zeros, and the stack below with it. It is [`EMPTY`](Key::EMPTY)
    /// afterwards.
    pub fn wipe(&mut self) {
        let algorithm = self.algorithm();
        self.magic.zeroize();
        self.algorithm.zeroize();
        self.flags.zeroize();
        self.kid_len.zeroize();
        wipe(&mut self.kid);
        self.master.zeroize();
        for states in &mut self.sub_keys {
            states.zeroize();
        }
        self.reserve.zeroize();
        if let Ok(algorithm) = algorithm {
            scrub_states(algorithm);
        }
    }

    /// The HMAC of `data` under the secret itself, in the front of `out`: for protocols beside
    /// tokens, such as signed web hooks.
    ///
    /// A key whose MACs over texts of a stranger's choice get out is no longer a key for tokens:
    /// the stranger can mint them. Use another key.
    ///
    /// # Errors
    ///
    /// [`Error::BufferTooSmall`] when `out` is shorter than [`Algorithm::hash_len`];
    /// [`Error::BadArgument`] when the key is not initialised.
    pub fn mac<'b>(&self, data: &[u8], out: &'b mut [u8]) -> Result<&'b [u8], Error> {
        let algorithm = self.algorithm()?;
        let needed = algorithm.hash_len();
        let out = out.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;
        copy(out, self.master.mac(algorithm, &[data]).as_bytes());
        Ok(out)
    }

    /// Checks, in constant time, that `tag` is what [`mac`](Key::mac) makes of `data`.
    ///
    /// # Errors
    ///
    /// [`Error::BadSignature`] when it is not, whatever its length; [`Error::BadArgument`] when the
    /// key is not initialised.
    pub fn verify_mac(&self, data: &[u8], tag: &[u8]) -> Result<(), Error> {
        check_tag(&self.master.mac(self.algorithm()?, &[data]), tag)
    }

    /// The MAC of the parts under the secret itself.
    pub(crate) fn mac_parts(&self, algorithm: Algorithm, parts: &[&[u8]]) -> Tag {
        self.master.mac(algorithm, parts)
    }

    /// The sub-key of a purpose.
    pub(crate) fn sub_key(&self, purpose: Purpose) -> Result<SubKey<'_>, Error> {
        let algorithm = self.algorithm()?;
        if self.is_short() {
            return Err(Error::WeakKey);
        }
        let states = self.sub_keys.get(purpose as usize).ok_or(Error::BadArgument)?;
        Ok(SubKey { algorithm, states })
    }

    /// Whether the key may be used to seal something.
    pub(crate) const fn check_seal(&self) -> Result<(), Error> {
        if !self.may_sign() {
            Err(Error::KeyUse)
        } else if self.is_short() {
            Err(Error::WeakKey)
        } else {
            Ok(())
        }
    }

    /// Whether the secret is too short for sub-keys.
    pub(crate) const fn is_short(&self) -> bool {
        self.flags & SHORT != 0
    }

    pub(crate) const fn may_sign(&self) -> bool {
        self.flags & NO_SIGN == 0
    }

    pub(crate) const fn may_verify(&self) -> bool {
        self.flags & NO_VERIFY == 0
    }

    /// What the JWK's `key_ops` allow.
    pub(crate) const fn restrict(&mut self, sign: bool, verify: bool) {
        if !sign {
            self.flags |= NO_SIGN;
        }
        if !verify {
            self.flags |= NO_VERIFY;
        }
    }
}

/// A sub-key of a [`Key`].
pub(crate) struct SubKey<'a> {
    algorithm: Algorithm,
    states: &'a States,
}

impl SubKey<'_> {
    /// The MAC of the parts.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> Tag {
        self.states.mac(self.algorithm, parts)
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("algorithm", &self.algorithm().ok())
            .field("kid", &self.kid())
            .finish_non_exhaustive()
    }
}

/// Whether `part` stands somewhere in `text`, in a time that depends on the lengths alone.
fn contains(text: &[u8], part: &[u8]) -> bool {
    let found = text.windows(part.len()).fold(Choice::FALSE, |found, window| found | window.ct_eq(part));
    same(&[found.to_u8()], &[1])
}

/// Decodes pairs of hexadecimal digits into the front of `out`.
fn decode_hex<'b>(text: &[u8], out: &'b mut [u8; MAX_SECRET]) -> Result<&'b [u8], Error> {
    let (pairs, []) = text.as_chunks::<2>() else { return Err(Error::Malformed) };
    let out = out.get_mut(..pairs.len()).ok_or(Error::Limit)?;
    for (byte, pair) in out.iter_mut().zip(pairs) {
        let [high, low] =
            pair.map(|digit| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok()));
        *byte = (high.ok_or(Error::Malformed)? << 4) | low.ok_or(Error::Malformed)?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{Key, Purpose};
    use crate::{Algorithm, Error};

    const SECRET: &[u8; 64] = b"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// Figures by Python's hmac module:
    /// `hmac.new(hmac.new(secret, b"\xfftokenseal/1/" + purpose, h).digest(), b"data", h)`.
    #[test]
    fn sub_keys_are_what_an_independent_hmac_derives() {
        let key = Key::new(Algorithm::Hs256, &SECRET[..32]).unwrap();
        for (purpose, start) in [
            (Purpose::Cookie, COOKIE_256),
            (Purpose::Session, SESSION_256),
            (Purpose::Refresh, REFRESH_256),
            (Purpose::Csrf, CSRF_256),
            (Purpose::Id, ID_256),
        ] {
            assert_eq!(
                key.sub_key(purpose).unwrap().mac(&[b"da", b"ta"]).as_bytes()[..8],
                start,
                "{purpose:?}"
            );
        }
        let key = Key::new(Algorithm::Hs384, &SECRET[..48]).unwrap();
        let tag = key.sub_key(Purpose::Cookie).unwrap().mac(&[b"data"]);
        assert_eq!((tag.as_bytes().len(), &tag.as_bytes()[..8]), (48, &COOKIE_384[..]));
        let key = Key::new(Algorithm::Hs512, SECRET).unwrap();
        let tag = key.sub_key(Purpose::Cookie).unwrap().mac(&[b"data"]);
        assert_eq!((tag.as_bytes().len(), &tag.as_bytes()[..8]), (64, &COOKIE_512[..]));
    }

    const COOKIE_256: [u8; 8] = [0x5a, 0xb0, 0x1e, 0x36, 0x6b, 0x12, 0xcc, 0x69];
    const SESSION_256: [u8; 8] = [0x90, 0x20, 0x4c, 0x62, 0x62, 0x9a, 0xbe, 0x41];
    const REFRESH_256: [u8; 8] = [0x33, 0x49, 0xca, 0xbf, 0x73, 0xe2, 0xad, 0x0f];
    const CSRF_256: [u8; 8] = [0x05, 0x35, 0x08, 0xbf, 0x0b, 0x23, 0x15, 0x8b];
    const ID_256: [u8; 8] = [0x60, 0x1a, 0x4a, 0x35, 0xed, 0x5e, 0x49, 0xe2];
    const COOKIE_384: [u8; 8] = [0xaf, 0x03, 0x44, 0x28, 0xd2, 0xf4, 0x7f, 0x14];
    const COOKIE_512: [u8; 8] = [0x87, 0x97, 0xe2, 0x1c, 0xd2, 0x75, 0xa3, 0x3b];

    #[test]
    fn a_short_secret_serves_tokens_only() {
        let key = Key::with_short_secret(Algorithm::Hs256, b"short").unwrap();
        assert!(key.mac(b"data", &mut [0; 32]).is_ok());
        for purpose in Purpose::ALL {
            assert!(matches!(key.sub_key(purpose), Err(Error::WeakKey)));
        }
        let long_enough = Key::with_short_secret(Algorithm::Hs256, &SECRET[..32]).unwrap();
        assert!(long_enough.sub_key(Purpose::Cookie).is_ok());
    }

    #[test]
    fn debug_says_nothing_of_the_secret() {
        let key = Key::new(Algorithm::Hs256, SECRET).unwrap();
        assert_eq!(format!("{key:?}"), "Key { algorithm: Some(Hs256), kid: None, .. }");
    }

    #[test]
    fn a_failed_init_leaves_an_empty_key() {
        let mut key = Key::new(Algorithm::Hs256, SECRET).unwrap();
        key.set_kid("k1").unwrap();
        assert_eq!(key.init(Algorithm::Hs512, b"short"), Err(Error::WeakKey));
        assert!(!key.is_initialized());
        assert_eq!(key.kid(), None);
        assert_eq!(key.mac(b"", &mut [0; 64]), Err(Error::BadArgument));
        assert_eq!(key.set_kid("k1"), Err(Error::BadArgument));
    }

    #[test]
    fn a_copy_is_the_same_key() {
        let mut key = Key::new(Algorithm::Hs384, SECRET).unwrap();
        key.set_kid("k1").unwrap();
        let mut copy = Key::EMPTY;
        copy.copy_from(&key);
        assert_eq!((copy.algorithm(), copy.kid()), (Ok(Algorithm::Hs384), Some("k1")));
        let tag = |key: &Key| key.mac(b"data", &mut [0; 64]).map(<[u8]>::to_vec);
        assert_eq!(tag(&copy), tag(&key));
        for purpose in Purpose::ALL {
            let sub_tag = |key: &Key| key.sub_key(purpose).unwrap().mac(&[b"data"]).as_bytes().to_vec();
            assert_eq!(sub_tag(&copy), sub_tag(&key));
        }
    }
}
