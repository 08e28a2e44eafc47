//! The operations on sessions, refresh tokens and revocation, round by round, and those on CSRF tokens.

use tokenseal::csrf::{self, Fetch};
use tokenseal::limits::{MAX_RECORD, MAX_REFRESH_TOKEN, MAX_STORE_KEY};
use tokenseal::state::{Lifetime, Next, Step, Transition, refresh, revocation, session};
use tokenseal::{Error, Key, KeyRing};

use crate::arena::Arena;
use crate::item::{Args, Item, Items};

#[inline(never)]
pub fn csrf_token(key: &Key, args: &Args<'_>, ok: &Args<'_>, arena: &mut Arena) -> Result<bool, Error> {
    let (binding, entropy) =
        (args.bytes("binding").expect("a binding"), args.bytes("entropy").expect("entropy"));
    let buf = arena.bytes(csrf::token_len(key.algorithm()?));
    Ok(Some(csrf::token(key, binding, entropy, buf)?) == ok.text("ok"))
}

#[inline(never)]
pub fn csrf_verify(keys: &[Key], args: &Args<'_>) -> Result<(), Error> {
    let (binding, token) = (args.bytes("binding").expect("a binding"), args.bytes("token").expect("a token"));
    csrf::verify(KeyRing::new(keys)?, binding, token)
}

#[inline(never)]
pub fn csrf_fetch(args: &Args<'_>) -> Result<(), Error> {
    let allowed = args.texts("allowed").expect("origins");
    let fetch = Fetch {
        method: args.text("method").expect("a method"),
        site: args.text("sec_fetch_site"),
        origin: args.text("origin"),
        allowed: allowed.as_slice(),
        strict: args.bool("strict").unwrap_or(false),
    };
    csrf::check_fetch(&fetch)
}

/// A vector's arguments, what it says comes out, and the memory for it.
pub struct Asked<'a> {
    pub args: Args<'a>,
    pub ok: Args<'a>,
    pub now: i64,
    pub arena: Arena,
}

impl Asked<'_> {
    fn space(&self) -> &str {
        self.args.text("namespace").unwrap_or_default()
    }

    fn entropy<const N: usize>(&self) -> [u8; N] {
        self.args.bytes("entropy").expect("entropy").try_into().expect("entropy of that length")
    }

    fn lifetime(&self) -> Lifetime {
        let time = |name| self.args.duration(name).expect("a duration");
        Lifetime { idle: time("idle_ms"), absolute: time("lifetime_ms") }
    }

    /// The result that is said to come out, where one is.
    fn result(&self) -> Option<Args<'_>> {
        self.ok.object("result")
    }
}

#[inline(never)]
pub fn of_session(verb: &str, keys: &[Key], asked: &mut Asked<'_>) -> Result<bool, Error> {
    let (args, now) = (asked.args, asked.now);
    let name = args.text("name").expect("a name");
    let mut transition = if verb == "start" {
        session::start(asked.space(), &asked.entropy(), args.text("subject"), asked.lifetime(), now)?
    } else {
        let presented =
            session::open(KeyRing::new(keys)?, name, args.bytes("cookie").expect("a cookie"), now)?;
        match verb {
            "load" => session::load(asked.space(), &presented, now)?,
            "save" => {
                let loaded = loaded(asked, presented);
                session::save(asked.space(), &loaded, now)?
            }
            "rotate" => {
                let subject = args.text("subject");
                session::rotate(asked.space(), &presented, &asked.entropy(), subject, asked.lifetime(), now)?
            }
            "end" => return Ok(ends(&mut session::end(asked.space(), &presented, now)?, asked)),
            "end_all" => return Ok(ends_all(&mut session::end_all(asked.space(), &presented, now)?, asked)),
            other => panic!("session.{other}"),
        }
    };
    let run = Run::of(&mut transition, asked);
    let Some(data) = run.data else { return Ok(run.is_as_said() && asked.result().is_none()) };
    let session = transition.session().expect("a session");
    let mut cookie = [0; session::SEALED_LEN];
    let cookie = session.seal(&keys[0], name, now, &mut cookie).expect("a key that seals");
    let said = asked.result().expect("a result");
    Ok(run.is_as_said()
        && Some(cookie) == said.text("cookie")
        && Some(data) == said.bytes("data")
        && Some(session.created()) == said.number("created")
        && Some(session.last_seen()) == said.number("last_seen")
        && Some(session.expires_at()) == said.number("expires_at")
        && Some(session.idle()) == said.number("idle")
        && Some(session.is_reseal()) == said.bool("reseal"))
}

