//! Every vector of every file, in Rust.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

#[test]
fn every_vector_gives_what_it_says() {
    let vectors = tokenseal_tests::load_all();
    assert!(vectors.len() > 7_000, "vectors are missing");
    let ids: HashSet<_> = vectors.iter().map(|vector| vector.id.as_str()).collect();
    assert_eq!(ids.len(), vectors.len(), "two vectors share an id");

    let mut failed = 0;
    for vector in &vectors {
        let outcome = catch_unwind(AssertUnwindSafe(|| tokenseal_tests::run(vector)));
        if let Err(message) = outcome.unwrap_or_else(|_| Err("panicked".into())) {
            failed += 1;
            println!("{}: {message}", vector.id);
        }
    }
    println!("rust: {} passed, {failed} failed", vectors.len() - failed);
    assert_eq!(failed, 0);
}
