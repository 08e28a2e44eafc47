"""A rotation against touches, saves, ends and other rotations, round by round."""

from __future__ import annotations

from typing import Any

from sources.state import (
    ALICE,
    BOB,
    END,
    IDLE,
    MINUTE,
    NEW_ID,
    NOBODY,
    SLACK,
    cookie,
    ended,
    rotated,
    session,
    session_key,
    subject_key,
    watermark,
)
from sources.state_rounds import Round, reads, writes
from sources.state_session_case import BAD_RECORDS, LIVE, rotates, shown
from sources.vector import NOW, Args, Group

NEXT = session(seen=NOW)
TTL = IDLE + SLACK
TOMB = rotated()
TOMB_TTL = END - NOW + SLACK
FIRST = writes([LIVE, None, None], NEXT, TTL, at=1, then="again")


def result(**given: Any) -> Args:
    return shown(cookie(NEW_ID, ALICE, NOW), **given)


def second(old: bytes = LIVE, **given: Any) -> Round:
    return writes([old, NEXT, None], TOMB, TOMB_TTL, **given)


def deletes(old: bytes | None, error: str, mark: bytes | None = None, **given: Any) -> Round:
    """The new record goes, since the old session is over."""
    return writes([old, given.pop("new", NEXT), mark], None, 0, at=1, then=error, **given)


def add(found: Group) -> None:
    add_first_swap(found)
    add_second_swap(found)
    add_ends(found)
    add_bad(found)
    add_own_tombstone(found)
    add_contention(found)


def add_first_swap(found: Group) -> None:
    lost = writes([LIVE, None, None], NEXT, TTL, at=1, took=False, then="again")
    rotates(found, "first-lost", [lost, FIRST, second()], result())
    # The reply was lost, the record is there.
    rotates(found, "first-reply-lost", [lost, second()], result())
    rotates(found, "first-there-already", [second()], result())
    touched = session(seen=NOW - 5)
    rounds = [lost, writes([touched, None, None], NEXT, TTL, at=1, then="again"), second(touched)]
    rotates(found, "first-lost-old-touched", rounds, result())
    rotates(found, "first-lost-old-ended", [lost, reads(ended(), None, None, then="session-ended")])
    # Somebody's record under the new id is not adopted, after a lost swap neither.
    rounds = [lost, reads(LIVE, session(seen=NOW, tag=BOB), None, then="bad-argument")]
    rotates(found, "first-lost-to-another", rounds)


def add_second_swap(found: Group) -> None:
    lost = second(took=False, then="again")
    rotates(found, "second-lost", [FIRST, lost, second()], result())
    touched = session(seen=NOW - 5)
    rotates(found, "second-lost-to-a-touch", [FIRST, lost, second(touched)], result())
    rotates(found, "touched-between", [FIRST, second(touched)], result())
    ahead = session(seen=NOW + MINUTE)
    rotates(found, "touched-ahead-between", [FIRST, second(ahead)], result())
    # A save came between: the new record gets its data first.
    saved = session(data=b"saved")
    new = session(seen=NOW, data=b"saved")
    over = writes([saved, NEXT, None], new, TTL, at=1, then="again")
    last = writes([saved, new, None], TOMB, TOMB_TTL)
    done = result(data=b"saved")
    rotates(found, "saved-between", [FIRST, over, last], done)
    rotates(found, "second-lost-to-a-save", [FIRST, lost, over, last], done)
    failed = writes([saved, NEXT, None], new, TTL, at=1, took=False, then="again")
    rotates(found, "saved-between-lost", [FIRST, failed, over, last], done)
    rotates(found, "saved-between-reply-lost", [FIRST, failed, last], done)
    empty, none = session(data=b""), session(seen=NOW, data=b"")
    rounds = [
        FIRST,
        writes([empty, NEXT, None], none, TTL, at=1, then="again"),
        writes([empty, none, None], TOMB, TOMB_TTL),
    ]
    rotates(found, "emptied-between", rounds, result(data=b""))
    # The reply of the last swap was lost: the tombstone names our own record.
    rotates(found, "second-reply-lost", [FIRST, lost, reads(TOMB, NEXT, None)], result())
    later = session(seen=NOW + 5, data=b"saved")
    rounds = [FIRST, lost, reads(TOMB, later, None)]
    rotates(found, "second-reply-lost-then-used", rounds, result(seen=NOW + 5, data=b"saved"))
    rounds = [FIRST, lost, reads(TOMB, ended(), None, then="session-ended")]
    rotates(found, "second-reply-lost-then-ended", rounds)
    rounds = [FIRST, lost, reads(TOMB, rotated(bytes(32)), None, then="session-ended")]
    rotates(found, "second-reply-lost-then-rotated", rounds)
    rounds = [FIRST, lost, reads(TOMB, None, None, then="session-unknown")]
    rotates(found, "second-reply-lost-then-gone", rounds)


