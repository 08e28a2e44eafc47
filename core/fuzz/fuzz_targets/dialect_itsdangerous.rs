//! Flask, Signer, Starlette, TimestampSigner, UrlSafeTimed: what is sealed opens, and nothing else does.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenseal::cookie::dialect::{Flask, Secrets, Signer, Starlette, TimestampSigner, UrlSafeTimed};
use tokenseal_fuzz::{Input, attack};

fuzz_target!(|input: Input<'_>| {
    let secrets = Secrets::new(&[&[7; 64], &[8; 64]]);
    attack(&Signer::new(secrets), &input);
    attack(&TimestampSigner::new(secrets), &input);
    attack(&UrlSafeTimed::new(secrets), &input);
    attack(&Flask::new(secrets), &input);
    attack(&Starlette::new(secrets), &input);
    attack(&Flask { lenient: true, ..Flask::new(secrets) }, &input);
});
