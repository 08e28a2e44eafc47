"""Access tokens: the denylist and the subject's watermark."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from .. import base64url, json_text
from ..claims import Claims
from ..failure import Failure
from ..json_text import Number, Value
from ..jwt import Parts
from ..policy import MAX_TOKEN, check_now
from . import hashes, watermark
from .records import (
    MAX_LIFETIME,
    MAX_TIME,
    SLACK,
    VERSION,
    read_denied,
    read_watermark,
    words,
)
from .rounds import Machine, Read, Write


@dataclass(frozen=True)
class Handle:
    """What a verified token is called in the store."""

    denied: str
    subject: str | None
    exp: int
    issued: int | None

    def keys(self) -> list[str]:
        return [self.denied] if self.subject is None else [self.denied, self.subject]


def handle(namespace: str, token: bytes, text: bytes, now: int) -> Handle:
    hashes.check_namespace(namespace)
    mac = base64url.decode(Parts.split(token, MAX_TOKEN).tag)
    if len(mac) not in (32, 48, 64):
        raise Failure("malformed")
    if len(text) > MAX_TOKEN:
        raise Failure("limit")
    members = json_text.read_object(text)
    claims = Claims.read(members)
    if "exp" not in claims.times:
        raise Failure("missing-claim")
    exp = claims.times["exp"]
    check_now(now)
    if exp > MAX_TIME or exp - now > MAX_LIFETIME:
        raise Failure("bad-argument")
    if "iat" in claims.times and exp - claims.times["iat"] > MAX_LIFETIME:
        raise Failure("bad-argument")

    subject = None
    if "sub" in claims.texts:
        # Unlike a caller's, a token's subject may be empty.
        owner = hashes.digest("subject-tag", namespace, claims.texts["sub"].encode())[: hashes.TAG]
        subject = hashes.subject_key(namespace, owner)
    denied = hashes.store_key("denied", denied_hash(namespace, claims.texts, mac))
    return Handle(denied, subject, exp, whole_seconds(members))


def denied_hash(namespace: str, texts: dict[str, str], mac: bytes) -> bytes:
    if "jti" not in texts:
        return hashes.digest("denied/mac", namespace, hashlib.sha256(mac).digest())
    if "iss" not in texts:
        return hashes.digest("denied/jti", namespace, texts["jti"].encode())
    return hashes.digest("denied/iss", namespace, texts["iss"].encode(), texts["jti"].encode())


def whole_seconds(members: dict[str, Value]) -> int | None:
    """floor(iat) of the number as it stands, not of the milliseconds it is rounded to."""
    number = members.get("iat")
    if not isinstance(number, Number):
        return None
    mantissa, _, exponent = number.text.lower().partition("e")
    power = int(exponent or "0")
    value = Fraction(mantissa)
    if not value:
        return 0
    # A number this small is nothing but its sign; one that is too large was refused before.
    if power < -200:
        return 0 if value > 0 else -1
    return floor(value * Fraction(10) ** power)


def deny(token: Handle, now: int) -> Machine:
    while True:
        (record,) = yield Read([token.denied])
        until, there = max(token.exp, 0), read_denied(record)
        # One that expires earlier was denied under the same name: its record would go too soon.
        if (there is not None and there >= until) or token.exp + SLACK <= now:
            return {}
        denied = bytes([VERSION, 0x41]) + words(until)
        if (yield Write(0, denied, max(token.exp - now, 0) + SLACK)):
            return {}


def check(token: Handle) -> Machine:
    found = yield Read(token.keys())
    if read_denied(found[0]) is not None:
        raise Failure("revoked")
    raised = read_watermark(found[1]) if len(found) > 1 else None
    if raised is not None and (token.issued is None or token.issued <= raised // 1000):
        raise Failure("revoked")
    return {}


def end_all(namespace: str, subject: str, now: int) -> Machine:
    check_now(now)
    hashes.check_namespace(namespace)
    owner = hashes.subject_tag(namespace, subject)
    return (yield from watermark.raise_(namespace, owner, now))
