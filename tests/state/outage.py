"""A server that goes down, comes back, or takes a request and does not answer: as an application sees it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator

from tokenseal import (
    AsyncRefreshTokens,
    AsyncRevocations,
    AsyncSessions,
    Conflict,
    RefreshTokens,
    Revocations,
    Session,
    Sessions,
    StoreUnavailable,
    TokenError,
    TokenPair,
)

from places import RING, Cluster, Place, Server
from tally import Tally

TIMEOUT = 0.5
LONGEST = 3 * TIMEOUT + 0.5
"""Seconds until an error: a Cluster's client looks for the node again, and the machine may be busy."""


class Clients:
    """What an application has: made once, and never again."""

    def __init__(self, place: Place, tally: Tally) -> None:
        self.tally = tally
        self.store = place.open()
        self.sessions = Sessions(RING, self.store, namespace="outage")
        self.tokens = RefreshTokens(RING, self.store, namespace="outage")
        self.revocations = Revocations(self.store, namespace="outage")
        self.careless = Revocations(self.store, namespace="outage", fail_open=True)

    def unavailable(self, work: Callable[[], object], what: str) -> None:
        began = time.monotonic()
        try:
            work()
        except StoreUnavailable as error:
            seconds = time.monotonic() - began
            self.tally.note(seconds < LONGEST, f"{what}: the error comes after {seconds:.1f} s")
            self.tally.note(error.__cause__ is not None, f"{what}: the cause is told")
        except TokenError as error:
            self.tally.note(False, f"{what}: {error.code}")
        else:
            self.tally.note(False, f"{what}: no error")


@contextlib.contextmanager
def down(server: Server | Cluster) -> Iterator[None]:
    server.kill()
    try:
        yield
    finally:
        server.start()


@contextlib.contextmanager
def hung(server: Server) -> Iterator[None]:
    server.pause()
    try:
        yield
    finally:
        server.resume()


def goes_down(kind: str, server: Server | Cluster, tally: Tally) -> None:
    """Every operation says so in time, nothing is burnt, and the same objects go on afterwards."""
    clients = Clients(Place(kind, server.url, TIMEOUT), tally)
    session = clients.sessions.start("user-42", {"n": 1})
    pair = clients.tokens.issue("user-42")
    for number in (2, 3):
        said = f"{kind}, down for the {number - 1}. time"
        session.data["n"] = number
        with down(server):
            nothing_works(clients, said, session, pair)
        found = clients.sessions.load(session.cookie)
        tally.same(found.data, {"n": number - 1}, f"{said} and up: what was saved before")
        clients.sessions.save(session)
        tally.same(clients.sessions.load(session.cookie).data, {"n": number}, f"{said} and up: saved now")
        clients.revocations.check(pair.access, RING.verify(pair.access))
        pair = clients.tokens.refresh(pair.refresh)
        tally.note(not (pair.repeated or pair.recovered), f"{said} and up: the refresh token was not used up")
    clients.store.close()


def nothing_works(clients: Clients, said: str, session: Session, pair: TokenPair) -> None:
    sessions, tokens, revocations = clients.sessions, clients.tokens, clients.revocations
    claims = RING.verify(pair.access)
    clients.unavailable(lambda: sessions.start("user-43"), f"{said}: start")
    clients.unavailable(lambda: sessions.load(session.cookie), f"{said}: load")
    clients.unavailable(lambda: sessions.save(session), f"{said}: save")
    clients.unavailable(lambda: sessions.rotate(session), f"{said}: rotate")
    clients.unavailable(lambda: sessions.end(session), f"{said}: end")
    clients.unavailable(lambda: sessions.end_all(session), f"{said}: end all")
    clients.unavailable(lambda: tokens.issue("user-43"), f"{said}: issue")
    clients.unavailable(lambda: tokens.refresh(pair.refresh), f"{said}: refresh")
    clients.unavailable(lambda: revocations.check(pair.access, claims), f"{said}: check")
    clients.unavailable(lambda: revocations.deny(pair.access, claims), f"{said}: deny")
    # Who has asked for that is let in.
    clients.careless.check(pair.access, claims)


