"""Ending all of a subject: named by the caller."""

from __future__ import annotations

from sources.state import AT, DAY, LAST, MAX_LIFETIME, SLACK, TOO_LATE, subject_key, watermark
from sources.state_revocation_check import BAD_WATERMARKS
from sources.state_rounds import Round, adds, reads, refused, writes
from sources.vector import NOW, Args, Group

TTL = MAX_LIFETIME + SLACK
FIRST = writes([None], watermark(NOW), TTL)


def add(found: Group) -> None:
    def case(
        id_: str,
        rounds: list[Round] | str,
        epoch: int = NOW,
        subject: str = "alice",
        namespace: str | None = None,
        now: int = NOW,
    ) -> None:
        space: Args = {} if namespace is None else {"namespace": namespace}
        args, op = {**space, "subject": subject}, "revocation.end_all"
        if isinstance(rounds, str):
            refused(found, f"end-all-{id_}", op, args, rounds, now)
            return
        keys = [subject_key(subject, namespace or "")]
        adds(found, f"end-all-{id_}", op, args, keys, rounds, {"epoch": epoch}, now)

    case("first", [FIRST])
    for id_, before, epoch in (
        ("after-0", 0, NOW),
        ("long-after", AT, NOW),
        ("after-1-ms", NOW - 1, NOW),
        # A token of in between is dated after the first, and is not to outlive the second.
        ("same-ms", NOW, NOW + 1000),
        ("1-ms-behind", NOW + 1, NOW + 1000),
        ("same-second", NOW + 999, NOW + 1000),
        ("next-second", NOW + 1000, NOW + 2000),
        ("last-second", NOW - 1000, NOW),
        ("after-1-day-ahead", NOW + DAY, NOW + DAY + 1000),
        ("near-2-53", LAST - 1992, LAST - 992),
    ):
        case(id_, [writes([watermark(before)], watermark(epoch), TTL)], epoch)
    case("largest", [reads(watermark(2**63 - 1), then="limit")])
    # The last second that a record holds begins at 9223372036854775000.
    case("last-but-one", [reads(watermark(9_223_372_036_854_775_000), then="limit")])
    for id_, bad in BAD_WATERMARKS:
        case(f"bad-{id_}", [reads(bad, then="unknown-record")])
    lost = writes([None], watermark(NOW), TTL, took=False, then="again")
    case("lost-then-took", [lost, FIRST])
    case("lost-reply", [lost, reads(watermark(NOW))])
    # Not lost: it is another's, and ours comes after it.
    case("there-already", [writes([watermark(NOW)], watermark(NOW + 1000), TTL)], NOW + 1000)
    later = writes([watermark(NOW + 5)], watermark(NOW + 1000), TTL)
    case("lost-to-a-later", [lost, later], NOW + 1000)
    case("lost-to-an-earlier", [lost, writes([watermark(NOW - 5)], watermark(NOW), TTL)])
    case("lost-to-a-bad-record", [lost, reads(b"", then="unknown-record")])
    case("lost-32-times", [lost] * 32 + [FIRST])
    last = writes([None], watermark(NOW), TTL, took=False, then="contention")
    case("lost-33-times", [lost] * 32 + [last])
    for id_, subject in (
        ("non-ascii", "zo\u00eb"),
        ("emoji", "\U0001f980"),
        ("long", "s" * 65_535),
    ):
        case(f"subject-{id_}", [FIRST], subject=subject)
    case("subject-empty", "bad-argument", subject="")
    case("subject-too-long", "limit", subject="s" * 65_536)
    for id_, space in (("empty", ""), ("short", "app"), ("255-bytes", "n" * 255)):
        case(f"namespace-{id_}", [FIRST], namespace=space)
    case("namespace-256-bytes", "limit", namespace="n" * 256)
    # An epoch of 0 would end nothing.
    case("now-0", [writes([None], watermark(1), TTL)], 1, now=0)
    case("now-0-after-0", [writes([watermark(0)], watermark(1000), TTL)], 1000, now=0)
    case("now-0-after-1", [writes([watermark(1)], watermark(1000), TTL)], 1000, now=0)
    early = writes([None], watermark(1), TTL, took=False, then="again")
    case("now-0-lost-reply", [early, reads(watermark(1))], 1, now=0)
    case("now-0-lost-to-0", [early, writes([watermark(0)], watermark(1000), TTL)], 1000, now=0)
    case("now-1", [writes([None], watermark(1), TTL)], 1, now=1)
    case("now-2", [writes([None], watermark(2), TTL)], 2, now=2)
    case("now-last", [writes([None], watermark(LAST), TTL)], LAST, now=LAST)
    case("now-negative", "bad-argument", now=-1)
    case("now-past-2-53", "bad-argument", now=TOO_LATE)
