"""Stores of one's own: what they raise, and what they return that they may not."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

import pytest
from tokenseal import (
    AsyncRevocations,
    BadArgument,
    Revocations,
    StoreFull,
    StoreUnavailable,
    TokenError,
)

from state_help import NOW, RING, World

TOKEN = RING.sign({"sub": "user-42"}, now=NOW)
CLAIMS = RING.verify(TOKEN, now=NOW)


def failing(error: BaseException) -> Any:
    """Make a method that raises it."""

    def fail(*_: object) -> Any:
        raise error

    return fail


def returning(value: object) -> Any:
    """Make a method that returns it."""
    return lambda *_: value


@pytest.mark.parametrize("error", [ConnectionResetError("gone"), KeyError("x"), asyncio.TimeoutError()])
@pytest.mark.parametrize("method", ["get", "swap"])
def test_what_a_store_raises_is_its_being_unavailable(world: World, method: str, error: Exception) -> None:
    setattr(world.store, method, failing(error))
    with pytest.raises(StoreUnavailable, match=r"^the store is unavailable$") as caught:
        world.sessions().start("user-42", now=NOW)
    assert caught.value.__cause__ is error
    lenient = world.revocations(fail_open=True)
    if method == "get":
        lenient.check(TOKEN, CLAIMS, now=NOW)
    with pytest.raises(StoreUnavailable):
        world.revocations().deny(TOKEN, CLAIMS, now=NOW)


@pytest.mark.parametrize("error", [StoreFull(), StoreUnavailable("down"), BadArgument("no")])
@pytest.mark.parametrize("method", ["get", "swap"])
def test_our_own_errors_pass(world: World, method: str, error: TokenError) -> None:
    setattr(world.store, method, failing(error))
    with pytest.raises(type(error)) as caught:
        world.sessions().start("user-42", now=NOW)
    assert caught.value is error


class Stop(BaseException):
    """As KeyboardInterrupt, which would end the test run."""


@pytest.mark.parametrize("method", ["get", "swap"])
def test_what_ends_the_work_passes(world: World, method: str) -> None:
    setattr(world.store, method, failing(Stop()))
    with pytest.raises(Stop):
        world.sessions().start("user-42", now=NOW)


def test_who_cancels_is_not_told_of_the_store() -> None:
    class Hanging:
        async def get(self, *_: object) -> Any:
            await asyncio.sleep(3600)

        swap = get

    async def run() -> None:
        check = asyncio.ensure_future(
            AsyncRevocations(Hanging(), fail_open=True).check(TOKEN, CLAIMS, now=NOW)
        )
        await asyncio.sleep(0)
        check.cancel()
        with pytest.raises(asyncio.CancelledError):
            await check

    asyncio.run(run())


def test_a_method_for_asyncio_that_raises_before_it_waits() -> None:
    class Early:
        get = swap = failing(OSError("early"))

    async def run() -> None:
        await AsyncRevocations(Early(), fail_open=True).check(TOKEN, CLAIMS, now=NOW)
        with pytest.raises(StoreUnavailable) as caught:
            await AsyncRevocations(Early()).check(TOKEN, CLAIMS, now=NOW)
        assert isinstance(caught.value.__cause__, OSError)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("found", "how"),
    [
        (None, "get returned NoneType, not a list"),
        (42, "get returned int, not a list"),
        ({"a": b""}, "get returned dict, not a list"),
        (iter([]), "get returned list_iterator, not a list"),
        ([], "get returned 0 records for 2 keys"),
        ([None], "get returned 1 records for 2 keys"),
        ([None] * 3, "get returned 3 records for 2 keys"),
        (b"ab", "get returned a record that is int, not bytes or None"),
        ([None, "secret"], "get returned a record that is str, not bytes or None"),
        ([False, None], "get returned a record that is bool, not bytes or None"),
    ],
)
def test_a_get_that_returns_what_it_may_not(world: World, found: object, how: str) -> None:
    world.store.get = returning(found)
    with pytest.raises(StoreUnavailable) as caught:
        world.revocations().check(TOKEN, CLAIMS, now=NOW)
    assert str(caught.value) == f"the store does not keep to its interface: {how}"
    world.revocations(fail_open=True).check(TOKEN, CLAIMS, now=NOW)


@pytest.mark.parametrize("took", [None, 1, "OK", b""])
def test_a_swap_that_returns_what_it_may_not(world: World, took: object) -> None:
    world.store.swap = returning(took)
    with pytest.raises(StoreUnavailable) as caught:
        world.sessions().start("user-42", now=NOW)
    how = f"swap returned {type(took).__name__}, not bool"
    assert str(caught.value) == f"the store does not keep to its interface: {how}"


class Octets(bytes):
    """Bytes of a class of one's own."""


@pytest.mark.parametrize(
    "kind", [bytearray, memoryview, Octets, lambda record: memoryview(bytearray(record))]
)
@pytest.mark.parametrize("several", [list, tuple, deque])
def test_records_may_be_bytes_of_any_kind(world: World, kind: Any, several: Any) -> None:
    get = world.store.get
    world.store.get = lambda keys, now: several(
        None if record is None else kind(record) for record in get(keys, now)
    )
    sessions = world.sessions()
    session = sessions.start("user-42", {"n": 1}, now=NOW)
    sessions.update(session, lambda data: data | {"n": 2}, now=NOW + 100)
    assert sessions.load(session.cookie, now=NOW + 200).data == {"n": 2}


def test_a_memoryview_that_was_released(world: World) -> None:
    view = memoryview(b"record")
    view.release()
    world.store.get = returning([view, None])
    with pytest.raises(StoreUnavailable) as caught:
        world.revocations().check(TOKEN, CLAIMS, now=NOW)
    assert isinstance(caught.value.__cause__, ValueError)


def test_the_wrong_kind_of_store_is_no_failure_of_it() -> None:
    class Future:
        """Something to wait for."""

        def __await__(self) -> Any:
            yield

    class Later:
        def get(self, *_: object) -> Any:
            return Future()

        swap = get

    class Half:
        async def get(self, keys: list[str], _now: int) -> Any:
            return [None] * len(keys)

        def swap(self, *_: object) -> Any:
            return True

    with pytest.raises(TypeError, match="Later is a store for asyncio code, and this for plain code"):
        Revocations(Later(), fail_open=True).check(TOKEN, CLAIMS, now=NOW)
    with pytest.raises(TypeError, match="Half is a store for plain code, and this for asyncio code"):
        asyncio.run(AsyncRevocations(Half(), fail_open=True).end_all("user-42"))
