//! What the application wants of requests: the key, the store, and the operations on it.

use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};
use tokenseal::jwt::{self, Claims, Policy};
use tokenseal::limits::{MAX_RECORD, MAX_REFRESH_TOKEN};
use tokenseal::state::revocation::{self, Token};
use tokenseal::state::session::{self, Session};
use tokenseal::state::{Found, Store, StoreKey, Transition, refresh, run};
use tokenseal::{Error, Key};

/// Keeps apart what several applications have in one store.
pub const NAMESPACE: &str = "";
/// How long an access token lives, in milliseconds.
pub const ACCESS_LIFETIME: u64 = 900_000;

/// The longest token that is made.
const TOKEN_ROOM: usize = 8192;

/// Made once. The store is asked where the request is served: put one that goes over a network behind
/// `spawn_blocking`, or drive the transitions with a client that is asynchronous; the loop is short.
pub struct Guard {
    key: Key,
    store: Mutex<AnyStore>,
    clock: Box<dyn Fn() -> i64 + Send + Sync>,
}

/// A pair of tokens.
pub struct Pair {
    pub access: String,
    pub refresh: String,
    /// When the login ends however much it is used, in Unix milliseconds.
    pub expires_at: i64,
}

impl Guard {
    /// With the system's clock.
    pub fn new(key: Key, store: impl Store<Error = Error> + Send + 'static) -> Self {
        Self::with_clock(key, store, || {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(now.as_millis()).unwrap_or(i64::MAX)
        })
    }

    /// With a clock that says Unix milliseconds.
    pub fn with_clock(
        key: Key,
        store: impl Store<Error = Error> + Send + 'static,
        clock: impl Fn() -> i64 + Send + Sync + 'static,
    ) -> Self {
        Self { key, store: Mutex::new(AnyStore(Box::new(store))), clock: Box::new(clock) }
    }

    /// Unix milliseconds.
    pub(crate) fn now(&self) -> i64 {
        (self.clock)()
    }

    /// The claims of an access token that is good and has not been revoked.
    pub(crate) fn verify(&self, token: &[u8]) -> Result<Map<String, Value>, Error> {
        let mut claims = vec![0; token.len()];
        let verified = jwt::verify(token, &self.key, &Policy::default(), self.now(), &mut claims)?;
        if verified.subject().is_none() {
            return Err(Error::MissingClaim);
        }
        let json = verified.as_json();
        let mut check = revocation::check(&Token::read(NAMESPACE, token, json.as_bytes())?, self.now())?;
        self.run(&mut check, b"")?;
        object(json.as_bytes())
    }

    /// The session of a cookie, and its data.
    pub(crate) fn load(&self, cookie: &[u8]) -> Result<(Session, Map<String, Value>), Error> {
        let presented = session::open(&self.key, crate::cookies::SESSION, cookie, self.now())?;
        self.reload(&presented)
    }

    /// The session as it is in the store now.
    pub(crate) fn reload(&self, session: &Session) -> Result<(Session, Map<String, Value>), Error> {
        let mut load = session::load(NAMESPACE, session, self.now())?;
        let data = self.run(&mut load, b"")?;
        Ok((load.session()?, object(&data)?))
    }

    /// Begins a session, of a subject or of nobody yet.
    pub(crate) fn start(&self, subject: Option<&str>, data: &Map<String, Value>) -> Result<Session, Error> {
        let mut start = session::start(NAMESPACE, &random()?, subject, session::LIFETIME, self.now())?;
        self.run(&mut start, &json(data))?;
        start.session()
    }

    /// Saves a session's data, if nobody else has meanwhile.
    pub(crate) fn save(&self, session: &Session, data: &Map<String, Value>) -> Result<Session, Error> {
        let mut save = session::save(NAMESPACE, session, self.now())?;
        self.run(&mut save, &json(data))?;
        save.session()
    }

    /// Goes on with a session under another id.
    pub(crate) fn rotate(&self, session: &Session, subject: &str) -> Result<Session, Error> {
        let now = self.now();
        let mut rotate =
            session::rotate(NAMESPACE, session, &random()?, Some(subject), session::LIFETIME, now)?;
        self.run(&mut rotate, b"")?;
        rotate.session()
    }

    /// Ends a session.
    pub(crate) fn end(&self, session: &Session) -> Result<(), Error> {
        self.run(&mut session::end(NAMESPACE, session, self.now())?, b"").map(drop)
    }

    /// Ends the session of a cookie.
    pub(crate) fn end_cookie(&self, cookie: &[u8]) -> Result<(), Error> {
        self.end(&session::open(&self.key, crate::cookies::SESSION, cookie, self.now())?)
    }

    /// The `Set-Cookie` header of a session.
    pub(crate) fn session_cookie(&self, session: &Session) -> Result<String, Error> {
        let mut sealed = [0; session::SEALED_LEN];
        let now = self.now();
        let sealed = session.seal(&self.key, crate::cookies::SESSION, now, &mut sealed)?;
        crate::cookies::set(crate::cookies::SESSION, sealed, rest(session.expires_at(), now))
    }

    /// Log-in by tokens.
    pub(crate) fn issue(&self, claims: &Map<String, Value>, subject: &str) -> Result<Pair, Error> {
        let now = self.now();
        let mut start =
            refresh::start(NAMESPACE, &self.key, &random()?, subject, None, refresh::LIFETIME, now)?;
        let claims = self.run(&mut start, &json(claims))?;
        self.pair(&start, &claims)
    }

    /// The next pair.
    pub(crate) fn refresh(&self, token: &[u8]) -> Result<Pair, Error> {
        let presented = refresh::open(&self.key, token)?;
        let now = self.now();
        let mut rotate = refresh::rotate(NAMESPACE, &self.key, &presented, None, refresh::GRACE, now)?;
        let claims = self.run(&mut rotate, b"")?;
        self.pair(&rotate, &claims)
    }

    /// Ends a login by any of its refresh tokens.
    pub(crate) fn end_refresh(&self, token: &[u8]) -> Result<(), Error> {
        let presented = refresh::open(&self.key, token)?;
        self.run(&mut refresh::end(NAMESPACE, &presented, self.now())?, b"").map(drop)
    }

    /// Ends an access token.
    pub(crate) fn deny(&self, token: &[u8], claims: &Map<String, Value>) -> Result<(), Error> {
        let token = Token::read(NAMESPACE, token, &json(claims))?;
        self.run(&mut revocation::deny(&token, self.now())?, b"").map(drop)
    }

    /// Ends all that a subject has.
    pub(crate) fn end_all(&self, subject: &str) -> Result<(), Error> {
        self.run(&mut revocation::end_all(NAMESPACE, subject, self.now())?, b"").map(drop)
    }

    fn pair(&self, done: &Transition, claims: &[u8]) -> Result<Pair, Error> {
        let family = done.refresh()?;
        let (mut access, mut token) = (vec![0; TOKEN_ROOM], [0; MAX_REFRESH_TOKEN]);
        let issued_at = Some(family.issued_at());
        let claims = Claims { json: claims, issued_at, ..Claims::new(self.now()) };
        let access = jwt::sign(&self.key, &claims, &mut access)?.to_owned();
        let refresh = family.mint(&self.key, &mut token)?.to_owned();
        Ok(Pair { access, refresh, expires_at: family.expires_at() })
    }

    /// Carries out a transition; gives the application's bytes.
    fn run(&self, transition: &mut Transition, data: &[u8]) -> Result<Vec<u8>, Error> {
        let (mut found, mut buf) = (vec![0; 2 * MAX_RECORD + 64], vec![0; MAX_RECORD]);
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(run(&mut *store, transition, data, &mut found, &mut buf)?.to_vec())
    }
}

/// For how many milliseconds something lives.
pub fn rest(expires_at: i64, now: i64) -> u64 {
    u64::try_from(expires_at.saturating_sub(now)).unwrap_or(0)
}

/// From the system's generator.
pub fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Error::StoreUnavailable)?;
    Ok(bytes)
}

fn json(data: &Map<String, Value>) -> Vec<u8> {
    serde_json::to_vec(data).unwrap_or_default()
}

fn object(bytes: &[u8]) -> Result<Map<String, Value>, Error> {
    if bytes.is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_slice(bytes).map_err(|_| Error::UnknownRecord)
}

/// A store of whatever type.
struct AnyStore(Box<dyn Store<Error = Error> + Send>);

impl Store for AnyStore {
    type Error = Error;

    fn get(&mut self, keys: &[StoreKey], now: i64, found: &mut Found<'_>) -> Result<(), Error> {
        self.0.get(keys, now, found)
    }

    fn swap(
        &mut self,
        key: &StoreKey,
        expected: Option<&[u8]>,
        new: Option<&[u8]>,
        ttl: u64,
        now: i64,
    ) -> Result<bool, Error> {
        self.0.swap(key, expected, new, ttl, now)
    }
}
