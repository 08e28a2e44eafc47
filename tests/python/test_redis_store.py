"""RedisStore: servers that go down, hang, are full or forget scripts; and which clients it takes."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
import redis.asyncio
from redis.backoff import NoBackoff
from redis.cluster import LoadBalancingStrategy
from redis.crc import key_slot
from redis.retry import Retry
from tokenseal import BadArgument, StoreFull, StoreUnavailable
from tokenseal.stores import AsyncRedisStore, RedisStore
from tokenseal.stores.redis import _SWAP_SHA

from store_help import Cluster, Server, cluster_url, redis_url

NOW = 1_700_000_000_000
TTL = 60_000
TIMEOUT = 0.4


@pytest.fixture
def key() -> str:
    return f"tokenseal:test:{uuid.uuid4()}"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that these tests may take down."""
    with Server() as found:
        yield found


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with Cluster() as found:
        yield found


def refused(work: Callable[[], object], within: float = 10 * TIMEOUT) -> StoreUnavailable:
    """The error of a store that can't be asked, which must come in time."""
    began = time.monotonic()
    with pytest.raises(StoreUnavailable, match="Redis failed: ") as raised:
        work()
    assert time.monotonic() - began < within
    assert raised.value.code == "store-unavailable"
    assert isinstance(
        raised.value.__cause__, (redis.RedisError, redis.exceptions.RedisClusterException, OSError)
    )
    return raised.value


def test_records_expire_on_the_server(key: str) -> None:
    with RedisStore.from_url(redis_url()) as store, redis.Redis.from_url(redis_url()) as client:
        assert store.swap(key, None, b"one", 50_000, NOW)
        assert 45_000 < client.pttl(key) <= 50_000
        assert store.swap(key, b"one", b"two", 90_000, NOW)
        assert 85_000 < client.pttl(key) <= 90_000
        assert not store.swap(key, b"one", b"three", 10, NOW)
        assert 80_000 < client.pttl(key) <= 90_000


def test_one_round_trip(key: str) -> None:
    with RedisStore.from_url(redis_url()) as store, redis.Redis.from_url(redis_url()) as client:
        store.swap(key, None, b"one", TTL, NOW)
        calls: list[bytes] = []
        connection = store._client.connection_pool.get_connection()
        connection._sock = Recording(connection._sock, calls)
        store._client.connection_pool.release(connection)
        assert store.get([key, "absent", key], NOW) == [b"one", None, b"one"]
        assert store.swap(key, b"one", b"two", TTL, NOW)
        assert len(calls) == 2
        assert client.get(key) == b"two"


class Recording:
    """A socket that notes what is sent."""

    def __init__(self, socket: Any, calls: list[bytes]) -> None:
        self._socket = socket
        self._calls = calls

    def sendall(self, data: bytes) -> None:
        self._calls.append(data)
        self._socket.sendall(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)


def test_after_the_scripts_were_flushed(key: str) -> None:
    with RedisStore.from_url(redis_url()) as store, redis.Redis.from_url(redis_url()) as client:
        held: bytes | None = None
        for number in range(3):
            client.script_flush()
            assert not store.swap(key, b"other", b"wrong", TTL, NOW)
            client.script_flush()
            assert store.swap(key, held, b"%d" % number, TTL, NOW)
            held = b"%d" % number
            # Loaded by what came first, and by nothing else.
            assert client.script_exists(_SWAP_SHA) == [True]
        assert store.get([key], NOW) == [b"2"]


def test_asyncio_after_the_scripts_were_flushed(key: str) -> None:
    async def work() -> None:
        async with AsyncRedisStore.from_url(redis_url()) as store:
            with redis.Redis.from_url(redis_url()) as client:
                client.script_flush()
            assert await store.swap(key, None, b"one", TTL, NOW)
            assert await store.swap(key, b"one", b"two", TTL, NOW)
            assert await store.get([key], NOW) == [b"two"]

    asyncio.run(work())


def test_in_a_cluster_after_the_scripts_were_flushed(key: str) -> None:
    with RedisStore.from_url(cluster_url(), cluster=True) as store:
        for name in spread(key):
            store._client.script_flush()
            assert store.swap(name, None, b"one", TTL, NOW)
            assert store.swap(name, b"one", b"two", TTL, NOW)


