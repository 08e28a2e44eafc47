//! What the fuzz targets of the state share: one of everything, and what holds of every step.

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use tokenseal::jwt::{self, Claims};
use tokenseal::limits::STORE_SLACK;
use tokenseal::state::{Lifetime, Refresh, Session, Step, Transition, refresh, revocation, session};
use tokenseal::{Algorithm, Error, Key};

/// When all of it began, in Unix milliseconds.
pub const START: i64 = 1_700_000_000_000;

const SPACE: &str = "fuzz";
const SUBJECT: &str = "user-42";
const LIFETIME: Lifetime = Lifetime { idle: 600_000, absolute: 3_600_000 };
const DATA: &[u8] = b"cart";

/// What can be asked.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Start,
    Load,
    Save,
    Rotate,
    Login,
    End,
    StartFamily,
    Refresh,
    EndFamily,
    Deny,
    Check,
    EndAll,
}

impl Op {
    pub const ALL: [Self; 12] = [
        Self::Start,
        Self::Load,
        Self::Save,
        Self::Rotate,
        Self::Login,
        Self::End,
        Self::StartFamily,
        Self::Refresh,
        Self::EndFamily,
        Self::Deny,
        Self::Check,
        Self::EndAll,
    ];

    /// The application's bytes that it is given.
    pub fn data(self) -> &'static [u8] {
        if self == Self::Save { b"cart: 3" } else { DATA }
    }

    /// Asks it, of what [`ONE`] has.
    pub fn begin(self, grace: u64, now: i64) -> Result<Transition, Error> {
        let one = &*ONE;
        match self {
            Self::Start => session::start(SPACE, &[1; 32], Some(SUBJECT), LIFETIME, now),
            Self::Load => session::load(SPACE, &one.session, now),
            Self::Save => session::save(SPACE, &one.session, now),
            Self::Rotate => session::rotate(SPACE, &one.session, &[2; 32], None, LIFETIME, now),
            Self::Login => session::rotate(SPACE, &one.visitor, &[2; 32], Some(SUBJECT), LIFETIME, now),
            Self::End => session::end(SPACE, &one.session, now),
            Self::StartFamily => {
                refresh::start(SPACE, &one.key, &[4; 16], SUBJECT, Some("app"), LIFETIME, now)
            }
            Self::Refresh => refresh::rotate(SPACE, &one.key, &one.token, Some("app"), grace, now),
            Self::EndFamily => refresh::end(SPACE, &one.token, now),
            Self::Deny => revocation::deny(&one.access, now),
            Self::Check => revocation::check(&one.access, now),
            Self::EndAll => revocation::end_all(SPACE, SUBJECT, now),
        }
    }
}

/// One of everything.
pub struct One {
    pub session: Session,
    pub visitor: Session,
    pub token: Refresh,
    pub access: revocation::Token,
    pub key: Key,
    /// A record of each kind.
    pub records: Vec<Vec<u8>>,
}

pub static ONE: LazyLock<One> = LazyLock::new(|| {
    let key = Key::new(Algorithm::Hs256, &[7; 32]).unwrap();
    let mut records = Vec::new();
    let mut write = |mut transition: Transition, found: &[Option<&[u8]>]| {
        let mut buf = [0; 512];
        let Ok(Step::Write(write)) = transition.decide(found, DATA, &mut buf) else { panic!("no write") };
        records.push(buf[..write.record.unwrap()].to_vec());
        let _ = transition.swapped(true);
        (transition, records.last().cloned().unwrap())
    };
    let start = session::start(SPACE, &[1; 32], Some(SUBJECT), LIFETIME, START).unwrap();
    let (start, live) = write(start, &[None, None]);
    let session = start.session().unwrap();
    let visit = session::start(SPACE, &[3; 32], None, LIFETIME, START).unwrap();
    let (visit, visited) = write(visit, &[None]);
    let visitor = visit.session().unwrap();
    write(session::end(SPACE, &session, START).unwrap(), &[Some(&live)]);
    let rotate = |from| session::rotate(SPACE, from, &[2; 32], None, LIFETIME, START).unwrap();
    let (_, new) = write(rotate(&session), &[Some(&live), None, None]);
    write(rotate(&session), &[Some(&live), Some(&new), None]);
    let login = session::rotate(SPACE, &visitor, &[2; 32], Some(SUBJECT), LIFETIME, START).unwrap();
    write(login, &[Some(&visited), None, None]);

    // Of five generations the third is presented, so that records are behind it, beside it and ahead.
    let open = |transition: &Transition| {
        let mut text = [0; 142];
        let text = transition.refresh().unwrap().mint(&key, &mut text).unwrap();
        refresh::open(&key, text.as_bytes()).unwrap()
    };
    let family = refresh::start(SPACE, &key, &[4; 16], SUBJECT, Some("app"), LIFETIME, START).unwrap();
    let (family, mut record) = write(family, &[None, None]);
    let mut tokens = vec![open(&family)];
    for generation in 0..4 {
        let rotate = refresh::rotate(SPACE, &key, &tokens[generation], Some("app"), 0, START).unwrap();
        let (rotate, next) = write(rotate, &[Some(&record), None]);
        record = next;
        tokens.push(open(&rotate));
    }
    let token = tokens[2];
    write(refresh::end(SPACE, &token, START).unwrap(), &[Some(&record)]);

    let mut text = [0; 512];
    let claims = Claims { subject: Some(SUBJECT), ..Claims::new(START) };
    let text = jwt::sign(&key, &claims, &mut text).unwrap();
    let mut json = [0; 512];
    let verified = jwt::verify(text.as_bytes(), &key, &jwt::Policy::default(), START, &mut json).unwrap();
    let access = revocation::Token::read(SPACE, text.as_bytes(), verified.as_json().as_bytes()).unwrap();
    write(revocation::deny(&access, START).unwrap(), &[None]);
    write(revocation::end_all(SPACE, SUBJECT, START).unwrap(), &[None]);
    One { session, visitor, token, access, key, records }
});

