//! Why something was refused.

use core::fmt;

/// The reason for a refusal.
///
/// Every reason has a number ([`code`](Error::code)) and a name ([`name`](Error::name)). Both are
/// stable: new reasons are added, none changes. The name is the contract between the runtimes: C
/// says `TOKENSEAL_EXPIRED`, Python raises `tokenseal.Expired`, JavaScript has `err.code ===
/// "expired"`, all for [`Error::Expired`].
///
/// An error carries nothing of the input that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Error {
    /// The text breaks the rules of its format: parts, base64url, UTF-8, JSON, or the type of a
    /// member.
    Malformed,
    /// The input passes one of the [`limits`](crate::limits).
    Limit,
    /// The header asks for an extension that is not implemented here: `crit`, or `b64` other than
    /// `true` (RFC 7515 section 4.1.11, RFC 7797).
    Unsupported,
    /// The `Authorization` header is empty or of another scheme than `Bearer` (RFC 6750).
    NotBearer,

    /// No key of the ring may be tried on a token with this `kid`.
    UnknownKey,
    /// The token, or the JWK, names another algorithm than the key's.
    AlgorithmMismatch,
    /// The MAC is not the one that the key makes.
    BadSignature,
    /// The secret is shorter than the hash, empty, or somebody's PEM file (RFC 7518 section 3.2).
    WeakKey,
    /// The `use` or `key_ops` of the JWK do not allow this (RFC 7517 sections 4.2 and 4.3).
    KeyUse,

    /// `exp` has passed.
    Expired,
    /// `nbf` has not come, or a sealed value was issued later than now.
    NotYetValid,
    /// `typ` is not the one that the policy asks for.
    WrongType,
    /// `iss` is not the one that the policy asks for.
    WrongIssuer,
    /// `sub` is not the one that the policy asks for.
    WrongSubject,
    /// `aud` names none of the policy's audiences.
    WrongAudience,
    /// `iat` is longer ago than the policy's `max_age`.
    TooOld,
    /// `jti` is not the one that the policy asks for.
    WrongId,
    /// A claim that the policy needs is absent.
    MissingClaim,

    /// `SameSite=None` or `Partitioned` on a cookie without `Secure`: browsers would drop it.
    CookieInsecure,
    /// The attributes break the promise of the name's prefix: `__Secure-`, `__Host-`, `__Http-` or
    /// `__Host-Http-` (RFC 6265bis section 4.1.3).
    CookiePrefix,
    /// A character that may not stand in this part of a cookie, or an empty name.
    CookieCharacter,
    /// Name and value of the cookie are longer than [`MAX_COOKIE`](crate::limits::MAX_COOKIE).
    CookieTooLarge,
    /// An attribute of the cookie is longer than
    /// [`MAX_ATTRIBUTE`](crate::limits::MAX_ATTRIBUTE).
    AttributeTooLarge,
    /// The sealed value is older than `max_age`.
    CookieExpired,
    /// An unsafe request that another site made ([`csrf::check_fetch`](crate::csrf::check_fetch)).
    CrossSite,

    /// The token is on the denylist, or the subject's watermark has passed it, a session or a family:
    /// somebody has logged out everywhere.
    Revoked,
    /// The store knows no session of this id.
    SessionUnknown,
    /// The session was ended, or has gone on under another id.
    SessionEnded,
    /// The session has been idle for too long, or has reached its absolute expiry.
    SessionExpired,
    /// Other bytes of the application are there now than were loaded. If an answer of the store was
    /// lost, they may be one's own.
    Conflict,
    /// The store knows no family of this refresh token.
    RefreshUnknown,
    /// The refresh token's family was ended.
    RefreshEnded,
    /// The refresh token's family has been idle for too long, or has reached its absolute expiry.
    RefreshExpired,
    /// A refresh token was used again that has long been replaced: somebody has a copy. The family
    /// is ended.
    RefreshReused,
    /// The refresh token is another client's.
    WrongClient,
    /// A record of the store is of a version or a form that is not known here.
    UnknownRecord,
    /// Others kept changing the same record: the operation did not take.
    Contention,
    /// The store could not be asked.
    StoreUnavailable,
    /// The store has no room left: the operation did not take.
    StoreFull,

    /// The caller's buffer is too small.
    BufferTooSmall {
        /// The number of bytes that suffices. Of [`jwk::load_set`](crate::jwk::load_set) it is the
        /// number of keys, of `jwt::serialize` only a guess.
        needed: usize,
    },
    /// An argument that no input can make right: the caller's mistake.
    BadArgument,
}

