//! The C interface of tokenseal.
//!
//! `include/tokenseal.h` is generated from these modules, and its comments are theirs: the docs
//! here are written for C programmers. The functions decide nothing. They check pointers and
//! lengths, call the core, and turn its error into a status.
//!
//! # Safety
//!
//! One contract for all functions: every pointer points to as many elements as the length beside
//! it says, or to one where no length stands beside it, readable, and for outputs writable, during
//! the call. What can be checked beyond that (NULL, alignment, impossible lengths, overlap) is
//! checked, and answered with `TOKENSEAL_BAD_ARGUMENT`.

#![cfg_attr(not(any(test, feature = "std")), no_std)]
#![allow(non_camel_case_types, reason = "types carry their C names")]
#![allow(
    clippy::missing_safety_doc,
    reason = "the contract is the same for all and stands in the crate's docs"
)]

mod bearer;
mod claims;
mod cookie;
mod csrf;
#[cfg(feature = "dialects")]
mod dialect;
mod growing;
mod jwt;
mod key;
#[cfg(feature = "dialects")]
mod koa_rails;
mod limits;
mod mac;
mod member;
mod memory;
mod memory_store;
#[cfg(all(not(test), not(feature = "std"), any(feature = "panic-handler", feature = "panic-proof")))]
mod panic;
mod policy;
mod refresh;
mod revocation;
mod rules;
mod sealed;
mod session;
mod set_cookie;
mod slice;
mod status;
mod transition;
mod unverified;
mod version;
