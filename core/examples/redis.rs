//! Sessions and refresh tokens in Redis or Valkey.
//!
//! ```sh
//! export TOKENSEAL_SECRET=$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=')
//! redis() { cargo run -q -p tokenseal --example redis -- redis://127.0.0.1:6379 "$@"; }
//! redis start user-42 "cart: 3"    # prints the cookie
//! redis load COOKIE                # prints "cart: 3"
//! redis end COOKIE                 # log out here
//! redis issue user-42              # prints an access token and a refresh token
//! redis refresh TOKEN              # prints the next refresh token
//! redis end-all user-42            # log out everywhere
//! ```
//!
//! The server should have `maxmemory-policy noeviction`: a record that is evicted takes along the
//! knowledge that somebody has logged out.

use std::fmt;
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use redis::{Connection, Script};
use tokenseal::jwt::{self, Claims};
use tokenseal::state::{Found, Store, StoreKey, Transition, refresh, revocation, run, session};
use tokenseal::{Algorithm, Error, Key};

const COOKIE: &str = "__Host-session";
const NAMESPACE: &str = "";

/// Compares and swaps one key, so that it runs in a Cluster too. No fourth argument: there must be
/// no record.
const SWAP: &str = "
if redis.call('GET', KEYS[1]) ~= (ARGV[3] or false) then return 0 end
if ARGV[1] == '0' then redis.call('DEL', KEYS[1])
else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[1]) end
return 1";

/// The whole store: two methods.
struct Redis {
    connection: Connection,
    swap: Script,
}

impl Store for Redis {
    type Error = Failure;

    fn get(&mut self, keys: &[StoreKey], _now: i64, found: &mut Found<'_>) -> Result<(), Failure> {
        let mut pipe = redis::pipe();
        for key in keys {
            pipe.get(key.to_string());
        }
        let records: Vec<Option<Vec<u8>>> = pipe.query(&mut self.connection)?;
        for record in &records {
            found.push(record.as_deref())?;
        }
        Ok(())
    }

    fn swap(
        &mut self,
        key: &StoreKey,
        expected: Option<&[u8]>,
        new: Option<&[u8]>,
        ttl: u64,
        _now: i64,
    ) -> Result<bool, Failure> {
        let mut swap = self.swap.key(key.to_string());
        swap.arg(if new.is_some() { ttl } else { 0 }).arg(new.unwrap_or_default());
        if let Some(expected) = expected {
            swap.arg(expected);
        }
        // It loads the script where the server does not know it.
        Ok(swap.invoke(&mut self.connection)?)
    }
}

/// Refused, or not to be asked.
enum Failure {
    Refused(Error),
    Redis(redis::RedisError),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<redis::RedisError> for Failure {
    fn from(error: redis::RedisError) -> Self {
        Self::Redis(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => write!(f, "{error}"),
            Self::Redis(error) => write!(f, "{error}: {}", Error::StoreUnavailable),
        }
    }
}

struct Server {
    store: Redis,
    key: Key,
    now: i64,
}

impl Server {
    /// Carries out a transition; gives the application's bytes.
    fn run(&mut self, transition: &mut Transition, data: &[u8]) -> Result<Vec<u8>, Failure> {
        let (mut found, mut buf) = (vec![0; 4096], vec![0; 2048]);
        Ok(run(&mut self.store, transition, data, &mut found, &mut buf)?.to_vec())
    }

    fn start(&mut self, subject: &str, data: &str) -> Result<String, Failure> {
        let mut start = session::start(NAMESPACE, &random(), Some(subject), session::LIFETIME, self.now)?;
        self.run(&mut start, data.as_bytes())?;
        let mut cookie = [0; session::SEALED_LEN];
        Ok(start.session()?.seal(&self.key, COOKIE, self.now, &mut cookie)?.to_owned())
    }

