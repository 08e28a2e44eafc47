//! The registered claims of a token (RFC 7519 section 4.1).

use core::str;

use crate::Error;
use crate::json::{Elements, Event, Reader, Text, Value, elements};

/// Where a value stands in the claims' text.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
    escaped: bool,
}

/// The registered claims, found in one pass over a payload. They refer to its text by place, so
/// that they do not borrow it.
#[derive(Default)]
pub(crate) struct Registered {
    pub(crate) members: usize,
    /// Milliseconds.
    pub(crate) expires_at: Option<i64>,
    pub(crate) not_before: Option<i64>,
    pub(crate) issued_at: Option<i64>,
    issuer: Option<Span>,
    subject: Option<Span>,
    jwt_id: Option<Span>,
    audience: Option<(Span, bool)>,
}

impl Registered {
    /// Reads a payload: strict JSON, an object, and the types of the registered claims.
    pub(crate) fn read(payload: &[u8]) -> Result<Self, Error> {
        let text = str::from_utf8(payload).map_err(|_| Error::Malformed)?;
        let mut found = Self::default();
        let mut wrong_type = false;
        let mut reader = Reader::new(text);
        let Some(Event::ObjectStart) = reader.next_event()? else { return Err(Error::Malformed) };
        while let Some(event) = reader.next_event()? {
            let Event::Name(name) = event else { continue };
            let claim = Claim::of(&name);
            let first = reader.next_event()?.ok_or(Error::Malformed)?;
            let start = reader.position();
            let value = Value::finish(first, &mut reader)?;
            found.members = found.members.saturating_add(1);
            if let Some(claim) = claim {
                wrong_type |= !found.keep(claim, &value, start, reader.position());
            }
        }
        if wrong_type { Err(Error::Malformed) } else { Ok(found) }
    }

    /// Keeps a claim's value; `false` when it is of a type that the claim cannot have. `start` is
    /// where the value's first event ended, `end` where the value did.
    fn keep(&mut self, claim: Claim, value: &Value<'_>, start: usize, end: usize) -> bool {
        let span = match value {
            // The event of a string ends after its closing quote, that of an array after `[`.
            Value::String(text) => {
                let end = end.saturating_sub(1);
                Span { start: end.saturating_sub(text.raw().len()), end, escaped: text.plain().is_none() }
            }
            _ => Span { start: start.saturating_sub(1), end, escaped: false },
        };
        let (time, string) = match claim {
            Claim::ExpiresAt => (Some(&mut self.expires_at), None),
            Claim::NotBefore => (Some(&mut self.not_before), None),
            Claim::IssuedAt => (Some(&mut self.issued_at), None),
            Claim::Issuer => (None, Some(&mut self.issuer)),
            Claim::Subject => (None, Some(&mut self.subject)),
            Claim::JwtId => (None, Some(&mut self.jwt_id)),
            Claim::Audience => {
                let is_list = match value {
                    Value::String(_) => false,
                    Value::Array(array) if elements(array).all(|element| element.as_text().is_some()) => true,
                    _ => return false,
                };
                self.audience = Some((span, is_list));
                return true;
            }
        };
        match (value, time, string) {
            (Value::Number(number), Some(place), _) => {
                *place = number.to_millis();
                place.is_some()
            }
            (Value::String(_), _, Some(place)) => {
                *place = Some(span);
                true
            }
            _ => false,
        }
    }

    pub(crate) fn issuer<'a>(&self, json: &'a str) -> Option<Text<'a>> {
        text_at(json, self.issuer?)
    }

    pub(crate) fn subject<'a>(&self, json: &'a str) -> Option<Text<'a>> {
        text_at(json, self.subject?)
    }

    pub(crate) fn jwt_id<'a>(&self, json: &'a str) -> Option<Text<'a>> {
        text_at(json, self.jwt_id?)
    }

    pub(crate) fn audience<'a>(&self, json: &'a str) -> Option<Audience<'a>> {
        let (span, is_list) = self.audience?;
        Some(if is_list {
            Audience::Many(json.get(span.start..span.end)?)
        } else {
            Audience::One(text_at(json, span)?)
        })
    }

    /// Whether the claim of that name is there; `None` when the name is no registered claim's.
    pub(crate) fn has(&self, name: &str) -> Option<bool> {
        Some(match Claim::named(name)? {
            Claim::ExpiresAt => self.expires_at.is_some(),
            Claim::NotBefore => self.not_before.is_some(),
            Claim::IssuedAt => self.issued_at.is_some(),
            Claim::Issuer => self.issuer.is_some(),
            Claim::Subject => self.subject.is_some(),
            Claim::JwtId => self.jwt_id.is_some(),
            Claim::Audience => self.audience.is_some(),
        })
    }
}

fn text_at(json: &str, span: Span) -> Option<Text<'_>> {
    Some(Text::new(json.get(span.start..span.end)?, span.escaped))
}

#[derive(Clone, Copy)]
enum Claim {
    Issuer,
    Subject,
    Audience,
    ExpiresAt,
    NotBefore,
    IssuedAt,
    JwtId,
}

impl Claim {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "iss" => Self::Issuer,
            "sub" => Self::Subject,
            "aud" => Self::Audience,
            "exp" => Self::ExpiresAt,
            "nbf" => Self::NotBefore,
            "iat" => Self::IssuedAt,
            "jti" => Self::JwtId,
            _ => return None,
        })
    }

    fn of(name: &Text<'_>) -> Option<Self> {
        match name.plain() {
            Some(plain) => Self::named(plain),
            None => Self::named(name.unescape(&mut [0; 4]).ok()?),
        }
    }
}

/// The `aud` claim: one string, or a list of them.
#[derive(Clone, Copy, Debug)]
pub enum Audience<'a> {
    /// A string.
    One(Text<'a>),
    /// The text of a JSON array of strings.
    Many(&'a str),
}

impl<'a> Audience<'a> {
    /// The members, one after the other.
    #[must_use]
    pub fn iter(&self) -> Audiences<'a> {
        match self {
            Self::One(text) => Audiences { one: Some(*text), many: elements("") },
            Self::Many(array) => Audiences { one: None, many: elements(array) },
        }
    }
}

impl<'a> IntoIterator for &Audience<'a> {
    type Item = Text<'a>;
    type IntoIter = Audiences<'a>;

    fn into_iter(self) -> Audiences<'a> {
        self.iter()
    }
}

/// The members of an [`Audience`].
#[derive(Clone, Debug)]
pub struct Audiences<'a> {
    one: Option<Text<'a>>,
    many: Elements<'a>,
}

impl<'a> Iterator for Audiences<'a> {
    type Item = Text<'a>;

    fn next(&mut self) -> Option<Text<'a>> {
        self.one.take().or_else(|| self.many.next().and_then(|value| value.as_text()))
    }
}
