"""Denying a token: what it is called, how long it is kept, and which can't be denied."""

from __future__ import annotations

from sources.state import (
    DAY,
    LAST,
    MAX_LIFETIME,
    SLACK,
    TOO_LATE,
    denied,
    denied_key,
    ended,
    watermark,
)
from sources.state_revocation_case import CLAIMS, EXP, mac_key, minted, revokes
from sources.state_rounds import Found, Round, reads, writes
from sources.token import part
from sources.vector import ISSUED, NOW, Group

TTL = EXP * 1000 + SLACK - NOW
WRITE = writes([None], denied(EXP * 1000), TTL)
BAD_RECORDS: list[tuple[str, bytes]] = [
    ("empty", b""),
    ("version-0", b"\x00" + denied(EXP)[1:]),
    ("version-2", b"\x02" + denied(EXP)[1:]),
    ("state-64", b"\x01\x40" + denied(EXP)[2:]),
    ("state-66", b"\x01\x42" + denied(EXP)[2:]),
    ("state-of-a-watermark", watermark(EXP)),
    ("state-of-a-tombstone", ended()),
    ("9-bytes", denied(EXP)[:-1]),
    ("11-bytes", denied(EXP) + b"\0"),
    ("exp-past-2-53", denied(LAST + 1)),
    ("exp-2-64", denied(2**64 - 1)),
]


def add(found: Group) -> None:
    add_names(found)
    add_records(found)
    add_times(found)
    add_forms(found)


def named(claim: str) -> str:
    """Claims that live as long as the usual ones."""
    return f'{{{claim}{"," if claim else ""}"exp":{EXP}}}'


def add_names(found: Group) -> None:
    revokes(found, "deny", "plain", [WRITE])
    for id_, claims, fields in (
        ("jti-alone", '"jti":"t-1"', ["t-1"]),
        ("jti-empty", '"jti":""', [""]),
        ("jti-escaped", '"jti":"\\u0074\\u002d1"', ["t-1"]),
        ("jti-with-quotes", '"jti":"a\\"b\\\\c\\/d"', ['a"b\\c/d']),
        ("jti-controls", '"jti":"a\\n\\u0000b"', ["a\n\0b"]),
        ("jti-non-ascii", '"jti":"zo\u00eb"', ["zo\u00eb"]),
        ("jti-non-ascii-escaped", '"jti":"zo\\u00eb"', ["zo\u00eb"]),
        ("jti-decomposed", '"jti":"zoe\u0308"', ["zoe\u0308"]),
        ("jti-astral", '"jti":"\U0001f980"', ["\U0001f980"]),
        ("jti-astral-escaped", '"jti":"\\uD83E\\uDD80"', ["\U0001f980"]),
        ("jti-long", f'"jti":"{"j" * 1000}"', ["j" * 1000]),
        ("jti-name-escaped", '"\\u006ati":"t-1"', ["t-1"]),
        ("iss", '"iss":"https://id.example","jti":"t-1"', ["https://id.example", "t-1"]),
        ("iss-after", '"jti":"t-1","iss":"https://id.example"', ["https://id.example", "t-1"]),
        (
            "iss-escaped",
            '"iss":"https:\\/\\/id.example","jti":"t-1"',
            ["https://id.example", "t-1"],
        ),
        ("iss-non-ascii", '"iss":"b\u00fccher","jti":"t-1"', ["b\u00fccher", "t-1"]),
        ("iss-non-ascii-escaped", '"iss":"b\\u00fccher","jti":"t-1"', ["b\u00fccher", "t-1"]),
        ("iss-empty", '"iss":"","jti":"t-1"', ["", "t-1"]),
        ("iss-and-jti-empty", '"iss":"","jti":""', ["", ""]),
        ("cut-in-one-way", '"iss":"ab","jti":"c"', ["ab", "c"]),
        ("cut-in-another-way", '"iss":"a","jti":"bc"', ["a", "bc"]),
        ("jti-below-does-not-count", '"a":{"jti":"x"},"jti":"t-1"', ["t-1"]),
    ):
        key = denied_key("jti" if len(fields) == 1 else "iss", *fields)
        revokes(found, "deny", f"name-{id_}", [WRITE], claims=named(claims), store_keys=[key])
    for id_, claim in (
        ("no-jti", ""),
        ("no-jti-but-iss", '"iss":"https://id.example"'),
        ("no-jti-but-sub", '"sub":"alice"'),
        ("jti-only-below", '"a":{"jti":"t-1"}'),
    ):
        claims = named(claim)
        key = mac_key(claims)
        revokes(found, "deny", f"name-{id_}", [WRITE], claims=claims, store_keys=[key])
    for alg in ("HS384", "HS512"):
        claims = named("")
        token, key = minted(claims, alg), mac_key(claims, alg)
        revokes(
            found,
            "deny",
            f"name-no-jti-{alg.lower()}",
            [WRITE],
            claims=claims,
            token=token,
            store_keys=[key],
        )
    for id_, space in (("short", "app"), ("non-ascii", "b\u00fccher"), ("255-bytes", "n" * 255)):
        key = denied_key("iss", "https://id.example", "t-1", namespace=space)
        revokes(found, "deny", f"namespace-{id_}", [WRITE], namespace=space, store_keys=[key])
    claims = named("")
    key = mac_key(claims, namespace="app")
    revokes(
        found, "deny", "namespace-no-jti", [WRITE], claims=claims, namespace="app", store_keys=[key]
    )
    revokes(found, "deny", "namespace-256-bytes", "limit", namespace="n" * 256)


