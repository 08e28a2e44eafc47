//! What a verifier asks of a token beyond its MAC.

use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use tokenseal::{Error, jwt, limits};

use crate::arguments::{Arguments, Unread};
use crate::errors::{bad_argument, exception};
use crate::text::{Given, Many, OneOrMany, Text};
use crate::time::Duration;

/// What to ask of a token beyond its signature: the options of ``verify``, under a name.
///
/// Options and their units are those of ``verify``, which see. Pass it as ``policy=``; other
/// options can't be given beside it then. A policy never changes, and threads may share it.
///
/// Raises ``BadArgument`` when an option is out of range or contradicts another one.
///
/// >>> policy = Policy(issuer="https://id.example", audience="api", leeway=30)
/// >>> key = Key("HS256", b"0123456789abcdef0123456789abcdef")
/// >>> token = key.sign({"sub": "user-42"}, issuer="https://id.example", audience="api")
/// >>> key.verify(token, policy=policy)["sub"]
/// 'user-42'
#[pyclass(frozen, module = "tokenseal")]
#[derive(Default)]
pub struct Policy {
    options: Options,
}

/// The options as they were given. `None` is the default.
#[derive(Default)]
pub struct Options {
    pub issuer: Option<Text>,
    pub subject: Option<Text>,
    pub audience: Option<OneOrMany>,
    pub any_audience: Option<bool>,
    pub jwt_id: Option<Text>,
    pub typ: Option<Text>,
    pub leeway: Option<Duration>,
    pub max_age: Option<Duration>,
    pub require_exp: Option<bool>,
    pub required: Option<Many>,
    pub max_token: Option<Size>,
}

