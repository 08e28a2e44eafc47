"""Each has two faults; the earlier check speaks."""

from __future__ import annotations

from sources.sealed import SHORT
from sources.state import (
    BOB,
    ID,
    IDLE,
    MAX_LIFETIME,
    NOBODY,
    SECOND,
    cookie,
    ended,
    rotated,
    session,
    watermark,
)
from sources.state_rounds import reads
from sources.state_session_case import LIVE, loads, rotates, saves, starts
from sources.vector import NOW, Group

REVOKES = watermark(NOW)
BAD = b"\x01\x31"


def add(found: Group) -> None:
    late = session(end=NOW)
    for id_, record, mark, error in (
        ("absent-and-revoked", None, REVOKES, "session-unknown"),
        ("absent-and-bad-watermark", None, BAD, "session-unknown"),
        ("bad-and-revoked", b"", REVOKES, "unknown-record"),
        ("ended-and-revoked", ended(), REVOKES, "session-ended"),
        ("ended-and-bad-watermark", ended(), BAD, "session-ended"),
        ("rotated-and-revoked", rotated(bytes(32)), REVOKES, "session-ended"),
        ("another-subject-and-expired", session(end=NOW, tag=BOB), None, "session-unknown"),
        ("another-subject-and-revoked", session(tag=BOB), REVOKES, "session-unknown"),
        ("another-subject-and-bad-watermark", session(tag=BOB), BAD, "session-unknown"),
        ("expired-and-revoked", late, REVOKES, "session-expired"),
        ("expired-and-bad-watermark", late, BAD, "session-expired"),
        ("idle-over-and-revoked", session(seen=NOW - IDLE), REVOKES, "session-expired"),
        ("bad-watermark-and-touch", session(seen=NOW - IDLE // 2), BAD, "unknown-record"),
    ):
        loads(found, f"order-{id_}", [reads(record, mark, then=error)])
        rounds = [reads(record, mark, then=error)]
        saves(found, f"order-{id_}", rounds, loaded=[LIVE, None], data=b"new")
        rotates(found, f"order-{id_}", [reads(record, None, mark, then=error)])
    other = session(data=b"other", seen=NOW - SECOND)
    rounds = [reads(other, BAD, then="unknown-record")]
    saves(found, "order-bad-watermark-and-conflict", rounds, loaded=[LIVE, None], data=b"new")
    rotates(
        found,
        "order-taken-by-a-tombstone-and-ended",
        [reads(ended(), ended(), None, then="session-ended")],
    )
    # Before anything is read.
    forged = cookie(secret=bytes(32))
    loads(found, "order-now-before-signature", "bad-argument", text=forged, now=-1)
    loads(found, "order-name-before-signature", "cookie-character", text=forged, name="")
    loads(found, "order-form-before-weak-key", "malformed", text="", keys=[SHORT])
    rotates(found, "order-signature-before-idle", "bad-signature", text=forged, idle=0)
    rotates(found, "order-signature-before-subject", "bad-signature", text=forged, subject="bob")
    starts(found, "order-idle-and-lifetime", "bad-argument", idle=0, lifetime=MAX_LIFETIME + 1)
    loads(
        found,
        "order-signature-before-form",
        "bad-signature",
        text=cookie(ID[:8], NOBODY, secret=bytes(32)),
    )
