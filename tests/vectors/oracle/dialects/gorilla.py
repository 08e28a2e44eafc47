"""gorilla/securecookie without encryption."""

from __future__ import annotations

import base64
import binascii

from ..failure import Failure
from .common import Asked, Opened, check_seconds, decode, encode, mac, which

DIGITS = b"0123456789"
TAG = 32


def seal(asked: Asked, value: bytes) -> bytes:
    dated = b"%d|%s" % (asked.now_s, encode(value, url=True, padded=True))
    tag = mac("sha256", asked.secrets[0], asked.name + b"|" + dated)
    return encode(dated + b"|" + tag, url=True, padded=True)


def open_(asked: Asked, text: bytes) -> Opened:
    data = read_outer(text, asked.lenient)
    dated, tag = data[:-TAG], data[-TAG:]
    if len(tag) < TAG or not dated.endswith(b"|") or dated.count(b"|") != 2:
        raise Failure("malformed")
    stamp, inner, _ = dated.split(b"|")
    message = asked.name + b"|" + stamp + b"|" + inner
    at = which(asked.secrets, "sha256", message, tag)

    if not 1 <= len(stamp) <= 16 or any(octet not in DIGITS for octet in stamp):
        raise Failure("malformed")
    issued = check_seconds(int(stamp))
    if b"%d" % issued != stamp:
        raise Failure("malformed")
    value = decode(inner, url=True, padded=True)
    if asked.max_age_ms is not None and (asked.now_s - issued) * 1000 > asked.max_age_ms:
        raise Failure("cookie-expired")
    return Opened(value, at, issued * 1000)


def read_outer(text: bytes, lenient: bool) -> bytes:
    if not lenient:
        return decode(text, url=True, padded=True)
    # Go ignores unused bits, too.
    body = text.rstrip(b"=")
    if len(text) % 4 or len(text) - len(body) > 2:
        raise Failure("malformed")
    try:
        return base64.b64decode(text, altchars=b"-_", validate=True)
    except binascii.Error:
        raise Failure("malformed") from None