/// One decision, and what holds of every one. `short` is the length of a buffer that may be too small.
pub fn decide(op: Op, transition: &mut Transition, found: &[Option<&[u8]>], short: usize) -> Verdict {
    let mut early = *transition;
    let longest = found.iter().flatten().map(|record| record.len()).max().unwrap_or(0);
    let mut buf = vec![0; longest + 256];
    let step = transition.decide(found, op.data(), &mut buf);
    assert!(!matches!(step, Err(Error::BufferTooSmall { .. })), "no record grows so much");

    // A buffer that is too small changes nothing, and says what it takes.
    let mut small = vec![0; short];
    let mut again = early.decide(found, op.data(), &mut small);
    while let Err(Error::BufferTooSmall { needed }) = again {
        assert!(needed > small.len() && needed <= buf.len());
        small = vec![0; needed];
        again = early.decide(found, op.data(), &mut small);
    }
    assert_eq!((again, early), (step, *transition));

    let data = buf.get(transition.data()).expect("the application's bytes are in the buffer").to_vec();
    if let Ok(Step::Write(write)) = step {
        let key = transition.keys()[write.key];
        let record = write.record.map(|len| buf[..len].to_vec());
        match &record {
            None => assert!(write.ttl == 0 && matches!(op, Op::Rotate | Op::Login)),
            Some(record) => {
                assert!((STORE_SLACK..=(1 << 53) + STORE_SLACK).contains(&write.ttl));
                assert!(is_known(&key.to_string(), record), "{key} {record:x?}");
                keeps(op, write.key, found[write.key], record);
            }
        }
        return Verdict { step, record, data };
    }
    assert_eq!({ *transition }.swapped(true), Err(Error::BadArgument), "nothing was to be swapped");
    assert_eq!({ *transition }.swapped(false), Err(Error::BadArgument), "nothing was to be swapped");
    Verdict { step, record: None, data }
}

/// What was decided, with the record to write and the application's bytes.
pub struct Verdict {
    pub step: Result<Step, Error>,
    pub record: Option<Vec<u8>>,
    pub data: Vec<u8>,
}

/// Whether a record that was written can be read by what reads such records.
fn is_known(key: &str, record: &[u8]) -> bool {
    let one = &*ONE;
    let reader = match key.split(':').nth(1) {
        Some("session") => session::end(SPACE, &one.session, START),
        Some("family") => refresh::end(SPACE, &one.token, START),
        Some("subject") => revocation::end_all(SPACE, SUBJECT, START),
        _ => revocation::deny(&one.access, START),
    };
    let step = reader.unwrap().decide(&[Some(record)], &[], &mut [0; 256]);
    step != Err(Error::UnknownRecord)
}

/// What a write leaves as it was found. The records' form is the one that is documented.
fn keeps(op: Op, key: usize, found: Option<&[u8]>, new: &[u8]) {
    let Some(found) = found else { return };
    let time = |record: &[u8], at: usize| i64::from_be_bytes(record[at..at + 8].try_into().unwrap());
    match (op, key, new[1]) {
        // A touch and a save: all but when it was seen, which never goes back, and a save's bytes.
        (Op::Load | Op::Save, 0, 0x11) => {
            assert!(time(new, 10) >= time(found, 10));
            assert_eq!((&new[..10], &new[18..58]), (&found[..10], &found[18..58]));
            assert_eq!(&new[58..], if op == Op::Load { &found[58..] } else { op.data() });
            assert!(op == Op::Load || &found[58..] == DATA, "what was found is what was loaded");
        }
        // The next generation: all but generation, times of use, and key.
        (Op::Refresh, 0, 0x21) => {
            assert!(time(new, 2) > time(found, 2) && time(new, 10) >= time(found, 10));
            assert_eq!((&new[26..34], &new[42..]), (&found[26..34], &found[42..]));
        }
        // A tombstone stays as long as what it is of would have.
        (_, 0, 0x12 | 0x13) => assert_eq!(time(new, 2), time(found, 18)),
        (_, 0, 0x22 | 0x23) => assert_eq!(time(new, 2), time(found, 50)),
        // A watermark and a denial only ever go forward.
        (Op::EndAll, 0, 0x31) | (Op::Deny, 0, 0x41) => assert!(time(new, 2) > time(found, 2)),
        (Op::Rotate | Op::Login, 1, 0x11) => {}
        (op, key, state) => panic!("{op:?} writes {state:x} over what is there, as {key}"),
    }
}
