"""CSRF: masked tokens bound to a session, and the check of what the browser says."""

from __future__ import annotations

import hmac
from typing import Any

from . import base64url
from .failure import Failure
from .keys import HASHES, Key
from .policy import MAX_NAMES
from .sealed import check_signing, sub_mac, usable

NONCE = 16
MAX_BINDING = 65_535
MAX_TOKEN = 214
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


def tag(key: Key, binding: bytes, nonce: bytes) -> bytes:
    return sub_mac(key, b"csrf", len(binding).to_bytes(2, "big") + binding + nonce)


def xor(mask: bytes, data: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(mask, data, strict=True))


def check_binding(binding: bytes) -> None:
    if not binding:
        raise Failure("bad-argument")
    if len(binding) > MAX_BINDING:
        raise Failure("limit")


def size(key: Key) -> int:
    return HASHES[key.alg]().digest_size


def token(key: Key, binding: bytes, entropy: bytes) -> str:
    check_binding(binding)
    if len(entropy) != NONCE + NONCE + size(key):
        raise Failure("bad-argument")
    check_signing(key)
    nonce, mask = entropy[:NONCE], entropy[NONCE:]
    return base64url.encode(mask + xor(mask, nonce + tag(key, binding, nonce)))


def verify(keys: list[Key], binding: bytes, text: bytes) -> bool:
    if not keys:
        raise Failure("bad-argument")
    check_binding(binding)
    if len(text) > MAX_TOKEN:
        raise Failure("limit")
    masked = base64url.decode(text)
    for key in (keys[at] for at in usable(keys)):
        if len(masked) != 2 * (NONCE + size(key)):
            continue
        content = xor(masked[: len(masked) // 2], masked[len(masked) // 2 :])
        if hmac.compare_digest(tag(key, binding, content[:NONCE]), content[NONCE:]):
            return True
    raise Failure("bad-signature")


def fetch(asked: dict[str, Any]) -> bool:
    if len(asked["allowed"]) > MAX_NAMES:
        raise Failure("bad-argument")
    if asked["method"] in SAFE:
        return True
    site, origin = asked.get("sec_fetch_site"), asked.get("origin")
    if site is not None:
        passes = site in ("same-origin", "none")
    elif origin is not None:
        passes = origin != "null" and origin in asked["allowed"]
    else:
        passes = not asked.get("strict", False)
    if not passes:
        raise Failure("cross-site")
    return True
