//! Dialects
//!
//! The signed cookies of other frameworks, read and written as those do: a site moves over, or
//! shares its cookies, without logging anybody out. Start from TOKENSEAL_DIALECT_INIT:
//!
//!     tokenseal_slice secrets[] = {{"new secret", 10}, {"old secret", 10}};
//!     tokenseal_dialect express = TOKENSEAL_DIALECT_INIT;
//!     express.kind = TOKENSEAL_DIALECT_EXPRESS;
//!     express.secrets = secrets;
//!     express.secret_count = 2;
//!
//! The rules for secrets are the framework's own, and so is their order: the comment of each kind
//! says which one signs. No secret of a dialect may be the secret of a key too. What is accepted is
//! what the framework writes, byte for byte; "lenient" also takes what it reads beyond that.
//!
//! What is not bound to the name of its cookie can be moved by a client from one cookie to another;
//! that is so in the framework too. New cookies are better sealed: see above.
//!
//! A library that was built without the cargo feature "dialects", for firmware, lacks these
//! functions.

pub mod read;

use core::ffi::{c_char, c_void};

use tokenseal::cookie::dialect::Opened;

use self::read::{Name, Read};
use crate::claims::TOKENSEAL_NO_TIME;
use crate::growing::Growing;
use crate::memory::{self, Output};
use crate::policy::TOKENSEAL_NO_MAX_AGE;
use crate::slice::tokenseal_slice;
use crate::status::{answer, tokenseal_status};

/// Express: cookie-parser's signed cookies, and express-session's id. The value is the text that is
/// signed, without "s:" and percent-encoding; what Express makes of an object begins with "j:". Not
/// bound to the name, no time. The first secret signs.
pub const TOKENSEAL_DIALECT_EXPRESS: u32 = 1;
/// Koa: the packages cookies, keygrip and cookie-session. It has two cookies, and two functions of
/// its own: tokenseal_dialect_koa_sign and tokenseal_dialect_koa_verify. Bound to the name, no time.
/// The first secret signs.
pub const TOKENSEAL_DIALECT_KOA: u32 = 2;
/// itsdangerous: Signer. The value is text as it is. Not bound to the name, no time. The last
/// secret signs.
pub const TOKENSEAL_DIALECT_SIGNER: u32 = 3;
/// itsdangerous: TimestampSigner. As the last, with the second of signing.
pub const TOKENSEAL_DIALECT_TIMESTAMP_SIGNER: u32 = 4;
/// itsdangerous: URLSafeTimedSerializer. The value is the JSON text, perhaps compressed. Not bound
/// to the name, dated. The last secret signs.
pub const TOKENSEAL_DIALECT_URL_SAFE_TIMED: u32 = 5;
/// Flask: its session. The value is the JSON text, perhaps compressed. Not bound to the name, dated:
/// Flask's own max_age is 31 days. The last secret signs.
pub const TOKENSEAL_DIALECT_FLASK: u32 = 6;
/// Starlette, FastAPI: their session. The value is the JSON text. Not bound to the name, dated:
/// Starlette's own max_age is 14 days. The last secret signs.
pub const TOKENSEAL_DIALECT_STARLETTE: u32 = 7;
/// Django: set_signed_cookie. The value is text as it is. Bound to the name, dated. The first secret
/// signs: SECRET_KEY, then SECRET_KEY_FALLBACKS. What is written contains ":", and Django puts it in
/// double quotes in the header; what is read may stand in them.
pub const TOKENSEAL_DIALECT_DJANGO: u32 = 8;
/// Django: signing.Signer. The value is text as it is. Not bound to the name, no time. The first
/// secret signs.
pub const TOKENSEAL_DIALECT_DJANGO_SIGNER: u32 = 9;
/// Django: signing.dumps. The value is the JSON text, perhaps compressed. Not bound to the name,
/// dated. The first secret signs.
pub const TOKENSEAL_DIALECT_DJANGO_DUMPS: u32 = 10;
/// Go: gorilla/securecookie with a hash key and no block key. The value is what the serializer made;
/// JSON has a line feed behind it. Bound to the name, dated: gorilla's own max_age is 30 days. The
/// first secret signs.
pub const TOKENSEAL_DIALECT_GORILLA: u32 = 11;
/// Rust: SignedJar of the crate cookie, and so axum-extra and Rocket. The value is text as it is.
/// Not bound to the name, no time. The first secret signs; each has 64 bytes or more, or 32 with
/// derive.
pub const TOKENSEAL_DIALECT_RUST_COOKIE: u32 = 12;
/// Rails: cookies.signed, of Rails 5.2 and later. The value is the JSON text, not empty. Bound to
/// the name; it says when it expires, and there is no max_age. The first secret signs:
/// secret_key_base, then its rotations. Every call derives the keys from them anew, which takes
/// many times as long as all the rest: on a server, see TOKENSEAL_DIALECT_RAILS_KEYS.
pub const TOKENSEAL_DIALECT_RAILS: u32 = 13;
/// Rails: ActiveSupport's MessageVerifier. The value is what the serializer made, not empty. Not
/// bound to the name, no time. The first secret signs.
pub const TOKENSEAL_DIALECT_RAILS_VERIFIER: u32 = 14;
/// Rails: as TOKENSEAL_DIALECT_RAILS, with keys that tokenseal_dialect_rails_key has derived in
/// place of the secrets.
pub const TOKENSEAL_DIALECT_RAILS_KEYS: u32 = 15;

