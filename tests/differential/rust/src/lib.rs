//! The form in which `tests/differential` asks: see its `runtimes.py`.

#![allow(clippy::missing_panics_doc, reason = "a test that panics has failed, as it should")]

use std::io::{self, BufRead, BufWriter, Write};

use serde_json::Value;

/// One token, and what it is to be verified with.
pub struct Job<'c> {
    /// The ring: the arguments `keys` or `jwks` of a vector.
    pub ring: &'c Value,
    /// The policy, as in a vector.
    pub policy: &'c Value,
    /// Unix milliseconds.
    pub now: i64,
    /// The token in hexadecimal digits.
    pub token_hex: &'c str,
}

/// Answers every line of standard input.
pub fn serve(answer: impl Fn(&Job<'_>) -> String) {
    let mut lines = io::stdin().lock().lines().map(|line| line.expect("a line"));
    let corpus: Value = serde_json::from_str(&lines.next().expect("a first line")).expect("JSON");
    let mut out = BufWriter::new(io::stdout().lock());
    for line in lines {
        if line.is_empty() {
            out.flush().expect("somebody who listens");
            continue;
        }
        let fields: Vec<&str> = line.split(' ').collect();
        let [ring, policy, now, token] = fields[..] else { panic!("four fields") };
        let index = |field: &str| field.parse::<usize>().expect("an index");
        let job = Job {
            ring: &corpus["rings"][index(ring)],
            policy: &corpus["policies"][index(policy)],
            now: now.parse().expect("a time"),
            token_hex: if token == "-" { "" } else { token },
        };
        writeln!(out, "{}", answer(&job)).expect("somebody who listens");
    }
}

/// Hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let nibble = |value: u8| char::from(DIGITS[usize::from(value)]);
    bytes.iter().flat_map(|byte| [nibble(byte >> 4), nibble(byte & 15)]).collect()
}
