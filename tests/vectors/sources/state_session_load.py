"""Loading a session: states, expiry, watermark, touch."""

from __future__ import annotations

from typing import Any

from sources.state import (
    ALICE,
    AT,
    BOB,
    DAY,
    END,
    HOUR,
    IDLE,
    LAST,
    MAX_LIFETIME,
    MINUTE,
    NOBODY,
    SECOND,
    SLACK,
    TOO_LATE,
    cookie,
    ended,
    rotated,
    session,
    watermark,
)
from sources.state_rounds import Round, reads, writes
from sources.state_session_case import (
    ANONYMOUS,
    BAD_RECORDS,
    BAD_WATERMARKS,
    LIVE,
    loads,
    shown,
)
from sources.vector import NOW, Args, Group


def add(found: Group) -> None:
    add_states(found)
    add_expiry(found)
    add_touch(found)
    add_watermarks(found)
    add_extremes(found)


def quiet(record: bytes, mark: bytes | None = None) -> list[Round]:
    return [reads(record, mark)]


def refuses(record: bytes | None, error: str, mark: bytes | None = None) -> list[Round]:
    return [reads(record, mark, then=error)]


def unseen(**given: Any) -> Args:
    """Found and not touched: it was last seen a second ago."""
    return shown(**{"seen": NOW - SECOND, **given})


def add_states(found: Group) -> None:
    loads(found, "live", quiet(LIVE), unseen())
    nobody = session(tag=NOBODY)
    text = cookie(tag=NOBODY, now=NOW)
    loads(found, "anonymous", [reads(nobody)], unseen(text=text), **ANONYMOUS)
    loads(found, "without-data", quiet(session(data=b"")), unseen(data=b""))
    odd = bytes(range(256))
    loads(found, "every-byte", quiet(session(data=odd)), unseen(data=odd))
    loads(found, "absent", refuses(None, "session-unknown"))
    loads(found, "anonymous-absent", [reads(None, then="session-unknown")], **ANONYMOUS)
    loads(found, "ended", refuses(ended(), "session-ended"))
    loads(found, "ended-long-ago", refuses(ended(AT), "session-ended"))
    loads(found, "rotated", refuses(rotated(), "session-ended"))
    loads(found, "rotated-long-ago", refuses(rotated(end=AT), "session-ended"))
    for id_, record in BAD_RECORDS:
        loads(found, f"bad-{id_}", refuses(record, "unknown-record"))
    for id_, tag in (
        ("another-subject", BOB),
        ("no-subject", NOBODY),
        ("another-last-byte", ALICE[:-1] + bytes([ALICE[-1] ^ 1])),
        ("another-first-byte", bytes([ALICE[0] ^ 0x80]) + ALICE[1:]),
    ):
        loads(found, f"of-{id_}", refuses(session(tag=tag), "session-unknown"))
    rounds = [reads(LIVE, then="session-unknown")]
    loads(found, "anonymous-of-a-subject", rounds, **ANONYMOUS)
    most = bytes(range(256)) * 256
    loads(found, "data-65536", quiet(session(data=most)), unseen(data=most))
    loads(found, "data-65537", refuses(session(data=most + b"\0"), "unknown-record"))


