//! `hunt NUMBER...`: which of the mutants the shared vectors find. For each a line: its number, `found`,
//! `timeout`, `missed` or `unreached`, and the vector that found it.
//!
//! First every vector is run without a mutant, to see which ones it comes by. Then each mutant
//! gets a process of its own, and therein the vectors that come by it, until one fails: only those can tell.

use std::io::{Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use tokenseal::mutant;
use tokenseal_tests::{Vector, load_all, run};

/// How long the processor may be at one mutant, in seconds: all vectors together take one.
const PATIENCE: libc::time_t = 10;

fn main() {
    let vectors = load_all();
    std::panic::set_hook(Box::new(|_| {}));
    let mut witnesses = vec![Vec::new(); 1 << 14];
    mutant::switch(mutant::RECORD);
    for vector in &vectors {
        assert!(passes(vector), "{} fails without a mutant", vector.id);
        mutant::reached().into_iter().for_each(|number| witnesses[number].push(vector));
    }
    for number in std::env::args().skip(1).map(|text| text.parse::<usize>().expect("a number")) {
        println!("{number} {}", outcome(number, &witnesses[number]));
    }
}

fn passes(vector: &Vector) -> bool {
    matches!(catch_unwind(AssertUnwindSafe(|| run(vector))), Ok(Ok(())))
}

/// What became of the mutant.
fn outcome(number: usize, witnesses: &[&Vector]) -> String {
    if witnesses.is_empty() {
        return "unreached".into();
    }
    let (mut reader, mut writer) = std::io::pipe().expect("a pipe");
    // SAFETY: there is one thread.
    let child = unsafe { libc::fork() };
    assert!(child >= 0, "no process");
    if child == 0 {
        limit();
        mutant::switch(number);
        let found = witnesses.iter().find(|vector| !passes(vector));
        mutant::switch(mutant::NONE);
        let said = found.map_or("missed".to_owned(), |vector| format!("found {}", vector.id));
        let code = i32::from(writer.write_all(said.as_bytes()).is_err());
        // SAFETY: ends this process, and runs nothing of the other's.
        unsafe { libc::_exit(code) }
    }
    drop(writer);
    let mut said = String::new();
    reader.read_to_string(&mut said).expect("what the process says");
    let mut status = 0;
    // SAFETY: the process is ours, and the status is written before it is read.
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    if said.is_empty() {
        // Out of time, or it fell: over its stack, out of memory.
        let late = libc::WIFSIGNALED(status) && libc::WTERMSIG(status) == libc::SIGVTALRM;
        return if late { "timeout".into() } else { "found by falling".into() };
    }
    said
}

/// No endless loop, and no endless growth; nor a word about either.
fn limit() {
    let memory = libc::rlimit { rlim_cur: 4 << 30, rlim_max: 4 << 30 };
    let none = libc::timeval { tv_sec: 0, tv_usec: 0 };
    let timer =
        libc::itimerval { it_interval: none, it_value: libc::timeval { tv_sec: PATIENCE, tv_usec: 0 } };
    // SAFETY: they only read what is passed, and nothing here writes to the closed stream but a fall.
    let set = unsafe {
        libc::setrlimit(libc::RLIMIT_AS, &raw const memory) == 0
            && libc::setitimer(libc::ITIMER_VIRTUAL, &raw const timer, std::ptr::null_mut()) == 0
            && libc::close(libc::STDERR_FILENO) == 0
    };
    assert!(set, "no limits");
}
