"""Writes the vector files, or with --check says whether the committed ones are current.

Every expectation has two opinions: the one that stands in sources/, and the oracle's.
Where they differ nothing is written.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

from oracle.answer import answer
from sources import (
    bearer,
    claims,
    cookie_parse,
    cookie_seal,
    cookie_set,
    csrf,
    dialects,
    edge,
    hmac_tags,
    hostile,
    inspect,
    keys,
    minted,
    rfc,
    ring,
    sign,
    state_refresh,
    state_revocation,
    state_session,
)
from sources.vector import Group

ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
HERE = Path(__file__).resolve().parent
TOKENS = (hmac_tags, rfc, minted, keys, ring, edge, hostile, claims, sign, inspect, bearer)
COOKIES = (cookie_parse, cookie_set, cookie_seal, dialects)
STATE = (state_session, state_refresh, state_revocation, csrf)


def disagreements(groups: list[Group]) -> list[str]:
    found = []
    seen: set[str] = set()
    for group in groups:
        for vector in group.vectors:
            if vector.id in seen:
                found.append(f"{vector.id}: the id is there twice")
            if not ID.fullmatch(vector.id):
                found.append(f"{vector.id}: not an id")
            seen.add(vector.id)
            try:
                oracle = answer(vector.op, vector.args, vector.now)
            except AssertionError as misfit:
                found.append(f"{vector.id}: not what the oracle can be asked: {misfit}")
                continue
            if oracle != vector.expect:
                found.append(f"{vector.id}: stated {vector.expect}, the oracle says {oracle}")
    return found


def render(group: Group) -> str:
    # One line a vector: a changed one is one line in a diff.
    lines = ",\n".join(json.dumps(vector.json()) for vector in group.vectors)
    return f'{{"about": {json.dumps(group.about)}, "vectors": [\n{lines}\n]}}\n'


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the shared vectors.")
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    check: bool = parser.parse_args().check

    groups = [source.group() for source in (*TOKENS, *COOKIES, *STATE)]
    faults = disagreements(groups)
    files = {HERE / f"{group.name}.json": render(group) for group in groups}
    faults += [
        f"{path.name}: no source makes it" for path in HERE.glob("*.json") if path not in files
    ]
    for path, text in files.items():
        if check and (not path.exists() or path.read_text(encoding="ascii") != text):
            faults.append(f"{path.name}: not what generate.py writes")
    if faults:
        print("\n".join(faults), file=sys.stderr)
        return 1
    for group, (path, text) in zip(groups, files.items(), strict=True):
        if not check:
            path.write_text(text, encoding="ascii")
        print(f"{path.name}: {len(group.vectors)}")
    print(f"{sum(len(group.vectors) for group in groups)} vectors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
