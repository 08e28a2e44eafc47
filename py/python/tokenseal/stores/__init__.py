"""Where sessions, refresh tokens and revocations are kept: anything with two methods.

A store *gets* the records of up to three keys in one round trip, and *swaps* one record for another if
it is still what was expected. ``Store`` says so for plain code, ``AsyncStore`` for asyncio; a class of
one's own needs nothing else.

=====================================  ==========================================================
``MemoryStore``, ``AsyncMemoryStore``  one process; tests, and services that may forget
``SqliteStore``, ``AsyncSqliteStore``  one machine, any number of processes; survives a restart
``RedisStore``, ``AsyncRedisStore``    many machines: Redis or Valkey, alone or as a Cluster. Needs
                                       redis-py: ``pip install 'tokenseal[redis]'``
=====================================  ==========================================================

A store that fails raises ``tokenseal.StoreUnavailable``, with what happened as ``__cause__``; one that is
full raises ``tokenseal.StoreFull``. Nobody is let in then, unless the caller catches it and does so.

>>> store = MemoryStore()
>>> store.swap("key", None, b"one", ttl=60_000, now=1_700_000_000_000)
True
>>> store.swap("key", None, b"two", ttl=60_000, now=1_700_000_000_000)
False
>>> store.get(["key", "other"], now=1_700_000_000_000)
[b'one', None]
>>> store.get(["key"], now=1_700_000_060_000)
[None]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenseal.stores.memory import AsyncMemoryStore, MemoryStore
from tokenseal.stores.protocol import AsyncStore, Store
from tokenseal.stores.sqlite import AsyncSqliteStore, SqliteStore

if TYPE_CHECKING:
    from tokenseal.stores.redis import AsyncRedisStore, RedisStore

__all__ = [
    "AsyncMemoryStore",
    "AsyncRedisStore",
    "AsyncSqliteStore",
    "AsyncStore",
    "MemoryStore",
    "RedisStore",
    "SqliteStore",
    "Store",
]


def __getattr__(name: str) -> object:
    """Import redis-py when one of its stores is asked for, and not before."""
    if name not in ("AsyncRedisStore", "RedisStore"):
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from tokenseal.stores import redis  # noqa: PLC0415

    return getattr(redis, name)
