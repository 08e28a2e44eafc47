//! Any operation, whatever the store has and says of the swaps: no panic, and what holds of every
//! decision.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use tokenseal::Error;
use tokenseal::state::{Next, Step};
use tokenseal_fuzz::state::{ONE, Op, START, decide};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    op: Op,
    grace: u32,
    /// Tenths of a second after the start, or before it.
    late: i16,
    short: u16,
    /// The last round is repeated.
    is_stubborn: bool,
    #[arbitrary(with = rounds)]
    rounds: Vec<Round<'a>>,
}

#[derive(Arbitrary, Debug)]
struct Round<'a> {
    found: [Source<'a>; 3],
    took: bool,
}

/// Where a record comes from.
#[derive(Arbitrary, Debug)]
enum Source<'a> {
    Nothing,
    /// What was to be written last.
    Tried,
    /// One of each kind, as it is or with one byte changed.
    Known {
        index: u8,
        edit: Option<(u8, u8)>,
    },
    Bytes(&'a [u8]),
}

fn rounds<'a>(input: &mut arbitrary::Unstructured<'a>) -> arbitrary::Result<Vec<Round<'a>>> {
    input.arbitrary_iter()?.take(64).collect()
}

impl Source<'_> {
    fn record(&self, tried: Option<&Vec<u8>>) -> Option<Vec<u8>> {
        match self {
            Self::Nothing => None,
            Self::Tried => tried.cloned(),
            Self::Known { index, edit } => {
                let mut record = ONE.records[usize::from(*index) % ONE.records.len()].clone();
                if let Some((at, byte)) = edit {
                    let at = usize::from(*at) % record.len();
                    record[at] = *byte;
                }
                Some(record)
            }
            Self::Bytes(bytes) => Some(bytes.to_vec()),
        }
    }
}

fuzz_target!(|input: Input<'_>| {
    let now = START + i64::from(input.late) * 100;
    let mut transition = match input.op.begin(u64::from(input.grace), now) {
        Ok(transition) => transition,
        Err(Error::BadArgument) => return,
        Err(error) => panic!("{error}"),
    };
    let mut tried = None;
    let mut failed_swaps = 0;
    let repeated = input.rounds.last().filter(|_| input.is_stubborn);
    for round in input.rounds.iter().chain(repeated.into_iter().cycle().take(64)) {
        let count = transition.keys().len();
        assert!((1..=3).contains(&count));
        let found: Vec<_> = round.found[..count].iter().map(|source| source.record(tried.as_ref())).collect();
        let found: Vec<_> = found.iter().map(Option::as_deref).collect();
        let verdict = decide(input.op, &mut transition, &found, input.short.into());
        match verdict.step {
            Err(_) => return,
            Ok(Step::Again) => continue,
            Ok(Step::Done) => {}
            Ok(Step::Write(_)) => {
                tried = verdict.record;
                failed_swaps += u32::from(!round.took);
                match transition.swapped(round.took) {
                    Ok(Next::Done) => {}
                    Ok(Next::Again) => {
                        assert!(failed_swaps <= 32, "contention comes after 32 failed swaps");
                        continue;
                    }
                    Err(Error::Contention) => {
                        assert_eq!(failed_swaps, 33);
                        return;
                    }
                    Err(error) => {
                        assert!(round.took, "{error}");
                        return;
                    }
                }
            }
        }
        // It is over, and says what came of it.
        let none = vec![None; count];
        assert_eq!(transition.decide(&none, &[], &mut [0; 512]), Err(Error::BadArgument));
        let is_session = matches!(input.op, Op::Start | Op::Load | Op::Save | Op::Rotate | Op::Login);
        let is_family = matches!(input.op, Op::StartFamily | Op::Refresh);
        assert_eq!(transition.session().is_ok(), is_session);
        assert_eq!(transition.refresh().is_ok(), is_family);
        assert_eq!(transition.epoch().is_ok(), input.op == Op::EndAll);
        if matches!(input.op, Op::Start | Op::Save | Op::StartFamily) {
            assert_eq!(verdict.data, input.op.data());
        }
        return;
    }
});
