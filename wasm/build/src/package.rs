//! The npm package around the module.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::run::{npm_tool, run};
use crate::{Failure, Places};

/// Compares the TypeScript's table of errors with the core's.
pub fn check_errors(places: &Places) -> Result<(), Failure> {
    let text = fs::read_to_string(places.source.join("ts/errors.ts"))?;
    for error in tokenseal::Error::ALL {
        let (name, code) = (error.name(), error.code());
        for line in [format!("\"{name}\": [{code}, "), format!("  | \"{name}\"")] {
            if text.matches(&line).count() != 1 {
                return Err(format!("ts/errors.ts must have once: {line}").into());
            }
        }
    }
    match text.matches("\": [").count() {
        count if count == tokenseal::Error::ALL.len() => Ok(()),
        count => {
            Err(format!("ts/errors.ts has {count} errors, the core {}", tokenseal::Error::ALL.len()).into())
        }
    }
}

/// Removes what an earlier build left.
pub fn clear(places: &Places) -> Result<(), Failure> {
    if places.dist.exists() {
        fs::remove_dir_all(&places.dist)?;
    }
    fs::create_dir_all(&places.lib)?;
    Ok(())
}

/// Compiles the TypeScript of a folder.
pub fn compile(places: &Places, project: &Path) -> Result<(), Failure> {
    run(npm_tool(&places.tools.join("typescript/bin/tsc"))?
        .arg("--project")
        .arg(project)
        .arg("--typeRoots")
        .arg(places.tools.join("@types")))
}

/// Adds the files that every package has.
pub fn describe(places: &Places) -> Result<(), Failure> {
    let manifest = fs::read_to_string(places.source.join("package.json"))?;
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    if !manifest.contains(&version) {
        return Err(format!("wasm/package.json must say {version}").into());
    }
    fs::write(places.dist.join("package.json"), manifest)?;
    fs::copy(places.source.join("README.md"), places.dist.join("README.md"))?;
    for license in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(places.root.join(license), places.dist.join(license))
            .map_err(|error| format!("{license}: {error}"))?;
    }
    Ok(())
}

/// Packs the tarball.
pub fn pack(places: &Places) -> Result<(), Failure> {
    run(Command::new("npm")
        .current_dir(&places.dist)
        .args(["pack", "--silent", "--ignore-scripts", "--pack-destination"])
        .arg(&places.source))
}
