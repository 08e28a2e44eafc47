//! Times the core beside the bare HMAC, which no other way to verify can be faster than, and beside other crates.

mod peers;
mod rounds;
mod scale;

use tokenseal::Algorithm;
use tokenseal_bench::{Bare, Operations, SECRET};

use rounds::{Candidate, LIMIT, candidate, measure};

/// The bare HMAC of what is signed in `token`.
fn limit<'a>(algorithm: Algorithm, token: &str) -> Candidate<'a> {
    bare(algorithm, token.rsplit_once('.').expect("three parts").0.into())
}

fn bare<'a>(algorithm: Algorithm, data: Vec<u8>) -> Candidate<'a> {
    let bare = Bare::new(algorithm, SECRET);
    candidate(LIMIT, move || bare.mac(std::hint::black_box(&data)))
}

/// One of the operations.
fn ours(run: fn(&mut Operations) -> usize) -> Candidate<'static> {
    let mut operations = Operations::new();
    candidate("tokenseal", move || run(&mut operations))
}

fn main() {
    let operations = Operations::new();
    let (hs256, hs512) = (Algorithm::Hs256, Algorithm::Hs512);
    let token = &operations.token;
    println!("{:48}{:>10}{:>10}{:>8}{:>8}", "rust", "median ns", "minimum", "ratio", "of min.");

    measure("verify", vec![limit(hs256, token), ours(Operations::verify)]);
    let mut all = vec![limit(hs256, token), ours(Operations::verify_typed), peers::owned(token)];
    all.extend(peers::verify(token));
    measure("verify to typed claims", all);
    let mut all = vec![limit(hs256, token), ours(Operations::sign_typed)];
    all.extend(peers::sign());
    measure("sign typed claims", all);
    measure("sign", vec![limit(hs256, token), ours(Operations::sign), peers::hmac_crate(token)]);
    let mut all = vec![limit(hs256, &operations.forged), ours(Operations::refuse)];
    all.extend(peers::refuse(&operations.forged));
    measure("refuse a bad signature", all);
    let mut all = vec![limit(hs256, &operations.long), ours(Operations::verify_long)];
    all.extend(peers::verify(&operations.long));
    measure("verify 1,024 bytes", all);
    let mut all = vec![limit(hs512, &operations.token_hs512), ours(Operations::verify_hs512)];
    all.extend(peers::verify_hs512(&operations.token_hs512));
    measure("verify HS512", all);
    let message = operations.sealed_message();
    measure("seal a cookie", vec![bare(hs256, message.clone()), ours(Operations::seal), peers::seal()]);
    measure("open a cookie", vec![bare(hs256, message), ours(Operations::open), peers::open()]);

    scale::tokens();
    scale::ring(&operations);
    scale::cookie_header();
}
