"""A session gets another id: the new record first, then the old one's tombstone."""

from __future__ import annotations

from dataclasses import replace

from ..failure import Failure
from . import hashes
from .records import Rotated, Session, read_session, read_watermark, tombstone
from .rounds import Found, Machine, Read, Write
from .session import (
    Presented,
    check_times,
    live,
    live_and_not_revoked,
    live_write,
    outcome,
    tomb_write,
)


def rotate(
    old: Presented,
    id_: bytes,
    subject: str | None,
    idle: int,
    lifetime: int,
    now: int,
) -> Machine:
    check_times(idle, lifetime, now)
    owner = old.owner if subject is None else hashes.subject_tag(old.namespace, subject)
    if old.owner not in (hashes.NOBODY, owner) or id_ == old.id:
        raise Failure("bad-argument")
    login = old.owner != owner
    new = Presented(old.namespace, id_, owner)
    epoch = None
    while True:
        keys = [old.keys()[0], *new.keys()]
        found: Found = yield Read(keys)
        own = hashes.session_hash(new.namespace, new.id)
        there = None if found[1] is None else read_session(found[1])
        before = read_quietly(found[0])
        if isinstance(before, Rotated) and before.successor == own:
            if there is None:
                raise Failure("session-unknown")
            if not isinstance(there, Session):
                raise Failure("session-ended")
            return outcome(new, there)
        try:
            if login:
                session = live(old, found[0], now)
            else:
                session = live_and_not_revoked(old, [found[0], *found[2:]], now)
        except Failure:
            if not isinstance(there, Session):
                raise
            # Nobody is to find the new one when the old one is over.
            if (yield Write(1, None, 0)):
                raise
            continue
        wanted = replace(session, last_seen=now)
        if login:
            mark = read_watermark(found[2])
            epoch = (mark or 0) if epoch is None else epoch
            wanted = Session(now, now, now + lifetime, idle, epoch, owner, session.data)
        if there is None:
            yield live_write(1, wanted, now)
        elif there == wanted:
            tomb = tombstone(0x13, session.expires_at, own)
            if (yield tomb_write(0, tomb, session.expires_at, now)):
                return outcome(new, wanted)
        elif isinstance(there, Session) and there.header() == wanted.header():
            yield live_write(1, wanted, now)
        else:
            raise Failure("bad-argument")


def read_quietly(record: bytes | None) -> object:
    try:
        return None if record is None else read_session(record)
    except Failure:
        return None
