//! What stands in a signed cookie of Rails: message, expiry and purpose.
//!
//! `{"_rails":{"message":"<base64>","exp":null,"pur":"cookie.<name>"}}`

use core::slice;

use super::base64::Base64;
use super::output::{Output, sum};
use super::rails_time;
use crate::Error;
use crate::json::{Event, Reader, Text};

/// What a cookie's name becomes in its purpose.
const PURPOSE: &str = "cookie.";

/// An envelope that is written, as Rails spells it.
pub(super) struct Sealed<'a> {
    pub(super) value: &'a [u8],
    pub(super) expiry: Option<rails_time::Text>,
    pub(super) name: &'a str,
}

const START: &[u8] = b"{\"_rails\":{\"message\":\"";
const BEFORE_EXPIRY: &[u8] = b"\",\"exp\":";
const BEFORE_PURPOSE: &[u8] = b",\"pur\":\"";
const END: &[u8] = b"\"}}";
/// Of what a name may contain, Rails' JSON escapes `&` alone.
const AMPERSAND: &[u8] = b"\\u0026";

impl Sealed<'_> {
    /// Length in bytes of what [`put`](Self::put) writes.
    pub(super) fn len(&self) -> usize {
        let escapes = self.name.bytes().filter(|byte| *byte == b'&');
        let name_len =
            escapes.fold(self.name.len(), |len, _| len.saturating_add(AMPERSAND.len()).saturating_sub(1));
        let [before, expiry, after] = self.expiry();
        let value_len = Base64::StandardPadded.encoded_len(self.value.len());
        let parts = [START, BEFORE_EXPIRY, before, expiry, after, BEFORE_PURPOSE, PURPOSE.as_bytes(), END];
        sum(&[sum(&parts.map(<[u8]>::len)), value_len, name_len])
    }

    pub(super) fn put(&self, out: &mut Output<'_>) {
        out.put(START);
        out.put_base64(Base64::StandardPadded, self.value);
        out.put(BEFORE_EXPIRY);
        for part in self.expiry() {
            out.put(part);
        }
        out.put(BEFORE_PURPOSE);
        out.put(PURPOSE.as_bytes());
        for byte in self.name.bytes() {
            out.put(if byte == b'&' { AMPERSAND } else { slice::from_ref(&byte) });
        }
        out.put(END);
    }

    /// The expiry between its quotes, or `null` without them.
    fn expiry(&self) -> [&[u8]; 3] {
        self.expiry.as_ref().map_or([b"", b"null", b""], |text| [b"\"", text, b"\""])
    }
}

/// An envelope that is read, in whatever spelling of JSON.
pub(super) struct Envelope<'a> {
    /// Where the message stands in the text, in base64.
    pub(super) message_start: usize,
    pub(super) message_len: usize,
    /// Milliseconds.
    pub(super) expiry: Option<i64>,
    purpose: Option<Text<'a>>,
}

impl<'a> Envelope<'a> {
    pub(super) fn read(data: &'a str) -> Result<Self, Error> {
        let mut reader = Reader::new(data);
        let (Some(Event::ObjectStart), Some(Event::Name(name)), Some(Event::ObjectStart)) =
            (reader.next_event()?, reader.next_event()?, reader.next_event()?)
        else {
            return Err(Error::Malformed);
        };
        if !name.eq_str("_rails") {
            return Err(Error::Malformed);
        }
        let mut envelope = Self { message_start: 0, message_len: 0, expiry: None, purpose: None };
        while let Some(Event::Name(name)) = reader.next_event()? {
            match reader.next_event()? {
                Some(Event::String(text)) if name.eq_str("message") => {
                    let message = text.plain().ok_or(Error::Malformed)?;
                    envelope.message_len = message.len();
                    envelope.message_start =
                        reader.position().saturating_sub(1).saturating_sub(message.len());
                }
                Some(Event::String(text)) if name.eq_str("exp") => {
                    envelope.expiry = Some(rails_time::read(text.plain().ok_or(Error::Malformed)?)?);
                }
                Some(Event::Null) if name.eq_str("exp") => {}
                Some(Event::String(text)) if name.eq_str("pur") => envelope.purpose = Some(text),
                _ => return Err(Error::Malformed),
            }
        }
        // Behind the inner object comes the end of the outer one, and then nothing.
        match (reader.next_event()?, reader.next_event()?) {
            (Some(Event::ObjectEnd), None) if envelope.message_len > 0 => Ok(envelope),
            _ => Err(Error::Malformed),
        }
    }
    /// Whether its purpose is the cookie of that name.
    pub(super) fn is_for(&self, name: &str) -> bool {
        self.purpose.is_some_and(|purpose| purpose.chars().eq(PURPOSE.chars().chain(name.chars())))
    }
}
