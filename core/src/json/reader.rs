//! Reads a JSON text as a sequence of events.

use super::{Number, Text};
use crate::Error;
use crate::limits::{MAX_DEPTH, MAX_MEMBERS, MAX_NUMBER};

/// What the reader meets next.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// `{`
    ObjectStart,
    /// `}`
    ObjectEnd,
    /// `[`
    ArrayStart,
    /// `]`
    ArrayEnd,
    /// The name of a member; its value follows.
    Name(Text<'a>),
    /// A string.
    String(Text<'a>),
    /// A number.
    Number(Number<'a>),
    /// `true` or `false`
    Bool(bool),
    /// `null`
    Null,
}

/// A strict reader over one JSON text.
///
/// ```
/// use tokenseal::json::{Event, Reader};
///
/// let mut reader = Reader::new(r#"{"sub": "user-42"}"#);
/// assert!(matches!(reader.next_event()?, Some(Event::ObjectStart)));
/// assert!(matches!(reader.next_event()?, Some(Event::Name(name)) if name.eq_str("sub")));
/// assert!(matches!(reader.next_event()?, Some(Event::String(text)) if text.eq_str("user-42")));
/// assert!(matches!(reader.next_event()?, Some(Event::ObjectEnd)));
/// assert!(reader.next_event()?.is_none());
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    expects: Expects,
    depth: usize,
    levels: [Level; MAX_DEPTH],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expects {
    Value,
    FirstNameOrEnd,
    FirstElementOrEnd,
    CommaOrEnd,
    Nothing,
}

/// An object or an array that has not ended.
#[derive(Clone, Copy, Debug)]
struct Level {
    is_object: bool,
    members: u16,
    /// Where an object's first name stands.
    start: usize,
    /// A bit for each name seen, by its hash: as long as a name's bit is clear, no duplicate is
    /// possible, and no name need be compared.
    seen: u64,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `text`.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        let outside = Level { is_object: false, members: 0, start: 0, seen: 0 };
        Self { text, at: 0, expects: Expects::Value, depth: 0, levels: [outside; MAX_DEPTH] }
    }

    /// The next event, or `None` after the end of the text.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] where the text is not strict JSON, [`Error::Limit`] where it is nested
    /// deeper than [`MAX_DEPTH`], an object has more than [`MAX_MEMBERS`] members or a number more
    /// than [`MAX_NUMBER`] characters. Do not go on reading after an error.
    #[inline]
    pub fn next_event(&mut self) -> Result<Option<Event<'a>>, Error> {
        self.skip_white_space();
        match self.expects {
            Expects::Value => self.value().map(Some),
            Expects::FirstNameOrEnd => {
                if self.take(b'}') {
                    self.close().map(Some)
                } else {
                    self.name().map(Some)
                }
            }
            Expects::FirstElementOrEnd => {
                if self.take(b']') {
                    self.close().map(Some)
                } else {
                    self.value().map(Some)
                }
            }
            Expects::CommaOrEnd => {
                let is_object = self.level().is_some_and(|level| level.is_object);
                if self.take(b',') {
                    self.skip_white_space();
                    if is_object { self.name().map(Some) } else { self.value().map(Some) }
                } else if self.take(if is_object { b'}' } else { b']' }) {
                    self.close().map(Some)
                } else {
                    Err(Error::Malformed)
                }
            }
            Expects::Nothing => {
                if self.at == self.text.len() {
                    Ok(None)
                } else {
                    Err(Error::Malformed)
                }
            }
        }
    }

    /// How many objects and arrays are open.
    #[must_use]
    pub const fn depth(&self) -> usize {
        self.depth
    }

    /// How many bytes of the text have been read.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.at
    }

    /// The text from `start` to where the reader is.
    pub(crate) fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or("")
    }

    fn level(&self) -> Option<&Level> {
        self.levels.get(self.depth.checked_sub(1)?)
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn advance(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    #[inline]
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.advance();
        }
        found
    }

    #[inline]
    fn skip_white_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.advance();
        }
    }

    fn value(&mut self) -> Result<Event<'a>, Error> {
        let event = match self.peek() {
            Some(b'{') => return self.open(true),
            Some(b'[') => return self.open(false),
            Some(b'"') => Event::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Event::Number(self.number()?),
            Some(b't') => self.literal("true", Event::Bool(true))?,
            Some(b'f') => self.literal("false", Event::Bool(false))?,
            Some(b'n') => self.literal("null", Event::Null)?,
            _ => return Err(Error::Malformed),
        };
        self.value_ended();
        Ok(event)
    }

    fn value_ended(&mut self) {
        self.expects = if self.depth == 0 { Expects::Nothing } else { Expects::CommaOrEnd };
    }

    fn open(&mut self, is_object: bool) -> Result<Event<'a>, Error> {
        self.advance();
        let level = self.levels.get_mut(self.depth).ok_or(Error::Limit)?;
        *level = Level { is_object, members: 0, start: self.at, seen: 0 };
        self.depth = self.depth.saturating_add(1);
        if is_object {
            self.expects = Expects::FirstNameOrEnd;
            Ok(Event::ObjectStart)
        } else {
            self.expects = Expects::FirstElementOrEnd;
            Ok(Event::ArrayStart)
        }
    }

    fn close(&mut self) -> Result<Event<'a>, Error> {
        let is_object = self.level().ok_or(Error::Malformed)?.is_object;
        self.depth = self.depth.saturating_sub(1);
        self.value_ended();
        Ok(if is_object { Event::ObjectEnd } else { Event::ArrayEnd })
    }

    fn name(&mut self) -> Result<Event<'a>, Error> {
        let before = self.at;
        let name = self.string()?;
        let bit = 1_u64 << (hash(&name) & 63);
        let index = self.depth.saturating_sub(1);
        let level = self.levels.get_mut(index).ok_or(Error::Malformed)?;
        let seen_before = level.seen & bit != 0;
        level.seen |= bit;
        if usize::from(level.members) >= MAX_MEMBERS {
            return Err(Error::Limit);
        }
        level.members = level.members.saturating_add(1);
        let start = level.start;
        if seen_before && is_among_names(self.text.get(start..before).unwrap_or(""), &name) {
            return Err(Error::Malformed);
        }
        self.skip_white_space();
        if !self.take(b':') {
            return Err(Error::Malformed);
        }
        self.expects = Expects::Value;
        Ok(Event::Name(name))
    }

    fn string(&mut self) -> Result<Text<'a>, Error> {
        if !self.take(b'"') {
            return Err(Error::Malformed);
        }
        let start = self.at;
        let mut escaped = false;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
            self.at = self.at.saturating_add(plain_len(rest));
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.advance();
                    self.escape()?;
                }
                _ => return Err(Error::Malformed),
            }
        }
        let text = Text::new(self.since(start), escaped);
        self.advance();
        Ok(text)
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Result<(), Error> {
        let kind = self.peek().ok_or(Error::Malformed)?;
        self.advance();
        match kind {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(()),
            b'u' => match self.unit()? & 0xfc00 {
                0xd800 if self.take(b'\\') && self.take(b'u') && self.unit()? & 0xfc00 == 0xdc00 => Ok(()),
                0xd800 | 0xdc00 => Err(Error::Malformed),
                _ => Ok(()),
            },
            _ => Err(Error::Malformed),
        }
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, Error> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|b| char::from(b).to_digit(16)).ok_or(Error::Malformed)?;
            self.advance();
            unit = (unit << 4) | digit;
        }
        Ok(unit)
    }

    fn number(&mut self) -> Result<Number<'a>, Error> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            if !self.take(b'+') {
                self.take(b'-');
            }
            self.digits()?;
        }
        let text = self.since(start);
        if text.len() > MAX_NUMBER { Err(Error::Limit) } else { Ok(Number::new(text)) }
    }

    /// At least one digit.
    fn digits(&mut self) -> Result<(), Error> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.advance();
        }
        if self.at == start { Err(Error::Malformed) } else { Ok(()) }
    }

    fn literal(&mut self, word: &str, event: Event<'a>) -> Result<Event<'a>, Error> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        if !rest.starts_with(word.as_bytes()) {
            return Err(Error::Malformed);
        }
        self.at = self.at.saturating_add(word.len());
        Ok(event)
    }
}