/// Calls `verify` with the policy in the core's form; a `policy` can't have arguments beside it.
pub fn apply<T>(
    py: Python<'_>,
    arguments: &Arguments<'_, '_>,
    policy: Option<&Bound<'_, Policy>>,
    now: i64,
    verify: impl FnOnce(&jwt::Policy<'_>) -> Result<T, Error>,
) -> PyResult<T> {
    let read = arguments.read(py)?;
    let options = match (policy, &read) {
        (None, read) => read.as_ref(),
        (Some(policy), None) => Some(&policy.get().options),
        (Some(_), Some(_)) => return Err(bad_argument(py, "give either policy or other options, not both")),
    };
    let Some(options) = options else {
        return verify(&jwt::Policy::default())
            .map_err(|reason| Options::default().exception(py, reason, now));
    };
    options.with_core(verify).map_err(|reason| options.exception(py, reason, now))
}

impl Options {
    /// The exception for a verdict of the core.
    fn exception(&self, py: Python<'_>, reason: Error, now: i64) -> PyErr {
        if reason == Error::BadArgument { bad_argument(py, self.blame(now)) } else { exception(py, reason) }
    }

    fn with_core<T>(&self, verify: impl FnOnce(&jwt::Policy<'_>) -> T) -> T {
        let audience: Option<Vec<&str>> =
            self.audience.as_ref().map(|OneOrMany(texts)| texts.iter().map(Text::as_str).collect());
        let required: Vec<&str> = match &self.required {
            Some(Many(names)) => names.iter().map(Text::as_str).collect(),
            None => Vec::new(),
        };
        let default = jwt::Policy::default();
        verify(&jwt::Policy {
            issuer: self.issuer.as_ref().map(Text::as_str),
            subject: self.subject.as_ref().map(Text::as_str),
            audience: audience.as_deref(),
            any_audience: self.any_audience.unwrap_or(default.any_audience),
            jwt_id: self.jwt_id.as_ref().map(Text::as_str),
            typ: self.typ.as_ref().map(Text::as_str),
            leeway: self.leeway.map_or(default.leeway, |Duration(millis)| millis),
            max_age: self.max_age.map(|Duration(millis)| millis),
            require_exp: self.require_exp.unwrap_or(default.require_exp),
            required: &required,
            max_token: self.max_token.map_or(default.max_token, |Size(bytes)| bytes),
        })
    }

    /// The options that were given, as they could be given again. Durations are in seconds.
    fn shown(&self, py: Python<'_>) -> PyResult<String> {
        let text = |text: &Text| Ok::<_, PyErr>(PyString::new(py, text.as_str()).repr()?.to_string());
        let list = |texts: &[Text]| {
            Ok::<_, PyErr>(format!("[{}]", texts.iter().map(text).collect::<PyResult<Vec<_>>>()?.join(", ")))
        };
        let seconds =
            |Duration(millis)| format!("{}", std::time::Duration::from_millis(millis).as_secs_f64());
        let boolean = |value| if value { "True" } else { "False" }.to_owned();
        let options = [
            ("issuer", self.issuer.as_ref().map(text).transpose()?),
            ("subject", self.subject.as_ref().map(text).transpose()?),
            ("audience", self.audience.as_ref().map(|OneOrMany(texts)| list(texts)).transpose()?),
            ("any_audience", self.any_audience.map(boolean)),
            ("jwt_id", self.jwt_id.as_ref().map(text).transpose()?),
            ("typ", self.typ.as_ref().map(text).transpose()?),
            ("leeway", self.leeway.map(seconds)),
            ("max_age", self.max_age.map(seconds)),
            ("require_exp", self.require_exp.map(boolean)),
            ("required", self.required.as_ref().map(|Many(names)| list(names)).transpose()?),
            ("max_token", self.max_token.map(|Size(bytes)| bytes.to_string())),
        ];
        let given = options.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
        Ok(given.collect::<Vec<_>>().join(", "))
    }

    /// The words for a `bad-argument` of the core. They explain its verdict and take none.
    fn blame(&self, now: i64) -> &'static str {
        let over =
            |duration: Option<Duration>, limit: u64| duration.is_some_and(|Duration(millis)| millis > limit);
        if !(0..=limits::MAX_TIME).contains(&now) {
            "now is before 1970 or after the year 287396"
        } else if self.audience.as_ref().is_some_and(|OneOrMany(texts)| texts.is_empty()) {
            "audience is an empty list"
        } else if self.audience.as_ref().is_some_and(|OneOrMany(texts)| texts.len() > limits::MAX_NAMES)
            || self.required.as_ref().is_some_and(|Many(names)| names.len() > limits::MAX_NAMES)
        {
            "audience or required has more than 64 names"
        } else if self.audience.is_some() && self.any_audience == Some(true) {
            "audience and any_audience contradict one another"
        } else if over(self.leeway, limits::MAX_LEEWAY) {
            "leeway is more than 600 seconds"
        } else if over(self.max_age, limits::MAX_TIME.unsigned_abs()) {
            "max_age is out of range"
        } else if self.max_token.is_some_and(|Size(bytes)| bytes > limits::MAX_TOKEN) {
            "max_token is more than 65536 bytes"
        } else {
            "an argument is not valid"
        }
    }
}

#[pymethods]
impl Policy {
    #[new]
    #[pyo3(
        signature = (*, issuer=None, subject=None, audience=None, any_audience=Given(None), jwt_id=None, typ=None,
            leeway=Given(None), max_age=None, require_exp=Given(None), required=Given(None), max_token=Given(None)),
        text_signature = "(*, issuer=None, subject=None, audience=None, any_audience=False, jwt_id=None, \
            typ=None, leeway=0, max_age=None, require_exp=True, required=(), max_token=8192)"
    )]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn new<'py>(
        py: Python<'py>,
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
    ) -> PyResult<Self> {
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
        let options = arguments.read(py)?.unwrap_or_default();
        #[expect(clippy::redundant_closure_for_method_calls, reason = "the method is not general enough")]
        let checked = options.with_core(|policy| policy.check());
        checked.map_err(|reason| options.exception(py, reason, 0))?;
        Ok(Self { options })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Policy({})", self.options.shown(py)?))
    }
}

/// A number of bytes.
#[derive(Clone, Copy)]
pub struct Size(pub usize);

impl<'a, 'py> FromPyObject<'a, 'py> for Size {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let py = object.py();
        object.extract::<usize>().map(Self).map_err(|error| {
            if error.is_instance_of::<PyOverflowError>(py) {
                bad_argument(py, "a size in bytes is out of range")
            } else {
                error
            }
        })
    }
}
