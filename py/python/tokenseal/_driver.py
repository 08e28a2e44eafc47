"""How an operation is carried out on a store, waiting or not.

All of it is written once, for asyncio. A plain store is made to look like one for asyncio in which nothing
ever waits, so that one step of a coroutine is all of it, and no event loop is needed.
"""

from __future__ import annotations

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
        write = transition.decide(await store.get(transition.keys(), now))
        if write is not None:
            transition.swapped(await store.swap(*write, now))
    return transition


class AtOnce:
    """A plain store as one for asyncio."""

    def __init__(self, store: Store) -> None:
        check_store(store, waits=False)
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
    message = "the store waits: use the class for asyncio"
    raise TypeError(message)


def check_store(store: object, *, waits: bool) -> None:
    """Make sure that it is a store, and of the right kind."""
    from inspect import iscoroutinefunction  # noqa: PLC0415 - it takes longer to import than all else here

    methods = [getattr(store, name, None) for name in ("get", "swap")]
    if not all(map(callable, methods)):
        message = f"a store has the methods get and swap; {type(store).__name__} has not"
        raise TypeError(message)
    if not isinstance(store, AtOnce) and any(iscoroutinefunction(method) != waits for method in methods):
        kinds = ("plain", "asyncio")
        message = (
            f"{type(store).__name__} is a store for {kinds[not waits]} code, and this a class for "
            f"{kinds[waits]} code: take the other of the two"
        )
        raise TypeError(message)
