//! What watches a run and knows what must not happen.

pub mod families;
pub mod revocations;
pub mod sessions;

use std::collections::BTreeMap;
use std::hash::Hash;

use tokenseal::state::{Session, session};

use crate::client::Event;
use crate::operation::NAMESPACE;
use crate::scenario::{Budget, Scenario};
use crate::store::Store;

/// The property that does not hold.
pub type Broken = &'static str;

/// All properties that a monitor holds.
pub fn properties() -> impl Iterator<Item = Broken> {
    [sessions::PROPERTIES, families::PROPERTIES, revocations::PROPERTIES].into_iter().flatten().copied()
}

/// Remembers of a run what its properties need, and nothing else: every memory is another world.
pub trait Monitor: Clone + Eq + Hash {
    /// Takes note of what has happened.
    fn see(&mut self, event: &Event, scenario: &Scenario, tally: &mut Tally) -> Result<(), Broken>;

    /// What holds in every world.
    fn always(&self, view: View<'_>) -> Result<(), Broken>;

    /// What holds when all have finished.
    fn finally(&self, view: View<'_>) -> Result<(), Broken>;
}

/// A world, as a monitor looks at it.
pub struct View<'a> {
    pub scenario: &'a Scenario,
    pub store: &'a Store,
    pub real: i64,
    /// What may still go wrong.
    pub budget: Budget,
    pub tally: &'a mut Tally,
}

/// How often each property was put to the test: one that never was holds for nothing.
#[derive(Default)]
pub struct Tally(pub BTreeMap<&'static str, u64>);

impl Tally {
    /// Holds a property against the facts.
    pub fn hold(&mut self, property: &'static str, holds: bool) -> Result<(), Broken> {
        *self.0.entry(property).or_default() += 1;
        if holds { Ok(()) } else { Err(property) }
    }
}

impl View<'_> {
    /// The counter of a session if it is alive: what a request that came alone would find.
    pub fn probe(&self, held: &Session) -> Option<u8> {
        let mut load = session::load(NAMESPACE, held, self.real).ok()?;
        let records: Vec<_> = load.keys().iter().map(|key| self.store.get(key, self.real)).collect();
        let mut buf = [0; 512];
        load.decide(&records, &[], &mut buf).ok()?;
        Some(buf.get(load.data()).and_then(|data| data.first()).copied().unwrap_or(0))
    }
}
