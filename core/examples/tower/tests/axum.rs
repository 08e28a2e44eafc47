//! The layer around a router of axum.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use axum::body::Body;
use axum::extract::Path;
use axum::routing::{get, post};
use axum::{Extension, Router};
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use tokenseal::state::{Found, MemoryStore, Store, StoreKey};
use tokenseal::{Algorithm, Error, Key};
use tokenseal_tower::{Auth, Guard, GuardLayer, Problem};
use tower::ServiceExt;

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";
const NOW: i64 = 1_700_000_000_000;

/// Memory that can be made to fail.
struct Shaky(MemoryStore<'static>, Arc<AtomicBool>);

impl Store for Shaky {
    type Error = Error;

    fn get(&mut self, keys: &[StoreKey], now: i64, found: &mut Found<'_>) -> Result<(), Error> {
        if self.1.load(Ordering::Relaxed) {
            return Err(Error::StoreUnavailable);
        }
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
        if self.1.load(Ordering::Relaxed) {
            return Err(Error::StoreUnavailable);
        }
        self.0.swap(key, expected, new, ttl, now)
    }
}

type Answer = Response<Body>;

fn answer<T: ToString>(result: Result<T, Problem>) -> Answer {
    match result {
        Ok(value) => Response::new(value.to_string().into()),
        Err(problem) => problem.response(),
    }
}

async fn log_in(Extension(auth): Extension<Auth>, Path(user): Path<String>) -> Answer {
    answer(auth.start_session(&user).map(|()| ""))
}

async fn log_in_by_tokens(Extension(auth): Extension<Auth>, Path(user): Path<String>) -> Answer {
    answer(auth.issue_tokens(&user, "read write").map(|()| ""))
}

async fn put(Extension(auth): Extension<Auth>, Path((name, value)): Path<(String, String)>) {
    auth.set(&name, value.into());
}

/// A site with its clock and its store.
struct Site {
    app: Router,
    now: Arc<AtomicI64>,
    down: Arc<AtomicBool>,
}

impl Site {
    fn new() -> Self {
        let memory = Vec::leak(vec![0; 256 * MemoryStore::slot_len(512)]);
        let (now, down) = (Arc::new(AtomicI64::new(NOW)), Arc::new(AtomicBool::new(false)));
        let store = Shaky(MemoryStore::new(memory, 512).unwrap(), Arc::clone(&down));
        let key = Key::new(Algorithm::Hs256, SECRET).unwrap();
        let clock = Arc::clone(&now);
        let guard = Arc::new(Guard::with_clock(key, store, move || clock.load(Ordering::Relaxed)));
        let app = Router::new()
            .route("/plain", get(async || "plain"))
            .route("/me", get(async |Extension(auth): Extension<Auth>| answer(auth.require(&[]))))
            .route("/read", get(async |Extension(auth): Extension<Auth>| answer(auth.require(&["read"]))))
            .route("/admin", get(async |Extension(auth): Extension<Auth>| answer(auth.require(&["b", "a"]))))
            .route("/login/{user}", post(log_in))
            .route("/tokens/{user}", post(log_in_by_tokens))
            .route("/put/{name}/{value}", post(put))
            .route(
                "/get/{name}",
                get(async |Extension(auth): Extension<Auth>, Path(name): Path<String>| {
                    auth.get(&name).unwrap_or_default().to_string()
                }),
            )
            .route(
                "/broken",
                post(async |Extension(auth): Extension<Auth>| {
                    auth.set("lost", true.into());
                    StatusCode::INTERNAL_SERVER_ERROR
                }),
            )
            .layer(GuardLayer::new(guard));
        Self { app, now, down }
    }

    fn wait(&self, milliseconds: i64) {
        self.now.fetch_add(milliseconds, Ordering::Relaxed);
    }
}

/// Keeps cookies as browsers do.
#[derive(Clone, Default)]
struct Browser(BTreeMap<String, (String, String)>);

/// What came back.
struct Reply {
    status: u16,
    body: String,
    challenge: Option<String>,
    cookies: usize,
}

impl Browser {
    async fn ask(&mut self, site: &Site, line: &str, more: &[(&str, &str)]) -> Reply {
        let (method, path) = line.split_once(' ').unwrap();
        let mut request = Request::builder().method(method).uri(path).header("host", "shop.example");
        if !more.iter().any(|(name, _)| *name == "sec-fetch-site") {
            request = request.header("sec-fetch-site", "same-origin");
        }
        for (name, (value, at)) in &self.0 {
            if at == "/" || path.starts_with(at) {
                request = request.header("cookie", format!("{name}={value}"));
            }
        }
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        let response = site.app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        let cookies: Vec<&str> =
            headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
        if !cookies.is_empty() {
            assert_eq!(text("cache-control").as_deref(), Some("no-store"));
        }
        for cookie in &cookies {
            let mut parts = cookie.split("; ");
            let (name, value) = parts.next().unwrap().split_once('=').unwrap();
            let attributes: Vec<&str> = parts.collect();
            assert!(attributes.contains(&"Secure") && attributes.contains(&"HttpOnly"), "{cookie}");
            let at = attributes.iter().find_map(|part| part.strip_prefix("Path=")).unwrap();
            if attributes.contains(&"Max-Age=0") {
                self.0.remove(name);
            } else {
                self.0.insert(name.to_owned(), (value.to_owned(), at.to_owned()));
            }
        }
        let body = response.into_body().collect().await.unwrap().to_bytes();
        Reply {
            status,
            body: String::from_utf8(body.to_vec()).unwrap(),
            challenge: text("www-authenticate"),
            cookies: cookies.len(),
        }
    }
}

/// Whether it is this problem, whole.
fn is_problem(reply: &Reply, status: u16, code: &str, challenge: Option<&str>) {
    let start = format!("{{\"type\":\"urn:tokenseal:problem:{code}\",\"title\":\"");
    let end = format!("\",\"status\":{status},\"code\":\"{code}\"}}");
    assert!(reply.body.starts_with(&start) && reply.body.ends_with(&end), "{}", reply.body);
    assert_eq!((reply.status, reply.challenge.as_deref()), (status, challenge));
}

/// The 401 of credentials that are not good.
fn is_refused(reply: &Reply, code: &str) {
    let challenge = format!("Bearer error=\"invalid_token\", error_description=\"{code}\"");
    is_problem(reply, 401, code, Some(&challenge));
}

const CROSS: (&str, &str) = ("sec-fetch-site", "cross-site");

#[tokio::test]
async fn nobody() {
    let site = Site::new();
    let mut browser = Browser::default();
    let reply = browser.ask(&site, "GET /plain", &[]).await;
    assert_eq!((reply.status, reply.body.as_str(), reply.cookies), (200, "plain", 0));
    is_problem(&browser.ask(&site, "GET /me", &[]).await, 401, "credentials-required", Some("Bearer"));
    let none = browser.ask(&site, "POST /auth/refresh", &[]).await;
    is_problem(&none, 401, "credentials-required", Some("Bearer"));
    is_problem(&browser.ask(&site, "GET /auth/logout", &[]).await, 405, "method-not-allowed", None);
    assert_eq!(browser.ask(&site, "GET /auth/other", &[]).await.status, 404);
}

#[tokio::test]
async fn sessions() {
    let site = Site::new();
    let mut browser = Browser::default();
    browser.ask(&site, "POST /put/cart/apples", &[]).await;
    browser.ask(&site, "POST /put/sub/root", &[]).await;
    let planted = browser.clone();
    assert_eq!(browser.ask(&site, "POST /login/alice", &[]).await.status, 200);
    assert_eq!(browser.ask(&site, "GET /me", &[]).await.body, "alice");
    assert_eq!(browser.ask(&site, "GET /get/cart", &[]).await.body, "\"apples\"");
    is_refused(&planted.clone().ask(&site, "GET /me", &[]).await, "session-ended");
    assert_eq!(browser.ask(&site, "POST /put/cart/apples", &[]).await.cookies, 0);
    assert_eq!(browser.ask(&site, "POST /broken", &[]).await.status, 500);
    assert_eq!(browser.ask(&site, "GET /get/lost", &[]).await.body, "null");
    let alice = browser.clone();
    browser.ask(&site, "POST /login/bob", &[]).await;
    assert_eq!(browser.ask(&site, "GET /get/cart", &[]).await.body, "null");
    is_refused(&alice.clone().ask(&site, "GET /me", &[]).await, "session-ended");
    let copy = browser.clone();
    assert_eq!(browser.ask(&site, "POST /auth/logout", &[]).await.status, 204);
    assert!(browser.0.is_empty());
    is_refused(&copy.clone().ask(&site, "GET /me", &[]).await, "session-ended");
}

#[tokio::test]
async fn tokens() {
    let site = Site::new();
    let mut browser = Browser::default();
    browser.ask(&site, "POST /tokens/alice", &[]).await;
    assert_eq!(browser.ask(&site, "GET /read", &[]).await.body, "alice");
    let challenge = "Bearer error=\"insufficient_scope\", scope=\"a b\"";
    is_problem(&browser.ask(&site, "GET /admin", &[]).await, 403, "insufficient-scope", Some(challenge));
    let bearer = format!("Bearer {}", browser.0["__Host-access"].0);
    let mut other = Browser::default();
    let crossing = [("authorization", bearer.as_str()), CROSS];
    assert_eq!(other.ask(&site, "GET /me", &crossing).await.body, "alice");
    assert_eq!(other.ask(&site, "POST /put/a/b", &crossing).await.status, 200);
    assert!(other.0.is_empty());
    is_refused(&browser.ask(&site, "GET /plain", &[("authorization", "Bearer x.y.z")]).await, "malformed");
    site.wait(900_000);
    is_refused(&browser.ask(&site, "GET /me", &[]).await, "expired");
    let thief = browser.clone();
    assert_eq!(browser.ask(&site, "POST /auth/refresh", &[]).await.status, 204);
    assert_eq!(browser.ask(&site, "GET /me", &[]).await.body, "alice");
    site.wait(11_000);
    is_refused(&thief.clone().ask(&site, "POST /auth/refresh", &[]).await, "refresh-reused");
    is_refused(&browser.ask(&site, "POST /auth/refresh", &[]).await, "refresh-reused");
}

#[tokio::test]
async fn log_out_everywhere() {
    let site = Site::new();
    let (mut phone, mut desk) = (Browser::default(), Browser::default());
    phone.ask(&site, "POST /tokens/alice", &[]).await;
    desk.ask(&site, "POST /login/alice", &[]).await;
    site.wait(2000);
    assert_eq!(desk.ask(&site, "POST /auth/logout-all", &[]).await.status, 204);
    assert!(desk.0.is_empty());
    is_refused(&phone.ask(&site, "GET /me", &[]).await, "revoked");
    is_refused(&phone.ask(&site, "POST /auth/refresh", &[]).await, "revoked");
    is_refused(&phone.ask(&site, "POST /auth/logout-all", &[]).await, "revoked");
}

#[tokio::test]
async fn attacks() {
    let site = Site::new();
    let mut browser = Browser::default();
    browser.ask(&site, "POST /login/alice", &[]).await;
    browser.ask(&site, "POST /tokens/alice", &[]).await;
    for line in ["POST /put/a/b", "POST /login/mallory", "POST /auth/logout", "POST /auth/refresh"] {
        is_problem(&browser.ask(&site, line, &[CROSS]).await, 403, "cross-site", None);
    }
    let (access, session) = (browser.0["__Host-access"].clone(), browser.0["__Host-session"].clone());
    let tampered = |(value, at): &(String, String)| {
        let (start, end) = value.split_at(value.len() - 5);
        let other = if end.starts_with('A') { "B" } else { "A" };
        (format!("{start}{other}{}", &end[1..]), at.clone())
    };
    let tries = [
        ("__Host-access", session.clone(), "malformed"),
        ("__Host-session", access.clone(), "malformed"),
        ("__Host-access", tampered(&access), "bad-signature"),
        ("__Host-session", tampered(&session), "bad-signature"),
    ];
    for (name, cookie, code) in tries {
        let mut thief = Browser([(name.to_owned(), cookie)].into());
        is_refused(&thief.ask(&site, "GET /me", &[]).await, code);
    }
    let refresh = (access.0, "/auth".to_owned());
    let mut thief = Browser([("__Secure-refresh".to_owned(), refresh)].into());
    assert_eq!(thief.ask(&site, "POST /auth/refresh", &[]).await.status, 401);
}

#[tokio::test]
async fn the_store_is_down() {
    let site = Site::new();
    let mut browser = Browser::default();
    browser.ask(&site, "POST /login/alice", &[]).await;
    site.down.store(true, Ordering::Relaxed);
    for line in ["GET /me", "POST /auth/logout", "POST /auth/logout-all"] {
        is_problem(&browser.ask(&site, line, &[]).await, 503, "store-unavailable", None);
    }
    assert_eq!(browser.0.len(), 1);
    is_problem(&Browser::default().ask(&site, "POST /put/a/b", &[]).await, 503, "store-unavailable", None);
    site.down.store(false, Ordering::Relaxed);
    assert_eq!(browser.ask(&site, "GET /me", &[]).await.body, "alice");
}