def add_expiry(found: Group) -> None:
    expired = "session-expired"

    def idles(id_: str, seen: int, error: str | None) -> None:
        record = session(seen=seen)
        if error:
            loads(found, f"idle-{id_}", refuses(record, error))
        else:
            # The last moment: it is touched, and has the whole idle time again.
            rounds = [writes([record, None], session(seen=NOW), IDLE + SLACK)]
            loads(found, f"idle-{id_}", rounds, shown())

    idles("1-ms-left", NOW - IDLE + 1, None)
    idles("over", NOW - IDLE, expired)
    idles("over-since-1-ms", NOW - IDLE - 1, expired)
    loads(found, "absolute-1-ms-left", quiet(session(end=NOW + 1)), unseen(end=NOW + 1))
    loads(found, "absolute-over", refuses(session(end=NOW), expired))
    loads(found, "absolute-over-since-1-ms", refuses(session(end=NOW - 1), expired))
    loads(found, "absolute-over-since-ever", refuses(session(end=0), expired))
    both = session(seen=NOW - IDLE, end=NOW)
    loads(found, "both-over", refuses(both, expired))
    short = session(seen=NOW - 1000, idle=1000)
    loads(found, "idle-over-absolute-far", refuses(short, expired))
    loads(found, "absolute-over-idle-far", refuses(session(end=NOW, idle=DAY), expired))
    loads(found, "idle-0", refuses(session(seen=NOW, idle=0), expired))
    nobody = session(seen=NOW - IDLE, tag=NOBODY)
    loads(found, "anonymous-idle-over", [reads(nobody, then=expired)], **ANONYMOUS)
    # The clock of the host that wrote it may be ahead of ours.
    for id_, ahead in (("1-ms", 1), ("1-minute", MINUTE), ("1-day", DAY)):
        seen = NOW + ahead
        record = session(created=seen, seen=seen, end=seen + DAY)
        result = shown(created=seen, seen=seen, end=seen + DAY)
        loads(found, f"seen-{id_}-ahead", quiet(record), result)
    record = session(seen=NOW + DAY, end=NOW + 1)
    loads(found, "seen-after-its-end", quiet(record), shown(seen=NOW + DAY, end=NOW + 1))


def add_touch(found: Group) -> None:
    def touches(id_: str, ago: int, idle: int, touched: bool, end: int = END) -> None:
        seen = NOW - ago
        record = session(seen=seen, idle=idle, end=end)
        if touched:
            ttl = min(idle, end - NOW) + SLACK
            rounds = [writes([record, None], session(seen=NOW, idle=idle, end=end), ttl)]
        else:
            rounds = quiet(record)
        result = shown(seen=NOW if touched else seen, idle=idle, end=end)
        loads(found, f"touch-{id_}", rounds, result)

    touches("59999-ms", 59_999, IDLE, False)
    touches("60-s", 60_000, IDLE, True)
    touches("60001-ms", 60_001, IDLE, True)
    touches("idle-10-minutes-59999-ms", 59_999, 10 * MINUTE, False)
    touches("idle-10-minutes-60-s", 60_000, 10 * MINUTE, True)
    touches("idle-below-10-minutes-59998-ms", 59_998, 10 * MINUTE - 1, False)
    touches("idle-below-10-minutes-59999-ms", 59_999, 10 * MINUTE - 1, True)
    touches("idle-over-10-minutes-59999-ms", 59_999, 10 * MINUTE + 9, False)
    touches("idle-20-s-1999-ms", 1_999, 20 * SECOND, False)
    touches("idle-20-s-2-s", 2_000, 20 * SECOND, True)
    touches("idle-20009-ms-1999-ms", 1_999, 20_009, False)
    touches("idle-20009-ms-2-s", 2_000, 20_009, True)
    touches("idle-10-ms-same-ms", 0, 10, False)
    touches("idle-10-ms-next-ms", 1, 10, True)
    touches("idle-19-ms-next-ms", 1, 19, True)
    touches("idle-9-ms-same-ms", 0, 9, True)
    touches("idle-1-ms-same-ms", 0, 1, True)
    touches("idle-9-ms-1-ms-ahead", -1, 9, False)
    touches("idle-400-days", 60_000, MAX_LIFETIME, True)
    touches("idle-400-days-59999-ms", 59_999, MAX_LIFETIME, False)
    touches("absolute-nearer", 2 * MINUTE, HOUR, True, end=NOW + 5 * MINUTE)
    touches("absolute-1-ms-left", 2 * MINUTE, HOUR, True, end=NOW + 1)

    record = session(seen=NOW - MINUTE)
    new = session(seen=NOW)
    # Another request touched it, saved it or ended it: this one has read it live all the same.
    rounds = [writes([record, None], new, IDLE + SLACK, took=False)]
    loads(found, "touch-lost", rounds, shown(seen=NOW - MINUTE))
    nobody, touched = session(seen=NOW - MINUTE, tag=NOBODY), session(seen=NOW, tag=NOBODY)
    rounds = [writes([nobody], touched, IDLE + SLACK)]
    loads(found, "touch-anonymous", rounds, shown(cookie(tag=NOBODY, now=NOW)), **ANONYMOUS)
    keeps = session(seen=NOW - MINUTE, epoch=77, data=bytes(range(256)))
    rounds = [
        writes(
            [keeps, watermark(77)],
            session(seen=NOW, epoch=77, data=bytes(range(256))),
            IDLE + SLACK,
        )
    ]
    loads(found, "touch-keeps-the-rest", rounds, shown(data=bytes(range(256))))


