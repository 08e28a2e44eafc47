//! The search: every world that can be reached, once each.
//!
//! A client's steps depend on itself, the store and the time alone, so each is worked out once and
//! looked up from then on. A world is a few numbers of what it consists of; that two worlds are
//! the same is no matter of chance.

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use crate::client::{Client, Event, Flight, Stage, Step, What, short};
use crate::intern::{Interner, Map};
use crate::models::START;
use crate::monitor::{Broken, Monitor, Tally, View};
use crate::operation::Op;
use crate::scenario::{Budget, Scenario, Spent};
use crate::store::Store;

/// Everything, as numbers.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct World {
    store: u32,
    monitor: u32,
    clients: [u32; 3],
    flight: u32,
    replica: u32,
    instant: u8,
    budget: Budget,
}

/// What a search has found.
pub struct Report {
    pub states: usize,
    pub moves: u64,
    pub tally: Tally,
    pub outcomes: BTreeSet<(Op, &'static str)>,
    /// What is broken, and the shortest way there.
    pub broken: Option<(Broken, Vec<String>)>,
}

pub const PROPERTIES: &[Broken] = &[ENDS, NO_DEADLOCK, DOCUMENTED];

const ENDS: Broken = "every run comes to an end";
const NO_DEADLOCK: Broken = "nobody gets stuck";
const DOCUMENTED: Broken = "a call ends in one of the ways that are documented for it";

/// A client's step as numbers.
struct Move {
    label: Rc<str>,
    client: u32,
    store: Option<u32>,
    spent: Option<Spent>,
    flight: u32,
    events: u32,
}

type Key = (u8, u32, u32, u8, Budget);

struct Search<'a, M> {
    scenario: &'a Scenario,
    clients: Interner<Client>,
    stores: Interner<Store>,
    monitors: Interner<M>,
    flights: Interner<Option<Flight>>,
    events: Interner<Vec<Event>>,
    moves: Map<Key, Rc<[Move]>>,
    seen: Map<(u32, u32), Result<u32, Broken>>,
    checked: Map<(u32, u32, u8), Result<(), Broken>>,
    tally: Tally,
    outcomes: BTreeSet<(Op, &'static str)>,
}

type Next = (Rc<str>, Result<World, Broken>);

/// Searches the whole of a scenario, or up to the first thing that is broken.
pub fn explore<M: Monitor>(scenario: &Scenario, monitor: M) -> Report {
    let mut search = Search {
        scenario,
        clients: Interner::new(),
        stores: Interner::new(),
        monitors: Interner::new(),
        flights: Interner::new(),
        events: Interner::new(),
        moves: Map::default(),
        seen: Map::default(),
        checked: Map::default(),
        tally: Tally::default(),
        outcomes: BTreeSet::new(),
    };
    let clients = scenario.hands.clone().map(|hand| search.clients.number(Client::new(hand)));
    let store = search.stores.number(scenario.store.clone());
    let start = World {
        store,
        monitor: search.monitors.number(monitor),
        clients,
        flight: search.flights.number(None),
        replica: store,
        instant: 0,
        budget: scenario.budget,
    };
    search.run(start)
}

impl<M: Monitor> Search<'_, M> {
    /// Depth first, so that a run without an end would come back to a world on its own way.
    fn run(mut self, start: World) -> Report {
        let mut worlds: Map<World, bool> = Map::default();
        let mut moves = 0_u64;
        let mut broken = None;
        worlds.insert(start, true);
        let mut way: Vec<(World, Vec<Next>, Rc<str>)> = vec![(start, self.successors(&start), "".into())];
        while let Some((world, later, _)) = way.last_mut() {
            let Some((label, next)) = later.pop() else {
                worlds.insert(*world, false);
                way.pop();
                continue;
            };
            moves += 1;
            match next {
                Err(property) => {
                    broken = Some(property);
                    break;
                }
                Ok(next) => {
                    let Some(is_on_the_way) = worlds.get(&next) else {
                        worlds.insert(next, true);
                        let later = self.successors(&next);
                        way.push((next, later, label));
                        continue;
                    };
                    if let Err(property) = self.tally.hold(ENDS, !is_on_the_way) {
                        broken = Some(property);
                        break;
                    }
                }
            }
        }
        let broken = broken.map(|property| match property {
            ENDS => (ENDS, way.iter().skip(1).map(|(_, _, label)| label.to_string()).collect()),
            property => (property, self.shortest(start, property)),
        });
        Report { states: worlds.len(), moves, tally: self.tally, outcomes: self.outcomes, broken }
    }

