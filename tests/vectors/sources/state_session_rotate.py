"""Another id for a session: by time, on login, and against everybody else."""

from __future__ import annotations

from typing import Any

from sources import state_session_races
from sources.sealed import KEY, OTHER
from sources.state import (
    ALICE,
    AT,
    BOB,
    DAY,
    END,
    ID,
    IDLE,
    LIFETIME,
    MAX_LIFETIME,
    MINUTE,
    NEW_ID,
    NOBODY,
    SLACK,
    TOO_LATE,
    cookie,
    owner,
    rotated,
    session,
    session_key,
    subject_key,
    watermark,
)
from sources.state_rounds import Round, reads, writes
from sources.state_session_case import (
    BAD_RECORDS,
    BAD_WATERMARKS,
    LIVE,
    rotates,
    shown,
)
from sources.token import OTHER_SECRET
from sources.vector import NOW, Args, Group

# What the session is under its new id.
NEXT = session(seen=NOW)
TTL = IDLE + SLACK
TOMB = rotated()
TOMB_TTL = END - NOW + SLACK
NOBODY_KEYS = [session_key(), session_key(NEW_ID)]


def result(tag: bytes = ALICE, to: bytes = NEW_ID, **given: Any) -> Args:
    return shown(cookie(to, tag, NOW), **given)


def both(mark: bytes | None = None, old: bytes = LIVE, new: bytes = NEXT) -> list[Round]:
    """The two swaps of a rotation that nobody disturbs."""
    return [
        writes([old, None, mark], new, TTL, at=1, then="again"),
        writes([old, new, mark], TOMB, TOMB_TTL),
    ]


def add(found: Group) -> None:
    add_plain(found)
    add_login(found)
    add_states(found)
    add_arguments(found)
    state_session_races.add(found)


def add_plain(found: Group) -> None:
    rotates(found, "plain", both(), result())
    rotates(found, "same-subject-named", both(), result(), subject="alice")
    nobody, new = session(tag=NOBODY), session(seen=NOW, tag=NOBODY)
    rounds = [
        writes([nobody, None], new, TTL, at=1, then="again"),
        writes([nobody, new], TOMB, TOMB_TTL),
    ]
    text = cookie(tag=NOBODY)
    rotates(found, "anonymous", rounds, result(NOBODY), text=text, store_keys=NOBODY_KEYS)
    # Neither the idle time nor the lifetime that is given counts: they are the old session's.
    rotates(found, "keeps-times", both(), result(), idle=5, lifetime=MAX_LIFETIME)
    marked = session(epoch=AT)
    new = session(seen=NOW, epoch=AT)
    rotates(found, "keeps-epoch", both(watermark(AT), marked, new), result())
    # It lives no longer than the old one would have.
    near, new = session(end=NOW + 9), session(seen=NOW, end=NOW + 9)
    rounds = [
        writes([near, None, None], new, SLACK + 9, at=1, then="again"),
        writes([near, new, None], rotated(end=NOW + 9), SLACK + 9),
    ]
    rotates(found, "keeps-its-end", rounds, result(end=NOW + 9))
    odd = bytes(range(256))
    rounds = both(None, session(data=odd), session(seen=NOW, data=odd))
    rotates(found, "keeps-every-byte", rounds, result(data=odd))
    ahead = session(seen=NOW + MINUTE)
    rotates(found, "seen-ahead", both(None, ahead), result())
    opened = cookie(NEW_ID, ALICE, NOW, secret=OTHER_SECRET)
    rotates(found, "by-another-key", both(), shown(opened), keys=[OTHER, KEY])
    space = "app"
    tag = owner("alice", space)
    old, new = session(tag=tag), session(seen=NOW, tag=tag)
    rounds = [
        writes([old, None, None], new, TTL, at=1, then="again"),
        writes([old, new, None], rotated(namespace=space), TOMB_TTL),
    ]
    used = [session_key(ID, space), session_key(NEW_ID, space), subject_key("alice", space)]
    text = cookie(tag=tag)
    rotates(found, "namespace", rounds, result(tag), text=text, namespace=space, store_keys=used)


def login(
    found: Group,
    id_: str,
    rounds: list[Round] | str,
    shown_result: Args | None = None,
    subject: str = "bob",
    **given: Any,
) -> None:
    named = "bob" if isinstance(rounds, str) else subject
    text, used = cookie(tag=NOBODY), [*NOBODY_KEYS, subject_key(named)]
    given = {"text": text, "store_keys": used, **given}
    rotates(found, f"login-{id_}", rounds, shown_result, subject=subject, **given)


def logged_in(epoch: int = 0, **given: Any) -> bytes:
    times = {"created": NOW, "seen": NOW, "end": NOW + LIFETIME}
    return session(**{**times, "epoch": epoch, "tag": BOB, **given})


