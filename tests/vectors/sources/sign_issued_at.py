"""Signing with a date of issue that is not now: after a subject's watermark."""

from __future__ import annotations

from typing import Any

from sources.token import key, mint
from sources.vector import ISSUED, NOW, Args, Group, err, ok

IAT = ISSUED + 100
EXP = IAT + 900


def add(found: Group) -> None:
    def case(id_: str, issued: int, claims: str, expect: str, **given: Any) -> None:
        """`expect` is the payload, or the error's name."""
        args: Args = {"key": key(), "claims": claims, "issued_at_ms": issued, **given}
        shown = ok(mint(expect)) if expect.startswith("{") else err(expect)
        found.add(f"issued-at-{id_}", "jwt.sign", args, shown, NOW)

    for id_, issued, iat in (
        ("now", NOW, IAT),
        ("next-second", NOW + 1000, IAT + 1),
        ("rounded-down", NOW + 1999, IAT + 1),
        ("earlier", NOW - 5000, IAT - 5),
        ("last-ms-of-the-second-before", NOW - 1, IAT - 1),
        ("0", 0, 0),
        ("999-ms", 999, 0),
        ("after-exp", (EXP + 5) * 1000, EXP + 5),
        ("largest", 2**53, 9_007_199_254_740),
    ):
        # The lifetime is counted from now, whatever the date.
        case(id_, issued, "{}", f'{{"exp":{EXP},"iat":{iat}}}')
    case("negative", -1, "{}", "bad-argument")
    case("past-2-53", 9_007_199_254_741_000, "{}", "bad-argument")
    case("and-own", NOW, f'{{"iat":{IAT}}}', "bad-argument")
    case("and-own-escaped", NOW, f'{{"\\u0069at":{IAT}}}', "bad-argument")
    case("and-own-of-another-type", NOW, '{"iat":"1"}', "malformed")
    nested = f'{{"a":{{"iat":1}},"exp":{EXP},"iat":{IAT + 1}}}'
    case("and-own-below", NOW + 1000, '{"a":{"iat":1}}', nested)
    case("never-expires", NOW + 1000, "{}", f'{{"iat":{IAT + 1}}}', expires_in_ms=None)
    case("own-exp", NOW + 1000, '{"exp":9}', f'{{"exp":9,"iat":{IAT + 1}}}')
    between = f'{{"sub":"bob","exp":{EXP},"nbf":{IAT},"iat":{IAT + 1},"jti":"j"}}'
    given = {"subject": "bob", "not_before_ms": NOW, "jwt_id": "j"}
    case("with-all-others", NOW + 1000, "{}", between, **given)