    /// Breadth first, for the shortest way to something broken.
    fn shortest(&mut self, start: World, property: Broken) -> Vec<String> {
        let mut worlds: Vec<(World, usize, Rc<str>)> = vec![(start, 0, "".into())];
        let mut known = HashSet::from([start]);
        let mut at = 0;
        while let Some((world, ..)) = worlds.get(at).cloned() {
            for (label, next) in self.successors(&world) {
                match next {
                    Ok(next) => {
                        if known.insert(next) {
                            worlds.push((next, at, label));
                        }
                    }
                    Err(other) if other == property => {
                        let mut trace = vec![label.to_string()];
                        while at != 0 {
                            trace.push(worlds[at].2.to_string());
                            at = worlds[at].1;
                        }
                        trace.reverse();
                        return trace;
                    }
                    Err(_) => {}
                }
            }
            at += 1;
        }
        unreachable!("it was found once")
    }

    fn successors(&mut self, world: &World) -> Vec<Next> {
        let mut later = Vec::new();
        for me in 0..3 {
            for step in self.moves_of(me, world).iter() {
                let mut next = *world;
                next.clients[me] = step.client;
                next.store = step.store.unwrap_or(world.store);
                if let Some(spent) = step.spent {
                    next.budget.spend(spent);
                }
                if step.flight != 0 {
                    next.flight = step.flight;
                }
                self.add(&mut later, &step.label, next, Some(step.events));
            }
        }
        if let Some(flight) = self.flights.value(world.flight).as_ref() {
            self.land(&mut later, world, flight);
        }
        if usize::from(world.instant) + 1 < self.scenario.instants.len() {
            let next = World { instant: world.instant + 1, ..*world };
            let passed = self.real(&next) - START;
            let label = format!("time passes to {}.{:03} s", passed / 1000, passed % 1000);
            self.add(&mut later, &label.into(), next, None);
        }
        if world.budget.has(Spent::Sync) && world.replica != world.store {
            let mut next = World { replica: world.store, ..*world };
            next.budget.spend(Spent::Sync);
            self.add(&mut later, &"the replica catches up".into(), next, None);
        }
        if world.budget.has(Spent::Failover) && world.replica != world.store {
            let mut next = World { store: world.replica, ..*world };
            next.budget.spend(Spent::Failover);
            let what = What::FailedOver { store: Store::clone(&self.stores.value(world.replica)) };
            let now = self.real(world);
            let event = Event { client: 0, op: Op::Load, now, began: now, what };
            let events = self.events.number(vec![event]);
            self.add(&mut later, &"the replica takes over".into(), next, Some(events));
        }
        if later.is_empty() {
            self.end(&mut later, world);
        }
        later
    }

    /// A swap that was given up comes to the store after all.
    fn land(&mut self, later: &mut Vec<Next>, world: &World, flight: &Flight) {
        let mut store = Store::clone(&self.stores.value(world.store));
        let real = self.real(world);
        let now = self.scenario.store_clock(real, flight.now);
        let before = store.get(&flight.swap.key, now).map(<[u8]>::to_vec);
        let mut next = World { flight: 0, ..*world };
        let mut events = Vec::new();
        if store.swap(&flight.swap, now) {
            let what = What::Swapped { key: flight.swap.key, before, after: flight.swap.new.clone() };
            events.push(Event {
                client: flight.client,
                op: flight.op,
                now: flight.now,
                began: flight.began,
                what,
            });
        }
        next.store = self.stores.number(store);
        let events = self.events.number(events);
        let label = format!("the late swap of {} comes to the store", short(&flight.swap.key));
        self.add(later, &label.into(), next, Some(events));
    }