def add_login(found: Group) -> None:
    nobody = session(tag=NOBODY)
    done = result(BOB, created=NOW, end=NOW + LIFETIME)

    def swaps(
        new: bytes, mark: bytes | None = None, later: bytes | None = None, ttl: int = TTL
    ) -> list[Round]:
        return [
            writes([nobody, None, mark], new, ttl, at=1, then="again"),
            writes([nobody, new, later], TOMB, TOMB_TTL),
        ]

    login(found, "plain", swaps(logged_in()), done)
    for id_, epoch in (("0", 0), ("past", AT), ("ahead", NOW + DAY), ("largest", 2**63 - 1)):
        mark = watermark(epoch)
        login(found, f"epoch-{id_}", swaps(logged_in(epoch), mark, mark), done)
    # The epoch that was read first stays: who ended all in between ends this one, too.
    login(found, "epoch-raised-meanwhile", swaps(logged_in(), None, watermark(NOW)), done)
    mark = watermark(AT)
    login(found, "epoch-gone-meanwhile", swaps(logged_in(AT), mark, None), done)
    long = logged_in(end=NOW + MAX_LIFETIME, idle=MAX_LIFETIME)
    rounds = swaps(long, ttl=MAX_LIFETIME + SLACK)
    forever = result(BOB, created=NOW, end=NOW + MAX_LIFETIME, idle=MAX_LIFETIME)
    login(found, "400-days", rounds, forever, idle=MAX_LIFETIME, lifetime=MAX_LIFETIME)
    short = logged_in(end=NOW + 2, idle=1)
    shortest = result(BOB, created=NOW, end=NOW + 2, idle=1)
    login(found, "1-ms", swaps(short, ttl=SLACK + 1), shortest, idle=1, lifetime=2)
    for id_, record, error in (
        ("absent", None, "session-unknown"),
        ("expired", session(tag=NOBODY, end=NOW), "session-expired"),
        ("of-a-subject", LIVE, "session-unknown"),
    ):
        login(found, id_, [reads(record, None, None, then=error)])
    for id_, bad in BAD_WATERMARKS[:3]:
        rounds = [reads(nobody, None, bad, then="unknown-record")]
        login(found, f"bad-watermark-{id_}", rounds)
    login(found, "over-the-last-moment", "bad-argument", now=TOO_LATE - LIFETIME)


def add_states(found: Group) -> None:
    for id_, record, error in (
        ("absent", None, "session-unknown"),
        ("ended", session()[:1] + b"\x12" + END.to_bytes(8, "big"), "session-ended"),
        ("rotated-elsewhere", rotated(bytes(32)), "session-ended"),
        ("another-subject", session(tag=BOB), "session-unknown"),
        ("no-subject", session(tag=NOBODY), "session-unknown"),
        ("idle-over", session(seen=NOW - IDLE), "session-expired"),
        ("absolute-over", session(end=NOW), "session-expired"),
    ):
        rotates(found, id_, [reads(record, None, None, then=error)])
    rounds = both(None, session(seen=NOW - IDLE + 1))
    rotates(found, "idle-1-ms-left", rounds, result())
    rotates(found, "revoked", [reads(LIVE, None, watermark(1), then="revoked")])
    for id_, bad in BAD_RECORDS[:8]:
        rotates(found, f"bad-{id_}", [reads(bad, None, None, then="unknown-record")])
    for id_, bad in BAD_WATERMARKS[:3]:
        rotates(found, f"bad-watermark-{id_}", [reads(LIVE, None, bad, then="unknown-record")])
    for id_, there in (
        ("another-subject", session(seen=NOW, tag=BOB)),
        ("other-times", session(seen=NOW, end=END + 1)),
        ("another-epoch", session(seen=NOW, epoch=1)),
        ("seen-earlier", session(seen=NOW - 1)),
        ("a-tombstone", rotated(ID)),
        ("an-ended-one", TOMB[:1] + b"\x12" + TOMB[2:10]),
    ):
        # The new id is somebody's.
        rotates(found, f"taken-by-{id_}", [reads(LIVE, there, None, then="bad-argument")])


def add_arguments(found: Group) -> None:
    rotates(found, "to-another-subject", "bad-argument", subject="bob")
    rotates(found, "to-an-empty-subject", "bad-argument", subject="")
    rotates(found, "to-its-own-id", "bad-argument", to=ID)
    login(found, "empty-subject", "bad-argument", subject="")
    long = "s" * 65_536
    login(found, "long-subject", "limit", subject=long)
    for id_, idle, lifetime in (
        ("idle-0", 0, LIFETIME),
        ("lifetime-0", IDLE, 0),
        ("idle-past-400-days", MAX_LIFETIME + 1, LIFETIME),
        ("lifetime-past-400-days", IDLE, MAX_LIFETIME + 1),
    ):
        login(found, id_, "bad-argument", idle=idle, lifetime=lifetime)
        rotates(found, id_, "bad-argument", idle=idle, lifetime=lifetime)
    rotates(found, "now-negative", "bad-argument", now=-1)
    rotates(found, "now-past-2-53", "bad-argument", now=TOO_LATE)
