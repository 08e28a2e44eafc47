//! The mutants that cargo-mutants finds, by the place where each begins.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use proc_macro2::Span;
use serde_json::Value;

/// What kind of change, in cargo-mutants' word, and where: line and column.
type Place = (String, usize, usize);

/// The mutants of one file, at their places.
pub type Here = HashMap<Place, Vec<Mutant>>;

/// One mutant.
#[derive(Clone)]
pub struct Mutant {
    /// Its place in the list.
    pub number: usize,
    /// What is there instead: a value, an operator, `true` or `false`, or nothing.
    pub replacement: String,
}

/// All of them.
pub struct List {
    files: HashMap<String, Here>,
    left: BTreeSet<usize>,
}

impl List {
    /// From cargo-mutants' JSON, without those that don't compile.
    pub fn read(json: &str, unviable: &HashSet<usize>) -> Result<Self, String> {
        let json: Value = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let mut list = Self { files: HashMap::new(), left: BTreeSet::new() };
        for (number, mutant) in json.as_array().ok_or("no list")?.iter().enumerate() {
            if unviable.contains(&number) {
                continue;
            }
            let text = |name: &str| mutant[name].as_str().map(str::to_owned).ok_or(name.to_owned());
            let start = |name: &str| {
                let at = mutant["span"]["start"][name].as_u64().ok_or(name.to_owned())?;
                usize::try_from(at).map_err(|error| error.to_string())
            };
            // cargo-mutants counts columns from 1, the parser from 0.
            let place = (text("genre")?, start("line")?, start("column")? - 1);
            let mutant = Mutant { number, replacement: text("replacement")? };
            list.files.entry(text("file")?).or_default().entry(place).or_default().push(mutant);
            list.left.insert(number);
        }
        Ok(list)
    }

    /// The mutants of the file.
    pub fn take(&mut self, file: &Path) -> Here {
        file.to_str().and_then(|name| self.files.remove(name)).unwrap_or_default()
    }

    /// The mutant has found its place.
    pub fn placed(&mut self, number: usize) {
        self.left.remove(&number);
    }

    /// Those that have none.
    pub fn left(&self) -> impl Iterator<Item = usize> {
        self.left.iter().copied()
    }
}

/// Where something of the genre is looked for.
pub fn place(genre: &str, span: Span) -> Place {
    (genre.to_owned(), span.start().line, span.start().column)
}
