//! What must hold of sessions.

use tokenseal::Error;
use tokenseal::state::{Lifetime, Session, session};

use super::{Broken, Monitor, Tally, View};
use crate::client::{Event, What};
use crate::operation::{Answer, NAMESPACE, Op, Outcome, presented};
use crate::scenario::{Scenario, Spent};

const ENDED_IS_FINAL: Broken = "after an acknowledged end or watermark no later call succeeds";
const ENDED_STAYS: Broken = "what was ended, here or everywhere, is dead in every later world";
const ONE_ID: Broken = "of all ids of one session that anybody was given, one lives at the most";
const NOTHING_LOST: Broken = "no acknowledged update is lost";
const ONCE: Broken = "an update counts once, and once more for each answer that was lost";
const NO_ORPHAN: Broken = "when all were answered, no session lives whose id nobody was given";
const LIMITS: Broken = "a session never outlives its idle or its absolute limit";
const NO_FALSE_END: Broken = "a session that nobody has ended is not said to be ended";

pub const PROPERTIES: &[Broken] =
    &[ENDED_IS_FINAL, ENDED_STAYS, ONE_ID, NOTHING_LOST, ONCE, NO_ORPHAN, LIMITS, NO_FALSE_END];

/// What the monitor of sessions remembers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sessions {
    given: Vec<Given>,
    /// Those that `end` was acknowledged for, and those of before an `end_all`: bits.
    ended_chains: u8,
    ended_groups: u8,
    /// An `end` or `end_all` has begun, or a session has gone on.
    is_ending: bool,
    begun: [Begun; 3],
    /// Acknowledged saves of each chain.
    saved: [u8; CHAINS],
    /// A call was given up as contention: it may have left something behind.
    has_contended: bool,
    /// The latest use, where limits are watched.
    used: Option<i64>,
}

/// An id that somebody was given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Given {
    session: Session,
    /// From one id to the next by rotation: what `end` follows.
    chain: u8,
    /// From one login on: what has one epoch.
    group: u8,
}

/// What was so when a call began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Begun {
    is_doomed: bool,
    groups: u8,
    saved: [u8; CHAINS],
}

/// More than any model has.
const CHAINS: usize = 4;

impl Sessions {
    pub fn new(given: &[Session]) -> Self {
        let mut monitor = Self {
            given: Vec::new(),
            ended_chains: 0,
            ended_groups: 0,
            is_ending: false,
            begun: [Begun::default(); 3],
            saved: [0; CHAINS],
            has_contended: false,
            used: None,
        };
        for session in given {
            monitor.give(session, None, true);
        }
        monitor
    }

    /// Watches the limits too; the sessions were last used then.
    pub fn with_limits(self, used: i64) -> Self {
        Self { used: Some(used), ..self }
    }

    fn give(&mut self, session: &Session, from: Option<(u8, u8)>, is_login: bool) {
        let number = u8::try_from(self.given.len()).expect("few sessions");
        let (chain, group) = match from {
            Some((chain, group)) => (chain, if is_login { number } else { group }),
            None => (number, number),
        };
        self.given.push(Given { session: presented(session), chain, group });
    }

    fn find(&self, session: Option<&Session>) -> Option<&Given> {
        let session = presented(session?);
        self.given.iter().find(|given| given.session == session)
    }

    fn is_dead(&self, given: &Given) -> bool {
        self.ended_chains >> given.chain & 1 == 1 || self.ended_groups >> given.group & 1 == 1
    }

    fn groups(&self) -> u8 {
        let mine = self.given.iter().filter(|given| !given.session.is_anonymous());
        mine.fold(0, |groups, given| groups | 1 << given.group)
    }

