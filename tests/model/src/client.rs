//! One client: the driver's loop, cut into the steps between which others may step in.

use tokenseal::Error;
use tokenseal::state::{Next, Step as Verdict, StoreKey, Transition};

use crate::models::START;
use crate::operation::{Answer, Caller, Hand, Op, Outcome, Setting};
use crate::scenario::{Budget, Scenario, Spent};
use crate::store::{Store, Swap};

/// All that a client is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Client {
    /// Place in its program, and how often the call there was tried before.
    pub place: u8,
    pub tries: u8,
    pub hand: Hand,
    pub phase: Phase,
}

/// Where it is in the loop.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    Idle,
    Reading(Box<Call>, Vec<Option<Found>>),
    Swapping(Box<Call>, usize, Swap),
}

/// A record, or that there is none.
pub type Found = Option<Vec<u8>>;

/// A call that has begun.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    pub op: Op,
    pub caller: Caller,
    /// The true time at which it began.
    pub began: i64,
    pub transition: Transition,
    pub data: Vec<u8>,
    /// The application's bytes as they are if what was decided last comes true.
    pub output: Vec<u8>,
    /// Only where a fault was planted: what follows the swap.
    pub forced: Option<Forced>,
}

/// What a planted fault lets follow a swap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Forced {
    Done,
    Again,
}

/// What the core decided.
pub enum Decision {
    Done,
    Again,
    Write(usize, Swap),
    Failed(Error),
}

/// What others can know of a step.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Event {
    pub client: usize,
    pub op: Op,
    /// The client's clock when the call began.
    pub now: i64,
    /// The true time at which the call began.
    pub began: i64,
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum What {
    Began {
        hand: Hand,
    },
    Swapped {
        key: StoreKey,
        before: Found,
        after: Found,
    },
    Finished {
        hand: Hand,
        outcome: Outcome,
        answer: Answer,
    },
    /// The replica has taken over, with this.
    FailedOver {
        store: Store,
    },
}

/// A swap that the client has given up, and that is still on its way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Flight {
    pub client: usize,
    pub op: Op,
    pub now: i64,
    pub began: i64,
    pub swap: Swap,
}

/// What a client can do next.
pub struct Step {
    pub label: String,
    pub client: Client,
    pub store: Option<Store>,
    pub spent: Option<Spent>,
    pub flight: Option<Flight>,
    pub events: Vec<Event>,
}

/// The place of a client's step: what does not change by it.
pub struct Stage<'a> {
    pub scenario: &'a Scenario,
    pub me: usize,
    pub store: &'a Store,
    pub real: i64,
    pub budget: Budget,
}

impl Client {
    pub fn new(hand: Hand) -> Self {
        Self { place: 0, tries: 0, hand, phase: Phase::Idle }
    }

    /// Whether it is in no call.
    pub fn is_idle(&self) -> bool {
        matches!(self.phase, Phase::Idle)
    }

    /// Everything that the client can do next.
    pub fn steps(&self, stage: &Stage<'_>) -> Vec<Step> {
        let mut steps = match &self.phase {
            Phase::Idle => self.begin(stage),
            Phase::Reading(call, reads) => self.read(stage, call, reads),
            Phase::Swapping(call, index, swap) => self.swap(stage, call, *index, swap),
        };
        if let Phase::Reading(call, _) | Phase::Swapping(call, ..) = &self.phase
            && stage.budget.has(Spent::Crash)
        {
            let mut step = self.finish(stage, call, Outcome::Unanswered, Answer::Nothing, true);
            (step.label, step.spent) = (format!("{:?} gives up, or crashes", call.op), Some(Spent::Crash));
            steps.push(step);
        }
        steps
    }

    fn begin(&self, stage: &Stage<'_>) -> Vec<Step> {
        let Scenario { setting, programs, clocks, .. } = stage.scenario;
        let program = programs[stage.me];
        let mut me = self.clone();
        while let Some(op) = program.get(usize::from(me.place)).copied() {
            let mut steps = Vec::new();
            for clock in clocks[stage.me] {
                let now = stage.real + clock;
                let caller = [u8::try_from(stage.me).expect("three"), me.place, me.tries];
                let began = event(stage, op, now, stage.real, What::Began { hand: me.hand.clone() });
                let mut step = match op.begin(setting, caller, &me.hand, now) {
                    Ok(None) => break,
                    Ok(Some((transition, data))) => {
                        let call = Box::new(Call::new(op, caller, stage.real, &transition, data));
                        let reads = vec![None; call.transition.keys().len()];
                        let client = Self { phase: Phase::Reading(call, reads), ..me.clone() };
                        step(String::new(), client)
                    }
                    Err(error) => {
                        let call = Call::new(op, caller, stage.real, &Transition::EMPTY, Vec::new());
                        let mut step = me.finish(stage, &call, Outcome::Failed(error), Answer::Nothing, true);
                        step.events.iter_mut().for_each(|event| event.now = now);
                        step
                    }
                };
                step.label = format!("{op:?} at {:+} s: {}", seconds(now), step.label);
                step.events.insert(0, began);
                steps.push(step);
            }
            if !steps.is_empty() {
                return steps;
            }
            me.place += 1;
        }
        Vec::new()
    }

