//! Claims from and into Rust types, by serde-json-core.
//!
//! That crate is small and allocates nothing, but it panics on some types and reads escaped names,
//! exponents and nested values otherwise than the strict reader. So what it is to write is checked
//! before, and what it is to read is first brought into normal form.

mod check;
mod normal;

use core::str;

use serde::{Deserialize, Serialize};

use crate::Error;
use check::Check;
use normal::normal_form;

/// Writes `value` as JSON into the front of `buf`, to be signed as
/// [`Claims::json`](crate::jwt::Claims::json).
///
/// ```
/// #[derive(serde::Serialize)]
/// struct Session<'a> {
///     role: &'a str,
///     level: u8,
/// }
///
/// let mut buf = [0; 128];
/// let json = tokenseal::jwt::serialize(&Session { role: "admin", level: 7 }, &mut buf)?;
/// assert_eq!(json, r#"{"role":"admin","level":7}"#);
/// # Ok::<(), tokenseal::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::BadArgument`] when the value holds something that has no form in JSON (bytes, a number
/// that is not finite) or none that all runtimes share (`char`, 128-bit integers, tuple variants),
/// or when its own `Serialize` fails; [`Error::BufferTooSmall`], with twice the length of `buf`,
/// since the length is not known.
pub fn serialize<'b, T: Serialize + ?Sized>(value: &T, buf: &'b mut [u8]) -> Result<&'b str, Error> {
    value.serialize(Check).map_err(|_| Error::BadArgument)?;
    let needed = buf.len().saturating_mul(2).max(64);
    let len = serde_json_core::to_slice(value, buf).map_err(|_| Error::BufferTooSmall { needed })?;
    let written = buf.get(..len).ok_or(Error::BufferTooSmall { needed })?;
    str::from_utf8(written).map_err(|_| Error::BadArgument)
}

/// Reads a verified object into a type. `scratch` takes its normal form and unescaped strings; the
/// value may borrow from it.
pub(crate) fn deserialize<'s, T: Deserialize<'s>>(object: &str, scratch: &'s mut [u8]) -> Result<T, Error> {
    let (mut form, longest) = normal_form(object, &mut [])?;
    let needed = form.saturating_add(longest);
    if scratch.len() < needed {
        return Err(Error::BufferTooSmall { needed });
    }
    let (place, unescaped) = scratch.split_at_mut_checked(form).ok_or(Error::BufferTooSmall { needed })?;
    (form, _) = normal_form(object, place)?;
    let text = place.get(..form).ok_or(Error::Malformed)?;
    let (value, read) = serde_json_core::from_slice_escaped(text, unescaped).map_err(|_| Error::Malformed)?;
    if read == form { Ok(value) } else { Err(Error::Malformed) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};

    use super::{deserialize, serialize};
    use crate::Error;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Claims {
        role: String,
        level: i64,
        share: f64,
        tags: Vec<String>,
        note: Option<String>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Small {
        level: u8,
    }

    #[test]
    fn there_and_back() {
        let claims = Claims {
            role: "a\"\\\u{1}é😀".into(),
            level: i64::MIN,
            share: 0.5,
            tags: vec!["x".into(), String::new()],
            note: None,
        };
        let mut buf = [0; 256];
        let json = serialize(&claims, &mut buf).unwrap();
        assert_eq!(deserialize::<Claims>(json, &mut [0; 512]), Ok(claims));
    }

    #[test]
    fn other_spellings_of_the_same_claims() {
        let json = r#" { "\u0072ole" : "\ud83d\ude00", "level":1.2e1, "share":1E0, "tags":["\/"], "note":null,
                         "ignored":{"a":[{"b":"\"}"}]} } "#;
        let claims: Claims = deserialize(json, &mut [0; 512]).unwrap();
        let expected =
            Claims { role: "😀".into(), level: 12, share: 1.0, tags: vec!["/".into()], note: None };
        assert_eq!(claims, expected);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for json in [r#"{"level":1}"#, r#"{"level":"1"}"#, "{}", r#"{"level":null}"#] {
            assert_eq!(deserialize::<Claims>(json, &mut [0; 512]), Err(Error::Malformed), "{json}");
        }
        assert_eq!(deserialize::<Small>(r#"{"level":256}"#, &mut [0; 64]), Err(Error::Malformed));
        assert_eq!(deserialize::<Small>(r#"{"level":2.55e2}"#, &mut [0; 64]), Ok(Small { level: 255 }));
        assert_eq!(
            deserialize::<Small>(r#"{"level":1e2}"#, &mut [0; 3]),
            Err(Error::BufferTooSmall { needed: 13 })
        );
    }

    #[test]
    fn what_has_no_form_is_refused() {
        #[derive(Serialize)]
        enum Variant {
            Tuple(u8, u8),
        }
        struct Failing;
        impl Serialize for Failing {
            fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(serde::ser::Error::custom("no"))
            }
        }
        struct Bytes(&'static [u8]);
        impl Serialize for Bytes {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_bytes(self.0)
            }
        }
        let mut buf = [0; 256];
        let mut refused = |value: &dyn Fn(&mut [u8]) -> Result<(), Error>| {
            assert_eq!(value(&mut buf), Err(Error::BadArgument));
        };
        refused(&|buf| serialize(&BTreeMap::from([("a", 'c')]), buf).map(drop));
        refused(&|buf| serialize(&BTreeMap::from([('c', 1)]), buf).map(drop));
        refused(&|buf| serialize(&[1_u128], buf).map(drop));
        refused(&|buf| serialize(&(1, -1_i128), buf).map(drop));
        refused(&|buf| serialize(&Some(f64::NAN), buf).map(drop));
        refused(&|buf| serialize(&[f32::INFINITY], buf).map(drop));
        refused(&|buf| serialize(&Variant::Tuple(1, 2), buf).map(drop));
        refused(&|buf| serialize(&vec![Failing], buf).map(drop));
        refused(&|buf| serialize(&BTreeMap::from([("a", Bytes(b"x"))]), buf).map(drop));
        assert_eq!(serialize(&[0; 30], &mut buf[..8]), Err(Error::BufferTooSmall { needed: 64 }));
    }
}
