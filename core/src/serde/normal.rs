//! One spelling for each JSON text: what every reader reads alike.

use crate::Error;
use crate::json::{Event, Number, Reader, Text, Writer};

/// Writes an object in normal form: no white space, strings literal but for `"`, `\` and control
/// characters, integral numbers as integers. Gives its length and the length of the longest
/// string that keeps an escape; with too small a buffer only these.
pub(super) fn normal_form(object: &str, buf: &mut [u8]) -> Result<(usize, usize), Error> {
    let mut writer = Writer::new(buf);
    let mut reader = Reader::new(object);
    let mut longest = 0;
    while let Some(event) = reader.next_event()? {
        match event {
            Event::ObjectStart => writer.begin_object(),
            Event::ObjectEnd => writer.end_object(),
            Event::ArrayStart => writer.begin_array(),
            Event::ArrayEnd => writer.end_array(),
            Event::Name(text) => {
                longest = longest.max(string(&mut writer, &text));
                writer.after_name();
            }
            Event::String(text) => longest = longest.max(string(&mut writer, &text)),
            Event::Number(number) => self::number(&mut writer, &number),
            Event::Bool(bool) => writer.boolean(bool),
            Event::Null => writer.null(),
        }
    }
    Ok((writer.needed(), longest))
}

/// Writes a string; says how long it is where a reader needs room to unescape it.
fn string(writer: &mut Writer<'_>, text: &Text<'_>) -> usize {
    let Some(plain) = text.plain() else {
        writer.string_of(text.chars());
        return text.unescaped_len();
    };
    writer.string(plain);
    0
}

fn number(writer: &mut Writer<'_>, number: &Number<'_>) {
    match number.to_i64() {
        Some(integer) if !number.is_integer_literal() => writer.integer(integer),
        _ => writer.number(number.as_str()),
    }
}
