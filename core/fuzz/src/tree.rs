//! JSON as a tree, as the core's reader and serde_json see it.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use tokenseal::Error;
use tokenseal::json::{Event, Reader};
use tokenseal::limits::{MAX_DEPTH, MAX_MEMBERS, MAX_NUMBER};

/// A value with everything in it, duplicates and the order of members too. Numbers are as they are
/// spelled; serde_json only tells their value.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree<Number> {
    Object(Vec<(String, Self)>),
    Array(Vec<Self>),
    String(String),
    Number(Number),
    Bool(bool),
    Null,
}

/// Of the core.
pub type Ours = Tree<String>;
/// Of serde_json.
pub type Theirs = Tree<Value>;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    Unsigned(u64),
    Signed(i64),
    Float(f64),
}

impl Value {
    /// Whether this is the number that is spelled so, by what the standard library makes of it.
    pub fn is(self, text: &str) -> bool {
        match self {
            Self::Unsigned(value) => text.parse() == Ok(value),
            Self::Signed(value) => text.parse() == Ok(value),
            Self::Float(value) => text.parse::<f64>().is_ok_and(|float| float.to_bits() == value.to_bits()),
        }
    }
}

impl Ours {
    /// Reads a whole text.
    pub fn read(text: &[u8]) -> Result<Self, Error> {
        let text = std::str::from_utf8(text).map_err(|_| Error::Malformed)?;
        let mut reader = Reader::new(text);
        let first = next(&mut reader)?;
        let tree = Self::value(first, &mut reader)?;
        assert_eq!(reader.depth(), 0);
        match reader.next_event()? {
            None => Ok(tree),
            Some(event) => panic!("{event:?} after the end"),
        }
    }

    fn value(first: Event<'_>, reader: &mut Reader<'_>) -> Result<Self, Error> {
        Ok(match first {
            Event::ObjectStart => {
                let mut members = Vec::new();
                loop {
                    match next(reader)? {
                        Event::Name(name) => {
                            let first = next(reader)?;
                            members.push((name.chars().collect(), Self::value(first, reader)?));
                        }
                        Event::ObjectEnd => break Self::Object(members),
                        event => panic!("{event:?} in an object"),
                    }
                }
            }
            Event::ArrayStart => {
                let mut elements = Vec::new();
                loop {
                    match next(reader)? {
                        Event::ArrayEnd => break Self::Array(elements),
                        event => elements.push(Self::value(event, reader)?),
                    }
                }
            }
            Event::String(text) => {
                let string: String = text.chars().collect();
                let mut out = vec![0; string.len()];
                assert_eq!(text.unescape(&mut out), Ok(&*string));
                assert!(text.eq_str(&string) && text.unescaped_len() == string.len());
                assert!(text.plain().is_none_or(|plain| plain == string));
                Self::String(string)
            }
            Event::Number(number) => Self::Number(number.as_str().into()),
            Event::Bool(bool) => Self::Bool(bool),
            Event::Null => Self::Null,
            event => panic!("{event:?} in place of a value"),
        })
    }

    /// Whether it is what serde_json says.
    pub fn is(&self, theirs: &Theirs) -> bool {
        match (self, theirs) {
            (Self::Object(ours), Tree::Object(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| a.0 == b.0 && a.1.is(&b.1))
            }
            (Self::Array(ours), Tree::Array(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| a.is(b))
            }
            (Self::String(ours), Tree::String(theirs)) => ours == theirs,
            (Self::Number(ours), Tree::Number(theirs)) => theirs.is(ours),
            (Self::Bool(ours), Tree::Bool(theirs)) => ours == theirs,
            (Self::Null, Tree::Null) => true,
            _ => false,
        }
    }

    /// The first member of that name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(found, _)| found == name).map(|(_, value)| value)
    }
}

impl<Number> Tree<Number> {
    /// Whether any value in it, itself among them, is such a one. `depth` is 1 for the outermost.
    pub fn any(&self, depth: usize, is: &impl Fn(&Self, usize) -> bool) -> bool {
        is(self, depth)
            || match self {
                Self::Object(members) => members.iter().any(|(_, value)| value.any(depth + 1, is)),
                Self::Array(elements) => elements.iter().any(|value| value.any(depth + 1, is)),
                _ => false,
            }
    }

    fn has_duplicates(&self) -> bool {
        self.any(1, &|value, _| {
            let Self::Object(members) = value else { return false };
            let mut names = HashSet::new();
            !members.iter().all(|(name, _)| names.insert(name))
        })
    }

    fn passes_limits(&self) -> bool {
        self.any(1, &|value, depth| match value {
            Self::Object(members) => depth > MAX_DEPTH || members.len() > MAX_MEMBERS,
            Self::Array(_) => depth > MAX_DEPTH,
            _ => false,
        })
    }
}

impl Theirs {
    /// The ways in which the core is stricter, and what it then says: duplicate names, and what is
    /// nested too deep, has too many members or too long a number.
    pub fn strictness(&self, text: &str) -> Vec<Error> {
        let is_long = longest_number(text) > MAX_NUMBER;
        let classes =
            [(self.has_duplicates(), Error::Malformed), (self.passes_limits() || is_long, Error::Limit)];
        classes.into_iter().filter(|class| class.0).map(|class| class.1).collect()
    }
}

fn next<'a>(reader: &mut Reader<'a>) -> Result<Event<'a>, Error> {
    Ok(reader.next_event()?.expect("it has not ended"))
}

/// Length of the longest number of a text that is JSON.
fn longest_number(text: &str) -> usize {
    let mut outside = String::new();
    let mut parts = text.split('"');
    while let Some(part) = parts.next() {
        outside.push_str(part);
        outside.push(' ');
        // A string: until a quote that no odd number of backslashes escapes.
        for inside in parts.by_ref() {
            if inside.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0 {
                break;
            }
        }
    }
    let is_number = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
    outside.split(|c| !is_number(c)).map(str::len).max().unwrap_or(0)
}

impl<'de> Deserialize<'de> for Theirs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Grow)
    }
}

struct Grow;

impl<'de> Visitor<'de> for Grow {
    type Value = Theirs;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Theirs, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Tree::Object(members))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Theirs, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element()? {
            elements.push(element);
        }
        Ok(Tree::Array(elements))
    }

    fn visit_str<E>(self, text: &str) -> Result<Theirs, E> {
        Ok(Tree::String(text.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Theirs, E> {
        Ok(Tree::Number(Value::Unsigned(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Theirs, E> {
        Ok(Tree::Number(Value::Signed(value)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Theirs, E> {
        Ok(Tree::Number(Value::Float(value)))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Theirs, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_unit<E>(self) -> Result<Theirs, E> {
        Ok(Tree::Null)
    }
}
