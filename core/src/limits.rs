//! What passes one of these is [`Error::Limit`](crate::Error::Limit), in every runtime alike.

/// Length of a token in bytes, at the most that any policy may allow.
pub const MAX_TOKEN: usize = 65_536;
/// Length of a token in bytes, unless the policy says otherwise.
pub const DEFAULT_MAX_TOKEN: usize = 8_192;
/// Length of a token's header in bytes, decoded.
pub const MAX_HEADER: usize = 1_024;
/// Nesting of JSON objects and arrays; the outermost is 1.
pub const MAX_DEPTH: usize = 16;
/// Members of one JSON object.
pub const MAX_MEMBERS: usize = 256;
/// Characters of one JSON number.
pub const MAX_NUMBER: usize = 64;
/// Length of a key id in bytes of UTF-8.
pub const MAX_KID: usize = 64;
/// Length of a secret in bytes.
pub const MAX_SECRET: usize = 1_024;
/// Length of the text of a JWK or a JWK Set in bytes.
pub const MAX_JWK_SET: usize = 65_536;
/// Members of a JWK's `key_ops`.
pub const MAX_KEY_OPS: usize = 16;

/// Name and value of a cookie in bytes, together.
pub const MAX_COOKIE: usize = 4_096;
/// An attribute of a cookie in bytes.
pub const MAX_ATTRIBUTE: usize = 1_024;
/// The longest `Max-Age` of a cookie, in milliseconds: 400 days. Browsers cut longer ones, and so
/// does the writer.
pub const MAX_COOKIE_AGE: u64 = 34_560_000_000;
/// How far the clock of the host that sealed a value may be ahead, in milliseconds.
pub const MAX_CLOCK_AHEAD: i64 = 60_000;

/// Names in one list of a policy's or of a token's audiences, or of required claims. More are
/// [`Error::BadArgument`](crate::Error::BadArgument).
pub const MAX_NAMES: usize = 64;
/// The greatest leeway, in milliseconds: 10 minutes. More is
/// [`Error::BadArgument`](crate::Error::BadArgument).
pub const MAX_LEEWAY: u64 = 600_000;
/// The latest `now`, in Unix milliseconds, and the longest duration in milliseconds: 2^53, what
/// every runtime's numbers can hold. More is [`Error::BadArgument`](crate::Error::BadArgument).
pub const MAX_TIME: i64 = 1 << 53;
/// How long a token lives unless its minter says otherwise, in milliseconds: 15 minutes.
pub const DEFAULT_EXPIRES_IN: u64 = 900_000;

/// The longest life of a session, a family of refresh tokens or a revocable token, in milliseconds:
/// 400 days. So long a subject's watermark is kept.
pub const MAX_LIFETIME: u64 = 34_560_000_000;
/// How much longer than the record lives the store is asked to keep it, in milliseconds: the greatest
/// leeway, and a minute more than which hosts' clocks should not differ.
pub const STORE_SLACK: u64 = MAX_LEEWAY + 60_000;
/// How long a session may be idle unless its owner says otherwise, in milliseconds: 1 day.
pub const DEFAULT_SESSION_IDLE: u64 = 86_400_000;
/// How long a session lives unless its owner says otherwise, in milliseconds: 14 days.
pub const DEFAULT_SESSION_LIFETIME: u64 = 1_209_600_000;
/// How long a family of refresh tokens may be idle unless its owner says otherwise, in
/// milliseconds: 30 days.
pub const DEFAULT_REFRESH_IDLE: u64 = 2_592_000_000;
/// How long a family of refresh tokens lives unless its owner says otherwise, in milliseconds: 90
/// days.
pub const DEFAULT_REFRESH_LIFETIME: u64 = 7_776_000_000;
/// How long a replaced refresh token still gives the same successor, unless its owner says otherwise,
/// in milliseconds: 10 seconds.
pub const DEFAULT_GRACE: u64 = 10_000;
/// The longest such time, in milliseconds: 10 minutes.
pub const MAX_GRACE: u64 = 600_000;
/// A session's record is written anew when it was last seen so long ago, in milliseconds, or a tenth
/// of its idle timeout.
pub const TOUCH_AFTER: i64 = 60_000;

/// The application's bytes in one record.
pub const MAX_DATA: usize = 65_536;
/// A record in bytes, with the application's.
pub const MAX_RECORD: usize = MAX_DATA + 128;
/// The text of a store's key in bytes.
pub const MAX_STORE_KEY: usize = 64;
/// Records that one transition reads at once.
pub const MAX_KEYS: usize = 3;
/// Length of a namespace in bytes of UTF-8.
pub const MAX_NAMESPACE: usize = 255;
/// Length of a subject, a client or the binding of a CSRF token in bytes.
pub const MAX_SUBJECT: usize = 65_535;
/// Length of a refresh token in bytes: with HS512.
pub const MAX_REFRESH_TOKEN: usize = 142;
/// Length of a CSRF token in bytes: with HS512.
pub const MAX_CSRF_TOKEN: usize = 214;
/// Failed swaps of one transition, then it is [`Error::Contention`](crate::Error::Contention).
pub const MAX_ATTEMPTS: u32 = 32;
/// How often ending a session follows it to the id under which it has gone on.
pub const MAX_HOPS: u32 = 16;
