"""Stores that have no room, that another process holds, or that forget scripts: as an application sees it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from functools import partial

from resp import ask
from tokenseal import (
    MemoryStore,
    RefreshTokens,
    Revocations,
    Revoked,
    SessionEnded,
    Sessions,
    StoreFull,
    StoreUnavailable,
    TokenError,
)

from places import RING, Cluster, Place, Server
from tally import Tally


def raises(kind: type[TokenError], work: Callable[[], object], what: str, tally: Tally) -> None:
    try:
        work()
    except TokenError as error:
        tally.same(type(error), kind, what)
    else:
        tally.note(False, f"{what}: no {kind.__name__}")


def memory_is_full(tally: Tally) -> None:
    """A full memory store starts nothing new, and still reads, saves and logs out."""
    sessions = Sessions(RING, MemoryStore(capacity=2))
    one, two = sessions.start("user-1", {"n": 1}), sessions.start("user-2")
    raises(StoreFull, lambda: sessions.start("user-3"), "memory, full: start", tally)
    one.data["n"] = 2
    sessions.save(one)
    tally.same(sessions.load(one.cookie).data, {"n": 2}, "memory, full: save and load")
    raises(StoreFull, lambda: sessions.end_all(one), "memory, full: end all, which is one record more", tally)
    sessions.end(one)
    raises(SessionEnded, lambda: sessions.load(one.cookie), "memory, full: end", tally)
    tally.note(sessions.load(two.cookie).is_of("user-2"), "memory, full: nothing was dropped")


def redis_is_full(server: Server, tally: Tally) -> None:
    """With ``noeviction`` nothing is written, and nothing is dropped."""
    with Place("redis", server.url).open() as store:
        sessions = Sessions(RING, store, namespace="full")
        session = sessions.start("user-42", {"n": 1})
        ask(server.port, "CONFIG", "SET", "maxmemory", "1")
        raises(StoreFull, lambda: sessions.start("user-43"), "redis, full: start", tally)
        raises(StoreFull, lambda: sessions.end(session), "redis, full: end", tally)
        tally.same(sessions.load(session.cookie).data, {"n": 1}, "redis, full: load")
        ask(server.port, "CONFIG", "SET", "maxmemory", "0")
        sessions.end(session)
        raises(SessionEnded, lambda: sessions.load(session.cookie), "redis, with room again: end", tally)


def sqlite_is_locked(path: str, tally: Tally) -> None:
    """While another process writes, reading goes on, and writing says so when its time is over."""
    with Place("sqlite", path, timeout=0.3).open() as store:
        sessions = Sessions(RING, store, namespace="locked")
        session = sessions.start("user-42", {"n": 1})
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        raises(StoreUnavailable, lambda: sessions.end(session), "sqlite, locked: end", tally)
        seconds = time.monotonic() - began
        tally.note(0.25 < seconds < 2, f"sqlite, locked: the error comes after {seconds:.1f} s")
        tally.same(sessions.load(session.cookie).data, {"n": 1}, "sqlite, locked: load")
        other.execute("ROLLBACK")
        other.close()
        sessions.end(session)
        raises(SessionEnded, lambda: sessions.load(session.cookie), "sqlite, free again: end", tally)


def scripts_are_flushed(place: Place, ports: list[int], tally: Tally) -> None:
    """``SCRIPT FLUSH`` before every single operation."""

    def flush() -> None:
        for port in ports:
            ask(port, "SCRIPT", "FLUSH")

    with place.open() as store:
        sessions = Sessions(RING, store, namespace="flushed")
        tokens = RefreshTokens(RING, store, namespace="flushed")
        revocations = Revocations(store, namespace="flushed")
        for turn in range(10):
            said = f"{place.kind}, scripts flushed, round {turn}"
            flush()
            first = sessions.start("user-42", {"n": turn})
            flush()
            sessions.update(first, lambda data: {"n": data["n"] + 1})
            flush()
            second = sessions.rotate(first)
            tally.same(sessions.load(second.cookie).data, {"n": turn + 1}, f"{said}: the session")
            flush()
            sessions.end(second)
            for each in (first, second):
                raises(SessionEnded, partial(sessions.load, each.cookie), f"{said}: end", tally)
            flush()
            pair = tokens.issue("user-42")
            flush()
            tally.note(not tokens.refresh(pair.refresh).repeated, f"{said}: refresh")
        live = sessions.start("user-42")
        flush()
        revocations.end_all("user-42")
        raises(Revoked, lambda: sessions.load(live.cookie), f"{place.kind}, scripts flushed: end all", tally)


def shortage(server: Server, cluster: Cluster, path: str, tally: Tally) -> None:
    """All of it."""
    memory_is_full(tally)
    redis_is_full(server, tally)
    sqlite_is_locked(path, tally)
    scripts_are_flushed(Place("redis", server.url), [server.port], tally)
    ports = [node.port for node in cluster.nodes]
    scripts_are_flushed(Place("cluster", cluster.url), ports, tally)
    tally.tell("memory and redis full, sqlite locked, scripts flushed")
