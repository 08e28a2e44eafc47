"""Django: signed cookies, `signing.Signer` and `signing.dumps`."""

from __future__ import annotations

import hashlib
from http import cookies

from ..failure import Failure
from .common import Asked, Opened, check_seconds, decode, encode, mac, split_last, which

ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
COOKIE_KEY = b"django.http.cookies"
SALTS = {"django-signer": b"django.core.signing.Signer", "django-dumps": b"django.core.signing"}


def keys(kind: str, asked: Asked, legacy: bool = False) -> list[bytes]:
    salt = asked.salt
    secrets = asked.secrets
    if kind == "django":
        secrets = [COOKIE_KEY + secret for secret in secrets]
        salt = salt or b""
        if legacy:
            salt = asked.name + salt
        else:
            # Python counts characters.
            length = len(salt.decode())
            salt = b"django.http.cookies.v2:%d:%s%s" % (length, salt, asked.name)
    elif salt is None:
        salt = SALTS[kind]
    return [hashlib.sha256(salt + b"signer" + secret).digest() for secret in secrets]


def seal(kind: str, asked: Asked, value: bytes) -> bytes:
    message = encode(value, url=True, padded=False) if kind == "django-dumps" else value
    if kind != "django-signer":
        message += b":" + write_time(asked.now_s)
    tag = mac("sha256", keys(kind, asked)[0], message)
    return message + b":" + encode(tag, url=True, padded=False)


def unquote(text: bytes) -> bytes:
    """Without the header's quotes, and the escapes that http.cookies writes inside them."""
    if len(text) < 2 or not text.startswith(b'"') or not text.endswith(b'"'):
        return text
    try:
        value = cookies._unquote(text.decode())
    except UnicodeDecodeError:
        raise Failure("malformed") from None
    assert isinstance(value, str)
    if cookies._quote(value) != text.decode() and f'"{value}"' != text.decode():
        raise Failure("malformed")
    return value.encode()


def open_(kind: str, asked: Asked, text: bytes) -> Opened:
    text = unquote(text)
    if kind == "django-signer":
        asked.forbid_max_age()
    message, last = split_last(text, b":")
    tag = decode(last, url=True, padded=False)
    try:
        at = which(keys(kind, asked), "sha256", message, tag)
    except Failure:
        if kind != "django" or not asked.legacy:
            raise
        at = which(keys(kind, asked, legacy=True), "sha256", message, tag)
    if kind == "django-signer":
        return Opened(message, at)

    value, stamp = split_last(message, b":")
    issued = read_time(stamp)
    if asked.max_age_ms is not None and asked.now - issued * 1000 > asked.max_age_ms:
        raise Failure("cookie-expired")
    if kind == "django":
        return Opened(value, at, issued * 1000)
    compressed = value.startswith(b".")
    value = decode(value.removeprefix(b"."), url=True, padded=False)
    return Opened(value, at, issued * 1000, compressed)


def write_time(seconds: int) -> bytes:
    digits = b""
    while seconds or not digits:
        seconds, digit = divmod(seconds, 62)
        digits = ALPHABET[digit : digit + 1] + digits
    return digits


def read_time(text: bytes) -> int:
    seconds = 0
    for octet in text:
        if octet not in ALPHABET:
            raise Failure("malformed")
        seconds = seconds * 62 + ALPHABET.index(octet)
    if write_time(check_seconds(seconds)) != text:
        raise Failure("malformed")
    return seconds