/// What a load gives that finds `loaded`; a session that was only presented, without.
fn loaded(asked: &mut Asked<'_>, presented: session::Session) -> session::Session {
    let Some(found) = asked.args.list("loaded") else { return presented };
    let mut load = session::load(asked.space(), &presented, asked.now).expect("a load");
    let buf = asked.arena.bytes(room(&asked.arena) / 2);
    if let Step::Write(_) = decide(&mut load, found, &[], buf).expect("a session") {
        assert_eq!(load.swapped(true), Ok(Next::Done));
    }
    load.session().expect("a session")
}

#[inline(never)]
pub fn of_refresh(verb: &str, keys: &[Key], asked: &mut Asked<'_>) -> Result<bool, Error> {
    let (args, now) = (asked.args, asked.now);
    let client = args.text("client");
    let ring = KeyRing::new(keys)?;
    let mut transition = if verb == "start" {
        let subject = args.text("subject").expect("a subject");
        refresh::start(asked.space(), ring, &asked.entropy(), subject, client, asked.lifetime(), now)?
    } else {
        let presented = refresh::open(ring, args.bytes("token").expect("a token"))?;
        match verb {
            "rotate" => {
                let grace = args.duration("grace_ms").expect("a grace");
                refresh::rotate(asked.space(), ring, &presented, client, grace, now)?
            }
            "end" => return Ok(ends(&mut refresh::end(asked.space(), &presented, now)?, asked)),
            "end_all" => return Ok(ends_all(&mut refresh::end_all(asked.space(), &presented, now)?, asked)),
            other => panic!("refresh.{other}"),
        }
    };
    let run = Run::of(&mut transition, asked);
    let Some(data) = run.data else { return Ok(run.is_as_said() && asked.result().is_none()) };
    let next = transition.refresh().expect("a token");
    let mut token = [0; MAX_REFRESH_TOKEN];
    match next.mint(ring, &mut token) {
        Ok(token) => {
            let said = asked.result().expect("a result");
            Ok(run.is_as_said()
                && Some(token as &str) == said.text("token")
                && Some(data) == said.bytes("data")
                && Some(next.issued_at()) == said.number("issued_at")
                && Some(next.created()) == said.number("created")
                && Some(next.expires_at()) == said.number("expires_at")
                && Some(next.is_repeated()) == said.bool("repeated")
                && Some(next.is_recovered()) == said.bool("recovered"))
        }
        // The last round of the vector says so, where the transition was done.
        Err(error) => Ok(run.rounds_are_as_said
            && asked.result().is_none()
            && run.last == "done"
            && run.last_said == error.name()),
    }
}

#[inline(never)]
pub fn of_revocation(verb: &str, asked: &mut Asked<'_>) -> Result<bool, Error> {
    let (args, now) = (asked.args, asked.now);
    if verb == "end_all" {
        let subject = args.text("subject").expect("a subject");
        return Ok(ends_all(&mut revocation::end_all(asked.space(), subject, now)?, asked));
    }
    let (token, claims) = (args.bytes("token").expect("a token"), args.bytes("claims").expect("claims"));
    let token = revocation::Token::read(asked.space(), token, claims)?;
    let mut transition = match verb {
        "deny" => revocation::deny(&token, now)?,
        "check" => revocation::check(&token, now)?,
        other => panic!("revocation.{other}"),
    };
    Ok(ends(&mut transition, asked))
}

/// An operation that has no result beside that it is done.
fn ends(transition: &mut Transition, asked: &mut Asked<'_>) -> bool {
    let run = Run::of(transition, asked);
    run.is_as_said() && run.data.is_some() == asked.result().is_some()
}

