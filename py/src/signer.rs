//! What a key and a ring of keys have in common: they sign and verify tokens, seal and open cookies.

use std::ops::Range;
use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use tokenseal::jwt::{self, Verified};
use tokenseal::limits;

use crate::arguments::{Arguments, Unread};
use crate::batch::{self, Tokens};
use crate::buffer::with_buffer;
use crate::claims_in::Object;
use crate::claims_out;
use crate::csrf;
use crate::policy::{self, Policy};
use crate::sealed::{self, Opened};
use crate::signing::{self, Added};
use crate::text::{Given, Octets, Part};
use crate::time::{Duration, Instant, now as time_or_clock};

/// One or several keys that sign and verify tokens, and seal cookies: the base of ``Key`` and ``KeyRing``.
#[pyclass(frozen, subclass, module = "tokenseal._tokenseal")]
pub struct Signer {
    /// Keys stay where they were built, so that no copy of a secret is left behind.
    store: Arc<Vec<tokenseal::Key>>,
    range: Range<usize>,
}

impl Signer {
    /// A signer of all the keys. None of them is empty, and there is at least one.
    pub fn new(store: Vec<tokenseal::Key>) -> Self {
        let range = 0..store.len();
        Self { store: Arc::new(store), range }
    }

    /// The signer of one of the keys, at the same place in memory.
    pub fn one(&self, index: usize) -> Self {
        Self { store: Arc::clone(&self.store), range: index..index + 1 }
    }

    /// The keys; the first signs.
    pub fn keys(&self) -> &[tokenseal::Key] {
        &self.store[self.range.clone()]
    }

