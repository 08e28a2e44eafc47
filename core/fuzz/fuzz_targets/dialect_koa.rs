//! Koa: what is signed verifies, and nothing else does.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenseal::Error;
use tokenseal::cookie::dialect::{Digest, Koa, Secrets};
use tokenseal_fuzz::Input;

fuzz_target!(|input: Input<'_>| {
    let secrets: [&[u8]; 2] = [&[7; 64], &[8; 64]];
    for digest in [Digest::Sha1, Digest::Sha256] {
        let koa = Koa { digest, ..Koa::new(Secrets::new(&secrets)) };
        assert!(koa.verify("sid", input.value, input.text).is_err(), "verified what was not signed");
        let mut buf = [0; 128];
        let signature = match koa.sign(input.name, input.value, &mut buf) {
            Ok(signature) => signature.as_bytes().to_vec(),
            Err(Error::CookieCharacter | Error::CookieTooLarge) => return,
            Err(error) => panic!("{error}"),
        };
        assert_eq!(koa.verify(input.name, input.value, &signature), Ok(0));
        let mut changed = signature.clone();
        let position = usize::from(input.position) % changed.len();
        if changed[position] != input.byte {
            changed[position] = input.byte;
            assert!(koa.verify(input.name, input.value, &changed).is_err());
        }
    }
});