def add_watermarks(found: Group) -> None:
    for id_, epoch, raised in (
        ("0-and-0", 0, 0),
        ("equal", AT, AT),
        ("epoch-1-higher", AT + 1, AT),
        ("largest", 2**63 - 1, 2**63 - 1),
    ):
        loads(found, f"watermark-{id_}", quiet(session(epoch=epoch), watermark(raised)), unseen())
    for id_, epoch, raised in (
        ("1-over-0", 0, 1),
        ("1-higher", AT, AT + 1),
        ("now", 0, NOW),
        ("ahead", AT, NOW + DAY),
        ("largest", AT, 2**63 - 1),
        ("largest-and-1-less", 2**63 - 2, 2**63 - 1),
    ):
        rounds = refuses(session(epoch=epoch), "revoked", watermark(raised))
        loads(found, f"revoked-{id_}", rounds)
    # The clock plays no part: a session from before the raise has the lower epoch.
    young = session(created=NOW, seen=NOW, end=NOW + DAY)
    loads(found, "revoked-created-later", refuses(young, "revoked", watermark(AT)))
    loads(found, "watermark-gone", quiet(session(epoch=AT)), unseen())
    for id_, bad in BAD_WATERMARKS:
        loads(found, f"bad-watermark-{id_}", refuses(LIVE, "unknown-record", bad))
    rounds = refuses(session(seen=NOW - MINUTE), "revoked", watermark(NOW))
    loads(found, "revoked-not-touched", rounds)


def add_extremes(found: Group) -> None:
    record = session(created=LAST, seen=LAST, end=LAST, idle=LAST, epoch=2**63 - 1)
    loads(
        found,
        "largest-numbers",
        quiet(record),
        shown(created=LAST, seen=LAST, end=LAST, idle=LAST),
    )
    record = session(created=0, seen=0, end=LAST, idle=LAST)
    rounds = [
        writes(
            [record, None], session(created=0, seen=LAST - 992, end=LAST, idle=LAST), SLACK + 992
        )
    ]
    last = shown(cookie(now=LAST - 992), created=0, seen=LAST - 992, end=LAST, idle=LAST)
    loads(found, "now-992-ms-before-last", rounds, last, now=LAST - 992)
    loads(found, "now-last", refuses(record, "session-expired"), now=LAST)
    first = session(created=0, seen=0)
    loads(found, "now-0", quiet(first), shown(cookie(now=0), created=0, seen=0), now=0)
    # It began at 0, and all was ended at 0.
    loads(found, "now-0-revoked", refuses(first, "revoked", watermark(1)), now=0)
    loads(found, "now-1-revoked", refuses(first, "revoked", watermark(1)), now=1)
    of_1 = session(created=0, seen=0, epoch=1)
    result = shown(cookie(now=0), created=0, seen=0)
    loads(found, "now-0-epoch-and-watermark-1", quiet(of_1, watermark(1)), result, now=0)
    loads(found, "now-negative", "bad-argument", now=-1)
    loads(found, "now-past-2-53", "bad-argument", now=TOO_LATE)
