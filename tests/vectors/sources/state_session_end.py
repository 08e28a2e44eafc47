"""Ending a session, here and everywhere."""

from __future__ import annotations

from sources.sealed import KEY
from sources.state import (
    AT,
    BOB,
    DAY,
    END,
    ID,
    IDLE,
    LAST,
    MAX_LIFETIME,
    NEW_ID,
    NOBODY,
    SLACK,
    TOO_LATE,
    cookie,
    ended,
    owner,
    rotated,
    session,
    session_key,
    subject_key,
    watermark,
)
from sources.state_rounds import Round, adds, reads, refused, writes
from sources.state_session_case import ANONYMOUS, BAD_RECORDS, BAD_WATERMARKS, LIVE, ends
from sources.vector import NOW, Args, Group

TTL = END - NOW + SLACK


def add(found: Group) -> None:
    add_end(found)
    add_follow(found)
    add_end_all(found)


def tomb(record: bytes) -> Round:
    return writes([record], ended(), TTL)


def add_end(found: Group) -> None:
    ends(found, "live", [tomb(LIVE)])
    ends(found, "anonymous", [tomb(session(tag=NOBODY))], **ANONYMOUS)
    ends(found, "absent", [reads(None)])
    ends(found, "ended", [reads(ended())])
    ends(found, "ended-long-ago", [reads(ended(AT))])
    for id_, record in BAD_RECORDS:
        ends(found, f"bad-{id_}", [reads(record, then="unknown-record")])
    # One that is over is ended all the same: its clock may be another.
    ends(found, "idle-over", [tomb(session(seen=NOW - IDLE))])
    for id_, end, ttl in (
        ("over", NOW, SLACK),
        ("over-since-1-ms", NOW - 1, SLACK),
        ("over-long-ago", 0, SLACK),
        ("1-ms-left", NOW + 1, SLACK + 1),
        ("400-days-left", NOW + MAX_LIFETIME, MAX_LIFETIME + SLACK),
        ("largest", LAST, LAST - NOW + SLACK),
    ):
        ends(found, f"absolute-{id_}", [writes([session(end=end)], ended(end), ttl)])
    ends(found, "of-another-subject", [tomb(session(tag=BOB))])
    ends(found, "epoch-low", [tomb(session(epoch=0))])
    space = "app"
    tag = owner("alice", space)
    ends(
        found,
        "namespace",
        [tomb(session(tag=tag))],
        text=cookie(tag=tag),
        namespace=space,
        store_keys=[session_key(namespace=space)],
    )
    lost = writes([LIVE], ended(), TTL, took=False, then="again")
    ends(found, "lost-then-took", [lost, tomb(LIVE)])
    ends(found, "lost-to-a-touch", [lost, tomb(session(seen=NOW))])
    ends(found, "lost-to-a-save", [lost, tomb(session(data=b"saved"))])
    ends(found, "lost-to-an-end", [lost, reads(ended())])
    ends(found, "lost-and-gone", [lost, reads(None)])
    ends(found, "lost-to-a-bad-record", [lost, reads(b"", then="unknown-record")])
    ends(found, "lost-32-times", [lost] * 32 + [tomb(LIVE)])
    last = writes([LIVE], ended(), TTL, took=False, then="contention")
    ends(found, "lost-33-times", [lost] * 32 + [last])
    ends(found, "now-negative", "bad-argument", now=-1)
    ends(found, "now-past-2-53", "bad-argument", now=TOO_LATE)
    rounds = [writes([session(end=LAST)], ended(LAST), SLACK)]
    ends(found, "now-last", rounds, now=LAST)


def numbered(at: int) -> bytes:
    return bytes([at]) * 32


def add_follow(found: Group) -> None:
    """It was rotated in the meantime: the log-out reaches the session under its new id."""
    first = reads(rotated(), then="again")
    there = [session_key(NEW_ID)]
    ends(found, "rotated", [first, writes([LIVE], ended(), TTL, keys=there)])
    ends(found, "rotated-then-ended", [first, reads(ended(), keys=there)])
    ends(found, "rotated-then-gone", [first, reads(None, keys=there)])
    ends(found, "rotated-then-bad", [first, reads(b"\x01", keys=there, then="unknown-record")])
    ends(found, "rotated-long-ago", [reads(rotated(end=AT), then="again"), reads(None, keys=there)])
    other = session(end=END + DAY, tag=BOB)
    rounds = [first, writes([other], ended(END + DAY), TTL + DAY, keys=there)]
    ends(found, "rotated-on-login", rounds)
    lost = writes([LIVE], ended(), TTL, took=False, then="again")
    rounds = [lost, first, writes([LIVE], ended(), TTL, keys=there)]
    ends(found, "lost-to-a-rotation", rounds)
    # Lost on the way: it goes on from where it is.
    again = writes([LIVE], ended(), TTL, took=False, then="again", keys=there)
    rounds = [first, again, writes([LIVE], ended(), TTL, keys=there)]
    ends(found, "rotated-lost", rounds)
    onward = reads(rotated(numbered(1)), then="again", keys=there)
    rounds = [first, again, onward, writes([LIVE], ended(), TTL, keys=[session_key(numbered(1))])]
    ends(found, "rotated-lost-to-a-rotation", rounds)

    def hops(count: int) -> list[Round]:
        keys = [session_key(), *(session_key(numbered(at)) for at in range(1, count))]
        return [
            reads(rotated(numbered(at + 1)), then="again", keys=[used])
            for at, used in enumerate(keys)
        ]

    for count in (2, 15, 16):
        last = writes([LIVE], ended(), TTL, keys=[session_key(numbered(count))])
        ends(found, f"rotated-{count}-times", [*hops(count), last])
    last = reads(rotated(numbered(17)), then="contention", keys=[session_key(numbered(16))])
    ends(found, "rotated-17-times", [*hops(16), last])
    itself = [reads(rotated(ID), then="again")] * 16
    ends(found, "rotated-to-itself", [*itself, reads(rotated(ID), then="contention")])


