"""A transition is a generator: it yields what it reads and what it writes.

It is sent what was found, and whether the swap took; it ends by returning its outcome or by
raising a refusal. Rounds are the store's answers, written down beforehand.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from ..failure import Failure

MAX_ATTEMPTS = 32


@dataclass(frozen=True)
class Read:
    keys: list[str]


@dataclass(frozen=True)
class Write:
    key: int
    record: bytes | None
    ttl: int


Found = list[bytes | None]
Machine = Generator[Read | Write, Any, dict[str, Any]]


def found_in(given: dict[str, Any]) -> Found:
    return [None if item is None else bytes.fromhex(item) for item in given["found"]]


def run(machine: Machine, rounds: list[dict[str, Any]]) -> dict[str, Any]:
    step = next(machine)
    told: list[dict[str, Any]] = []
    failed = 0
    for given in rounds:
        assert isinstance(step, Read), "a write without a read"
        found = found_in(given)
        assert len(found) == len(step.keys), "as much is found as was asked for"
        shown: dict[str, Any] = {"keys": step.keys, "write": None}
        told.append(shown)
        took = None
        try:
            step = machine.send(found)
            assert isinstance(step, Write) == ("took" in given), "took stands where one writes"
            if isinstance(step, Write):
                record = None if step.record is None else step.record.hex()
                shown["write"] = {"key": step.key, "record": record, "ttl": step.ttl}
                took = given["took"]
                step = machine.send(took)
            failed += took is False
            shown["next"] = "again" if failed <= MAX_ATTEMPTS else "contention"
        except Failure as failure:
            shown["next"] = failure.name
        except StopIteration as done:
            shown["next"] = "done"
            assert len(told) == len(rounds), "rounds are left over"
            return {"rounds": told, "result": done.value}
        if shown["next"] != "again":
            break
    assert len(told) == len(rounds), "rounds are left over"
    assert told and told[-1]["next"] != "again", "rounds are missing"
    return {"rounds": told}
