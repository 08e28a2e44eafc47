//! Claims from and into Rust types.
//!
//! They are written by serde-json-core, which is small and allocates nothing, but panics on some
//! types and writes others raw: so what it is to write is checked before. They are read by the
//! strict reader itself.

mod check;
mod read;

use core::str;

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::json::{Event, Reader};
use check::Check;
use read::Read;

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
/// that is not finite, a name that is no string) or none that all runtimes share (`char`, 128-bit
/// integers, tuple variants), or when its own `Serialize` fails; [`Error::BufferTooSmall`], with twice the length of `buf`,
/// since the length is not known.
pub fn serialize<'b, T: Serialize + ?Sized>(value: &T, buf: &'b mut [u8]) -> Result<&'b str, Error> {
    value.serialize(Check::default()).map_err(|_| Error::BadArgument)?;
    let needed = buf.len().saturating_mul(2).max(64);
    let len = serde_json_core::to_slice(value, buf).map_err(|_| Error::BufferTooSmall { needed })?;
    let written = buf.get(..len).ok_or(Error::BufferTooSmall { needed })?;
    str::from_utf8(written).map_err(|_| Error::BadArgument)
}

/// Reads a verified object into a type, which may borrow from it and from `scratch`, where strings
/// with an escape are unescaped.
pub(crate) fn deserialize<'s, T: Deserialize<'s>>(
    object: &'s str,
    scratch: &'s mut [u8],
) -> Result<T, Error> {
    let needed = unescaped_len(object)?;
    if scratch.len() < needed {
        return Err(Error::BufferTooSmall { needed });
    }
    T::deserialize(&mut Read::new(object, scratch)).map_err(|refusal| refusal.0)
}

