"""Checking a token: the denylist and the watermark in one read."""

from __future__ import annotations

from sources.state import (
    DAY,
    LAST,
    MAX_LIFETIME,
    TOO_LATE,
    denied,
    denied_key,
    subject_key,
    watermark,
)
from sources.state_revocation_case import EXP, mac_key, revokes
from sources.state_revocation_deny import BAD_RECORDS
from sources.state_rounds import reads
from sources.vector import ISSUED, NOW, Group

AT = ISSUED * 1000
WITH = '"iss":"https://id.example","jti":"t-1","sub":"alice"'
BAD_WATERMARKS: list[tuple[str, bytes]] = [
    ("empty", b""),
    ("version-2", b"\x02" + watermark(0)[1:]),
    ("state-of-the-denylist", denied(0)),
    ("9-bytes", watermark(0)[:-1]),
    ("11-bytes", watermark(0) + b"\0"),
    ("epoch-2-63", watermark(2**63)),
]


def add(found: Group) -> None:
    add_plain(found)
    add_watermarks(found)
    add_dates(found)
    add_subjects(found)


def add_plain(found: Group) -> None:
    def case(id_: str, denial: bytes | None, mark: bytes | None, error: str | None = None) -> None:
        rounds = [reads(denial, mark, then=error or "done")]
        revokes(found, "check", id_, rounds)

    case("good", None, None)
    case("denied", denied(EXP * 1000), None, "revoked")
    case("denied-with-another-exp", denied(0), None, "revoked")
    case("denied-largest-exp", denied(LAST), None, "revoked")
    case("denied-and-watermark", denied(EXP * 1000), watermark(NOW), "revoked")
    case("denied-and-bad-watermark", denied(EXP * 1000), b"", "revoked")
    case("bad-denial-and-watermark", b"", watermark(NOW), "unknown-record")
    for id_, bad in BAD_RECORDS:
        case(f"bad-{id_}", bad, None, "unknown-record")
    for id_, bad in BAD_WATERMARKS:
        case(f"bad-watermark-{id_}", None, bad, "unknown-record")
    # The policy has looked at exp, not this.
    old = f'{{{WITH},"iat":{ISSUED - 900},"exp":{ISSUED - 800}}}'
    revokes(found, "check", "expired", [reads(None, None)], claims=old)
    too_long = "bad-argument"
    days = MAX_LIFETIME // 1000
    claims = f'{{{WITH},"exp":{NOW // 1000 + days + 1}}}'
    revokes(found, "check", "lifetime-past-400-days", too_long, claims=claims)
    claims = f'{{{WITH},"iat":{ISSUED},"exp":{ISSUED + days + 1}}}'
    revokes(found, "check", "lifetime-since-iat-past-400-days", too_long, claims=claims)
    claims = f'{{{WITH},"iat":{ISSUED},"exp":{ISSUED + days}}}'
    revokes(found, "check", "lifetime-400-days", [reads(None, None)], claims=claims)
    revokes(found, "check", "now-negative", too_long, now=-1)
    revokes(found, "check", "now-past-2-53", too_long, now=TOO_LATE)
    revokes(found, "check", "namespace-256-bytes", "limit", namespace="n" * 256)


def add_watermarks(found: Group) -> None:
    """iat is the second 1700000000; whole seconds are compared."""

    def case(id_: str, epoch: int, revoked: bool) -> None:
        rounds = [reads(None, watermark(epoch), then="revoked" if revoked else "done")]
        revokes(found, "check", f"watermark-{id_}", rounds)

    case("0", 0, False)
    case("1-s-before", AT - 1000, False)
    case("1-ms-before", AT - 1, False)
    case("same-second", AT, True)
    case("same-second-later", AT + 999, True)
    case("next-second", AT + 1000, True)
    case("now", NOW, True)
    case("ahead", NOW + DAY, True)
    case("largest", 2**63 - 1, True)


