"""Ending a family, and all of its subject."""

from __future__ import annotations

from sources.state import (
    AT,
    BOB,
    DAY,
    IDLE,
    LAST,
    MAX_LIFETIME,
    SLACK,
    TOO_LATE,
    family,
    family_ended,
    refresh_token,
    reused,
    subject_key,
    watermark,
)
from sources.state_refresh_case import BAD_RECORDS, BAD_WATERMARKS, ends, tombs
from sources.state_rounds import Round, reads, writes
from sources.vector import NOW, Group


def add(found: Group) -> None:
    add_end(found)
    add_end_all(found)


def add_end(found: Group) -> None:
    ends(found, "live", [tombs()])
    ends(found, "absent", [reads(None)])
    ends(found, "ended", [reads(family_ended())])
    ends(found, "reused", [reads(reused())])
    for id_, bad in BAD_RECORDS:
        ends(found, f"bad-{id_}", [reads(bad, then="unknown-record")])
    # Any token of the family ends it, one that is over too.
    for id_, generation in (("old", 1), ("0", 0), ("ahead", 9), ("largest", 2**64 - 1)):
        ends(found, f"generation-{id_}", [tombs()], token=refresh_token(generation))
    ends(found, "idle-over", [tombs(family(used=NOW - IDLE))])
    ends(found, "of-another-subject", [tombs(family(tag=BOB))])
    ends(found, "of-a-client", [tombs(family(app=BOB))])
    for id_, end, ttl in (
        ("over", NOW, SLACK),
        ("over-long-ago", 0, SLACK),
        ("1-ms-left", NOW + 1, SLACK + 1),
        ("largest", LAST, LAST - NOW + SLACK),
    ):
        ends(found, f"absolute-{id_}", [writes([family(end=end)], family_ended(end), ttl)])
    lost = tombs(took=False, then="again")
    ends(found, "lost-then-took", [lost, tombs()])
    ends(found, "lost-to-a-rotation", [lost, tombs(family(6, NOW))])
    ends(found, "lost-to-an-end", [lost, reads(family_ended())])
    ends(found, "lost-to-a-reuse", [lost, reads(reused())])
    ends(found, "lost-and-gone", [lost, reads(None)])
    ends(found, "lost-33-times", [lost] * 32 + [tombs(took=False, then="contention")])
    ends(found, "now-negative", "bad-argument", now=-1)
    ends(found, "now-past-2-53", "bad-argument", now=TOO_LATE)


def add_end_all(found: Group) -> None:
    ttl = MAX_LIFETIME + SLACK

    def case(id_: str, rounds: list[Round] | str, epoch: int = NOW, now: int = NOW) -> None:
        ends(found, id_, rounds, everywhere=epoch, now=now)

    first = writes([None], watermark(NOW), ttl)
    case("first", [first])
    for id_, before, epoch in (
        ("after-1-ms", NOW - 1, NOW),
        ("same-ms", NOW, NOW + 1000),
        ("same-second", NOW + 999, NOW + 1000),
        ("after-1-day-ahead", NOW + DAY, NOW + DAY + 1000),
        ("long-after", AT, NOW),
    ):
        case(id_, [writes([watermark(before)], watermark(epoch), ttl)], epoch)
    case("largest", [reads(watermark(2**63 - 1), then="limit")])
    for id_, bad in BAD_WATERMARKS:
        case(f"bad-{id_}", [reads(bad, then="unknown-record")])
    lost = writes([None], watermark(NOW), ttl, took=False, then="again")
    case("lost-then-took", [lost, first])
    case("lost-reply", [lost, reads(watermark(NOW))])
    later = writes([watermark(NOW + 5)], watermark(NOW + 1000), ttl)
    case("lost-to-a-later", [lost, later], NOW + 1000)
    last = writes([None], watermark(NOW), ttl, took=False, then="contention")
    case("lost-33-times", [lost] * 32 + [last])
    case("now-negative", "bad-argument", now=-1)
    # An epoch of 0 would end nothing.
    case("now-0", [writes([None], watermark(1), ttl)], 1, now=0)
    case("now-0-again", [writes([watermark(1)], watermark(1000), ttl)], 1000, now=0)
    case("now-0-after-0", [writes([watermark(0)], watermark(1000), ttl)], 1000, now=0)
    early = writes([None], watermark(1), ttl, took=False, then="again")
    case("now-0-lost-reply", [early, reads(watermark(1))], 1, now=0)
    case("now-1", [writes([None], watermark(1), ttl)], 1, now=1)
    case("now-last", [writes([None], watermark(LAST), ttl)], LAST, now=LAST)
    token, used = refresh_token(tag=BOB), [subject_key("bob")]
    ends(found, "another-subject", [first], everywhere=NOW, token=token, store_keys=used)
    old = refresh_token(1)
    ends(found, "old-token", [first], everywhere=NOW, token=old)
