//! The crate jsonwebtoken as a peer of `tests/differential`. The same lines as ours.

use std::sync::atomic::{AtomicI64, Ordering};

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde_json::{Map, Value};
use tokenseal_differential::{Job, hex, serve};

/// The time of the job, in Unix milliseconds.
static NOW: AtomicI64 = AtomicI64::new(0);

/// C's `struct timespec` where a word has 64 bits.
#[repr(C)]
pub struct Timespec {
    seconds: i64,
    nanoseconds: i64,
}

/// The crate asks the machine for the time, and has no other way: this takes the place of libc's
/// function in this program.
///
/// # Safety
///
/// `time` points to a timespec that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn clock_gettime(_clock: i32, time: *mut Timespec) -> i32 {
    let now = NOW.load(Ordering::Relaxed);
    let found = Timespec { seconds: now.div_euclid(1000), nanoseconds: now.rem_euclid(1000) * 1_000_000 };
    // SAFETY: the caller, the standard library, gives a place for one.
    unsafe { time.write(found) };
    0
}

fn texts<'v>(policy: &'v Value, name: &str) -> Option<Vec<&'v str>> {
    match policy.get(name)? {
        Value::Array(list) => Some(list.iter().filter_map(Value::as_str).collect()),
        one => Some(one.as_str().into_iter().collect()),
    }
}

fn answer(job: &Job<'_>) -> String {
    let key = &job.ring["keys"][0];
    NOW.store(job.now, Ordering::Relaxed);
    let algorithm: Algorithm = key["alg"].as_str().expect("an alg").parse().expect("a known alg");
    let mut validation = Validation::new(algorithm);
    validation.leeway = job.policy["leeway_ms"].as_u64().unwrap_or(0) / 1000;
    validation.validate_nbf = true;
    let mut required = vec!["exp"];
    if let Some(issuer) = texts(job.policy, "issuer") {
        validation.set_issuer(&issuer);
        required.push("iss");
    }
    if let Some(audience) = texts(job.policy, "audience") {
        validation.set_audience(&audience);
        required.push("aud");
    }
    validation.set_required_spec_claims(&required);
    let secret = tokenseal_tests::unhex(key["secret_hex"].as_str().expect("a secret"));
    let token = tokenseal_tests::unhex(job.token_hex);
    match decode::<Map<String, Value>>(&token, &DecodingKey::from_secret(&secret), &validation) {
        Ok(found) => format!("0 {}", hex(Value::Object(found.claims).to_string().as_bytes())),
        Err(error) => {
            let kind = format!("{:?}", error.kind());
            format!("!{}", kind.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default())
        }
    }
}

fn main() {
    serve(answer);
}
