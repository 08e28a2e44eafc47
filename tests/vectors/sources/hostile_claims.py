"""Registered claims of another type, or there twice."""

from __future__ import annotations

from sources.token import KEYS, mint
from sources.vector import EXPIRES, Args, Group

EXP = f'"exp":{EXPIRES}'

NO_TIMES = (
    ("string", '"4102444800"'),
    ("empty-string", '""'),
    ("null", "null"),
    ("true", "true"),
    ("false", "false"),
    ("array", "[4102444800]"),
    ("object", '{"$date":4102444800}'),
)
NO_TEXTS = (
    ("number", "1"),
    ("null", "null"),
    ("true", "true"),
    ("array", '["a"]'),
    ("object", "{}"),
)
NO_AUDIENCES = (
    ("number", "1"),
    ("null", "null"),
    ("true", "true"),
    ("object", '{"api":true}'),
    ("array-of-number", "[1]"),
    ("array-of-null", "[null]"),
    ("array-of-array", '[["api"]]'),
    ("array-of-object", "[{}]"),
    ("array-mixed-first", '[1,"api"]'),
    ("array-mixed-last", '["api",1]'),
    ("array-null-last", '["api",null]'),
)
BEYOND = (
    ("2-53-plus-1", "9007199254740993"),
    ("2-53-and-a-bit", "9007199254740992.0001"),
    ("2-53-and-least", "9007199254740992." + "0" * 46 + "1"),
    ("2-63", "9223372036854775808"),
    ("2-63-less-1", "9223372036854775807"),
    ("2-64", "18446744073709551616"),
    ("2-64-and-now", "18446744075409551716"),
    ("1e16", "1e16"),
    ("1e300", "1e300"),
    ("1e400", "1e400"),
    ("1e999999999", "1e999999999"),
    ("exponent-2-63", "1e9223372036854775808"),
    ("exponent-2-64-and-1", "1e18446744073709551617"),
    ("exponent-long", "1e" + "9" * 62),
    ("exponent-zeros", "1e" + "0" * 59 + "016"),
    ("milliseconds-squared", "4102444800000000000000"),
    ("minus-2-53-minus-1", "-9007199254740993"),
    ("minus-2-53-and-a-bit", "-9007199254740992.5"),
    ("minus-1e400", "-1e400"),
    ("minus-2-63", "-9223372036854775808"),
)


def add(found: Group) -> None:
    add_types(found)
    add_beyond(found)
    add_twice(found)
    add_spellings(found)
    add_strangers(found)


def add_types(found: Group) -> None:
    for claim in ("exp", "nbf", "iat"):
        for name, value in NO_TIMES:
            other = "" if claim == "exp" else f"{EXP},"
            token = mint(f'{{{other}"{claim}":{value}}}')
            found.refuses(f"{claim}-{name}", "malformed", token, KEYS)
        # It stands even where nobody asks.
        token = mint(f'{{"{claim}":null}}')
        policy = {"require_exp": False}
        found.refuses(f"{claim}-null-not-asked", "malformed", token, KEYS, policy=policy)
    for claim in ("iss", "sub", "jti"):
        for name, value in NO_TEXTS:
            token = mint(f'{{{EXP},"{claim}":{value}}}')
            found.refuses(f"{claim}-{name}", "malformed", token, KEYS)
    for name, value in NO_AUDIENCES:
        token = mint(f'{{{EXP},"aud":{value}}}')
        found.refuses(f"aud-{name}", "malformed", token, KEYS)
        policies: tuple[tuple[str, Args], ...] = (
            ("expected", {"audience": ["api"]}),
            ("any", {"any_audience": True}),
        )
        for asked, policy in policies:
            found.refuses(f"aud-{name}-{asked}", "malformed", token, KEYS, policy=policy)
    escaped = mint('{"\\u0065xp":"4102444800"}')
    found.refuses("exp-string-escaped-name", "malformed", escaped, KEYS)
    escaped = mint(f'{{{EXP},"a\\u0075d":1}}')
    found.refuses("aud-number-escaped-name", "malformed", escaped, KEYS)


