//! A model check of the state machine: every interleaving of three clients over get and swap.
//!
//! The transitions are the core's own, run as they are. The search goes through every order of the
//! steps of up to three clients on one linearizable store, each record read by itself, with crashes,
//! lost replies, late swaps, lost responses, failovers and clocks that differ. What must hold stands in
//! [`monitor`], what is searched in [`models`]. Faults that are planted ([`planted`]) show that the search
//! finds what it looks for.
//!
//! `tokenseal-model [NAME]`: all models, or those whose names contain NAME. With `TRACES` in the
//! environment the ways to the planted faults are printed too.

mod client;
mod explore;
mod intern;
mod models;
mod monitor;
mod operation;
mod planted;
mod report;
mod scenario;
mod setup;
mod store;

use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;

use report::Summary;

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    let models = models::all().into_iter().map(|model| (None, model));
    let planted = models::planted().into_iter().map(|(fault, model)| (Some(fault), model));
    let jobs: Vec<_> =
        models.chain(planted).filter(|(_, model)| model.scenario.name.contains(&name)).collect();

    let jobs = Mutex::new(jobs.into_iter());
    let summary = Mutex::new(Summary::default());
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Some((fault, model)) = jobs.lock().expect("no panic").next() else { break };
                    let start = std::time::Instant::now();
                    let report = model.explore();
                    let mut summary = summary.lock().expect("no panic");
                    summary.add(&model.scenario, fault, &report, start.elapsed());
                }
            });
        }
    });
    summary.into_inner().expect("no panic").finish(name.is_empty())
}
