//! Rails, RailsVerifier: what is sealed opens, and nothing else does.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tokenseal::cookie::dialect::{Digest, Rails, RailsVerifier, Secrets};
use tokenseal_fuzz::{Input, attack};

/// Its keys are derived in thousands of rounds.
static RAILS: LazyLock<Rails> =
    LazyLock::new(|| Rails::new(Secrets::new(&[&[7; 64], &[8; 64]]), Digest::Sha256).unwrap());

fuzz_target!(|input: Input<'_>| {
    attack(&*RAILS, &input);
    attack(&RailsVerifier::new(Secrets::new(&[&[7; 64], &[8; 64]])), &input);
});