def add_beyond(found: Group) -> None:
    for claim in ("exp", "nbf", "iat"):
        for name, value in BEYOND if claim == "exp" else BEYOND[:3] + BEYOND[9:10] + BEYOND[16:18]:
            other = "" if claim == "exp" else f"{EXP},"
            token = mint(f'{{{other}"{claim}":{value}}}')
            found.refuses(f"{claim}-{name}", "malformed", token, KEYS)


def add_twice(found: Group) -> None:
    for claim, value in (
        ("exp", str(EXPIRES)),
        ("nbf", "1"),
        ("iat", "1"),
        ("iss", '"i"'),
        ("sub", '"s"'),
        ("aud", '"a"'),
        ("jti", '"j"'),
    ):
        policy: Args = {"any_audience": True}
        other = "" if claim == "exp" else f"{EXP},"
        for name, second in (
            ("twice", claim),
            ("twice-escaped", f"\\u{ord(claim[0]):04x}{claim[1:]}"),
            ("twice-last-escaped", f"{claim[:-1]}\\u{ord(claim[-1]):04X}"),
        ):
            token = mint(f'{{{other}"{claim}":{value},"{second}":{value}}}')
            found.refuses(f"{claim}-{name}", "malformed", token, KEYS, policy=policy)
        token = mint(f'{{{other}"\\u{ord(claim[0]):04x}{claim[1:]}":{value},"{claim}":{value}}}')
        found.refuses(f"{claim}-twice-escaped-first", "malformed", token, KEYS, policy=policy)
    token = mint(f'{{"exp":1,{EXP}}}')
    found.refuses("exp-twice-expired-first", "malformed", token, KEYS)
    token = mint(f'{{{EXP},"exp":1}}')
    found.refuses("exp-twice-expired-last", "malformed", token, KEYS)


def add_spellings(found: Group) -> None:
    """A name of the application's is the same however it is spelled, and however long it is."""

    def escaped(name: str) -> str:
        units = name.encode("utf-16-be")
        return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))

    names = ["nickname"[:length] for length in (1, 2, 7, 8)]
    names += [("member-of-the-board" * 2)[:length] for length in (9, 10, 15, 16, 17, 24, 33)]
    names += ["\u00fcbergr\u00f6\u00dfe", "\u540d\u524d", "\u540d\u524d\u540d", "\U0001f36a-cookie"]
    for name in names:
        half = len(name) // 2
        for spelling, other in (
            ("plain", name),
            ("escaped", escaped(name)),
            ("first", escaped(name[0]) + name[1:]),
            ("last", name[:-1] + escaped(name[-1])),
            ("half", name[:half] + escaped(name[half:])),
        ):
            length = f"{len(name.encode())}-bytes-{'ascii' if name.isascii() else 'others'}-{spelling}"
            for way, (one, two) in (("then", (name, other)), ("before", (other, name))):
                token = mint(f'{{{EXP},"{one}":1,"{two}":1}}')
                found.refuses(f"name-{length}-{way}-twice", "malformed", token, KEYS)
                token = mint(f'{{{EXP},"x":{{"{one}":1,"{two}":1}}}}')
                found.refuses(f"name-{length}-{way}-twice-inside", "malformed", token, KEYS)
                if spelling == "plain":
                    break


def add_strangers(found: Group) -> None:
    """Names that look like a registered one are not it."""
    for name, claims in (
        ("empty", "{}"),
        ("upper", f'{{"EXP":{EXPIRES}}}'),
        ("title", f'{{"Exp":{EXPIRES}}}'),
        ("space", f'{{"exp ":{EXPIRES}}}'),
        ("nul", f'{{"exp\\u0000":{EXPIRES}}}'),
        ("nested", f'{{"x":{{{EXP}}}}}'),
        ("in-array", f'{{"x":[{{{EXP}}}]}}'),
        ("in-string", '{"x":"\\"exp\\":4102444800"}'),
        ("cyrillic", f'{{"\u0435xp":{EXPIRES}}}'),
        ("long-name", f'{{"expires":{EXPIRES}}}'),
        ("in-the-header", "{}"),
    ):
        header = f'{{"alg":"HS256",{EXP}}}' if name == "in-the-header" else '{"alg":"HS256"}'
        found.refuses(f"no-exp-{name}", "missing-claim", mint(claims, header), KEYS)
