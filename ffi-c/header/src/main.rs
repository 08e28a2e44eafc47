//! Writes `include/tokenseal.h`: one section for each module of the library, by cbindgen, under a
//! manual page that is written by hand.
//!
//! `cargo run -p tokenseal-header` writes it; with `--check` it only says whether it is up to date.

mod layout;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use cbindgen::{Builder, Config, DocumentationStyle, Language, Style};

/// The sections of the header, in the order in which a reader needs them.
const MODULES: [&str; 23] = [
    "version",
    "status",
    "limits",
    "slice",
    "key",
    "mac",
    "policy",
    "claims",
    "jwt",
    "member",
    "bearer",
    "cookie",
    "set_cookie",
    "sealed",
    "dialect",
    "koa_rails",
    "rules",
    "transition",
    "session",
    "refresh",
    "revocation",
    "memory_store",
    "csrf",
];
/// What is not for everyday use stands last.
const LAST: &str = "unverified";

const MANUAL: &str = include_str!("../manual.h");
const PREAMBLE: &str = include_str!("../preamble.h");
const TRAILER: &str = include_str!("../trailer.h");

/// Hand-written lines that belong to a section and that cbindgen can't make: initializers.
const MACROS: [(&str, &str); 14] = [
    (
        "version",
        concat!("/* The three as text. */\n#define TOKENSEAL_VERSION \"", env!("CARGO_PKG_VERSION"), "\""),
    ),
    ("slice", include_str!("../slice.h")),
    ("policy", include_str!("../policy.h")),
    ("claims", include_str!("../claims.h")),
    ("jwt", include_str!("../jwt.h")),
    ("set_cookie", include_str!("../set_cookie.h")),
    ("sealed", include_str!("../sealed.h")),
    ("dialect", include_str!("../dialect.h")),
    ("rules", include_str!("../rules.h")),
    ("transition", include_str!("../transition.h")),
    ("session", include_str!("../session.h")),
    ("refresh", include_str!("../refresh.h")),
    ("memory_store", include_str!("../memory_store.h")),
    ("csrf", include_str!("../csrf.h")),
];

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let place = root.join("include/tokenseal.h");
    let header = match header(&root.join("ffi-c/src")) {
        Ok(header) => header,
        Err(error) => {
            eprintln!("tokenseal-header: {error}");
            return ExitCode::FAILURE;
        }
    };
    if env::args().any(|argument| argument == "--check") {
        if fs::read_to_string(&place).is_ok_and(|committed| committed == header) {
            return ExitCode::SUCCESS;
        }
        eprintln!("include/tokenseal.h is not what ffi-c/src says: run cargo run -p tokenseal-header");
        return ExitCode::FAILURE;
    }
    match fs::write(&place, header) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tokenseal-header: {}: {error}", place.display());
            ExitCode::FAILURE
        }
    }
}

fn header(sources: &Path) -> Result<String, String> {
    let mut parts = vec![MANUAL.to_owned(), PREAMBLE.to_owned()];
    for module in MODULES.into_iter().chain([LAST]) {
        parts.push(section(module, &sources.join(module).with_extension("rs"))?);
    }
    parts.push(TRAILER.to_owned());
    let text = parts.iter().map(|part| part.trim()).collect::<Vec<_>>().join("\n\n");
    Ok(text + "\n")
}

/// A module's own docs as a banner, then what cbindgen makes of its items.
fn section(module: &str, source: &PathBuf) -> Result<String, String> {
    let text = fs::read_to_string(source).map_err(|error| format!("{}: {error}", source.display()))?;
    let mut docs = text
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line));
    let title = docs.next().ok_or_else(|| format!("{module} has no title"))?;
    let mut section =
        format!("/*\n * {}\n", format!("--- {title} ").to_owned() + &"-".repeat(90 - title.len()));
    for line in docs {
        section.push_str(format!(" * {line}").trim_end());
        section.push('\n');
    }
    section.push_str(" */\n\n");
    let mut items = Vec::new();
    Builder::new()
        .with_config(config())
        .with_src(source)
        .generate()
        .map_err(|error| error.to_string())?
        .write(&mut items);
    section.push_str(layout::tidy(&String::from_utf8_lossy(&items)).trim());
    if let Some((_, lines)) = MACROS.iter().find(|(of, _)| *of == module) {
        section.push_str("\n\n");
        section.push_str(lines.trim());
    }
    Ok(section)
}

fn config() -> Config {
    let mut config = Config {
        language: Language::C,
        style: Style::Both,
        no_includes: true,
        usize_is_size_t: true,
        documentation_style: DocumentationStyle::C,
        line_length: 100,
        tab_width: 4,
        ..Config::default()
    };
    // Nothing but a macro of the section's may mention them.
    config.export.include = ["tokenseal_slice", "tokenseal_policy", "tokenseal_claims", "tokenseal_rules"]
        .map(str::to_owned)
        .into();
    config.function.must_use = Some("TOKENSEAL_MUST_USE".to_owned());
    config
}
