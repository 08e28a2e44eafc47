"""Rounds: what the store is to answer, and what a transition is to make of it."""

from __future__ import annotations

from dataclasses import dataclass

from sources.vector import HAND_MADE, NOW, Args, Group, err, ok

Found = list[bytes | None]


@dataclass(frozen=True)
class Round:
    found: Found
    next: str
    write: Args | None = None
    took: bool | None = None
    keys: list[str] | None = None

    def given(self) -> Args:
        found = [None if item is None else item.hex() for item in self.found]
        return {"found": found} if self.took is None else {"found": found, "took": self.took}

    def told(self, keys: list[str]) -> Args:
        return {"keys": self.keys or keys, "write": self.write, "next": self.next}


def reads(*found: bytes | None, then: str = "done", keys: list[str] | None = None) -> Round:
    """A decision without a write."""
    return Round(list(found), then, keys=keys)


def writes(
    found: Found,
    record: bytes | None,
    ttl: int,
    *,
    took: bool = True,
    then: str = "done",
    at: int = 0,
    keys: list[str] | None = None,
) -> Round:
    write = {"key": at, "record": None if record is None else record.hex(), "ttl": ttl}
    return Round(found, then, write, took, keys)


def adds(
    group: Group,
    id_: str,
    op: str,
    args: Args,
    keys: list[str],
    rounds: list[Round],
    result: Args | None = None,
    now: int = NOW,
    source: str = HAND_MADE,
) -> None:
    """A transition that is made: `keys` are those of all rounds that name no others."""
    shown: Args = {"rounds": [each.told(keys) for each in rounds]}
    if rounds[-1].next == "done":
        shown["result"] = {} if result is None else result
    given = {**args, "rounds": [each.given() for each in rounds]}
    group.add(id_, op, given, ok(shown), now, source)


def refused(group: Group, id_: str, op: str, args: Args, error: str, now: int = NOW) -> None:
    """A transition that is not made: nothing is read."""
    group.add(id_, op, {**args, "rounds": []}, err(error), now)
