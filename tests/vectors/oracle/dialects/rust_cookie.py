"""The Rust crate `cookie`: the tag, 44 characters, stands before the value."""

from __future__ import annotations

from ..failure import Failure
from .common import Asked, Opened, decode, encode, mac, which

INFO = b"COOKIE;SIGNED:HMAC-SHA256;PRIVATE:AEAD-AES-256-GCM"
TAG = 44


def key(asked: Asked, secret: bytes) -> bytes:
    if len(secret) < (32 if asked.derive else 64):
        raise Failure("weak-key")
    # The first block of an HKDF whose pseudo-random key is the secret.
    return mac("sha256", secret, INFO + b"\x01") if asked.derive else secret[:32]


def seal(asked: Asked, value: bytes) -> bytes:
    tag = mac("sha256", key(asked, asked.secrets[0]), value)
    return encode(tag, url=False, padded=True) + value


def open_(asked: Asked, text: bytes) -> Opened:
    asked.forbid_max_age()
    keys = [key(asked, secret) for secret in asked.secrets]
    if len(text) < TAG:
        raise Failure("malformed")
    tag = decode(text[:TAG], url=False, padded=True)
    return Opened(text[TAG:], which(keys, "sha256", text[TAG:], tag))
