//! What must hold of refresh tokens.

use std::collections::BTreeMap;

use tokenseal::Error;

use super::{Broken, Monitor, Tally, View};
use crate::client::{Event, Found, What};
use crate::operation::{Answer, Op, Outcome};
use crate::scenario::Scenario;

const ENDED_IS_FINAL: Broken = "after an acknowledged end, watermark or reuse no later refresh succeeds";
const ENDED_STAYS: Broken = "what was ended, or found to be reused, is dead in every later world";
const ABSORBED: Broken = "nothing makes a dead family live again";
const WRITTEN_ONCE: Broken = "each generation is written once: one rotation, whose time does not move";
const ONE_SUCCESSOR: Broken = "a token has one successor, byte for byte, whoever is given it";
const FOUND_OUT: Broken = "who is two behind, or one outside grace and skew, never gets a successor";
const JUSTIFIED: Broken =
    "reuse is said only of a token two behind, or one, outside grace less skew, that another call replaced";
const DEAD_AFTER_REUSE: Broken = "whoever is told of reuse, the family is dead";
const RECOVERED: Broken = "a token is ahead of the store only after a failover";
const GROWS: Broken = "a watermark only grows";

pub const PROPERTIES: &[Broken] = &[
    ENDED_IS_FINAL,
    ENDED_STAYS,
    ABSORBED,
    WRITTEN_ONCE,
    ONE_SUCCESSOR,
    FOUND_OUT,
    JUSTIFIED,
    DEAD_AFTER_REUSE,
    RECOVERED,
    GROWS,
];

/// How far two clocks of a scenario may be apart, in milliseconds.
pub const SKEW: i64 = 5_000;

const LIVE: u8 = 0x21;
const REUSED: u8 = 0x23;
const WATERMARK: u8 = 0x31;

/// What the monitor of families remembers. There is one family.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Families {
    /// The generation of the record, and when the call began that wrote it.
    generation: u64,
    rotated: i64,
    state: u8,
    /// The tokens that were given, by generation.
    given: BTreeMap<u64, String>,
    is_final: bool,
    /// Whose call wrote the record, as long as it runs.
    writer: Option<usize>,
    has_failed_over: bool,
    begun: [Begun; 3],
}

/// What was so when a call began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Begun {
    is_doomed: bool,
    is_behind: bool,
    presented: u64,
    /// A failover came in between: what it was told may never have been.
    is_crossed: bool,
}

impl Families {
    /// One family, whose first token was given at that time.
    pub fn new(started: i64) -> Self {
        Self {
            generation: 1,
            rotated: started,
            state: LIVE,
            given: BTreeMap::new(),
            is_final: false,
            writer: None,
            has_failed_over: false,
            begun: [Begun::default(); 3],
        }
    }

    fn began(&mut self, event: &Event, presented: u64, scenario: &Scenario) {
        let grace = scenario.setting.grace.cast_signed();
        let is_late = event.began - self.rotated >= grace + SKEW;
        let is_behind = self.generation >= presented + 2 || self.generation == presented + 1 && is_late;
        self.begun[event.client] =
            Begun { is_doomed: self.is_final, is_behind, presented, is_crossed: false };
    }

    fn swapped(
        &mut self,
        event: &Event,
        before: &Found,
        after: &Found,
        scenario: &Scenario,
        tally: &mut Tally,
    ) -> Result<(), Broken> {
        let begun = self.begun[event.client];
        match (state(before), state(after)) {
            (WATERMARK, _) => return tally.hold(GROWS, number(after) > number(before)),
            (LIVE, LIVE) => {
                let (old, new) = (number(before), number(after));
                let is_recovery = self.has_failed_over && new > old;
                tally.hold(WRITTEN_ONCE, new == old + 1 || is_recovery)?;
                (self.generation, self.rotated) = (new, event.began);
                self.writer = Some(event.client);
            }
            (LIVE, REUSED) => {
                let grace = scenario.setting.grace.cast_signed();
                let is_late = event.began - self.rotated >= grace - SKEW;
                let behind = self.generation.saturating_sub(begun.presented);
                let is_own = self.writer == Some(event.client);
                tally.hold(JUSTIFIED, behind >= 2 || behind == 1 && is_late && !is_own)?;
            }
            (LIVE, after) => tally.hold(ABSORBED, after != 0)?,
            (0, _) => return Ok(()),
            (_, after) => tally.hold(ABSORBED, after != LIVE)?,
        }
        self.state = state(after);
        Ok(())
    }

    fn finished(
        &mut self,
        event: &Event,
        outcome: Outcome,
        answer: &Answer,
        tally: &mut Tally,
    ) -> Result<(), Broken> {
        let begun = self.begun[event.client];
        self.begun[event.client] = Begun::default();
        self.writer = self.writer.filter(|writer| *writer != event.client);
        match (event.op, outcome, answer) {
            (Op::Refresh, Outcome::Done, Answer::Refresh { token, recovered, .. }) => {
                tally.hold(ENDED_IS_FINAL, !begun.is_doomed || begun.is_crossed)?;
                tally.hold(FOUND_OUT, !begun.is_behind || begun.is_crossed)?;
                tally.hold(RECOVERED, !recovered || self.has_failed_over)?;
                let given = self.given.entry(token.generation).or_insert_with(|| token.text.clone());
                tally.hold(ONE_SUCCESSOR, *given == token.text || self.has_failed_over)
            }
            (Op::Refresh, Outcome::Failed(Error::RefreshReused), _) => {
                self.is_final |= !begun.is_crossed;
                tally.hold(DEAD_AFTER_REUSE, self.state == REUSED || begun.is_crossed)
            }
            (Op::EndFamily | Op::EndAll, Outcome::Done, _) => {
                self.is_final |= !begun.is_crossed;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl Monitor for Families {
    fn see(&mut self, event: &Event, scenario: &Scenario, tally: &mut Tally) -> Result<(), Broken> {
        match &event.what {
            What::Began { hand } => {
                self.began(event, hand.token.as_ref().map_or(0, |token| token.generation), scenario);
                Ok(())
            }
            What::Swapped { before, after, .. } => self.swapped(event, before, after, scenario, tally),
            What::Finished { outcome, answer, .. } => self.finished(event, *outcome, answer, tally),
            What::FailedOver { store } => {
                self.has_failed_over = true;
                let family = store.records(event.now).map(|(_, record)| record.to_vec());
                let family =
                    family.into_iter().find(|record| record.get(1).is_some_and(|state| state >> 4 == 2));
                self.state = state(&family);
                if self.state == LIVE {
                    self.generation = number(&family);
                }
                // The end may have been lost with the rest.
                self.is_final = false;
                self.begun.iter_mut().for_each(|begun| begun.is_crossed = true);
                Ok(())
            }
        }
    }

    fn always(&self, view: View<'_>) -> Result<(), Broken> {
        if !self.is_final {
            return Ok(());
        }
        let has = |wanted| view.store.records(view.real).any(|(_, record)| record.get(1) == Some(&wanted));
        view.tally.hold(ENDED_STAYS, !has(LIVE) || has(WATERMARK))
    }

    fn finally(&self, _: View<'_>) -> Result<(), Broken> {
        Ok(())
    }
}

fn state(record: &Found) -> u8 {
    record.as_ref().and_then(|record| record.get(1)).copied().unwrap_or(0)
}

/// The first number of a record: a family's generation, a watermark's epoch.
fn number(record: &Found) -> u64 {
    let bytes = record.as_ref().and_then(|record| record.get(2..10)).unwrap_or(&[0; 8]);
    u64::from_be_bytes(bytes.try_into().expect("eight bytes"))
}
