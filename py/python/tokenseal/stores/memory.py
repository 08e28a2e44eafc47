"""Records in the memory of one process."""

from __future__ import annotations

import heapq
import threading
from typing import TYPE_CHECKING

from tokenseal.errors import BadArgument, StoreFull

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["AsyncMemoryStore", "MemoryStore"]

_SWEPT = 16  # expired records that one write removes, so that none waits for the removal of all


class MemoryStore:
    """A ``Store`` in the memory of this process, for its threads: gone when it ends.

    After a fork each process has its own, so with several workers a session that one of them started
    is unknown to the others: use ``SqliteStore`` or ``RedisStore`` there.

    ``capacity`` is the largest number of records. Beyond it a new one is refused with ``StoreFull``;
    what is there is never dropped before its time.
    """

    def __init__(self, capacity: int = 100_000) -> None:
        """Make an empty store."""
        if capacity < 1:
            message = "capacity is at least 1 record"
            raise BadArgument(message)
        self._capacity = capacity
        self._rows: dict[str, tuple[bytes, int]] = {}
        # When each row expires, the earliest first. Rows that were replaced or deleted leave entries
        # behind, which are recognised by their time.
        self._expiries: list[tuple[int, str]] = []
        self._lock = threading.Lock()

    def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:
        """Return the record of each key: see ``Store.get``."""
        with self._lock:
            return [self._live(key, now) for key in keys]

    def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        """Replace the key's record, if it is ``expected``: see ``Store.swap``."""
        with self._lock:
            if self._live(key, now) != expected:
                return False
            if new is None:
                self._rows.pop(key, None)
                return True
            self._sweep(now)
            if key not in self._rows and len(self._rows) >= self._capacity:
                message = f"the memory store is full: {self._capacity} records"
                raise StoreFull(message)
            self._rows[key] = (bytes(new), now + ttl)
            heapq.heappush(self._expiries, (now + ttl, key))
            return True

    def _live(self, key: str, now: int) -> bytes | None:
        row = self._rows.get(key)
        return row[0] if row is not None and now < row[1] else None

    def _sweep(self, now: int) -> None:
        if len(self._expiries) > 2 * len(self._rows) + 1024:
            self._expiries = [(expires, key) for key, (_, expires) in self._rows.items()]
            heapq.heapify(self._expiries)
        removed = 0
        while removed < _SWEPT and self._expiries and self._expiries[0][0] <= now:
            expires, key = heapq.heappop(self._expiries)
            row = self._rows.get(key)
            if row is not None and row[1] == expires:
                del self._rows[key]
                removed += 1


class AsyncMemoryStore:
    """An ``AsyncStore`` in the memory of this process: see ``MemoryStore``. Nothing in it waits."""

    def __init__(self, capacity: int = 100_000) -> None:
        """Make an empty store for at most ``capacity`` records."""
        self._store = MemoryStore(capacity)

    async def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:
        """Return the record of each key: see ``Store.get``."""
        return self._store.get(keys, now)

    async def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        """Replace the key's record, if it is ``expected``: see ``Store.swap``."""
        return self._store.swap(key, expected, new, ttl, now)
