//! The operations on sessions, refresh tokens and revocation, round by round.

use serde_json::{Value, json};
use tokenseal::limits::{MAX_REFRESH_TOKEN, MAX_STORE_KEY};
use tokenseal::state::{Lifetime, Next, Step, Transition, refresh, revocation, session};
use tokenseal::{Error, Key, KeyRing};

use crate::driver;
use crate::run::{duration, hex};
use crate::vector::{Args, unhex};

pub fn run(op: &str, args: &Args, keys: &[Key], now: i64) -> Result<Value, Error> {
    match op.split_once('.').expect("a noun and a verb") {
        ("session", verb) => of_session(verb, args, keys, now),
        ("refresh", verb) => of_refresh(verb, args, keys, now),
        ("revocation", verb) => of_revocation(verb, args, now),
        _ => panic!("op {op}"),
    }
}

fn of_session(verb: &str, args: &Args, keys: &[Key], now: i64) -> Result<Value, Error> {
    let (space, name) = (namespace(args), args.text("name").expect("a name"));
    let (subject, data) = (args.text("subject"), data(args));
    let mut transition = if verb == "start" {
        session::start(&space, &entropy(args), subject.as_deref(), lifetime(args), now)?
    } else {
        let cookie = args.bytes("cookie").expect("a cookie");
        let presented = session::open(KeyRing::new(keys)?, &name, &cookie, now)?;
        match verb {
            "load" => session::load(&space, &presented, now)?,
            "save" => session::save(&space, &loaded(&space, presented, args, now), now)?,
            "rotate" => {
                let entropy = entropy(args);
                session::rotate(&space, &presented, &entropy, subject.as_deref(), lifetime(args), now)?
            }
            "end" => {
                return Ok(Run::of(&mut session::end(&space, &presented, now)?, &data, args).told(&json!({})));
            }
            "end_all" => return Ok(end_all(session::end_all(&space, &presented, now)?, args)),
            other => panic!("session.{other}"),
        }
    };
    let run = Run::of(&mut transition, &data, args);
    let Some(data) = &run.data else { return Ok(run.told(&Value::Null)) };
    let session = transition.session().expect("a session");
    let mut cookie = [0; session::SEALED_LEN];
    let result = json!({
        "cookie": session.seal(&keys[0], &name, now, &mut cookie).expect("a key that seals"),
        "data": hex(data),
        "created": session.created(),
        "last_seen": session.last_seen(),
        "expires_at": session.expires_at(),
        "idle": session.idle(),
        "reseal": session.is_reseal(),
    });
    Ok(run.told(&result))
}

/// What a load gives that finds `loaded`; a session that was only presented, without.
fn loaded(space: &str, presented: session::Session, args: &Args, now: i64) -> session::Session {
    let Some(found) = args.get("loaded") else { return presented };
    let mut load = session::load(space, &presented, now).expect("a load");
    let (step, _) = decide(&mut load, &records(found), &[]);
    if let Step::Write(_) = step.expect("a session") {
        assert_eq!(load.swapped(true), Ok(Next::Done));
    }
    load.session().expect("a session")
}

fn of_refresh(verb: &str, args: &Args, keys: &[Key], now: i64) -> Result<Value, Error> {
    let (space, client) = (namespace(args), args.text("client"));
    let client = client.as_deref();
    let mut transition = if verb == "start" {
        let subject = args.text("subject").expect("a subject");
        refresh::start(&space, KeyRing::new(keys)?, &entropy(args), &subject, client, lifetime(args), now)?
    } else {
        let presented = refresh::open(KeyRing::new(keys)?, &args.bytes("token").expect("a token"))?;
        match verb {
            "rotate" => {
                let grace = duration(args, "grace_ms").expect("a grace");
                refresh::rotate(&space, KeyRing::new(keys)?, &presented, client, grace, now)?
            }
            "end" => {
                return Ok(Run::of(&mut refresh::end(&space, &presented, now)?, &[], args).told(&json!({})));
            }
            "end_all" => return Ok(end_all(refresh::end_all(&space, &presented, now)?, args)),
            other => panic!("refresh.{other}"),
        }
    };
    let mut run = Run::of(&mut transition, &data(args), args);
    let Some(data) = &run.data else { return Ok(run.told(&Value::Null)) };
    let next = transition.refresh().expect("a token");
    let mut token = [0; MAX_REFRESH_TOKEN];
    match next.mint(KeyRing::new(keys)?, &mut token) {
        Ok(token) => {
            let result = json!({
                "token": token,
                "data": hex(data),
                "issued_at": next.issued_at(),
                "created": next.created(),
                "expires_at": next.expires_at(),
                "repeated": next.is_repeated(),
                "recovered": next.is_recovered(),
            });
            Ok(run.told(&result))
        }
        Err(error) => {
            run.fail(error);
            Ok(run.told(&Value::Null))
        }
    }
}

