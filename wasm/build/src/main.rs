//! Builds the npm package: `cargo run -p tokenseal-wasm-build`.
//!
//! cargo makes the WebAssembly, wasm-bindgen its JavaScript, wasm-opt makes it small, tsc compiles
//! the TypeScript around it and that of the workbench, and npm packs all that. The package comes to lie in `wasm/dist/`, the
//! tarball beside it in `wasm/`. With `--provoke-panic` it builds a module that can panic, to show
//! that it would notice.

mod package;
mod run;
mod wasm;
mod workbench;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What went wrong, for people.
type Failure = Box<dyn std::error::Error>;

/// Where things are.
struct Places {
    /// The workspace.
    root: PathBuf,
    /// The sources of the npm package.
    source: PathBuf,
    /// The npm package.
    dist: PathBuf,
    /// The npm package's modules.
    lib: PathBuf,
    /// The tools that npm installed.
    tools: PathBuf,
}

impl Places {
    fn find() -> Result<Self, Failure> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
        let source = root.join("wasm");
        let dist = source.join("dist");
        Ok(Self { lib: dist.join("lib"), tools: root.join("tests/js/node_modules"), root, source, dist })
    }
}

fn build() -> Result<(), Failure> {
    let places = Places::find()?;
    let provoke = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--provoke-panic") => true,
        Some(other) => return Err(format!("unknown argument {other}").into()),
    };
    let module = wasm::compile(&places, provoke)?;
    package::check_errors(&places)?;
    package::clear(&places)?;
    wasm::bind(&places, module)?;
    wasm::optimize(&places)?;
    package::compile(&places, &places.source.join("ts"))?;
    workbench::build(&places)?;
    package::describe(&places)?;
    package::pack(&places)
}

fn main() -> ExitCode {
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("tokenseal-wasm-build: {failure}");
            ExitCode::FAILURE
        }
    }
}
