//! `weave MUTANTS UNVIABLE CORE`: rewrites the sources of the core at CORE, so that they hold all
//! mutants at once.
//!
//! MUTANTS is what `cargo mutants --list --json` says; a mutant's number is its place there. UNVIABLE
//! holds the numbers of those that don't compile, one a line. Each of the others becomes a branch
//! behind `crate::mutant::on(number)`. Printed are the numbers that have no place: those in constants,
//! which are computed before there is a switch.

mod constant;
mod list;
mod weaver;

use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens as _;
use syn::visit_mut::VisitMut as _;

use crate::list::List;
use crate::weaver::Weaver;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [mutants, unviable, core] = arguments.as_slice() else {
        return Err("weave MUTANTS UNVIABLE CORE".into());
    };
    let unviable: HashSet<usize> =
        fs::read_to_string(unviable)?.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let mut list = List::read(&fs::read_to_string(mutants)?, &unviable)?;

    let mut files = Vec::new();
    for path in sources(&core.join("src"))? {
        files.push((syn::parse_file(&fs::read_to_string(&path)?)?, path));
    }
    let constant = constant::names(files.iter().map(|(file, _)| file));
    for (mut file, path) in files {
        let name = Path::new("core").join(path.strip_prefix(core)?);
        Weaver { here: list.take(&name), constant: &constant, list: &mut list }.visit_file_mut(&mut file);
        fs::write(path, file.into_token_stream().to_string())?;
    }
    for number in list.left() {
        println!("{number}");
    }
    Ok(())
}

fn sources(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}
