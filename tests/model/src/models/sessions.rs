//! Models of sessions.

use tokenseal::state::Lifetime;

use super::{Model, SETTING, START, Watch};
use crate::monitor::sessions::Sessions;
use crate::operation::Op::{self, End, EndAll, Load, Login, Rotate, Save, Start, Visit};
use crate::operation::{Hand, Setting, presented};
use crate::planted::Fault;
use crate::scenario::Spent::{Crash, Late, Refusal, Reply};
use crate::setup::Setup;

const LIFETIME: Lifetime = Lifetime { idle: 600_000, absolute: 1_000_000 };

/// Three clients with the cookie of one session.
fn shared(name: &'static str, programs: [&'static [Op]; 3]) -> Model {
    let mut setup = Setup::new(Setting { lifetime: LIFETIME, ..SETTING });
    let mut hand = setup.call(Start, Hand::default(), START);
    hand.session = hand.session.map(|session| presented(&session));
    let watch = Watch::Sessions(Sessions::new(&[hand.session.expect("a session")]));
    Model::new(name, setup, [hand.clone(), hand.clone(), hand], programs, watch)
}

/// The first client has a session of nobody, the others have one of the subject.
fn visited(name: &'static str, programs: [&'static [Op]; 3]) -> Model {
    let mut setup = Setup::new(SETTING);
    let mut visitor = setup.call(Visit, Hand::default(), START);
    let mut user = setup.call(Start, Hand::default(), START);
    for hand in [&mut visitor, &mut user] {
        hand.session = hand.session.map(|session| presented(&session));
    }
    let given = [visitor.session.expect("a session"), user.session.expect("a session")];
    let watch = Watch::Sessions(Sessions::new(&given));
    Model::new(name, setup, [visitor, user.clone(), user], programs, watch)
}

/// Nobody has anything.
fn fresh(name: &'static str, program: &'static [Op]) -> Model {
    let hands = [Hand::default(), Hand::default(), Hand::default()];
    Model::new(name, Setup::new(SETTING), hands, [program, &[], &[]], Watch::Sessions(Sessions::new(&[])))
}

impl Model {
    /// The sessions' limits are watched, too.
    fn limited(mut self) -> Self {
        if let Watch::Sessions(monitor) = self.watch {
            self.watch = Watch::Sessions(monitor.with_limits(START));
        }
        self
    }
}

pub fn all() -> Vec<Model> {
    vec![
        shared("two rotate, one ends", [&[Rotate, Load], &[Rotate, Load], &[End, Load]])
            .with(&[(Reply, 1), (Crash, 1)])
            .ends(&[
                (Load, &["done", "session-ended", "unanswered"]),
                (Rotate, &["done", "session-ended", "unanswered"]),
                (End, &["done", "unanswered"]),
            ]),
        shared("rotate, save, touch", [&[Rotate, Load], &[Load, Save], &[Load, Load]])
            .at(&[61_000])
            .with(&[(Reply, 1), (Crash, 1)])
            .ends(&[
                (Load, &["done", "session-ended", "unanswered"]),
                (Save, &["conflict", "done", "session-ended", "unanswered"]),
                (Rotate, &["done", "unanswered"]),
            ]),
        shared("rotate, save, end; late swaps", [&[Rotate, Load], &[Load, Save], &[End, Load]])
            .with(&[(Late, 1), (Reply, 1)])
            .ends(&[
                (Load, &["done", "session-ended"]),
                (Save, &["conflict", "done", "session-ended", "unanswered"]),
                // A late swap between the reads of old and new record: the old one seems to live, the
                // new one is ended already. It is refused, though for another reason.
                (Rotate, &["bad-argument", "done", "session-ended", "unanswered"]),
                (End, &["done", "unanswered"]),
            ]),
        visited("log in, end all, load", [&[Login, Load], &[EndAll], &[Load, Load]])
            .skewed()
            .with(&[(Reply, 1), (Crash, 1)])
            .ends(&[
                (Load, &["done", "revoked", "session-ended", "unanswered"]),
                (Login, &["done", "unanswered"]),
                (EndAll, &["done", "unanswered"]),
            ]),
        visited("start, end all twice", [&[Start, Load], &[EndAll], &[EndAll, Load]])
            .skewed()
            .with(&[(Reply, 1)])
            .ends(&[(Start, &["done"]), (Load, &["done", "revoked"]), (EndAll, &["done"])]),
        shared("three add to a counter", [&[Load, Save], &[Load, Save], &[Load, Save]])
            .repeating()
            .ends(&[(Load, &["done"]), (Save, &["conflict", "done"])]),
        shared("three add to a counter; answers are lost", [&[Load, Save], &[Load, Save], &[Load, Save]])
            .with(&[(Reply, 1), (Late, 1), (Crash, 1)])
            .repeating()
            .ends(&[(Load, &["done", "unanswered"]), (Save, &["conflict", "done", "unanswered"])]),
        shared("end, save, load", [&[End, Load], &[Load, Save], &[Load, Load]])
            .at(&[61_000])
            .with(&[(Reply, 1), (Crash, 1)])
            .ends(&[
                (Load, &["done", "session-ended", "unanswered"]),
                (Save, &["conflict", "done", "session-ended", "unanswered"]),
                (End, &["done", "unanswered"]),
            ]),
        shared("limits", [&[Load], &[Load, Save], &[Rotate, Load]])
            .at(&[0, 595_000, 600_000, 1_000_000, 1_660_000])
            .skewed()
            .limited()
            .ends(&[
                (Load, &["done", "session-ended", "session-expired", "session-unknown"]),
                (Save, &["done", "session-ended", "session-expired", "session-unknown"]),
                (Rotate, &["done", "session-expired", "session-unknown"]),
            ]),
        fresh("start; replies are lost", &[Start, Load, End, Load])
            .with(&[(Reply, 2), (Late, 1), (Crash, 1)])
            .repeating()
            .ends(&[
                (Start, &["done", "unanswered"]),
                (Load, &["done", "session-ended", "unanswered"]),
                (End, &["done", "unanswered"]),
            ]),
        fresh("a store that refuses", &[Start, Load, Save, Rotate, End])
            .at(&[0, 61_000])
            .with(&[(Refusal, 40)])
            .ends(&[
                (Start, &["contention", "done"]),
                (Load, &["done"]),
                (Save, &["contention", "done"]),
                (Rotate, &["contention", "done"]),
                (End, &["contention", "done"]),
            ]),
    ]
}

/// Which model finds which fault.
pub const PLANTED: &[(Fault, &str)] = &[
    (Fault::RotateIgnoresItsLastSwap, "two rotate, one ends"),
    (Fault::RotateLeavesTheNewRecord, "two rotate, one ends"),
    (Fault::RotatedNamesNobody, "two rotate, one ends"),
    (Fault::EndDoesNotFollow, "two rotate, one ends"),
    (Fault::SaveDoesNotCompare, "three add to a counter"),
    (Fault::SaveOverwrites, "end, save, load"),
    (Fault::SaveWritesMoreThanWasGiven, "three add to a counter"),
    (Fault::ConflictIsTriedForEver, "three add to a counter"),
    (Fault::IdleLimitIsForgotten, "limits"),
    (Fault::AbsoluteLimitIsForgotten, "limits"),
    (Fault::TouchOverwrites, "end, save, load"),
    (Fault::LoadIgnoresTheWatermark, "log in, end all, load"),
    (Fault::EpochIsTheClock, "start, end all twice"),
    (Fault::WatermarkIsTheClock, "start, end all twice"),
    (Fault::StoreDoesNotCompare, "rotate, save, touch"),
];
