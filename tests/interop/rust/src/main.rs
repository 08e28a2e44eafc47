//! The Rust crate `cookie` as a peer: one JSON document in, one out.

use std::fmt::Write as _;

use cookie::{Cookie, CookieJar, Key};
use serde_json::{Map, Value, json};

/// The locked version, read at build time so that the record can't lie.
fn version() -> &'static str {
    let lock = include_str!("../Cargo.lock");
    lock.split("name = \"cookie\"\nversion = \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("cookie is in Cargo.lock")
}

fn text<'a>(job: &'a Value, name: &str) -> &'a str {
    job[name].as_str().unwrap_or_else(|| panic!("{name} is no string"))
}

fn unhex(digits: &str) -> Vec<u8> {
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("hex")).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes all");
        text
    })
}

/// The keys of a job, the one that signs first.
fn keys(job: &Value) -> Vec<Key> {
    let dialect = &job["dialect"];
    let derive = dialect["derive"].as_bool().unwrap_or(false);
    let secrets = dialect["secrets_hex"].as_array().expect("secrets");
    secrets
        .iter()
        .map(|secret| unhex(secret.as_str().expect("hex")))
        .map(|secret| if derive { Key::derive_from(&secret) } else { Key::from(&secret) })
        .collect()
}

fn seal(job: &Value) -> String {
    let mut jar = CookieJar::new();
    let value = String::from_utf8(unhex(text(job, "value_hex"))).expect("text");
    let name = text(job, "name");
    jar.signed_mut(&keys(job)[0]).add(Cookie::new(name.to_owned(), value));
    jar.get(name).expect("a cookie").value().to_owned()
}

fn open(job: &Value) -> Value {
    let mut jar = CookieJar::new();
    let name = text(job, "name");
    jar.add_original(Cookie::new(name.to_owned(), text(job, "text").to_owned()));
    match keys(job).iter().find_map(|key| jar.signed(key).get(name)) {
        Some(cookie) => json!({ "ok": hex(cookie.value().as_bytes()) }),
        None => json!({ "err": "none" }),
    }
}

fn answers(jobs: &Value, run: impl Fn(&Value) -> Value) -> Map<String, Value> {
    let list = jobs.as_array().expect("a list");
    list.iter().map(|job| (text(job, "id").to_owned(), run(job))).collect()
}

fn main() {
    let jobs: Value = serde_json::from_reader(std::io::stdin()).expect("JSON");
    let answer = json!({
        "versions": { "cookie": version() },
        "sealed": answers(&jobs["seal"], |job| seal(job).into()),
        "opened": answers(&jobs["open"], open),
    });
    println!("{answer}");
}
