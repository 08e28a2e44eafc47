"""A vector and a group of them, which becomes one file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Args = dict[str, Any]

# Two instants that every vector is built around: tokens are issued at the first and,
# unless they are about time, live until the second.
ISSUED = 1_700_000_000
EXPIRES = 4_102_444_800
NOW = 1_700_000_100_000

HAND_MADE = "made by hand; the oracle agrees"


@dataclass(frozen=True)
class Vector:
    id: str
    source: str
    op: str
    args: Args
    now: int | None
    expect: Args

    def json(self) -> Args:
        clock = {} if self.now is None else {"now": self.now}
        return {
            "id": self.id,
            "source": self.source,
            "op": self.op,
            "args": self.args,
            **clock,
            "expect": self.expect,
        }


@dataclass
class Group:
    """`name` is the file's name and, with hyphens, the beginning of every id in it."""

    name: str
    about: str
    vectors: list[Vector] = field(default_factory=list)

    def add(
        self,
        name: str,
        op: str,
        args: Args,
        expect: Args,
        now: int | None = None,
        source: str = HAND_MADE,
    ) -> None:
        vector = Vector(f"{self.name.replace('_', '-')}-{name}", source, op, args, now, expect)
        self.vectors.append(vector)

    def accepts(
        self,
        name: str,
        token: str,
        claims: str,
        keys: list[Args],
        *,
        key: int = 0,
        policy: Args | None = None,
        now: int = NOW,
        source: str = HAND_MADE,
    ) -> None:
        args: Args = {"keys": keys, "token": token}
        if policy is not None:
            args["policy"] = policy
        self.add(name, "jwt.verify", args, ok({"claims": claims, "key": key}), now, source)

    def refuses(
        self,
        name: str,
        error: str,
        token: str | bytes,
        keys: list[Args],
        *,
        policy: Args | None = None,
        now: int = NOW,
        source: str = HAND_MADE,
    ) -> None:
        args: Args = {"keys": keys, **raw("token", token)}
        if policy is not None:
            args["policy"] = policy
        self.add(name, "jwt.verify", args, err(error), now, source)


def ok(value: Any) -> Args:
    return {"ok": value}


def err(name: str) -> Args:
    return {"err": name}


def raw(name: str, value: str | bytes) -> Args:
    """An argument as text where every JSON parser can hold it, else as hex."""
    data = value.encode() if isinstance(value, str) else value
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return {f"{name}_hex": data.hex()}
    # Some parsers of C hand strings out as NUL-terminated.
    return {f"{name}_hex": data.hex()} if "\0" in text else {name: text}