/// The framework's own default.
pub const TOKENSEAL_DIGEST_DEFAULT: u32 = 0;
/// SHA-1. As part of an HMAC it is not broken.
pub const TOKENSEAL_DIGEST_SHA1: u32 = 1;
/// SHA-256
pub const TOKENSEAL_DIGEST_SHA256: u32 = 2;
/// SHA-512
pub const TOKENSEAL_DIGEST_SHA512: u32 = 3;

/// A framework, its secrets, and how it was configured. Start from TOKENSEAL_DIALECT_INIT. An option
/// that its kind doesn't have is TOKENSEAL_BAD_ARGUMENT.
#[repr(C)]
pub struct tokenseal_dialect {
    /// sizeof(tokenseal_dialect): says which version of this struct the program was compiled with.
    pub size: u32,
    /// One of TOKENSEAL_DIALECT_.
    pub kind: u32,
    /// One of TOKENSEAL_DIGEST_, for KOA, SIGNER, TIMESTAMP_SIGNER, URL_SAFE_TIMED, FLASK, RAILS,
    /// RAILS_KEYS and RAILS_VERIFIER: SHA-1 is the default of them all.
    pub digest: u32,
    /// 1: a signature may be spelled in every way that the framework reads, for itsdangerous and
    /// what is built on it, and for GORILLA. The text must not serve as a key anywhere then, say in
    /// a list of revoked cookies.
    pub lenient: u32,
    /// 1: for DJANGO, to read cookies of versions before 5.2.15 and 6.0.6 too, which could be moved
    /// from one name to another; for RAILS, keys are derived with SHA-1, as before the defaults of
    /// 7.0.
    pub legacy: u32,
    /// 1: for RUST_COOKIE, the secrets are master keys, as in Key::derive_from.
    pub derive: u32,
    /// For GORILLA: how many milliseconds old a cookie must be (MinAge). A younger one is
    /// TOKENSEAL_NOT_YET_VALID.
    pub min_age: u64,
    /// For RAILS and RAILS_KEYS: in how many milliseconds a cookie that is sealed will expire, or
    /// TOKENSEAL_EXPIRES_NEVER.
    pub expires_in: u64,
    /// The salt, for itsdangerous, FLASK and Django, whose salts are UTF-8. NULL: the framework's
    /// own.
    pub salt: tokenseal_slice,
    /// The secrets, as bytes: an array of 1 to TOKENSEAL_MAX_SECRETS, none of them NULL. An empty
    /// one is TOKENSEAL_WEAK_KEY, more of them or longer ones TOKENSEAL_LIMIT.
    pub secrets: *const tokenseal_slice,
    /// How many they are.
    pub secret_count: usize,
}

// No padding, or a later version would find chance in it.
const _: () = assert!(size_of::<tokenseal_dialect>() == 40 + 2 * size_of::<tokenseal_slice>());

/// What is known of a framework's cookie beside its value. Start from TOKENSEAL_DIALECT_OPENED_INIT.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tokenseal_dialect_opened {
    /// sizeof(tokenseal_dialect_opened): says which version of this struct the program was compiled
    /// with.
    pub size: u32,
    /// 1: the value is a zlib stream (RFC 1950). Inflate it with a limit. Else 0.
    pub compressed: u32,
    /// When it was sealed, and for Rails when it expires, in Unix milliseconds. TOKENSEAL_NO_TIME
    /// where the cookie doesn't say.
    pub time: i64,
    /// Which of the secrets opened it.
    pub secret_index: usize,
    /// 0, and here so that nothing is padding.
    pub reserved: usize,
}

