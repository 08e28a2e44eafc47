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
    fs::copy(source.join("index.html"), page.join("index.html"))?;
    fs::create_dir(page.join("style"))?;
    for sheet in fs::read_dir(source.join("style"))? {
        let sheet = sheet?;
        fs::copy(sheet.path(), page.join("style").join(sheet.file_name()))?;
    }
    run(npm_tool(&places.source.join("build/embed.mjs"))?
        .arg(places.lib.join("tokenseal_bg.wasm"))
        .arg(page.join("module.js")))
}
