//! Candidates that take turns in short rounds, so that what the machine does meanwhile hits all alike. It is the
//! thread's own time that counts, without that of whoever else has the processor.

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;

/// How often each candidate has its turn.
const ROUNDS: usize = 41;
/// How long a turn is.
const STRETCH: Duration = Duration::from_millis(2);
/// The name of the bare HMAC in every group.
pub const LIMIT: &str = "limit";

/// Something to time.
pub struct Candidate<'a> {
    name: String,
    /// Runs it so many times.
    run: Box<dyn FnMut(u32) -> Duration + 'a>,
    repeats: u32,
    /// Nanoseconds a call, of each round.
    times: Vec<f64>,
}

/// A candidate; what `call` gives back keeps the compiler from leaving it out.
pub fn candidate<'a, T>(name: impl Into<String>, mut call: impl FnMut() -> T + 'a) -> Candidate<'a> {
    let run = move |repeats| {
        let start = ThreadTime::now();
        for _ in 0..repeats {
            black_box(call());
        }
        start.elapsed()
    };
    Candidate { name: name.into(), run: Box::new(run), repeats: 1, times: Vec::new() }
}

impl Candidate<'_> {
    fn calibrate(&mut self) {
        while (self.run)(self.repeats) < STRETCH {
            self.repeats *= 2;
        }
    }

    fn turn(&mut self) {
        let taken = (self.run)(self.repeats);
        self.times.push(taken.as_secs_f64() * 1e9 / f64::from(self.repeats));
    }
}

/// Times the candidates of a group and prints each one's median and minimum, in nanoseconds, and the medians' ratio to
/// the first, which is the limit. On standard error, lines for `tests/perf/run`: `bench rust`, group, name, median, minimum.
pub fn measure(group: &str, mut candidates: Vec<Candidate<'_>>) {
    candidates.iter_mut().for_each(Candidate::calibrate);
    for _ in 0..ROUNDS {
        candidates.iter_mut().for_each(Candidate::turn);
    }
    println!("{group}");
    let mut limit = None;
    for Candidate { name, times, .. } in &mut candidates {
        times.sort_by(f64::total_cmp);
        let (median, minimum) = (times[times.len() / 2], times[0]);
        let (limit_median, limit_minimum) = *limit.get_or_insert((median, minimum));
        println!(
            "    {name:44}{median:>10.0}{minimum:>10.0}{:>8.2}{:>8.2}",
            median / limit_median,
            minimum / limit_minimum
        );
        eprintln!("bench rust\t{group}\t{name}\t{median:.2}\t{minimum:.2}");
    }
}