impl Error {
    /// Every reason once, in the order of the codes. [`Error::BufferTooSmall`] stands with 0.
    pub const ALL: &'static [Self] = &[
        Self::Malformed,
        Self::Limit,
        Self::Unsupported,
        Self::NotBearer,
        Self::UnknownKey,
        Self::AlgorithmMismatch,
        Self::BadSignature,
        Self::WeakKey,
        Self::KeyUse,
        Self::Expired,
        Self::NotYetValid,
        Self::WrongType,
        Self::WrongIssuer,
        Self::WrongSubject,
        Self::WrongAudience,
        Self::TooOld,
        Self::WrongId,
        Self::MissingClaim,
        Self::CookieInsecure,
        Self::CookiePrefix,
        Self::CookieCharacter,
        Self::CookieTooLarge,
        Self::AttributeTooLarge,
        Self::CookieExpired,
        Self::CrossSite,
        Self::Revoked,
        Self::SessionUnknown,
        Self::SessionEnded,
        Self::SessionExpired,
        Self::Conflict,
        Self::RefreshUnknown,
        Self::RefreshEnded,
        Self::RefreshExpired,
        Self::RefreshReused,
        Self::WrongClient,
        Self::UnknownRecord,
        Self::Contention,
        Self::StoreUnavailable,
        Self::StoreFull,
        Self::BufferTooSmall { needed: 0 },
        Self::BadArgument,
    ];

    /// The number: 1xx the form, 2xx key and MAC, 3xx the claims, 4xx
    /// cookies, 5xx the state, 9xx the caller. Never 0.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Malformed => 101,
            Self::Limit => 102,
            Self::Unsupported => 103,
            Self::NotBearer => 104,
            Self::UnknownKey => 201,
            Self::AlgorithmMismatch => 202,
            Self::BadSignature => 203,
            Self::WeakKey => 204,
            Self::KeyUse => 205,
            Self::Expired => 301,
            Self::NotYetValid => 302,
            Self::WrongType => 303,
            Self::WrongIssuer => 304,
            Self::WrongSubject => 305,
            Self::WrongAudience => 306,
            Self::TooOld => 307,
            Self::WrongId => 308,
            Self::MissingClaim => 309,
            Self::CookieInsecure => 401,
            Self::CookiePrefix => 402,
            Self::CookieCharacter => 403,
            Self::CookieTooLarge => 404,
            Self::AttributeTooLarge => 405,
            Self::CookieExpired => 406,
            Self::CrossSite => 407,
            Self::Revoked => 501,
            Self::SessionUnknown => 502,
            Self::SessionEnded => 503,
            Self::SessionExpired => 504,
            Self::Conflict => 505,
            Self::RefreshUnknown => 506,
            Self::RefreshEnded => 507,
            Self::RefreshExpired => 508,
            Self::RefreshReused => 509,
            Self::WrongClient => 510,
            Self::UnknownRecord => 511,
            Self::Contention => 512,
            Self::StoreUnavailable => 513,
            Self::StoreFull => 514,
            Self::BufferTooSmall { .. } => 901,
            Self::BadArgument => 902,
        }
    }

    /// The reason of that number.
    pub(crate) fn from_code(code: u16) -> Option<Self> {
        Self::ALL.iter().copied().find(|error| error.code() == code)
    }

    /// The name, in kebab-case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Limit => "limit",
            Self::Unsupported => "unsupported",
            Self::NotBearer => "not-bearer",
            Self::UnknownKey => "unknown-key",
            Self::AlgorithmMismatch => "algorithm-mismatch",
            Self::BadSignature => "bad-signature",
            Self::WeakKey => "weak-key",
            Self::KeyUse => "key-use",
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::WrongType => "wrong-type",
            Self::WrongIssuer => "wrong-issuer",
            Self::WrongSubject => "wrong-subject",
            Self::WrongAudience => "wrong-audience",
            Self::TooOld => "too-old",
            Self::WrongId => "wrong-id",
            Self::MissingClaim => "missing-claim",
            Self::CookieInsecure => "cookie-insecure",
            Self::CookiePrefix => "cookie-prefix",
            Self::CookieCharacter => "cookie-character",
            Self::CookieTooLarge => "cookie-too-large",
            Self::AttributeTooLarge => "attribute-too-large",
            Self::CookieExpired => "cookie-expired",
            Self::CrossSite => "cross-site",
            Self::Revoked => "revoked",
            Self::SessionUnknown => "session-unknown",
            Self::SessionEnded => "session-ended",
            Self::SessionExpired => "session-expired",
            Self::Conflict => "conflict",
            Self::RefreshUnknown => "refresh-unknown",
            Self::RefreshEnded => "refresh-ended",
            Self::RefreshExpired => "refresh-expired",
            Self::RefreshReused => "refresh-reused",
            Self::WrongClient => "wrong-client",
            Self::UnknownRecord => "unknown-record",
            Self::Contention => "contention",
            Self::StoreUnavailable => "store-unavailable",
            Self::StoreFull => "store-full",
            Self::BufferTooSmall { .. } => "buffer-too-small",
            Self::BadArgument => "bad-argument",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BufferTooSmall { needed } => write!(f, "buffer-too-small: {needed} needed"),
            _ => f.write_str(self.name()),
        }
    }
}

impl core::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn codes_and_names_are_distinct_and_in_order() {
        for pair in Error::ALL.windows(2) {
            assert!(pair[0].code() < pair[1].code());
        }
        for (i, a) in Error::ALL.iter().enumerate() {
            assert!(a.name().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
            assert!(Error::ALL.iter().skip(i + 1).all(|b| a.name() != b.name()));
        }
    }

    #[test]
    fn a_reason_is_written_as_its_name() {
        assert_eq!(Error::Expired.to_string(), "expired");
        assert_eq!(Error::BufferTooSmall { needed: 43 }.to_string(), "buffer-too-small: 43 needed");
    }
}
