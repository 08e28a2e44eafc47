"""Saving a session: against the bytes that were loaded, and only while it lives."""

from __future__ import annotations

from typing import Any

from sources.state import (
    AT,
    BOB,
    DATA,
    IDLE,
    MINUTE,
    NOBODY,
    SLACK,
    cookie,
    ended,
    rotated,
    session,
    watermark,
)
from sources.state_rounds import Round, reads, writes
from sources.state_session_case import (
    BAD_RECORDS,
    BAD_WATERMARKS,
    KEYS,
    LIVE,
    saves,
    shown,
)
from sources.vector import NOW, Args, Group

NEW = b'{"cart":[7,8]}'
TTL = IDLE + SLACK


def saved(record_data: bytes = NEW, **given: Any) -> bytes:
    return session(**{"seen": NOW, "data": record_data, **given})


def case(
    found: Group,
    id_: str,
    rounds: list[Round],
    result: Args | None = None,
    data: bytes = NEW,
    loaded: bytes = LIVE,
    **given: Any,
) -> None:
    saves(found, id_, rounds, result, loaded=[loaded, None], data=data, **given)


def add(found: Group) -> None:
    add_plain(found)
    add_conflicts(found)
    add_states(found)
    add_lost(found)
    add_limits(found)


def add_plain(found: Group) -> None:
    done = shown(data=NEW)
    case(found, "plain", [writes([LIVE, None], saved(), TTL)], done)
    case(found, "same-data", [writes([LIVE, None], saved(DATA), TTL)], shown(), data=DATA)
    empty = shown(data=b"")
    case(found, "nothing", [writes([LIVE, None], saved(b""), TTL)], empty, data=b"")
    none = session(data=b"")
    case(found, "over-nothing", [writes([none, None], saved(), TTL)], done, loaded=none)
    nobody, mine = session(tag=NOBODY), saved(tag=NOBODY)
    saves(
        found,
        "anonymous",
        [writes([nobody], mine, TTL)],
        shown(cookie(tag=NOBODY, now=NOW), data=NEW),
        loaded=[nobody],
        data=NEW,
        text=cookie(tag=NOBODY),
        store_keys=KEYS[:1],
    )
    saves(found, "not-loaded", "bad-argument", loaded=None, data=NEW)
    old = session(seen=NOW - MINUTE)
    # The load before it touched the record.
    rounds = [writes([session(seen=NOW), None], saved(), TTL)]
    case(found, "after-a-touch", rounds, done, loaded=old)
    rounds = [writes([old, None], saved(), TTL)]
    case(found, "after-a-touch-that-is-gone", rounds, done, loaded=old)
    marked = session(epoch=NOW)
    rounds = [writes([marked, watermark(NOW)], saved(epoch=NOW), TTL)]
    saves(found, "keeps-epoch", rounds, done, loaded=[marked, watermark(NOW)], data=NEW)
    near = session(end=NOW + 5)
    rounds = [writes([near, None], saved(end=NOW + 5), SLACK + 5)]
    case(found, "near-its-end", rounds, shown(data=NEW, end=NOW + 5), loaded=near)
    ahead = session(seen=NOW + MINUTE)
    rounds = [writes([ahead, None], saved(seen=NOW + MINUTE), TTL + MINUTE)]
    case(found, "seen-ahead", rounds, shown(data=NEW, seen=NOW + MINUTE), loaded=ahead)


def add_conflicts(found: Group) -> None:
    done = shown(data=NEW)
    # Another's touch is no conflict: the header is merged.
    for id_, there in (
        ("touched", session(seen=NOW - 1)),
        ("touched-at-the-same-time", session(seen=NOW)),
    ):
        case(found, f"merged-{id_}", [writes([there, None], saved(), TTL)], done)
    there = session(epoch=5)
    case(found, "merged-epoch-changed", [writes([there, None], saved(epoch=5), TTL)], done)
    there, earlier = session(created=AT - 5), shown(data=NEW, created=AT - 5)
    rounds = [writes([there, None], saved(created=AT - 5), TTL)]
    case(found, "merged-created-changed", rounds, earlier)
    idle = session(idle=2 * IDLE)
    rounds = [writes([idle, None], saved(idle=2 * IDLE), 2 * IDLE + SLACK)]
    case(found, "merged-idle-changed", rounds, shown(data=NEW, idle=2 * IDLE))
    rounds = [writes([session(seen=NOW + 1), None], saved(seen=NOW + 1), TTL + 1)]
    case(found, "merged-touched-later", rounds, shown(data=NEW, seen=NOW + 1))
    for id_, other in (
        ("other-data", b"other"),
        ("longer", DATA + b" "),
        ("shorter", DATA[:-1]),
        ("nothing", b""),
        ("one-bit", DATA[:-1] + bytes([DATA[-1] ^ 1])),
    ):
        rounds = [reads(session(data=other), None, then="conflict")]
        case(found, f"conflict-{id_}", rounds)
    rounds = [reads(session(data=b"other"), None, then="conflict")]
    case(found, "conflict-that-saves-what-was", rounds, data=DATA)
    # What is there is what was to be saved, but two who counted one up have counted two up.
    for id_, seen in (("same-ms", NOW), ("earlier", NOW - 7), ("later", NOW + 7)):
        there = session(seen=seen, data=NEW)
        case(found, f"conflict-of-equals-{id_}", [reads(there, None, then="conflict")])


