"""The stores that several processes share: one Redis, a Redis Cluster, one SQLite file."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tokenseal import AsyncRedisStore, AsyncSqliteStore, Key, KeyRing, RedisStore, SqliteStore

sys.path.append(str(Path(__file__).parents[1] / "servers"))

from cluster import Cluster
from server import Server

RING = KeyRing([Key("HS256", bytes(range(32)), kid="new"), Key("HS256", bytes(range(1, 33)), kid="old")])


class Place(NamedTuple):
    """Where a store is: what a process must know to open it."""

    kind: str
    where: str
    timeout: float = 5.0

    def open(self) -> RedisStore | SqliteStore:
        if self.kind == "sqlite":
            return SqliteStore(self.where, timeout=self.timeout)
        return RedisStore.from_url(self.where, timeout=self.timeout, cluster=self.kind == "cluster")

    def open_async(self) -> AsyncRedisStore | AsyncSqliteStore:
        if self.kind == "sqlite":
            return AsyncSqliteStore(self.where, timeout=self.timeout)
        return AsyncRedisStore.from_url(self.where, timeout=self.timeout, cluster=self.kind == "cluster")


@contextlib.contextmanager
def sqlite_file() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="tokenseal-sqlite-") as folder:
        yield str(Path(folder) / "state.db")


__all__ = ["RING", "Cluster", "Place", "Server", "sqlite_file"]