def goes_down_for_asyncio(kind: str, server: Server | Cluster, tally: Tally) -> None:
    """The same objects of asyncio go on as well."""

    async def work() -> None:
        async with Place(kind, server.url, TIMEOUT).open_async() as store:
            sessions = AsyncSessions(RING, store, namespace="outage")
            tokens = AsyncRefreshTokens(RING, store, namespace="outage")
            revocations = AsyncRevocations(store, namespace="outage")
            session = await sessions.start("user-42", {"n": 1})
            pair = await tokens.issue("user-42")
            claims = RING.verify(pair.access)
            with down(server):
                for attempt in (
                    sessions.load(session.cookie),
                    sessions.save(session),
                    tokens.refresh(pair.refresh),
                    revocations.check(pair.access, claims),
                ):
                    began = time.monotonic()
                    try:
                        await attempt
                    except StoreUnavailable:
                        seconds = time.monotonic() - began
                        tally.note(seconds < LONGEST, f"{kind}, asyncio: an error after {seconds:.1f} s")
                    else:
                        tally.note(False, f"{kind}, asyncio: no error")
            tally.same((await sessions.load(session.cookie)).data, {"n": 1}, f"{kind}, asyncio: up again")
            pair = await tokens.refresh(pair.refresh)
            tally.note(not (pair.repeated or pair.recovered), f"{kind}, asyncio: refreshed")

    asyncio.run(work())


def loses_answers(server: Server, tally: Tally) -> None:
    """The server does what it was asked, after the client has given up: doing it again is no harm."""
    clients = Clients(Place("redis", server.url, TIMEOUT), tally)
    sessions, tokens = clients.sessions, clients.tokens
    session = sessions.start("user-42", {"n": 1})
    pair = tokens.issue("user-42")

    def lost(work: Callable[[], object], what: str) -> None:
        # The read is answered, the swap is not.
        original = clients.store.swap

        def swap(key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
            with hung(server):
                return original(key, expected, new, ttl, now)

        clients.store.swap = swap  # type: ignore[method-assign]
        try:
            clients.unavailable(work, what)
        finally:
            clients.store.swap = original  # type: ignore[method-assign]

    session.data["n"] = 2
    lost(lambda: sessions.save(session), "a save whose answer is lost")
    # It took place, which the client can't know: another may have saved the same. It loads, and sees.
    try:
        sessions.save(session)
    except Conflict:
        tally.note(True, "")
    else:
        tally.note(False, "saved again after a lost answer: no conflict")
    tally.same(sessions.load(session.cookie).data, {"n": 2}, "loaded after a lost answer")
    session = sessions.update(session, lambda data: {"n": data["n"] + 1})
    tally.same(sessions.load(session.cookie).data, {"n": 3}, "updated after a lost answer")

    lost(lambda: tokens.refresh(pair.refresh), "a refresh whose answer is lost")
    again = tokens.refresh(pair.refresh)
    tally.note(again.repeated, "refreshed again after a lost answer: the successor is given again")
    tally.same(tokens.refresh(pair.refresh).refresh, again.refresh, "and again: the same one")
    tally.note(not tokens.refresh(again.refresh).repeated, "and it goes on from there")

    lost(lambda: sessions.end(session), "a log-out whose answer is lost")
    sessions.end(session)
    try:
        sessions.load(session.cookie)
    except TokenError as error:
        tally.same(error.code, "session-ended", "logged out after a lost answer")
    else:
        tally.note(False, "logged out after a lost answer: still live")
    clients.store.close()


def outage(server: Server, cluster: Cluster, tally: Tally) -> None:
    """All of it, on both."""
    for kind, taken_down in (("redis", server), ("cluster", cluster)):
        goes_down(kind, taken_down, tally)
        goes_down_for_asyncio(kind, taken_down, tally)
    loses_answers(server, tally)
    tally.tell("redis and cluster: down and up again, answers lost, the clients made once")
