"""Records in one SQLite file, for all processes of a machine."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING

from tokenseal.errors import BadArgument, StoreFull, StoreUnavailable
from tokenseal.stores._connections import Connections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

    from typing_extensions import Self

    from tokenseal.stores._connections import Connection

__all__ = ["AsyncSqliteStore", "SqliteStore"]

# An expired row equals none.
_CREATE = """
INSERT INTO tokenseal (key, record, expires) VALUES (:key, :new, :expires) ON CONFLICT (key)
DO UPDATE SET record = excluded.record, expires = excluded.expires WHERE tokenseal.expires <= :now
"""
_REPLACE = """
UPDATE tokenseal SET record = :new, expires = :expires
WHERE key = :key AND record = :expected AND expires > :now
"""
_DELETE = "DELETE FROM tokenseal WHERE key = :key AND record = :expected AND expires > :now"
# A few at each write, so that none waits for the removal of all.
_SWEEP = """
DELETE FROM tokenseal WHERE rowid IN (SELECT rowid FROM tokenseal WHERE expires <= :now LIMIT 16)
"""


class SqliteStore:
    """A ``Store`` in a file, for any number of threads and processes of one machine.

    Survives a restart, and a loss of power: what was acknowledged is on the disk. The file is created
    when it is absent, readable and writable by its owner alone; SQLite keeps two more beside it while
    it is in use (``-wal``, ``-shm``). It must not be on a network file system. Records that have expired
    are removed by later writes.

    ``timeout`` is how many seconds a call waits for another process that is writing, before it raises
    ``StoreUnavailable``. A disk without room raises ``StoreFull``.

    Safe to fork with, and a context manager::

        with SqliteStore("sessions.db") as store: ...
    """

    def __init__(self, path: str | os.PathLike[str], timeout: float = 5.0) -> None:
        """Open the file, or create it."""
        name = os.fspath(path)
        if name in ("", ":memory:"):
            message = "SqliteStore needs a file; MemoryStore does without"
            raise BadArgument(message)
        if not timeout >= 0:
            message = "timeout is a number of seconds, 0 or more"
            raise BadArgument(message)
        self._connections = Connections(name, timeout)
        with self._connection():
            pass

    def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:
        """Return the record of each key: see ``Store.get``."""
        marks = ", ".join("?" * len(keys))
        query = f"SELECT key, record FROM tokenseal WHERE key IN ({marks}) AND expires > ?"  # noqa: S608
        with self._connection() as connection:
            found: dict[str, bytes] = dict(connection.patiently(query, (*keys, now)).fetchall())
        return [found.get(key) for key in keys]

    def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        """Replace the key's record, if it is ``expected``: see ``Store.swap``."""
        if expected is None and new is None:
            return self.get([key], now) == [None]
        statement = _CREATE if expected is None else _DELETE if new is None else _REPLACE
        values = {"key": key, "expected": expected, "new": new, "expires": now + ttl, "now": now}
        with self._connection() as connection:
            connection.patiently("BEGIN IMMEDIATE")
            took = connection.execute(statement, values).rowcount == 1
            if took:
                connection.execute(_SWEEP, values)
            connection.execute("COMMIT")
            return took

    def close(self) -> None:
        """Close the file. Further calls raise ``StoreUnavailable``."""
        self._connections.close()

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    @contextlib.contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            connection = self._connections.take()
            good = False
            try:
                yield connection
                good = True
            finally:
                self._connections.give(connection, good=good)
        except (sqlite3.Error, OSError) as error:
            # Before Python 3.11 the text alone tells them apart.
            kind = StoreFull if "disk is full" in str(error) else StoreUnavailable
            message = f"the SQLite store failed: {error}"
            raise kind(message) from error


class AsyncSqliteStore:
    """An ``AsyncStore`` in a file: a ``SqliteStore`` that works in the event loop's threads."""

    def __init__(self, path: str | os.PathLike[str], timeout: float = 5.0) -> None:
        """Open the file, or create it: see ``SqliteStore``."""
        self._store = SqliteStore(path, timeout)

    async def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:
        """Return the record of each key: see ``Store.get``."""
        return await asyncio.to_thread(self._store.get, keys, now)

    async def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        """Replace the key's record, if it is ``expected``: see ``Store.swap``."""
        return await asyncio.to_thread(self._store.swap, key, expected, new, ttl, now)

    async def close(self) -> None:
        """Close the file. Further calls raise ``StoreUnavailable``."""
        await asyncio.to_thread(self._store.close)

    async def __aenter__(self) -> Self:
        """Return the store."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        await self.close()
