"""What every store must do, each of them by the same tests."""

from __future__ import annotations

import asyncio
import concurrent.futures
import multiprocessing
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import tokenseal.stores
from tokenseal.stores import AsyncStore, Store

from store_help import ASYNC, PLAIN, SHARED, Opened, Waiting, count_up, count_up_in_a_process, opened

LARGEST = 65_536 + 128
"""Bytes of the largest record."""


@pytest.fixture(params=[*PLAIN, *ASYNC])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    with opened(request.param, tmp_path) as found:
        yield found


def test_of_the_protocol(store: Opened) -> None:
    if isinstance(store.store, Waiting):
        assert isinstance(store.store.store, AsyncStore)
    else:
        assert isinstance(store.store, Store)


def test_absent(store: Opened) -> None:
    assert store.get("a") == [None]
    assert store.get("a", "b", "c") == [None, None, None]
    assert not store.swap(b"x", b"y")
    assert not store.swap(b"x", None)
    assert not store.swap(b"", b"y")
    assert store.swap(None, None)
    assert store.get("a") == [None]


def test_create_replace_delete(store: Opened) -> None:
    assert store.swap(None, b"one")
    assert store.get("a") == [b"one"]
    assert not store.swap(None, b"two")
    assert not store.swap(None, None)
    assert not store.swap(b"other", b"two")
    assert not store.swap(b"other", None)
    assert store.get("a") == [b"one"]
    assert store.swap(b"one", b"two")
    assert not store.swap(b"one", b"three")
    assert store.get("a") == [b"two"]
    assert store.swap(b"two", b"two")
    assert store.swap(b"two", None)
    assert store.get("a") == [None]
    assert store.swap(None, b"again")
    assert store.get("a") == [b"again"]


def test_several_keys_in_the_callers_order(store: Opened) -> None:
    for name in ("a", "b", "c"):
        assert store.swap(None, name.encode(), name=name)
    assert store.get("c", "a", "b") == [b"c", b"a", b"b"]
    assert store.get("c", "absent", "a") == [b"c", None, b"a"]
    assert store.get("b", "b") == [b"b", b"b"]
    assert store.swap(b"b", None, name="b")
    assert store.get("a", "b", "c") == [b"a", None, b"c"]


def test_expired_is_absent(store: Opened) -> None:
    assert store.swap(None, b"old", milliseconds=40)
    assert store.swap(None, b"other", name="b")
    store.until(lambda: store.get("a", "b") == [None, b"other"])
    assert not store.swap(b"old", b"new")
    assert not store.swap(b"old", None)
    assert store.swap(None, None)
    assert store.swap(None, b"new")
    assert store.get("a") == [b"new"]


def test_lives_as_long_as_said(store: Opened) -> None:
    assert store.swap(None, b"one", milliseconds=60_000)
    if store.kind in ("memory", "sqlite"):
        store.wait(59_999)
        assert store.get("a") == [b"one"]
        assert not store.swap(None, b"two")
        store.wait(1)
        assert store.get("a") == [None]
    else:
        store.wait(50)
        assert store.get("a") == [b"one"]


def test_each_write_sets_the_time_anew(store: Opened) -> None:
    assert store.swap(None, b"one", milliseconds=200)
    assert store.swap(b"one", b"two", milliseconds=60_000)
    store.wait(250)
    assert store.get("a") == [b"two"]
    assert store.swap(b"two", b"three", milliseconds=20)
    store.until(lambda: store.get("a") == [None])


RECORDS = [
    b"",
    b"\0",
    b"\0\0",
    b"\xff",
    b"a",
    b"a\0",
    b"A",
    b"\r\n",
    b"delete",
    b"1",
    "é".encode(),
    bytes(range(256)),
    bytes(range(256)) * (LARGEST // 256),
]


def test_records_are_bytes(store: Opened) -> None:
    held: bytes | None = None
    for record in [*RECORDS, bytes(LARGEST), b"\xff" * LARGEST]:
        assert store.swap(held, record)
        assert store.get("a") == [record]
        for other in RECORDS:
            if other != record:
                assert not store.swap(other, b"wrong")
        assert not store.swap(None, b"wrong")
        held = record
    assert store.swap(held, None)


@pytest.mark.parametrize("store", PLAIN, indirect=True)
def test_of_threads_that_create_one_wins(store: Opened) -> None:
    workers = 8
    gate = threading.Barrier(workers)

    def create(worker: int) -> list[bool]:
        took = []
        for turn in range(20):
            gate.wait(30)
            took.append(store.swap(None, b"%d" % worker, name=str(turn)))
        return took

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for turn, taken in enumerate(zip(*pool.map(create, range(workers)), strict=True)):
            assert sum(taken) == 1
            assert store.get(str(turn)) == [b"%d" % taken.index(True)]


@pytest.mark.parametrize("store", ASYNC, indirect=True)
def test_of_tasks_that_create_one_wins(store: Opened) -> None:
    assert isinstance(store.store, Waiting)
    loop, later = store.store.loop, store.store.store

    async def create() -> None:
        for turn in range(20):
            key = f"{store.prefix}:{turn}"
            tries = (later.swap(key, None, b"%d" % task, 60_000, store.now) for task in range(8))
            taken = await asyncio.gather(*tries)
            assert sum(taken) == 1
            assert await later.get([key], store.now) == [b"%d" % taken.index(True)]

    loop.run_until_complete(create())


@pytest.mark.parametrize("store", PLAIN, indirect=True)
def test_threads_lose_no_update(store: Opened) -> None:
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: count_up(store.store, f"{store.prefix}:n", 25), range(4)))
    assert store.get("n") == [(100).to_bytes(8, "big")]


@pytest.mark.parametrize("kind", SHARED)
def test_processes_lose_no_update(kind: str, tmp_path: Path) -> None:
    with opened(kind, tmp_path) as store:
        context = multiprocessing.get_context("spawn")
        with concurrent.futures.ProcessPoolExecutor(4, context) as pool:
            key = f"{store.prefix}:n"
            jobs = [pool.submit(count_up_in_a_process, kind, store.where, key, 50) for _ in range(4)]
            for job in jobs:
                job.result(60)
        assert store.get("n") == [(200).to_bytes(8, "big")]


def test_all_that_is_public_is_there() -> None:
    for name in tokenseal.stores.__all__:
        assert getattr(tokenseal.stores, name).__doc__
    with pytest.raises(AttributeError, match="PostgresStore"):
        tokenseal.stores.PostgresStore  # noqa: B018
