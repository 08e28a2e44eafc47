"""How an operation is carried out on a store, waiting or not.

All of it is written once, for asyncio. A plain store is made to look like one for asyncio in which nothing
ever waits, so that one step of a coroutine is all of it, and no event loop is needed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from tokenseal.errors import StoreUnavailable, TokenError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from tokenseal._tokenseal import Transition
    from tokenseal.stores import AsyncStore, Store

T = TypeVar("T")


async def carry_out(store: AsyncStore, transition: Transition) -> Transition:
    """Read, decide and swap until it is done, or an exception says why not.

    What a store raises that is no ``TokenError``, and what it returns that it may not, is
    ``StoreUnavailable``.
    """
    now = transition.now
    while not transition.is_done:
        keys = transition.keys()
        write = transition.decide(_records(await _answer(store, store.get, keys, now), len(keys)))
        if write is not None:
            transition.swapped(_took(await _answer(store, store.swap, *write, now)))
    return transition


class AtOnce:
    """A plain store as one for asyncio."""

    def __init__(self, store: Store) -> None:
        from inspect import iscoroutinefunction  # noqa: PLC0415 - it takes longer to import than all else here

        check_store(store)
        if iscoroutinefunction(store.get):
            raise _wrong_kind(store, "asyncio", "plain")
        self.store = store

    async def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:
        return self.store.get(keys, now)

    async def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        return self.store.swap(key, expected, new, ttl, now)


def at_once(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never waits."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    coroutine.close()
    message = "something waits here: use the class for asyncio"
    raise TypeError(message)


async def _answer(store: AsyncStore, ask: Callable[..., object], *args: object) -> object:
    try:
        waiting = ask(*args)
    except TokenError:
        raise
    except Exception as error:
        raise StoreUnavailable from error
    if not isinstance(waiting, Awaitable):
        raise _wrong_kind(store, "plain", "asyncio")
    try:
        answer: object = await waiting
    except TokenError:
        raise
    except Exception as error:
        raise StoreUnavailable from error
    if isinstance(answer, Awaitable):
        raise _wrong_kind(store, "asyncio", "plain")
    return answer


def _records(found: object, expected: int) -> list[bytes | None]:
    if not isinstance(found, Sequence):
        how = f"get returned {type(found).__name__}, not a list"
        raise _breach(how)
    if len(found) != expected:
        how = f"get returned {len(found)} records for {expected} keys"
        raise _breach(how)
    return [record if record is None or type(record) is bytes else _copied(record) for record in found]


def _copied(record: object) -> bytes:
    if not isinstance(record, (bytes, bytearray, memoryview)):
        how = f"get returned a record that is {type(record).__name__}, not bytes or None"
        raise _breach(how)
    try:
        return bytes(record)
    except ValueError as error:
        # A memoryview that was released.
        raise StoreUnavailable from error


def _took(took: object) -> bool:
    if not isinstance(took, bool):
        how = f"swap returned {type(took).__name__}, not bool"
        raise _breach(how)
    return took


def _breach(how: str) -> StoreUnavailable:
    return StoreUnavailable(f"the store does not keep to its interface: {how}")


def check_store(store: object) -> None:
    """Make sure that it is a store, of either kind."""
    if not all(callable(getattr(store, name, None)) for name in ("get", "swap")):
        message = f"a store has the methods get and swap; {type(store).__name__} has not"
        raise TypeError(message)


def _wrong_kind(store: object, its: str, ours: str) -> TypeError:
    name = type(store.store if isinstance(store, AtOnce) else store).__name__
    return TypeError(f"{name} is a store for {its} code, and this for {ours} code: take the twin of either")
