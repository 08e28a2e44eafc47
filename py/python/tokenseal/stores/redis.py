"""Records in Redis or Valkey, alone or as a Cluster, for many machines.

The server should have ``maxmemory-policy noeviction``: any other policy drops records to make room, and
with an ended session's record goes the knowledge that it was ended. Reads and writes go to primaries. A
failover that loses writes can undo a log-out: ``appendfsync always`` and ``min-replicas-to-write`` make
that less likely, nothing in Redis rules it out.
"""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING, Any

try:
    import redis.asyncio
    from redis.asyncio.retry import Retry as AsyncRetry
    from redis.backoff import NoBackoff
    from redis.exceptions import ConnectionError as RedisConnectionError
    from redis.exceptions import NoScriptError, OutOfMemoryError, RedisClusterException, RedisError
    from redis.retry import Retry
except ImportError as _error:
    _hint = "RedisStore needs redis-py: pip install 'tokenseal[redis]'"
    raise ImportError(_hint) from _error

from tokenseal.errors import BadArgument, StoreFull, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

    from typing_extensions import Self

    _Client = redis.Redis | redis.RedisCluster | redis.asyncio.Redis | redis.asyncio.RedisCluster

__all__ = ["AsyncRedisStore", "RedisStore"]

# A script does the same on every server since Redis 2.6, and on Valkey; SET with IFEQ is newer, is not
# on all, and can't delete. One key, so that it runs in a Cluster. No third argument: expected absent,
# which is the `false` of an absent key.
_SWAP = """
if redis.call('GET', KEYS[1]) ~= (ARGV[3] or false) then return 0 end
if ARGV[1] == 'delete' then
    redis.call('DEL', KEYS[1])
else
    redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[1])
end
return 1
"""
_SWAP_SHA = hashlib.sha1(_SWAP.encode(), usedforsecurity=False).hexdigest()


