//! Mints and verifies for `tests/cross`: one JSON document in, one out.

use std::io;

use serde_json::{Map, Value, json};
use tokenseal_tests::{Args, mint, verify};

fn main() {
    let jobs: Value = serde_json::from_reader(io::stdin()).expect("a JSON document");
    let answers = |name: &str, run: &dyn Fn(&Args, i64) -> Value| -> Map<String, Value> {
        let jobs = jobs[name].as_array().expect("a list of jobs");
        jobs.iter()
            .map(|job| {
                let id = job["id"].as_str().expect("an id").to_owned();
                (id, run(&Args(job.clone()), job["now"].as_i64().expect("a time")))
            })
            .collect()
    };
    let minted = answers("mint", &|args, now| mint(args, now).expect("a token"));
    let verified = answers("verify", &|args, now| match verify(args, now) {
        Ok(value) => json!({ "ok": value["claims"] }),
        Err(error) => json!({ "err": error.name() }),
    });
    println!("{}", json!({ "minted": minted, "verified": verified }));
}