def add_ends(found: Group) -> None:
    """The old session is over before its tombstone stands: the new record is taken back."""
    lost = second(took=False, then="again")
    for id_, old, error in (
        ("ended", ended(), "session-ended"),
        ("rotated", rotated(bytes(32)), "session-ended"),
        ("gone", None, "session-unknown"),
        ("expired", session(end=NOW), "session-expired"),
        ("idle", session(seen=NOW - IDLE), "session-expired"),
        ("another-subject", session(tag=BOB), "session-unknown"),
        ("bad", BAD_RECORDS[3][1], "unknown-record"),
    ):
        rotates(found, f"{id_}-between", [FIRST, deletes(old, error)])
        rotates(found, f"second-lost-to-{id_}", [FIRST, lost, deletes(old, error)])
    revoked = deletes(LIVE, "revoked", watermark(NOW))
    rotates(found, "revoked-between", [FIRST, revoked])
    rotates(found, "bad-watermark-between", [FIRST, deletes(LIVE, "unknown-record", b"")])
    # The delete lost its swap: another look.
    failed = deletes(ended(), "again", took=False)
    rotates(found, "delete-lost", [FIRST, failed, deletes(ended(), "session-ended")])
    rounds = [FIRST, failed, reads(ended(), None, None, then="session-ended")]
    rotates(found, "delete-reply-lost", rounds)
    rounds = [FIRST, failed, reads(ended(), ended(), None, then="session-ended")]
    rotates(found, "delete-lost-to-an-end", rounds)
    touched = session(seen=NOW + 1)
    rounds = [FIRST, failed, deletes(ended(), "session-ended", new=touched)]
    rotates(found, "delete-lost-to-a-touch", rounds)
    # Login: an end of all of the new subject does not hinder it, its epoch kills it afterwards.
    nobody = session(tag=NOBODY)
    new = session(created=NOW, seen=NOW, end=NOW + 24 * IDLE, tag=BOB)
    used = [session_key(), session_key(NEW_ID), subject_key("bob")]
    rounds = [
        writes([nobody, None, None], new, TTL, at=1, then="again"),
        writes([ended(), new, watermark(1)], None, 0, at=1, then="session-ended"),
    ]
    given: dict[str, Any] = {"text": cookie(tag=NOBODY), "subject": "bob", "store_keys": used}
    rotates(found, "login-ended-between", rounds, **given)
    saved, over = session(tag=NOBODY, data=b"saved"), new[:58] + b"saved"
    rounds = [
        rounds[0],
        writes([saved, new, watermark(1)], over, TTL, at=1, then="again"),
        writes([saved, over, None], TOMB, TOMB_TTL),
    ]
    done = shown(cookie(NEW_ID, BOB, NOW), created=NOW, end=NOW + 24 * IDLE, data=b"saved")
    rotates(found, "login-saved-between", rounds, done, **given)


def add_bad(found: Group) -> None:
    """Under the new id stands what nobody knows: it is neither taken for none nor deleted."""
    bad = BAD_RECORDS[3][1]
    for id_, old in (("live", LIVE), ("ended", ended()), ("gone", None), ("rotated", TOMB)):
        rounds = [reads(old, bad, None, then="unknown-record")]
        rotates(found, f"bad-new-{id_}", rounds)


def add_own_tombstone(found: Group) -> None:
    """The same rotation is asked for again, with the same entropy."""
    rotates(found, "done-already", [reads(TOMB, NEXT, None)], result())
    rotates(found, "done-already-ended", [reads(TOMB, ended(), None, then="session-ended")])
    rotates(found, "done-already-gone", [reads(TOMB, None, None, then="session-unknown")])
    used = session(seen=NOW + 1, data=b"later")
    rounds = [reads(TOMB, used, None)]
    rotates(found, "done-already-used", rounds, result(seen=NOW + 1, data=b"later"))
    # Two rotations at once: the loser finds a tombstone that names the other's record.
    theirs = rotated(bytes(range(0xA0, 0xC0)))
    rotates(found, "two-the-loser", [FIRST, deletes(theirs, "session-ended")])
    rounds = [reads(theirs, None, None, then="session-ended")]
    rotates(found, "two-the-late", rounds)


def add_contention(found: Group) -> None:
    lost = second(took=False, then="again")
    rotates(found, "second-lost-32-times", [FIRST, *[lost] * 32, second()], result())
    last = second(took=False, then="contention")
    rotates(found, "second-lost-33-times", [FIRST, *[lost] * 32, last])
    first = writes([LIVE, None, None], NEXT, TTL, at=1, took=False, then="again")
    over = writes([LIVE, None, None], NEXT, TTL, at=1, took=False, then="contention")
    rotates(found, "first-lost-33-times", [first] * 32 + [over])
    rounds = [first] * 16 + [FIRST] + [lost] * 16 + [last]
    rotates(found, "lost-16-and-17-times", rounds)
