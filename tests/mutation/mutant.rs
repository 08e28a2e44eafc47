//! The switch of the woven core: which of its mutants is on. Copied into it as a module.

extern crate std;

use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::io::Write as _;
use std::vec::Vec;

/// None of them.
pub const NONE: usize = usize::MAX;
/// None, but it is noted which are come by.
pub const RECORD: usize = usize::MAX - 1;
/// Not said yet: the environment does, for programs that know nothing of mutants.
const UNREAD: usize = usize::MAX - 2;

static CURRENT: AtomicUsize = AtomicUsize::new(UNREAD);
static REACHED: [AtomicBool; 1 << 14] = [const { AtomicBool::new(false) }; 1 << 14];

/// Whether this one is.
#[inline]
pub fn on(number: usize) -> bool {
    let current = CURRENT.load(Relaxed);
    if current >= UNREAD {
        return none_is(number, current);
    }
    current == number
}

/// Switches to a mutant, or to none.
pub fn switch(number: usize) {
    CURRENT.store(number, Relaxed);
}

/// Those that were come by since it was asked last.
pub fn reached() -> Vec<usize> {
    let seen = REACHED.iter().enumerate().filter(|(_, seen)| seen.swap(false, Relaxed));
    seen.map(|(number, _)| number).collect()
}

#[inline(never)]
fn none_is(number: usize, current: usize) -> bool {
    if current == UNREAD {
        let asked = std::env::var("TOKENSEAL_MUTANT").map_or(NONE, |text| text.parse().expect("a number"));
        let asked = if std::env::var_os("TOKENSEAL_REACHED").is_some() { RECORD } else { asked };
        switch(asked);
        return on(number);
    }
    if current == RECORD && !REACHED[number].swap(true, Relaxed) {
        if let Some(path) = std::env::var_os("TOKENSEAL_REACHED") {
            let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path).expect("a file");
            writeln!(file, "{number}").expect("a place for it");
        }
    }
    false
}
