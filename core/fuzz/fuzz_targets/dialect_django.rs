//! Django, DjangoDumps, DjangoSigner: what is sealed opens, and nothing else does.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenseal::cookie::dialect::{Django, DjangoDumps, DjangoSigner, Secrets};
use tokenseal_fuzz::{Input, attack};

fuzz_target!(|input: Input<'_>| {
    let secrets = Secrets::new(&[&[7; 64], &[8; 64]]);
    attack(&Django::new(secrets), &input);
    attack(&Django { legacy: true, ..Django::new(secrets) }, &input);
    attack(&DjangoSigner::new(secrets), &input);
    attack(&DjangoDumps::new(secrets), &input);
});
