//! The guard around a service.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::header::{CACHE_CONTROL, SET_COOKIE, VARY};
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use tower_layer::Layer;
use tower_service::Service;

use crate::auth::Auth;
use crate::cookies::{PATH, REFRESH};
use crate::guard::Guard;
use crate::problem::{Problem, is_refusal};
use crate::visit::{Visit, check_origin};

/// Puts a [`Guard`] around services.
#[derive(Clone)]
pub struct GuardLayer {
    guard: Arc<Guard>,
}

impl GuardLayer {
    /// Around all of an application's routes.
    #[must_use]
    pub fn new(guard: Arc<Guard>) -> Self {
        Self { guard }
    }
}

impl<S> Layer<S> for GuardLayer {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded { guard: Arc::clone(&self.guard), inner }
    }
}

/// A service behind a [`Guard`]: requests have an [`Auth`] among their extensions.
#[derive(Clone)]
pub struct Guarded<S> {
    guard: Arc<Guard>,
    inner: S,
}

impl<S, In, Out> Service<Request<In>> for Guarded<S>
where
    S: Service<Request<In>, Response = Response<Out>> + Clone + Send + 'static,
    S::Future: Send,
    In: Send + 'static,
    Out: From<String>,
{
    type Response = Response<Out>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Out>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<In>) -> Self::Future {
        // The one that said that it is ready.
        let next = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, next);
        let guard = Arc::clone(&self.guard);
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let auth = match enter(&guard, &parts) {
                Ok(Entered::Application(visit)) => Auth::new(Arc::clone(&guard), *visit),
                Ok(Entered::Done(visit)) => return Ok(done(&visit)),
                Err(problem) => return Ok(problem.response()),
            };
            let mut request = Request::from_parts(parts, body);
            request.extensions_mut().insert(auth.clone());
            let response = inner.call(request).await?;
            Ok(leave(&guard, &auth, response))
        })
    }
}

/// What becomes of a request.
enum Entered {
    /// The application answers.
    Application(Box<Visit>),
    /// The guard has done what was asked for.
    Done(Box<Visit>),
}

fn enter(guard: &Guard, parts: &Parts) -> Result<Entered, Problem> {
    let mut visit = Box::new(Visit::new(&parts.headers));
    let endpoint = parts.uri.path().strip_prefix(PATH).unwrap_or_default();
    if matches!(endpoint, "/refresh" | "/logout" | "/logout-all") {
        if parts.method != Method::POST {
            return Err(Problem::method_not_allowed());
        }
        if endpoint == "/refresh" {
            check_origin(&parts.method, &parts.headers)?;
            refresh(guard, &mut visit)?;
        } else {
            log_out(guard, &mut visit, parts, endpoint)?;
        }
        return Ok(Entered::Done(visit));
    }
    visit.by_bearer(guard, &parts.headers).map_err(Problem::of)?;
    if !visit.is_bearer {
        visit.by_cookies(guard).map_err(Problem::of)?;
        check_origin(&parts.method, &parts.headers)?;
    }
    Ok(Entered::Application(visit))
}

fn refresh(guard: &Guard, visit: &mut Visit) -> Result<String, Problem> {
    let token = visit.find(REFRESH).ok_or_else(Problem::credentials_required)?;
    let pair = guard.refresh(&token).map_err(Problem::of)?;
    visit.keep(guard, &pair).map_err(Problem::of)?;
    let claims = guard.verify(pair.access.as_bytes()).map_err(Problem::of)?;
    Ok(claims.get("sub").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned())
}

fn log_out(guard: &Guard, visit: &mut Visit, parts: &Parts, endpoint: &str) -> Result<(), Problem> {
    // A bad token there is as none: the cookies may be good.
    visit
        .by_bearer(guard, &parts.headers)
        .or_else(|error| if is_refusal(error) { Ok(()) } else { Err(Problem::of(error)) })?;
    if !visit.is_bearer {
        check_origin(&parts.method, &parts.headers)?;
        visit.by_cookies(guard).map_err(Problem::of)?;
    }
    if endpoint == "/logout" {
        return visit.log_out(guard).map_err(Problem::of);
    }
    let subject = match visit.subject.clone() {
        Some(subject) => subject,
        // Who has only a refresh token must show that it lives.
        None if visit.find(REFRESH).is_some() => refresh(guard, visit)?,
        None => return Err(visit.refused.map_or_else(Problem::credentials_required, Problem::refused)),
    };
    guard.end_all(&subject).and_then(|()| visit.forget()).map_err(Problem::of)
}

fn done<Body: From<String>>(visit: &Visit) -> Response<Body> {
    let mut response = Response::new(Body::from(String::new()));
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    set_cookies(&mut response, visit);
    response
}

/// Saves the session and sets the cookies. An answer that failed changes nothing.
fn leave<Body: From<String>>(guard: &Guard, auth: &Auth, mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().append(VARY, HeaderValue::from_static("Cookie"));
    if response.status().is_server_error() {
        return response;
    }
    let mut visit = auth.visit();
    match visit.save(guard) {
        // Another request has ended it meanwhile: there is nothing to save any more.
        Err(error) if !is_refusal(error) => return Problem::unavailable(error).response(),
        _ => {}
    }
    set_cookies(&mut response, &visit);
    response
}

fn set_cookies<Body>(response: &mut Response<Body>, visit: &Visit) {
    let headers = response.headers_mut();
    for cookie in visit.cookies.iter().filter_map(|cookie| HeaderValue::from_str(cookie).ok()) {
        headers.append(SET_COOKIE, cookie);
        headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
}
