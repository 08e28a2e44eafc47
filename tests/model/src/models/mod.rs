//! The models that are searched.

mod families;
mod revocations;
mod sessions;

use tokenseal::state::Lifetime;

use crate::explore::{Report, explore};
use crate::monitor::families::{Families, SKEW};
use crate::monitor::revocations::Revocations;
use crate::monitor::sessions::Sessions;
use crate::operation::{Hand, Op, Setting};
use crate::planted::Fault;
use crate::scenario::{Budget, Scenario, Spent};
use crate::setup::Setup;

/// When everything begins, in Unix milliseconds.
pub const START: i64 = 1_700_000_000_000;

const SETTING: Setting = Setting {
    lifetime: Lifetime { idle: 600_000, absolute: 3_600_000 },
    grace: 10_000,
    expires_in: 900_000,
    leeway: 0,
    newer_key: [false; 3],
    fault: None,
};

/// How calls end, and no other way.
type Outcomes = &'static [(Op, &'static [&'static str])];

/// A scenario, and who watches it.
pub struct Model {
    pub scenario: Scenario,
    watch: Watch,
}

enum Watch {
    Sessions(Sessions),
    Families(Families),
    Revocations(Revocations),
}

/// Every model.
pub fn all() -> Vec<Model> {
    [sessions::all(), families::all(), revocations::all()].into_iter().flatten().collect()
}

/// Every fault that is planted, with the model that has to find it.
pub fn planted() -> Vec<(Fault, Model)> {
    let places = [sessions::PLANTED, families::PLANTED, revocations::PLANTED];
    let places = places.into_iter().flatten().copied();
    let plant = |(fault, name): (Fault, &str)| {
        let mut model = all().into_iter().find(|model| model.scenario.name == name).expect("a model");
        model.scenario.setting.fault = Some(fault);
        (fault, model)
    };
    places.map(plant).collect()
}

impl Model {
    /// A model of three clients that each have a hand.
    fn new(
        name: &'static str,
        setup: Setup,
        hands: [Hand; 3],
        programs: [&'static [Op]; 3],
        watch: Watch,
    ) -> Self {
        let scenario = Scenario {
            name,
            setting: setup.setting,
            programs,
            hands,
            store: setup.store,
            instants: vec![START],
            clocks: [&[0]; 3],
            has_own_clock: false,
            repeats: false,
            budget: Budget::NONE,
            outcomes: &[],
        };
        Self { scenario, watch }
    }

    /// Searches all of it.
    pub fn explore(&self) -> Report {
        match &self.watch {
            Watch::Sessions(monitor) => explore(&self.scenario, monitor.clone()),
            Watch::Families(monitor) => explore(&self.scenario, monitor.clone()),
            Watch::Revocations(monitor) => explore(&self.scenario, monitor.clone()),
        }
    }

    /// What may go wrong in it, and how often.
    fn with(mut self, faults: &[(Spent, u8)]) -> Self {
        for (spent, times) in faults {
            self.scenario.budget = self.scenario.budget.with(*spent, *times);
        }
        self
    }

    /// Milliseconds after the start: from one to the next time may pass at any step.
    fn at(mut self, instants: &[i64]) -> Self {
        self.scenario.instants = instants.iter().map(|instant| START + instant).collect();
        self
    }

    /// A clock may be ahead of others.
    fn skewed(mut self) -> Self {
        self.scenario.clocks = [&[0, SKEW]; 3];
        self
    }

    /// The store has a clock of its own.
    fn own_clock(mut self) -> Self {
        self.scenario.has_own_clock = true;
        self
    }

    /// Calls that were not answered are tried again.
    fn repeating(mut self) -> Self {
        self.scenario.repeats = true;
        self
    }

    fn ends(mut self, outcomes: Outcomes) -> Self {
        self.scenario.outcomes = outcomes;
        self
    }
}