/// How many bytes of a string stand for themselves. A chunk is looked at as a whole, of which
/// compilers make wide instructions.
#[inline]
fn plain_len(rest: &[u8]) -> usize {
    let is_special = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
    let mut plain = 0_usize;
    for chunk in rest.as_chunks::<16>().0 {
        if chunk.iter().fold(false, |found, byte| found | is_special(byte)) {
            break;
        }
        plain = plain.saturating_add(chunk.len());
    }
    let rest = rest.get(plain..).unwrap_or(&[]);
    plain.saturating_add(rest.iter().position(is_special).unwrap_or(rest.len()))
}

/// The same for every spelling of a name.
fn hash(name: &Text<'_>) -> u32 {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let sum = match name.plain() {
        Some(plain) => plain.bytes().fold(0x811c_9dc5, step),
        None => name.chars().fold(0x811c_9dc5, |hash, c| c.encode_utf8(&mut [0; 4]).bytes().fold(hash, step)),
    };
    sum ^ (sum >> 16)
}

/// Whether one of the members in `read`, the part of an object that has been read, has this name.
fn is_among_names(read: &str, name: &Text<'_>) -> bool {
    let mut rest = read;
    let mut depth = 0_usize;
    let mut name_follows = true;
    // Only quotes and structure matter; the text has already been found to be legal.
    while let Some(at) = rest.find(['"', ',', '{', '}', '[', ']']) {
        let (_, found) = rest.split_at_checked(at).unwrap_or(("", ""));
        let (mark, after) = found.split_at_checked(1).unwrap_or(("", ""));
        rest = after;
        match mark {
            "\"" => {
                let (raw, after) = split_string(rest);
                if depth == 0 && name_follows {
                    if Text::new(raw, raw.contains('\\')).eq_text(name) {
                        return true;
                    }
                    name_follows = false;
                }
                rest = after;
            }
            "," => name_follows |= depth == 0,
            "{" | "[" => depth = depth.saturating_add(1),
            _ => depth = depth.saturating_sub(1),
        }
    }
    false
}

