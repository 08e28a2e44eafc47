"""Keys and records of a store, built with the standard library alone, faults included."""

from __future__ import annotations

import hashlib
import struct
from typing import Any

from sources.sealed import sealed, sub_key
from sources.token import mac, part
from sources.vector import ISSUED, NOW

AT = ISSUED * 1000
SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MAX_LIFETIME = 400 * DAY
SLACK = 11 * MINUTE
IDLE = HOUR
LIFETIME = DAY
# When a session or a family that began at AT is over, whatever happens.
END = AT + LIFETIME
LAST = 2**53
# The first whole second beyond, which every language's numbers can hold.
TOO_LATE = 9_007_199_254_741_000

ID = bytes(range(32))
NEW_ID = bytes(range(0x80, 0xA0))
FAMILY = bytes(range(0x20, 0x30))
DATA = b'{"cart":[7]}'
NOBODY = bytes(16)


def lp(field: str | bytes) -> bytes:
    field = field.encode() if isinstance(field, str) else field
    return struct.pack(">H", len(field)) + field


def hashed(kind: str, namespace: str, *fields: str | bytes) -> bytes:
    joined = lp("tokenseal/1/" + kind) + lp(namespace) + b"".join(lp(field) for field in fields)
    return hashlib.sha256(joined).digest()


def owner(subject: str | None, namespace: str = "") -> bytes:
    return NOBODY if subject is None else hashed("subject-tag", namespace, subject)[:16]


def client(name: str | None, namespace: str = "") -> bytes:
    return NOBODY if name is None else hashed("client-tag", namespace, name)[:16]


ALICE = owner("alice")
BOB = owner("bob")


def session_key(id_: bytes = ID, namespace: str = "") -> str:
    return "tokenseal:session:" + part(hashed("session", namespace, id_))


def subject_key(subject: str = "alice", namespace: str = "") -> str:
    return "tokenseal:subject:" + part(hashed("subject", namespace, owner(subject, namespace)))


def family_key(family: bytes = FAMILY, namespace: str = "") -> str:
    return "tokenseal:family:" + part(hashed("family", namespace, family))


def denied_key(kind: str, *fields: str | bytes, namespace: str = "") -> str:
    return "tokenseal:denied:" + part(hashed("denied/" + kind, namespace, *fields))


def session(
    created: int = AT,
    seen: int = NOW - SECOND,
    end: int = END,
    idle: int = IDLE,
    epoch: int = 0,
    tag: bytes = ALICE,
    data: bytes = DATA,
) -> bytes:
    return struct.pack(">BB5Q16s", 1, 0x11, created, seen, end, idle, epoch, tag) + data


def ended(end: int = END) -> bytes:
    return struct.pack(">BBQ", 1, 0x12, end)


def rotated(to: bytes = NEW_ID, end: int = END, namespace: str = "") -> bytes:
    return struct.pack(">BBQ", 1, 0x13, end) + hashed("session", namespace, to)


def key_id(alg: str = "HS256", secret: bytes | None = None) -> bytes:
    return mac(b"", alg, sub_key("id", alg, secret))[:8]


def family(
    generation: int = 5,
    rotated_at: int = NOW - MINUTE,
    minted_by: bytes | None = None,
    created: int = AT,
    used: int = NOW - MINUTE,
    idle: int = IDLE,
    end: int = END,
    epoch: int = 0,
    tag: bytes = ALICE,
    app: bytes = NOBODY,
    data: bytes = DATA,
) -> bytes:
    minter = key_id() if minted_by is None else minted_by
    head = struct.pack(">BBQQ8s", 1, 0x21, generation, rotated_at, minter)
    return head + struct.pack(">5Q16s16s", created, used, idle, end, epoch, tag, app) + data


def family_ended(end: int = END) -> bytes:
    return struct.pack(">BBQ", 1, 0x22, end)


def reused(end: int = END) -> bytes:
    return struct.pack(">BBQ", 1, 0x23, end)


def watermark(epoch: int) -> bytes:
    return struct.pack(">BBQ", 1, 0x31, epoch)


def denied(exp: int) -> bytes:
    return struct.pack(">BBQ", 1, 0x41, exp)


def cookie(
    id_: bytes = ID,
    tag: bytes = ALICE,
    now: int = AT,
    name: str = "sid",
    alg: str = "HS256",
    secret: bytes | None = None,
    purpose: str = "session",
) -> str:
    """The cookie of a session; that of an anonymous one is the id alone."""
    value = part(id_ if tag == NOBODY else id_ + tag)
    return sealed(f"{value}.{now // 1000}", name, alg, secret, purpose).decode()


def refresh_content(generation: int = 5, id_: bytes = FAMILY, tag: bytes = ALICE) -> bytes:
    return b"\x01" + id_ + struct.pack(">Q", generation) + tag


def refresh_token(
    generation: int = 5,
    alg: str = "HS256",
    secret: bytes | None = None,
    content: bytes | None = None,
    **more: Any,
) -> str:
    whole = refresh_content(generation, **more) if content is None else content
    return part(whole) + "." + part(mac(whole, alg, sub_key("refresh", alg, secret)))
