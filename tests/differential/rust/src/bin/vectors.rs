//! Runs the vectors of a file in Rust: `vectors FILE`. Every other runtime's runner takes a file, too.

use std::{env, fs, process};

use serde_json::Value;
use tokenseal_tests::{Args, Vector, run};

fn main() {
    let path = env::args().nth(1).expect("a file");
    let file: Value = serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON");
    let (mut passed, mut failed) = (0, 0);
    for vector in file["vectors"].as_array().expect("vectors") {
        let text = |name: &str| vector[name].as_str().expect("a string").to_owned();
        let vector = Vector {
            id: text("id"),
            op: text("op"),
            args: Args(vector["args"].clone()),
            now: vector["now"].as_i64(),
            expect: vector["expect"].clone(),
        };
        match run(&vector) {
            Ok(()) => passed += 1,
            Err(message) => {
                failed += 1;
                println!("{}: {message}", vector.id);
            }
        }
    }
    println!("rust: {passed} passed, {failed} failed");
    process::exit(i32::from(failed > 0 || passed == 0));
}