def add_dates(found: Group) -> None:
    """floor(iat) is that of the number as it is written."""
    live, dead = "done", "revoked"

    def case(id_: str, iat: str, epoch: int, then: str, now: int = NOW) -> None:
        exp = f'"exp":{EXP}' if now == NOW else f'"exp":{now // 1000}'
        claims = f'{{{WITH},"iat":{iat},{exp}}}'
        rounds = [reads(None, watermark(epoch), then=then)]
        revokes(found, "check", f"iat-{id_}", rounds, claims=claims, now=now)

    case("with-a-fraction", f"{ISSUED}.5", AT, dead)
    case("with-a-fraction-1-ms-before", f"{ISSUED}.5", AT - 1, live)
    # To the millisecond this is the next second.
    case("almost-the-next-second", f"{ISSUED}.9999", AT, dead)
    case("almost-the-next-second-by-20-digits", f"{ISSUED}.99999999999999999999", AT + 999, dead)
    case("almost-the-next-second-live", f"{ISSUED}.9999", AT - 1, live)
    case("the-next-second", f"{ISSUED + 1}.0000", AT + 999, live)
    case("the-next-second-dead", f"{ISSUED + 1}", AT + 1000, dead)
    case("just-after-the-second", f"{ISSUED}.0001", AT - 1, live)
    case("just-after-the-second-dead", f"{ISSUED}.0001", AT, dead)
    case("with-an-exponent", "17e8", AT, dead)
    case("with-an-exponent-live", "17e8", AT - 1, live)
    case("with-a-negative-exponent", "17000000000e-1", AT, dead)
    case("with-a-negative-exponent-live", "17000000005e-1", AT - 1, live)
    case("with-a-long-mantissa", "0.0000000000000000000000000000000000000017e48", AT, dead)
    case("ahead", str(ISSUED + 86_400), NOW, live)
    case("the-last-second", "9007199254740992", 9_007_199_254_740_991_999, live)
    case("the-last-second-dead", "9007199254740992", 9_007_199_254_740_992_000, dead)
    case("after-the-last-watermark", "9007199254740992", 2**53, live)
    # Issued after an end of all: dated in the next second, which the next end of all reaches,
    # though it comes in the same second as the first.
    between = str(NOW // 1000 + 1)
    case("between-two-end-alls-after-one", between, NOW, live)
    case("between-two-end-alls-after-both", between, NOW + 1000, dead)
    # Early times, at an early clock.
    early = 900_000
    case("0", "0", 0, dead, early)
    case("0-999-ms", "0", 999, dead, early)
    case("1-and-999-ms", "1", 999, live, early)
    case("1-and-1-s", "1", 1000, dead, early)
    case("tiny", "1e-300", 0, dead, early)
    case("below-1", "0.9999", 0, dead, early)
    case("negative", "-1", 0, dead, early)
    case("negative-fraction", "-0.5", 0, dead, early)
    case("negative-tiny", "-1e-300", 0, dead, early)
    case("negative-zero", "-0", 0, dead, early)

    # Without iat any watermark is its end, and none is not.
    claims = f'{{{WITH},"exp":{EXP}}}'
    revokes(found, "check", "no-iat", [reads(None, None)], claims=claims)
    for id_, epoch in (("0", 0), ("1", 1), ("long-ago", AT - DAY), ("now", NOW)):
        rounds = [reads(None, watermark(epoch), then="revoked")]
        revokes(found, "check", f"no-iat-watermark-{id_}", rounds, claims=claims)
    below = f'{{{WITH},"a":{{"iat":{EXP}}},"exp":{EXP}}}'
    rounds = [reads(None, watermark(0), then="revoked")]
    revokes(found, "check", "iat-only-below", rounds, claims=below)
    escaped = f'{{{WITH},"\\u0069at":{ISSUED},"exp":{EXP}}}'
    revokes(found, "check", "iat-name-escaped", [reads(None, watermark(AT - 1))], claims=escaped)


def add_subjects(found: Group) -> None:
    exp = f'"iat":{ISSUED},"exp":{EXP}'
    name = '"jti":"t-1",'
    key = denied_key("jti", "t-1")
    alone = f"{{{name}{exp}}}"
    revokes(found, "check", "no-sub", [reads(None)], claims=alone, store_keys=[key])
    rounds = [reads(denied(0), then="revoked")]
    revokes(found, "check", "no-sub-denied", rounds, claims=alone, store_keys=[key])
    claims = f"{{{exp}}}"
    revokes(found, "check", "no-names", [reads(None)], claims=claims, store_keys=[mac_key(claims)])
    for id_, text, subject in (
        ("plain", "bob", "bob"),
        ("escaped", "\\u0062ob", "bob"),
        ("non-ascii", "zo\u00eb", "zo\u00eb"),
        ("non-ascii-escaped", "zo\\u00eb", "zo\u00eb"),
        ("astral-escaped", "\\uD83E\\uDD80", "\U0001f980"),
        ("slash-escaped", "a\\/b", "a/b"),
        ("controls", "a\\tb", "a\tb"),
        ("empty", "", ""),
        ("long", "s" * 1000, "s" * 1000),
    ):
        used = [key, subject_key(subject)]
        claims = f'{{{name}"sub":"{text}",{exp}}}'
        revokes(found, "check", f"sub-{id_}", [reads(None, None)], claims=claims, store_keys=used)
    for id_, space in (("short", "app"), ("255-bytes", "n" * 255)):
        used = [
            denied_key("iss", "https://id.example", "t-1", namespace=space),
            subject_key("alice", space),
        ]
        revokes(
            found,
            "check",
            f"namespace-{id_}",
            [reads(None, None)],
            namespace=space,
            store_keys=used,
        )
