"""Koa: a second cookie `NAME.sig` (keygrip) beside the first, which stays as it is."""

from __future__ import annotations

from .common import Asked, Opened, decode, encode, mac, which


def seal(asked: Asked, value: bytes) -> bytes:
    message = asked.name + b"=" + value
    return encode(mac(asked.digest or "sha1", asked.secrets[0], message), url=True, padded=False)


def open_(asked: Asked, text: bytes, value: bytes) -> Opened:
    asked.forbid_max_age()
    tag = decode(text, url=True, padded=False)
    message = asked.name + b"=" + value
    return Opened(value, which(asked.secrets, asked.digest or "sha1", message, tag))
