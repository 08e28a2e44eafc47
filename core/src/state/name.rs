//! What things are called in the store: hashes, so that a leaked store gives nobody a session.

use core::{fmt, str};

use sha2::{Digest, Sha256};

use crate::json::Text;
use crate::limits::{MAX_NAMESPACE, MAX_STORE_KEY, MAX_SUBJECT};
use crate::{Error, base64url};

/// What a record of the store is.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Kind {
    Session = 1,
    Family = 2,
    Subject = 3,
    Denied = 4,
}

/// The key of a record: `tokenseal:`, what the record is, and 43 characters of base64url, as in
/// `tokenseal:session:Jq3...`; at most [`MAX_STORE_KEY`] bytes.
///
/// The hash is SHA-256 over the namespace and what the record stands for, each with its length.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(C)]
pub struct StoreKey {
    kind: u32,
    hash: [u8; 32],
}

impl StoreKey {
    pub(crate) const EMPTY: Self = Self { kind: 0, hash: [0; 32] };

    pub(crate) const fn new(kind: Kind, hash: [u8; 32]) -> Self {
        Self { kind: kind as u32, hash }
    }

    /// The hash in the key.
    #[must_use]
    pub const fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    pub(crate) const fn kind(&self) -> u32 {
        self.kind
    }

    /// Writes the key's text into `buf` and returns it.
    pub fn write<'b>(&self, buf: &'b mut [u8; MAX_STORE_KEY]) -> &'b str {
        let prefix = match self.kind {
            1 => "tokenseal:session:",
            2 => "tokenseal:family:",
            3 => "tokenseal:subject:",
            _ => "tokenseal:denied:",
        };
        let (front, rest) = buf.split_at_mut_checked(prefix.len()).unwrap_or((&mut [], &mut []));
        crate::bytes::copy(front, prefix.as_bytes());
        let len = base64url::encode(&self.hash, rest).map_or(0, <[u8]>::len).saturating_add(prefix.len());
        buf.get(..len).and_then(|text| str::from_utf8(text).ok()).unwrap_or("")
    }
}

impl fmt::Display for StoreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.write(&mut [0; MAX_STORE_KEY]))
    }
}

impl fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The name of a subject or of a client in records and cookies; zeros stand for none.
pub(crate) type Tag = [u8; 16];

/// The tag of nobody.
pub(crate) const NONE: Tag = [0; 16];

/// A hash of several fields, each behind its length, so that no two lists of fields run together.
pub(crate) struct Name(Sha256);

impl Name {
    pub(crate) fn new(label: &str, namespace: &str) -> Self {
        const PREFIX: &str = "tokenseal/1/";
        let mut name = Self(Sha256::new());
        name.put(&length(PREFIX.len().saturating_add(label.len())));
        name.put(PREFIX.as_bytes());
        name.put(label.as_bytes());
        name.field(namespace.as_bytes())
    }

    pub(crate) fn field(mut self, field: &[u8]) -> Self {
        self.put(&length(field.len()));
        self.put(field);
        self
    }

    /// Not inlined: the hash object's buffer is a lot of code.
    #[inline(never)]
    fn put(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// A string of a token's claims, unescaped.
    pub(crate) fn text(mut self, text: &Text<'_>) -> Self {
        if let Some(plain) = text.plain() {
            return self.field(plain.as_bytes());
        }
        self.put(&length(text.unescaped_len()));
        for c in text.chars() {
            self.put(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
        self
    }

    #[inline(never)]
    pub(crate) fn hash(self) -> [u8; 32] {
        self.0.finalize().into()
    }

    fn tag(self) -> Tag {
        self.hash().first_chunk().copied().unwrap_or(NONE)
    }
}

/// The lengths of all fields are held below 65,536 before they come here.
fn length(len: usize) -> [u8; 2] {
    u16::try_from(len).unwrap_or(u16::MAX).to_be_bytes()
}

/// SHA-256 of application bytes, to know later whether they are still the same.
pub(crate) fn digest(data: &[u8]) -> [u8; 32] {
    let mut hash = Name(Sha256::new());
    hash.put(data);
    hash.hash()
}

pub(crate) fn check_namespace(namespace: &str) -> Result<(), Error> {
    if namespace.len() > MAX_NAMESPACE { Err(Error::Limit) } else { Ok(()) }
}

pub(crate) fn subject_tag(namespace: &str, subject: &str) -> Result<Tag, Error> {
    tag("subject-tag", namespace, subject)
}

/// The tag of a client; zeros when there is none.
pub(crate) fn client_tag(namespace: &str, client: Option<&str>) -> Result<Tag, Error> {
    client.map_or(Ok(NONE), |client| tag("client-tag", namespace, client))
}

fn tag(label: &str, namespace: &str, name: &str) -> Result<Tag, Error> {
    match name.len() {
        0 => Err(Error::BadArgument),
        1..=MAX_SUBJECT => Ok(Name::new(label, namespace).field(name.as_bytes()).tag()),
        _ => Err(Error::Limit),
    }
}

/// The tag of a token's subject, of whatever text.
pub(crate) fn subject_tag_of(namespace: &str, subject: &Text<'_>) -> Tag {
    Name::new("subject-tag", namespace).text(subject).tag()
}

pub(crate) fn session_key(namespace: &str, id: &[u8; 32]) -> StoreKey {
    StoreKey::new(Kind::Session, Name::new("session", namespace).field(id).hash())
}

pub(crate) fn family_key(namespace: &str, family: &[u8; 16]) -> StoreKey {
    StoreKey::new(Kind::Family, Name::new("family", namespace).field(family).hash())
}

pub(crate) fn subject_key(namespace: &str, subject: &Tag) -> StoreKey {
    StoreKey::new(Kind::Subject, Name::new("subject", namespace).field(subject).hash())
}

#[cfg(test)]
mod tests {
    use super::{client_tag, session_key, subject_tag};
    use crate::Error;

    #[test]
    fn a_key_says_what_it_is() {
        let text = session_key("", &[7; 32]).to_string();
        assert!(text.starts_with("tokenseal:session:"));
        assert_eq!(text.len(), "tokenseal:session:".len() + 43);
        assert_ne!(session_key("a", &[7; 32]), session_key("", &[7; 32]));
    }

    #[test]
    fn fields_do_not_run_together() {
        assert_ne!(subject_tag("ab", "c"), subject_tag("a", "bc"));
        assert_ne!(subject_tag("a", "b").unwrap(), client_tag("a", Some("b")).unwrap());
    }

    #[test]
    fn names_have_a_length() {
        assert_eq!(subject_tag("", ""), Err(Error::BadArgument));
        assert_eq!(subject_tag("", &"x".repeat(65_536)), Err(Error::Limit));
        assert_eq!(client_tag("", None), Ok([0; 16]));
    }
}