def add_end_all(found: Group) -> None:
    subject = [subject_key()]
    ttl = MAX_LIFETIME + SLACK

    def case(
        id_: str,
        rounds: list[Round] | str,
        epoch: int = NOW,
        text: str | None = None,
        now: int = NOW,
        keys: list[str] = subject,
        **given: str,
    ) -> None:
        args: Args = {"keys": [KEY], "name": "sid", "cookie": cookie() if text is None else text}
        args = {**given, **args}
        op = "session.end_all"
        if isinstance(rounds, str):
            refused(found, f"end-all-{id_}", op, args, rounds, now)
        else:
            adds(found, f"end-all-{id_}", op, args, keys, rounds, {"epoch": epoch}, now)

    case("first", [writes([None], watermark(NOW), ttl)])
    case("anonymous", "bad-argument", text=cookie(tag=NOBODY))
    for id_, before, epoch in (
        ("after-0", 0, NOW),
        ("after-1-ms", NOW - 1, NOW),
        ("same-ms", NOW, NOW + 1000),
        ("same-second", NOW + 999, NOW + 1000),
        ("next-second", NOW + 1000, NOW + 2000),
        ("after-1-day-ahead", NOW + DAY + 1, NOW + DAY + 1000),
    ):
        case(id_, [writes([watermark(before)], watermark(epoch), ttl)], epoch)
    case("largest", [reads(watermark(2**63 - 1), then="limit")])
    for id_, bad in BAD_WATERMARKS:
        case(f"bad-{id_}", [reads(bad, then="unknown-record")])
    lost = writes([None], watermark(NOW), ttl, took=False, then="again")
    case("lost-then-took", [lost, writes([None], watermark(NOW), ttl)])
    case("lost-reply", [lost, reads(watermark(NOW))])
    rounds = [lost, writes([watermark(NOW + 5)], watermark(NOW + 1000), ttl)]
    case("lost-to-a-later", rounds, NOW + 1000)
    rounds = [lost, writes([watermark(NOW - 5)], watermark(NOW), ttl)]
    case("lost-to-an-earlier", rounds)
    twice = [
        lost,
        writes([watermark(NOW + 5)], watermark(NOW + 1000), ttl, took=False, then="again"),
        reads(watermark(NOW + 1000)),
    ]
    case("lost-twice", twice, NOW + 1000)
    case("lost-32-times", [lost] * 32 + [writes([None], watermark(NOW), ttl)])
    last = writes([None], watermark(NOW), ttl, took=False, then="contention")
    case("lost-33-times", [lost] * 32 + [last])
    tag = owner("alice", "app")
    rounds = [writes([None], watermark(NOW), ttl)]
    keys = [subject_key("alice", "app")]
    case("namespace", rounds, text=cookie(tag=tag), keys=keys, namespace="app")
    # An epoch of 0 would end nothing.
    case("now-0", [writes([None], watermark(1), ttl)], 1, now=0)
    case("now-0-again", [writes([watermark(1)], watermark(1000), ttl)], 1000, now=0)
    case("now-0-after-0", [writes([watermark(0)], watermark(1000), ttl)], 1000, now=0)
    early = writes([None], watermark(1), ttl, took=False, then="again")
    case("now-0-lost-reply", [early, reads(watermark(1))], 1, now=0)
    case("now-1", [writes([None], watermark(1), ttl)], 1, now=1)
    case("now-2", [writes([None], watermark(2), ttl)], 2, now=2)
    case("now-last", [writes([None], watermark(LAST), ttl)], LAST, now=LAST)
    case("now-past-2-53", "bad-argument", now=TOO_LATE)
    case("now-negative", "bad-argument", now=-1)
