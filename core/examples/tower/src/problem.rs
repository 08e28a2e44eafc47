//! What is answered instead of what was asked for (RFC 9457, RFC 6750 section 3).

use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};
use tokenseal::Error;

/// Ends a request. Nothing of a token or a user is in it.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    header: Option<(HeaderName, String)>,
}

impl Problem {
    /// The 401 of a request without credentials: it names no error.
    pub(crate) fn credentials_required() -> Self {
        let header = Some((WWW_AUTHENTICATE, "Bearer".to_owned()));
        let status = StatusCode::UNAUTHORIZED;
        Self { status, code: "credentials-required", title: "Log in first", header }
    }

    /// The 401 of credentials that are not good.
    pub(crate) fn refused(error: Error) -> Self {
        let code = error.name();
        let challenge = format!("Bearer error=\"invalid_token\", error_description=\"{code}\"");
        Self {
            status: StatusCode::UNAUTHORIZED,
            code,
            title: "The credentials are not accepted",
            header: Some((WWW_AUTHENTICATE, challenge)),
        }
    }

    /// The 403 of good credentials that do not reach so far.
    pub(crate) fn insufficient_scope(scopes: &[&str]) -> Self {
        let mut scopes = scopes.to_vec();
        scopes.sort_unstable();
        scopes.dedup();
        let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", scopes.join(" "));
        Self {
            status: StatusCode::FORBIDDEN,
            code: "insufficient-scope",
            title: "The credentials do not reach this far",
            header: Some((WWW_AUTHENTICATE, challenge)),
        }
    }

    /// The 403 of a request that may be forged.
    pub(crate) fn cross_site() -> Self {
        Self {
            status: StatusCode::FORBIDDEN,
            code: Error::CrossSite.name(),
            title: "Refused: another site may have made this request",
            header: None,
        }
    }

    /// The 405 of an endpoint.
    pub(crate) fn method_not_allowed() -> Self {
        Self {
            status: StatusCode::METHOD_NOT_ALLOWED,
            code: "method-not-allowed",
            title: "Only POST is answered here",
            header: Some((ALLOW, "POST".to_owned())),
        }
    }

    /// The 503 of a store that can't tell, and of what else is not the credentials' fault.
    pub(crate) fn unavailable(error: Error) -> Self {
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            code: error.name(),
            title: "The service can't tell at the moment",
            header: Some((RETRY_AFTER, "1".to_owned())),
        }
    }

    /// Whatever came out of an operation.
    pub(crate) fn of(error: Error) -> Self {
        if is_refusal(error) { Self::refused(error) } else { Self::unavailable(error) }
    }

    /// The answer. `Body` is the framework's.
    #[must_use]
    pub fn response<Body: From<String>>(&self) -> Response<Body> {
        let Self { status, code, title, header } = self;
        let json = format!(
            "{{\"type\":\"urn:tokenseal:problem:{code}\",\"title\":\"{title}\",\"status\":{},\"code\":\"{code}\"}}",
            status.as_u16()
        );
        let mut response = Response::new(Body::from(json));
        *response.status_mut() = *status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some((name, value)) = header
            && let Ok(value) = HeaderValue::from_str(value)
        {
            headers.insert(name, value);
        }
        response
    }
}

/// Whether it is the credentials' fault, and not the store's or our own.
pub fn is_refusal(error: Error) -> bool {
    !matches!(
        error,
        Error::WeakKey
            | Error::KeyUse
            | Error::CookieInsecure
            | Error::CookiePrefix
            | Error::CookieCharacter
            | Error::AttributeTooLarge
            | Error::Conflict
            | Error::UnknownRecord
            | Error::Contention
            | Error::StoreUnavailable
            | Error::StoreFull
            | Error::BufferTooSmall { .. }
            | Error::BadArgument
    )
}
