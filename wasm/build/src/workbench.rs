//! The workbench: a page that lies in the package.

use std::fs;

use crate::run::{npm_tool, run};
use crate::{Failure, Places, package};

/// Compiles the page, which finds the package's modules beside it. The WebAssembly comes as one of its
/// own: a page that may connect to nothing can't fetch it.
pub fn build(places: &Places) -> Result<(), Failure> {
    let source = places.source.join("workbench");
    let page = places.lib.join("workbench");
    package::compile(places, &source)?;
    for name in ["index.html", "workbench.css"] {
        fs::copy(source.join(name), page.join(name))?;
    }
    run(npm_tool(&places.source.join("build/embed.mjs"))?
        .arg(places.lib.join("tokenseal_bg.wasm"))
        .arg(page.join("module.js")))
}
