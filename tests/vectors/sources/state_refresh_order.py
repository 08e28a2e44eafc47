"""Each has two faults; the earlier check speaks."""

from __future__ import annotations

from sources.sealed import KEY, OTHER, SHORT, jwk
from sources.state import (
    BOB,
    IDLE,
    LAST,
    MINUTE,
    client,
    family,
    family_ended,
    refresh_token,
    reused,
    watermark,
)
from sources.state_refresh_case import kills, rotates, starts
from sources.state_rounds import reads
from sources.token import OTHER_SECRET
from sources.vector import NOW, Group

REVOKES = watermark(NOW)
BAD = b"\x01\x31"


def add(found: Group) -> None:
    web = client("web")
    late, idle = family(end=NOW), family(used=NOW - IDLE)
    old = family(7, NOW)
    for id_, record, mark, error in (
        ("absent-and-revoked", None, REVOKES, "refresh-unknown"),
        ("absent-and-bad-watermark", None, BAD, "refresh-unknown"),
        ("bad-and-revoked", b"", REVOKES, "unknown-record"),
        ("ended-and-revoked", family_ended(), REVOKES, "refresh-ended"),
        ("ended-and-bad-watermark", family_ended(), BAD, "refresh-ended"),
        ("reused-and-revoked", reused(), REVOKES, "refresh-reused"),
        ("reused-and-over", reused(NOW), None, "refresh-reused"),
        ("another-subject-and-revoked", family(tag=BOB), REVOKES, "refresh-unknown"),
        ("another-subject-and-bad-watermark", family(tag=BOB), BAD, "refresh-unknown"),
        ("another-subject-and-expired", family(tag=BOB, end=NOW), None, "refresh-unknown"),
        ("another-subject-and-client", family(tag=BOB, app=web), None, "refresh-unknown"),
        ("another-subject-and-old", family(7, NOW, tag=BOB), None, "refresh-unknown"),
        ("revoked-and-expired", late, REVOKES, "revoked"),
        ("bad-watermark-and-expired", late, BAD, "unknown-record"),
        ("revoked-and-client", family(app=web), REVOKES, "revoked"),
        ("revoked-and-old", old, REVOKES, "revoked"),
        ("expired-and-client", family(end=NOW, app=web), None, "refresh-expired"),
        ("idle-over-and-client", family(used=NOW - IDLE, app=web), None, "refresh-expired"),
        ("expired-and-old", family(7, NOW, end=NOW), None, "refresh-expired"),
        ("idle-over-and-old", family(7, NOW - MINUTE, used=NOW - IDLE), None, "refresh-expired"),
        ("client-and-old", family(7, NOW, app=web), None, "wrong-client"),
        ("client-and-repeat", family(6, NOW, app=web), None, "wrong-client"),
        ("expired-and-repeat", family(6, NOW, end=NOW), None, "refresh-expired"),
        ("client-and-key-gone", family(6, NOW, bytes(8), app=web), None, "wrong-client"),
    ):
        rotates(found, f"order-{id_}", [reads(record, mark, then=error)])
    rotates(
        found,
        "order-client-and-last",
        [reads(family(app=web), None, then="wrong-client")],
        token=refresh_token(2**64 - 1),
    )
    rotates(
        found,
        "order-expired-and-last",
        [reads(idle, None, then="refresh-expired")],
        token=refresh_token(2**64 - 1),
    )
    gone = family(6, NOW - MINUTE, bytes(8))
    rotates(found, "order-reuse-and-key-gone", [kills(gone)])
    # Before anything is read.
    forged = refresh_token(secret=OTHER_SECRET)
    rotates(found, "order-form-before-weak-key", "malformed", token="", keys=[SHORT])
    rotates(found, "order-size-before-weak-key", "limit", token="." * 143, keys=[SHORT])
    rotates(found, "order-signature-before-grace", "bad-signature", token=forged, grace=LAST)
    rotates(found, "order-signature-before-now", "bad-signature", token=forged, now=-1)
    rotates(
        found,
        "order-signature-before-key-use",
        "bad-signature",
        keys=[jwk(["verify"]), OTHER],
        token=refresh_token(secret=bytes(32)),
    )
    rotates(found, "order-grace-before-key-use", "bad-argument", keys=[jwk(["verify"])], grace=LAST)
    starts(found, "order-idle-before-weak-key", "bad-argument", keys=[SHORT], idle=0)
    starts(found, "order-subject-before-weak-key", "bad-argument", keys=[SHORT, KEY], subject="")