def add_states(found: Group) -> None:
    """Between the load and the save."""
    for id_, record, error in (
        ("absent", None, "session-unknown"),
        ("ended", ended(), "session-ended"),
        ("rotated", rotated(), "session-ended"),
        ("another-subject", session(tag=BOB), "session-unknown"),
        ("no-subject", session(tag=NOBODY), "session-unknown"),
        ("idle-over", session(seen=NOW - IDLE), "session-expired"),
        ("absolute-over", session(end=NOW), "session-expired"),
    ):
        case(found, f"{id_}", [reads(record, None, then=error)])
    case(
        found,
        "idle-1-ms-left",
        [writes([session(seen=NOW - IDLE + 1), None], saved(), TTL)],
        shown(data=NEW),
    )
    for id_, bad in BAD_RECORDS[:8]:
        case(found, f"bad-{id_}", [reads(bad, None, then="unknown-record")])
    for id_, bad in BAD_WATERMARKS[:3]:
        case(found, f"bad-watermark-{id_}", [reads(LIVE, bad, then="unknown-record")])
    rounds = [reads(LIVE, watermark(1), then="revoked")]
    case(found, "revoked", rounds)
    # Refused before the data are looked at.
    other = session(data=b"other")
    case(found, "revoked-before-conflict", [reads(other, watermark(1), then="revoked")])
    late = session(data=b"other", end=NOW)
    case(found, "expired-before-conflict", [reads(late, None, then="session-expired")])
    there = session(data=NEW, end=NOW)
    case(found, "expired-though-there", [reads(there, None, then="session-expired")])
    case(found, "revoked-though-there", [reads(session(data=NEW), watermark(1), then="revoked")])


def add_lost(found: Group) -> None:
    done = shown(data=NEW)
    lost = writes([LIVE, None], saved(), TTL, took=False, then="again")
    case(found, "lost-then-took", [lost, writes([LIVE, None], saved(), TTL)], done)
    touched = session(seen=NOW - 3)
    case(found, "lost-to-a-touch", [lost, writes([touched, None], saved(), TTL)], done)
    later = session(seen=NOW + 3)
    rounds = [lost, writes([later, None], saved(seen=NOW + 3), TTL + 3)]
    case(found, "lost-to-a-later-touch", rounds, shown(data=NEW, seen=NOW + 3))
    # Whether a reply was lost, or another has saved the same, nobody can tell.
    case(found, "lost-reply", [lost, reads(saved(), None, then="conflict")])
    rounds = [lost, reads(saved(seen=NOW + 9), None, then="conflict")]
    case(found, "lost-reply-then-touched", rounds)
    # Only where nothing was changed is nothing lost.
    same = writes([LIVE, None], saved(DATA), TTL, took=False, then="again")
    rounds = [same, writes([saved(DATA), None], saved(DATA), TTL)]
    case(found, "lost-reply-of-the-same-data", rounds, shown(), data=DATA)
    for id_, record, error in (
        ("a-save", session(data=b"other"), "conflict"),
        ("an-end", ended(), "session-ended"),
        ("a-rotation", rotated(), "session-ended"),
        ("nothing", None, "session-unknown"),
    ):
        case(found, f"lost-to-{id_}", [lost, reads(record, None, then=error)])
    case(found, "lost-to-an-end-of-all", [lost, reads(LIVE, watermark(NOW), then="revoked")])
    case(found, "lost-32-times", [lost] * 32 + [writes([LIVE, None], saved(), TTL)], done)
    last = writes([LIVE, None], saved(), TTL, took=False, then="contention")
    case(found, "lost-33-times", [lost] * 32 + [last])


def add_limits(found: Group) -> None:
    most = bytes(65_536)
    case(found, "data-65537", [reads(LIVE, None, then="limit")], data=most + b"\0")
    rounds = [writes([LIVE, None], saved(most), TTL)]
    case(found, "data-65536", rounds, shown(data=most), data=most)
