//! The operations on cookies.

use serde_json::{Value, json};
use tokenseal::cookie::{self, Priority, SameSite, SetCookie};
use tokenseal::{Error, Key, KeyRing};

use crate::run::hex;
use crate::vector::Args;

/// The pairs of a header, as hexadecimal digits.
pub fn parse(args: &Args) -> Value {
    let header = args.bytes("header").expect("a header");
    cookie::parse(&header).map(|(name, value)| json!([hex(name), hex(value)])).collect()
}

pub fn find(args: &Args) -> Value {
    let header = args.bytes("header").expect("a header");
    cookie::find(&header, &args.bytes("name").expect("a name")).map(hex).into()
}

pub fn set(args: &Args, remove: bool) -> Result<Value, Error> {
    let (name, value) = (args.text("name").expect("a name"), args.text("value").unwrap_or_default());
    let (path, domain) = (path(args), args.text("domain"));
    let defaults = SetCookie::new(&name, &value);
    let cookie = SetCookie {
        path: path.as_deref(),
        domain: domain.as_deref(),
        max_age: args.integer("max_age_ms").map(i64::cast_unsigned),
        expires: args.integer("expires_ms"),
        secure: args.bool("secure").unwrap_or(defaults.secure),
        http_only: args.bool("http_only").unwrap_or(defaults.http_only),
        same_site: match args.str("same_site") {
            None | Some("Lax") => SameSite::Lax,
            Some("Strict") => SameSite::Strict,
            Some("None") => SameSite::None,
            Some(other) => panic!("SameSite={other}"),
        },
        partitioned: args.bool("partitioned").unwrap_or(false),
        priority: args.str("priority").map(|priority| match priority {
            "Low" => Priority::Low,
            "Medium" => Priority::Medium,
            "High" => Priority::High,
            other => panic!("Priority={other}"),
        }),
        ..defaults
    };
    let cookie = if remove { cookie.removal() } else { cookie };
    let needed = cookie.len()?;
    let mut small = vec![0xaa; needed - 1];
    assert_eq!(cookie.write(&mut small), Err(Error::BufferTooSmall { needed }));
    assert!(small.iter().all(|byte| *byte == 0xaa));
    Ok(cookie.write(&mut vec![0; needed])?.into())
}

/// `null` is none at all, and not the default.
fn path(args: &Args) -> Option<String> {
    match args.get("path") {
        Some(Value::Null) => None,
        _ => args.text("path").or_else(|| SetCookie::new("", "").path.map(str::to_owned)),
    }
}

pub fn seal(key: &Key, args: &Args, now: i64) -> Result<Value, Error> {
    let (name, value) = (args.text("name").expect("a name"), args.bytes("value").expect("a value"));
    let needed = cookie::seal_len(key, &name, &value, now)?;
    let mut small = vec![0xaa; needed - 1];
    assert_eq!(cookie::seal(key, &name, &value, now, &mut small), Err(Error::BufferTooSmall { needed }));
    assert!(small.iter().all(|byte| *byte == 0xaa));
    Ok(cookie::seal(key, &name, &value, now, &mut vec![0; needed])?.into())
}

pub fn open(keys: &[Key], args: &Args, now: i64) -> Result<Value, Error> {
    let (name, text) = (args.text("name").expect("a name"), args.bytes("text").expect("a text"));
    let max_age = args.integer("max_age_ms").map(i64::cast_unsigned);
    let mut buf = vec![0xaa; text.len()];
    match cookie::open(KeyRing::new(keys)?, &name, &text, max_age, now, &mut buf) {
        Ok(opened) => Ok(json!({
            "value_hex": hex(opened.value),
            "issued_ms": opened.issued,
            "age_ms": opened.age,
            "key": opened.key_index,
            "reseal": opened.reseal,
        })),
        Err(error) => {
            assert!(buf.iter().all(|byte| *byte == 0xaa || *byte == 0), "a refused value left something");
            Err(error)
        }
    }
}
