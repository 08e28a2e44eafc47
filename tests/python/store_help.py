"""The stores as the tests open them, and the servers that they need."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import functools
import os
import sys
import time
import uuid
from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from tokenseal.stores import (
    AsyncMemoryStore,
    AsyncRedisStore,
    AsyncSqliteStore,
    AsyncStore,
    MemoryStore,
    RedisStore,
    SqliteStore,
    Store,
)

sys.path.append(str(Path(__file__).parents[1] / "servers"))

from cluster import Cluster
from server import Server

__all__ = [
    "ASYNC",
    "NOW",
    "PLAIN",
    "SHARED",
    "Cluster",
    "Opened",
    "Server",
    "Waiting",
    "cluster_url",
    "count_up",
    "count_up_in_a_process",
    "opened",
    "redis_url",
]

NOW = 1_700_000_000_000
T = TypeVar("T")

SHARED = ("sqlite", "redis", "cluster")
"""Kinds that several processes can use at once."""
PLAIN = ("memory", *SHARED)
ASYNC = tuple(f"async-{kind}" for kind in PLAIN)


@functools.cache
def redis_url() -> str:
    """One server for the whole run: the caller's, or one of our own."""
    if given := os.environ.get("TOKENSEAL_TEST_REDIS"):
        return given
    server = Server()
    atexit.register(server.close)
    server.start()
    return server.url


@functools.cache
def cluster_url() -> str:
    """One Cluster for the whole run."""
    if given := os.environ.get("TOKENSEAL_TEST_CLUSTER"):
        return given
    cluster = Cluster()
    atexit.register(cluster.close)
    cluster.start()
    return cluster.url


class Waiting:
    """An asyncio store as plain code sees it, in a loop of its own."""

    def __init__(self, store: AsyncStore) -> None:
        self.store = store
        self.loop = asyncio.new_event_loop()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:
        return self.run(self.store.get(keys, now))

    def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        return self.run(self.store.swap(key, expected, new, ttl, now))

    def close(self) -> None:
        if not isinstance(self.store, AsyncMemoryStore):
            self.run(self.store.close())  # type: ignore[attr-defined]
        self.run(self.loop.shutdown_default_executor())
        self.loop.close()


class Opened:
    """A store with keys of the test's own, and with a clock: the test's, or the server's."""

    def __init__(self, kind: str, store: Store, where: str) -> None:
        self.kind = kind
        self.store = store
        self.where = where
        self.now = NOW
        self.prefix = f"tokenseal:test:{uuid.uuid4()}"

    def get(self, *names: str) -> list[bytes | None]:
        return self.store.get([f"{self.prefix}:{name}" for name in names], self.now)

    def swap(
        self, expected: bytes | None, new: bytes | None, *, name: str = "a", milliseconds: int = 60_000
    ) -> bool:
        return self.store.swap(f"{self.prefix}:{name}", expected, new, milliseconds, self.now)

    def wait(self, milliseconds: int) -> None:
        if self.kind in ("redis", "cluster"):
            time.sleep(milliseconds / 1000)
        else:
            self.now += milliseconds

    def until(self, done: Callable[[], bool]) -> None:
        """Wait until the server's clock has come so far."""
        end = time.monotonic() + 10
        while not done():
            assert time.monotonic() < end
            self.wait(5)


def at(kind: str, where: str) -> Store:
    """A store of this kind, on a file or a server."""
    if kind == "memory":
        return MemoryStore()
    if kind == "sqlite":
        return SqliteStore(where, timeout=30)
    return RedisStore.from_url(where, cluster=kind == "cluster")


@contextlib.contextmanager
def opened(kind: str, folder: Path) -> Iterator[Opened]:
    """A store, as one of ``PLAIN`` and ``ASYNC`` names it."""
    name = kind.removeprefix("async-")
    where = ""
    if name == "sqlite":
        where = str(folder / "store.db")
    elif name in SHARED:
        where = redis_url() if name == "redis" else cluster_url()
    store: Any = asynchronous(name, where) if kind != name else at(name, where)
    try:
        yield Opened(name, store, where)
    finally:
        if hasattr(store, "close"):
            store.close()


def asynchronous(kind: str, where: str) -> Waiting:
    if kind == "memory":
        return Waiting(AsyncMemoryStore())
    if kind == "sqlite":
        return Waiting(AsyncSqliteStore(where, timeout=30))
    return Waiting(AsyncRedisStore.from_url(where, cluster=kind == "cluster"))


def count_up(store: Store, key: str, times: int) -> int:
    """Add one to a number under a key, and again; how many swaps did not take."""
    lost = 0
    for _ in range(times):
        while True:
            (found,) = store.get([key], NOW)
            number = 0 if found is None else int.from_bytes(found, "big")
            if store.swap(key, found, (number + 1).to_bytes(8, "big"), 60_000, NOW):
                break
            lost += 1
    return lost


def count_up_in_a_process(kind: str, where: str, key: str, times: int) -> int:
    return count_up(at(kind, where), key, times)