def add_records(found: Group) -> None:
    revokes(found, "deny", "there-already", [reads(denied(EXP * 1000))])
    for id_, bad in BAD_RECORDS:
        revokes(found, "deny", f"bad-{id_}", [reads(bad, then="unknown-record")])
    lost = writes([None], denied(EXP * 1000), TTL, took=False, then="again")
    revokes(found, "deny", "lost-then-took", [lost, WRITE])
    revokes(found, "deny", "lost-reply", [lost, reads(denied(EXP * 1000))])
    revokes(found, "deny", "lost-to-a-bad-record", [lost, reads(b"", then="unknown-record")])
    last = writes([None], denied(EXP * 1000), TTL, took=False, then="contention")
    revokes(found, "deny", "lost-33-times", [lost] * 32 + [last])
    add_others(found)


def add_others(found: Group) -> None:
    """Another token of the same iss and jti was denied: the one that expires later counts."""

    def case(id_: str, *rounds: Round) -> None:
        revokes(found, "deny", id_, list(rounds))

    exp = EXP * 1000

    def over(record: bytes | None, took: bool = True, then: str = "done") -> Round:
        return writes([record], denied(exp), TTL, took=took, then=then)

    for id_, earlier in (("by-1-ms", exp - 1), ("by-much", NOW), ("over", 1), ("and-0", 0)):
        case(f"there-shorter-{id_}", over(denied(earlier)))
    for id_, later in (("by-1-ms", exp + 1), ("by-a-day", exp + DAY), ("and-largest", LAST)):
        case(f"there-longer-{id_}", reads(denied(later)))
    lost = over(denied(exp - 1), False, "again")
    case("there-shorter-lost-then-took", lost, over(denied(exp - 1)))
    case("there-shorter-lost-reply", lost, reads(denied(exp)))
    case("there-shorter-lost-to-a-longer", lost, reads(denied(exp + 1)))
    case("there-shorter-lost-to-a-shorter", lost, over(denied(exp - 2)))
    case("there-shorter-lost-and-gone", lost, over(None))
    case("there-shorter-lost-to-a-bad-record", lost, reads(b"", then="unknown-record"))
    case("there-shorter-lost-33-times", *[lost] * 32, over(denied(exp - 1), False, "contention"))
    first = over(None, False, "again")
    case("lost-to-a-shorter", first, over(denied(exp - 1)))
    case("lost-to-a-longer", first, reads(denied(exp + 1)))
    case("lost-to-a-shorter-twice", first, lost, over(denied(exp - 1)))
    # Shorter, as far as it can be read.
    for id_, bad in (("too-long", denied(1) + b"\0"), ("version-2", b"\x02" + denied(1)[1:])):
        case(f"bad-shorter-{id_}", reads(bad, then="unknown-record"))