fn of_revocation(verb: &str, args: &Args, now: i64) -> Result<Value, Error> {
    let space = namespace(args);
    if verb == "end_all" {
        let subject = args.text("subject").expect("a subject");
        return Ok(end_all(revocation::end_all(&space, &subject, now)?, args));
    }
    let (token, claims) = (args.bytes("token").expect("a token"), args.bytes("claims").expect("claims"));
    let token = revocation::Token::read(&space, &token, &claims)?;
    let mut transition = match verb {
        "deny" => revocation::deny(&token, now)?,
        "check" => revocation::check(&token, now)?,
        other => panic!("revocation.{other}"),
    };
    Ok(Run::of(&mut transition, &[], args).told(&json!({})))
}

fn end_all(mut transition: Transition, args: &Args) -> Value {
    let run = Run::of(&mut transition, &[], args);
    let epoch = transition.epoch().ok();
    assert_eq!(epoch.is_some(), run.data.is_some());
    run.told(&json!({ "epoch": epoch }))
}

/// A transition that has gone through the rounds of a vector.
struct Run {
    rounds: Vec<Value>,
    /// The application's bytes, when it is done.
    data: Option<Vec<u8>>,
}

impl Run {
    fn of(transition: &mut Transition, data: &[u8], args: &Args) -> Self {
        let given = args.get("rounds").and_then(Value::as_array).expect("rounds");
        let mut run = Self { rounds: vec![], data: None };
        let untouched = *transition;
        for round in given {
            assert!(run.is_open(), "a round after the last");
            let mut text = [0; MAX_STORE_KEY];
            let keys: Vec<_> = transition.keys().iter().map(|key| key.write(&mut text).to_owned()).collect();
            let (step, buf) = decide(transition, &records(&round["found"]), data);
            let took = round.get("took").map(|took| took.as_bool().expect("a boolean"));
            let is_write = matches!(step, Ok(Step::Write(_)));
            assert_eq!(is_write, took.is_some(), "took stands where one writes");

            let mut write = Value::Null;
            let next = match step {
                Ok(Step::Done) => Ok(Next::Done),
                Ok(Step::Again) => Ok(Next::Again),
                Ok(Step::Write(asked)) => {
                    let record = asked.record.map(|len| hex(&buf[..len]));
                    write = json!({ "key": asked.key, "record": record, "ttl": asked.ttl });
                    transition.swapped(took == Some(true))
                }
                Err(error) => Err(error),
            };
            let next = match next {
                Ok(Next::Again) => "again",
                Ok(Next::Done) => {
                    run.data = Some(buf[transition.data()].to_vec());
                    "done"
                }
                Err(error) => error.name(),
            };
            run.rounds.push(json!({ "keys": keys, "write": write, "next": next }));
        }
        assert!(!run.is_open(), "rounds are missing");
        assert_eq!(transition.swapped(true), Err(Error::BadArgument), "there is nothing to swap");
        driver::check(untouched, data, given, &run.rounds, run.data.as_deref());
        run
    }

    /// Whether there is to be another round.
    fn is_open(&self) -> bool {
        self.rounds.last().is_none_or(|round| round["next"] == "again")
    }

    /// What came out of it could not be used.
    fn fail(&mut self, error: Error) {
        self.data = None;
        self.rounds.last_mut().expect("a round")["next"] = error.name().into();
    }

    fn told(self, result: &Value) -> Value {
        if self.data.is_some() {
            json!({ "rounds": self.rounds, "result": result })
        } else {
            json!({ "rounds": self.rounds })
        }
    }
}

/// Decides, and finds out on the way that a buffer that is too small is refused, and does no harm.
fn decide(
    transition: &mut Transition,
    found: &[Option<Vec<u8>>],
    data: &[u8],
) -> (Result<Step, Error>, Vec<u8>) {
    let found: Vec<_> = found.iter().map(Option::as_deref).collect();
    let mut buf = vec![];
    loop {
        match transition.decide(&found, data, &mut buf) {
            Err(Error::BufferTooSmall { needed }) => {
                assert!(needed > buf.len(), "{needed} after {}", buf.len());
                if buf.len() + 1 < needed {
                    buf.resize(needed - 1, 0xaa);
                } else {
                    buf.resize(needed, 0xaa);
                }
            }
            step => return (step, buf),
        }
    }
}

fn records(found: &Value) -> Vec<Option<Vec<u8>>> {
    found.as_array().expect("records").iter().map(|record| record.as_str().map(unhex)).collect()
}

fn namespace(args: &Args) -> String {
    args.text("namespace").unwrap_or_default()
}

fn data(args: &Args) -> Vec<u8> {
    args.str("data").map(unhex).unwrap_or_default()
}

fn entropy<const N: usize>(args: &Args) -> [u8; N] {
    unhex(args.str("entropy").expect("entropy")).try_into().expect("entropy of that length")
}

fn lifetime(args: &Args) -> Lifetime {
    let time = |name| duration(args, name).expect("a duration");
    Lifetime { idle: time("idle_ms"), absolute: time("lifetime_ms") }
}
