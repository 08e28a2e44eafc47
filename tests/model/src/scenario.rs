//! What is searched: programs of three clients, clocks, and what may go wrong how often.

use crate::operation::{Hand, Op, Outcome, Setting};
use crate::store::Store;

/// One model. Everything in it happens in every order.
pub struct Scenario {
    pub name: &'static str,
    pub setting: Setting,
    /// What each client calls, one after the other.
    pub programs: [&'static [Op]; 3],
    /// What each client has at the beginning.
    pub hands: [Hand; 3],
    pub store: Store,
    /// The true times, in Unix milliseconds: it passes from one to the next anywhere.
    pub instants: Vec<i64>,
    /// How far a client's clock may be off at the beginning of a call, in milliseconds.
    pub clocks: [&'static [i64]; 3],
    /// The store looks at its own clock for what has expired, not at its callers'.
    pub has_own_clock: bool,
    /// A client tries a call again to which it got no answer.
    pub repeats: bool,
    pub budget: Budget,
    /// How calls must be able to end, and no other way.
    pub outcomes: &'static [(Op, &'static [&'static str])],
}

/// What may go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Spent {
    /// A swap takes, and its reply is lost.
    Reply,
    /// A call ends between two steps: the host crashes, or the caller's patience does.
    Crash,
    /// A swap comes to the store after its client has given it up.
    Late,
    /// A call succeeds, and its answer does not come to the holder.
    Response,
    /// The store refuses a swap for no reason of ours.
    Refusal,
    /// The store's replica catches up.
    Sync,
    /// The store is lost, and its replica takes over: what came after the last sync never was.
    Failover,
}

/// How often each may still happen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Budget([u8; 7]);

impl Budget {
    pub const NONE: Self = Self([0; 7]);

    pub const fn with(mut self, spent: Spent, times: u8) -> Self {
        self.0[spent as usize] = times;
        self
    }

    pub fn has(self, spent: Spent) -> bool {
        self.0[spent as usize] > 0
    }

    pub fn spend(&mut self, spent: Spent) {
        self.0[spent as usize] -= 1;
    }

    /// How often it has happened, of what was allowed.
    pub fn spent(self, allowed: Self, spent: Spent) -> u8 {
        allowed.0[spent as usize] - self.0[spent as usize]
    }
}

impl Scenario {
    /// The time by which the store judges what has expired.
    pub fn store_clock(&self, real: i64, now: i64) -> i64 {
        if self.has_own_clock { real } else { now }
    }

    /// Whether a call may end like that. With a planted fault it may end in any way: that is not what is
    /// to be found.
    pub fn allows(&self, op: Op, outcome: Outcome) -> bool {
        self.outcomes.is_empty()
            || self.setting.fault.is_some()
            || self.outcomes.iter().any(|(other, names)| *other == op && names.contains(&outcome.name()))
    }
}
