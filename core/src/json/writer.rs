//! Writes JSON into the caller's buffer.

use core::str;

use crate::Error;
use crate::bytes::copy;
use crate::word;

/// A writer of compact JSON.
///
/// It writes what it is told, commas and escapes included; that starts and ends match is the
/// caller's part. What passes the end of the buffer is counted, not written: a first run over an
/// empty buffer tells the size.
///
/// ```
/// use tokenseal::json::Writer;
///
/// let mut buf = [0; 64];
/// let mut writer = Writer::new(&mut buf);
/// writer.begin_object();
/// writer.name("sub");
/// writer.string("user-42");
/// writer.name("level");
/// writer.integer(7);
/// writer.end_object();
/// assert_eq!(writer.finish()?, r#"{"sub":"user-42","level":7}"#);
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Debug)]
pub struct Writer<'b> {
    buf: &'b mut [u8],
    len: usize,
    comma: bool,
}

impl<'b> Writer<'b> {
    /// A writer at the start of `buf`.
    #[must_use]
    pub const fn new(buf: &'b mut [u8]) -> Self {
        Self { buf, len: 0, comma: false }
    }

    /// Length in bytes of all that has been written so far, whether it found room or not.
    #[must_use]
    pub const fn needed(&self) -> usize {
        self.len
    }

    /// What was written.
    ///
    /// # Errors
    ///
    /// [`Error::BufferTooSmall`] when it found no room.
    pub fn finish(self) -> Result<&'b str, Error> {
        let needed = self.len;
        let written = self.buf.get(..needed).ok_or(Error::BufferTooSmall { needed })?;
        // Only whole strings are put, so this holds.
        str::from_utf8(written).map_err(|_| Error::BadArgument)
    }

    /// `{`
    pub fn begin_object(&mut self) {
        self.separate();
        self.put("{");
        self.comma = false;
    }

    /// An object that was begun as `text`, its closing brace left out.
    pub(crate) fn resume_object(&mut self, text: &str, has_members: bool) {
        self.separate();
        self.put(text);
        self.comma = has_members;
    }

    /// `}`
    pub fn end_object(&mut self) {
        self.put("}");
        self.comma = true;
    }

    /// `[`
    pub fn begin_array(&mut self) {
        self.separate();
        self.put("[");
        self.comma = false;
    }

    /// `]`
    pub fn end_array(&mut self) {
        self.put("]");
        self.comma = true;
    }

    /// The name of a member, whose value is to follow.
    pub fn name(&mut self, name: &str) {
        self.string(name);
        self.put(":");
        self.comma = false;
    }

    /// A string; `"`, `\` and control characters are escaped, all else stands as it is.
    pub fn string(&mut self, text: &str) {
        self.separate();
        self.put("\"");
        self.escaped(text);
        self.put("\"");
        self.comma = true;
    }

    /// A number in its JSON spelling, which is the caller's part.
    pub fn number(&mut self, spelling: &str) {
        self.separate();
        self.put(spelling);
        self.comma = true;
    }

    /// An integer.
    pub fn integer(&mut self, value: i64) {
        self.separate();
        if value < 0 {
            self.put("-");
        }
        self.digits(value.unsigned_abs(), 1);
        self.comma = true;
    }

    /// `true` or `false`
    pub fn boolean(&mut self, value: bool) {
        self.number(if value { "true" } else { "false" });
    }

    /// `null`
    pub fn null(&mut self) {
        self.number("null");
    }

    /// Decimal digits, with zeros before them where they are fewer than `least`.
    pub(crate) fn digits(&mut self, value: u64, least: usize) {
        let mut digits = [b'0'; 24];
        let mut rest = value;
        for eight in digits.as_chunks_mut().0.iter_mut().rev() {
            *eight = word::eight_digits(rest % 100_000_000).to_le_bytes();
            rest /= 100_000_000;
            if rest == 0 {
                break;
            }
        }
        let start = digits.len().saturating_sub(word::decimal_len(value).max(least));
        self.put_bytes(digits.get(start..).unwrap_or(&[]));
    }

    /// Text as it is, without a comma before it.
    pub(crate) fn put(&mut self, text: &str) {
        self.put_bytes(text.as_bytes());
    }

    /// The same for bytes that are UTF-8.
    pub(crate) fn put_bytes(&mut self, bytes: &[u8]) {
        let end = self.len.saturating_add(bytes.len());
        if let Some(place) = self.buf.get_mut(self.len..end) {
            copy(place, bytes);
        }
        self.len = end;
    }

    /// Text with escapes, without quotes.
    pub(crate) fn escaped(&mut self, text: &str) {
        let mut rest = text;
        while let Some((plain, special)) = rest.split_at_checked(word::plain_run(rest.as_bytes(), 0))
            && let Some((c, after)) = special.split_at_checked(1)
        {
            self.put(plain);
            match c {
                "\"" => self.put("\\\""),
                "\\" => self.put("\\\\"),
                "\u{8}" => self.put("\\b"),
                "\u{c}" => self.put("\\f"),
                "\n" => self.put("\\n"),
                "\r" => self.put("\\r"),
                "\t" => self.put("\\t"),
                control => {
                    let byte = control.bytes().next().unwrap_or(0);
                    self.put(if byte < 0x10 { "\\u000" } else { "\\u001" });
                    let digit = char::from_digit(u32::from(byte & 15), 16).unwrap_or('0');
                    self.put(digit.encode_utf8(&mut [0; 4]));
                }
            }
            rest = after;
        }
        self.put(rest);
    }

    fn separate(&mut self) {
        if self.comma {
            self.put(",");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Writer;
    use crate::Error;

    fn write(run: impl Fn(&mut Writer<'_>)) -> String {
        let mut counter = Writer::new(&mut []);
        run(&mut counter);
        let needed = counter.needed();
        if needed > 0 {
            assert_eq!(counter.finish(), Err(Error::BufferTooSmall { needed }));
        }
        let mut buf = vec![0; needed];
        let mut writer = Writer::new(&mut buf);
        run(&mut writer);
        writer.finish().unwrap().to_owned()
    }

    #[test]
    fn commas_and_nesting() {
        let text = write(|w| {
            w.begin_object();
            w.name("a");
            w.begin_array();
            w.begin_array();
            w.end_array();
            w.null();
            w.boolean(false);
            w.end_array();
            w.name("b");
            w.begin_object();
            w.end_object();
            w.name("c");
            w.number("1e3");
            w.end_object();
        });
        assert_eq!(text, r#"{"a":[[],null,false],"b":{},"c":1e3}"#);
    }

    #[test]
    fn integers_at_their_ends() {
        for value in [0, 7, -7, 10, 1_700_000_000, i64::MAX, i64::MIN] {
            assert_eq!(write(|w| w.integer(value)), value.to_string());
        }
    }

    #[test]
    fn only_what_must_be_escaped_is() {
        assert_eq!(
            write(|w| w.string("a\"b\\c/\u{0}\u{1f}\u{8}\u{c}\n\r\t\u{7f}é😀")),
            "\"a\\\"b\\\\c/\\u0000\\u001f\\b\\f\\n\\r\\t\u{7f}é😀\""
        );
    }
}