// No padding, or a later version would find chance in it.
const _: () = assert!(size_of::<tokenseal_dialect_opened>() == 16 + size_of::<tokenseal_slice>());

/// Seals a value for the cookie of this name and writes the text that the framework would have set.
/// now is the time in Unix milliseconds. TOKENSEAL_MAX_COOKIE bytes always suffice:
/// TOKENSEAL_COOKIE_TOO_LARGE.
///
/// TOKENSEAL_COOKIE_CHARACTER: the name has other characters than printable ASCII, or one of "=;,"
/// and space, or the value is no UTF-8 where the framework takes text.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_dialect_seal(
    dialect: *const tokenseal_dialect,
    name: *const c_char,
    name_len: usize,
    value: *const c_void,
    value_len: usize,
    now: i64,
    sealed: *mut c_char,
    sealed_cap: usize,
    sealed_len: *mut usize,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (dialect, name, value) = unsafe {
            (Read::new(dialect)?, Name::new(name, name_len)?, memory::input(value.cast::<u8>(), value_len)?)
        };
        let mut sealed = Output::new(sealed.cast::<u8>(), sealed_cap)?;
        let sealed_len = Output::new(sealed_len, 1)?;
        memory::apart(&[sealed.region(), sealed_len.region()], &[&dialect, &name, &value])?;
        // SAFETY: the crate's contract, and they are apart.
        let buf = unsafe { sealed.slice() };
        let written = dialect.with(|dialect| dialect.seal(name.text, value, now, buf).map(str::len));
        // SAFETY: the same.
        unsafe { memory::report(written, &sealed_len) }
    })
}

/// Opens a cookie that the framework, or tokenseal_dialect_seal, made for this name, and writes its
/// value. now is the time in Unix milliseconds. opened, which may be NULL, says more.
///
/// max_age is how many milliseconds ago it may have been sealed, or TOKENSEAL_NO_MAX_AGE; it is held
/// to as the framework does: TOKENSEAL_COOKIE_EXPIRED, TOKENSEAL_NOT_YET_VALID. Where the cookie
/// doesn't say when it was sealed, a max_age is TOKENSEAL_BAD_ARGUMENT.
///
/// sealed_len bytes are needed for the value, whatever its length will be.
///
/// TOKENSEAL_BAD_SIGNATURE: changed, or made with another secret or for another name.
/// TOKENSEAL_MALFORMED: not what the framework writes. On a failure nothing of the value gets out:
/// the part of the buffer that was used is zero.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn tokenseal_dialect_open(
    dialect: *const tokenseal_dialect,
    name: *const c_char,
    name_len: usize,
    sealed: *const c_char,
    sealed_len: usize,
    max_age: u64,
    now: i64,
    value: *mut c_void,
    value_cap: usize,
    value_len: *mut usize,
    opened: *mut tokenseal_dialect_opened,
) -> tokenseal_status {
    answer(|| {
        // SAFETY: the crate's contract.
        let (dialect, name, sealed) = unsafe {
            (Read::new(dialect)?, Name::new(name, name_len)?, memory::input(sealed.cast::<u8>(), sealed_len)?)
        };
        let mut value = Output::new(value.cast::<u8>(), value_cap)?;
        let value_len = Output::new(value_len, 1)?;
        // SAFETY: the crate's contract.
        let opened = unsafe { Growing::optional(opened) }?;
        memory::apart(&[value.region(), value_len.region(), opened.region()], &[&dialect, &name, &sealed])?;
        let max_age = (max_age != TOKENSEAL_NO_MAX_AGE).then_some(max_age);
        // SAFETY: the crate's contract, and they are apart.
        let buf = unsafe { value.slice() };
        let found = dialect.with(|dialect| {
            dialect
                .open(name.text, sealed, max_age, now, buf)
                .map(|found| (found.value.len(), describe(0, &found)))
        });
        // SAFETY: the same.
        unsafe {
            memory::report(found.map(|(len, _)| len), &value_len)?;
            found.map(|(_, found)| opened.write(|size| tokenseal_dialect_opened { size, ..found }))
        }
    })
}

fn describe(size: u32, found: &Opened<'_>) -> tokenseal_dialect_opened {
    tokenseal_dialect_opened {
        size,
        compressed: found.compressed.into(),
        time: found.time.unwrap_or(TOKENSEAL_NO_TIME),
        secret_index: found.secret_index,
        reserved: 0,
    }
}
