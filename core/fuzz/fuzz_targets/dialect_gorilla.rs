//! Gorilla: what is sealed opens, and nothing else does.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenseal::cookie::dialect::{Gorilla, Secrets};
use tokenseal_fuzz::{Input, attack};

fuzz_target!(|input: Input<'_>| {
    let secrets = Secrets::new(&[&[7; 64], &[8; 64]]);
    attack(&Gorilla::new(secrets), &input);
    attack(&Gorilla { lenient: true, ..Gorilla::new(secrets) }, &input);
});
