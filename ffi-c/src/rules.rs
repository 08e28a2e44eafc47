//! Sessions, refresh tokens, revocation
//!
//! What the server remembers: a session's record under the id in its cookie, a family of refresh
//! tokens, tokens that were denied, and when a subject was logged out everywhere. It is kept in a
//! store of yours: memory, Redis, SQLite, whatever can read up to TOKENSEAL_MAX_STORE_KEYS records
//! and replace one if it has not changed.
//!
//! The library asks no store itself. Every operation is a transition: made by a function such as
//! tokenseal_session_load, carried out by a loop of yours, and then asked what came out.
//!
//!     open the cookie or the token       who is it? Forgeries end here, and no store is asked
//!     make a transition                  tokenseal_session_start, _load, _save, _rotate, _end, ...
//!     do
//!         get                            the records of tokenseal_transition_keys, from the store
//!         decide                         tokenseal_transition_decide: done, again, or write this
//!         swap                           in the store, if nobody else has changed the record
//!         tell                           tokenseal_transition_swapped: whether that took
//!     while it says again
//!     take the outcome                   tokenseal_session_result, tokenseal_refresh_result, data
//!
//! In C that is some twenty lines, and the same for all operations: see examples/session.c, over
//! the memory store below, and examples/redis_session.c. The loop ends: a transition whose swaps
//! keep failing is TOKENSEAL_CONTENTION. It may be abandoned anywhere; what the store then has is
//! sound. When the store fails, refuse (TOKENSEAL_STORE_UNAVAILABLE is there to say so): a session
//! that can't be looked up is no session.
//!
//! Keys in the store are hashes: whoever reads it gets nobody's session. The records know
//! themselves when they expire; the time to live that a write comes with lets the store drop them
//! later, never earlier. A store that evicts records when it is full, or fails over to a copy that
//! lacks the last writes, can undo a log-out.
//!
//! The random bytes of which sessions and families are made must come from a cryptographic
//! generator: getrandom, arc4random_buf, BCryptGenRandom.

use tokenseal::Error;
use tokenseal::limits::{
    DEFAULT_GRACE, DEFAULT_REFRESH_IDLE, DEFAULT_REFRESH_LIFETIME, DEFAULT_SESSION_IDLE,
    DEFAULT_SESSION_LIFETIME,
};
use tokenseal::state::Lifetime;

use crate::growing;
use crate::memory::{Input, Region};
use crate::slice::tokenseal_slice;

/// What holds for all sessions and refresh tokens of an application. Start from
/// TOKENSEAL_RULES_INIT; NULL stands for it.
#[repr(C)]
pub struct tokenseal_rules {
    /// sizeof(tokenseal_rules): says which version of this struct the program was compiled with.
    pub size: u32,
    /// 0, and here so that nothing is padding.
    pub reserved: u32,
    /// After how many milliseconds without use a session ends; at the most TOKENSEAL_MAX_LIFETIME,
    /// as the next three.
    pub session_idle: u64,
    /// After how many milliseconds a session ends however much it is used.
    pub session_lifetime: u64,
    /// After how many milliseconds without use a family of refresh tokens ends.
    pub refresh_idle: u64,
    /// After how many milliseconds a family of refresh tokens ends however much it is used.
    pub refresh_lifetime: u64,
    /// For how many milliseconds a refresh token that was replaced gives the same successor again.
    pub grace: u64,
    /// The namespace: the application's name, so that several may share one store. NULL: the empty
    /// one. To log somebody out everywhere ends what has the same namespace.
    pub ns: tokenseal_slice,
}

// No padding, or a later version would find chance in it.
const _: () = assert!(size_of::<tokenseal_rules>() == 48 + size_of::<tokenseal_slice>());

/// Rules that have been read.
pub struct Read<'a> {
    region: Option<Region>,
    pub ns: &'a str,
    pub session: Lifetime,
    pub refresh: Lifetime,
    pub grace: u64,
}

impl Read<'_> {
    /// Reads rules; NULL stands for the defaults.
    ///
    /// # Safety
    ///
    /// The crate's contract, for as long as `'a`.
    pub unsafe fn new(rules: *const tokenseal_rules) -> Result<Self, Error> {
        if rules.is_null() {
            return Ok(Self {
                region: None,
                ns: "",
                session: Lifetime { idle: DEFAULT_SESSION_IDLE, absolute: DEFAULT_SESSION_LIFETIME },
                refresh: Lifetime { idle: DEFAULT_REFRESH_IDLE, absolute: DEFAULT_REFRESH_LIFETIME },
                grace: DEFAULT_GRACE,
            });
        }
        // SAFETY: the same contract.
        let (fields, region) = unsafe { growing::read(rules) }?;
        if fields.reserved != 0 {
            return Err(Error::BadArgument);
        }
        // SAFETY: the same contract.
        let ns = unsafe { fields.ns.text() }?.unwrap_or("");
        Ok(Self {
            region: Some(region),
            ns,
            session: Lifetime { idle: fields.session_idle, absolute: fields.session_lifetime },
            refresh: Lifetime { idle: fields.refresh_idle, absolute: fields.refresh_lifetime },
            grace: fields.grace,
        })
    }
}

impl Input for Read<'_> {
    fn touches(&self, region: Region) -> bool {
        self.region.touches(region) || self.ns.touches(region)
    }
}
