"""Random values, as the sites of the frameworks have them."""

from __future__ import annotations

import json
import random
import string
from typing import Any

Value = dict[str, Any]

LETTERS = string.ascii_letters + string.digits
OCTETS = "".join(chr(octet) for octet in range(0x21, 0x7F) if chr(octet) not in '",;\\')
ODD = OCTETS + ' ",;\\%.|:='
BEYOND = "\u00e4\u00f6\u00df\u0142\u05d0\u6771\u4eac\u2028\U0001f980\U0001f36a"
NOWS = (0, 1_700_000_000_000, 1_893_456_000_000)


def text(dice: random.Random, alphabet: str, shortest: int = 0, longest: int = 60) -> str:
    return "".join(dice.choices(alphabet, k=dice.randint(shortest, longest)))


def name(dice: random.Random) -> str:
    return dice.choice(LETTERS) + text(dice, LETTERS + "_-.", longest=20)


def anything(dice: random.Random) -> str:
    alphabet = dice.choice((LETTERS, OCTETS, ODD, ODD + BEYOND, LETTERS + "."))
    return text(dice, alphabet)


def with_controls(dice: random.Random) -> str:
    return anything(dice) + text(dice, "\0\t\r\n\x1f\x7f" + LETTERS, longest=8)


def json_value(dice: random.Random, depth: int = 0) -> Any:
    kind = dice.randrange(6 if depth < 3 else 4)
    if kind == 0:
        return dice.choice((None, True, False))
    if kind == 1:
        return dice.randint(-(2**53), 2**53)
    if kind in (2, 3):
        return with_controls(dice)
    if kind == 4:
        return [json_value(dice, depth + 1) for _ in range(dice.randrange(4))]
    return session(dice, depth + 1, dice.randrange(4))


def session(dice: random.Random, depth: int = 0, members: int | None = None) -> dict[str, Any]:
    count = dice.randint(1, 4) if members is None else members
    found = {name(dice): json_value(dice, depth) for _ in range(count)}
    if members is None and dice.random() < 0.2:
        # Something that zlib makes shorter.
        found["roles"] = ["administrator"] * dice.randint(10, 60)
    return found


def json_text(dice: random.Random) -> str:
    separators = dice.choice(((",", ":"), (", ", ": ")))
    return json.dumps(session(dice), separators=separators, ensure_ascii=dice.random() < 0.5)


def ascii_json_text(dice: random.Random) -> str:
    """Django reads what it signed as Latin-1: beyond ASCII only escapes mean the same to both."""
    return json.dumps(json.loads(json_text(dice)))


def secret(dice: random.Random, length: int = 32) -> bytes:
    """Printable: some of the frameworks take text."""
    return text(dice, LETTERS, length, length).encode()


def set_cookie(dice: random.Random) -> Value:
    """The arguments of a cookie that a browser keeps, and sends back to where it came from."""
    given: Value = {"name": name(dice), "value": text(dice, OCTETS)}
    if dice.random() < 0.1:
        given["value"] = f'"{given["value"]}"'
    prefix = dice.choice(("", "", "__Secure-", "__Host-", "__Http-", "__Host-Http-"))
    given["name"] = prefix + given["name"]
    host = prefix.startswith("__Host-")
    if not host:
        given["path"] = dice.choice(("/", "/app", None))
        if dice.random() < 0.5:
            given["domain"] = "example.com"
    if dice.random() < 0.5:
        given["max_age_ms"] = dice.randint(1000, 10**11)
    if dice.random() < 0.5:
        given["expires_ms"] = dice.randint(4_102_444_800_000, 253_402_300_799_999)
    given["same_site"] = dice.choice(("Strict", "Lax", "None"))
    if not prefix and given["same_site"] != "None" and dice.random() < 0.3:
        given["secure"] = False
    given["http_only"] = "Http-" in prefix or dice.random() < 0.7
    if given.get("secure", True) and dice.random() < 0.3:
        given["partitioned"] = True
    if dice.random() < 0.3:
        given["priority"] = dice.choice(("Low", "Medium", "High"))
    return given
