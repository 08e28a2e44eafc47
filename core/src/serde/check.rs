//! Walks a value and refuses what serde-json-core would write raw or panic on.

use core::fmt;

use serde::ser::{
    Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, Serializer,
};

/// A serializer that writes nothing.
#[derive(Clone, Copy, Default)]
pub(super) struct Check {
    /// Where a member's name is to be: only a string may stand there.
    is_name: bool,
}

impl Check {
    /// Something that is no string.
    const fn not_text(self) -> Checked {
        if self.is_name { Err(Refused) } else { Ok(()) }
    }
}

/// Something that has no form here.
#[derive(Debug)]
pub(super) struct Refused;

type Checked = Result<(), Refused>;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value without a form in JSON")
    }
}

impl core::error::Error for Refused {}

impl serde::ser::Error for Refused {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl Serializer for Check {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Impossible<(), Refused>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    fn serialize_bool(self, _: bool) -> Checked {
        self.not_text()
    }

    fn serialize_i8(self, _: i8) -> Checked {
        self.not_text()
    }

    fn serialize_i16(self, _: i16) -> Checked {
        self.not_text()
    }

    fn serialize_i32(self, _: i32) -> Checked {
        self.not_text()
    }

    fn serialize_i64(self, _: i64) -> Checked {
        self.not_text()
    }

    fn serialize_u8(self, _: u8) -> Checked {
        self.not_text()
    }

    fn serialize_u16(self, _: u16) -> Checked {
        self.not_text()
    }

    fn serialize_u32(self, _: u32) -> Checked {
        self.not_text()
    }

    fn serialize_u64(self, _: u64) -> Checked {
        self.not_text()
    }

    fn serialize_i128(self, _: i128) -> Checked {
        Err(Refused)
    }

    fn serialize_u128(self, _: u128) -> Checked {
        Err(Refused)
    }

    fn serialize_f32(self, value: f32) -> Checked {
        if value.is_finite() { self.not_text() } else { Err(Refused) }
    }

    fn serialize_f64(self, value: f64) -> Checked {
        if value.is_finite() { self.not_text() } else { Err(Refused) }
    }

    fn serialize_char(self, _: char) -> Checked {
        Err(Refused)
    }

    fn serialize_str(self, _: &str) -> Checked {
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Checked {
        Err(Refused)
    }

    fn serialize_none(self) -> Checked {
        self.not_text()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Checked {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Checked {
        self.not_text()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Checked {
        self.not_text()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Checked {
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Checked {
        // serde-json-core's mark of a string that is escaped already and would be written raw.
        if name == "__serde_json_core_escaped_string__" { Err(Refused) } else { value.serialize(self) }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Checked {
        self.not_text()?;
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Refused> {
        self.not_text().map(|()| self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Refused> {
        self.not_text().map(|()| self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Refused> {
        self.not_text().map(|()| self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Refused> {
        Err(Refused)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Refused> {
        self.not_text().map(|()| self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Refused> {
        self.not_text().map(|()| self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Refused> {
        self.not_text().map(|()| self)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, _: &T) -> Checked {
        Ok(())
    }
}

impl SerializeSeq for Check {
    type Ok = ();
    type Error = Refused;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Checked {
        value.serialize(*self)
    }

    fn end(self) -> Checked {
        Ok(())
    }
}

impl SerializeTuple for Check {
    type Ok = ();
    type Error = Refused;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Checked {
        value.serialize(*self)
    }

    fn end(self) -> Checked {
        Ok(())
    }
}

impl SerializeTupleStruct for Check {
    type Ok = ();
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Checked {
        value.serialize(*self)
    }

    fn end(self) -> Checked {
        Ok(())
    }
}

impl SerializeMap for Check {
    type Ok = ();
    type Error = Refused;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Checked {
        key.serialize(Self { is_name: true })
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Checked {
        value.serialize(*self)
    }

    fn end(self) -> Checked {
        Ok(())
    }
}

impl SerializeStruct for Check {
    type Ok = ();
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Checked {
        value.serialize(*self)
    }

    fn end(self) -> Checked {
        Ok(())
    }
}

impl SerializeStructVariant for Check {
    type Ok = ();
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Checked {
        value.serialize(*self)
    }

    fn end(self) -> Checked {
        Ok(())
    }
}
