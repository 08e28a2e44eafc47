//! Loading the keys of a vector, and what is done with a key alone.

use tokenseal::{Algorithm, Error, Key, jwk};

use crate::arena::Arena;
use crate::item::{Args, Item};

fn algorithm(args: &Args<'_>) -> Result<Option<Algorithm>, Error> {
    args.text("alg").map(|name| Algorithm::from_name(name).ok_or(Error::BadArgument)).transpose()
}

#[inline(never)]
fn load(spec: &Args<'_>, key: &mut Key) -> Result<(), Error> {
    let alg = algorithm(spec)?;
    if let Some(text) = spec.bytes("jwk") {
        key.init_jwk(text, alg)?;
    } else if let Some(text) = spec.bytes("base64url") {
        key.init_base64url(alg.expect("an alg"), text)?;
    } else if spec.bytes("secret").is_none() {
        // The digits of `hex` came as what they stand for only under a name that ends so.
        key.init_hex(alg.expect("an alg"), spec.bytes("hex").expect("a secret"))?;
    } else if spec.bool("short") == Some(true) {
        key.init_short_secret(alg.expect("an alg"), spec.bytes("secret").expect("a secret"))?;
    } else {
        key.init(alg.expect("an alg"), spec.bytes("secret").expect("a secret"))?;
    }
    spec.text("kid").map_or(Ok(()), |kid| key.set_kid(kid))
}

/// The key of a vector.
pub fn one(args: &Args<'_>, arena: &mut Arena) -> Result<&'static Key, Error> {
    let keys = arena.keys(1);
    load(&args.object("key").expect("a key"), &mut keys[0])?;
    Ok(&keys[0])
}

/// The keys of a vector: a list, or a JWK Set.
pub fn all(args: &Args<'_>, arena: &mut Arena) -> Result<&'static [Key], Error> {
    let Some(specs) = args.list("keys") else {
        let text = args.bytes("jwks").expect("a set");
        let keys = arena.keys(jwk::count(text)?);
        jwk::load_set(text, algorithm(args)?, keys)?;
        return Ok(keys);
    };
    let keys = arena.keys(specs.count());
    for (spec, key) in specs.zip(keys.iter_mut()) {
        let Item::Object(spec) = spec else { panic!("no key") };
        load(&Args(spec), key)?;
    }
    Ok(keys)
}

/// Whether the key is what the vector says: algorithm and key id.
pub fn is(key: &Key, said: &Args<'_>) -> bool {
    key.algorithm().ok() == said.text("alg").and_then(Algorithm::from_name) && key.kid() == said.text("kid")
}
