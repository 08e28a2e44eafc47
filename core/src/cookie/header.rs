//! Reading a `Cookie` header.

/// The cookies in a `Cookie` header, in its order, as bytes of the header itself.
///
/// It decides as browsers do (RFC 6265bis section 5): `;` ends a pair, even within quotes, which
/// belong to the value; only spaces and tabs around name and value are dropped. A pair without
/// `=`, with an empty name or with a control character is left out; all others are there,
/// duplicates too. A header that came in several lines is read line by line.
///
/// ```
/// use tokenseal::cookie;
///
/// let mut pairs = cookie::parse(b"theme=dark; sid = abc; theme=light");
/// assert_eq!(pairs.next(), Some((&b"theme"[..], &b"dark"[..])));
/// assert_eq!(pairs.next(), Some((&b"sid"[..], &b"abc"[..])));
/// assert_eq!(pairs.count(), 1);
/// ```
#[must_use]
pub const fn parse(header: &[u8]) -> Pairs<'_> {
    Pairs { rest: Some(header) }
}

/// The value of the first cookie of that name.
///
/// ```
/// # use tokenseal::cookie;
/// assert_eq!(cookie::find(b"theme=dark; theme=light", b"theme"), Some(&b"dark"[..]));
/// ```
#[must_use]
pub fn find<'a>(header: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    parse(header).find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// See [`parse`].
#[derive(Clone, Debug)]
pub struct Pairs<'a> {
    rest: Option<&'a [u8]>,
}

impl<'a> Iterator for Pairs<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (pair, rest) = split(self.rest?, b';');
            self.rest = rest;
            if let (name, Some(value)) = split(pair, b'=')
                && let name @ [_, ..] = trim(name)
                && !pair.iter().any(|byte| byte.is_ascii_control() && *byte != b'\t')
            {
                return Some((name, trim(value)));
            }
        }
    }
}

/// What stands before the first `separator`, and what after it.
fn split(text: &[u8], separator: u8) -> (&[u8], Option<&[u8]>) {
    let Some(at) = text.iter().position(|byte| *byte == separator) else { return (text, None) };
    match text.split_at_checked(at) {
        Some((before, [_, after @ ..])) => (before, Some(after)),
        _ => (text, None),
    }
}

fn trim(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    text
}
