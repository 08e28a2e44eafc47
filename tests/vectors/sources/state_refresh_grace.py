"""A token that was used before: its successor again, or the end of the family."""

from __future__ import annotations

from sources.sealed import KEY, OTHER, SHORT, jwk
from sources.state import (
    DAY,
    HOUR,
    MINUTE,
    family,
    family_ended,
    key_id,
    refresh_token,
    reused,
    watermark,
)
from sources.state_refresh_case import GRACE, kills, rotates, shown
from sources.state_rounds import reads, writes
from sources.token import OTHER_SECRET, key
from sources.vector import NOW, Group

AGAIN = shown(repeated=True)


def six(ago: int, epoch: int = 0) -> bytes:
    """The family after its token of generation 5 was used, `ago` milliseconds before now."""
    return family(6, NOW - ago, used=NOW - ago, epoch=epoch)


def add(found: Group) -> None:
    add_grace(found)
    add_reuse(found)
    add_minters(found)
    add_races(found)


def add_grace(found: Group) -> None:
    def repeats(id_: str, ago: int, grace: int) -> None:
        rotates(found, f"grace-{id_}", [reads(six(ago), None)], AGAIN, grace=grace)

    def refuses(id_: str, ago: int, grace: int) -> None:
        rotates(found, f"grace-{id_}", [kills(six(ago))], grace=grace)

    repeats("at-once", 0, GRACE)
    repeats("5-s", 5000, GRACE)
    repeats("9999-ms", 9999, GRACE)
    refuses("10-s", 10_000, GRACE)
    refuses("10001-ms", 10_001, GRACE)
    refuses("0-at-once", 0, 0)
    repeats("1-ms-at-once", 0, 1)
    refuses("1-ms-next-ms", 1, 1)
    repeats("10-minutes-599999-ms", 599_999, 10 * MINUTE)
    refuses("10-minutes-600-s", 600_000, 10 * MINUTE)
    # The clock of the host that rotated it is ahead: nothing has elapsed.
    repeats("1-ms-ahead", -1, GRACE)
    repeats("1-hour-ahead", -HOUR, GRACE)
    repeats("ahead-of-a-short-grace", -MINUTE, 1)
    refuses("ahead-of-none", -MINUTE, 0)
    # The last use plays no part.
    used = family(6, NOW - GRACE, used=NOW)
    rotates(found, "grace-from-the-rotation", [kills(used)])
    used = family(6, NOW - 1, used=NOW - MINUTE)
    rotates(found, "grace-not-from-the-last-use", [reads(used, None)], AGAIN)
    repeat = [reads(six(1, epoch=NOW), watermark(NOW))]
    rotates(
        found, "grace-dated-after-the-watermark", repeat, shown(repeated=True, issued=NOW + 1000)
    )
    # Nothing was swapped before: it is a repeat, whatever the times are.
    began = family(6, 0, created=0, used=0)
    early = shown(created=0, issued=0, repeated=True)
    rotates(found, "grace-rotated-at-0", [reads(began, None)], early, now=5)
    one = family(1, NOW - 1, used=NOW - 1)
    rotates(
        found,
        "grace-of-generation-0",
        [reads(one, None)],
        shown(refresh_token(1), repeated=True),
        token=refresh_token(0),
    )
    last, before = family(2**64 - 1, NOW), refresh_token(2**64 - 2)
    most = shown(refresh_token(2**64 - 1), repeated=True)
    rotates(found, "grace-of-the-last", [reads(last, None)], most, token=before)


