//! The operations on CSRF tokens, and the fetch-metadata check.

use serde_json::Value;
use tokenseal::csrf::{self, Fetch};
use tokenseal::{Error, Key, KeyRing};

use crate::vector::{Args, unhex};

pub fn token(key: &Key, args: &Args) -> Result<Value, Error> {
    let binding = args.bytes("binding").expect("a binding");
    let entropy = unhex(args.str("entropy").expect("entropy"));
    let needed = csrf::token_len(key.algorithm()?);
    let mut small = vec![0xaa; needed - 1];
    let too_small = csrf::token(key, &binding, &entropy, &mut small).expect_err("no room");
    assert!(small.iter().all(|byte| *byte == 0xaa));
    let mut buf = vec![0xaa; needed];
    match csrf::token(key, &binding, &entropy, &mut buf) {
        Ok(token) => {
            assert_eq!(too_small, Error::BufferTooSmall { needed });
            assert_eq!(token.len(), needed);
            Ok(token.into())
        }
        Err(error) => {
            assert_eq!(too_small, error);
            assert!(buf.iter().all(|byte| *byte == 0xaa));
            Err(error)
        }
    }
}

pub fn verify(keys: &[Key], args: &Args) -> Result<Value, Error> {
    let (binding, token) = (args.bytes("binding").expect("a binding"), args.bytes("token").expect("a token"));
    csrf::verify(KeyRing::new(keys)?, &binding, &token).map(|()| true.into())
}

pub fn fetch(args: &Args) -> Result<Value, Error> {
    let allowed = args.list("allowed").expect("origins");
    let fetch = Fetch {
        method: args.str("method").expect("a method"),
        site: args.str("sec_fetch_site"),
        origin: args.str("origin"),
        allowed: &allowed,
        strict: args.bool("strict").unwrap_or(false),
    };
    csrf::check_fetch(&fetch).map(|()| true.into())
}
