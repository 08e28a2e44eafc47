//! The WebAssembly module and its glue.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::run::{npm_tool, run};
use crate::{Failure, Places};

/// SIMD, for base64url, is in every engine; but sha2's own variant for it has a bounds check that can panic. Less is inlined
/// and unrolled than usually: that makes the module a seventh smaller, and no slower.
const RUSTFLAGS: &str = "-Ctarget-feature=+simd128 --cfg=sha2_backend=\"soft\" \
    -Cllvm-args=-inline-threshold=35 -Cllvm-args=-unroll-threshold=20";

/// The module of the import that the crate's panic handler calls.
const PANIC: &str = "tokenseal_panic";

/// Compiles the crate.
pub fn compile(places: &Places, provoke_panic: bool) -> Result<Vec<u8>, Failure> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| places.root.join("target"), PathBuf::from);
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(&places.root)
        .args(["build", "--package=tokenseal-wasm", "--profile=wasm", "--target=wasm32-unknown-unknown"])
        .arg("--target-dir")
        .arg(&target)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", RUSTFLAGS);
    if provoke_panic {
        cargo.arg("--features=provoke-panic");
    }
    run(&mut cargo)?;
    Ok(fs::read(target.join("wasm32-unknown-unknown/wasm/tokenseal_wasm.wasm"))?)
}

/// Writes the module with the JavaScript that loads it, and sees to it that no panic is reachable:
/// then the import that the crate's panic handler calls would be there.
pub fn bind(places: &Places, module: Vec<u8>) -> Result<(), Failure> {
    let mut output = Bindgen::new()
        .input_bytes("tokenseal", module)
        .out_name("tokenseal")
        .web(true)?
        .typescript(true)
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    if output.wasm().imports.iter().any(|import| import.module == PANIC) {
        return Err("a panic is reachable in the module".into());
    }
    output.emit(&places.lib).map_err(|error| format!("wasm-bindgen: {error:#}").into())
}

/// Makes the module smaller; -O3 gives no speed beyond that.
pub fn optimize(places: &Places) -> Result<(), Failure> {
    let module = places.lib.join("tokenseal_bg.wasm");
    run(npm_tool(&places.tools.join("binaryen/bin/wasm-opt"))?.arg("-Oz").arg(&module).arg("-o").arg(&module))
}