/// Cuts a text that starts inside a string into the rest of that string and what follows its quote.
fn split_string(text: &str) -> (&str, &str) {
    let mut end = 0_usize;
    while let Some(rest) = text.get(end..)
        && let Some(at) = rest.find(['"', '\\'])
    {
        end = end.saturating_add(at);
        let (before, found) = text.split_at_checked(end).unwrap_or((text, ""));
        if let Some(after) = found.strip_prefix('"') {
            return (before, after);
        }
        // A backslash and what it escapes, which is one byte whatever it is.
        end = end.saturating_add(2);
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::{Event, Reader};
    use crate::Error;

    fn read(text: &str) -> Result<usize, Error> {
        let mut reader = Reader::new(text);
        let mut events = 0;
        while reader.next_event()?.is_some() {
            events += 1;
        }
        Ok(events)
    }

    #[test]
    fn legal_texts() {
        for (text, events) in [
            ("{}", 2),
            (" [ ] ", 2),
            ("null", 1),
            ("\t-0.5e+10\r\n", 1),
            (r#"{"a":{"a":[1,{"a":null}]},"b":"\u0000\ud83d\ude00"}"#, 15),
            (r#"["é😀\/"]"#, 3),
        ] {
            assert_eq!(read(text), Ok(events), "{text}");
        }
    }

    #[test]
    fn illegal_texts() {
        for text in [
            "",
            " ",
            "{",
            "}",
            "[1,]",
            "{,}",
            r#"{"a":1,}"#,
            r#"{"a"}"#,
            r#"{"a":}"#,
            "{a:1}",
            "[1 2]",
            "{} {}",
            "nul",
            "nulls",
            "True",
            "01",
            "-",
            "-01",
            "1.",
            ".5",
            "+1",
            "1e",
            "1e+",
            "0x1",
            "NaN",
            "Infinity",
            "'a'",
            "\"a",
            "\"\n\"",
            "\"\u{1f}\"",
            r#""\x""#,
            r#""\u12g4""#,
            r#""\ud800""#,
            r#""\udc00""#,
            r#""\ud800\u0041""#,
            r#""\ud800x""#,
            "\u{feff}{}",
            "[1]\u{a0}",
            "\u{c}{}",
            "/**/{}",
            "[}",
            "{]",
            r#"{"a":1]"#,
            r#""\"#,
        ] {
            assert_eq!(read(text), Err(Error::Malformed), "{text:?}");
        }
    }

    #[test]
    fn duplicates_at_every_level_and_in_every_spelling() {
        for text in [
            r#"{"a":1,"a":2}"#,
            r#"{"exp":1,"\u0065xp":2}"#,
            r#"{"\u0065xp":1,"exp":2}"#,
            r#"{"x":{"a":1,"b":[{"a":1}],"a":2}}"#,
            r#"{"a":"\"","b":{"c":"}"},"a":2}"#,
            r#"{"":1,"":2}"#,
            r#"{"\ud83d\ude00":1,"😀":2}"#,
        ] {
            assert_eq!(read(text), Err(Error::Malformed), "{text}");
        }
        for text in
            [r#"{"a":{"a":{"a":1}}}"#, r#"{"a":"b","b":"a"}"#, r#"{"a":["a","a"],"b":[{"a":1},{"a":1}]}"#]
        {
            assert!(read(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn limits_are_exact() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(read(&nested(16)).is_ok());
        assert_eq!(read(&nested(17)), Err(Error::Limit));
        let members = |count: usize| {
            let list: Vec<String> = (0..count).map(|i| format!("\"m{i}\":{i}")).collect();
            format!("{{{}}}", list.join(","))
        };
        assert!(read(&members(256)).is_ok());
        assert_eq!(read(&members(257)), Err(Error::Limit));
        assert!(read(&"1".repeat(64)).is_ok());
        assert_eq!(read(&"1".repeat(65)), Err(Error::Limit));
    }

    #[test]
    fn among_256_names_the_one_duplicate_is_found() {
        for twin in [0, 1, 100, 254] {
            let list: Vec<String> =
                (0..256).map(|i| format!("\"m{}\":[\"m{i}\"]", if i == 255 { twin } else { i })).collect();
            assert_eq!(read(&format!("{{{}}}", list.join(" , "))), Err(Error::Malformed));
        }
    }

    #[test]
    fn depth_and_position_follow() {
        let mut reader = Reader::new(r#" {"a":[1]} "#);
        let mut seen = Vec::new();
        while let Some(event) = reader.next_event().unwrap() {
            seen.push((reader.depth(), reader.position(), matches!(event, Event::Number(_))));
        }
        assert_eq!(
            seen,
            [(1, 2, false), (1, 6, false), (2, 7, false), (2, 8, true), (1, 9, false), (0, 10, false)]
        );
    }
}
