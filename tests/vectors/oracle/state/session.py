"""Sessions: start, load, save, end."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from .. import base64url, sealed
from ..failure import Failure
from ..keys import Key
from ..policy import MAX_NOW, check_now
from . import hashes, watermark
from .records import (
    MAX_DATA,
    MAX_LIFETIME,
    SLACK,
    Ended,
    Rotated,
    Session,
    read_session,
    read_watermark,
    tombstone,
)
from .rounds import Found, Machine, Read, Write

TOUCH = 60_000
MAX_HOPS = 16


@dataclass(frozen=True)
class Presented:
    """What the cookie says once its MAC is good."""

    namespace: str
    id: bytes
    owner: bytes
    reseal: bool = False

    def keys(self) -> list[str]:
        session = [hashes.session_key(self.namespace, self.id)]
        if self.owner == hashes.NOBODY:
            return session
        return [*session, hashes.subject_key(self.namespace, self.owner)]

    def value(self) -> bytes:
        owner = b"" if self.owner == hashes.NOBODY else self.owner
        return base64url.encode(self.id + owner).encode()


def present(keys: list[Key], namespace: str, name: bytes, text: bytes, now: int) -> Presented:
    opened = sealed.open_(keys, name, text, None, now, b"session")
    content = base64url.decode(bytes.fromhex(opened["value_hex"]))
    if len(content) not in (32, 48) or content[32:] == hashes.NOBODY:
        raise Failure("malformed")
    owner = content[32:] or hashes.NOBODY
    hashes.check_namespace(namespace)
    return Presented(namespace, content[:32], owner, opened["reseal"])


def check_times(idle: int, lifetime: int, now: int) -> None:
    check_now(now)
    if not 1 <= idle <= MAX_LIFETIME or not 1 <= lifetime <= MAX_LIFETIME:
        raise Failure("bad-argument")
    # No record holds a time beyond.
    if now + lifetime > MAX_NOW:
        raise Failure("bad-argument")


def check_data(data: bytes) -> None:
    if len(data) > MAX_DATA:
        raise Failure("limit")


def outcome(presented: Presented, session: Session) -> dict[str, Any]:
    return {
        "presented": presented,
        "data": session.data.hex(),
        "created": session.created,
        "last_seen": session.last_seen,
        "expires_at": session.expires_at,
        "idle": session.idle,
        "reseal": presented.reseal,
    }


def live_write(at: int, session: Session, now: int) -> Write:
    return Write(at, session.encode(), max(session.deadline() - now, 0) + SLACK)


def tomb_write(at: int, record: bytes, expires_at: int, now: int) -> Write:
    return Write(at, record, max(expires_at - now, 0) + SLACK)


def live(presented: Presented, record: bytes | None, now: int) -> Session:
    """The checks on the session's own record."""
    if record is None:
        raise Failure("session-unknown")
    session = read_session(record)
    if not isinstance(session, Session):
        raise Failure("session-ended")
    if session.owner != presented.owner:
        raise Failure("session-unknown")
    if now >= session.deadline():
        raise Failure("session-expired")
    return session


def live_and_not_revoked(presented: Presented, found: Found, now: int) -> Session:
    session = live(presented, found[0], now)
    if len(found) > 1 and watermark.revokes(read_watermark(found[1]), session.epoch):
        raise Failure("revoked")
    return session


def start(
    namespace: str,
    id_: bytes,
    subject: str | None,
    idle: int,
    lifetime: int,
    data: bytes,
    now: int,
) -> Machine:
    check_times(idle, lifetime, now)
    hashes.check_namespace(namespace)
    presented = Presented(namespace, id_, hashes.subject_tag(namespace, subject))
    epoch = None
    while True:
        found: Found = yield Read(presented.keys())
        check_data(data)
        mark = read_watermark(found[1]) if len(found) > 1 else None
        epoch = (mark or 0) if epoch is None else epoch
        new = Session(now, now, now + lifetime, idle, epoch, presented.owner, data)
        if found[0] == new.encode():
            return outcome(presented, new)
        if found[0] is not None:
            raise Failure("bad-argument")
        if (yield live_write(0, new, now)):
            return outcome(presented, new)


def load(presented: Presented, now: int) -> Machine:
    found: Found = yield Read(presented.keys())
    session = live_and_not_revoked(presented, found, now)
    if now - session.last_seen >= min(TOUCH, session.idle // 10):
        touched = replace(session, last_seen=now)
        if (yield live_write(0, touched, now)):
            session = touched
    return outcome(presented, session)


def save(presented: Presented, loaded: bytes | None, data: bytes, now: int) -> Machine:
    """`loaded` is the data that a load gave; none, if the session was never loaded."""
    if loaded is None:
        raise Failure("bad-argument")
    while True:
        found: Found = yield Read(presented.keys())
        check_data(data)
        session = live_and_not_revoked(presented, found, now)
        if hashlib.sha256(session.data).digest() != hashlib.sha256(loaded).digest():
            # Even the same bytes: somebody else may have made the same change, and both count.
            raise Failure("conflict")
        saved = replace(session, last_seen=max(session.last_seen, now), data=data)
        if (yield live_write(0, saved, now)):
            return outcome(presented, saved)


def end(presented: Presented, now: int) -> Machine:
    key = hashes.session_key(presented.namespace, presented.id)
    hops = 0
    while True:
        (record,) = yield Read([key])
        session = None if record is None else read_session(record)
        if session is None or isinstance(session, Ended):
            return {}
        if isinstance(session, Rotated):
            if hops == MAX_HOPS:
                # Where it went on to may be alive.
                raise Failure("contention")
            hops += 1
            key = hashes.store_key("session", session.successor)
            continue
        tomb = tombstone(0x12, session.expires_at)
        if (yield tomb_write(0, tomb, session.expires_at, now)):
            return {}


def end_all(presented: Presented, now: int) -> Machine:
    if presented.owner == hashes.NOBODY:
        raise Failure("bad-argument")
    return (yield from watermark.raise_(presented.namespace, presented.owner, now))