fn ends_all(transition: &mut Transition, asked: &mut Asked<'_>) -> bool {
    let run = Run::of(transition, asked);
    let epoch = asked.result().and_then(|said| said.number("epoch"));
    run.is_as_said() && transition.epoch().ok() == epoch
}

/// What a transition's buffer may be: what is left, or the longest record.
fn room(arena: &Arena) -> usize {
    arena.left().min(MAX_RECORD)
}

#[inline(never)]
fn decide(transition: &mut Transition, found: Items<'_>, data: &[u8], buf: &mut [u8]) -> Result<Step, Error> {
    let mut records = [None; 3];
    let mut count = 0;
    for item in found {
        records[count] = match item {
            Item::Bytes(record) => Some(record),
            _ => None,
        };
        count += 1;
    }
    transition.decide(&records[..count], data, buf)
}

/// A transition that has gone through the rounds of a vector.
struct Run<'a> {
    /// Whether each round was as the vector says, but for how the last one ended.
    rounds_are_as_said: bool,
    /// How the last round ended, and how it is said to have.
    last: &'static str,
    last_said: &'a str,
    /// The application's bytes, when it is done.
    data: Option<&'static [u8]>,
}

impl<'a> Run<'a> {
    /// Whether all was as the vector says.
    fn is_as_said(&self) -> bool {
        self.rounds_are_as_said && self.last == self.last_said
    }

    #[inline(never)]
    fn of(transition: &mut Transition, asked: &mut Asked<'a>) -> Self {
        let data = asked.args.bytes("data").unwrap_or_default();
        let said = asked.ok.list("rounds");
        let buf: &'static mut [u8] = asked.arena.bytes(room(&asked.arena));
        let mut said = said.unwrap_or(Args::NONE.0);
        let mut run = Run { rounds_are_as_said: true, last: "again", last_said: "", data: None };
        for round in asked.args.list("rounds").expect("rounds") {
            assert_eq!(run.last, "again", "a round after the last");
            let (Item::Object(given), Some(Item::Object(said))) = (round, said.next()) else {
                run.rounds_are_as_said = false;
                return run;
            };
            run.round(transition, &Args(given), &Args(said), data, buf);
        }
        if run.last == "done" {
            run.data = Some(&buf[transition.data()]);
        }
        run.rounds_are_as_said &= said.next().is_none() && run.last != "again";
        run
    }

    #[inline(never)]
    fn round(
        &mut self,
        transition: &mut Transition,
        given: &Args<'_>,
        said: &Args<'a>,
        data: &[u8],
        buf: &mut [u8],
    ) {
        let mut keys = said.list("keys").expect("keys");
        for key in transition.keys() {
            let mut text = [0; MAX_STORE_KEY];
            self.rounds_are_as_said &= keys.next() == Some(Item::Bytes(key.write(&mut text).as_bytes()));
        }
        self.rounds_are_as_said &= keys.next().is_none();

        let step = decide(transition, given.list("found").expect("records"), data, buf);
        let write = said.object("write");
        self.rounds_are_as_said &= matches!(step, Ok(Step::Write(_))) == write.is_some();
        let next = match step {
            Ok(Step::Done) => Ok(Next::Done),
            Ok(Step::Again) => Ok(Next::Again),
            Ok(Step::Write(asked)) => {
                let write = write.unwrap_or(Args::NONE);
                self.rounds_are_as_said &= i64::try_from(asked.key).ok() == write.number("key")
                    && asked.record.map(|len| &buf[..len]) == write.bytes("record")
                    && Some(asked.ttl) == write.duration("ttl");
                transition.swapped(given.bool("took") == Some(true))
            }
            Err(error) => Err(error),
        };
        self.last = match next {
            Ok(Next::Again) => "again",
            Ok(Next::Done) => "done",
            Err(error) => error.name(),
        };
        self.last_said = said.text("next").expect("what comes next");
        // What is done may yet fail to be minted.
        self.rounds_are_as_said &= self.last == self.last_said || self.last == "done";
    }
}