def add_times(found: Group) -> None:
    def case(id_: str, claims: str, rounds: list[Round] | str, now: int = NOW) -> None:
        whole = claims.replace("{", '{"iss":"https://id.example","jti":"t-1",', 1)
        revokes(found, "deny", id_, rounds, claims=whole, now=now)

    def until(exp: int, now: int = NOW) -> list[Round]:
        nothing: Found = [None]
        return [writes(nothing, denied(exp), max(exp - now, 0) + SLACK)]

    at = NOW // 1000
    done = [reads(None)]
    # Long over is not written down: nobody takes it any more, with whatever leeway.
    case("expired-now", f'{{"exp":{at}}}', until(NOW))
    case("expired-1-s-ago", f'{{"exp":{at - 1}}}', until(NOW - 1000))
    case("expired-10-minutes-ago", f'{{"exp":{at - 600}}}', until(NOW - 600_000))
    case("expired-659999-ms-ago", f'{{"exp":{at - 660}.001}}', until((at - 660) * 1000 + 1))
    case("expired-11-minutes-ago", f'{{"exp":{at - 660}}}', done)
    case("expired-661-s-ago", f'{{"exp":{at - 661}}}', done)
    case("expired-in-1970", '{"exp":0}', done)
    case("expired-before-1970", '{"exp":-1}', done)
    case("expired-long-ago-but-there", f'{{"exp":{at - 661}}}', [reads(denied(0))])
    case(
        "expired-long-ago-bad-record", f'{{"exp":{at - 661}}}', [reads(b"", then="unknown-record")]
    )
    there = denied(NOW - 660_001)
    case("expired-11-minutes-ago-there-shorter", f'{{"exp":{at - 660}}}', [reads(there)])
    almost = writes([there], denied(NOW - 659_999), SLACK)
    case("expired-659999-ms-ago-there-shorter", f'{{"exp":{at - 660}.001}}', [almost])
    over = writes([denied(NOW - 2000)], denied(NOW - 1000), SLACK)
    case("expired-1-s-ago-there-shorter", f'{{"exp":{at - 1}}}', [over])
    longer = writes([denied(EXP * 1000)], denied(EXP * 1000 + 500), TTL + 500)
    case("there-shorter-by-a-fraction", f'{{"exp":{EXP}.5}}', [longer])
    case("exp-with-a-fraction", f'{{"exp":{EXP}.5}}', until(EXP * 1000 + 500))
    case("exp-rounded-up", f'{{"exp":{EXP}.0001}}', until(EXP * 1000 + 1))
    case("exp-with-an-exponent", '{"exp":17000009e2}', until(1_700_000_900_000))
    case("exp-at-the-beginning", '{"exp":100}', until(100_000, 5), now=5)
    # A time before 1970 is written down as 0.
    rounds = [writes([None], denied(0), SLACK)]
    case("exp-before-1970-not-long-ago", '{"exp":-1}', rounds, now=0)
    case("exp-before-1970-there-with-0", '{"exp":-1}', [reads(denied(0))], now=0)
    case("exp-before-1970-there-longer", '{"exp":-1}', [reads(denied(1))], now=0)
    case("exp-0-there-with-0", '{"exp":0}', [reads(denied(0))], now=0)
    case("exp-1-ms-there-with-0", '{"exp":0.001}', [writes([denied(0)], denied(1), SLACK + 1)], 0)

    days = MAX_LIFETIME // 1000
    too_long = "bad-argument"
    case("lifetime-400-days", f'{{"exp":{at + days}}}', until(NOW + MAX_LIFETIME))
    case("lifetime-400-days-and-1-s", f'{{"exp":{at + days + 1}}}', too_long)
    case("lifetime-400-days-and-1-ms", f'{{"exp":{at + days}.001}}', too_long)
    case("lifetime-much-too-long", '{"exp":9007199254740992}', too_long)
    iat = f'"iat":{ISSUED},'
    young = until((ISSUED + days) * 1000)
    case("lifetime-400-days-since-iat", f'{{{iat}"exp":{ISSUED + days}}}', young)
    case("lifetime-since-iat-and-1-s", f'{{{iat}"exp":{ISSUED + days + 1}}}', too_long)
    case("lifetime-since-1970", f'{{"iat":0,"exp":{EXP}}}', too_long)
    case("lifetime-since-before-1970", f'{{"iat":-1e15,"exp":{EXP}}}', too_long)
    case("lifetime-negative", f'{{"iat":{EXP + 5},"exp":{EXP}}}', until(EXP * 1000))
    half = f'{{"iat":{ISSUED}.5,"exp":{ISSUED + days}.5}}'
    case("lifetime-400-days-with-fraction", half, until((ISSUED + days) * 1000 + 500))
    more = f'{{"iat":{ISSUED}.5,"exp":{ISSUED + days}.501}}'
    case("lifetime-400-days-and-1-ms-with-fraction", more, too_long)
    case("exp-past-2-53-ms", f'{{"exp":{LAST // 1000 + 1}}}', too_long, now=LAST)
    case(
        "exp-of-the-last-second",
        f'{{"exp":{LAST // 1000}}}',
        until(LAST // 1000 * 1000, LAST),
        now=LAST,
    )
    case("no-exp", '{"iat":1}', "missing-claim")
    case("no-claims-but-names", '{"a":1}', "missing-claim")
    case("now-negative", f'{{"exp":{EXP}}}', too_long, now=-1)
    case("now-past-2-53", f'{{"exp":{EXP}}}', too_long, now=TOO_LATE)


def add_forms(found: Group) -> None:
    """The claims were verified, or this is no token."""
    good = minted(CLAIMS)
    body, tag = good.rsplit(".", 1)
    for id_, token in (
        ("empty", ""),
        ("no-dots", tag),
        ("one-dot", body),
        ("three-dots", good + "."),
        ("tag-empty", body + "."),
        ("tag-padded", good + "="),
        ("tag-standard-alphabet", f"{body}.{'+' * 43}"),
        ("tag-unused-bits", good[:-1] + chr(ord(good[-1]) + 1)),
        ("tag-31-bytes", f"{body}.{part(bytes(31))}"),
        ("tag-33-bytes", f"{body}.{part(bytes(33))}"),
        ("tag-65-bytes", f"{body}.{part(bytes(65))}"),
        ("tag-256-bytes", f"{body}.{part(bytes(256))}"),
    ):
        revokes(found, "deny", f"token-{id_}", "malformed", token=token)
        if id_ in ("empty", "tag-unused-bits"):
            revokes(found, "check", f"token-{id_}", "malformed", token=token)
    longest = "." + "x" * (65_536 - 2 - len(tag)) + "." + tag
    revokes(found, "deny", "token-65536-characters", [WRITE], token=longest)
    revokes(found, "deny", "token-65537-characters", "limit", token="x" + longest)
    revokes(found, "deny", "order-size-before-form", "limit", token="." * 65_537)
    revokes(found, "deny", "order-namespace-before-token", "limit", token="", namespace="n" * 256)
    revokes(found, "deny", "order-token-before-claims", "malformed", token="", claims=" " * 65_537)
    revokes(found, "deny", "order-token-before-exp", "malformed", token="", claims="{}")
    revokes(found, "deny", "order-claims-before-now", "malformed", claims="[]", now=-1)
    revokes(found, "deny", "order-exp-before-now", "missing-claim", claims="{}", now=-1)
    # Only the tag is looked at; the token was verified before.
    for id_, token in (("unread", f"x.y.{tag}"), ("with-empty-parts", f"..{tag}")):
        revokes(found, "deny", f"token-{id_}", [WRITE], token=token)
    for id_, claims in (
        ("empty", ""),
        ("array", "[]"),
        ("null", "null"),
        ("cut", CLAIMS[:-1]),
        ("two", CLAIMS + CLAIMS),
        ("duplicate", f'{{"exp":{EXP},"exp":{EXP}}}'),
        ("exp-text", f'{{"exp":"{EXP}"}}'),
        ("exp-null", '{"exp":null}'),
        ("iat-text", f'{{"exp":{EXP},"iat":"1"}}'),
        ("iat-null", f'{{"exp":{EXP},"iat":null}}'),
        ("jti-number", f'{{"exp":{EXP},"jti":1}}'),
        ("jti-null", f'{{"exp":{EXP},"jti":null}}'),
        ("iss-number", f'{{"exp":{EXP},"iss":1}}'),
        ("sub-array", f'{{"exp":{EXP},"sub":["alice"]}}'),
        ("exp-past-2-53-s", '{"exp":9007199254740993}'),
    ):
        token = minted(CLAIMS)
        revokes(found, "deny", f"claims-{id_}", "malformed", claims=claims, token=token)
    token = minted(CLAIMS)
    for size, rounds in ((65_536, [writes([None], denied(EXP * 1000), TTL)]), (65_537, "limit")):
        claims = f'{{"exp":{EXP},"jti":"t-1"{" " * (size - 30)}}}'
        assert len(claims) == size
        key = [denied_key("jti", "t-1")]
        revokes(found, "deny", f"claims-{size}", rounds, claims=claims, token=token, store_keys=key)
    revokes(found, "check", "claims-cut", "malformed", claims=CLAIMS[:-1], token=token)
    revokes(found, "check", "no-exp", "missing-claim", claims='{"sub":"alice"}')
