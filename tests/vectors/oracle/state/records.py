"""The records of a store, byte by byte."""

from __future__ import annotations

from dataclasses import dataclass

from ..failure import Failure

MAX_DATA = 65_536
MAX_TIME = 2**53
MAX_EPOCH = 2**63 - 1
MAX_LIFETIME = 34_560_000_000
# The greatest leeway, and a minute for clocks that differ.
SLACK = 660_000
VERSION = 1


@dataclass(frozen=True)
class Session:
    created: int
    last_seen: int
    expires_at: int
    idle: int
    epoch: int
    owner: bytes
    data: bytes

    def deadline(self) -> int:
        return min(self.last_seen + self.idle, self.expires_at)

    def header(self) -> bytes:
        numbers = (self.created, self.last_seen, self.expires_at, self.idle, self.epoch)
        return bytes([VERSION, 0x11]) + words(*numbers) + self.owner

    def encode(self) -> bytes:
        return self.header() + self.data


@dataclass(frozen=True)
class Family:
    generation: int
    rotated_at: int
    key_id: bytes
    created: int
    last_used: int
    idle: int
    expires_at: int
    epoch: int
    owner: bytes
    client: bytes
    data: bytes

    def deadline(self) -> int:
        return min(self.last_used + self.idle, self.expires_at)

    def encode(self) -> bytes:
        head = words(self.generation, self.rotated_at) + self.key_id
        times = words(self.created, self.last_used, self.idle, self.expires_at, self.epoch)
        return bytes([VERSION, 0x21]) + head + times + self.owner + self.client + self.data


@dataclass(frozen=True)
class Ended:
    expires_at: int


@dataclass(frozen=True)
class Rotated:
    expires_at: int
    successor: bytes


@dataclass(frozen=True)
class Reused:
    expires_at: int


def words(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(8, "big") for number in numbers)


def tombstone(state: int, expires_at: int, more: bytes = b"") -> bytes:
    return bytes([VERSION, state]) + words(expires_at) + more


class Cursor:
    """Takes a record apart; whatever is not as it should be is an unknown record."""

    def __init__(self, record: bytes) -> None:
        self.rest = record
        if self.take(1) != bytes([VERSION]):
            raise Failure("unknown-record")
        self.state = self.take(1)[0]

    def take(self, length: int) -> bytes:
        if len(self.rest) < length:
            raise Failure("unknown-record")
        taken, self.rest = self.rest[:length], self.rest[length:]
        return taken

    def number(self, limit: int) -> int:
        value = int.from_bytes(self.take(8), "big")
        if value > limit:
            raise Failure("unknown-record")
        return value

    def time(self) -> int:
        return self.number(MAX_TIME)

    def data(self) -> bytes:
        if len(self.rest) > MAX_DATA:
            raise Failure("unknown-record")
        return self.take(len(self.rest))

    def end(self) -> None:
        if self.rest:
            raise Failure("unknown-record")


def read_session(record: bytes) -> Session | Ended | Rotated:
    cursor = Cursor(record)
    if cursor.state == 0x11:
        return Session(
            created=cursor.time(),
            last_seen=cursor.time(),
            expires_at=cursor.time(),
            idle=cursor.time(),
            epoch=cursor.number(MAX_EPOCH),
            owner=cursor.take(16),
            data=cursor.data(),
        )
    if cursor.state == 0x12:
        ended = Ended(cursor.time())
        cursor.end()
        return ended
    if cursor.state == 0x13:
        rotated = Rotated(cursor.time(), cursor.take(32))
        cursor.end()
        return rotated
    raise Failure("unknown-record")


def read_family(record: bytes) -> Family | Ended | Reused:
    cursor = Cursor(record)
    if cursor.state == 0x21:
        return Family(
            generation=cursor.number(2**64 - 1),
            rotated_at=cursor.time(),
            key_id=cursor.take(8),
            created=cursor.time(),
            last_used=cursor.time(),
            idle=cursor.time(),
            expires_at=cursor.time(),
            epoch=cursor.number(MAX_EPOCH),
            owner=cursor.take(16),
            client=cursor.take(16),
            data=cursor.data(),
        )
    if cursor.state in (0x22, 0x23):
        dead = Ended if cursor.state == 0x22 else Reused
        tomb = dead(cursor.time())
        cursor.end()
        return tomb
    raise Failure("unknown-record")


def read_single(record: bytes, state: int, limit: int) -> int:
    """A record of one number: a watermark, or what was denied."""
    cursor = Cursor(record)
    if cursor.state != state:
        raise Failure("unknown-record")
    value = cursor.number(limit)
    cursor.end()
    return value


def read_watermark(record: bytes | None) -> int | None:
    return None if record is None else read_single(record, 0x31, MAX_EPOCH)


def read_denied(record: bytes | None) -> int | None:
    return None if record is None else read_single(record, 0x41, MAX_TIME)
