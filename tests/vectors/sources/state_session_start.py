"""Starting a session: the id is new, the epoch is read, nothing is adopted."""

from __future__ import annotations

from sources.state import (
    AT,
    DAY,
    IDLE,
    LAST,
    LIFETIME,
    MAX_LIFETIME,
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
from sources.state_rounds import reads, writes
from sources.state_session_case import BAD_RECORDS, BAD_WATERMARKS, KEYS, shown, starts
from sources.vector import NOW, Args, Group

NEW = session(created=NOW, seen=NOW, end=NOW + LIFETIME)
TTL = IDLE + SLACK


def result(
    text: str | None = None, now: int = NOW, end: int | None = None, idle: int = IDLE
) -> Args:
    return shown(
        cookie(now=now) if text is None else text,
        created=now,
        seen=now,
        end=now + LIFETIME if end is None else end,
        idle=idle,
    )


def add(found: Group) -> None:
    add_plain(found)
    add_epochs(found)
    add_found(found)
    add_times(found)
    add_limits(found)


def add_plain(found: Group) -> None:
    starts(found, "subject", [writes([None, None], NEW, TTL)], result())
    nobody = session(created=NOW, seen=NOW, end=NOW + LIFETIME, tag=NOBODY)
    rounds = [writes([None], nobody, TTL)]
    text = cookie(tag=NOBODY, now=NOW)
    starts(found, "anonymous", rounds, result(text), subject=None, store_keys=KEYS[:1])
    empty = session(created=NOW, seen=NOW, end=NOW + LIFETIME, data=b"")
    shown_empty = {**result(), "data": ""}
    starts(found, "without-data", [writes([None, None], empty, TTL)], shown_empty, data=b"")
    for id_, subject in (
        ("one-letter", "a"),
        ("non-ascii", "zo\u00eb"),
        ("decomposed", "zoe\u0308"),
        ("emoji", "\U0001f980"),
        ("long", "s" * 65_535),
    ):
        tag = owner(subject)
        new = session(created=NOW, seen=NOW, end=NOW + LIFETIME, tag=tag)
        starts(
            found,
            f"subject-{id_}",
            [writes([None, None], new, TTL)],
            result(cookie(tag=tag, now=NOW)),
            subject=subject,
            store_keys=[session_key(), subject_key(subject)],
        )
    starts(found, "subject-empty", "bad-argument", subject="")
    starts(found, "subject-too-long", "limit", subject="s" * 65_536)
    for id_, namespace in (
        ("empty", ""),
        ("short", "app"),
        ("other", "app2"),
        ("colon", "app:session"),
        ("non-ascii", "b\u00fccher"),
        ("255-bytes", "n" * 255),
    ):
        tag = owner("alice", namespace)
        new = session(created=NOW, seen=NOW, end=NOW + LIFETIME, tag=tag)
        starts(
            found,
            f"namespace-{id_}",
            [writes([None, None], new, TTL)],
            result(cookie(tag=tag, now=NOW)),
            namespace=namespace,
            store_keys=[session_key(namespace=namespace), subject_key("alice", namespace)],
        )
    starts(found, "namespace-256-bytes", "limit", namespace="n" * 256)
    starts(found, "namespace-256-bytes-non-ascii", "limit", namespace="\u00fc" * 128)
    # The same text cut in two another way is another subject of another namespace.
    first, second = subject_key("bc", "a"), subject_key("c", "ab")
    assert first != second


def add_epochs(found: Group) -> None:
    for id_, epoch in (
        ("0", 0),
        ("1", 1),
        ("past", AT),
        ("now", NOW),
        ("ahead", NOW + DAY),
        ("largest", 2**63 - 1),
    ):
        new = session(created=NOW, seen=NOW, end=NOW + LIFETIME, epoch=epoch)
        rounds = [writes([None, watermark(epoch)], new, TTL)]
        starts(found, f"epoch-{id_}", rounds, result())
    for id_, bad in BAD_WATERMARKS:
        rounds = [reads(None, bad, then="unknown-record")]
        starts(found, f"bad-watermark-{id_}", rounds)
    # The epoch is the one that was read first: an end of all sessions that comes between the
    # rounds must hit this one, too.
    lost = writes([None, None], NEW, TTL, took=False, then="again")
    again = [lost, writes([None, watermark(NOW)], NEW, TTL)]
    starts(found, "epoch-kept-when-raised-meanwhile", again, result())
    again = [lost, reads(NEW, watermark(NOW))]
    starts(found, "epoch-kept-when-written-after-all", again, result())
    old = session(created=NOW, seen=NOW, end=NOW + LIFETIME, epoch=AT)
    lost = writes([None, watermark(AT)], old, TTL, took=False, then="again")
    starts(found, "epoch-kept-when-gone", [lost, writes([None, None], old, TTL)], result())


def add_found(found: Group) -> None:
    lost = writes([None, None], NEW, TTL, took=False, then="again")
    starts(found, "lost-then-took", [lost, writes([None, None], NEW, TTL)], result())
    starts(found, "lost-reply", [lost, reads(NEW, None)], result())
    starts(found, "there-already", [reads(NEW, None)], result())
    touched = session(created=NOW, seen=NOW + 1, end=NOW + LIFETIME)
    other = session(created=NOW, seen=NOW, end=NOW + LIFETIME, data=b"other")
    for id_, record in (
        ("other-data", other),
        ("other-time", touched),
        ("other-epoch", session(created=NOW, seen=NOW, end=NOW + LIFETIME, epoch=1)),
        ("other-subject", session(created=NOW, seen=NOW, end=NOW + LIFETIME, tag=owner("bob"))),
        ("expired", session(created=0, seen=0, end=1)),
        ("ended", ended()),
        ("rotated", rotated()),
        ("longer", NEW + b"\0"),
        ("shorter", NEW[:-1]),
    ):
        # An id that is there is somebody's: it is neither adopted nor written over.
        rounds = [reads(record, None, then="bad-argument")]
        starts(found, f"taken-{id_}", rounds)
    for id_, record in BAD_RECORDS[:6]:
        rounds = [reads(record, None, then="bad-argument")]
        starts(found, f"taken-by-{id_}", rounds)
    starts(found, "lost-then-taken", [lost, reads(other, None, then="bad-argument")])
    often = [lost] * 32 + [writes([None, None], NEW, TTL)]
    starts(found, "lost-32-times", often, result())
    last = writes([None, None], NEW, TTL, took=False, then="contention")
    starts(found, "lost-33-times", [lost] * 32 + [last])


def add_times(found: Group) -> None:
    for id_, idle, lifetime, ttl in (
        ("1-ms", 1, 1, SLACK + 1),
        ("idle-shorter", 1000, LIFETIME, SLACK + 1000),
        ("idle-longer", DAY, 1000, SLACK + 1000),
        ("idle-400-days", MAX_LIFETIME, 1000, SLACK + 1000),
        ("both-400-days", MAX_LIFETIME, MAX_LIFETIME, MAX_LIFETIME + SLACK),
    ):
        new = session(created=NOW, seen=NOW, end=NOW + lifetime, idle=idle)
        rounds = [writes([None, None], new, ttl)]
        wanted = result(end=NOW + lifetime, idle=idle)
        starts(found, f"times-{id_}", rounds, wanted, idle=idle, lifetime=lifetime)
    for id_, idle, lifetime in (
        ("idle-0", 0, LIFETIME),
        ("lifetime-0", IDLE, 0),
        ("idle-past-400-days", MAX_LIFETIME + 1, LIFETIME),
        ("lifetime-past-400-days", IDLE, MAX_LIFETIME + 1),
        ("idle-2-53", LAST, LIFETIME),
        ("lifetime-2-53", IDLE, LAST),
    ):
        starts(found, f"times-{id_}", "bad-argument", idle=idle, lifetime=lifetime)
    for id_, now in (("0", 0), ("1", 1), ("last", LAST - LIFETIME)):
        new = session(created=now, seen=now, end=now + LIFETIME)
        rounds = [writes([None, None], new, TTL)]
        starts(found, f"now-{id_}", rounds, result(now=now), now=now)
    for id_, now in (("negative", -1), ("past-2-53", TOO_LATE)):
        starts(found, f"now-{id_}", "bad-argument", now=now)
    # No record holds a time past 2^53: what is started must be readable.
    starts(found, "now-and-lifetime-past-2-53", "bad-argument", now=TOO_LATE - LIFETIME)


def add_limits(found: Group) -> None:
    most = bytes(65_536)
    new = session(created=NOW, seen=NOW, end=NOW + LIFETIME, data=most)
    largest = {**result(), "data": most.hex()}
    starts(found, "data-65536", [writes([None, None], new, TTL)], largest, data=most)
    over = [reads(None, None, then="limit")]
    starts(found, "data-65537", over, data=most + b"\0")
