"""The runtimes as programs: one JSON document of jobs in, one of answers out.

    {"mint": [{"id", "key", "claims", "options", "full_claims", "now"}],
     "verify": [{"id", "keys", "token", "policy", "now"}]}
    {"minted": {id: token}, "verified": {id: {"ok": claims' JSON} | {"err": name}}}
"""

from __future__ import annotations

import json
import pathlib
import subprocess
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
TOOLS = ROOT / ".tools"


def cargo_program(name: str) -> list[str]:
    """A program of the crate tokenseal-tests, built."""
    subprocess.run(["cargo", "build", "-q", "-p", "tokenseal-tests", "--bin", name], cwd=ROOT, check=True)
    metadata = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--no-deps"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [str(pathlib.Path(json.loads(metadata.stdout)["target_directory"]) / "debug" / name)]


def ours() -> dict[str, list[str]]:
    """Our runtimes."""
    javascript = ("node", "deno", "bun", "workerd", "chromium")
    return {
        "rust": cargo_program("cross"),
        "c": [str(TESTS / "c/cross")],
        "python": [str(TESTS / "python/cross")],
        **{name: [str(TESTS / "js/cross"), name] for name in javascript},
    }


def peers() -> dict[str, list[str]]:
    """Other libraries."""
    return {
        "PyJWT": [str(TOOLS / "venv-cross/bin/python"), str(TESTS / "cross/peer_pyjwt.py")],
        "jose": ["node", str(TESTS / "cross/peer_jose.mjs")],
        "jsonwebtoken": cargo_program("jsonwebtoken"),
    }


def ask(command: list[str], *, mint: list[dict[str, Any]], verify: list[dict[str, Any]]) -> dict[str, Any]:
    """A runtime's answers. What it writes to standard error goes to ours."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        input=json.dumps({"mint": mint, "verify": verify}),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed with {done.returncode}")
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers
