"""Runs every peer and records what it minted and what it thinks of the others' tokens.

    record.py --python <python with PyJWT> --node <directory with node_modules> --mint-rs <binary>

Needs the peers (see ../README.md); everything else works from the files that this writes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def ask(command: list[str], directory: str | None = None) -> dict[str, Any]:
    done = subprocess.run(command, cwd=directory, check=True, stdout=subprocess.PIPE)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--python", required=True)
    parser.add_argument("--node", required=True)
    parser.add_argument("--mint-rs", required=True)
    given = parser.parse_args()

    script = str(HERE / "mint.mjs")
    peers: dict[str, tuple[list[str], str | None]] = {
        "pyjwt": ([given.python, str(HERE / "mint.py")], None),
        "jose": (["node", script, "jose"], given.node),
        "jsonwebtoken-npm": (["node", script, "jsonwebtoken"], given.node),
        "jsonwebtoken-rust": ([given.mint_rs], None),
    }
    cases = json.loads((HERE / "cases.json").read_text(encoding="ascii"))
    minted = {
        peer: ask([*command, "mint", str(HERE / "cases.json")], directory)
        for peer, (command, directory) in peers.items()
    }
    questions = [
        {**case, "id": f"{peer}-{case['id']}", "token": answer["tokens"][case["id"]]}
        for peer, answer in minted.items()
        for case in cases
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="ascii") as file:
        json.dump(questions, file)
        file.flush()
        for peer, (command, directory) in peers.items():
            judged = ask([*command, "judge", file.name], directory)
            record = {**minted[peer], "verdicts": judged["verdicts"]}
            text = json.dumps(record, indent=1) + "\n"
            (HERE / f"{peer}.json").write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()
