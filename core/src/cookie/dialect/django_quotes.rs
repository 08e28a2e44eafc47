//! The double quotes around a cookie's value, as Python's `http.cookies` writes them.

use crate::Error;

/// A value, or the part of one that stands inside the quotes.
#[derive(Clone, Copy)]
pub(super) struct Quoted<'a> {
    pub(super) text: &'a [u8],
    pub(super) is_quoted: bool,
}

/// Cuts the quotes off a cookie's text.
pub(super) fn unquote(text: &[u8]) -> Quoted<'_> {
    match text {
        [b'"', text @ .., b'"'] => Quoted { text, is_quoted: true },
        _ => Quoted { text, is_quoted: false },
    }
}

impl Quoted<'_> {
    /// Hands over the value, piece by piece, without the escapes. Any other spelling than that of
    /// `http.cookies` is malformed.
    pub(super) fn decode(self, take: &mut dyn FnMut(&[u8])) -> Result<(), Error> {
        if !self.is_quoted {
            take(self.text);
            return Ok(());
        }
        let mut rest = self.text;
        loop {
            let plain_len = rest.iter().position(|byte| !is_plain(*byte)).unwrap_or(rest.len());
            let (plain, special) = rest.split_at_checked(plain_len).unwrap_or((rest, &[]));
            take(plain);
            rest = match special {
                [] => return Ok(()),
                [b'\\', escaped @ (b'"' | b'\\'), after @ ..] => {
                    take(&[*escaped]);
                    after
                }
                [b'\\', a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', after @ ..] => {
                    let code = ((a & 3) << 6) | ((b & 7) << 3) | (c & 7);
                    if matches!(code, b'"' | b'\\') || (code < 0x80 && is_plain(code)) {
                        return Err(Error::Malformed);
                    }
                    // The number is that of a character, not of a byte.
                    take(char::from(code).encode_utf8(&mut [0; 2]).as_bytes());
                    after
                }
                _ => return Err(Error::Malformed),
            };
        }
    }
}

/// Whether a byte stands inside quotes as it is. Of the bytes outside ASCII some do: those of
/// characters past U+00FF.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || byte >= 0x80
        || matches!(
            byte,
            b' ' | b'!' | b'#'..=b'+' | b'-' | b'.' | b'/' | b':' | b'<'..=b'@' | b'[' | b']'..=b'`' | b'{'..=b'~'
        )
}

#[cfg(test)]
mod tests {
    use super::unquote;
    use crate::Error;

    fn decode(text: &str) -> Result<String, Error> {
        let mut value = Vec::new();
        unquote(text.as_bytes()).decode(&mut |piece| value.extend_from_slice(piece))?;
        Ok(String::from_utf8(value).unwrap())
    }

    /// What CPython's `http.cookies._quote` makes of every character up to U+00FF.
    #[test]
    fn as_http_cookies_writes() {
        let plain = " ()/<=>?@[]{}!#$%&'*+-.^_`|~:";
        for c in '\0'..='\u{ff}' {
            let inside = match c {
                '"' | '\\' => format!("\\{c}"),
                c if c.is_ascii_alphanumeric() || plain.contains(c) => c.to_string(),
                c => format!("\\{:03o}", u32::from(c)),
            };
            assert_eq!(decode(&format!("\"{inside}\"")), Ok(c.to_string()), "{inside}");
            let octal = format!("\\{:03o}", u32::from(c));
            if inside != octal {
                assert_eq!(decode(&format!("\"{octal}\"")), Err(Error::Malformed), "{octal}");
                assert_eq!(decode(&format!("\"\\{c}x\"")).is_ok(), matches!(c, '"' | '\\'));
            }
        }
        assert_eq!(decode("\"a中\"").unwrap(), "a中");
        for text in [r#""\""#, r#""\4""#, r#""\400""#, r#""\12""#, "\"a\"b\"", "\",\"", "\"\n\""] {
            assert_eq!(decode(text), Err(Error::Malformed), "{text}");
        }
    }

    #[test]
    fn without_quotes_all_stands_as_it_is() {
        for text in [r"a\054b", "\"a", "a\"", "\"", ""] {
            assert_eq!(decode(text).unwrap(), text);
        }
    }
}
