"""A copy of the core that holds all of its mutants, and the programs that try them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from bisect import bisect_right
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/mutation"
WORK = Path(os.environ.get("TOKENSEAL_MUTATION", ROOT / "build/mutation"))
TREE = WORK / "tree"
TARGET = WORK / "target"

Mutant = dict[str, Any]


def find(files: list[str]) -> list[Mutant]:
    """The mutants that cargo-mutants makes, in the files that the globs name."""
    only = [argument for glob in files for argument in ("--file", glob)]
    # Compiled for WebAssembly alone, where every vector that the package is tested with goes through it.
    only += ["--exclude", "core/src/lanes/simd128.rs"]
    command = ["cargo", "mutants", "--list", "--json", "--no-config", "--package", "tokenseal", *only]
    listed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    mutants: list[Mutant] = json.loads(listed.stdout)
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "mutants.json").write_bytes(listed.stdout)
    return mutants


def lay_out() -> None:
    """The workspace of the woven core: the core, the runner of the vectors, the hunter."""
    shutil.rmtree(TREE, ignore_errors=True)
    for folder in ("core/src", "tests/rust/src"):
        shutil.copytree(ROOT / folder, TREE / folder)
    shutil.copytree(HERE / "hunt", TREE / "tests/hunt")
    for file in ("Cargo.lock", "README.md", "core/README.md", "core/Cargo.toml", "tests/rust/Cargo.toml"):
        shutil.copy(ROOT / file, TREE / file)
    (TREE / "tests/vectors").symlink_to(ROOT / "tests/vectors")
    shutil.copy(HERE / "mutant.rs", TREE / "core/src/mutant.rs")
    members = 'members = ["core", "tests/rust", "tests/hunt"]'
    rewrite(TREE / "Cargo.toml", (ROOT / "Cargo.toml").read_text(), r"^members = .*$", members)
    # Only the examples need Redis.
    core = TREE / "core/Cargo.toml"
    rewrite(core, core.read_text(), r"^redis = .*$", "")
    root = TREE / "core/src/lib.rs"
    rewrite(root, root.read_text(), r"\Z", "\npub mod mutant;\n")


def rewrite(path: Path, text: str, pattern: str, instead: str) -> None:
    new, count = re.subn(pattern, instead, text, count=1, flags=re.MULTILINE)
    assert count == 1, f"{path}: no {pattern}"
    path.write_text(new)


def weave(unviable: set[int]) -> set[int]:
    """Writes all mutants but these into the core; gives those that have no place there."""
    lay_out()
    (WORK / "unviable").write_text("\n".join(map(str, sorted(unviable))))
    program = WORK / "weave/debug/tokenseal-weave"
    command = [str(program), str(WORK / "mutants.json"), str(WORK / "unviable"), str(TREE / "core")]
    woven = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return set(map(int, woven.stdout.split()))


def cargo(*arguments: str) -> subprocess.CompletedProcess[str]:
    # What the mutants are warned of is of no interest, and the switch stands where `unsafe` is forbidden.
    environment = os.environ | {"CARGO_TARGET_DIR": str(TARGET), "RUSTFLAGS": "--cap-lints allow"}
    environment |= {"CARGO_PROFILE_DEV_DEBUG": "false", "CARGO_INCREMENTAL": "0"}
    command = ["cargo", *arguments, "--message-format=json"]
    return subprocess.run(command, cwd=TREE, env=environment, capture_output=True, text=True)


def viable() -> tuple[set[int], set[int]]:
    """Weaves until the core compiles: which mutants do not, and which have no place."""
    weaver = ["cargo", "build", "-q", "--locked", "--manifest-path", str(HERE / "weave/Cargo.toml")]
    subprocess.run([*weaver, "--target-dir", str(WORK / "weave")], check=True)
    unviable: set[int] = set()
    while True:
        unplaced = weave(unviable)
        checked = cargo("check", "-p", "tokenseal", "--features", "serde,dialects")
        if checked.returncode == 0:
            return unviable, unplaced
        found = {number for error in errors(checked.stdout) for number in culprits(error)}
        assert found - unviable, f"the woven core does not compile:\n{checked.stderr}\n{checked.stdout[:4000]}"
        unviable |= found


def errors(output: str) -> list[dict[str, Any]]:
    messages = [json.loads(line) for line in output.splitlines()]
    reports = [m["message"] for m in messages if m["reason"] == "compiler-message"]
    return [report for report in reports if report["level"] == "error" and report["spans"]]


def culprits(error: dict[str, Any]) -> set[int]:
    """The mutants within whose braces the compiler found the error."""
    found = set()
    for span in error["spans"]:
        if span["is_primary"]:
            found |= branches(TREE / span["file_name"]).at(span["byte_start"])
    assert found, f"not in a mutant: {error['rendered']}"
    return found


class Branches:
    """Where in a woven file each mutant stands."""

    def __init__(self, text: bytes) -> None:
        self.places: list[tuple[int, int, int]] = []
        for switch in re.finditer(rb"if crate :: mutant :: on \((\d+)usize\) ", text):
            depth, at = 1, switch.end() + 1
            while depth:
                depth += {b"{": 1, b"}": -1}.get(text[at : at + 1], 0)
                at += 1
            self.places.append((switch.end(), at, int(switch[1])))
        self.starts = [start for start, _, _ in self.places]

    def at(self, offset: int) -> set[int]:
        index = bisect_right(self.starts, offset) - 1
        near = self.places[max(0, index - 8) : index + 1]
        return {number for start, end, number in near if start <= offset < end}


def branches(path: Path) -> Branches:
    return Branches(path.read_bytes())


def build() -> tuple[Path, Path]:
    """The hunter and the core's unit tests, both of the woven core."""
    found = {}
    for arguments in (
        ("build", "-p", "tokenseal-hunt"),
        ("test", "--no-run", "--lib", "-p", "tokenseal", "--features", "serde,dialects"),
    ):
        built = cargo(*arguments)
        assert built.returncode == 0, built.stderr + "".join(error["rendered"] for error in errors(built.stdout))
        for line in built.stdout.splitlines():
            message = json.loads(line)
            if message["reason"] == "compiler-artifact" and message["executable"]:
                found[message["target"]["name"]] = Path(message["executable"])
    return found["tokenseal-hunt"], found["tokenseal"]
