"""What the vectors of refresh tokens have in common."""

from __future__ import annotations

from typing import Any

from sources.sealed import KEY
from sources.state import (
    AT,
    DATA,
    END,
    FAMILY,
    IDLE,
    LAST,
    LIFETIME,
    SLACK,
    ended,
    family,
    family_ended,
    family_key,
    refresh_token,
    reused,
    session,
    subject_key,
    watermark,
)
from sources.state_rounds import Round, adds, refused, writes
from sources.vector import NOW, Args, Group

KEYS = [family_key(), subject_key()]
GRACE = 10_000
LIVE = family()
# What the family is after its token of generation 5 was used.
NEXT = family(6, NOW, used=NOW)
TTL = IDLE + SLACK
TOMB_TTL = END - NOW + SLACK

SHORTEST = family(data=b"")
BAD_RECORDS: list[tuple[str, bytes]] = [
    ("empty", b""),
    ("version-alone", b"\x01"),
    ("version-0", b"\x00" + LIVE[1:]),
    ("version-2", b"\x02" + LIVE[1:]),
    ("ended-version-2", b"\x02" + family_ended()[1:]),
    ("state-0", b"\x01\x00" + LIVE[2:]),
    ("state-32", b"\x01\x20" + LIVE[2:]),
    ("state-36", b"\x01\x24" + LIVE[2:]),
    ("state-of-a-session", session()),
    ("state-of-an-ended-session", ended()),
    ("state-of-a-watermark", watermark(AT)),
    ("live-97-bytes", SHORTEST[:-1]),
    ("live-2-bytes", SHORTEST[:2]),
    ("ended-9-bytes", family_ended()[:-1]),
    ("ended-11-bytes", family_ended() + b"\0"),
    ("reused-9-bytes", reused()[:-1]),
    ("reused-11-bytes", reused() + b"\0"),
    ("rotated-at-past-2-53", family(rotated_at=LAST + 1)),
    ("created-past-2-53", family(created=LAST + 1)),
    ("last-used-past-2-53", family(used=LAST + 1)),
    ("idle-past-2-53", family(idle=LAST + 1)),
    ("expires-past-2-53", family(end=LAST + 1)),
    ("epoch-2-63", family(epoch=2**63)),
    ("ended-past-2-53", family_ended(LAST + 1)),
    ("reused-past-2-53", reused(LAST + 1)),
]
BAD_WATERMARKS: list[tuple[str, bytes]] = [
    ("empty", b""),
    ("version-2", b"\x02" + watermark(0)[1:]),
    ("state-of-a-family", family_ended()),
    ("11-bytes", watermark(0) + b"\0"),
    ("epoch-2-63", watermark(2**63)),
]


def shown(
    token: str | None = None,
    *,
    data: bytes = DATA,
    issued: int = NOW,
    created: int = AT,
    end: int = END,
    repeated: bool = False,
    recovered: bool = False,
) -> Args:
    return {
        "token": refresh_token(6) if token is None else token,
        "data": data.hex(),
        "issued_at": issued,
        "created": created,
        "expires_at": end,
        "repeated": repeated,
        "recovered": recovered,
    }


def moves(
    record: bytes = LIVE,
    new: bytes = NEXT,
    mark: bytes | None = None,
    *,
    took: bool = True,
    then: str = "done",
    ttl: int = TTL,
) -> Round:
    """The swap to the next generation."""
    return writes([record, mark], new, ttl, took=took, then=then)


def kills(
    record: bytes, *, took: bool = True, then: str = "refresh-reused", mark: bytes | None = None
) -> Round:
    """The swap to the tombstone of a reuse."""
    return writes([record, mark], reused(), TOMB_TTL, took=took, then=then)


def tombs(record: bytes = LIVE, *, took: bool = True, then: str = "done") -> Round:
    """The swap to the tombstone of an end."""
    return writes([record], family_ended(), TOMB_TTL, took=took, then=then)


def starts(
    group: Group,
    id_: str,
    rounds: list[Round] | str,
    result: Args | None = None,
    *,
    keys: list[Args] | None = None,
    entropy: bytes = FAMILY,
    subject: str = "alice",
    client: str | None = None,
    idle: int = IDLE,
    lifetime: int = LIFETIME,
    data: bytes = DATA,
    namespace: str | None = None,
    store_keys: list[str] | None = None,
    now: int = NOW,
) -> None:
    more: Args = {} if client is None else {"client": client}
    args = {
        **spaced(namespace),
        "keys": [KEY] if keys is None else keys,
        "entropy": entropy.hex(),
        "subject": subject,
        **more,
        "idle_ms": idle,
        "lifetime_ms": lifetime,
        "data": data.hex(),
    }
    perform(group, f"start-{id_}", "refresh.start", args, rounds, result, store_keys, now)


def rotates(
    group: Group,
    id_: str,
    rounds: list[Round] | str,
    result: Args | None = None,
    *,
    keys: list[Args] | None = None,
    token: str | None = None,
    client: str | None = None,
    grace: int = GRACE,
    namespace: str | None = None,
    store_keys: list[str] | None = None,
    now: int = NOW,
) -> None:
    more: Args = {} if client is None else {"client": client}
    args = {
        **spaced(namespace),
        "keys": [KEY] if keys is None else keys,
        "token": refresh_token() if token is None else token,
        **more,
        "grace_ms": grace,
    }
    perform(group, f"rotate-{id_}", "refresh.rotate", args, rounds, result, store_keys, now)


def ends(
    group: Group,
    id_: str,
    rounds: list[Round] | str,
    *,
    everywhere: int | None = None,
    keys: list[Args] | None = None,
    token: str | None = None,
    namespace: str | None = None,
    store_keys: list[str] | None = None,
    now: int = NOW,
) -> None:
    """`everywhere` is the epoch that ends all of the subject."""
    args: Args = {
        **spaced(namespace),
        "keys": [KEY] if keys is None else keys,
        "token": refresh_token() if token is None else token,
    }
    if everywhere is None:
        used = KEYS[:1] if store_keys is None else store_keys
        perform(group, f"end-{id_}", "refresh.end", args, rounds, None, used, now)
    else:
        used = KEYS[1:] if store_keys is None else store_keys
        epoch = {"epoch": everywhere}
        perform(group, f"end-all-{id_}", "refresh.end_all", args, rounds, epoch, used, now)


def spaced(namespace: str | None) -> Args:
    return {} if namespace is None else {"namespace": namespace}


def perform(
    group: Group,
    id_: str,
    op: str,
    args: dict[str, Any],
    rounds: list[Round] | str,
    result: Args | None,
    store_keys: list[str] | None,
    now: int,
) -> None:
    """`rounds` is the error's name when the transition is not even made."""
    if isinstance(rounds, str):
        refused(group, id_, op, args, rounds, now)
    else:
        adds(group, id_, op, args, store_keys or KEYS, rounds, result, now)
