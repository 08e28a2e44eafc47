//! Policy
//!
//! What a token must be beyond authentic. Start from TOKENSEAL_POLICY_INIT, which asks for an
//! unexpired exp and, since nobody named an audience, for the absence of aud:
//!
//!     tokenseal_policy policy = TOKENSEAL_POLICY_INIT;
//!     policy.issuer = TOKENSEAL_LITERAL("https://login.example");
//!
//! Members that are left as they are ask for nothing more. A struct of zeros with its size set is
//! legal and stricter still: it allows no token to be longer or older than 0.

use tokenseal::Error;
use tokenseal::jwt::Policy;
use tokenseal::limits::MAX_NAMES;

use crate::growing;
use crate::memory::{Input, Region};
use crate::slice::{List, tokenseal_slice};

// The header has it in its own words: header/policy.h.
pub(crate) const TOKENSEAL_NO_MAX_AGE: u64 = u64::MAX;

/// What a token must be. Start from TOKENSEAL_POLICY_INIT.
#[repr(C)]
pub struct tokenseal_policy {
    /// sizeof(tokenseal_policy): says which version of this struct the program was compiled with.
    pub size: u32,
    /// 0: exp is required. 1: a token without exp is valid for ever.
    pub allow_no_exp: u32,
    /// 0: a token with aud must name one of the audiences below. 1: aud is not looked at; then no
    /// audience may be given.
    pub any_audience: u32,
    /// The longest token in bytes, TOKENSEAL_DEFAULT_MAX_TOKEN, up to TOKENSEAL_MAX_TOKEN.
    pub max_token: u32,
    /// How many milliseconds other clocks may differ, at most TOKENSEAL_MAX_LEEWAY.
    pub leeway: u64,
    /// How many milliseconds ago the token may have been issued (iat), or TOKENSEAL_NO_MAX_AGE.
    pub max_age: u64,
    /// iss must be this.
    pub issuer: tokenseal_slice,
    /// sub must be this.
    pub subject: tokenseal_slice,
    /// jti must be this.
    pub jwt_id: tokenseal_slice,
    /// typ in the header must be this, such as "at+jwt" (RFC 9068). Case does not count, nor does
    /// "application/" in front.
    pub typ: tokenseal_slice,
    /// aud must name one of these: an array, whose texts may not be NULL. NULL: none.
    pub audience: *const tokenseal_slice,
    /// How many they are, at most TOKENSEAL_MAX_NAMES.
    pub audience_count: usize,
    /// Claims that must be there, whatever they say: an array, whose texts may not be NULL.
    pub required: *const tokenseal_slice,
    /// How many they are, at most TOKENSEAL_MAX_NAMES.
    pub required_count: usize,
}

// No padding, or a later version would find chance in it.
const _: () = assert!(size_of::<tokenseal_policy>() == 32 + 12 * size_of::<usize>());

/// A policy that has been read.
pub struct Read<'a> {
    region: Region,
    fields: &'a tokenseal_policy,
    issuer: Option<&'a str>,
    subject: Option<&'a str>,
    jwt_id: Option<&'a str>,
    typ: Option<&'a str>,
    audience: Option<List<'a>>,
    required: Option<List<'a>>,
}

impl Read<'_> {
    /// Reads a policy; NULL is none.
    ///
    /// # Safety
    ///
    /// The crate's contract, for as long as `'a`.
    pub unsafe fn new(policy: *const tokenseal_policy) -> Result<Option<Self>, Error> {
        if policy.is_null() {
            return Ok(None);
        }
        // SAFETY: the same contract.
        let (fields, region) = unsafe { growing::read(policy) }?;
        // SAFETY: the same contract.
        unsafe {
            Ok(Some(Self {
                region,
                fields,
                issuer: fields.issuer.text()?,
                subject: fields.subject.text()?,
                jwt_id: fields.jwt_id.text()?,
                typ: fields.typ.text()?,
                audience: List::new(fields.audience, fields.audience_count)?,
                required: List::new(fields.required, fields.required_count)?,
            }))
        }
    }

    /// What it asks for.
    pub fn with<T>(&self, then: impl FnOnce(&Policy<'_>) -> Result<T, Error>) -> Result<T, Error> {
        // Made only where there is a list: a kilobyte each.
        let (mut audience, mut required);
        let audience: Option<&[&str]> = match self.audience {
            Some(list) => {
                audience = [""; MAX_NAMES];
                Some(list.texts(&mut audience)?)
            }
            None => None,
        };
        let required: &[&str] = match self.required {
            Some(list) => {
                required = [""; MAX_NAMES];
                list.texts(&mut required)?
            }
            None => &[],
        };
        then(&Policy {
            issuer: self.issuer,
            subject: self.subject,
            audience,
            any_audience: growing::flag(self.fields.any_audience)?,
            jwt_id: self.jwt_id,
            typ: self.typ,
            leeway: self.fields.leeway,
            max_age: (self.fields.max_age != TOKENSEAL_NO_MAX_AGE).then_some(self.fields.max_age),
            require_exp: !growing::flag(self.fields.allow_no_exp)?,
            required,
            max_token: usize::try_from(self.fields.max_token).map_err(|_| Error::BadArgument)?,
        })
    }
}

impl Input for Read<'_> {
    fn touches(&self, region: Region) -> bool {
        self.region.overlaps(region)
            || [self.issuer, self.subject, self.jwt_id, self.typ].iter().any(|text| text.touches(region))
            || self.audience.touches(region)
            || self.required.touches(region)
    }
}
