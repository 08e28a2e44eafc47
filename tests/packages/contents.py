#!/usr/bin/env python3
"""Compares what is in a package with what should be.

    contents.py crate|sdist|wheel|npm|archive FILE [NAME]...

What should be follows from the sources that git knows, so that a new source needs no entry here, and a file that lies
about is a stray one. Each NAME is a further file that should be in it.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
LICENSES = {"LICENSE-APACHE", "LICENSE-MIT"}


def version() -> str:
    """The one version of all packages."""
    found = re.search(r'^version = "(.*)"$', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)
    if found is None:
        raise SystemExit("Cargo.toml has no version")
    return found[1]


def tracked(folder: str) -> set[str]:
    """The files below a folder that git knows."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", "."], cwd=ROOT / folder, check=True, capture_output=True, text=True
    )
    return set(listed.stdout.split("\0")) - {""}


def below(prefix: str, names: set[str]) -> set[str]:
    """The same names in a folder."""
    return {prefix + name for name in names}


def compiled(folder: str) -> set[str]:
    """The modules of TypeScript in a folder."""
    names = tracked(folder)
    return {name.removesuffix(".ts") for name in names if name.endswith(".ts") and not name.endswith(".d.ts")}


def crate_sources(folder: str) -> set[str]:
    """What cargo packs of a folder: not the crates inside it."""
    names = tracked(folder)
    inner = {f"{PurePosixPath(name).parent}/" for name in names if name.endswith("/Cargo.toml")}
    return {name for name in names if not any(name.startswith(crate) for crate in inner)}


def crate() -> set[str]:
    """The core's crate."""
    return below(
        f"tokenseal-{version()}/",
        crate_sources("core") | LICENSES | {"Cargo.lock", "Cargo.toml.orig", ".cargo_vcs_info.json"},
    )


def sdist() -> set[str]:
    """Python's source distribution: two crates, and what maturin moves to its top."""
    python = {name for name in tracked("py") if name.startswith("python/")}
    crates = below("core/", crate_sources("core")) | below("py/", tracked("py") - python - {"pyproject.toml"})
    top = {"Cargo.lock", "Cargo.toml", "PKG-INFO", "README.md", "pyproject.toml"}
    return below(f"tokenseal-{version()}/", crates | python | top | LICENSES)


def wheel() -> set[str]:
    """Python's wheel; the name of the extension module is Linux's."""
    modules = tracked("py/python/tokenseal") | {"_tokenseal.abi3.so"}
    about = {"METADATA", "RECORD", "WHEEL", "entry_points.txt"} | below("licenses/", LICENSES)
    return below("tokenseal/", modules) | below(f"tokenseal-{version()}.dist-info/", about)


def npm() -> set[str]:
    """The tarball for npm: what TypeScript and wasm-bindgen make, and the page, which needs no declarations."""
    modules = {"tokenseal", *compiled("wasm/ts")}
    made = {f"{name}{suffix}" for name in modules for suffix in (".js", ".d.ts")}
    wasm = {"tokenseal_bg.wasm", "tokenseal_bg.wasm.d.ts"}
    page = {name for name in tracked("wasm/workbench") if name.endswith((".html", ".css"))}
    page |= {f"{name}.js" for name in {"module", *compiled("wasm/workbench")}}
    lib = made | wasm | below("workbench/", page)
    return below("package/", below("lib/", lib) | {"package.json", "README.md"} | LICENSES)


def archive() -> set[str]:
    """The C library for Linux. The links to the shared library are files too."""
    number = version()
    abi = number.rpartition(".")[0] if number.startswith("0.") else number.partition(".")[0]
    library = {"libtokenseal.a", "libtokenseal.so", f"libtokenseal.so.{abi}", f"libtokenseal.so.{number}"}
    cmake = {"cmake/tokenseal/tokenseal-config.cmake", "cmake/tokenseal/tokenseal-config-version.cmake"}
    return (
        below("include/", tracked("include"))
        | below("lib/", library | cmake | {"pkgconfig/tokenseal.pc"})
        | below("share/doc/tokenseal/", LICENSES)
    )


def packed(path: Path) -> set[str]:
    """The files in a package, each once and none empty."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as wheel_file:
            entries = [(info.filename, info.file_size) for info in wheel_file.infolist() if not info.is_dir()]
    else:
        with tarfile.open(path) as tar:
            entries = [(member.name, member.size or member.issym()) for member in tar if not member.isdir()]
    names = [name for name, _ in entries]
    if len(names) != len(set(names)):
        raise SystemExit(f"{path.name} has a file twice")
    if empty := [name for name, size in entries if not size and not name.endswith("py.typed")]:
        raise SystemExit(f"{path.name} has empty files: {' '.join(empty)}")
    return set(names)


def main() -> int:
    """Compare."""
    kind, path, *more = sys.argv[1:]
    expected = {"crate": crate, "sdist": sdist, "wheel": wheel, "npm": npm, "archive": archive}[kind]() | set(more)
    found = packed(Path(path))
    if kind == "archive":
        found = {name.partition("/")[2] for name in found}
    for complaint, names in (("is missing", expected - found), ("is a stray file", found - expected)):
        for name in sorted(names):
            print(f"{path}: {name} {complaint}")
    print(f"{Path(path).name}: {len(found)} files")
    return int(found != expected)


sys.exit(main())
