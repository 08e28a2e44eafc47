//! A JSON string, as it stands between its quotes.

use core::str;

use crate::Error;
use crate::bytes::copy;

/// A string that the strict reader has passed, still escaped.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    raw: &'a str,
    spelling: Spelling,
}

/// As wide as a word: the bytes that pad a narrower one would be copied in pieces with every string, and
/// each copy wait for the one before.
#[derive(Clone, Copy, Debug)]
#[repr(usize)]
enum Spelling {
    Plain,
    Escaped,
}

impl<'a> Text<'a> {
    /// `raw` must come from the reader: its escapes are legal and its surrogates paired.
    pub(crate) const fn new(raw: &'a str, escaped: bool) -> Self {
        Self { raw, spelling: if escaped { Spelling::Escaped } else { Spelling::Plain } }
    }

    /// What stands between the quotes, escapes and all.
    #[must_use]
    pub const fn raw(&self) -> &'a str {
        self.raw
    }

    /// The string itself, where it has no escape.
    #[must_use]
    pub const fn plain(&self) -> Option<&'a str> {
        if matches!(self.spelling, Spelling::Plain) { Some(self.raw) } else { None }
    }

    /// The characters of the string, unescaped.
    #[must_use]
    pub const fn chars(&self) -> Chars<'a> {
        Chars { rest: self.raw }
    }

    /// Length of the unescaped string in bytes of UTF-8.
    #[must_use]
    pub fn unescaped_len(&self) -> usize {
        match self.plain() {
            Some(plain) => plain.len(),
            None => self.chars().fold(0, |len, c| c.len_utf8().saturating_add(len)),
        }
    }

    /// Writes the unescaped string into the front of `out` and returns it. `raw().len()` bytes
    /// always suffice.
    ///
    /// # Errors
    ///
    /// [`Error::BufferTooSmall`]; nothing is written.
    pub fn unescape<'b>(&self, out: &'b mut [u8]) -> Result<&'b str, Error> {
        let needed = self.unescaped_len();
        let out = out.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;
        if let Some(plain) = self.plain() {
            copy(out, plain.as_bytes());
        } else {
            let mut free = &mut *out;
            for c in self.chars() {
                let mut bytes = [0; 4];
                let bytes = c.encode_utf8(&mut bytes).as_bytes();
                let Some((place, rest)) = free.split_at_mut_checked(bytes.len()) else { break };
                copy(place, bytes);
                free = rest;
            }
        }
        str::from_utf8(out).map_err(|_| Error::Malformed)
    }

    /// Whether the unescaped string is `other`, code point by code point.
    #[must_use]
    pub fn eq_str(&self, other: &str) -> bool {
        match self.plain() {
            Some(plain) => plain == other,
            None => self.chars().eq(other.chars()),
        }
    }

    /// Whether both are the same string after unescaping.
    #[must_use]
    pub fn eq_text(&self, other: &Self) -> bool {
        match (self.plain(), other.plain()) {
            (Some(a), Some(b)) => a == b,
            _ => self.chars().eq(other.chars()),
        }
    }
}

/// The unescaped characters of a [`Text`].
#[derive(Clone, Debug)]
pub struct Chars<'a> {
    rest: &'a str,
}

impl Chars<'_> {
    fn next_raw(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    fn next_unit(&mut self) -> Option<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            unit = (unit << 4) | self.next_raw()?.to_digit(16)?;
        }
        Some(unit)
    }
}

impl Iterator for Chars<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let c = self.next_raw()?;
        if c != '\\' {
            return Some(c);
        }
        Some(match self.next_raw()? {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let unit = self.next_unit()?;
                if unit & 0xfc00 == 0xd800 {
                    // The reader has seen to it that the other half follows.
                    self.next_raw()?;
                    self.next_raw()?;
                    let low = self.next_unit()?;
                    pair(unit, low)?
                } else {
                    char::from_u32(unit)?
                }
            }
            same => same,
        })
    }
}

/// The character of a surrogate pair.
fn pair(high: u32, low: u32) -> Option<char> {
    char::from_u32((((high & 0x3ff) << 10) | (low & 0x3ff)).wrapping_add(0x1_0000))
}

#[cfg(test)]
mod tests {
    use super::Text;
    use crate::Error;

    #[test]
    fn escapes_become_characters() {
        let text = Text::new(r#"a\"\\\/\b\f\n\r\t\u00e9\ud83d\uDE00z"#, true);
        let expected = "a\"\\/\u{8}\u{c}\n\r\té😀z";
        let mut buf = [0; 64];
        assert_eq!(text.unescape(&mut buf), Ok(expected));
        assert_eq!(text.unescaped_len(), expected.len());
        assert!(text.eq_str(expected));
        assert!(!text.eq_str("a"));
        assert_eq!(text.unescape(&mut [0; 3]), Err(Error::BufferTooSmall { needed: expected.len() }));
    }

    #[test]
    fn the_same_string_in_two_spellings() {
        let plain = Text::new("exp", false);
        assert!(plain.eq_text(&Text::new(r"\u0065xp", true)));
        assert!(!plain.eq_text(&Text::new(r"\u0065x", true)));
        assert!(Text::new(r"\u0000", true).eq_str("\0"));
        assert!(Text::new(r"\udbff\udfff", true).eq_str("\u{10ffff}"));
        assert!(Text::new(r"\ud800\udc00", true).eq_str("\u{10000}"));
    }
}
