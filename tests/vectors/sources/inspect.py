"""Looking into a token without a key: form only."""

from __future__ import annotations

from sources.token import CLAIMS, HEADER, part
from sources.vector import Group, err, ok, raw


def group() -> Group:
    found = Group("inspect", "Inspecting unverified tokens: the form and nothing else.")
    add_accepted(found)
    add_refused(found)
    return found


def add_accepted(found: Group) -> None:
    for name, header, claims, tag in (
        ("plain", HEADER, CLAIMS, "AAAA"),
        ("no-tag", HEADER, CLAIMS, ""),
        ("alg-none", '{"alg":"none"}', CLAIMS, ""),
        ("alg-rs256", '{"alg":"RS256","kid":"r1"}', CLAIMS, "AAAA"),
        ("alg-number", '{"alg":1,"typ":null,"kid":[]}', CLAIMS, "AAAA"),
        ("no-alg", "{}", "{}", "AAAA"),
        ("crit", '{"alg":"HS256","crit":["exp"]}', CLAIMS, "AAAA"),
        ("b64-false", '{"alg":"HS256","b64":false}', CLAIMS, "AAAA"),
        ("claim-types", HEADER, '{"exp":"soon","aud":1,"iss":null}', "AAAA"),
        ("huge-exp", HEADER, '{"exp":1e400}', "AAAA"),
        ("expired", HEADER, '{"exp":1}', "AAAA"),
        ("long-kid", '{"alg":"HS256","kid":"' + "k" * 65 + '"}', CLAIMS, "AAAA"),
        ("white-space", ' {"alg" : "HS256"}\r\n', '\t{ "a" : [ 1 , 2 ] }\n', "AAAA"),
        ("escapes", '{"\\u0061lg":"HS256"}', '{"a":"\\ud83d\\ude00\\/"}', "AAAA"),
        ("non-ascii", HEADER, '{"n\u00e4me":"\u6771\u4eac \U0001f980"}', "AAAA"),
        ("depth-16", HEADER, '{"a":' + "[" * 15 + "]" * 15 + "}", "AAAA"),
    ):
        token = f"{part(header)}.{part(claims)}.{tag}"
        found.add(name, "jwt.inspect", {"token": token}, ok({"header": header, "claims": claims}))
    start = f"{part(HEADER)}."
    for length in (8193, 65536):
        claims = padded(length - len(start) - len(".AAAA"))
        token = f"{start}{part(claims)}.AAAA"
        assert len(token) == length
        shown = ok({"header": HEADER, "claims": claims})
        found.add(f"of-{length}", "jwt.inspect", {"token": token}, shown)


def padded(encoded: int) -> str:
    """Claims that are so many characters in base64url."""
    assert encoded % 4 != 1
    return '{"a":"' + "x" * (encoded * 3 // 4 - 8) + '"}'


def add_refused(found: Group) -> None:
    good, claims = part(HEADER), part(CLAIMS)
    for name, error, token in (
        ("empty", "malformed", ""),
        ("one-part", "malformed", good),
        ("two-parts", "malformed", f"{good}.{claims}"),
        ("four-parts", "malformed", f"{good}.{claims}.AAAA.AAAA"),
        ("only-dots", "malformed", ".."),
        ("header-empty", "malformed", f".{claims}.AAAA"),
        ("claims-empty", "malformed", f"{good}..AAAA"),
        ("header-padded", "malformed", f"{good}=.{claims}.AAAA"),
        ("claims-padded", "malformed", f"{good}.{claims}=.AAAA"),
        ("tag-padded", "malformed", f"{good}.{claims}.AAA="),
        ("header-non-canonical", "malformed", f"e31.{claims}.AAAA"),
        ("claims-non-canonical", "malformed", f"{good}.e31.AAAA"),
        ("tag-non-canonical", "malformed", f"{good}.{claims}.AAB"),
        ("tag-one-over-four", "malformed", f"{good}.{claims}.AAAAA"),
        ("tag-standard-alphabet", "malformed", f"{good}.{claims}.AA+/"),
        ("trailing-newline", "malformed", f"{good}.{claims}.AAAA\n"),
        ("leading-space", "malformed", f" {good}.{claims}.AAAA"),
        ("header-array", "malformed", f"{part('[]')}.{claims}.AAAA"),
        ("claims-array", "malformed", f"{good}.{part('[]')}.AAAA"),
        ("claims-string", "malformed", f"{good}.{part(repr('x'))}.AAAA"),
        ("claims-null", "malformed", f"{good}.{part('null')}.AAAA"),
        ("claims-prose", "malformed", f"{good}.{part('hello')}.AAAA"),
        ("claims-bom", "malformed", f"{good}.{part(chr(0xFEFF) + '{}')}.AAAA"),
        ("claims-invalid-utf-8", "malformed", f"{good}." + part(b'{"a":"\xff"}') + ".AAAA"),
        ("claims-lone-surrogate", "malformed", f"{good}." + part('{"a":"\\ud800"}') + ".AAAA"),
        ("claims-duplicate", "malformed", f"{good}." + part('{"a":1,"\\u0061":2}') + ".AAAA"),
        ("header-duplicate", "malformed", part('{"alg":"none","alg":"HS256"}') + f".{claims}.AAAA"),
        ("claims-trailing", "malformed", f"{good}." + part(CLAIMS + "x") + ".AAAA"),
        ("depth-17", "limit", f"{good}." + part('{"a":' + "[" * 16 + "]" * 16 + "}") + ".AAAA"),
        ("members-257", "limit", f"{good}." + part(many(257)) + ".AAAA"),
        ("number-65", "limit", f"{good}." + part('{"a":' + "1" * 65 + "}") + ".AAAA"),
        ("of-65537", "limit", f"{good}.{part(padded(65537 - len(good) - 6))}.AAAA"),
        ("of-65537-no-dots", "limit", "A" * 65537),
        ("header-before-claims", "limit", header_depth() + "." + part("[]") + ".AAAA"),
    ):
        found.add(name, "jwt.inspect", {"token": token}, err(error))
    for name, bytes_ in (
        ("invalid-utf-8", f"{good}.{claims}.AAA".encode() + b"\xff"),
        ("trailing-nul", f"{good}.{claims}.AAAA\0".encode()),
    ):
        found.add(name, "jwt.inspect", raw("token", bytes_), err("malformed"))


def many(count: int) -> str:
    return "{" + ",".join(f'"m{number}":0' for number in range(count)) + "}"


def header_depth() -> str:
    return part('{"a":' + "[" * 16 + "]" * 16 + "}")
