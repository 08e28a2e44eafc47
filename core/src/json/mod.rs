//! Strict JSON (RFC 8259 and nothing beside it), read and written without allocation.
//!
//! The [`Reader`] walks a text as a sequence of [`Event`]s and refuses what the JSON of other
//! libraries is lax about: duplicate names (compared after unescaping, at every level), lone
//! surrogates, raw control characters, a byte order mark, illegal numbers, anything after the
//! end. It does not recurse.

mod levels;
mod number;
mod reader;
mod text;
mod value;
mod writer;

pub use number::Number;
pub use reader::{Event, Reader};
pub use text::{Chars, Text};
pub(crate) use value::read_object;
pub use value::{Elements, Members, Value, elements, find, look_up, members};
pub use writer::Writer;
