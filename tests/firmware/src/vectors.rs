//! Runs the packed vectors, and says how many, how many went wrong, and how much stack each kind of operation took.

use core::sync::atomic::{AtomicUsize, Ordering};
use core::{ptr, slice};

use tokenseal::{Error, Key, bearer};

use crate::arena::Arena;
use crate::item::{Args, Item, Items};
use crate::semihosting::{exit, write, write_number};
use crate::stack::{paint_stack, stack_now, used_stack};
use crate::state::Asked;
use crate::{cookies, dialects, keys, state, tokens};

unsafe extern "C" {
    static packed_start: u8;
    static packed_end: u8;
}

/// The kinds of operations: what stands before the dot of their name.
const KINDS: [&str; 10] =
    ["mac", "jwt", "bearer", "cookie", "dialect", "csrf", "session", "refresh", "revocation", "other"];

/// How much stack the loading of keys took, which is done once in a program's life and kept apart.
static LOADING: AtomicUsize = AtomicUsize::new(0);

#[inline(never)]
fn one(args: &Args<'_>, arena: &mut Arena) -> Result<&'static Key, Error> {
    apart(|| keys::one(args, arena))
}

#[inline(never)]
fn all(args: &Args<'_>, arena: &mut Arena) -> Result<&'static [Key], Error> {
    apart(|| keys::all(args, arena))
}

/// Does something whose stack does not count.
fn apart<T>(load: impl FnOnce() -> T) -> T {
    paint_stack();
    let top = stack_now();
    let loaded = load();
    LOADING.fetch_max(used_stack(top), Ordering::Relaxed);
    paint_stack();
    loaded
}

pub fn run_all() -> ! {
    let (start, end) = (&raw const packed_start, &raw const packed_end);
    // SAFETY: the linker put the packed vectors between the two.
    let image = unsafe {
        slice::from_raw_parts(ptr::with_exposed_provenance(start.addr()), end.addr() - start.addr())
    };
    let (mut passed, mut failed) = (0, 0);
    let mut stack = [0; KINDS.len()];
    for item in Items::of(image) {
        let Item::Object(vector) = item else { panic!("no vector") };
        let vector = Args(vector);
        let op = vector.text("op").expect("an op");
        let kind = op.split('.').next().unwrap_or_default();
        let place = KINDS.iter().position(|name| *name == kind).unwrap_or(KINDS.len() - 1);
        paint_stack();
        let top = stack_now();
        if is_as_said(op, &vector) {
            passed += 1;
        } else {
            failed += 1;
            write(b"differs: ");
            write(vector.bytes("id").expect("an id"));
            write(b"\n");
        }
        stack[place] = stack[place].max(used_stack(top));
    }
    let loading = (&"loading-keys", LOADING.load(Ordering::Relaxed));
    for (name, used) in KINDS.iter().zip(stack).chain([loading]).filter(|(_, used)| *used > 0) {
        write(b"stack ");
        write(name.as_bytes());
        write(b" ");
        write_number(used);
        write(b"\n");
    }
    write(b"passed ");
    write_number(passed);
    write(b"\nfailed ");
    write_number(failed);
    write(b"\n");
    exit(u32::from(failed > 0 || passed == 0));
}

#[inline(never)]
fn is_as_said(op: &str, vector: &Args<'_>) -> bool {
    let args = vector.object("args").expect("arguments");
    let expect = vector.object("expect").expect("an expectation");
    match outcome(op, &args, vector.number("now").unwrap_or_default(), &expect) {
        Ok(is_as_said) => is_as_said && expect.get("ok").is_some(),
        Err(error) => expect.text("err") == Some(error.name()),
    }
}

/// Whether what comes out is what is expected to; an error is held against it by the caller.
fn outcome(op: &str, args: &Args<'_>, now: i64, expect: &Args<'_>) -> Result<bool, Error> {
    // SAFETY: what an earlier vector took is not used any more.
    let mut arena = unsafe { Arena::new() };
    let arena = &mut arena;
    // An object's members, where the answer is one; else the answer stands under `ok`.
    let members = match expect.get("ok") {
        Some(Item::Object(members)) => Args(members),
        _ => *expect,
    };
    let is_yes = expect.get("ok") == Some(Item::Bool(true));
    match op {
        "key.load" => one(args, arena).map(|key| keys::is(key, &members)),
        "jwks.load" => {
            let keys = all(args, arena)?;
            let said = expect.list("ok").unwrap_or(Args::NONE.0);
            let is_alike = |(key, said)| matches!(said, Item::Object(said) if keys::is(key, &Args(said)));
            Ok(said.count() == keys.len() && keys.iter().zip(said).all(is_alike))
        }
        "mac" => tokens::mac(one(args, arena)?, args, expect),
        "mac.verify" => {
            let (data, tag) = (args.bytes("data").expect("data"), args.bytes("tag").expect("a tag"));
            one(args, arena)?.verify_mac(data, tag).map(|()| is_yes)
        }
        "jwt.verify" => tokens::verify(all(args, arena)?, args, now, &members, arena),
        "jwt.sign" => tokens::sign(one(args, arena)?, args, now, expect, arena),
        "jwt.inspect" => tokens::inspect(args, &members, arena),
        "bearer" => {
            let token = bearer::token(args.bytes("header").expect("a header"))?;
            Ok(Some(token) == expect.bytes("ok"))
        }
        "cookie.parse" => Ok(cookies::parse(args, expect)),
        "cookie.find" => Ok(cookies::find(args, expect)),
        "cookie.set" | "cookie.remove" => cookies::set(args, op == "cookie.remove", expect, arena),
        "cookie.seal" => cookies::seal(one(args, arena)?, args, now, expect, arena),
        "cookie.open" => cookies::open(all(args, arena)?, args, now, &members, arena),
        "dialect.seal" | "dialect.open" => {
            let seals = op == "dialect.seal";
            dialects::run(&mut dialects::Asked { args: *args, ok: members, now, seals, arena })
        }
        "csrf.token" => state::csrf_token(one(args, arena)?, args, expect, arena),
        "csrf.verify" => state::csrf_verify(all(args, arena)?, args).map(|()| is_yes),
        "csrf.fetch" => state::csrf_fetch(args).map(|()| is_yes),
        _ => transition(op, args, now, members),
    }
}

#[inline(never)]
fn transition(op: &str, args: &Args<'_>, now: i64, ok: Args<'_>) -> Result<bool, Error> {
    let (noun, verb) = op.split_once('.').expect("a noun and a verb");
    // SAFETY: the caller has taken nothing of it for these operations.
    let mut asked = Asked { args: *args, ok, now, arena: unsafe { Arena::new() } };
    match noun {
        "session" => {
            let keys = all(args, &mut asked.arena)?;
            state::of_session(verb, keys, &mut asked)
        }
        "refresh" => {
            let keys = all(args, &mut asked.arena)?;
            state::of_refresh(verb, keys, &mut asked)
        }
        "revocation" => state::of_revocation(verb, &mut asked),
        _ => panic!("op {op}"),
    }
}
