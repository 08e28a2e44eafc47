"""The store that all services share: SQLite, or Redis; and what is in it."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import redis.asyncio
from tokenseal import AsyncSqliteStore
from tokenseal.stores.redis import AsyncRedisStore

from exchanges import note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tokenseal.stores import AsyncStore


class Record(NamedTuple):
    """What the store has under a key."""

    key: str
    record: bytes
    left: int
    """Milliseconds until the store may drop it."""


class Shelf(Protocol):
    """A store whose contents can be looked at."""

    name: str
    store: AsyncStore

    async def records(self, keys: Iterable[str], now: int) -> list[Record]:
        """What is there under these keys. ``now`` is in Unix milliseconds."""
        ...

    async def close(self) -> None: ...


class SqliteShelf:
    """A file."""

    name = "SQLite"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sqlite = AsyncSqliteStore(path)
        self.store: AsyncStore = Watched(self._sqlite)

    async def records(self, keys: Iterable[str], now: int) -> list[Record]:
        return await asyncio.to_thread(self._read, keys, now)

    def _read(self, keys: Iterable[str], now: int) -> list[Record]:
        query = "SELECT key, record, expires - ?2 FROM tokenseal WHERE key = ?1 AND expires > ?2"
        with contextlib.closing(sqlite3.connect(self._path)) as connection:
            return [Record(*row) for key in keys for row in connection.execute(query, [key, now])]

    async def close(self) -> None:
        await self._sqlite.close()


class RedisShelf:
    """A server, which drops by a clock of its own."""

    name = "Redis"

    def __init__(self, url: str) -> None:
        self._client = redis.asyncio.Redis.from_url(url)
        self.store: AsyncStore = Watched(AsyncRedisStore(self._client))

    async def records(self, keys: Iterable[str], now: int) -> list[Record]:  # noqa: ARG002
        found = [(key, await self._client.get(key), await self._client.pttl(key)) for key in keys]
        return [Record(key, record, left) for key, record, left in found if isinstance(record, bytes)]

    async def close(self) -> None:
        await self._client.aclose()


class Watched:
    """A store that notes what it is asked, for the exchange that asks."""

    def __init__(self, store: AsyncStore) -> None:
        self._store = store

    async def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:
        found = await self._store.get(keys, now)
        note({"get": list(keys), "found": [record is not None for record in found]})
        return found

    async def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        took = await self._store.swap(key, expected, new, ttl, now)
        note({"swap": key, "took": took})
        return took


STATES = {
    0x11: "live",
    0x12: "ended",
    0x13: "goes on under another id",
    0x21: "live",
    0x22: "ended",
    0x23: "ended: reused",
    0x31: "all before it is ended",
    0x41: "denied",
}
"""What a record's second byte says: see core/src/state/record.rs."""


def described(record: Record) -> dict[str, Any]:
    """Say what a record is, for the page."""
    _, kind, _ = record.key.split(":")
    state = STATES.get(record.record[1], "unknown") if len(record.record) > 1 else "unknown"
    return {
        "key": record.key,
        "kind": kind,
        "state": state,
        "bytes": record.record.hex(),
        "left": record.left,
    }
