"""Rails: signed cookies with their purpose and expiry, and a bare MessageVerifier."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime

from ..failure import Failure
from ..json_text import Object, read_object, write_string
from .common import Asked, Opened, decode, encode, mac, split_last, which

EXPIRY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z")


def keys(kind: str, asked: Asked) -> list[bytes]:
    if kind == "rails-verifier":
        return asked.secrets
    prf = "sha1" if asked.legacy else "sha256"
    return [
        hashlib.pbkdf2_hmac(prf, secret, b"signed cookie", 1000, 64) for secret in asked.secrets
    ]


def seal(kind: str, asked: Asked, value: bytes) -> bytes:
    if not value:
        # Rails would not read it.
        raise Failure("bad-argument")
    data = value if kind == "rails-verifier" else wrap(value, asked.name)
    body = encode(data, url=False, padded=True)
    tag = mac(asked.digest or "sha1", keys(kind, asked)[0], body)
    return body + b"--" + tag.hex().encode()


def wrap(value: bytes, name: bytes) -> bytes:
    message = encode(value, url=False, padded=True).decode()
    purpose = write_string(f"cookie.{name.decode()}")
    for unit in "&<>":
        purpose = purpose.replace(unit, f"\\u{ord(unit):04x}")
    return f'{{"_rails":{{"message":"{message}","exp":null,"pur":{purpose}}}}}'.encode()


def open_(kind: str, asked: Asked, text: bytes) -> Opened:
    asked.forbid_max_age()
    body, last = split_last(text, b"--")
    if not body:
        raise Failure("malformed")
    if len(last) % 2 or re.fullmatch(b"[0-9a-f]*", last) is None:
        raise Failure("malformed")
    tag = bytes.fromhex(last.decode())
    at = which(keys(kind, asked), asked.digest or "sha1", body, tag)
    data = decode(body, url=False, padded=True)
    if kind == "rails-verifier":
        return Opened(data, at)

    envelope = read_object(data)
    members = envelope.get("_rails")
    if len(envelope) != 1 or not isinstance(members, Object):
        raise Failure("malformed")
    if not members.members.keys() <= {"message", "exp", "pur"}:
        raise Failure("malformed")
    message, exp, pur = (members.members.get(name) for name in ("message", "exp", "pur"))
    if not isinstance(message, str) or not message or not isinstance(exp, str | None):
        raise Failure("malformed")
    value = decode(message.encode(), url=False, padded=True)
    if pur != f"cookie.{asked.name.decode()}":
        raise Failure("bad-signature")
    expiry = None if exp is None else read_expiry(exp)
    if expiry is not None and expiry <= asked.now:
        raise Failure("cookie-expired")
    return Opened(value, at, expiry)


def read_expiry(text: str) -> int:
    if EXPIRY.fullmatch(text) is None:
        raise Failure("malformed")
    try:
        date = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        raise Failure("malformed") from None
    return int(date.timestamp()) * 1000 + date.microsecond // 1000
