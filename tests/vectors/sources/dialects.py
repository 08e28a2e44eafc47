"""Other frameworks' signed cookies: what the packages signed, and what must be refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sources import dialect_kinds, dialect_texts, dialect_times
from sources.dialect_case import Case, add_open, add_seal
from sources.vector import Group, Vector

RECORDS = Path(__file__).resolve().parent.parent / "minted" / "dialects"


def read(name: str) -> Any:
    path = RECORDS / f"{name}.json"
    return json.loads(path.read_text(encoding="ascii")) if path.exists() else {}


def group() -> Group:
    found, verdicts = unjudged(), read("verdicts")
    found.vectors = [with_verdict(vector, verdicts) for vector in found.vectors]
    return found


def unjudged() -> Group:
    """Without what the packages say of it: to ask them."""
    found = Group("dialects", "Signed cookies of other frameworks, as their packages write them.")
    minted = read("minted")
    cases = {
        case["id"]: Case(case, minted["texts"][case["id"]], minted["packages"])
        for case in read("cases")
    }
    for case in cases.values():
        add_minted(found, case)
    dialect_texts.add(found, cases)
    dialect_kinds.add(found, cases)
    dialect_times.add(found, cases)
    return found


def add_minted(found: Group, case: Case) -> None:
    add_open(found, case, case.id, case.opened())
    # Compressed payloads, Rails' expiry and Django's old salt are read, but not written.
    if not case.compressed and case.expires_ms is None and not case.reads_only:
        add_seal(found, case, f"{case.id}-sealed")


def with_verdict(vector: Vector, verdicts: dict[str, str]) -> Vector:
    """The package's own verdict joins the source; ours is never the milder one."""
    verdict = verdicts.get(vector.id)
    if verdict is None:
        return vector
    assert verdict == "accepts" or "err" in vector.expect, f"{vector.id}: the original {verdict}"
    said = f"{vector.source}; the original {verdict}"
    return Vector(vector.id, said, vector.op, vector.args, vector.now, vector.expect)


def askable(vector: Vector) -> bool:
    """Whether the package can be asked the same: it can't be asked to be strict, for one."""
    return "-misused-" not in vector.id