    fn done(
        &mut self,
        event: &Event,
        held: Option<&Session>,
        answer: &Answer,
        lifetime: Lifetime,
        tally: &mut Tally,
    ) -> Result<(), Broken> {
        let begun = self.begun[event.client];
        let held = self.find(held).filter(|_| event.op != Op::Start);
        let from = held.map(|given| (given.chain, given.group));
        match (event.op, answer, from) {
            (Op::End, _, Some((chain, _))) => self.ended_chains |= 1 << chain,
            (Op::EndAll, ..) => self.ended_groups |= begun.groups,
            (op, Answer::Session(session, counter), _) => {
                if op != Op::Start {
                    tally.hold(ENDED_IS_FINAL, !begun.is_doomed)?;
                    let saved = from.map_or(0, |(chain, _)| begun.saved[usize::from(chain)]);
                    tally.hold(NOTHING_LOST, *counter >= saved + u8::from(op == Op::Save))?;
                    if let Some(used) = self.used {
                        let Lifetime { idle, absolute } = lifetime;
                        let ends_at =
                            (session.created() + absolute.cast_signed()).min(used + idle.cast_signed());
                        tally.hold(LIMITS, event.now < ends_at)?;
                    }
                }
                if op == Op::Save
                    && let Some((chain, _)) = from
                {
                    self.saved[usize::from(chain)] += 1;
                }
                self.used = self.used.map(|used| used.max(event.now));
                if matches!(op, Op::Start | Op::Rotate | Op::Login) {
                    self.is_ending |= op != Op::Start;
                    self.give(session, from, op == Op::Login);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn lost(view: &View<'_>) -> u8 {
        let faults = [Spent::Reply, Spent::Crash, Spent::Late, Spent::Response];
        faults.into_iter().map(|fault| view.budget.spent(view.scenario.budget, fault)).sum()
    }
}

impl Monitor for Sessions {
    fn see(&mut self, event: &Event, scenario: &Scenario, tally: &mut Tally) -> Result<(), Broken> {
        match &event.what {
            What::Began { hand } => {
                let is_doomed = self.find(hand.session.as_ref()).is_some_and(|given| self.is_dead(given));
                self.begun[event.client] = Begun { is_doomed, groups: self.groups(), saved: self.saved };
                self.is_ending |= matches!(event.op, Op::End | Op::EndAll | Op::Rotate | Op::Login);
                Ok(())
            }
            What::Finished { hand, outcome, answer } => {
                let result = match outcome {
                    Outcome::Done => {
                        self.done(event, hand.session.as_ref(), answer, scenario.setting.lifetime, tally)
                    }
                    Outcome::Failed(Error::SessionEnded | Error::Revoked) => {
                        tally.hold(NO_FALSE_END, self.is_ending)
                    }
                    Outcome::Failed(Error::Contention) => {
                        self.has_contended = true;
                        Ok(())
                    }
                    _ => Ok(()),
                };
                self.begun[event.client] = Begun::default();
                result
            }
            What::Swapped { .. } | What::FailedOver { .. } => Ok(()),
        }
    }

    fn always(&self, view: View<'_>) -> Result<(), Broken> {
        let mut alive = 0_u8;
        for given in &self.given {
            let counter = view.probe(&given.session);
            if self.is_dead(given) {
                view.tally.hold(ENDED_STAYS, counter.is_none())?;
            }
            if let Some(counter) = counter {
                view.tally.hold(NOTHING_LOST, counter >= self.saved[usize::from(given.chain)])?;
                view.tally.hold(ONE_ID, alive >> given.chain & 1 == 0)?;
                alive |= 1 << given.chain;
            }
        }
        Ok(())
    }

    fn finally(&self, view: View<'_>) -> Result<(), Broken> {
        let lost = Self::lost(&view);
        for given in &self.given {
            if let Some(counter) = view.probe(&given.session) {
                let saved = self.saved[usize::from(given.chain)];
                view.tally.hold(ONCE, (saved..=saved + lost).contains(&counter))?;
            }
        }
        if lost == 0 && !self.has_contended {
            let known: Vec<_> = self
                .given
                .iter()
                .filter_map(|given| {
                    session::load(NAMESPACE, &given.session, view.real).ok().map(|load| load.keys()[0])
                })
                .collect();
            let mut records = view.store.records(view.real);
            let is_orphan = records.any(|(key, record)| record.get(1) == Some(&0x11) && !known.contains(key));
            view.tally.hold(NO_ORPHAN, !is_orphan)?;
        }
        Ok(())
    }
}
