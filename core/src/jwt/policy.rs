//! What a token must say to be accepted.

use super::Registered;
use crate::Error;
use crate::json::{Text, members};
use crate::limits::{DEFAULT_MAX_TOKEN, MAX_LEEWAY, MAX_NAMES, MAX_TIME, MAX_TOKEN};

/// What a token must say to be accepted, beside a good MAC.
///
/// ```
/// use tokenseal::jwt::Policy;
///
/// let policy = Policy { issuer: Some("https://auth.example"), audience: Some(&["api"]), ..Policy::default() };
/// # let _ = policy;
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Policy<'a> {
    /// What `iss` must be.
    pub issuer: Option<&'a str>,
    /// What `sub` must be.
    pub subject: Option<&'a str>,
    /// The audiences that the caller is: `aud` must name one of them. Without this, a token that
    /// has an `aud` is refused. An empty list is [`Error::BadArgument`].
    pub audience: Option<&'a [&'a str]>,
    /// Accepts whatever `aud` says. Together with `audience` it is [`Error::BadArgument`].
    pub any_audience: bool,
    /// What `jti` must be.
    pub jwt_id: Option<&'a str>,
    /// What the header's `typ` must be, such as `at+jwt`: compared without case, with or without
    /// `application/`.
    pub typ: Option<&'a str>,
    /// How far the clocks may be apart, in milliseconds: 0 unless given, at most
    /// [`MAX_LEEWAY`].
    pub leeway: u64,
    /// How long ago `iat` may be, in milliseconds, leeway apart.
    pub max_age: Option<u64>,
    /// Whether a token without `exp` is refused: `true` unless given.
    pub require_exp: bool,
    /// The names of further claims that must be there.
    pub required: &'a [&'a str],
    /// The greatest length of a token in bytes: [`DEFAULT_MAX_TOKEN`] unless given, at most
    /// [`MAX_TOKEN`].
    pub max_token: usize,
}

impl Default for Policy<'_> {
    fn default() -> Self {
        Self {
            issuer: None,
            subject: None,
            audience: None,
            any_audience: false,
            jwt_id: None,
            typ: None,
            leeway: 0,
            max_age: None,
            require_exp: true,
            required: &[],
            max_token: DEFAULT_MAX_TOKEN,
        }
    }
}

// `check_required` has a bit for each.
const _: () = assert!(MAX_NAMES <= 64);

/// Whether a list of audiences names somebody, and not too many.
pub(super) const fn is_sound_list(audience: &[&str]) -> bool {
    !audience.is_empty() && audience.len() <= MAX_NAMES
}