    fn read(&self, stage: &Stage<'_>, call: &Call, reads: &[Option<Found>]) -> Vec<Step> {
        let unread = (0..reads.len()).filter(|index| reads[*index].is_none());
        let mut steps = Vec::new();
        for index in unread {
            let key = &call.transition.keys()[index];
            let now = stage.scenario.store_clock(stage.real, call.transition.now());
            let mut reads = reads.to_vec();
            reads[index] = Some(stage.store.get(key, now).map(<[u8]>::to_vec));
            let label = format!("{:?} reads {}", call.op, short(key));
            if reads.iter().any(Option::is_none) {
                let phase = Phase::Reading(Box::new(call.clone()), reads);
                steps.push(step(label, Self { phase, ..self.clone() }));
            } else {
                let found: Vec<Found> = reads.into_iter().flatten().collect();
                let mut call = call.clone();
                let decision = call.decide(&stage.scenario.setting, &found);
                steps.extend(
                    self.follow(stage, call, decision)
                        .into_iter()
                        .map(|step| Step { label: format!("{label}, {}", step.label), ..step }),
                );
            }
        }
        steps
    }

    fn swap(&self, stage: &Stage<'_>, call: &Call, index: usize, swap: &Swap) -> Vec<Step> {
        let mut store = stage.store.clone();
        let now = call.transition.now();
        let store_now = stage.scenario.store_clock(stage.real, now);
        let before = store.get(&swap.key, store_now).map(<[u8]>::to_vec);
        let took = stage.scenario.setting.swap(call.op, &mut store, swap, store_now);
        let what = What::Swapped { key: swap.key, before, after: swap.new.clone() };
        let events = if took { vec![event(stage, call.op, now, call.began, what)] } else { Vec::new() };
        let name = format!("{:?} swaps {}", call.op, short(&swap.key));
        let mut steps = Vec::new();
        let mut add = |label: &str, spent: Option<Spent>, later: Vec<Step>| {
            steps.extend(later.into_iter().map(|step| Step {
                label: format!("{name}{label} {}", step.label),
                store: took.then(|| store.clone()),
                spent: spent.or(step.spent),
                events: events.iter().cloned().chain(step.events).collect(),
                ..step
            }));
        };

        add(if took { "" } else { " in vain" }, None, self.told(stage, call, index, took));
        if took && stage.budget.has(Spent::Reply) {
            let again = vec![step(String::new(), self.clone())];
            add(", the reply is lost, the client library repeats the swap", Some(Spent::Reply), again);
            let told = self.told(stage, call, index, false);
            add(", the reply is lost, it is told no", Some(Spent::Reply), told);
        }
        if took && stage.budget.has(Spent::Crash) {
            let unanswered = self.finish(stage, call, Outcome::Unanswered, Answer::Nothing, true);
            add(", and the client gives up, or crashes", Some(Spent::Crash), vec![unanswered]);
        }
        if stage.budget.has(Spent::Refusal) {
            steps.extend(self.told(stage, call, index, false).into_iter().map(|step| Step {
                label: format!("{name}: refused {}", step.label),
                spent: Some(Spent::Refusal),
                ..step
            }));
        }
        if stage.budget.has(Spent::Late) {
            let flight = Flight { client: stage.me, op: call.op, now, began: call.began, swap: swap.clone() };
            let unanswered = self.finish(stage, call, Outcome::Unanswered, Answer::Nothing, true);
            let told = self.told(stage, call, index, false);
            for (label, later) in [("gives up", vec![unanswered]), ("takes it for a no", told)] {
                steps.extend(later.into_iter().map(|step| Step {
                    label: format!("{name}: it is on its way, the client {label} {}", step.label),
                    spent: Some(Spent::Late),
                    flight: Some(flight.clone()),
                    ..step
                }));
            }
        }
        steps
    }

    /// After a swap.
    fn told(&self, stage: &Stage<'_>, call: &Call, index: usize, took: bool) -> Vec<Step> {
        let mut call = call.clone();
        let took = stage.scenario.setting.told(&mut call, &self.hand, index, took);
        let forced = call.forced.take();
        let decision = match call.transition.swapped(took) {
            _ if forced == Some(Forced::Done) => Decision::Done,
            _ if forced == Some(Forced::Again) => Decision::Again,
            Err(error) => Decision::Failed(error),
            Ok(Next::Again) => Decision::Again,
            Ok(Next::Done) => Decision::Done,
        };
        self.follow(stage, call, decision)
    }