    fn verified<T>(
        &self,
        py: Python<'_>,
        token: &[u8],
        arguments: &Arguments<'_, '_>,
        policy: Option<&Bound<'_, Policy>>,
        now: Option<Instant>,
        then: impl FnOnce(Verified<'_>) -> T,
    ) -> PyResult<T> {
        let now = time_or_clock(py, now)?;
        policy::apply(py, arguments, policy, now, |policy| {
            let ring = tokenseal::KeyRing::new(self.keys())?;
            // A longer token passes no policy.
            let len = jwt::claims_len(token.len().min(limits::MAX_TOKEN));
            with_buffer(len, |buf| jwt::verify(token, ring, policy, now, buf).map(then))
        })
    }
}

#[pymethods]
impl Signer {
    /// Makes a token of the claims (a JWT, RFC 7519, signed as of RFC 7515).
    ///
    /// claims
    ///     a mapping of ``str`` to what JSON can hold, or a ready JSON object as ``str`` or
    ///     ``bytes``, which is signed as it stands. Integers have up to 64 digits, nesting up to
    ///     16 levels.
    /// expires_in
    ///     how long the token lives, in seconds or as a ``timedelta``: 15 minutes unless the claims
    ///     have an ``exp``; ``None`` for ever.
    /// not_before
    ///     from when on it is valid: seconds since 1970 or an aware ``datetime``.
    /// issued_at
    ///     the claim ``iat``, in seconds since 1970 or as an aware ``datetime``; ``now`` by default.
    /// issuer, subject, audience, jwt_id
    ///     the claims ``iss``, ``sub``, ``aud`` (a ``str`` or up to 64 of them) and ``jti``.
    /// typ
    ///     the header's ``typ``, ``JWT`` by default.
    /// max_token
    ///     the greatest length of the token in bytes, at most 65536.
    /// now
    ///     the time, in seconds since 1970 or as an aware ``datetime``; the clock by default. It
    ///     becomes ``iat``, unless the claims have one or ``issued_at`` is given.
    ///
    /// Raises ``BadArgument`` when a claim is given twice, a value has no form in JSON or is out of
    /// range; ``Malformed`` when a registered claim is of the wrong type or the JSON text is not
    /// strict; ``Limit``; ``KeyUse`` when the JWK does not allow the key to sign.
    ///
    /// >>> key = Key("HS256", b"0123456789abcdef0123456789abcdef")
    /// >>> token = key.sign({"sub": "user-42", "roles": ["admin"]}, expires_in=3600)
    /// >>> key.verify(token)["roles"]
    /// ['admin']
    #[pyo3(
        signature = (claims=Object::NONE, *, expires_in=Given(None), not_before=None, issued_at=None,
            issuer=None, subject=None, audience=None, jwt_id=None, typ=None, max_token=Given(None), now=None),
        text_signature = "($self, claims={}, *, expires_in=900, not_before=None, issued_at=None, \
            issuer=None, subject=None, audience=None, jwt_id=None, typ=None, max_token=8192, now=None)"
    )]
    #[expect(
        clippy::too_many_arguments,
        clippy::needless_pass_by_value,
        reason = "keyword arguments of Python"
    )]
    fn sign<'py>(
        &self,
        py: Python<'py>,
        claims: Object<'_, 'py>,
        expires_in: Given<Unread<'_, 'py>>,
        not_before: Option<Unread<'_, 'py>>,
        issued_at: Option<Unread<'_, 'py>>,
        issuer: Option<Unread<'_, 'py>>,
        subject: Option<Unread<'_, 'py>>,
        audience: Option<Unread<'_, 'py>>,
        jwt_id: Option<Unread<'_, 'py>>,
        typ: Option<Unread<'_, 'py>>,
        max_token: Given<Unread<'_, 'py>>,
        now: Option<Unread<'_, 'py>>,
    ) -> PyResult<Bound<'py, PyString>> {
        let added = Added {
            expires_in: expires_in.0,
            not_before,
            issued_at,
            issuer,
            subject,
            audience,
            jwt_id,
            typ,
            max_token: max_token.0,
            now,
        };
        signing::sign(py, &self.keys()[0], &claims, &added)
    }

    /// Verifies a token and returns its claims.
    ///
    /// token
    ///     the token, ``str`` or ``bytes``.
    /// issuer, subject, jwt_id
    ///     what ``iss``, ``sub`` and ``jti`` must be.
    /// audience
    ///     a ``str`` or up to 64, one of which ``aud`` must name. A token that has ``aud`` fails
    ///     without this option or ``any_audience=True``.
    /// typ
    ///     what the header's ``typ`` must be, such as ``at+jwt``.
    /// leeway
    ///     how far clocks may differ, in seconds (at most 600) or as a ``timedelta``.
    /// max_age
    ///     how long ago ``iat`` may be at the most, in seconds or as a ``timedelta``.
    /// require_exp
    ///     whether a token without ``exp`` fails.
    /// required
    ///     names of up to 64 further claims that must be there.
    /// max_token
    ///     the greatest length of the token in bytes, at most 65536.
    /// policy
    ///     a ``Policy`` in place of all the options above.
    /// now
    ///     the time, in seconds since 1970 or as an aware ``datetime``; the clock by default.
    ///
    /// Raises a subclass of ``InvalidToken`` when the token is refused, such as ``BadSignature``
    /// or ``Expired``: the exception says why and carries nothing of the token. Raises
    /// ``BadArgument`` when an option is out of range or contradicts another one.
    ///
    /// >>> key = Key("HS256", b"0123456789abcdef0123456789abcdef")
    /// >>> token = key.sign({"sub": "user-42"}, now=1_700_000_000)
    /// >>> key.verify(token, now=1_700_000_899)
    /// {'sub': 'user-42', 'exp': 1700000900, 'iat': 1700000000}
    /// >>> key.verify(token, now=1_700_000_900)
    /// Traceback (most recent call last):
    ///     ...
    /// tokenseal.errors.Expired: the token has expired (exp)
    #[pyo3(
        signature = (token, *, issuer=None, subject=None, audience=None, any_audience=Given(None), jwt_id=None, typ=None,
            leeway=Given(None), max_age=None, require_exp=Given(None), required=Given(None), max_token=Given(None), policy=None, now=None),
        text_signature = "($self, token, *, issuer=None, subject=None, audience=None, any_audience=False, \
            jwt_id=None, typ=None, leeway=0, max_age=None, require_exp=True, required=(), max_token=8192, \
            policy=None, now=None)"
    )]
    #[expect(
        clippy::too_many_arguments,
        clippy::needless_pass_by_value,
        reason = "keyword arguments of Python"
    )]
    fn verify<'py>(
        &self,
        py: Python<'py>,
        token: Octets<'_>,
        issuer: Option<Unread<'_, 'py>>,
        subject: Option<Unread<'_, 'py>>,
        audience: Option<Unread<'_, 'py>>,
        any_audience: Given<Unread<'_, 'py>>,
        jwt_id: Option<Unread<'_, 'py>>,
        typ: Option<Unread<'_, 'py>>,
        leeway: Given<Unread<'_, 'py>>,
        max_age: Option<Unread<'_, 'py>>,
        require_exp: Given<Unread<'_, 'py>>,
        required: Given<Unread<'_, 'py>>,
        max_token: Given<Unread<'_, 'py>>,
        policy: Option<Bound<'py, Policy>>,
        now: Option<Instant>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let arguments = Arguments {
            issuer,
            subject,
            audience,
            any_audience: any_audience.0,
            jwt_id,
            typ,
            leeway: leeway.0,
            max_age,
            require_exp: require_exp.0,
            required: required.0,
            max_token: max_token.0,
        };
        self.verified(py, token.as_bytes(), &arguments, policy.as_ref(), now, |verified| {
            claims_out::passed_object(py, verified.as_json())
        })?
    }

    /// Verifies a token and returns its claims as the JSON text that was signed.
    ///
    /// Takes and raises what ``verify`` does.
    ///
    /// >>> key = Key("HS256", b"0123456789abcdef0123456789abcdef")
    /// >>> key.verify_raw(key.sign('{"pi": 3.0e0}', expires_in=None, now=0), require_exp=False)
    /// '{"pi": 3.0e0,"iat":0}'
    #[pyo3(
        signature = (token, *, issuer=None, subject=None, audience=None, any_audience=Given(None), jwt_id=None, typ=None,
            leeway=Given(None), max_age=None, require_exp=Given(None), required=Given(None), max_token=Given(None), policy=None, now=None),
        text_signature = "($self, token, *, issuer=None, subject=None, audience=None, any_audience=False, \
            jwt_id=None, typ=None, leeway=0, max_age=None, require_exp=True, required=(), max_token=8192, \
            policy=None, now=None)"
    )]
    #[expect(
        clippy::too_many_arguments,
        clippy::needless_pass_by_value,
        reason = "keyword arguments of Python"
    )]
    fn verify_raw<'py>(
        &self,
        py: Python<'py>,
        token: Octets<'_>,
        issuer: Option<Unread<'_, 'py>>,
        subject: Option<Unread<'_, 'py>>,
        audience: Option<Unread<'_, 'py>>,
        any_audience: Given<Unread<'_, 'py>>,
        jwt_id: Option<Unread<'_, 'py>>,
        typ: Option<Unread<'_, 'py>>,
        leeway: Given<Unread<'_, 'py>>,
        max_age: Option<Unread<'_, 'py>>,
        require_exp: Given<Unread<'_, 'py>>,
        required: Given<Unread<'_, 'py>>,
        max_token: Given<Unread<'_, 'py>>,
        policy: Option<Bound<'py, Policy>>,
        now: Option<Instant>,
    ) -> PyResult<Bound<'py, PyString>> {
        let arguments = Arguments {
            issuer,
            subject,
            audience,
            any_audience: any_audience.0,
            jwt_id,
            typ,
            leeway: leeway.0,
            max_age,
            require_exp: require_exp.0,
            required: required.0,
            max_token: max_token.0,
        };
        self.verified(py, token.as_bytes(), &arguments, policy.as_ref(), now, |verified| {
            PyString::new(py, verified.as_json())
        })
    }

    /// Verifies many tokens at once, such as those of a queue.
    ///
    /// tokens
    ///     an iterable of tokens, each ``str`` or ``bytes``.
    ///
    /// The options are those of ``verify``, and hold for all tokens, as does ``now``. Returns a list in the
    /// order of the tokens: for each its claims as a ``dict``, or, when it is refused, the subclass of
    /// ``InvalidToken`` that ``verify`` would raise. It is not raised, and the other tokens are not
    /// touched by it. Other threads run meanwhile.
    ///
    /// Raises ``BadArgument`` when an option is wrong, and ``TypeError`` when a token is neither ``str``
    /// nor ``bytes``: then none is verified.
    ///
    /// >>> key = Key("HS256", b"0123456789abcdef0123456789abcdef")
    /// >>> tokens = [key.sign({"sub": "a"}, now=0, expires_in=None), "no token"]
    /// >>> key.verify_many(tokens, require_exp=False)
    /// [{'sub': 'a', 'iat': 0}, Malformed('not of the right form')]
    #[pyo3(
        signature = (tokens, *, issuer=None, subject=None, audience=None, any_audience=Given(None), jwt_id=None, typ=None,
            leeway=Given(None), max_age=None, require_exp=Given(None), required=Given(None), max_token=Given(None), policy=None, now=None),
        text_signature = "($self, tokens, *, issuer=None, subject=None, audience=None, any_audience=False, \
            jwt_id=None, typ=None, leeway=0, max_age=None, require_exp=True, required=(), max_token=8192, \
            policy=None, now=None)"
    )]
    #[expect(
        clippy::too_many_arguments,
        clippy::needless_pass_by_value,
        reason = "keyword arguments of Python"
    )]
    fn verify_many<'py>(
        &self,
        py: Python<'py>,
        tokens: Tokens<'py>,
        issuer: Option<Unread<'_, 'py>>,
        subject: Option<Unread<'_, 'py>>,
        audience: Option<Unread<'_, 'py>>,
        any_audience: Given<Unread<'_, 'py>>,
        jwt_id: Option<Unread<'_, 'py>>,
        typ: Option<Unread<'_, 'py>>,
        leeway: Given<Unread<'_, 'py>>,
        max_age: Option<Unread<'_, 'py>>,
        require_exp: Given<Unread<'_, 'py>>,
        required: Given<Unread<'_, 'py>>,
        max_token: Given<Unread<'_, 'py>>,
        policy: Option<Bound<'py, Policy>>,
        now: Option<Instant>,
    ) -> PyResult<Bound<'py, PyList>> {
        let arguments = Arguments {
            issuer,
            subject,
            audience,
            any_audience: any_audience.0,
            jwt_id,
            typ,
            leeway: leeway.0,
            max_age,
            require_exp: require_exp.0,
            required: required.0,
            max_token: max_token.0,
        };
        batch::verify(py, self.keys(), &tokens, &arguments, policy.as_ref(), time_or_clock(py, now)?)
    }

    /// Seals a value for a cookie: signed, bound to the cookie's name and dated. It can be read by
    /// everybody, and neither changed, nor moved to another cookie, nor kept past its age.
    ///
    /// name
    ///     the cookie's name.
    /// value
    ///     any ``bytes``, or a ``str``, which stands for its UTF-8.
    /// now
    ///     the time, in seconds since 1970 or as an aware ``datetime``; the clock by default.
    ///
    /// Returns the cookie's value, in characters that any cookie may have. The first key seals, with
    /// a key of its own that is derived from the secret.
    ///
    /// Raises ``CookieTooLarge`` when name and sealed value are longer than 4096 bytes together,
    /// ``CookieCharacter`` when the name is no cookie's, ``KeyUse`` when the JWK does not allow the
    /// key to sign, ``WeakKey`` when it was made with a short secret.
    ///
    /// >>> key = Key("HS256", b"0123456789abcdef0123456789abcdef")
    /// >>> key.seal_cookie("theme", "dark blue", now=1_700_000_000)
    /// 'dark%20blue.1700000000.9XR37-4f4pDVcJqGIFug1k6WhqTWokldpBKWHuFWR1o'
    #[pyo3(signature = (name, value, *, now=None))]
    fn seal_cookie<'py>(
        &self,
        py: Python<'py>,
        name: Part<'_>,
        value: Octets<'_>,
        now: Option<Instant>,
    ) -> PyResult<Bound<'py, PyString>> {
        sealed::seal(py, self.keys(), &name, &value, now)
    }

    /// Opens what ``seal_cookie`` made for the same name.
    ///
    /// name
    ///     the cookie's name.
    /// text
    ///     the cookie's value, ``str`` or ``bytes``.
    /// max_age
    ///     how long ago it may have been sealed, in seconds or as a ``timedelta``: when that has
    ///     passed it is refused. Without it, the age is not looked at.
    /// now
    ///     the time, in seconds since 1970 or as an aware ``datetime``; the clock by default.
    ///
    /// All keys are tried, the first one first. Returns a ``tokenseal.cookie.Opened``: ``value`` (bytes) or
    /// ``text`` (str); ``issued`` and ``age`` in seconds; ``key``, the place of the key that opened
    /// it; ``reseal``, whether that was not the first, so that it is time to seal the value anew.
    ///
    /// Raises a subclass of ``InvalidToken`` when the text is refused: ``Malformed``,
    /// ``BadSignature`` (changed, of another cookie, or sealed with another key), ``CookieExpired``,
    /// ``NotYetValid`` (sealed more than a minute ahead of now; with ``max_age`` only) or
    /// ``CookieTooLarge``.
    ///
    /// >>> key = Key("HS256", b"0123456789abcdef0123456789abcdef")
    /// >>> sealed = key.seal_cookie("theme", "dark blue")
    /// >>> key.open_cookie("theme", sealed, max_age=86400).text
    /// 'dark blue'
    #[pyo3(signature = (name, text, *, max_age=None, now=None))]
    fn open_cookie(
        &self,
        py: Python<'_>,
        name: Part<'_>,
        text: Octets<'_>,
        max_age: Option<Duration>,
        now: Option<Instant>,
    ) -> PyResult<Opened> {
        sealed::open(py, self.keys(), &name, &text, max_age, now)
    }

    /// Makes a token for a form, against cross-site request forgery. It looks different each time.
    ///
    /// binding
    ///     ``str`` (as UTF-8) or ``bytes``: what stays the same while somebody is logged in and is
    ///     nobody else's, such as a ``Session.id``. Never something that changes every few minutes.
    ///
    /// No state is kept and no cookie is needed. The first key makes it. Raises ``BadArgument`` when
    /// the binding is empty, ``Limit`` when it is longer than 65535 bytes, ``KeyUse`` and ``WeakKey``
    /// when the key can't make one.
    ///
    /// >>> key = Key("HS256", b"0123456789abcdef0123456789abcdef")
    /// >>> token = key.csrf_token("session-1")
    /// >>> key.verify_csrf("session-1", token)
    /// >>> key.verify_csrf("session-2", token)
    /// Traceback (most recent call last):
    ///     ...
    /// tokenseal.errors.BadSignature: the signature is wrong
    #[pyo3(signature = (binding))]
    fn csrf_token<'py>(&self, py: Python<'py>, binding: Octets<'_>) -> PyResult<Bound<'py, PyString>> {
        let key = &self.keys()[0];
        csrf::token(py, key, &binding, &csrf::entropy(py, key)?)
    }

    /// Checks what ``csrf_token`` made for the same binding.
    ///
    /// Returns nothing, or raises a subclass of ``InvalidToken``: ``BadSignature`` when it was made for
    /// another binding or with another key, ``Malformed``, ``Limit``. All keys are tried.
    #[pyo3(signature = (binding, token))]
    fn verify_csrf(&self, py: Python<'_>, binding: Octets<'_>, token: Octets<'_>) -> PyResult<()> {
        csrf::verify(py, self.keys(), &binding, &token)
    }

    /// Makes the token with these random bytes: for the vectors.
    #[pyo3(signature = (binding, entropy))]
    fn _csrf_token<'py>(
        &self,
        py: Python<'py>,
        binding: Octets<'_>,
        entropy: Octets<'_>,
    ) -> PyResult<Bound<'py, PyString>> {
        csrf::token(py, &self.keys()[0], &binding, entropy.as_bytes())
    }

    /// Refuses to be pickled or copied.
    fn __reduce_ex__(slf: &Bound<'_, Self>, _protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        let name = slf.get_type().name()?;
        Err(PyTypeError::new_err(format!("a {name} holds secrets: it can't be pickled or copied")))
    }

    /// The place of the key that opens the token: for the vectors.
    #[pyo3(signature = (token, policy, now))]
    fn _verify_index(
        &self,
        py: Python<'_>,
        token: Octets<'_>,
        policy: Bound<'_, Policy>,
        now: Instant,
    ) -> PyResult<usize> {
        self.verified(py, token.as_bytes(), &Arguments::default(), Some(&policy), Some(now), |verified| {
            verified.key_index()
        })
    }
}
