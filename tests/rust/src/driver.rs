//! The crate's own loop over a store that answers as a vector says.

use serde_json::Value;
use tokenseal::Error;
use tokenseal::limits::MAX_RECORD;
use tokenseal::state::{self, Found, Store, StoreKey, Transition};

use crate::run::hex;
use crate::vector::unhex;

/// Carries out a transition with [`state::run`]: what it gives is what the rounds, gone through one
/// by one, have `told`.
pub fn check(mut transition: Transition, data: &[u8], given: &[Value], told: &[Value], done: Option<&[u8]>) {
    let mut store = Scripted { given, told, read: 0 };
    let (mut memory, mut buf) = (vec![0; 2 * MAX_RECORD + 64], vec![0; MAX_RECORD]);
    let outcome = state::run(&mut store, &mut transition, data, &mut memory, &mut buf);
    assert_eq!(store.read, given.len(), "the loop has read more or less often");
    match outcome {
        Ok(data) => assert_eq!(Some(data), done),
        Err(error) => assert_eq!(told.last().expect("a round")["next"], error.name()),
    }
}

/// A store that has been told what to say.
struct Scripted<'v> {
    given: &'v [Value],
    told: &'v [Value],
    /// How many times it was read.
    read: usize,
}

impl Store for Scripted<'_> {
    type Error = Error;

    fn get(&mut self, keys: &[StoreKey], _now: i64, found: &mut Found<'_>) -> Result<(), Error> {
        let (given, told) = (&self.given[self.read], &self.told[self.read]);
        self.read += 1;
        let names: Vec<_> = keys.iter().map(ToString::to_string).collect();
        assert_eq!(told["keys"], Value::from(names));
        for record in given["found"].as_array().expect("records") {
            found.push(record.as_str().map(unhex).as_deref())?;
        }
        Ok(())
    }

    fn swap(
        &mut self,
        key: &StoreKey,
        expected: Option<&[u8]>,
        new: Option<&[u8]>,
        ttl: u64,
        _now: i64,
    ) -> Result<bool, Error> {
        let (given, told) = (&self.given[self.read - 1], &self.told[self.read - 1]);
        let write = &told["write"];
        let at = usize::try_from(write["key"].as_u64().expect("a key")).expect("a place");
        assert_eq!(told["keys"][at], key.to_string());
        assert_eq!(given["found"][at], Value::from(expected.map(hex)), "not what was found");
        assert_eq!(write["record"], Value::from(new.map(hex)));
        assert_eq!(write["ttl"], ttl);
        Ok(given["took"].as_bool().expect("a swap that was asked for"))
    }
}