def spread(prefix: str) -> list[str]:
    """Three keys, one for each node of a Cluster."""
    found: dict[int, str] = {}
    number = 0
    while len(found) < 3:
        name = f"{prefix}:{number}"
        found.setdefault(key_slot(name.encode()) * 3 // 16_384, name)
        number += 1
    return list(found.values())


def test_keys_on_three_nodes(key: str) -> None:
    names = spread(key)
    with RedisStore.from_url(cluster_url(), cluster=True) as store:
        assert store.get(names, NOW) == [None] * 3
        for number, name in enumerate(names):
            assert store.swap(name, None, b"%d" % number, TTL, NOW)
        assert store.get(names[::-1], NOW) == [b"2", b"1", b"0"]
        assert store.swap(names[1], b"1", None, TTL, NOW)
        assert store.get(names, NOW) == [b"0", None, b"2"]


def test_down_and_up_again(server: Server, key: str) -> None:
    with RedisStore.from_url(server.url, timeout=TIMEOUT) as store:
        assert store.swap(key, None, b"one", TTL, NOW)
        server.kill()
        for _ in range(2):
            refused(lambda: store.get([key], NOW))
            refused(lambda: store.get([key, "other"], NOW))
            refused(lambda: store.swap(key, b"one", b"two", TTL, NOW))
        server.start()
        # The same client; and what was acknowledged is there.
        assert store.get([key, "other"], NOW) == [b"one", None]
        assert store.swap(key, b"one", b"two", TTL, NOW)


def test_a_restart_goes_unnoticed(server: Server, key: str) -> None:
    with RedisStore.from_url(server.url, timeout=TIMEOUT) as store:
        assert store.swap(key, None, b"one", TTL, NOW)
        for words in ([key], [key, "other"]):
            server.stop()
            server.start()
            assert store.get(words, NOW)[0] == b"one"
        server.kill()
        server.start()
        assert store.swap(key, b"one", b"two", TTL, NOW)


def test_hangs(server: Server, key: str) -> None:
    with RedisStore.from_url(server.url, timeout=TIMEOUT) as store:
        assert store.swap(key, None, b"one", TTL, NOW)
        server.pause()
        try:
            refused(lambda: store.get([key], NOW))
            refused(lambda: store.get([key, "other"], NOW))
            refused(lambda: store.swap(key, b"other", b"two", TTL, NOW))
        finally:
            server.resume()
        assert store.get([key], NOW) == [b"one"]


def test_asyncio_down_and_up_again(server: Server, key: str) -> None:
    async def fails(store: AsyncRedisStore) -> None:
        for work in (
            store.get([key], NOW),
            store.get([key, "b"], NOW),
            store.swap(key, b"one", b"x", TTL, NOW),
        ):
            began = time.monotonic()
            with pytest.raises(StoreUnavailable, match="Redis failed: ") as raised:
                await work
            assert time.monotonic() - began < 10 * TIMEOUT
            assert raised.value.__cause__ is not None

    async def work() -> None:
        async with AsyncRedisStore.from_url(server.url, timeout=TIMEOUT) as store:
            assert await store.swap(key, None, b"one", TTL, NOW)
            server.kill()
            await fails(store)
            server.start()
            assert await store.get([key, "other"], NOW) == [b"one", None]
            server.pause()
            try:
                await fails(store)
            finally:
                server.resume()
            server.stop()
            server.start()
            assert await store.get([key], NOW) == [b"one"]

    asyncio.run(work())


def test_nobody_listens(server: Server) -> None:
    # A client connects when it is used; that of a Cluster when it is made.
    port = server.port + 10_000
    store = RedisStore.from_url(f"redis://127.0.0.1:{port}", timeout=TIMEOUT)
    refused(lambda: store.get(["a"], NOW))
    refused(lambda: RedisStore.from_url(f"redis://127.0.0.1:{port}", timeout=TIMEOUT, cluster=True))

    async def work() -> None:
        url = f"redis://127.0.0.1:{port}"
        for cluster in (False, True):
            async with AsyncRedisStore.from_url(url, timeout=TIMEOUT, cluster=cluster) as later:
                with pytest.raises(StoreUnavailable):
                    await later.get(["a"], NOW)

    asyncio.run(work())


def lose_a_node(cluster: Cluster, key: str) -> None:
    names = spread(key)
    slots = [key_slot(name.encode()) * 3 // 16_384 for name in names]
    with RedisStore.from_url(cluster.url, timeout=TIMEOUT, cluster=True) as store:
        for name in names:
            assert store.swap(name, None, b"one", TTL, NOW)
        cluster.nodes[2].kill()
        lost = names[slots.index(2)]
        refused(lambda: store.get([lost], NOW), within=10)
        refused(lambda: store.get(names, NOW), within=10)
        refused(lambda: store.swap(lost, b"one", b"two", TTL, NOW), within=10)
        cluster.start()
        assert store.get(names, NOW) == [b"one"] * 3
        assert store.swap(lost, b"one", b"two", TTL, NOW)


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
def test_a_node_of_a_cluster_goes_down(cluster: Cluster, key: str) -> None:
    lose_a_node(cluster, key)
    # redis-py does not close all that it had to a node that failed. That is said here, not in another test.
    gc.collect()


def test_full(key: str) -> None:
    with Server() as own, RedisStore.from_url(own.url) as store, redis.Redis.from_url(own.url) as client:
        assert store.swap(key, None, b"one", TTL, NOW)
        client.config_set("maxmemory", "1mb")
        for new in (b"two", bytes(65_536)):
            with pytest.raises(StoreFull, match="Redis is full") as raised:
                store.swap(key, b"one", new, TTL, NOW)
            assert raised.value.code == "store-full"
            assert isinstance(raised.value.__cause__, redis.OutOfMemoryError)
        assert store.get([key], NOW) == [b"one"]
        assert not store.swap(key, b"other", b"two", TTL, NOW)
        # A deletion needs no room.
        assert store.swap(key, b"one", None, TTL, NOW)

        async def work() -> None:
            async with AsyncRedisStore.from_url(own.url) as later:
                with pytest.raises(StoreFull):
                    await later.swap(key, None, b"two", TTL, NOW)

        asyncio.run(work())


def test_something_else_is_under_the_key(key: str) -> None:
    with RedisStore.from_url(redis_url()) as store, redis.Redis.from_url(redis_url()) as client:
        client.rpush(key, "not a record")
        refused(lambda: store.get([key], NOW))
        refused(lambda: store.get([key, "other"], NOW))
        refused(lambda: store.swap(key, None, b"one", TTL, NOW))


def test_a_client_that_tries_again(server: Server, key: str) -> None:
    # As redis-py does unless it is told otherwise. The second swap does not find what it expects.
    client = redis.Redis.from_url(server.url, socket_timeout=TIMEOUT, retry=Retry(NoBackoff(), 2))
    store = RedisStore(client)
    assert store.swap(key, None, b"one", TTL, NOW)
    server.pause()
    refused(lambda: store.swap(key, b"one", b"two", TTL, NOW), within=6 * TIMEOUT)
    server.resume()
    until = time.monotonic() + 5
    while store.get([key], NOW) != [b"two"]:
        assert time.monotonic() < until
    assert not store.swap(key, b"one", b"two", TTL, NOW)
    client.close()


CLIENTS: list[tuple[Any, str]] = [
    (lambda: redis.Redis(decode_responses=True), "decode_responses"),
    (lambda: redis.Redis(protocol=3, cache_config=redis.cache.CacheConfig()), "cache"),
    (lambda: redis.asyncio.Redis(), "AsyncRedisStore"),
    (lambda: redis.RedisCluster.from_url(cluster_url(), decode_responses=True), "decode_responses"),
    (
        lambda: redis.RedisCluster.from_url(
            cluster_url(), load_balancing_strategy=LoadBalancingStrategy.ROUND_ROBIN
        ),
        "primaries",
    ),
]
ASYNC_CLIENTS: list[tuple[Any, str]] = [
    (lambda: redis.asyncio.Redis(decode_responses=True), "decode_responses"),
    (lambda: redis.Redis(), r"redis\.asyncio"),
    (
        lambda: redis.asyncio.RedisCluster(host="localhost", decode_responses=True),
        "decode_responses",
    ),
    (
        lambda: redis.asyncio.RedisCluster(
            host="localhost", load_balancing_strategy=LoadBalancingStrategy.RANDOM_REPLICA
        ),
        "primaries",
    ),
]


@pytest.mark.parametrize(("client", "why"), CLIENTS)
def test_clients_that_will_not_do(client: Callable[[], Any], why: str) -> None:
    refused = client()
    with pytest.raises(BadArgument, match=why):
        RedisStore(refused)
    if not isinstance(refused, redis.asyncio.Redis):
        refused.close()


def test_options_that_will_not_do() -> None:
    # A warning of a socket that nobody closes would fail this test.
    for cluster, url in ((False, redis_url()), (True, cluster_url())):
        with pytest.raises(BadArgument, match="decode_responses"):
            RedisStore.from_url(url, cluster=cluster, decode_responses=True)


@pytest.mark.parametrize(("client", "why"), ASYNC_CLIENTS)
def test_asyncio_clients_that_will_not_do(client: Callable[[], Any], why: str) -> None:
    async def work() -> None:
        refused = client()
        with pytest.raises(BadArgument, match=why):
            AsyncRedisStore(refused)
        if isinstance(refused, redis.asyncio.RedisCluster):
            await refused.aclose()

    asyncio.run(work())


def test_a_client_of_the_callers_stays_open(key: str) -> None:
    client = redis.RedisCluster.from_url(cluster_url())
    with RedisStore(client) as store:
        assert store.swap(key, None, b"one", TTL, NOW)
    assert client.get(key) == b"one"
    client.close()

    async def work() -> None:
        later = redis.asyncio.Redis.from_url(redis_url())
        async with AsyncRedisStore(later) as store:
            assert await store.swap(key, None, b"one", TTL, NOW)
        assert await later.get(key) == b"one"
        await later.aclose()

    asyncio.run(work())


def test_options_go_to_the_client() -> None:
    with RedisStore.from_url(redis_url(), client_name="ours", socket_timeout=7) as store:
        assert store._client.client_getname() in ("ours", b"ours")
        assert store._client.get_connection_kwargs()["socket_timeout"] == 7


def python(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_redis_is_imported_when_it_is_needed() -> None:
    text = """
import sys
from tokenseal import stores
print("redis" in sys.modules)
stores.RedisStore
print("redis" in sys.modules)
"""
    assert python(text) == "False\nTrue\n"


def test_what_to_install() -> None:
    text = """
import sys
sys.modules["redis"] = None
from tokenseal.stores import SqliteStore
try:
    from tokenseal.stores import RedisStore
except ImportError as error:
    print(error)
"""
    assert python(text) == "RedisStore needs redis-py: pip install 'tokenseal[redis]'\n"
