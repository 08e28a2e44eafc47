//! Reads claims into a Rust type, straight from the strict reader's events.

use core::fmt;
use core::mem::take;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::forward_to_deserialize_any;

use crate::Error;
use crate::json::{Event, Number, Reader, Text, Value};

/// Why claims did not become the type.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusal(pub(super) Error);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl core::error::Error for Refusal {}

impl serde::de::Error for Refusal {
    fn custom<T: fmt::Display>(_: T) -> Self {
        MISMATCH
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

const MISMATCH: Refusal = Refusal(Error::Malformed);

/// A deserializer over a text. What has to be unescaped is lent from `scratch`.
pub(super) struct Read<'de> {
    reader: Reader<'de>,
    peeked: Option<Event<'de>>,
    scratch: &'de mut [u8],
}

impl<'de> Read<'de> {
    pub(super) const fn new(text: &'de str, scratch: &'de mut [u8]) -> Self {
        Self { reader: Reader::new(text), peeked: None, scratch }
    }

    fn next(&mut self) -> Result<Event<'de>, Refusal> {
        if let Some(event) = self.peeked.take() {
            return Ok(event);
        }
        self.reader.next_event()?.ok_or(MISMATCH)
    }

    /// Sees that what was entered at this depth has ended: a tuple's visitor stops before it does.
    fn leave(&mut self, depth: usize) -> Result<(), Refusal> {
        if self.reader.depth() < depth {
            return Ok(());
        }
        match self.next()? {
            Event::ObjectEnd | Event::ArrayEnd => Ok(()),
            _ => Err(MISMATCH),
        }
    }

    fn text(&mut self, text: Text<'de>) -> Result<&'de str, Refusal> {
        if let Some(plain) = text.plain() {
            return Ok(plain);
        }
        let (place, rest) =
            take(&mut self.scratch).split_at_mut_checked(text.unescaped_len()).ok_or(MISMATCH)?;
        self.scratch = rest;
        Ok(text.unescape(place)?)
    }

    fn number<V: Visitor<'de>>(number: &Number<'de>, visitor: V) -> Result<V::Value, Refusal> {
        if let Some(value) = number.to_u64() {
            return visitor.visit_u64(value);
        }
        if let Some(value) = number.to_i64() {
            return visitor.visit_i64(value);
        }
        visitor.visit_f64(finite(number)?)
    }
}

/// The nearest floating-point number, if there is one.
fn finite(number: &Number<'_>) -> Result<f64, Refusal> {
    number.as_str().parse().ok().filter(|value: &f64| value.is_finite()).ok_or(MISMATCH)
}

impl<'de> Deserializer<'de> for &mut Read<'de> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.next()? {
            Event::ObjectStart => {
                let depth = self.reader.depth();
                let value = visitor.visit_map(Inside::new(self))?;
                self.leave(depth).map(|()| value)
            }
            Event::ArrayStart => {
                let depth = self.reader.depth();
                let value = visitor.visit_seq(Inside::new(self))?;
                self.leave(depth).map(|()| value)
            }
            Event::String(text) => visitor.visit_borrowed_str(self.text(text)?),
            Event::Number(number) => Read::number(&number, visitor),
            Event::Bool(bool) => visitor.visit_bool(bool),
            Event::Null => visitor.visit_unit(),
            Event::Name(_) | Event::ObjectEnd | Event::ArrayEnd => Err(MISMATCH),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let Event::Number(number) = self.next()? else { return Err(MISMATCH) };
        visitor.visit_f64(finite(&number)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.next()? {
            Event::Null => visitor.visit_none(),
            event => {
                self.peeked = Some(event);
                visitor.visit_some(self)
            }
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    /// A string is a variant without content, an object of one member a variant with some.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        match self.next()? {
            Event::String(text) => visitor.visit_enum(BorrowedStrDeserializer::new(self.text(text)?)),
            Event::ObjectStart => {
                let value = visitor.visit_enum(Inside::new(self))?;
                if matches!(self.next()?, Event::ObjectEnd) { Ok(value) } else { Err(MISMATCH) }
            }
            _ => Err(MISMATCH),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let first = self.next()?;
        Value::finish(first, &mut self.reader)?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier
    }
}

/// Inside an object or an array, until its end.
struct Inside<'d, 'de> {
    read: &'d mut Read<'de>,
    /// The value of the name that was given last, where it has been read with it.
    value: Option<Value<'de>>,
}

impl<'d, 'de> Inside<'d, 'de> {
    const fn new(read: &'d mut Read<'de>) -> Self {
        Self { read, value: None }
    }
}

impl<'de> SeqAccess<'de> for Inside<'_, 'de> {
    type Error = Refusal;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refusal> {
        match self.read.next()? {
            Event::ArrayEnd => Ok(None),
            event => {
                self.read.peeked = Some(event);
                seed.deserialize(&mut *self.read).map(Some)
            }
        }
    }
}

impl<'de> MapAccess<'de> for Inside<'_, 'de> {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refusal> {
        if self.read.peeked.is_none()
            && let Some((name, value)) = self.read.reader.usual_member()
        {
            self.value = Some(value);
            return seed.deserialize(BorrowedStrDeserializer::new(name.raw())).map(Some);
        }
        match self.read.next()? {
            Event::Name(name) => {
                seed.deserialize(BorrowedStrDeserializer::new(self.read.text(name)?)).map(Some)
            }
            Event::ObjectEnd => Ok(None),
            _ => Err(MISMATCH),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refusal> {
        match self.value.take() {
            Some(value) => seed.deserialize(Usual(value)),
            None => seed.deserialize(&mut *self.read),
        }
    }
}

/// A value that has been read with its name: a string without an escape, or a number.
struct Usual<'de>(Value<'de>);

impl<'de> Deserializer<'de> for Usual<'de> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.0 {
            Value::String(text) => visitor.visit_borrowed_str(text.raw()),
            Value::Number(number) => Read::number(&number, visitor),
            _ => Err(MISMATCH),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_f64(finite(&self.0.as_number().ok_or(MISMATCH)?)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        let text = self.0.as_text().ok_or(MISMATCH)?;
        visitor.visit_enum(BorrowedStrDeserializer::new(text.raw()))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier
    }
}

impl<'de> EnumAccess<'de> for Inside<'_, 'de> {
    type Error = Refusal;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Refusal> {
        let Event::Name(name) = self.read.next()? else { return Err(MISMATCH) };
        let variant = seed.deserialize(BorrowedStrDeserializer::<Refusal>::new(self.read.text(name)?))?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Inside<'_, 'de> {
    type Error = Refusal;

    fn unit_variant(self) -> Result<(), Refusal> {
        if matches!(self.read.next()?, Event::Null) { Ok(()) } else { Err(MISMATCH) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Refusal> {
        seed.deserialize(self.read)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Refusal> {
        self.read.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.read.deserialize_map(visitor)
    }
}
