//! What is printed.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Duration;

use crate::explore::{self, Report};
use crate::monitor;
use crate::planted::Fault;
use crate::scenario::Scenario;

/// What all searches came to.
#[derive(Default)]
pub struct Summary {
    states: usize,
    passed: usize,
    failed: usize,
    /// How often each property was put to the test.
    tested: BTreeMap<&'static str, u64>,
}

impl Summary {
    /// Prints what one search has found.
    pub fn add(&mut self, scenario: &Scenario, fault: Option<Fault>, report: &Report, time: Duration) {
        let passed = match fault {
            Some(fault) => found(scenario, fault, report),
            None => self.held(scenario, report, time),
        };
        if passed { self.passed += 1 } else { self.failed += 1 }
    }

    /// A model of the library as it is.
    fn held(&mut self, scenario: &Scenario, report: &Report, time: Duration) -> bool {
        self.states += report.states;
        println!(
            "{}: {} states, {} steps, {:.1} s",
            scenario.name,
            report.states,
            report.moves,
            time.as_secs_f64()
        );
        for (property, count) in &report.tally.0 {
            *self.tested.entry(property).or_default() += count;
            println!("    {count:>9} x {property}");
        }
        if let Some((property, way)) = &report.broken {
            println!("  BROKEN: {property}");
            print_way(way);
            return false;
        }
        let mut passed = true;
        for (op, names) in scenario.outcomes {
            for name in *names {
                if !report.outcomes.contains(&(*op, *name)) {
                    println!(
                        "  FAILED: {op:?} never ends in {name}: the model does not reach what it is for"
                    );
                    passed = false;
                }
            }
        }
        passed
    }

    /// Prints the sum. All models together must put every property to the test.
    pub fn finish(mut self, is_whole: bool) -> ExitCode {
        let properties = || explore::PROPERTIES.iter().copied().chain(monitor::properties());
        for property in properties().filter(|property| is_whole && !self.tested.contains_key(property)) {
            println!("FAILED: never put to the test: {property}");
            self.failed += 1;
        }
        println!("\n{} states, {} properties", self.states, properties().count());
        println!("model: {} passed, {} failed", self.passed, self.failed);
        if self.failed == 0 && self.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// A model of the library with a fault.
fn found(scenario: &Scenario, fault: Fault, report: &Report) -> bool {
    let Some((property, way)) = &report.broken else {
        println!("FAILED: planted {fault:?}: not found by \"{}\"", scenario.name);
        return false;
    };
    println!("planted {fault:?}: found in {} steps, by: {property}", way.len());
    if std::env::var_os("TRACES").is_some() {
        print_way(way);
    }
    true
}

fn print_way(way: &[String]) {
    for step in way {
        println!("        {step}");
    }
}
