"""How the programs of each language are made and run."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

from chapters import ROOT, Block, Chapter, Fault
from outputs import MARK, compare, compare_all

WORK = ROOT / "build" / "docs"
PREFIX = WORK / "prefix"
CARGO_TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "docs"
C99 = ["gcc", "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Werror"]
MODULES = ("tests/glue/js/node_modules", "tests/js/node_modules", "tests/docs/node_modules")
"""The first that has a package gives it."""
LONGEST = 300
"""Seconds that one program may take."""


def environment() -> dict[str, str]:
    """What a reader has who did what the chapters say first."""
    return {
        **os.environ,
        "PATH": f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}",
        "PKG_CONFIG_PATH": f"{PREFIX}/lib/pkgconfig",
        "LD_LIBRARY_PATH": f"{PREFIX}/lib",
        "CARGO_TARGET_DIR": str(CARGO_TARGET),
        "REDIS_URL": os.environ["TOKENSEAL_TEST_REDIS"],
        "REDIS_CLUSTER_URL": os.environ["TOKENSEAL_TEST_CLUSTER"],
    }


def call(words: list[str | pathlib.Path], folder: pathlib.Path, place: str) -> str:
    """Run something; what it prints."""
    try:
        done = subprocess.run(
            words,
            cwd=folder,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Fault(f"{place}: did not end within {LONGEST} seconds") from None
    if done.returncode != 0:
        said = done.stdout.replace(MARK, "") + done.stderr
        raise Fault(f"{place}: ended with {done.returncode}\n{said.rstrip()}")
    return done.stdout


def folder_of(chapter: Chapter) -> pathlib.Path:
    """Where its programs run."""
    return WORK / "chapters" / chapter.name


def write(chapter: Chapter) -> None:
    """The chapter's folder: its files and programs, and a clone of the project."""
    folder = folder_of(chapter)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "tokenseal").symlink_to(ROOT)
    for block in chapter.files:
        path = folder / str(block.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.code)
        if path.name == "Cargo.toml":
            # The versions that the project has.
            shutil.copy(ROOT / "Cargo.lock", path.with_name("Cargo.lock"))
    for program in chapter.programs:
        language = program[0].language
        if language in SOURCES:
            name, mark = SOURCES[language]
            (folder / name).write_text("".join(f"{mark}\n{block.code}" for block in program))


SOURCES = {
    "python": ("main.py", f"print({MARK!r}, flush=True)"),
    "ts": ("main.ts", f"console.log({json.dumps(MARK)});"),
}


def prepare(chapters: list[Chapter]) -> None:
    """Write everything down, and compile what is compiled together."""
    shutil.rmtree(WORK / "chapters", ignore_errors=True)
    (WORK / "chapters").mkdir(parents=True)
    for chapter in chapters:
        write(chapter)
    blocks = [block for chapter in chapters for block in chapter.blocks]
    languages = {block.language for block in blocks}
    rust = [block for block in blocks if block.language == "rust" and not block.name]
    if "ts" in languages:
        prepare_typescript()
    if rust:
        prepare_rust(rust)
    if languages & {"c", "sh"}:
        call(["make", "-s", "install", f"PREFIX={PREFIX}"], ROOT, "make install")


def prepare_typescript() -> None:
    """The package as tests/js/fixture has packed it, beside the frameworks; all is compiled at once."""
    home = WORK / "chapters"
    (home / "package.json").write_text('{ "private": true, "type": "module" }\n')
    modules = home / "node_modules"
    modules.mkdir()
    (modules / "tokenseal").symlink_to(ROOT / "build/js/node_modules/tokenseal")
    for source in MODULES:
        for package in [*(ROOT / source).glob("[!.@]*"), *(ROOT / source).glob("@*/*")]:
            link = modules / package.relative_to(ROOT / source)
            link.parent.mkdir(exist_ok=True)
            if not link.exists():
                link.symlink_to(package)
    options = {
        "target": "ES2022",
        "module": "NodeNext",
        "lib": ["ES2022", "DOM"],
        "types": ["node"],
        "strict": True,
        "noUncheckedIndexedAccess": True,
        "skipLibCheck": True,
    }
    config = {
        "compilerOptions": options,
        "include": ["**/*.ts"],
        "exclude": ["**/tokenseal/**", "node_modules"],
    }
    (home / "tsconfig.json").write_text(json.dumps(config))
    compiler = ROOT / "tests/js/node_modules/typescript/bin/tsc"
    call(["node", compiler, "--project", home / "tsconfig.json"], home, "the blocks in TypeScript")


def prepare_rust(blocks: list[Block]) -> None:
    """All in one package, each a program."""
    package = WORK / "rust"
    shutil.rmtree(package, ignore_errors=True)
    (package / "src/bin").mkdir(parents=True)
    (package / "Cargo.toml").write_text(
        '[package]\nname = "docs"\nversion = "0.0.0"\nedition = "2024"\npublish = false\n\n[workspace]\n\n'
        '[dependencies]\ntokenseal = { path = "../../../core", features = ["dialects"] }\n'
        'serde = { version = "1", default-features = false, features = ["derive"] }\n'
    )
    shutil.copy(ROOT / "Cargo.lock", package / "Cargo.lock")
    for block in blocks:
        (package / f"src/bin/{slug(block)}.rs").write_text(block.code)
    call(["cargo", "build", "-q"], package, "the blocks in Rust")


def slug(block: Block) -> str:
    """A name for the program."""
    return re.sub(r"\W", "_", block.place)


def run(chapter: Chapter) -> int:
    """Run all programs of a chapter, and compare what they print; how many they were."""
    folder = folder_of(chapter)
    for program in chapter.programs:
        block = program[0]
        match block.language:
            case "python":
                compare_all(program, call(["python", "main.py"], folder, block.place))
            case "ts":
                compare_all(program, call(["node", "main.js"], folder, block.place))
            case "rust":
                compare(block, call([CARGO_TARGET / "debug" / slug(block)], folder, block.place))
            case "c":
                compare(block, run_c(block, folder))
            case "sh":
                compare(block, call(["bash", "-euo", "pipefail", "-c", block.code], folder, block.place))
            case other:
                raise Fault(f"{block.place}: nobody runs {other}")
    return len(chapter.programs)


def run_c(block: Block, folder: pathlib.Path) -> str:
    """Compile a program against the installed library, and run it."""
    program = folder / slug(block)
    source = program.with_suffix(".c")
    source.write_text(block.code)
    flags = call(["pkg-config", "--cflags", "--libs", "tokenseal"], folder, block.place).split()
    call([*C99, source, *flags, "-o", program], folder, block.place)
    return call([program], folder, block.place)