    fn follow(&self, stage: &Stage<'_>, call: Call, decision: Decision) -> Vec<Step> {
        match decision {
            Decision::Done => {
                match call.op.answer(&stage.scenario.setting, call.caller, &call.transition, &call.output) {
                    Ok(answer) => {
                        let mut steps = vec![self.finish(stage, &call, Outcome::Done, answer.clone(), true)];
                        let is_something = !matches!(answer, Answer::Nothing | Answer::Epoch(_));
                        if is_something && stage.budget.has(Spent::Response) {
                            let mut lost = self.finish(stage, &call, Outcome::Done, answer, false);
                            lost.label.push_str(", the response is lost");
                            lost.spent = Some(Spent::Response);
                            steps.push(lost);
                        }
                        steps
                    }
                    Err(error) => {
                        vec![self.finish(stage, &call, Outcome::Failed(error), Answer::Nothing, true)]
                    }
                }
            }
            Decision::Failed(error) => {
                vec![self.finish(stage, &call, Outcome::Failed(error), Answer::Nothing, true)]
            }
            Decision::Again => {
                let reads = vec![None; call.transition.keys().len()];
                let phase = Phase::Reading(Box::new(call), reads);
                vec![step("again".into(), Self { phase, ..self.clone() })]
            }
            Decision::Write(index, swap) => {
                let phase = Phase::Swapping(Box::new(call), index, swap);
                vec![step("decides to write".into(), Self { phase, ..self.clone() })]
            }
        }
    }

    fn finish(
        &self,
        stage: &Stage<'_>,
        call: &Call,
        outcome: Outcome,
        answer: Answer,
        is_delivered: bool,
    ) -> Step {
        let mut client = Self { phase: Phase::Idle, ..self.clone() };
        if is_delivered {
            client.hand.take(&answer);
        }
        let is_conflict = outcome == Outcome::Failed(Error::Conflict);
        let repeats = outcome == Outcome::Unanswered && stage.scenario.repeats;
        let is_repeated = repeats || !is_delivered && stage.scenario.repeats;
        if call.op == Op::Save && (is_conflict || is_repeated) {
            // What was loaded is stale: load, add and save again.
            client.place = client.place.saturating_sub(1);
            client.tries += 1;
        } else if is_repeated {
            client.tries += 1;
        } else {
            (client.place, client.tries) = (client.place + 1, 0);
        }
        let what = What::Finished { hand: self.hand.clone(), outcome, answer };
        let events = vec![event(stage, call.op, call.transition.now(), call.began, what)];
        Step { events, ..step(format!("-> {}", outcome.name()), client) }
    }
}

impl Call {
    fn new(op: Op, caller: Caller, began: i64, transition: &Transition, data: Vec<u8>) -> Self {
        let transition = *transition;
        Self { op, caller, began, transition, data, output: Vec::new(), forced: None }
    }

    /// Lets the core decide about what was found.
    fn decide(&mut self, setting: &Setting, found: &[Found]) -> Decision {
        let mut buf = [0; 512];
        let shown = setting.show(self, found);
        let records: Vec<Option<&[u8]>> = shown.iter().map(Option::as_deref).collect();
        let verdict = self.transition.decide(&records, &self.data, &mut buf);
        self.output = buf[self.transition.data()].to_vec();
        let decision = match verdict {
            Err(error) => Decision::Failed(error),
            Ok(Verdict::Done) => Decision::Done,
            Ok(Verdict::Again) => Decision::Again,
            Ok(Verdict::Write(write)) => Decision::Write(
                write.key,
                Swap {
                    key: self.transition.keys()[write.key],
                    expected: found[write.key].clone(),
                    new: write.record.map(|len| buf[..len].to_vec()),
                    ttl: write.ttl,
                },
            ),
        };
        setting.bend(self, found, decision)
    }
}

fn step(label: String, client: Client) -> Step {
    Step { label, client, store: None, spent: None, flight: None, events: Vec::new() }
}

fn event(stage: &Stage<'_>, op: Op, now: i64, began: i64, what: What) -> Event {
    Event { client: stage.me, op, now, began, what }
}

fn seconds(now: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few days in milliseconds")]
    let milliseconds = (now - START) as f64;
    milliseconds / 1000.0
}

/// Enough of a key to tell it from others.
pub fn short(key: &StoreKey) -> String {
    let text = key.to_string();
    let text = text.trim_start_matches("tokenseal:");
    text[..text.len() - 38].to_owned()
}
