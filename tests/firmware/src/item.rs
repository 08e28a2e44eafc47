//! Packed vectors, as `pack.py` writes them. What is not of that form panics: then the image is wrong.

use core::str;

/// A value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Item<'a> {
    Null,
    Bool(bool),
    Number(i64),
    Bytes(&'a [u8]),
    List(Items<'a>),
    Object(Items<'a>),
}

/// Values one after the other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Items<'a>(&'a [u8]);

#[expect(clippy::copy_iterator, reason = "a copy begins where the original is, and is meant to")]
impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        let (kind, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(match kind {
            0 => Item::Null,
            1 => Item::Bool(false),
            2 => Item::Bool(true),
            3 => Item::Number(i64::from_le_bytes(self.take(8).try_into().expect("eight"))),
            4 => Item::Bytes(self.long()),
            5 => Item::List(Items(self.long())),
            6 => Item::Object(Items(self.long())),
            _ => panic!("no value"),
        })
    }
}

impl<'a> Items<'a> {
    /// What is packed in an image: a list.
    pub fn of(image: &'a [u8]) -> Self {
        match Self(image).next() {
            Some(Item::List(items)) => items,
            _ => panic!("no list"),
        }
    }

    fn take(&mut self, len: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(len);
        self.0 = rest;
        taken
    }

    fn long(&mut self) -> &'a [u8] {
        let len = u32::from_le_bytes(self.take(4).try_into().expect("four"));
        self.take(usize::try_from(len).expect("a length"))
    }
}

/// The longest list of names in a vector.
const MAX_LIST: usize = 66;

/// A list of texts.
pub struct List<'a> {
    texts: [&'a str; MAX_LIST],
    len: usize,
}

impl<'a> List<'a> {
    /// All of them.
    pub fn as_slice(&self) -> &[&'a str] {
        &self.texts[..self.len]
    }
}

/// An object's members.
#[derive(Clone, Copy)]
pub struct Args<'a>(pub Items<'a>);

impl<'a> Args<'a> {
    /// No members.
    pub const NONE: Self = Self(Items(&[]));

    /// A member, if it is there.
    pub fn get(&self, name: &str) -> Option<Item<'a>> {
        let mut items = self.0;
        while let Some(found) = items.next() {
            let value = items.next().expect("a value");
            if found == Item::Bytes(name.as_bytes()) {
                return Some(value);
            }
        }
        None
    }

    /// A member that is not null.
    fn given(&self, name: &str) -> Option<Item<'a>> {
        self.get(name).filter(|item| *item != Item::Null)
    }

    pub fn bytes(&self, name: &str) -> Option<&'a [u8]> {
        self.given(name).map(|item| match item {
            Item::Bytes(bytes) => bytes,
            _ => panic!("{name} is no text"),
        })
    }

    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.bytes(name).map(|bytes| str::from_utf8(bytes).expect("UTF-8"))
    }

    pub fn number(&self, name: &str) -> Option<i64> {
        self.given(name).map(|item| match item {
            Item::Number(number) => number,
            _ => panic!("{name} is no number"),
        })
    }

    pub fn duration(&self, name: &str) -> Option<u64> {
        self.number(name).map(i64::cast_unsigned)
    }

    pub fn bool(&self, name: &str) -> Option<bool> {
        self.given(name).map(|item| item == Item::Bool(true))
    }

    pub fn list(&self, name: &str) -> Option<Items<'a>> {
        self.given(name).map(|item| match item {
            Item::List(items) => items,
            _ => panic!("{name} is no list"),
        })
    }

    pub fn texts(&self, name: &str) -> Option<List<'a>> {
        let mut found = List { texts: [""; MAX_LIST], len: 0 };
        for item in self.list(name)? {
            let Item::Bytes(bytes) = item else { panic!("{name} holds no text") };
            found.texts[found.len] = str::from_utf8(bytes).expect("UTF-8");
            found.len += 1;
        }
        Some(found)
    }

    pub fn object(&self, name: &str) -> Option<Args<'a>> {
        self.given(name).map(|item| match item {
            Item::Object(items) => Args(items),
            _ => panic!("{name} is no object"),
        })
    }
}
