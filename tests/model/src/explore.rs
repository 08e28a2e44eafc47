//! The search: every world that can be reached, once each.

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use crate::intern::Map;
use crate::monitor::{Broken, Monitor, Tally};
use crate::operation::Op;
use crate::scenario::Scenario;
use crate::worlds::{self, Next, World, Worlds};

/// What a search has found.
pub struct Report {
    pub states: usize,
    pub moves: u64,
    pub tally: Tally,
    pub outcomes: BTreeSet<(Op, &'static str)>,
    /// What is broken, and the shortest way there.
    pub broken: Option<(Broken, Vec<String>)>,
}

pub const PROPERTIES: &[Broken] = &[ENDS, worlds::NO_DEADLOCK, worlds::DOCUMENTED];

const ENDS: Broken = "every run comes to an end";

/// Searches the whole of a scenario, or up to the first thing that is broken.
pub fn explore<M: Monitor>(scenario: &Scenario, monitor: M) -> Report {
    let (worlds, start) = Worlds::new(scenario, monitor);
    Search { worlds }.run(start)
}

/// A search under way.
struct Search<'a, M> {
    worlds: Worlds<'a, M>,
}

impl<M: Monitor> Search<'_, M> {
    /// Depth first, so that a run without an end would come back to a world on its own way.
    fn run(mut self, start: World) -> Report {
        let mut worlds: Map<World, bool> = Map::default();
        let mut moves = 0_u64;
        let mut broken = None;
        worlds.insert(start, true);
        let mut way: Vec<(World, Vec<Next>, Rc<str>)> =
            vec![(start, self.worlds.successors(&start), "".into())];
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
                        let later = self.worlds.successors(&next);
                        way.push((next, later, label));
                        continue;
                    };
                    if let Err(property) = self.worlds.tally.hold(ENDS, !is_on_the_way) {
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
        Report {
            states: worlds.len(),
            moves,
            tally: self.worlds.tally,
            outcomes: self.worlds.outcomes,
            broken,
        }
    }

    /// Breadth first, for the shortest way to something broken.
    fn shortest(&mut self, start: World, property: Broken) -> Vec<String> {
        let mut worlds: Vec<(World, usize, Rc<str>)> = vec![(start, 0, "".into())];
        let mut known = HashSet::from([start]);
        let mut at = 0;
        while let Some((world, ..)) = worlds.get(at).cloned() {
            for (label, next) in self.worlds.successors(&world) {
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
}
