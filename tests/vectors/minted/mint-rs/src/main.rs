//! The Rust crate `jsonwebtoken` as a peer: mints the cases, or judges tokens.
//!
//! ```text
//! mint-rs mint cases.json     -> {"library", "version", "tokens": {id: token}}
//! mint-rs judge tokens.json   -> {"library", "version", "verdicts": {id: verdict}}
//! ```

use jsonwebtoken::{decode, encode, Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{json, Map, Value};

/// The locked version, read at build time so that the record can't lie.
fn version() -> &'static str {
    let lock = include_str!("../Cargo.lock");
    lock.split("name = \"jsonwebtoken\"\nversion = \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("jsonwebtoken is in Cargo.lock")
}

fn text<'a>(entry: &'a Value, name: &str) -> &'a str {
    entry[name].as_str().expect("a string")
}

fn secret(entry: &Value) -> Vec<u8> {
    let digits = text(entry, "secret_hex");
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("hex")).collect()
}

fn algorithm(entry: &Value) -> Algorithm {
    text(entry, "alg").parse().expect("an algorithm")
}

fn mint(entry: &Value) -> String {
    let mut header = Header::new(algorithm(entry));
    header.kid = entry["kid"].as_str().map(str::to_owned);
    if let Some(typ) = entry["header"]["typ"].as_str() {
        header.typ = Some(typ.to_owned());
    }
    let claims: Value = serde_json::from_str(text(entry, "claims")).expect("claims");
    encode(&header, &claims, &EncodingKey::from_secret(&secret(entry))).expect("minted")
}

fn judge(entry: &Value) -> String {
    let mut validation = Validation::new(algorithm(entry));
    validation.required_spec_claims.clear();
    validation.validate_aud = false;
    validation.validate_nbf = true;
    validation.leeway = 0;
    let key = DecodingKey::from_secret(&secret(entry));
    match decode::<Value>(text(entry, "token"), &key, &validation) {
        Ok(_) => "accepts".to_owned(),
        Err(refusal) => format!("refuses ({refusal})"),
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().expect("mint or judge");
    let path = arguments.next().expect("a file");
    let given: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(path).expect("readable")).expect("JSON");
    let (field, answer): (&str, fn(&Value) -> String) = match command.as_str() {
        "mint" => ("tokens", mint),
        _ => ("verdicts", judge),
    };
    let answers: Map<String, Value> =
        given.iter().map(|entry| (text(entry, "id").to_owned(), answer(entry).into())).collect();
    let result = json!({"library": "jsonwebtoken (Rust)", "version": version(), field: answers});
    println!("{}", serde_json::to_string_pretty(&result).expect("JSON"));
}
