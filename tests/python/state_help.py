"""What the tests of sessions, refresh tokens and revocation have in common."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Sequence
from typing import Any

from tokenseal import (
    AsyncRefreshTokens,
    AsyncRevocations,
    AsyncSessions,
    Key,
    KeyRing,
    MemoryStore,
    RefreshTokens,
    Revocations,
    Sessions,
    StoreUnavailable,
)

__all__ = ["DAY", "NEW", "NOW", "OLD", "RING", "Broken", "Waiting", "Watched", "World"]

OLD = Key("HS256", b"the old secret, at least 32 bytes", kid="old")
NEW = Key("HS256", b"the new secret, at least 32 bytes", kid="new")
RING = KeyRing([NEW, OLD])
NOW = 1_700_000_000
DAY = 86_400


class Watched:
    """A store in memory that counts what it is asked, and lets somebody else be faster."""

    def __init__(self, capacity: int = 1000) -> None:
        """Begin empty."""
        self.memory = MemoryStore(capacity)
        self.gets = self.swaps = 0
        self.before_swap: Callable[[], object] = lambda: None

    def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:
        """Get."""
        self.gets += 1
        return self.memory.get(keys, now)

    def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        """Swap, after somebody else had his turn."""
        self.swaps += 1
        meddle, self.before_swap = self.before_swap, lambda: None
        meddle()
        return self.memory.swap(key, expected, new, ttl, now)

    @property
    def rows(self) -> dict[str, bytes]:
        """What it has."""
        return {key: record for key, (record, _) in self.memory._rows.items()}

    def put_back(self, rows: dict[str, bytes]) -> None:
        """Lose what was written since."""
        self.memory._rows.update({key: (record, 2**62) for key, record in rows.items()})


class Broken:
    """A store that is down."""

    def get(self, *_: object) -> list[bytes | None]:
        """Fail."""
        raise StoreUnavailable from ConnectionRefusedError("no route")

    swap = get


class Waiting:
    """A plain store for asyncio, that lets others run meanwhile."""

    def __init__(self, store: Any) -> None:
        """Wait before what the store does."""
        self._store = store

    async def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:
        """Wait, and get."""
        await asyncio.sleep(0)
        found: list[bytes | None] = self._store.get(keys, now)
        return found

    async def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        """Wait, and swap."""
        await asyncio.sleep(0)
        took: bool = self._store.swap(key, expected, new, ttl, now)
        return took


class Ran:
    """An object whose coroutines are run, so that one test does for both kinds."""

    def __init__(self, inner: Any) -> None:
        """Run what is inside."""
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        """Get a member; a coroutine function becomes a plain one."""
        member = getattr(self.inner, name)
        if not inspect.iscoroutinefunction(member):
            return member
        return lambda *args, **options: asyncio.run(member(*args, **options))


class World:
    """A store, and what works over it: plain, or for asyncio."""

    def __init__(self, kind: str, store: Any = None) -> None:
        """Begin with an empty store, unless there is one."""
        self.kind = kind
        self.store = Watched() if store is None else store

    def _make(self, plain: type, waiting: type, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        if self.kind == "plain":
            return plain(*args, self.store, **options)
        return Ran(waiting(*args, Waiting(self.store), **options))

    def sessions(self, ring: Any = RING, **options: Any) -> Any:
        """Make ``Sessions``."""
        return self._make(Sessions, AsyncSessions, (ring,), options)

    def tokens(self, ring: Any = RING, **options: Any) -> Any:
        """Make ``RefreshTokens``."""
        return self._make(RefreshTokens, AsyncRefreshTokens, (ring,), options)

    def revocations(self, **options: Any) -> Any:
        """Make ``Revocations``."""
        return self._make(Revocations, AsyncRevocations, (), options)
