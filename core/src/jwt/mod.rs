//! JSON Web Tokens (RFC 7519) in the compact form of JWS (RFC 7515), signed with HMAC.

mod claims;
mod header;
mod parts;
mod policy;
mod sign;
mod verified;
mod verify;

pub(crate) use claims::Registered;
pub(crate) use parts::Parts;

pub use claims::{Audience, Audiences};
pub use policy::Policy;
pub use sign::{Claims, Expiry, sign, token_len};
pub use verified::Verified;
pub use verify::{claims_len, verify};

#[cfg(feature = "serde")]
pub use crate::serde::serialize;
