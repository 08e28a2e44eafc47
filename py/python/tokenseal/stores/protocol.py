"""What a store is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["AsyncStore", "Store"]


@runtime_checkable
class Store(Protocol):
    """Keeps records by key, each until its time to live is over.

    Safe to use from several threads at once. A key is at most 64 characters of ASCII, a record at most
    65,664 bytes. ``now`` is in milliseconds since 1970; a store with a clock of its own may ignore it.

    Both methods raise ``tokenseal.StoreUnavailable`` when the store fails, with the failure as
    ``__cause__``; what else they raise becomes that. A ``swap`` that failed so may still have taken place.
    """

    def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:
        """Return the record of each key, or None where there is none or it has expired.

        One round trip, whatever the number of keys: 1 to 3. What an earlier ``swap`` of anybody wrote is
        seen: a replica that lags behind must not be asked.
        """
        ...

    def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        """Replace the key's record, if it is ``expected`` byte for byte. Whether it was is returned.

        Atomic: of several at once that expect the same, one takes place. ``expected`` None is no record,
        or one that has expired; ``new`` None deletes. ``ttl`` is in milliseconds, 1 or more: the record
        stays that long from ``now``, never shorter (for a deletion it means nothing). A store without
        room raises ``tokenseal.StoreFull`` and changes nothing; none drops a record to make room.
        """
        ...


@runtime_checkable
class AsyncStore(Protocol):
    """A ``Store`` for asyncio: the same methods as coroutines."""

    async def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:
        """Return the record of each key: see ``Store.get``."""
        ...

    async def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        """Replace the key's record, if it is ``expected``: see ``Store.swap``."""
        ...
