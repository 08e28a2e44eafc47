"""How an operation is carried out on a store, waiting or not.

All of it is written once, for asyncio. A plain store is made to look like one for asyncio in which nothing
ever waits, so that one step of a coroutine is all of it, and no event loop is needed.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from tokenseal._tokenseal import Transition
    from tokenseal.stores import AsyncStore, Store

T = TypeVar("T")


async def carry_out(store: AsyncStore, transition: Transition) -> Transition:
    """Read, decide and swap until it is done, or an exception says why not."""
    now = transition.now
    while not transition.is_done:
        getting = store.get(transition.keys(), now)
        if not isinstance(getting, Awaitable):
            raise _wrong_kind(store, "plain", "asyncio")
        write = transition.decide(await getting)
        if write is not None:
            transition.swapped(await store.swap(*write, now))
    return transition


class AtOnce:
    """A plain store as one for asyncio."""

    def __init__(self, store: Store) -> None:
        from inspect import iscoroutinefunction  # noqa: PLC0415 - it takes longer to import than all else here

        check_store(store)
        if iscoroutinefunction(store.get):
            raise _wrong_kind(store, "asyncio", "plain")
        self._store = store

    async def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:
        return self._store.get(keys, now)

    async def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        return self._store.swap(key, expected, new, ttl, now)


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


def check_store(store: object) -> None:
    """Make sure that it is a store, of either kind."""
    if not all(callable(getattr(store, name, None)) for name in ("get", "swap")):
        message = f"a store has the methods get and swap; {type(store).__name__} has not"
        raise TypeError(message)


def _wrong_kind(store: object, its: str, ours: str) -> TypeError:
    name = type(store).__name__
    return TypeError(f"{name} is a store for {its} code, and this for {ours} code: take the twin of either")
