//! Claims
//!
//! What a token is to say. Start from TOKENSEAL_CLAIMS_INIT: a token for the next 15 minutes that
//! says nothing else.
//!
//! Your own claims come as the text of a JSON object, to which the members below are added. A
//! claim that is given twice, in the text and in the struct, is TOKENSEAL_BAD_ARGUMENT; only
//! TOKENSEAL_EXPIRES_DEFAULT gives way to an exp in the text, and iat, which is added unless the
//! struct says another, to an iat there. What is signed has passed the same strict reader that
//! verifies.

use tokenseal::Error;
use tokenseal::jwt::{Claims, Expiry};
use tokenseal::limits::MAX_NAMES;

use crate::growing;
use crate::memory::{Input, Region};
use crate::slice::{List, tokenseal_slice};

// The header has these in its own words (header/claims.h), because cbindgen has no word for the
// least integer.
const TOKENSEAL_EXPIRES_DEFAULT: u64 = u64::MAX;
pub(crate) const TOKENSEAL_EXPIRES_NEVER: u64 = u64::MAX - 1;
pub(crate) const TOKENSEAL_NO_TIME: i64 = i64::MIN;

/// What a token is to say. Start from TOKENSEAL_CLAIMS_INIT.
#[repr(C)]
pub struct tokenseal_claims {
    /// sizeof(tokenseal_claims): says which version of this struct the program was compiled with.
    pub size: u32,
    /// The longest token in bytes, TOKENSEAL_DEFAULT_MAX_TOKEN, up to TOKENSEAL_MAX_TOKEN.
    pub max_token: u32,
    /// For how many milliseconds from now the token is valid (exp), or one of TOKENSEAL_EXPIRES_.
    pub expires_in: u64,
    /// When the token becomes valid (nbf), in Unix milliseconds, or TOKENSEAL_NO_TIME.
    pub not_before: i64,
    /// When the token was issued (iat), in Unix milliseconds, or TOKENSEAL_NO_TIME: now. The access
    /// token that goes with a refresh token takes it from tokenseal_refresh_info, so that a log-out
    /// everywhere ends it.
    pub issued_at: i64,
    /// Your own claims: a JSON object, at most 256 members in all, nested at most 16 deep.
    pub json: tokenseal_slice,
    /// iss.
    pub issuer: tokenseal_slice,
    /// sub.
    pub subject: tokenseal_slice,
    /// jti.
    pub jwt_id: tokenseal_slice,
    /// typ in the header, "JWT" unless given.
    pub typ: tokenseal_slice,
    /// aud: an array, whose texts may not be NULL. One is written as a string, more as an array.
    /// NULL: none.
    pub audience: *const tokenseal_slice,
    /// How many they are, at most TOKENSEAL_MAX_NAMES.
    pub audience_count: usize,
}

// No padding, or a later version would find chance in it.
const _: () = assert!(size_of::<tokenseal_claims>() == 32 + 12 * size_of::<usize>());

/// Claims that have been read.
pub struct Read<'a> {
    region: Region,
    fields: &'a tokenseal_claims,
    json: Option<&'a [u8]>,
    issuer: Option<&'a str>,
    subject: Option<&'a str>,
    jwt_id: Option<&'a str>,
    typ: Option<&'a str>,
    audience: Option<List<'a>>,
}

impl Read<'_> {
    /// Reads claims; NULL is none.
    ///
    /// # Safety
    ///
    /// The crate's contract, for as long as `'a`.
    pub unsafe fn new(claims: *const tokenseal_claims) -> Result<Option<Self>, Error> {
        if claims.is_null() {
            return Ok(None);
        }
        // SAFETY: the same contract.
        let (fields, region) = unsafe { growing::read(claims) }?;
        // SAFETY: the same contract.
        unsafe {
            Ok(Some(Self {
                region,
                fields,
                json: fields.json.bytes()?,
                issuer: fields.issuer.text()?,
                subject: fields.subject.text()?,
                jwt_id: fields.jwt_id.text()?,
                typ: fields.typ.text()?,
                audience: List::new(fields.audience, fields.audience_count)?,
            }))
        }
    }

    /// What is to be signed at this time.
    pub fn with<T>(&self, now: i64, then: impl FnOnce(&Claims<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let mut audience;
        let mut claims = Claims::new(now);
        if let Some(json) = self.json {
            claims.json = json;
        }
        claims.issuer = self.issuer;
        claims.subject = self.subject;
        if let Some(list) = self.audience {
            audience = [""; MAX_NAMES];
            claims.audience = Some(list.texts(&mut audience)?);
        }
        claims.jwt_id = self.jwt_id;
        claims.typ = self.typ;
        claims.expires_in = match self.fields.expires_in {
            TOKENSEAL_EXPIRES_DEFAULT => Expiry::Default,
            TOKENSEAL_EXPIRES_NEVER => Expiry::Never,
            millis => Expiry::After(millis),
        };
        let time = |time: i64| (time != TOKENSEAL_NO_TIME).then_some(time);
        claims.not_before = time(self.fields.not_before);
        claims.issued_at = time(self.fields.issued_at);
        claims.max_token = usize::try_from(self.fields.max_token).map_err(|_| Error::BadArgument)?;
        then(&claims)
    }
}

impl Input for Read<'_> {
    fn touches(&self, region: Region) -> bool {
        self.region.overlaps(region)
            || self.json.touches(region)
            || [self.issuer, self.subject, self.jwt_id, self.typ].iter().any(|text| text.touches(region))
            || self.audience.touches(region)
    }
}
