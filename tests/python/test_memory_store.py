"""MemoryStore: that it keeps to its capacity."""

from __future__ import annotations

import pytest
from tokenseal import BadArgument, TokenError
from tokenseal.errors import StoreFull
from tokenseal.stores import AsyncMemoryStore, MemoryStore

NOW = 1_700_000_000_000


def full(capacity: int) -> MemoryStore:
    store = MemoryStore(capacity)
    for number in range(capacity):
        assert store.swap(str(number), None, b"record", 60_000 + number, NOW)
    return store


def test_full_refuses_and_drops_nothing() -> None:
    store = full(3)
    with pytest.raises(StoreFull, match="3 records") as raised:
        store.swap("new", None, b"record", 60_000, NOW)
    assert raised.value.code == "store-full"
    assert isinstance(raised.value, TokenError)
    assert store.get(["0", "1", "2"], NOW) == [b"record"] * 3
    assert store.get(["new"], NOW) == [None]


def test_full_still_replaces() -> None:
    store = full(3)
    assert store.swap("0", b"record", b"other", 60_000, NOW)
    assert not store.swap("0", b"record", b"third", 60_000, NOW)
    assert not store.swap("new", b"record", b"third", 60_000, NOW)
    assert store.get(["0"], NOW) == [b"other"]


def test_a_deletion_makes_room() -> None:
    store = full(3)
    assert store.swap("1", b"record", None, 1, NOW)
    assert store.swap("new", None, b"record", 60_000, NOW)
    with pytest.raises(StoreFull):
        store.swap("1", None, b"record", 60_000, NOW)


def test_what_has_expired_makes_room() -> None:
    store = full(3)
    assert store.swap("new", None, b"record", 60_000, NOW + 60_000)
    with pytest.raises(StoreFull):
        store.swap("newer", None, b"record", 60_000, NOW + 60_000)
    assert store.get(["1", "2"], NOW + 60_000) == [b"record", b"record"]
    # In its own place as well.
    assert store.swap("1", None, b"again", 60_000, NOW + 60_001)
    with pytest.raises(StoreFull):
        store.swap("newer", None, b"record", 60_000, NOW + 60_001)


def test_a_record_that_was_renewed_does_not_expire_before_its_time() -> None:
    store = full(2)
    assert store.swap("0", b"record", b"renewed", 600_000, NOW)
    assert store.swap("new", None, b"record", 60_000, NOW + 60_001)
    assert store.get(["0"], NOW + 60_001) == [b"renewed"]
    with pytest.raises(StoreFull):
        store.swap("newer", None, b"record", 60_000, NOW + 60_001)


def test_it_does_not_grow_by_what_is_over() -> None:
    store = MemoryStore()
    for number in range(20_000):
        assert store.swap(f"{number}", None, b"record", 10, NOW + number)
    assert len(store._rows) <= 10 + 16
    for number in range(20_000):
        expected = None if number == 0 else b"%d" % (number - 1)
        assert store.swap("one", expected, b"%d" % number, 1_000_000, NOW + 20_000)
    assert len(store._expiries) < 2000


@pytest.mark.parametrize("capacity", [0, -1])
@pytest.mark.parametrize("kind", [MemoryStore, AsyncMemoryStore])
def test_a_capacity_of_none(kind: type[MemoryStore | AsyncMemoryStore], capacity: int) -> None:
    with pytest.raises(BadArgument, match="capacity"):
        kind(capacity)
