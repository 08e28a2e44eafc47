"""Sealed cookie values: `<value>.<issued>.<tag>`."""

from __future__ import annotations

import hmac
from typing import Any

from . import base64url
from .failure import Failure
from .keys import HASHES, Key
from .policy import MAX_DURATION, MAX_NOW, check_now
from .set_cookie import MAX_COOKIE, OCTETS, check_name

DERIVATION = b"\xfftokenseal/1/"
AHEAD = 60_000
HEX_DIGITS = b"0123456789ABCDEF"
DIGITS = b"0123456789"
PERCENT = ord("%")


def sub_mac(key: Key, purpose: bytes, data: bytes) -> bytes:
    return hmac.new(key.mac(DERIVATION + purpose), data, HASHES[key.alg]).digest()


def usable(keys: list[Key]) -> list[int]:
    """The keys that may be tried on what was made with a sub-key."""
    found = [at for at, key in enumerate(keys) if key.verifies and not key.short]
    if not found:
        raise Failure("weak-key" if any(key.short for key in keys) else "unknown-key")
    return found


def check_signing(key: Key) -> None:
    if not key.signs:
        raise Failure("key-use")
    if key.short:
        raise Failure("weak-key")


def tag(key: Key, name: bytes, sealed: bytes, purpose: bytes) -> bytes:
    return sub_mac(key, purpose, len(name).to_bytes(2, "big") + name + sealed)


def escape(value: bytes) -> bytes:
    plain = OCTETS.replace(b"%", b"")
    return b"".join(bytes([octet]) if octet in plain else b"%%%02X" % octet for octet in value)


def unescape(text: bytes) -> bytes:
    value = bytearray()
    at = 0
    while at < len(text):
        if text[at] == PERCENT:
            digits = text[at + 1 : at + 3]
            if len(digits) != 2 or any(digit not in HEX_DIGITS for digit in digits):
                raise Failure("malformed")
            value.append(int(digits, 16))
            at += 3
        else:
            value.append(text[at])
            at += 1
    # Whatever else could have been written is not what the writer writes.
    if escape(bytes(value)) != text:
        raise Failure("malformed")
    return bytes(value)


def seal(key: Key, name: bytes, value: bytes, now: int, purpose: bytes = b"cookie") -> str:
    check_now(now)
    check_signing(key)
    check_name(name)
    body = escape(value) + b".%d" % (now // 1000)
    text = body.decode() + "." + base64url.encode(tag(key, name, body, purpose))
    if len(name) + len(text) > MAX_COOKIE:
        raise Failure("cookie-too-large")
    return text


def open_(
    keys: list[Key],
    name: bytes,
    text: bytes,
    max_age: int | None,
    now: int,
    purpose: bytes = b"cookie",
) -> dict[str, Any]:
    check_now(now)
    if not keys or (max_age is not None and not 0 <= max_age <= MAX_DURATION):
        raise Failure("bad-argument")
    check_name(name)
    if len(name) + len(text) > MAX_COOKIE:
        raise Failure("cookie-too-large")

    pieces = text.rsplit(b".", 2)
    if len(pieces) != 3:
        raise Failure("malformed")
    escaped, seconds, last = pieces
    given = base64url.decode(last)
    issued = read_seconds(seconds) * 1000

    body = escaped + b"." + seconds
    opened = [
        at for at in usable(keys) if hmac.compare_digest(tag(keys[at], name, body, purpose), given)
    ]
    if not opened:
        raise Failure("bad-signature")

    value = unescape(escaped)
    if max_age is not None:
        if issued > now + AHEAD:
            raise Failure("not-yet-valid")
        if now >= issued + max_age:
            raise Failure("cookie-expired")
    return {
        "value_hex": value.hex(),
        "issued_ms": issued,
        "age_ms": max(0, now - issued),
        "key": opened[0],
        "reseal": opened[0] != 0,
    }


def read_seconds(text: bytes) -> int:
    if not 1 <= len(text) <= 16 or any(octet not in DIGITS for octet in text):
        raise Failure("malformed")
    if text[:1] == b"0" and text != b"0":
        raise Failure("malformed")
    if int(text) > MAX_NOW // 1000:
        raise Failure("malformed")
    return int(text)
