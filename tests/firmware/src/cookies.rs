//! The operations on cookies.

use tokenseal::cookie::{self, Priority, SameSite, SetCookie};
use tokenseal::{Error, Key, KeyRing};

use crate::arena::Arena;
use crate::item::{Args, Item};
use crate::tokens::is_clean;

#[inline(never)]
pub fn parse(args: &Args<'_>, ok: &Args<'_>) -> bool {
    let Some(mut said) = ok.list("ok") else { return false };
    cookie::parse(args.bytes("header").expect("a header")).all(|(name, value)| {
        let Some(Item::List(mut pair)) = said.next() else { return false };
        pair.next() == Some(Item::Bytes(name))
            && pair.next() == Some(Item::Bytes(value))
            && pair.next().is_none()
    }) && said.next().is_none()
}

#[inline(never)]
pub fn find(args: &Args<'_>, ok: &Args<'_>) -> bool {
    cookie::find(args.bytes("header").expect("a header"), args.bytes("name").expect("a name"))
        == ok.bytes("ok")
}

#[inline(never)]
pub fn set(args: &Args<'_>, is_removal: bool, ok: &Args<'_>, arena: &mut Arena) -> Result<bool, Error> {
    let name = args.text("name").expect("a name");
    let defaults = SetCookie::new(name, args.text("value").unwrap_or_default());
    let cookie = SetCookie {
        // `null` is none at all, and not the default.
        path: if args.get("path").is_some() { args.text("path") } else { defaults.path },
        domain: args.text("domain"),
        max_age: args.duration("max_age_ms"),
        expires: args.number("expires_ms"),
        secure: args.bool("secure").unwrap_or(defaults.secure),
        http_only: args.bool("http_only").unwrap_or(defaults.http_only),
        same_site: match args.text("same_site") {
            None | Some("Lax") => SameSite::Lax,
            Some("Strict") => SameSite::Strict,
            Some("None") => SameSite::None,
            Some(other) => panic!("SameSite={other}"),
        },
        partitioned: args.bool("partitioned").unwrap_or(false),
        priority: args.text("priority").map(|priority| match priority {
            "Low" => Priority::Low,
            "Medium" => Priority::Medium,
            "High" => Priority::High,
            other => panic!("Priority={other}"),
        }),
        ..defaults
    };
    let cookie = if is_removal { cookie.removal() } else { cookie };
    let buf = arena.bytes(cookie.len()?);
    Ok(Some(cookie.write(buf)?) == ok.text("ok"))
}

#[inline(never)]
pub fn seal(key: &Key, args: &Args<'_>, now: i64, ok: &Args<'_>, arena: &mut Arena) -> Result<bool, Error> {
    let (name, value) = (args.text("name").expect("a name"), args.bytes("value").expect("a value"));
    let buf = arena.bytes(cookie::seal_len(key, name, value, now)?);
    Ok(Some(cookie::seal(key, name, value, now, buf)?) == ok.text("ok"))
}

#[inline(never)]
pub fn open(
    keys: &[Key],
    args: &Args<'_>,
    now: i64,
    ok: &Args<'_>,
    arena: &mut Arena,
) -> Result<bool, Error> {
    let (name, text) = (args.text("name").expect("a name"), args.bytes("text").expect("a text"));
    let buf = arena.bytes(text.len());
    match cookie::open(KeyRing::new(keys)?, name, text, args.duration("max_age_ms"), now, buf) {
        Ok(opened) => Ok(Some(opened.value) == ok.bytes("value")
            && Some(opened.issued) == ok.number("issued_ms")
            && Some(opened.age) == ok.number("age_ms")
            && i64::try_from(opened.key_index).ok() == ok.number("key")
            && Some(opened.reseal) == ok.bool("reseal")),
        Err(error) => {
            assert!(is_clean(buf), "a refused value left something");
            Err(error)
        }
    }
}
