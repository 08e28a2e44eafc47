//! The core, asked by `tests/differential`.

use serde_json::Value;
use tokenseal_differential::{Job, hex, serve};
use tokenseal_tests::{Args, verify};

fn answer(job: &Job<'_>) -> String {
    let mut args = job.ring.clone();
    args["policy"] = job.policy.clone();
    args["token_hex"] = Value::from(job.token_hex);
    match verify(&Args(args), job.now) {
        Ok(found) => {
            format!("{} {}", found["key"], hex(found["claims"].as_str().expect("claims").as_bytes()))
        }
        Err(error) => format!("!{}", error.name()),
    }
}

fn main() {
    serve(answer);
}
