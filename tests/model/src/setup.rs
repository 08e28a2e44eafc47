//! What has happened before a model begins.

use tokenseal::state::{Next, Step};

use crate::operation::{Hand, Op, Setting};
use crate::store::{Store, Swap};

/// A store and one client that nothing disturbs.
pub struct Setup {
    pub store: Store,
    pub setting: Setting,
    calls: u8,
}

impl Setup {
    pub fn new(setting: Setting) -> Self {
        Self { store: Store::default(), setting, calls: 200 }
    }

    /// Carries out one call, which must succeed.
    pub fn call(&mut self, op: Op, mut hand: Hand, now: i64) -> Hand {
        self.calls += 1;
        let caller = [0, self.calls, 0];
        let begun = op.begin(&self.setting, caller, &hand, now).expect("good arguments");
        let (mut transition, data) = begun.expect("a hand that has what is needed");
        let mut buf = [0; 512];
        loop {
            let keys = transition.keys().to_vec();
            let found: Vec<_> = keys.iter().map(|key| self.store.get(key, now)).collect();
            let write = match transition.decide(&found, &data, &mut buf).expect("no fault") {
                Step::Done => break,
                Step::Again => continue,
                Step::Write(write) => write,
            };
            let swap = Swap {
                key: keys[write.key],
                expected: found[write.key].map(<[u8]>::to_vec),
                new: write.record.map(|len| buf[..len].to_vec()),
                ttl: write.ttl,
            };
            let took = self.store.swap(&swap, now);
            if transition.swapped(took).expect("no fault") == Next::Done {
                break;
            }
        }
        let answer = op.answer(&self.setting, caller, &transition, &buf[transition.data()]);
        hand.take(&answer.expect("an answer"));
        hand
    }
}
