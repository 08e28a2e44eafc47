//! One request: who is asking, what the session holds, and which cookies are to be set.

use http::header::{AUTHORIZATION, COOKIE, HOST, HeaderName, ORIGIN};
use http::{HeaderMap, Method};
use serde_json::{Map, Value};
use tokenseal::csrf::{Fetch, check_fetch};
use tokenseal::state::session::Session;
use tokenseal::{Error, bearer, cookie};

use crate::cookies::{self, ACCESS, REFRESH, SESSION};
use crate::guard::{ACCESS_LIFETIME, Guard, NAMESPACE, Pair, rest};
use crate::problem::{Problem, is_refusal};

/// How often a session is saved again when others were faster.
const ATTEMPTS: usize = 32;

#[derive(Default)]
pub struct Visit {
    pub subject: Option<String>,
    pub claims: Map<String, Value>,
    /// The access token that was accepted, and its claims.
    pub access: Option<(Vec<u8>, Map<String, Value>)>,
    pub is_bearer: bool,
    /// Why a cookie was not good.
    pub refused: Option<Error>,
    pub session: Option<Session>,
    /// The session's data as they were loaded, and as they are to be.
    pub loaded: Map<String, Value>,
    pub data: Map<String, Value>,
    /// The header `Cookie`.
    pub cookie: Vec<u8>,
    /// Headers `Set-Cookie`.
    pub cookies: Vec<String>,
}

impl Visit {
    pub fn new(headers: &HeaderMap) -> Self {
        let lines: Vec<&[u8]> = headers.get_all(COOKIE).iter().map(http::HeaderValue::as_bytes).collect();
        Self { cookie: lines.join(&b"; "[..]), ..Self::default() }
    }

    /// The first cookie of a name.
    pub fn find(&self, name: &str) -> Option<Vec<u8>> {
        cookie::find(&self.cookie, name.as_bytes()).map(<[u8]>::to_vec)
    }

    /// Takes the token of the `Authorization` header, if there is one.
    pub fn by_bearer(&mut self, guard: &Guard, headers: &HeaderMap) -> Result<(), Error> {
        let lines: Vec<&[u8]> =
            headers.get_all(AUTHORIZATION).iter().map(http::HeaderValue::as_bytes).collect();
        let header = lines.join(&b", "[..]);
        let token = match bearer::token(&header) {
            Err(Error::NotBearer) => return Ok(()),
            token => token?,
        };
        self.accept(token, guard.verify(token)?);
        self.is_bearer = true;
        Ok(())
    }

    /// Takes what the cookies say. One that is not good is as none, and why is noted.
    pub fn by_cookies(&mut self, guard: &Guard) -> Result<(), Error> {
        if let Some(token) = self.find(ACCESS)
            && let Some(claims) = self.unless_refused(guard.verify(&token))?
        {
            self.accept(&token, claims);
        }
        if let Some(text) = self.find(SESSION)
            && let Some((session, data)) = self.unless_refused(guard.load(&text))?
        {
            let sub = data.get("sub").and_then(Value::as_str).filter(|sub| session.is_of(NAMESPACE, sub));
            if self.subject.is_none() && sub.is_some() {
                self.subject = sub.map(str::to_owned);
                self.claims.clone_from(&data);
            }
            if session.is_reseal() {
                self.cookies.push(guard.session_cookie(&session)?);
            }
            self.adopt(session, data);
        }
        Ok(())
    }

    fn unless_refused<T>(&mut self, result: Result<T, Error>) -> Result<Option<T>, Error> {
        match result {
            Err(error) if is_refusal(error) => {
                self.refused.get_or_insert(error);
                Ok(None)
            }
            result => result.map(Some),
        }
    }

    fn accept(&mut self, token: &[u8], claims: Map<String, Value>) {
        self.subject = claims.get("sub").and_then(Value::as_str).map(str::to_owned);
        self.claims.clone_from(&claims);
        self.access = Some((token.to_vec(), claims));
    }

    /// Goes on with a session as it is in the store.
    pub fn adopt(&mut self, session: Session, data: Map<String, Value>) {
        self.session = Some(session);
        self.loaded.clone_from(&data);
        self.data = data;
    }

    /// Writes what was changed in the session; what others changed meanwhile in other members stays.
    pub fn save(&mut self, guard: &Guard) -> Result<(), Error> {
        if self.is_bearer || self.data == self.loaded {
            return Ok(());
        }
        let Some(mut session) = self.session else {
            let session = guard.start(None, &self.data)?;
            self.cookies.push(guard.session_cookie(&session)?);
            self.adopt(session, self.data.clone());
            return Ok(());
        };
        let mut data = self.data.clone();
        for _ in 0..ATTEMPTS {
            match guard.save(&session, &data) {
                Err(Error::Conflict) => {
                    (session, data) = guard.reload(&session)?;
                    self.apply(&mut data);
                }
                saved => {
                    self.adopt(saved?, data);
                    return Ok(());
                }
            }
        }
        Err(Error::Contention)
    }

    /// Makes the same changes to other data.
    fn apply(&self, data: &mut Map<String, Value>) {
        data.retain(|name, _| self.data.contains_key(name) || !self.loaded.contains_key(name));
        for (name, value) in &self.data {
            if self.loaded.get(name) != Some(value) {
                data.insert(name.clone(), value.clone());
            }
        }
    }

    /// Sets the cookies of a pair.
    pub fn keep(&mut self, guard: &Guard, pair: &Pair) -> Result<(), Error> {
        self.cookies.push(cookies::set(REFRESH, &pair.refresh, rest(pair.expires_at, guard.now()))?);
        self.cookies.push(cookies::set(ACCESS, &pair.access, ACCESS_LIFETIME)?);
        Ok(())
    }

    /// Log out here: what is not good has nothing to end.
    pub fn log_out(&mut self, guard: &Guard) -> Result<(), Error> {
        let ended = [
            self.session.map_or_else(
                || self.find(SESSION).map_or(Ok(()), |text| guard.end_cookie(&text)),
                |session| guard.end(&session),
            ),
            self.find(REFRESH).map_or(Ok(()), |token| guard.end_refresh(&token)),
            self.access.as_ref().map_or(Ok(()), |(token, claims)| guard.deny(token, claims)),
        ];
        for result in ended {
            result.or_else(|error| if is_refusal(error) { Ok(()) } else { Err(error) })?;
        }
        self.forget()
    }

    /// Nobody is asking any more.
    pub fn forget(&mut self) -> Result<(), Error> {
        *self = Self {
            cookie: std::mem::take(&mut self.cookie),
            cookies: cookies::removed()?,
            ..Self::default()
        };
        Ok(())
    }
}

/// Refuses what a page of another site may have made the browser send. The site's own origin is its
/// `Host` over TLS.
pub fn check_origin(method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    // What is no text is no origin of ours.
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let own = format!("https://{}", text(HOST).unwrap_or_default());
    let fetch = Fetch {
        method: method.as_str(),
        site: text(HeaderName::from_static("sec-fetch-site")),
        origin: text(ORIGIN),
        allowed: &[&own],
        strict: false,
    };
    check_fetch(&fetch).map_err(|_| Problem::cross_site())
}
