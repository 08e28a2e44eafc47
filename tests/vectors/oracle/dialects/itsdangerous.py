"""itsdangerous, and what Flask and Starlette make of it. Secrets stand oldest first."""

from __future__ import annotations

import base64
import hashlib

from ..failure import Failure
from .common import (
    Asked,
    Opened,
    check_seconds,
    decode,
    encode,
    mac,
    split_last,
    which,
)

SALTS = {
    "signer": b"itsdangerous.Signer",
    "timestamp-signer": b"itsdangerous.Signer",
    "url-safe-timed": b"itsdangerous",
    "flask": b"cookie-session",
    "starlette": b"itsdangerous.Signer",
}


def derive(kind: str, asked: Asked, secret: bytes) -> bytes:
    digest = asked.digest or "sha1"
    salt = SALTS[kind] if asked.salt is None else asked.salt
    if kind == "flask":
        return mac(digest, secret, salt)
    return hashlib.new(digest, salt + b"signer" + secret).digest()


def seal(kind: str, asked: Asked, value: bytes) -> bytes:
    message = value
    if kind in ("url-safe-timed", "flask"):
        message = encode(value, url=True, padded=False)
    if kind == "starlette":
        message = encode(value, url=False, padded=True)
    if kind != "signer":
        message += b"." + write_time(asked.now_s)
    tag = mac(asked.digest or "sha1", derive(kind, asked, asked.secrets[-1]), message)
    return message + b"." + encode(tag, url=True, padded=False)


def open_(kind: str, asked: Asked, text: bytes) -> Opened:
    if kind == "signer":
        asked.forbid_max_age()
    message, last = split_last(text, b".")
    tag = read_base64(last, asked.lenient)
    keys = [derive(kind, asked, secret) for secret in reversed(asked.secrets)]
    at = len(keys) - 1 - which(keys, asked.digest or "sha1", message, tag)
    if kind == "signer":
        return Opened(message, at)

    value, stamp = split_last(message, b".")
    issued = read_time(stamp, asked.lenient)
    if asked.max_age_ms is not None:
        age = asked.now_s - issued
        if age * 1000 > asked.max_age_ms:
            raise Failure("cookie-expired")
        if age < 0:
            raise Failure("not-yet-valid")
    compressed = kind in ("url-safe-timed", "flask") and value.startswith(b".")
    if kind in ("url-safe-timed", "flask"):
        value = decode(value.removeprefix(b"."), url=True, padded=False)
    if kind == "starlette":
        value = decode(value, url=False, padded=True)
    return Opened(value, at, issued * 1000, compressed)


def read_base64(text: bytes, lenient: bool) -> bytes:
    if not lenient:
        return decode(text, url=True, padded=False)
    # What the original calls: it skips foreign characters and ignores unused bits.
    try:
        return base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    except ValueError:
        raise Failure("malformed") from None


def write_time(seconds: int) -> bytes:
    return encode(seconds.to_bytes(8, "big").lstrip(b"\0"), url=True, padded=False)


def read_time(text: bytes, lenient: bool) -> int:
    octets = read_base64(text, lenient)
    seconds = check_seconds(int.from_bytes(octets, "big"))
    if len(octets) > 8 or (not lenient and write_time(seconds) != text):
        raise Failure("malformed")
    return seconds
