//! The registered claims of a token (RFC 7519 section 4.1).

use crate::Error;
use crate::json::{Elements, Reader, Text, Value, elements};

/// Where a value stands in the claims' text.
#[derive(Clone, Copy)]
struct Span {
    start: u32,
    len: u32,
    escaped: bool,
}

impl Span {
    /// Of the text that ends at `end`. Claims are no longer than their token.
    fn new(text: &str, end: usize, escaped: bool) -> Option<Self> {
        let start = end.checked_sub(text.len())?;
        Some(Self { start: u32::try_from(start).ok()?, len: u32::try_from(text.len()).ok()?, escaped })
    }

    fn of(self, json: &str) -> Option<&str> {
        json.get(usize::try_from(self.start).ok()?..)?.get(..usize::try_from(self.len).ok()?)
    }
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
    /// Those of a payload.
    pub(crate) fn of(text: &str) -> Result<Self, Error> {
        let mut found = Self::default();
        found.read(text)?;
        Ok(found)
    }

    /// Reads a payload: strict JSON, an object, and the types of the registered claims. Out of line, so
    /// that its reader is on the stack only while it is needed.
    #[inline(never)]
    pub(crate) fn read(&mut self, text: &str) -> Result<(), Error> {
        let mut wrong_type = false;
        let mut reader = Reader::new(text);
        reader.enter_object()?;
        while let Some((name, value)) = reader.next_member()? {
            self.members = self.members.saturating_add(1);
            if let Some(claim) = Claim::of(&name) {
                wrong_type |= !self.keep(claim, &value, reader.position());
            }
        }
        reader.end()?;
        if wrong_type { Err(Error::Malformed) } else { Ok(()) }
    }

    /// Keeps a claim's value, which ends at `end`; `false` when it is of a type that the claim cannot
    /// have.
    #[inline]
    fn keep(&mut self, claim: Claim, value: &Value<'_>, end: usize) -> bool {
        match claim {
            Claim::ExpiresAt => keep_time(&mut self.expires_at, value),
            Claim::NotBefore => keep_time(&mut self.not_before, value),
            Claim::IssuedAt => keep_time(&mut self.issued_at, value),
            Claim::Issuer => keep_text(&mut self.issuer, value, end),
            Claim::Subject => keep_text(&mut self.subject, value, end),
            Claim::JwtId => keep_text(&mut self.jwt_id, value, end),
            Claim::Audience => {
                let Value::Array(array) = value else {
                    let mut span = None;
                    let is_text = keep_text(&mut span, value, end);
                    self.audience = span.map(|span| (span, false));
                    return is_text;
                };
                self.audience = Span::new(array, end, false).map(|span| (span, true));
                self.audience.is_some() && elements(array).all(|element| element.as_text().is_some())
            }
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
        Some(if is_list { Audience::Many(span.of(json)?) } else { Audience::One(text_at(json, span)?) })
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

fn keep_time(place: &mut Option<i64>, value: &Value<'_>) -> bool {
    *place = value.as_number().and_then(|number| number.to_millis());
    place.is_some()
}

fn keep_text(place: &mut Option<Span>, value: &Value<'_>, end: usize) -> bool {
    // The value ends with its quote.
    *place =
        value.as_text().and_then(|text| Span::new(text.raw(), end.saturating_sub(1), text.plain().is_none()));
    place.is_some()
}

fn text_at(json: &str, span: Span) -> Option<Text<'_>> {
    Some(Text::new(span.of(json)?, span.escaped))
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