class RedisStore:
    """A ``Store`` over a client of redis-py: ``redis.Redis`` or ``redis.RedisCluster``.

    The client keeps its own timeouts and retries; a swap that it sends twice takes once, and what is asked
    of the store copes with the second answer. It must return bytes: one with ``decode_responses`` is
    refused with ``BadArgument``, as is one that may answer from a replica or from a cache of its own, where
    a session that was ended lives on for a while.

    ``now`` is not used: records expire by the server's clock.
    """

    def __init__(self, client: redis.Redis | redis.RedisCluster) -> None:
        """Use a client, which stays the caller's to close."""
        if isinstance(client, (redis.asyncio.Redis, redis.asyncio.RedisCluster)):
            message = "a client of redis.asyncio is for AsyncRedisStore"
            raise BadArgument(message)
        _check(client)
        self._client: Any = client
        self._own = False

    @classmethod
    def from_url(cls, url: str, *, timeout: float = 5.0, cluster: bool = False, **options: object) -> Self:
        """Make a store with a client of its own: ``redis://``, ``rediss://`` (TLS) or ``unix://``.

        ``timeout`` is in seconds, for connecting and for each answer. A connection that broke while it
        was idle is replaced at once. With ``cluster`` the URL is that of any of its nodes; the client
        then looks for a node that does not answer once more, so that an error may take up to three
        times ``timeout``. Other options are those of the client.
        """
        options = {**_options(timeout, Retry), **options}
        kind: Any = redis.RedisCluster if cluster else redis.Redis
        with _translated():
            client = kind.from_url(url, **options)
        try:
            store = cls(client)
        except BadArgument:
            client.close()
            raise
        store._own = True
        return store

    def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:  # noqa: ARG002
        """Return the record of each key: see ``Store.get``."""
        with _translated():
            if len(keys) == 1:
                return [self._client.get(keys[0])]
            # MGET wants all keys in one slot of a Cluster.
            with self._client.pipeline(transaction=False) as pipeline:
                for key in keys:
                    pipeline.get(key)
                found: list[bytes | None] = pipeline.execute()
            return found

    def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:  # noqa: ARG002
        """Replace the key's record, if it is ``expected``: see ``Store.swap``."""
        words = _words(key, expected, new, ttl)
        with _translated():
            try:
                took = self._client.evalsha(_SWAP_SHA, *words)
            except NoScriptError:
                # The server restarted, or somebody flushed its scripts. EVAL brings it back.
                took = self._client.eval(_SWAP, *words)
            return bool(took)

    def close(self) -> None:
        """Close the client, if the store made it."""
        if self._own:
            self._client.close()

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the client, if the store made it."""
        self.close()


class AsyncRedisStore:
    """An ``AsyncStore`` over a client of ``redis.asyncio``: see ``RedisStore``."""

    def __init__(self, client: redis.asyncio.Redis | redis.asyncio.RedisCluster) -> None:
        """Use a client, which stays the caller's to close."""
        if not isinstance(client, (redis.asyncio.Redis, redis.asyncio.RedisCluster)):
            message = "AsyncRedisStore needs a client of redis.asyncio"
            raise BadArgument(message)
        _check(client)
        self._client: Any = client
        self._own = False

    @classmethod
    def from_url(cls, url: str, *, timeout: float = 5.0, cluster: bool = False, **options: object) -> Self:
        """Make a store with a client of its own: see ``RedisStore.from_url``."""
        options = {**_options(timeout, AsyncRetry), **options}
        kind: Any = redis.asyncio.RedisCluster if cluster else redis.asyncio.Redis
        store = cls(kind.from_url(url, **options))
        store._own = True
        return store

    async def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:  # noqa: ARG002
        """Return the record of each key: see ``Store.get``."""
        with _translated():
            await self._ready()
            if len(keys) == 1:
                return [await self._client.get(keys[0])]
            async with self._client.pipeline(transaction=False) as pipeline:
                for key in keys:
                    pipeline.get(key)
                found: list[bytes | None] = await pipeline.execute()
            return found

    async def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:  # noqa: ARG002
        """Replace the key's record, if it is ``expected``: see ``Store.swap``."""
        words = _words(key, expected, new, ttl)
        with _translated():
            await self._ready()
            try:
                took = await self._client.evalsha(_SWAP_SHA, *words)
            except NoScriptError:
                took = await self._client.eval(_SWAP, *words)
            return bool(took)

    async def _ready(self) -> None:
        # Before a Cluster's client knows the nodes it asks any, and is sent from one to the next; when
        # several tasks do that at once it cuts off what is under way.
        if isinstance(self._client, redis.asyncio.RedisCluster):
            await self._client.initialize()

    async def close(self) -> None:
        """Close the client, if the store made it."""
        if self._own:
            await self._client.aclose()

    async def __aenter__(self) -> Self:
        """Return the store."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the client, if the store made it."""
        await self.close()


def _words(key: str, expected: bytes | None, new: bytes | None, ttl: int) -> list[str | int | bytes]:
    """Return what EVAL and EVALSHA are given after the script."""
    words: list[str | int | bytes] = [1, key, "delete" if new is None else ttl, new or b""]
    return words if expected is None else [*words, expected]


def _check(client: _Client) -> None:
    if client.get_encoder().decode_responses:
        message = "the Redis client must return bytes: without decode_responses"
        raise BadArgument(message)
    if getattr(client, "read_from_replicas", False) or getattr(client, "load_balancing_strategy", None):
        message = "the Redis client must read from primaries alone: no load balancing over replicas"
        raise BadArgument(message)
    if hasattr(client, "get_cache") and client.get_cache() is not None:
        message = "the Redis client must ask the server: without a cache of its own"
        raise BadArgument(message)


def _options(timeout: float, retry: type[Retry | AsyncRetry]) -> dict[str, object]:
    once = retry(NoBackoff(), 1, (RedisConnectionError,))
    return {"socket_timeout": timeout, "socket_connect_timeout": timeout, "retry": once}


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (RedisError, RedisClusterException, OSError) as error:
        # Scripts of Redis 6 and older wrap the server's word in another error.
        full = isinstance(error, OutOfMemoryError) or "OOM command not allowed" in str(error)
        message = f"Redis {'is full' if full else 'failed'}: {error}"
        raise (StoreFull if full else StoreUnavailable)(message) from error
