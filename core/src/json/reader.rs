//! Reads a JSON text as a sequence of events.

use super::levels::Levels;
use super::{Number, Text, Value};
use crate::limits::MAX_NUMBER;
use crate::{Error, word};

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
    levels: Levels,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expects {
    Value,
    FirstNameOrEnd,
    FirstElementOrEnd,
    CommaOrEnd,
    Nothing,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `text`.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self { text, at: 0, expects: Expects::Value, levels: Levels::new() }
    }

    /// The next event, or `None` after the end of the text.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] where the text is not strict JSON, [`Error::Limit`] where it is nested
    /// deeper than [`MAX_DEPTH`](crate::limits::MAX_DEPTH), an object has more than
    /// [`MAX_MEMBERS`](crate::limits::MAX_MEMBERS) members or a number more than [`MAX_NUMBER`] characters. Do not go on reading after an error.
    #[inline]
    pub fn next_event(&mut self) -> Result<Option<Event<'a>>, Error> {
        self.skip_white_space();
        let is_object = match self.expects {
            Expects::Value => return self.value(),
            Expects::FirstNameOrEnd => true,
            Expects::FirstElementOrEnd => false,
            Expects::CommaOrEnd => self.levels.is_object(),
            Expects::Nothing => {
                return if self.at == self.text.len() { Ok(None) } else { Err(Error::Malformed) };
            }
        };
        if self.take(if is_object { b'}' } else { b']' }) {
            return Ok(Some(self.close()));
        }
        if self.expects == Expects::CommaOrEnd {
            if !self.take(b',') {
                return Err(Error::Malformed);
            }
            self.skip_white_space();
        }
        if is_object { self.name().map(|name| Some(Event::Name(name))) } else { self.value() }
    }

    /// The next member of the innermost object that is open, read whole; `None` at the object's end.
    #[expect(
        clippy::inline_always,
        reason = "what it gives stays in registers; in memory it costs twice as much"
    )]
    #[inline(always)]
    pub(crate) fn next_member(&mut self) -> Result<Option<(Text<'a>, Value<'a>)>, Error> {
        let usual = self.usual_member();
        if usual.is_some() || self.usual_end() { Ok(usual) } else { self.unusual_member() }
    }

    /// As [`next_member`](Self::next_member), for where it is not on the way of every request.
    #[inline(never)]
    pub(crate) fn read_member(&mut self) -> Result<Option<(Text<'a>, Value<'a>)>, Error> {
        self.next_member()
    }

    #[inline(never)]
    fn unusual_member(&mut self) -> Result<Option<(Text<'a>, Value<'a>)>, Error> {
        match self.next_event()? {
            Some(Event::Name(name)) => Ok(Some((name, Value::read(self)?))),
            Some(Event::ObjectEnd) => Ok(None),
            _ => Err(Error::Malformed),
        }
    }

    /// The next member where it is spelled as usual: with a string or an integer, without
    /// white space or an escape. All else is left to the slower way, which says the same of these.
    #[expect(
        clippy::inline_always,
        reason = "what it gives stays in registers; in memory it would cost twice as much"
    )]
    #[inline(always)]
    pub(crate) fn usual_member(&mut self) -> Option<(Text<'a>, Value<'a>)> {
        let text = self.text.as_bytes();
        let quote = match (self.expects, text.get(self.at)?) {
            (Expects::FirstNameOrEnd, b'"') => self.at,
            (Expects::CommaOrEnd, b',') => self.at.wrapping_add(1),
            _ => return None,
        };
        let start = quote.wrapping_add(1);
        let len = word::plain_run(text, start);
        let end = start.wrapping_add(len);
        let [b'"', b':', first, ..] = text.get(end..)? else { return None };
        if text.get(quote) != Some(&b'"') {
            return None;
        }
        let name = Text::new(self.text.get(start..end)?, false);
        let hash = hash_at(text, start, len);
        let start = end.wrapping_add(2);
        let (value, end) = match first {
            b'"' => {
                let start = start.wrapping_add(1);
                let end = start.wrapping_add(word::plain_run(text, start));
                if text.get(end) != Some(&b'"') {
                    return None;
                }
                (Value::String(Text::new(self.text.get(start..end)?, false)), end.wrapping_add(1))
            }
            b'1'..=b'9' => {
                let end = start.wrapping_add(word::digit_run(text, start));
                if !matches!(text.get(end), Some(b',' | b'}')) {
                    return None;
                }
                (
                    Value::Number(Number::new(
                        self.text.get(start..end).filter(|text| text.len() <= MAX_NUMBER)?,
                    )),
                    end,
                )
            }
            _ => return None,
        };
        // Whoever is asked again finds the bits set, and compares.
        if !self.levels.add(hash) {
            return None;
        }
        self.levels.count().ok()?;
        self.at = end;
        self.expects = Expects::CommaOrEnd;
        Some((name, value))
    }

    /// Enters the outermost object. Whatever else the text is, it is none: nothing of it is read.
    #[inline]
    pub(crate) fn enter_object(&mut self) -> Result<(), Error> {
        self.skip_white_space();
        if self.peek() == Some(b'{') { self.open(true).map(drop) } else { Err(Error::Malformed) }
    }

    /// Leaves the object, for it is one, whose last member has no white space behind it.
    #[inline]
    fn usual_end(&mut self) -> bool {
        let ends = self.expects == Expects::CommaOrEnd && self.peek() == Some(b'}');
        if ends {
            self.advance();
            self.close();
        }
        ends
    }

    /// Sees that nothing follows what was the outermost value.
    #[inline]
    pub(crate) fn end(&mut self) -> Result<(), Error> {
        self.skip_white_space();
        if self.expects == Expects::Nothing && self.at == self.text.len() {
            Ok(())
        } else {
            Err(Error::Malformed)
        }
    }

    /// How many objects and arrays are open.
    #[must_use]
    pub const fn depth(&self) -> usize {
        self.levels.depth()
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

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn advance(&mut self) {
        self.advance_by(1);
    }

    /// By so many bytes that were seen to be there: no text is long enough to wrap.
    #[inline]
    fn advance_by(&mut self, bytes: usize) {
        self.at = self.at.wrapping_add(bytes);
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
        while let Some(byte) = self.peek()
            && byte <= b' '
            && matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
        {
            self.advance();
        }
    }

    fn value(&mut self) -> Result<Option<Event<'a>>, Error> {
        let event = match self.peek() {
            Some(b'{') => return self.open(true).map(Some),
            Some(b'[') => return self.open(false).map(Some),
            Some(b'"') => Event::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Event::Number(self.number()?),
            Some(b't') => self.literal("true", Event::Bool(true))?,
            Some(b'f') => self.literal("false", Event::Bool(false))?,
            Some(b'n') => self.literal("null", Event::Null)?,
            _ => return Err(Error::Malformed),
        };
        self.value_ended();
        Ok(Some(event))
    }

    fn value_ended(&mut self) {
        self.expects = if self.levels.depth() == 0 { Expects::Nothing } else { Expects::CommaOrEnd };
    }

    fn open(&mut self, is_object: bool) -> Result<Event<'a>, Error> {
        self.advance();
        self.levels.open(is_object, self.at)?;
        if is_object {
            self.expects = Expects::FirstNameOrEnd;
            Ok(Event::ObjectStart)
        } else {
            self.expects = Expects::FirstElementOrEnd;
            Ok(Event::ArrayStart)
        }
    }

    fn close(&mut self) -> Event<'a> {
        let is_object = self.levels.is_object();
        self.levels.close();
        self.value_ended();
        if is_object { Event::ObjectEnd } else { Event::ArrayEnd }
    }

    fn name(&mut self) -> Result<Text<'a>, Error> {
        let before = self.at;
        let name = self.string()?;
        let is_new = self.levels.add(self.hash_of(&name));
        self.levels.count()?;
        let read = self.text.get(self.levels.start()..before).unwrap_or("");
        if !is_new && is_among_names(read, &name) {
            return Err(Error::Malformed);
        }
        self.skip_white_space();
        if !self.take(b':') {
            return Err(Error::Malformed);
        }
        self.expects = Expects::Value;
        Ok(name)
    }

    /// The hash of the name that has just been read, the same for every spelling of it.
    fn hash_of(&self, name: &Text<'_>) -> u64 {
        if name.plain().is_none() {
            let (len, first, last) = unescaped_ends(name);
            return hash(len, first, last);
        }
        let len = name.raw().len();
        hash_at(self.text.as_bytes(), self.at.saturating_sub(1).saturating_sub(len), len)
    }

    fn string(&mut self) -> Result<Text<'a>, Error> {
        if !self.take(b'"') {
            return Err(Error::Malformed);
        }
        let start = self.at;
        let mut escaped = false;
        loop {
            self.advance_by(word::plain_run(self.text.as_bytes(), self.at));
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
        let digits = word::digit_run(self.text.as_bytes(), self.at);
        self.advance_by(digits);
        if digits == 0 { Err(Error::Malformed) } else { Ok(()) }
    }

    fn literal(&mut self, word: &str, event: Event<'a>) -> Result<Event<'a>, Error> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        if !rest.starts_with(word.as_bytes()) {
            return Err(Error::Malformed);
        }
        self.advance_by(word.len());
        Ok(event)
    }
}