def add_reuse(found: Group) -> None:
    for behind in (2, 3, 5):
        token = refresh_token(6 - behind)
        rotates(found, f"reuse-{behind}-behind", [kills(six(0))], token=token)
        rotates(found, f"reuse-{behind}-behind-later", [kills(six(DAY // 48))], token=token)
    token = refresh_token(0)
    rotates(found, "reuse-of-generation-0", [kills(six(0))], token=token)
    far = family(2**64 - 1, NOW)
    rotates(found, "reuse-far-behind", [kills(far)])
    wide = refresh_token(2**32 - 1)
    rotates(found, "reuse-behind-2-32", [kills(family(2**32 + 1, NOW))], token=wide)
    lost = kills(six(MINUTE), took=False, then="again")
    rotates(found, "reuse-lost-then-took", [lost, kills(six(MINUTE))])
    rotates(found, "reuse-lost-reply", [lost, reads(reused(), None, then="refresh-reused")])
    rotates(
        found, "reuse-lost-to-an-end", [lost, reads(family_ended(), None, then="refresh-ended")]
    )
    seven = family(7, NOW, used=NOW)
    rotates(found, "reuse-lost-to-a-rotation", [lost, kills(seven)])
    rotates(found, "reuse-lost-and-gone", [lost, reads(None, None, then="refresh-unknown")])
    rounds = [lost, reads(six(MINUTE), watermark(NOW), then="revoked")]
    rotates(found, "reuse-lost-to-an-end-of-all", rounds)
    last = kills(six(MINUTE), took=False, then="contention")
    rotates(found, "reuse-lost-33-times", [lost] * 32 + [last])
    # Not before all else is right.
    near = family(6, NOW - MINUTE, used=NOW - MINUTE, end=NOW + 5)
    rounds = [writes([near, None], reused(NOW + 5), 660_005, then="refresh-reused")]
    rotates(found, "reuse-near-its-end", rounds)


def add_minters(found: Group) -> None:
    """The successor of a repeat is the other host's, byte for byte: under the key it used."""
    other = key_id(secret=OTHER_SECRET)
    theirs = family(6, NOW - 1, other, used=NOW - 1)
    by_other = shown(refresh_token(6, secret=OTHER_SECRET), repeated=True)
    rotates(found, "repeat-under-another-key", [reads(theirs, None)], by_other, keys=[KEY, OTHER])
    rotates(found, "repeat-after-a-change-of-keys", [reads(six(1), None)], AGAIN, keys=[OTHER, KEY])
    unknown = [reads(theirs, None, then="unknown-key")]
    rotates(found, "repeat-under-a-key-that-is-gone", unknown)
    rotates(found, "repeat-under-a-key-that-is-gone-short-one-left", unknown, keys=[KEY, SHORT])
    zero = family(6, NOW - 1, bytes(8), used=NOW - 1)
    rotates(found, "repeat-under-no-key", [reads(zero, None, then="unknown-key")])
    for alg in ("HS384", "HS512"):
        record = family(6, NOW - 1, key_id(alg), used=NOW - 1)
        after = shown(refresh_token(6, alg), repeated=True)
        keys = [KEY, key(alg)]
        rotates(found, f"repeat-under-{alg.lower()}", [reads(record, None)], after, keys=keys)
    # A host that may only verify with it derives it all the same: it is a token that exists.
    verify = jwk(["verify"])
    rotates(
        found, "repeat-under-a-verify-only-key", [reads(six(1), None)], AGAIN, keys=[OTHER, verify]
    )
    # A reuse needs no key.
    old = family(6, NOW - MINUTE, bytes(8), used=NOW - MINUTE)
    rotates(found, "reuse-under-a-key-that-is-gone", [kills(old)])


def add_races(found: Group) -> None:
    """Two hosts at once: one swap takes, both hold the same successor."""
    five, after = family(), family(6, NOW, used=NOW)
    lost = writes([five, None], after, 4_260_000, took=False, then="again")
    winner = family(6, NOW - 3, used=NOW - 3)
    rotates(found, "race-the-loser", [lost, reads(winner, None)], AGAIN)
    rotates(found, "race-the-late", [reads(winner, None)], AGAIN)
    rotates(found, "race-the-very-late", [kills(six(GRACE))])
    # The winner's successor was used in the meantime: this token is two behind.
    seven = family(7, NOW - 1, used=NOW - 1)
    rotates(found, "race-overtaken", [lost, kills(seven)])
