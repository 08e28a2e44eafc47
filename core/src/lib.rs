//! HMAC-signed tokens (JWT) and signed cookies, decided the same way in every runtime.
//!
//! This crate is the core of tokenseal: `no_std`, without allocation, clock, randomness and I/O,
//! and without a reachable panic. The C, Python and WebAssembly packages wrap it and decide
//! nothing themselves, so that the same bytes, keys and clock give the same answer in all of them.
//!
//! ```
//! use tokenseal::jwt::{self, Claims, Policy};
//! use tokenseal::{Algorithm, Key};
//!
//! let key = Key::new(Algorithm::Hs256, b"0123456789abcdef0123456789abcdef")?;
//! let now = 1_700_000_000_000; // Unix milliseconds: the caller's clock
//!
//! let mut buf = [0; 512];
//! let claims = Claims { json: br#"{"role":"admin"}"#, subject: Some("user-42"), ..Claims::new(now) };
//! let token = jwt::sign(&key, &claims, &mut buf)?;
//!
//! let mut buf = [0; 512];
//! let verified = jwt::verify(token.as_bytes(), &key, &Policy::default(), now, &mut buf)?;
//! assert!(verified.subject().is_some_and(|subject| subject.eq_str("user-42")));
//! # Ok::<(), tokenseal::Error>(())
//! ```
//!
//! # What is where
//!
//! - [`Key`] and [`KeyRing`]: secrets, and which of them sign and verify; [`jwk`] loads sets.
//! - [`jwt`]: [`sign`](jwt::sign) and [`verify`](jwt::verify), [`Claims`](jwt::Claims) and
//!   [`Policy`](jwt::Policy).
//! - [`bearer`]: the token in an `Authorization` header.
//! - [`cookie`]: reading `Cookie`, building `Set-Cookie`, sealing values; with the feature `dialects`
//!   the signed cookies of other frameworks.
//! - [`state`]: sessions, refresh tokens and revocation, over any store.
//! - [`csrf`]: tokens in forms, and the check of a request's origin.
//! - [`json`]: the strict reader and the writer beneath.
//! - [`Error`]: the reasons, and [`limits`]: the sizes.
//! - [`unverified`]: for inspectors only.
//!
//! # Time
//!
//! `now` is Unix milliseconds, an `i64` of 0 to 2^53; durations are milliseconds too.

#![cfg_attr(not(test), no_std)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects
    )
)]

#[cfg(all(doctest, feature = "serde"))]
#[doc = include_str!("../README.md")]
struct Readme;

mod base64url;
pub mod bearer;
mod bytes;
pub mod cookie;
pub mod csrf;
mod error;
pub mod json;
pub mod jwk;
pub mod jwt;
mod key;
mod keyring;
mod lanes;
pub mod limits;
mod mac;
#[cfg(feature = "serde")]
mod serde;
pub mod state;
pub mod unverified;
mod word;

pub use error::Error;
pub use key::Key;
pub use keyring::KeyRing;
pub use mac::Algorithm;
