//! What others can know of a step.

use tokenseal::state::StoreKey;

use crate::call::Found;
use crate::operation::{Answer, Hand, Op, Outcome};
use crate::store::{Store, Swap};

/// Something that has happened in a call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Event {
    pub client: usize,
    pub op: Op,
    /// The client's clock when the call began.
    pub now: i64,
    /// The true time at which the call began.
    pub began: i64,
    pub what: What,
}

/// What it was.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum What {
    Began {
        hand: Hand,
    },
    Swapped {
        key: StoreKey,
        before: Found,
        after: Found,
    },
    Finished {
        hand: Hand,
        outcome: Outcome,
        answer: Answer,
    },
    /// The replica has taken over, with this.
    FailedOver {
        store: Store,
    },
}

/// A swap that the client has given up, and that is still on its way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Flight {
    pub client: usize,
    pub op: Op,
    pub now: i64,
    pub began: i64,
    pub swap: Swap,
}

/// Enough of a key to tell it from others.
pub fn short(key: &StoreKey) -> String {
    let text = key.to_string();
    let text = text.trim_start_matches("tokenseal:");
    text[..text.len() - 38].to_owned()
}