/// The hash of a name without escapes that stands from `start` on.
#[inline]
fn hash_at(text: &[u8], start: usize, len: usize) -> u64 {
    let last = if len > 8 { word::load(text, start.wrapping_add(len).wrapping_sub(8)) } else { 0 };
    hash(len, word::first(word::load(text, start), len), last)
}

/// A number for a name, of its length in bytes, the first eight of them and, where it has more, the last eight.
#[inline]
fn hash(len: usize, first: u64, last: u64) -> u64 {
    first ^ last.rotate_left(32) ^ (len as u64)
}

/// Length, first eight and last eight bytes of a name with escapes, as if it had none.
fn unescaped_ends(name: &Text<'_>) -> (usize, u64, u64) {
    let (mut len, mut first, mut last) = (0_usize, 0, 0);
    for c in name.chars() {
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            if len < 8 {
                first = (first >> 8) | (u64::from(byte) << 56);
            }
            last = (last >> 8) | (u64::from(byte) << 56);
            len = len.saturating_add(1);
        }
    }
    if len > 8 { (len, first, last) } else { (len, word::last(first, len), 0) }
}

/// Whether one of the members in `read`, the part of an object that has been read, has this name.
fn is_among_names(read: &str, name: &Text<'_>) -> bool {
    let (mut at, mut depth, mut name_follows) = (0_usize, 0_usize, true);
    // Only quotes and structure matter; the text has already been found to be legal.
    while let Some(mark) = read.as_bytes().get(at) {
        at = at.wrapping_add(1);
        match mark {
            b'"' => {
                let text = string_at(read, at);
                if depth == 0 && name_follows {
                    if text.eq_text(name) {
                        return true;
                    }
                    name_follows = false;
                }
                at = at.wrapping_add(text.raw().len()).wrapping_add(1);
            }
            b',' => name_follows |= depth == 0,
            b'{' | b'[' => depth = depth.wrapping_add(1),
            b'}' | b']' => depth = depth.wrapping_sub(1),
            _ => {}
        }
    }
    false
}

/// The string whose opening quote stands before `start`.
fn string_at(text: &str, start: usize) -> Text<'_> {
    let (mut end, mut escaped) = (start, false);
    loop {
        end = end.wrapping_add(word::plain_run(text.as_bytes(), end));
        if text.as_bytes().get(end) != Some(&b'\\') {
            return Text::new(text.get(start..end).unwrap_or(""), escaped);
        }
        // A backslash and what it escapes, which is one byte whatever it is.
        end = end.wrapping_add(2);
        escaped = true;
    }
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