/// How many bytes all strings with an escape have, unescaped.
fn unescaped_len(object: &str) -> Result<usize, Error> {
    let mut sum = 0_usize;
    // An escape is a backslash; most claims have none.
    if object.contains('\\') {
        let mut reader = Reader::new(object);
        while let Some(event) = reader.next_event()? {
            if let Event::Name(text) | Event::String(text) = event
                && text.plain().is_none()
            {
                sum = sum.saturating_add(text.unescaped_len());
            }
        }
    }
    Ok(sum)
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
        assert_eq!(deserialize::<Claims>(json, &mut [0; 64]), Ok(claims));
    }

    #[test]
    fn other_spellings_of_the_same_claims() {
        let json = r#" { "\u0072ole" : "\ud83d\ude00", "level":1.2e1, "share":1E0, "tags":["\/"], "note":null,
                         "ignored":{"a":[{"b":"\"}"}]} } "#;
        let claims: Claims = deserialize(json, &mut [0; 64]).unwrap();
        let expected =
            Claims { role: "😀".into(), level: 12, share: 1.0, tags: vec!["/".into()], note: None };
        assert_eq!(claims, expected);
    }

    #[test]
    fn strings_are_lent_whatever_their_spelling() {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Lent<'a> {
            plain: &'a str,
            escaped: &'a str,
        }
        let mut scratch = [0; 3];
        let lent: Lent<'_> = deserialize(r#"{"plain":"a","escaped":"x\"y"}"#, &mut scratch).unwrap();
        assert_eq!(lent, Lent { plain: "a", escaped: "x\"y" });
        assert!(deserialize::<Lent<'_>>(r#"{"plain":"a","escaped":"b"}"#, &mut []).is_ok());
        assert_eq!(
            deserialize::<Lent<'_>>(r#"{"plain":"a","escaped":"x\"y"}"#, &mut [0; 2]),
            Err(Error::BufferTooSmall { needed: 3 })
        );
    }

    #[test]
    fn maps_enums_and_tuples() {
        #[derive(Debug, PartialEq, Deserialize)]
        enum Role {
            Admin,
            Guest(u8),
            Member { since: u64 },
            Pair(u8, bool),
        }
        let map = deserialize::<BTreeMap<String, Vec<(u8, Option<i8>)>>>;
        let expected = BTreeMap::from([("a\n".into(), vec![(1, Some(-1)), (2, None)]), ("b".into(), vec![])]);
        assert_eq!(map(r#"{"a\n":[[1,-1],[2,null]],"b":[]}"#, &mut [0; 8]), Ok(expected));
        assert_eq!(deserialize::<BTreeMap<u8, u8>>(r#"{"1":1}"#, &mut []), Err(Error::Malformed));
        assert_eq!(deserialize::<Vec<u8>>(r#"{"1":1}"#, &mut []), Err(Error::Malformed));
        let roles = deserialize::<BTreeMap<char, Role>>;
        let text = r#"{"a":"Admin","b":{"Guest":7},"c":{"Member":{"since":1e3}},"d":{"Pair":[1,true]},"e":{"Admin":null}}"#;
        let expected = [
            ('a', Role::Admin),
            ('b', Role::Guest(7)),
            ('c', Role::Member { since: 1000 }),
            ('d', Role::Pair(1, true)),
            ('e', Role::Admin),
        ];
        assert_eq!(roles(text, &mut []), Ok(BTreeMap::from(expected)));
        let text = r#"{"a" : "Admin","b":"\u0041dmin"}"#;
        let expected = BTreeMap::from([('a', Role::Admin), ('b', Role::Admin)]);
        assert_eq!(deserialize::<BTreeMap<char, Role>>(text, &mut [0; 5]), Ok(expected));
        for text in [
            r#"{"a":"Nobody"}"#,
            r#"{"a":{"Guest":7,"Admin":null}}"#,
            r#"{"a":{}}"#,
            r#"{"a":"Guest"}"#,
            r#"{"a":{"Pair":[1]}}"#,
            r#"{"a":{"Pair":[1,true,2]}}"#,
            r#"{"a":1}"#,
        ] {
            assert_eq!(roles(text, &mut []), Err(Error::Malformed), "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for json in [r#"{"level":1}"#, r#"{"level":"1"}"#, "{}", r#"{"level":null}"#, r#"{"level":[1]}"#] {
            assert_eq!(deserialize::<Claims>(json, &mut []), Err(Error::Malformed), "{json}");
        }
        for (level, fits) in [
            ("255", true),
            ("2.55e2", true),
            ("-0", true),
            ("256", false),
            ("-1", false),
            ("1.5", false),
            ("1e400", false),
            ("true", false),
        ] {
            let json = format!("{{\"level\":{level}}}");
            assert_eq!(deserialize::<Small>(&json, &mut []).is_ok(), fits, "{level}");
        }
        assert_eq!(
            deserialize::<[u64; 2]>("[18446744073709551615,1e19]", &mut []),
            Ok([u64::MAX, 10_u64.pow(19)])
        );
        assert_eq!(deserialize::<[f64; 2]>("[1,-2.5e-1]", &mut []), Ok([1.0, -0.25]));
        assert_eq!(deserialize::<[f64; 1]>("[null]", &mut []), Err(Error::Malformed));
        assert_eq!(deserialize::<[f64; 1]>("[1e400]", &mut []), Err(Error::Malformed));
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
        #[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
        struct Named {
            a: &'static str,
        }
        #[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
        struct Pair(&'static str, &'static str);
        #[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
        enum Tagged {
            Named { a: &'static str },
        }
        #[derive(Serialize)]
        #[serde(rename = "__serde_json_core_escaped_string__")]
        struct Raw(&'static str);
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
        refused(&|buf| serialize(&BTreeMap::from([(1, 1)]), buf).map(drop));
        refused(&|buf| serialize(&BTreeMap::from([(Some(true), 1)]), buf).map(drop));
        refused(&|buf| serialize(&BTreeMap::from([(vec!["a"], 1)]), buf).map(drop));
        refused(&|buf| serialize(&BTreeMap::from([(("a", "b"), 1)]), buf).map(drop));
        refused(&|buf| serialize(&BTreeMap::from([(BTreeMap::from([("a", "b")]), 1)]), buf).map(drop));
        refused(&|buf| serialize(&BTreeMap::from([(Named { a: "b" }, 1)]), buf).map(drop));
        refused(&|buf| serialize(&BTreeMap::from([(Pair("a", "b"), 1)]), buf).map(drop));
        refused(&|buf| serialize(&BTreeMap::from([(Tagged::Named { a: "b" }, 1)]), buf).map(drop));
        refused(&|buf| serialize(&Raw("a\"b"), buf).map(drop));
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
