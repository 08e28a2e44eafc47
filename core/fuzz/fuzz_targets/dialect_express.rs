//! Express: what is sealed opens, and nothing else does.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenseal::cookie::dialect::{Express, Secrets};
use tokenseal_fuzz::{Input, attack};

fuzz_target!(|input: Input<'_>| {
    let secrets = Secrets::new(&[&[7; 64], &[8; 64]]);
    attack(&Express::new(secrets), &input);
});