impl Policy<'_> {
    /// Refuses a policy that makes no sense, before any token is looked at.
    ///
    /// # Errors
    ///
    /// [`Error::BadArgument`] when a value or a list is over its limit, `audience` is empty, or stands
    /// together with `any_audience`.
    pub fn check(&self) -> Result<(), Error> {
        let audience_is_sound =
            self.audience.is_none_or(|audience| is_sound_list(audience) && !self.any_audience);
        let times_are_sound =
            self.leeway <= MAX_LEEWAY && self.max_age.is_none_or(|age| age <= MAX_TIME.unsigned_abs());
        if audience_is_sound
            && self.required.len() <= MAX_NAMES
            && times_are_sound
            && self.max_token <= MAX_TOKEN
        {
            Ok(())
        } else {
            Err(Error::BadArgument)
        }
    }

    /// Holds the claims against the policy, in the order that DESIGN fixes and every runtime keeps.
    pub(crate) fn check_claims(
        &self,
        typ_matches: bool,
        claims: &Registered,
        json: &str,
        now: i64,
    ) -> Result<(), Error> {
        let leeway = i64::try_from(self.leeway).map_err(|_| Error::BadArgument)?;
        if !typ_matches {
            return Err(Error::WrongType);
        }
        match claims.expires_at {
            Some(expires_at) if now >= expires_at.saturating_add(leeway) => return Err(Error::Expired),
            None if self.require_exp || self.requires("exp") => return Err(Error::MissingClaim),
            _ => {}
        }
        match claims.not_before {
            Some(not_before) if now.saturating_add(leeway) < not_before => return Err(Error::NotYetValid),
            None if self.requires("nbf") => return Err(Error::MissingClaim),
            _ => {}
        }
        self.check_text("iss", claims.issuer(json), self.issuer, Error::WrongIssuer)?;
        self.check_text("sub", claims.subject(json), self.subject, Error::WrongSubject)?;
        self.check_audience(claims, json)?;
        self.check_age(claims.issued_at, now, leeway)?;
        self.check_text("jti", claims.jwt_id(json), self.jwt_id, Error::WrongId)?;
        self.check_required(claims, json)
    }

    /// The required claims that are not registered: those had their turn. One pass, however many
    /// they are.
    fn check_required(&self, claims: &Registered, json: &str) -> Result<(), Error> {
        // A bit for each name that is still to be found: lists have at most MAX_NAMES.
        let mut missing = 0_u64;
        let bits = || (0..u64::BITS).map(|place| 1_u64 << place);
        for (bit, name) in bits().zip(self.required) {
            if claims.has(name).is_none() {
                missing |= bit;
            }
        }
        // A reader is a few hundred bytes to clear.
        if missing == 0 {
            return Ok(());
        }
        let mut found = members(json);
        while missing != 0 {
            let (found, _) = found.next().ok_or(Error::MissingClaim)?;
            for (bit, name) in bits().zip(self.required) {
                if found.eq_str(name) {
                    missing &= !bit;
                }
            }
        }
        Ok(())
    }

    fn requires(&self, name: &str) -> bool {
        self.required.contains(&name)
    }

    fn check_text(
        &self,
        name: &str,
        found: Option<Text<'_>>,
        wanted: Option<&str>,
        error: Error,
    ) -> Result<(), Error> {
        match (found, wanted) {
            (Some(found), Some(wanted)) if !found.eq_str(wanted) => Err(error),
            (None, Some(_)) => Err(Error::MissingClaim),
            (None, None) if self.requires(name) => Err(Error::MissingClaim),
            _ => Ok(()),
        }
    }

    fn check_audience(&self, claims: &Registered, json: &str) -> Result<(), Error> {
        let Some(found) = claims.audience(json) else {
            return match self.audience {
                Some(_) => Err(Error::WrongAudience),
                None if self.requires("aud") => Err(Error::MissingClaim),
                None => Ok(()),
            };
        };
        let wanted = self.audience.unwrap_or(&[]);
        if self.any_audience || found.iter().any(|member| wanted.iter().any(|name| member.eq_str(name))) {
            Ok(())
        } else {
            Err(Error::WrongAudience)
        }
    }

    fn check_age(&self, issued_at: Option<i64>, now: i64, leeway: i64) -> Result<(), Error> {
        match (issued_at, self.max_age) {
            (Some(issued_at), Some(max_age)) => {
                let max_age = i64::try_from(max_age).map_err(|_| Error::BadArgument)?;
                // A clock that runs ahead is no reason to refuse: a future iat counts as age 0.
                let limit = issued_at.min(now).saturating_add(max_age).saturating_add(leeway);
                if now >= limit { Err(Error::TooOld) } else { Ok(()) }
            }
            (None, Some(_)) => Err(Error::MissingClaim),
            (None, None) if self.requires("iat") => Err(Error::MissingClaim),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Policy;
    use crate::Error;
    use crate::limits::{MAX_LEEWAY, MAX_TOKEN};

    #[test]
    fn bounds_are_exact() {
        let max_time = 1_u64 << 53;
        let good = |policy: Policy<'_>| assert_eq!(policy.check(), Ok(()));
        let bad = |policy: Policy<'_>| assert_eq!(policy.check(), Err(Error::BadArgument));
        good(Policy { leeway: MAX_LEEWAY, ..Policy::default() });
        bad(Policy { leeway: MAX_LEEWAY + 1, ..Policy::default() });
        good(Policy { max_age: Some(max_time), ..Policy::default() });
        bad(Policy { max_age: Some(max_time + 1), ..Policy::default() });
        good(Policy { max_token: MAX_TOKEN, ..Policy::default() });
        bad(Policy { max_token: MAX_TOKEN + 1, ..Policy::default() });
        good(Policy { audience: Some(&["a"]), ..Policy::default() });
        good(Policy { audience: Some(&["a"; 64]), required: &["a"; 64], ..Policy::default() });
        bad(Policy { audience: Some(&["a"; 65]), ..Policy::default() });
        bad(Policy { required: &["a"; 65], ..Policy::default() });
        bad(Policy { audience: Some(&[]), ..Policy::default() });
        bad(Policy { audience: Some(&["a"]), any_audience: true, ..Policy::default() });
    }
}
