//! What must hold of access tokens that can be revoked.

use tokenseal::Error;

use super::{Broken, Monitor, Tally, View};
use crate::event::{Event, What};
use crate::operation::{Access, Answer, Hand, Op, Outcome};
use crate::scenario::Scenario;

const REVOKED_STAYS: Broken =
    "a denied token never passes; nor one from before an end-all, by their hosts' clocks";
const NO_FALSE_REVOCATION: Broken = "a token from after every end-all passes, unless it was denied";
const GROWS: Broken = "a watermark only grows";

pub const PROPERTIES: &[Broken] = &[REVOKED_STAYS, NO_FALSE_REVOCATION, GROWS];

/// What the monitor of access tokens remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Revocations {
    issued: Vec<Issued>,
    /// The names of those whose denial has begun, and the tokens whose denial was acknowledged.
    denying: Vec<String>,
    denied: Vec<String>,
    /// End-alls: how many have begun; of those that were acknowledged which one it was, and its clock.
    ends: u8,
    ended: Vec<(u8, i64)>,
    begun: [Begun; 3],
}

/// A token, and what had happened around its issue.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Issued {
    text: String,
    /// By its host's clock.
    now: i64,
    /// How many end-alls had begun when the issue began, whether all of them were acknowledged, and
    /// how many had begun when it was answered.
    ends_before: u8,
    is_after_all: bool,
    ends_after: u8,
}

/// What was so when a call began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Begun {
    is_doomed: bool,
    ends: u8,
    is_after_all: bool,
}

impl Revocations {
    /// These tokens were issued then.
    pub fn new(issued: &[&Access], now: i64) -> Self {
        let issued = issued.iter().map(|access| Issued {
            text: access.text.clone(),
            now,
            ends_before: 0,
            is_after_all: true,
            ends_after: 0,
        });
        Self { issued: issued.collect(), ..Self::default() }
    }

    fn is_dead(&self, text: &str) -> bool {
        let is_older = |issued: &Issued| {
            self.ended.iter().any(|(number, now)| *number >= issued.ends_after && *now >= issued.now)
        };
        self.denied.iter().any(|denied| denied == text)
            || self.issued.iter().any(|issued| issued.text == text && is_older(issued))
    }

    fn finished(
        &mut self,
        event: &Event,
        (held, name): (&str, &str),
        outcome: Outcome,
        answer: &Answer,
        tally: &mut Tally,
    ) -> Result<(), Broken> {
        let begun = std::mem::take(&mut self.begun[event.client]);
        match (event.op, outcome) {
            (Op::Issue | Op::Refresh, Outcome::Done) => {
                let Answer::Refresh { access, .. } = answer else { return Ok(()) };
                self.issued.push(Issued {
                    text: access.text.clone(),
                    now: event.now,
                    ends_before: begun.ends,
                    is_after_all: begun.is_after_all,
                    ends_after: self.ends,
                });
            }
            (Op::EndAll, Outcome::Done) => self.ended.push((begun.ends, event.now)),
            (Op::Deny, Outcome::Done) => self.denied.push(held.to_owned()),
            (Op::Check, Outcome::Done) => return tally.hold(REVOKED_STAYS, !begun.is_doomed),
            (Op::Check, Outcome::Failed(Error::Revoked)) => {
                let issued = self.issued.iter().find(|issued| issued.text == held);
                let is_fresh = issued
                    .is_some_and(|issued| issued.is_after_all && self.ends == issued.ends_before)
                    && !self.denying.iter().any(|denied| denied == name);
                return tally.hold(NO_FALSE_REVOCATION, !is_fresh);
            }
            _ => {}
        }
        Ok(())
    }
}

/// The text and the name of the token in a hand.
fn held(hand: &Hand) -> (&str, &str) {
    hand.access.as_ref().map_or(("", ""), |access| (&access.text, &access.name))
}

impl Monitor for Revocations {
    fn see(&mut self, event: &Event, _: &Scenario, tally: &mut Tally) -> Result<(), Broken> {
        match &event.what {
            What::Began { hand } => {
                let (held, name) = held(hand);
                let is_after_all = self.ended.len() == usize::from(self.ends);
                let is_doomed = self.is_dead(held);
                self.begun[event.client] = Begun { is_doomed, ends: self.ends, is_after_all };
                match event.op {
                    Op::EndAll => self.ends += 1,
                    Op::Deny => self.denying.push(name.to_owned()),
                    _ => {}
                }
                Ok(())
            }
            What::Finished { hand, outcome, answer } => {
                let (held, name) = held(hand);
                self.finished(event, (held, name), *outcome, answer, tally)
            }
            What::Swapped { before: Some(before), after: Some(after), .. }
                if before.get(1) == Some(&0x31) =>
            {
                tally.hold(GROWS, after > before)
            }
            What::Swapped { .. } | What::FailedOver { .. } => Ok(()),
        }
    }

    fn always(&self, _: View<'_>) -> Result<(), Broken> {
        Ok(())
    }

    fn finally(&self, _: View<'_>) -> Result<(), Broken> {
        Ok(())
    }
}
