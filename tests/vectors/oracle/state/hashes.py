"""What names stand for in a store: SHA-256 over length-prefixed fields."""

from __future__ import annotations

import hashlib

from .. import base64url
from ..failure import Failure

MAX_NAMESPACE = 255
MAX_TEXT = 65_535
TAG = 16
NOBODY = bytes(TAG)


def framed(field: bytes) -> bytes:
    return len(field).to_bytes(2, "big") + field


def digest(kind: str, namespace: str, *fields: bytes) -> bytes:
    joined = [b"tokenseal/1/" + kind.encode(), namespace.encode(), *fields]
    return hashlib.sha256(b"".join(framed(field) for field in joined)).digest()


def store_key(what: str, hashed: bytes) -> str:
    return f"tokenseal:{what}:{base64url.encode(hashed)}"


def check_namespace(namespace: str) -> str:
    if len(namespace.encode()) > MAX_NAMESPACE:
        raise Failure("limit")
    return namespace


def tag(kind: str, namespace: str, text: str | None) -> bytes:
    """Of a subject or a client, none of which may be empty."""
    if text is None:
        return NOBODY
    if not text:
        raise Failure("bad-argument")
    if len(text.encode()) > MAX_TEXT:
        raise Failure("limit")
    return digest(kind, namespace, text.encode())[:TAG]


def subject_tag(namespace: str, subject: str | None) -> bytes:
    return tag("subject-tag", namespace, subject)


def client_tag(namespace: str, client: str | None) -> bytes:
    return tag("client-tag", namespace, client)


def subject_key(namespace: str, owner: bytes) -> str:
    return store_key("subject", digest("subject", namespace, owner))


def session_hash(namespace: str, id_: bytes) -> bytes:
    return digest("session", namespace, id_)


def session_key(namespace: str, id_: bytes) -> str:
    return store_key("session", session_hash(namespace, id_))


def family_key(namespace: str, family: bytes) -> str:
    return store_key("family", digest("family", namespace, family))
