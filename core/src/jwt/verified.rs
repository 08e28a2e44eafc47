//! A token that has been verified.

use super::{Audience, Registered};
#[cfg(feature = "serde")]
use crate::Error;
use crate::json::{Members, Text, Value, find, members};

/// The claims of a token whose MAC and claims were found good.
pub struct Verified<'b> {
    json: &'b str,
    registered: Registered,
    key_index: usize,
}

impl<'b> Verified<'b> {
    pub(crate) const fn new(json: &'b str, registered: Registered, key_index: usize) -> Self {
        Self { json, registered, key_index }
    }

    /// The claims, as the token's JSON says them.
    #[must_use]
    pub const fn as_json(&self) -> &'b str {
        self.json
    }

    /// Which key of the ring verified the token. Where it is not 0, the token is of an older key.
    #[must_use]
    pub const fn key_index(&self) -> usize {
        self.key_index
    }

    /// `iss`
    #[must_use]
    pub fn issuer(&self) -> Option<Text<'b>> {
        self.registered.issuer(self.json)
    }

    /// `sub`
    #[must_use]
    pub fn subject(&self) -> Option<Text<'b>> {
        self.registered.subject(self.json)
    }

    /// `aud`
    #[must_use]
    pub fn audience(&self) -> Option<Audience<'b>> {
        self.registered.audience(self.json)
    }

    /// `jti`
    #[must_use]
    pub fn jwt_id(&self) -> Option<Text<'b>> {
        self.registered.jwt_id(self.json)
    }

    /// `exp` in Unix milliseconds, rounded up.
    #[must_use]
    pub const fn expires_at(&self) -> Option<i64> {
        self.registered.expires_at
    }

    /// `nbf` in Unix milliseconds, rounded up.
    #[must_use]
    pub const fn not_before(&self) -> Option<i64> {
        self.registered.not_before
    }

    /// `iat` in Unix milliseconds, rounded up.
    #[must_use]
    pub const fn issued_at(&self) -> Option<i64> {
        self.registered.issued_at
    }

    /// The claim of that name, whole and at the top level.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value<'b>> {
        find(self.json, name)
    }

    /// The claims as a type of the application's, which may borrow from them. Strings with an escape
    /// are unescaped into `scratch`; as many bytes as the claims have always suffice, and usual
    /// claims need none. Claims that the type does not name are skipped.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] when the claims are not of that type; [`Error::BufferTooSmall`].
    #[cfg(feature = "serde")]
    pub fn deserialize<'s, T: serde::Deserialize<'s>>(&self, scratch: &'s mut [u8]) -> Result<T, Error>
    where
        'b: 's,
    {
        crate::serde::deserialize(self.json, scratch)
    }

    /// All claims, in the order of the token.
    #[must_use]
    pub fn members(&self) -> Members<'b> {
        members(self.json)
    }
}

impl core::fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Verified").field("json", &self.json).field("key_index", &self.key_index).finish()
    }
}
