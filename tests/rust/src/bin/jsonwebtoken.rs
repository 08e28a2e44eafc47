//! The peer `jsonwebtoken` for `tests/cross`: one JSON document in, one out.

use std::collections::HashMap;
use std::io;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde_json::{Map, Value, json};

fn algorithm(key: &Value) -> Algorithm {
    key["alg"].as_str().expect("an alg").parse().expect("a known alg")
}

fn secret(key: &Value) -> Vec<u8> {
    tokenseal_tests::unhex(key["secret_hex"].as_str().expect("a secret"))
}

fn mint(job: &Value) -> Value {
    let header =
        Header { kid: job["key"]["kid"].as_str().map(str::to_owned), ..Header::new(algorithm(&job["key"])) };
    encode(&header, &job["full_claims"], &EncodingKey::from_secret(&secret(&job["key"])))
        .expect("a token")
        .into()
}

fn verify(job: &Value) -> Value {
    let key = &job["keys"][0];
    let mut validation = Validation::new(algorithm(key));
    // The clock of the jobs is theirs, not this machine's.
    validation.validate_exp = false;
    validation.validate_aud = false;
    let decoded = decode::<Map<String, Value>>(
        job["token"].as_str().expect("a token"),
        &DecodingKey::from_secret(&secret(key)),
        &validation,
    );
    match decoded {
        Ok(token) => json!({ "ok": Value::Object(token.claims).to_string() }),
        Err(error) => json!({ "err": error.to_string() }),
    }
}

fn main() {
    let jobs: Value = serde_json::from_reader(io::stdin()).expect("a JSON document");
    let answers = |name: &str, run: fn(&Value) -> Value| -> HashMap<String, Value> {
        let jobs = jobs[name].as_array().expect("a list of jobs");
        jobs.iter().map(|job| (job["id"].as_str().expect("an id").to_owned(), run(job))).collect()
    };
    println!("{}", json!({ "minted": answers("mint", mint), "verified": answers("verify", verify) }));
}
