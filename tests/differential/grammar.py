"""Random JSON: texts of headers and claims, member by member, in every spelling that JSON has and in some it has not."""

from __future__ import annotations

from random import Random

Member = tuple[str, str]

# What stands for a value of each kind. Texts, so that nothing in between can tidy them up.
STRINGS = ('""', '"a"', '"user-42"', '"Zo\\u00eb"', '"Zo\u00eb"', '"\U0001f980"', '"\\ud83e\\udd80"', '"a\\/b"', '"a b"')
BAD_STRINGS = ('"\\ud83e"', '"\\udd80\\ud83e"', '"\\x41"', '"\\u00g0"', '"a\tb"', '"\x00"', "'a'", '"a', '"\\U0041"', '"\x7f"')
NUMBERS = ("0", "-0", "1", "-17", "0.5", "1e3", "1E+3", "1e-3", "123456789012345678901", "9007199254740993", "1.0", "0e0")
BAD_NUMBERS = ("01", "+1", "1.", ".5", "1e", "0x10", "NaN", "Infinity", "-Infinity", "-", "1_000", "1e400", "9" * 64, "9" * 65)
OTHERS = ("null", "true", "false", "[]", "{}", '["a",1,null]', '{"a":{"b":[]}}', '["api"]', '["api","web"]')
BAD_OTHERS = ("nul", "True", "undefined", "[1,]", "{,}", '{"a":1,}', "[", "]", '{"a":1,"a":2}', '{"a":1,"\\u0061":2}', "//x", "")
SPACES = ("", "", "", "", " ", "\n", "\t", "\r\n", "  ")
BAD_SPACES = ("\x0b", "\x0c", "\u00a0", "\ufeff", "\x00", "/**/")

NAMES = ("alg", "typ", "kid", "crit", "b64", "exp", "nbf", "iat", "iss", "sub", "aud", "jti", "role", "x", "jwk", "")


def value(pick: Random, *, good: bool = False) -> str:
    """A value; unless it is to be good, one in eight is none."""
    kinds = (STRINGS, NUMBERS, OTHERS) if good or pick.random() < 0.875 else (BAD_STRINGS, BAD_NUMBERS, BAD_OTHERS)
    return pick.choice(pick.choice(kinds))


def escaped(pick: Random, name: str) -> str:
    """A name in quotes, with some of its letters as escapes."""
    return '"' + "".join(f"\\u{ord(c):04{pick.choice('xX')}}" if pick.random() < 0.5 else c for c in name) + '"'


def deep(pick: Random) -> str:
    """Nesting around the limit of 16."""
    levels = pick.randint(12, 18)
    opening = [pick.choice(("[", '{"a":')) for _ in range(levels)]
    return "".join(opening) + "1" + "".join("]" if o == "[" else "}" for o in reversed(opening))


def wide(pick: Random) -> str:
    """An object around the limit of 256 members."""
    return "{" + ",".join(f'"{i}":0' for i in range(pick.randint(254, 258))) + "}"


def date(pick: Random, now: int) -> str:
    """A NumericDate near `now` (milliseconds), as a fraction, an exponent or no date at all."""
    seconds = now // 1000
    kind = pick.randrange(10)
    if kind < 4:
        return str(seconds + pick.choice((-3600, -61, -60, -5, -1, 0, 1, 5, 60, 61, 3600)))
    if kind < 6:
        thousandths = pick.choice((0, 1, 499, 500, 501, 999))
        return f"{seconds + pick.choice((-5, -1, 0, 1, 5))}.{thousandths:03}{pick.choice(('', '0', '0001', '9999999999'))}"
    if kind == 6:
        return pick.choice((f"{seconds}e0", f"{seconds}0E-1", f"{seconds / 10:.1f}e+1", "17e8", "1.7e9", "1e400", "1e-400"))
    if kind == 7:
        return pick.choice(
            ("9007199254740992", "9007199254740993", "-9007199254740992", "9007199254740992.0001", "-1", "0", "-0.0")
        )
    if kind == 8:
        return pick.choice((f'"{seconds + 60}"', "null", "true", "[]", f"[{seconds + 60}]", "{}", '"soon"', '""'))
    return pick.choice(BAD_NUMBERS)


def audience(pick: Random) -> str:
    """What `aud` may and may not be."""
    return pick.choice(
        (
            '"api"',
            '"web"',
            '["api"]',
            '["web","api"]',
            '["web"]',
            "[]",
            '""',
            '[""]',
            '["api",1]',
            "null",
            "7",
            '{"a":"api"}',
            '"\\u0061pi"',
            '"API"',
            '[["api"]]',
            '["api","api"]',
            '["api",null]',
        )
    )


def text(pick: Random, members: list[Member], *, odd: bool = False, good: bool = False) -> str:
    """An object of these members (names in quotes), if `odd` with white space here and there, and now and then with what is
    none unless it is to be `good`."""
    if not odd:
        return "{" + ",".join(f"{name}:{value}" for name, value in members) + "}"
    spaces = SPACES if good or pick.random() < 0.8 else SPACES + BAD_SPACES

    def gap() -> str:
        return pick.choice(spaces)

    inside = ",".join(f"{gap()}{name}{gap()}:{gap()}{value}{gap()}" for name, value in members)
    return f"{gap()}{{{inside}{gap()}}}{gap()}"
