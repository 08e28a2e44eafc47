//! A vector and its arguments.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// One vector: see `tests/vectors/README.md`.
pub struct Vector {
    /// Unique over all files.
    pub id: String,
    /// Which operation it runs.
    pub op: String,
    /// The operation's arguments.
    pub args: Args,
    /// Unix milliseconds, where the operation takes a clock.
    pub now: Option<i64>,
    /// What must come out: `{"ok": ...}` or `{"err": "name"}`.
    pub expect: Value,
}

/// Named arguments. Getters panic with the argument's name: a vector that is not of the format is
/// a failure of its own.
pub struct Args(pub Value);

impl Args {
    /// The argument, if it is given.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A string, if it is given.
    pub fn str(&self, name: &str) -> Option<&str> {
        self.get(name).map(|value| value.as_str().unwrap_or_else(|| panic!("{name} is no string")))
    }

    /// A string's bytes, or those that `<name>_hex` stands for.
    pub fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        if let Some(hex) = self.str(&format!("{name}_hex")) {
            return Some(unhex(hex));
        }
        self.str(name).map(|text| text.as_bytes().to_vec())
    }

    /// A string, as it is or as `<name>_hex`.
    pub fn text(&self, name: &str) -> Option<String> {
        self.bytes(name).map(|bytes| String::from_utf8(bytes).unwrap_or_else(|_| panic!("{name} is no text")))
    }

    /// A whole number, if it is given and not null.
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.get(name)
            .filter(|value| !value.is_null())
            .map(|value| value.as_i64().unwrap_or_else(|| panic!("{name} is no integer")))
    }

    /// A boolean, if it is given.
    pub fn bool(&self, name: &str) -> Option<bool> {
        self.get(name).map(|value| value.as_bool().unwrap_or_else(|| panic!("{name} is no boolean")))
    }

    /// A list of strings, if it is given.
    pub fn list(&self, name: &str) -> Option<Vec<&str>> {
        let list = self.get(name)?.as_array().unwrap_or_else(|| panic!("{name} is no list"));
        Some(
            list.iter()
                .map(|item| item.as_str().unwrap_or_else(|| panic!("{name} holds no string")))
                .collect(),
        )
    }

    /// Arguments within an argument.
    pub fn nested(&self, name: &str) -> Option<Self> {
        self.get(name).map(|value| Self(value.clone()))
    }
}

/// All vectors of all files, in the order of the files' names.
pub fn load_all() -> Vec<Vector> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("the vectors' folder")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    files.iter().flat_map(|path| load(path)).collect()
}

fn load(path: &Path) -> Vec<Vector> {
    let text = fs::read_to_string(path).expect("a readable file");
    let file: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let vectors = file["vectors"].as_array().unwrap_or_else(|| panic!("{}: no vectors", path.display()));
    vectors
        .iter()
        .map(|vector| Vector {
            id: vector["id"].as_str().expect("an id").to_owned(),
            op: vector["op"].as_str().expect("an op").to_owned(),
            args: Args(vector["args"].clone()),
            now: vector["now"].as_i64(),
            expect: vector["expect"].clone(),
        })
        .collect()
}

/// Bytes from their hexadecimal digits.
pub fn unhex(text: &str) -> Vec<u8> {
    assert!(text.len().is_multiple_of(2), "odd hex");
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex")).collect()
}
