//! Values of a JSON text that has been read, without allocation.

use super::{Event, Number, Reader, Text};
use crate::Error;

/// A JSON value. Objects and arrays are given as their text.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Value<'a> {
    /// A string.
    String(Text<'a>),
    /// A number.
    Number(Number<'a>),
    /// `true` or `false`
    Bool(bool),
    /// `null`
    Null,
    /// An object: see [`members`].
    Object(&'a str),
    /// An array: see [`elements`].
    Array(&'a str),
}

impl<'a> Value<'a> {
    /// Reads on to the end of the value that starts with `first`, the event just read.
    pub(crate) fn finish(first: Event<'a>, reader: &mut Reader<'a>) -> Result<Self, Error> {
        let is_object = match first {
            Event::String(text) => return Ok(Self::String(text)),
            Event::Number(number) => return Ok(Self::Number(number)),
            Event::Bool(bool) => return Ok(Self::Bool(bool)),
            Event::Null => return Ok(Self::Null),
            Event::ObjectStart => true,
            Event::ArrayStart => false,
            Event::Name(_) | Event::ObjectEnd | Event::ArrayEnd => return Err(Error::Malformed),
        };
        let start = reader.position().saturating_sub(1);
        let outside = reader.depth().saturating_sub(1);
        while reader.depth() > outside {
            reader.next_event()?.ok_or(Error::Malformed)?;
        }
        let text = reader.since(start);
        Ok(if is_object { Self::Object(text) } else { Self::Array(text) })
    }

    /// Reads the next value whole.
    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, Error> {
        let first = reader.next_event()?.ok_or(Error::Malformed)?;
        Self::finish(first, reader)
    }

    /// The string, if it is one.
    #[must_use]
    pub const fn as_text(&self) -> Option<Text<'a>> {
        if let Self::String(text) = self { Some(*text) } else { None }
    }

    /// The number, if it is one.
    #[must_use]
    pub const fn as_number(&self) -> Option<Number<'a>> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// The boolean, if it is one.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(bool) = self { Some(*bool) } else { None }
    }
}

/// The members of an object, in their order. Stops at the first thing that is not strict JSON; a
/// text that has been verified has no such thing.
#[must_use]
pub fn members(object: &str) -> Members<'_> {
    Members { reader: Reader::new(object), is_over: false }
}

/// The elements of an array, in their order. Stops at the first thing that is not strict JSON.
#[must_use]
pub fn elements(array: &str) -> Elements<'_> {
    Elements { reader: Reader::new(array), is_over: false }
}

/// The value of the member of that name, compared after unescaping.
#[must_use]
pub fn find<'a>(object: &'a str, name: &str) -> Option<Value<'a>> {
    members(object).find(|(found, _)| found.eq_str(name)).map(|(_, value)| value)
}

/// Reads a whole text, which must be an object, and tells each of its members.
#[inline]
pub(crate) fn read_object<'a>(
    text: &'a str,
    mut member: impl FnMut(Text<'a>, Value<'a>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut reader = Reader::new(text);
    reader.enter_object()?;
    while let Some((name, value)) = reader.read_member()? {
        member(name, value)?;
    }
    reader.end()
}

/// As [`find`], in a text that has not been verified: it is read to its end. Gives the value and its
/// text, with quotes or brackets.
///
/// # Errors
///
/// [`Error::Malformed`] and [`Error::Limit`] where it is no strict JSON, or no object.
pub fn look_up<'a>(object: &'a str, name: &str) -> Result<Option<(Value<'a>, &'a str)>, Error> {
    let mut found = None;
    let mut reader = Reader::new(object);
    reader.enter_object()?;
    while let Some(event) = reader.next_event()? {
        if let Event::Name(member) = event {
            let start = reader.position();
            let value = Value::read(&mut reader)?;
            if member.eq_str(name) {
                found = Some((value, reader.since(start).trim_ascii_start()));
            }
        }
    }
    Ok(found)
}

/// See [`members`].
#[derive(Clone, Debug)]
pub struct Members<'a> {
    reader: Reader<'a>,
    is_over: bool,
}

impl<'a> Members<'a> {
    fn read(&mut self) -> Option<(Text<'a>, Value<'a>)> {
        if self.reader.position() == 0 {
            let Ok(Some(Event::ObjectStart)) = self.reader.next_event() else { return None };
        }
        self.reader.read_member().ok()?
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = (Text<'a>, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let member = if self.is_over { None } else { self.read() };
        self.is_over = member.is_none();
        member
    }
}

/// See [`elements`].
#[derive(Clone, Debug)]
pub struct Elements<'a> {
    reader: Reader<'a>,
    is_over: bool,
}

impl<'a> Elements<'a> {
    fn read(&mut self) -> Option<Value<'a>> {
        if self.reader.position() == 0 {
            let Ok(Some(Event::ArrayStart)) = self.reader.next_event() else { return None };
        }
        Value::read(&mut self.reader).ok()
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let element = if self.is_over { None } else { self.read() };
        self.is_over = element.is_none();
        element
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, elements, find, look_up, members};
    use crate::Error;

    #[test]
    fn members_and_elements_in_order() {
        let object = r#"{ "a" : [1, {"b": 2}, "x"], "\u0062": {"c": null}, "d": true }"#;
        let names: Vec<_> = members(object).map(|(name, _)| name.raw()).collect();
        assert_eq!(names, ["a", r"\u0062", "d"]);
        let Some(Value::Array(array)) = find(object, "a") else { panic!("no array") };
        assert_eq!(array, r#"[1, {"b": 2}, "x"]"#);
        let kinds: Vec<_> = elements(array)
            .map(|value| {
                (value.as_number().is_some(), value.as_text().is_some(), matches!(value, Value::Object(_)))
            })
            .collect();
        assert_eq!(kinds, [(true, false, false), (false, false, true), (false, true, false)]);
        assert!(matches!(find(object, "b"), Some(Value::Object(r#"{"c": null}"#))));
        assert_eq!(find(object, "d").and_then(|value| value.as_bool()), Some(true));
        assert!(find(object, "c").is_none());
        assert!(matches!(look_up(object, "b"), Ok(Some((Value::Object(_), r#"{"c": null}"#)))));
        assert!(matches!(look_up(r#"{"s": "x" }"#, "s"), Ok(Some((Value::String(_), "\"x\"")))));
        assert!(matches!(look_up(object, "c"), Ok(None)));
        for text in ["[]", r#"{"b":1,"a":01}"#, r#"{"b":1"#, r#"{"b":1} x"#, r#"{"b":1,"b":2}"#] {
            assert_eq!(look_up(text, "b").err(), Some(Error::Malformed), "{text}");
        }
        assert_eq!(elements("{}").count() + members("[]").count() + members("nonsense").count(), 0);
    }
}
