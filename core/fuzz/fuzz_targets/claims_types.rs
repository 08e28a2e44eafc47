//! Claims as Rust types, against serde_json. It is given the same text with integral numbers spelled
//! as integers: the one thing that it reads otherwise.
#![no_main]

use std::collections::BTreeMap;
use std::fmt::Debug;

use libfuzzer_sys::fuzz_target;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokenseal::Error;
use tokenseal::jwt::{self, Claims, Expiry, Policy, Verified};
use tokenseal_fuzz::tree::{Ours, Tree};
use tokenseal_fuzz::{NOW, decimal, keys};

/// What an application may have.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct User {
    iss: Option<String>,
    #[serde(default)]
    aud: Vec<String>,
    exp: Option<f64>,
    nbf: Option<i64>,
    role: Option<Role>,
    #[serde(default)]
    level: u8,
    #[serde(rename = "x", default)]
    nested: BTreeMap<String, Option<bool>>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Role {
    Admin,
    Guest(u8),
    Member { since: i32 },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Some1 {
    Text(String),
    Pair(i8, u64),
    List(Vec<Some1>),
    Else(Option<f64>),
}

/// Any type as one claim: beside it there is always an `iat`.
#[derive(Debug, PartialEq, Deserialize)]
struct In<T> {
    x: T,
}

fuzz_target!(|text: &[u8]| {
    let claims = Claims { json: text, expires_in: Expiry::Never, ..Claims::new(NOW) };
    let mut token = vec![0; 16_384];
    let Ok(token) = jwt::sign(keys::key(0), &claims, &mut token) else { return };
    let policy = Policy { any_audience: true, require_exp: false, ..Policy::default() };
    let mut json = vec![0; token.len()];
    let Ok(verified) = jwt::verify(token.as_bytes(), keys::key(0), &policy, NOW, &mut json) else { return };
    let normal = normal(&Ours::read(verified.as_json().as_bytes()).unwrap());

    compare::<Value>(&verified, &normal);
    compare::<BTreeMap<String, Some1>>(&verified, &normal);
    compare::<In<Role>>(&verified, &normal);
    compare::<In<(u16, bool)>>(&verified, &normal);
    compare::<In<BTreeMap<char, Option<Vec<i64>>>>>(&verified, &normal);
    let mut scratch = vec![0; json_len(&verified)];
    let names: BTreeMap<&str, IgnoredAny> = verified.deserialize(&mut scratch).expect("any object is that");
    assert_eq!(names.len(), verified.members().count());
    if let Some(user) = compare::<User>(&verified, &normal) {
        write(&user);
    }
});

fn json_len(verified: &Verified<'_>) -> usize {
    verified.as_json().len()
}

/// Both read the type, and the same, or neither does.
fn compare<T: DeserializeOwned + Debug + PartialEq>(verified: &Verified<'_>, normal: &str) -> Option<T> {
    let mut scratch = vec![0; json_len(verified)];
    let ours = verified.deserialize::<T>(&mut scratch);
    let theirs = serde_json::from_str::<T>(normal);
    assert!(matches!(ours, Ok(_) | Err(Error::Malformed)), "there is room");
    assert_eq!(ours.is_ok(), theirs.is_ok(), "{normal}: {ours:?}, {theirs:?}");
    assert!(ours.as_ref().ok() == theirs.as_ref().ok(), "{normal}: {ours:?}, {theirs:?}");
    ours.ok()
}

/// What is written is read by serde_json.
fn write(user: &User) {
    let mut buf = vec![0; 65_536];
    let json = jwt::serialize(user, &mut buf).expect("all of it has a form");
    Ours::read(json.as_bytes()).expect("it is strict");
    assert_eq!(&serde_json::from_str::<User>(json).unwrap(), user, "{json}");
}

fn normal(tree: &Ours) -> String {
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    match tree {
        Tree::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{}:{}", quoted(name), normal(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        Tree::Array(elements) => {
            format!("[{}]", elements.iter().map(normal).collect::<Vec<_>>().join(","))
        }
        Tree::String(text) => quoted(text),
        Tree::Number(text) => match decimal::integer(text) {
            Some(value) if (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(&value) => {
                value.to_string()
            }
            _ => text.clone(),
        },
        Tree::Bool(value) => value.to_string(),
        Tree::Null => "null".into(),
    }
}
