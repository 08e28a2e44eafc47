//! A call into the library: the core's own transition, and what is decided.

use tokenseal::Error;
use tokenseal::state::{Step, Transition};

use crate::operation::{Caller, Op, Setting};
use crate::store::Swap;

/// A record, or that there is none.
pub type Found = Option<Vec<u8>>;

/// A call that has begun.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    pub op: Op,
    pub caller: Caller,
    /// The true time at which it began.
    pub began: i64,
    pub transition: Transition,
    pub data: Vec<u8>,
    /// The application's bytes as they are if what was decided last comes true.
    pub output: Vec<u8>,
    /// Only where a fault was planted: what follows the swap.
    pub forced: Option<Forced>,
}

/// What a planted fault lets follow a swap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Forced {
    Done,
    Again,
}

/// What the core decided.
pub enum Decision {
    Done,
    Again,
    Write(usize, Swap),
    Failed(Error),
}

impl Call {
    pub fn new(op: Op, caller: Caller, began: i64, transition: &Transition, data: Vec<u8>) -> Self {
        let transition = *transition;
        Self { op, caller, began, transition, data, output: Vec::new(), forced: None }
    }

    /// Lets the core decide about what was found.
    pub fn decide(&mut self, setting: &Setting, found: &[Found]) -> Decision {
        let mut buf = [0; 512];
        let shown = setting.show(self, found);
        let records: Vec<Option<&[u8]>> = shown.iter().map(Option::as_deref).collect();
        let verdict = self.transition.decide(&records, &self.data, &mut buf);
        self.output = buf[self.transition.data()].to_vec();
        let decision = match verdict {
            Err(error) => Decision::Failed(error),
            Ok(Step::Done) => Decision::Done,
            Ok(Step::Again) => Decision::Again,
            Ok(Step::Write(write)) => Decision::Write(
                write.key,
                Swap {
                    key: self.transition.keys()[write.key],
                    expected: found[write.key].clone(),
                    new: write.record.map(|len| buf[..len].to_vec()),
                    ttl: write.ttl,
                },
            ),
        };
        setting.bend(self, found, decision)
    }
}
