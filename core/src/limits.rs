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
