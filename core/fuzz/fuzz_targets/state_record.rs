//! Any bytes as a record, for whatever reads records: they are read or refused, whole.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tokenseal::state::Transition;
use tokenseal_fuzz::state::{Op, START, decide};

/// Every operation: at once, after a while, and too late.
static TRANSITIONS: LazyLock<Vec<(Op, Transition)>> = LazyLock::new(|| {
    let times = [START, START + 61_000, START + 700_000];
    let begin = |op: Op| times.map(|now| (op, op.begin(10_000, now).unwrap()));
    Op::ALL.into_iter().flat_map(begin).collect()
});

fuzz_target!(|record: &[u8]| {
    for (op, transition) in TRANSITIONS.iter() {
        for place in 0..transition.keys().len() {
            let mut found = vec![None; transition.keys().len()];
            found[place] = Some(record);
            decide(*op, &mut { *transition }, &found, 0);
        }
    }
});