    /// A world in which nothing is left to be done.
    fn end(&mut self, later: &mut Vec<Next>, world: &World) {
        let clients = world.clients.map(|client| self.clients.value(client));
        let finished = clients.iter().all(|client| client.is_idle());
        let (store, real) = (self.stores.value(world.store), self.real(world));
        let monitor = self.monitors.value(world.monitor);
        let view = View {
            scenario: self.scenario,
            store: &store,
            real,
            budget: world.budget,
            tally: &mut self.tally,
        };
        let result = view.tally.hold(NO_DEADLOCK, finished).and_then(|()| monitor.finally(view));
        if let Err(property) = result {
            later.push(("the end".into(), Err(property)));
        }
    }

    fn real(&self, world: &World) -> i64 {
        self.scenario.instants[usize::from(world.instant)]
    }

    /// Lets the monitor see what has happened, and look at the new world.
    fn add(&mut self, later: &mut Vec<Next>, label: &Rc<str>, mut next: World, events: Option<u32>) {
        let seen = match events {
            Some(events) => self.see(next.monitor, events),
            None => Ok(next.monitor),
        };
        let checked = seen.and_then(|monitor| {
            next.monitor = monitor;
            self.check(&next)
        });
        later.push((Rc::clone(label), checked.map(|()| next)));
    }

    fn see(&mut self, monitor: u32, events: u32) -> Result<u32, Broken> {
        if let Some(known) = self.seen.get(&(monitor, events)) {
            return *known;
        }
        let mut after = M::clone(&self.monitors.value(monitor));
        let events_seen = self.events.value(events);
        let result = events_seen.iter().try_for_each(|event| {
            if let What::Finished { outcome, .. } = event.what {
                self.tally.hold(DOCUMENTED, self.scenario.allows(event.op, outcome))?;
            }
            after.see(event, self.scenario, &mut self.tally)
        });
        let result = result.map(|()| self.monitors.number(after));
        self.seen.insert((monitor, events), result);
        result
    }

    fn check(&mut self, world: &World) -> Result<(), Broken> {
        let key = (world.monitor, world.store, world.instant);
        if let Some(known) = self.checked.get(&key) {
            return *known;
        }
        let (store, real) = (self.stores.value(world.store), self.real(world));
        let monitor = self.monitors.value(world.monitor);
        let view = View {
            scenario: self.scenario,
            store: &store,
            real,
            budget: world.budget,
            tally: &mut self.tally,
        };
        let result = monitor.always(view);
        self.checked.insert(key, result);
        result
    }

    fn moves_of(&mut self, me: usize, world: &World) -> Rc<[Move]> {
        let key =
            (u8::try_from(me).expect("three"), world.clients[me], world.store, world.instant, world.budget);
        if let Some(known) = self.moves.get(&key) {
            return Rc::clone(known);
        }
        let (client, store) = (self.clients.value(world.clients[me]), self.stores.value(world.store));
        let real = self.real(world);
        let stage = Stage { scenario: self.scenario, me, store: &store, real, budget: world.budget };
        let steps = client.steps(&stage);
        let moves: Rc<[Move]> = steps.into_iter().map(|step| self.intern(me, step)).collect();
        self.moves.insert(key, Rc::clone(&moves));
        moves
    }

    fn intern(&mut self, me: usize, step: Step) -> Move {
        for event in &step.events {
            if let What::Finished { outcome, .. } = &event.what {
                self.outcomes.insert((event.op, outcome.name()));
            }
        }
        let name = ["A", "B", "C"][me];
        Move {
            label: format!("{name}: {}", step.label.trim()).into(),
            client: self.clients.number(step.client),
            store: step.store.map(|store| self.stores.number(store)),
            spent: step.spent,
            flight: step.flight.map_or(0, |flight| self.flights.number(Some(flight))),
            events: self.events.number(step.events),
        }
    }
}
