"""Refresh tokens: a family of generations, one record."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from typing import Any

from .. import base64url
from ..failure import Failure
from ..keys import Key
from ..policy import check_now
from ..sealed import check_signing, sub_mac, usable
from . import hashes, watermark
from .records import (
    SLACK,
    Family,
    Reused,
    read_family,
    read_watermark,
    tombstone,
)
from .rounds import Found, Machine, Read, Write
from .session import check_data, check_times

MAX_TOKEN = 142
MAX_GRACE = 600_000
MAX_GENERATION = 2**64 - 1


@dataclass(frozen=True)
class Presented:
    namespace: str
    family: bytes
    generation: int
    owner: bytes

    def keys(self) -> list[str]:
        family = hashes.family_key(self.namespace, self.family)
        return [family, hashes.subject_key(self.namespace, self.owner)]

    def mint(self, key: Key) -> str:
        generation = self.generation.to_bytes(8, "big")
        content = b"\x01" + self.family + generation + self.owner
        tag = sub_mac(key, b"refresh", content)
        return f"{base64url.encode(content)}.{base64url.encode(tag)}"


def present(keys: list[Key], namespace: str, text: bytes) -> Presented:
    if not keys:
        raise Failure("bad-argument")
    if len(text) > MAX_TOKEN:
        raise Failure("limit")
    parts = text.split(b".")
    if len(parts) != 2:
        raise Failure("malformed")
    content, tag = (base64url.decode(part) for part in parts)
    if len(content) != 41 or content[0] != 1 or content[25:] == hashes.NOBODY:
        raise Failure("malformed")
    tags = [sub_mac(keys[at], b"refresh", content) for at in usable(keys)]
    if not any(hmac.compare_digest(each, tag) for each in tags):
        raise Failure("bad-signature")
    hashes.check_namespace(namespace)
    return Presented(namespace, content[1:17], int.from_bytes(content[17:25], "big"), content[25:])


def key_id(key: Key) -> bytes:
    return sub_mac(key, b"id", b"")[:8]


def check_minter(keys: list[Key]) -> None:
    if not keys:
        raise Failure("bad-argument")
    check_signing(keys[0])


def issued_at(record: bytes | None, now: int) -> int:
    seconds = now // 1000
    raised = read_watermark(record)
    return (seconds if raised is None else max(seconds, raised // 1000 + 1)) * 1000


def outcome(
    family: Family, token: str, issued: int, repeated: bool = False, recovered: bool = False
) -> dict[str, Any]:
    return {
        "token": token,
        "data": family.data.hex(),
        "issued_at": issued,
        "created": family.created,
        "expires_at": family.expires_at,
        "repeated": repeated,
        "recovered": recovered,
    }


def live_write(family: Family, now: int) -> Write:
    return Write(0, family.encode(), max(family.deadline() - now, 0) + SLACK)


def tomb_write(state: int, family: Family, now: int) -> Write:
    return Write(0, tombstone(state, family.expires_at), max(family.expires_at - now, 0) + SLACK)


def start(
    keys: list[Key], namespace: str, id_: bytes, asked: dict[str, Any], data: bytes, now: int
) -> Machine:
    check_times(asked["idle_ms"], asked["lifetime_ms"], now)
    hashes.check_namespace(namespace)
    client = hashes.client_tag(namespace, asked.get("client"))
    owner = hashes.subject_tag(namespace, asked["subject"])
    check_minter(keys)
    first = Presented(namespace, id_, 1, owner)
    new = None
    while True:
        found: Found = yield Read(first.keys())
        check_data(data)
        mark = read_watermark(found[1])
        if new is None:
            epoch = mark or 0
            issued = issued_at(found[1], now)
            new = Family(
                generation=1,
                rotated_at=now,
                key_id=key_id(keys[0]),
                created=now,
                last_used=now,
                idle=asked["idle_ms"],
                expires_at=now + asked["lifetime_ms"],
                epoch=epoch,
                owner=owner,
                client=client,
                data=data,
            )
        if found[0] is not None and found[0] != new.encode():
            raise Failure("bad-argument")
        if found[0] is not None or (yield live_write(new, now)):
            return outcome(new, first.mint(keys[0]), issued)


def alive(presented: Presented, found: Found, client: bytes, now: int) -> Family:
    if found[0] is None:
        raise Failure("refresh-unknown")
    family = read_family(found[0])
    if not isinstance(family, Family):
        raise Failure("refresh-reused" if isinstance(family, Reused) else "refresh-ended")
    if family.owner != presented.owner:
        raise Failure("refresh-unknown")
    if watermark.revokes(read_watermark(found[1]), family.epoch):
        raise Failure("revoked")
    if now >= family.deadline():
        raise Failure("refresh-expired")
    if family.client != client:
        raise Failure("wrong-client")
    return family


def rotate(
    keys: list[Key], presented: Presented, client: str | None, grace: int, now: int
) -> Machine:
    check_now(now)
    if not 0 <= grace <= MAX_GRACE:
        raise Failure("bad-argument")
    asked_by = hashes.client_tag(presented.namespace, client)
    check_minter(keys)
    successor = replace(presented, generation=presented.generation + 1)
    tried: Family | None = None
    recovered = False
    while True:
        found: Found = yield Read(presented.keys())
        family = alive(presented, found, asked_by, now)
        issued = issued_at(found[1], now)
        if tried is not None and same_move(family, tried):
            return outcome(family, successor.mint(keys[0]), issued, recovered=recovered)
        if presented.generation >= family.generation:
            if presented.generation == MAX_GENERATION:
                raise Failure("limit")
            recovered = presented.generation > family.generation
            tried = replace(
                family,
                generation=successor.generation,
                rotated_at=max(family.rotated_at, now),
                last_used=max(family.last_used, now),
                key_id=key_id(keys[0]),
            )
            if (yield live_write(tried, now)):
                return outcome(tried, successor.mint(keys[0]), issued, recovered=recovered)
        elif successor.generation == family.generation and elapsed(family, now) < grace:
            minter = [key for key in keys if not key.short and key_id(key) == family.key_id]
            if not minter:
                raise Failure("unknown-key")
            return outcome(family, successor.mint(minter[0]), issued, repeated=True)
        elif (yield tomb_write(0x23, family, now)):
            raise Failure("refresh-reused")


def elapsed(family: Family, now: int) -> int:
    return max(0, now - family.rotated_at)


def same_move(found: Family, tried: Family) -> bool:
    """A swap that was said to have failed, and is there all the same."""
    moves = [(each.generation, each.rotated_at, each.key_id) for each in (found, tried)]
    return moves[0] == moves[1]


def end(presented: Presented, now: int) -> Machine:
    check_now(now)
    while True:
        (record,) = yield Read(presented.keys()[:1])
        family = None if record is None else read_family(record)
        if not isinstance(family, Family):
            return {}
        if (yield tomb_write(0x22, family, now)):
            return {}


def end_all(presented: Presented, now: int) -> Machine:
    check_now(now)
    return (yield from watermark.raise_(presented.namespace, presented.owner, now))
