//! Koa: the cookies and keygrip packages.

use super::base64::{Base64, Spelling};
use super::format::{check_name, check_secrets};
use super::hash::Digest;
use super::mac::Presented;
use super::output::Output;
use super::secrets::{Order, Secrets};
use crate::Error;
use crate::limits::MAX_COOKIE;
use crate::mac::scrubbed;

/// Koa's signed cookies (also cookie-session's): the value as it is, and a second cookie,
/// `<name>.sig`, with its signature.
///
/// The value is the first cookie's text, without the double quotes that may stand around it, in
/// UTF-8. The keys are in keygrip's order: the first signs. When another one verified, Koa sends a
/// new signature, made with the first.
///
/// ```
/// use tokenseal::cookie::dialect::{Koa, Secrets};
///
/// let koa = Koa::new(Secrets::new(&[b"0123456789abcdef0123456789abcdef"]));
/// let mut buf = [0; 64];
/// let signature = koa.sign("sid", b"user=42", &mut buf)?;
/// assert_eq!(signature, "b69oY0j_ZHhueFxIxdH28itpLGM"); // the value of the cookie `sid.sig`
/// assert_eq!(koa.verify("sid", b"user=42", signature.as_bytes())?, 0);
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Koa<'a> {
    /// The first signs.
    pub secrets: Secrets<'a>,
    /// SHA-1 unless given.
    pub digest: Digest,
}

impl<'a> Koa<'a> {
    /// Koa with these keys and SHA-1.
    #[must_use]
    pub const fn new(secrets: Secrets<'a>) -> Self {
        Self { secrets, digest: Digest::Sha1 }
    }

    /// Writes the value of the cookie `<name>.sig` into the front of `buf` and returns it: 27
    /// characters with SHA-1, 43 with SHA-256.
    ///
    /// # Errors
    ///
    /// [`Error::BadArgument`] when there is no key; [`Error::WeakKey`] when one is empty;
    /// [`Error::Limit`] when one is too long, or there are more than [`MAX_SECRETS`](super::MAX_SECRETS);
    /// [`Error::CookieCharacter`] when the name is no cookie's; [`Error::CookieTooLarge`];
    /// [`Error::BufferTooSmall`]. Nothing is written then.
    pub fn sign<'b>(&self, name: &str, value: &[u8], buf: &'b mut [u8]) -> Result<&'b str, Error> {
        self.check(name, value)?;
        let mut out = Output::new(buf, Base64::Url.encoded_len(self.digest.hash_len()))?;
        let secret = self.secrets.first()?;
        let tag = scrubbed(|| self.digest.mac(secret, &[name.as_bytes(), b"=", value]));
        out.put_base64(Base64::Url, tag.as_bytes());
        out.finish()
    }

    /// Checks that `signature`, the value of the cookie `<name>.sig`, belongs to this value, and
    /// says which key made it.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] when the signature is no unpadded base64url; [`Error::BadSignature`] when
    /// it is another; else as [`sign`](Koa::sign).
    pub fn verify(&self, name: &str, value: &[u8], signature: &[u8]) -> Result<usize, Error> {
        self.check(name, value)?;
        if signature.len() > MAX_COOKIE {
            return Err(Error::CookieTooLarge);
        }
        let presented = Presented::from_base64(Base64::Url, Spelling::Canonical, signature)?;
        scrubbed(|| {
            self.secrets.find(Order::FirstSigns, presented.as_bytes(), &|secret| {
                Ok(self.digest.mac(secret, &[name.as_bytes(), b"=", value]))
            })
        })
    }

    /// No name contains the `=` that joins it to the value.
    fn check(&self, name: &str, value: &[u8]) -> Result<(), Error> {
        check_secrets(self.secrets)?;
        check_name(name)?;
        if value.len() > MAX_COOKIE { Err(Error::CookieTooLarge) } else { Ok(()) }
    }
}
