"""Asks the frameworks: what they sign (minted.json), and what they think of every vector that
opens something (verdicts.json).

    record.py --python PYTHON --node DIRECTORY --rust BINARY --go BINARY

The peers are those of tests/interop, and mint.go and mint.rb here. See ../../README.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
INTEROP = HERE.parents[2] / "interop"
sys.path.insert(0, str(HERE.parents[1]))

Jobs = dict[str, list[dict[str, Any]]]
# The package that speaks each dialect, and the program that asks it.
PEERS = {
    "express": ("node", "cookie-signature"),
    "koa": ("node", "keygrip"),
    "signer": ("python", "itsdangerous"),
    "timestamp-signer": ("python", "itsdangerous"),
    "url-safe-timed": ("python", "itsdangerous"),
    "flask": ("python", "Flask"),
    "starlette": ("python", "starlette"),
    "django": ("python", "Django"),
    "django-signer": ("python", "Django"),
    "django-dumps": ("python", "Django"),
    "gorilla": ("go", "gorilla/securecookie"),
    "rust-cookie": ("rust", "cookie"),
    "rails": ("ruby", "ActiveSupport"),
    "rails-verifier": ("ruby", "ActiveSupport"),
}


def ask(command: list[str], jobs: Jobs) -> dict[str, Any]:
    done = subprocess.run(
        command, input=json.dumps(jobs), stdout=subprocess.PIPE, check=True, encoding="utf-8"
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def ask_all(commands: dict[str, list[str]], what: str, jobs: Iterable[dict[str, Any]]) -> Any:
    """Everybody's answers together, and the versions."""
    listed = list(jobs)
    versions: dict[str, str] = {}
    answers: dict[str, Any] = {}
    for program, command in commands.items():
        own = [job for job in listed if PEERS[job["dialect"]["kind"]][0] == program]
        answer = ask(command, {"seal": [], "open": [], what: own})
        versions |= answer["versions"]
        answers |= answer["sealed" if what == "seal" else "opened"]
    return versions, answers


def questions() -> Iterable[dict[str, Any]]:
    """The vectors that a framework can be asked: text is text to most of them."""
    from sources import dialects

    for vector in dialects.unjudged().vectors:
        args = vector.args
        if vector.op != "dialect.open" or "text" not in args or not dialects.askable(vector):
            continue
        value = args.get("value", "").encode().hex() or args.get("value_hex", "")
        yield {**args, "id": vector.id, "value_hex": value, "now": vector.now}


def write(name: str, content: Any) -> None:
    text = json.dumps(content, indent=1, sort_keys=True) + "\n"
    (HERE / f"{name}.json").write_text(text, encoding="ascii")


def main() -> None:
    parser = argparse.ArgumentParser()
    for program in ("python", "node", "rust", "go"):
        parser.add_argument(f"--{program}", required=True)
    given = parser.parse_args()
    commands = {
        "python": [given.python, str(INTEROP / "peer_python.py")],
        "node": ["node", str(INTEROP / "peer_node.mjs"), given.node],
        "rust": [given.rust],
        "go": [given.go, "1.1.1"],
        "ruby": ["ruby", str(HERE / "mint.rb")],
    }
    cases = json.loads((HERE / "cases.json").read_text(encoding="ascii"))
    versions, texts = ask_all(commands, "seal", cases)
    packages = {kind: f"{name} {versions[name]}" for kind, (_, name) in PEERS.items()}
    write("minted", {"packages": packages, "texts": texts})

    _, opened = ask_all(commands, "open", questions())
    write(
        "verdicts",
        {
            id_: "accepts" if "ok" in got else f"refuses ({got['err']})"
            for id_, got in opened.items()
        },
    )


if __name__ == "__main__":
    main()