    fn load(&mut self, cookie: &str) -> Result<String, Failure> {
        let presented = session::open(&self.key, COOKIE, cookie.as_bytes(), self.now)?;
        let data = self.run(&mut session::load(NAMESPACE, &presented, self.now)?, b"")?;
        Ok(String::from_utf8_lossy(&data).into_owned())
    }

    fn end(&mut self, cookie: &str) -> Result<String, Failure> {
        let presented = session::open(&self.key, COOKIE, cookie.as_bytes(), self.now)?;
        self.run(&mut session::end(NAMESPACE, &presented, self.now)?, b"")?;
        Ok(String::new())
    }

    fn issue(&mut self, subject: &str) -> Result<String, Failure> {
        let entropy = random();
        let mut issue =
            refresh::start(NAMESPACE, &self.key, &entropy, subject, None, refresh::LIFETIME, self.now)?;
        let claims = format!("{{\"sub\":{}}}", serde_json::Value::from(subject));
        self.run(&mut issue, claims.as_bytes())?;
        self.pair(&issue, claims.as_bytes())
    }

    fn refresh(&mut self, token: &str) -> Result<String, Failure> {
        let presented = refresh::open(&self.key, token.as_bytes())?;
        let mut rotate = refresh::rotate(NAMESPACE, &self.key, &presented, None, refresh::GRACE, self.now)?;
        let claims = self.run(&mut rotate, b"")?;
        self.pair(&rotate, &claims)
    }

    /// An access token of the family's claims, and the refresh token, a line each.
    fn pair(&self, done: &Transition, claims: &[u8]) -> Result<String, Failure> {
        let refresh = done.refresh()?;
        let (mut access, mut token) = ([0; 2048], [0; 142]);
        let claims = Claims { json: claims, issued_at: Some(refresh.issued_at()), ..Claims::new(self.now) };
        let access = jwt::sign(&self.key, &claims, &mut access)?;
        Ok(format!("{access}\n{}", refresh.mint(&self.key, &mut token)?))
    }

    fn end_all(&mut self, subject: &str) -> Result<String, Failure> {
        self.run(&mut revocation::end_all(NAMESPACE, subject, self.now)?, b"")?;
        Ok(String::new())
    }
}

/// From the system's generator.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system has random bytes");
    bytes
}

fn connect(url: &str, secret: &str) -> Result<Server, Failure> {
    let limit = Duration::from_secs(2);
    let connection = redis::Client::open(url)?.get_connection_with_timeout(limit)?;
    connection.set_read_timeout(Some(limit))?;
    connection.set_write_timeout(Some(limit))?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later than 1970").as_millis();
    Ok(Server {
        store: Redis { connection, swap: Script::new(SWAP) },
        key: Key::from_base64url(Algorithm::Hs256, secret.as_bytes())?,
        now: i64::try_from(now).expect("it is earlier than the year 287396"),
    })
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Ok(secret) = std::env::var("TOKENSEAL_SECRET") else {
        eprintln!("TOKENSEAL_SECRET: 32 random bytes in base64url are needed");
        return ExitCode::from(2);
    };
    let done = match arguments[..] {
        [url, "start", subject, data] => {
            connect(url, &secret).and_then(|mut server| server.start(subject, data))
        }
        [url, "load", cookie] => connect(url, &secret).and_then(|mut server| server.load(cookie)),
        [url, "end", cookie] => connect(url, &secret).and_then(|mut server| server.end(cookie)),
        [url, "issue", subject] => connect(url, &secret).and_then(|mut server| server.issue(subject)),
        [url, "refresh", token] => connect(url, &secret).and_then(|mut server| server.refresh(token)),
        [url, "end-all", subject] => connect(url, &secret).and_then(|mut server| server.end_all(subject)),
        _ => {
            eprintln!(
                "redis URL start SUBJECT DATA | load COOKIE | end COOKIE | issue SUBJECT | refresh TOKEN | end-all SUBJECT"
            );
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(answer) => {
            println!("{answer}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("redis: {failure}");
            ExitCode::FAILURE
        }
    }
}
