"""The parts of a token: base64url and MACs, by the standard library."""

from __future__ import annotations

import base64
import hashlib
import hmac

HASHES = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def encode(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def decode(data: bytes) -> bytes:
    """As much as there is to decode."""
    kept = bytes(c for c in data if c in ALPHABET)
    return base64.urlsafe_b64decode(kept[: len(kept) - (len(kept) % 4 == 1)] + b"==")


def tag_of(alg: str, key: bytes, signed: bytes) -> bytes:
    return hmac.digest(key, signed, HASHES[alg])
