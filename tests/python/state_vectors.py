"""The operations of the vectors on sessions, refresh tokens and revocation.

Each is walked through by hand; then the package's own drivers, plain and for asyncio, do the same over a
store that plays the vector's part, and must ask it the same and end alike.
"""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, Any
from unittest import mock

from tokenseal import (
    AsyncRefreshTokens,
    AsyncRevocations,
    AsyncSessions,
    KeyRing,
    RefreshTokens,
    Revocations,
    Session,
    Sessions,
    TokenError,
)
from tokenseal._tokenseal import (
    RefreshHandle,
    SessionHandle,
    TokenHandle,
    check_lifetime,
    end_subject,
    refresh_start,
    session_start,
)

from arguments import Args, duration, load_key, seconds
from state_player import AsyncPlayer, Part, Player

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from tokenseal._tokenseal import Transition
    from tokenseal.stores import AsyncStore, Store

    from state_player import Found, Shown

    Plain = Callable[[Store], object]
    Waiting = Callable[[AsyncStore], Coroutine[Any, Any, object]]


class Case:
    """One vector."""

    def __init__(self, args: Args, now: int) -> None:
        """Take what all operations have."""
        self.part = Part(args.take("rounds"))
        self.namespace: str = args.take("namespace", "")
        self.now = now
        self.before: Sequence[Found] = ()
        self.entropy = b""

    def run(
        self,
        make: Callable[[], Transition],
        result: Callable[[Transition], Shown],
        plain: Plain | None = None,
        waiting: Waiting | None = None,
    ) -> Any:
        """Walk through it; ``plain`` and ``waiting`` do the same over a store, and return the result too."""
        rounds: list[Shown] = []
        answer: dict[str, Any]
        try:
            transition = make()
        except TokenError as error:
            end: object = error.code
            answer = {"err": error.code}
        else:
            rounds, end = self.part.walk(transition)
            answer = {"ok": {"rounds": rounds}}
            if end == "done":
                try:
                    end = answer["ok"]["result"] = result(transition)
                    if result in (nothing, epoch):
                        # Their drivers return nothing.
                        end = None
                except TokenError as error:
                    end = rounds[-1]["next"] = error.code
        with mock.patch("os.urandom", self._urandom):
            if plain is not None:
                player = Player(self.part, self.now, self.before)
                player.compare(rounds, end, lambda: plain(player))
            if waiting is not None:
                player = Player(self.part, self.now, self.before)
                player.compare(rounds, end, lambda: asyncio.run(wait(waiting, AsyncPlayer(player))))
        return answer

    def _urandom(self, length: int) -> bytes:
        assert length == len(self.entropy)
        return self.entropy


async def wait(waiting: Waiting, store: AsyncStore) -> object:
    return await waiting(store)


class SessionCase(Case):
    """One vector about a session."""

    def __init__(self, args: Args, now: int) -> None:
        """Take what the operations on sessions have."""
        super().__init__(args, now)
        self._keys = args.take("keys")
        self.name: str = args.take("name")
        self.lifetime: tuple[int, int] = (args.take("idle_ms", 1), args.take("lifetime_ms", 1))
        self.options: dict[str, Any] = {
            "namespace": self.namespace,
            "cookie": self.name,
            "idle": duration(self.lifetime[0]),
            "lifetime": duration(self.lifetime[1]),
        }

    @cached_property
    def ring(self) -> KeyRing:
        """The keys, which may be none."""
        return KeyRing(map(load_key, self._keys))

    def open(self, cookie: str) -> SessionHandle:
        return SessionHandle.open(self.ring, self.name, cookie, self.now)

    def result(self, transition: Transition) -> Shown:
        session = transition.session()
        return {
            "cookie": session.seal(self.ring, self.name, self.now),
            "data": transition.data().hex(),
            "created": session.created,
            "last_seen": session.last_seen,
            "expires_at": session.expires_at,
            "idle": session.idle,
            "reseal": session.reseal,
        }

    def drive(
        self,
        make: Callable[[], Transition],
        act: Callable[[Sessions], Session],
        act_waiting: Callable[[AsyncSessions], Coroutine[Any, Any, Session]],
    ) -> Any:
        """Run what gives a session."""
        try:
            check_lifetime(self.namespace, *self.lifetime)
        except TokenError:
            # The drivers see that first, whatever else is wrong.
            return self.run(make, self.result)

        async def waiting(store: AsyncStore) -> object:
            return shown(await act_waiting(AsyncSessions(self.ring, store, **self.options)))

        return self.run(
            make, self.result, lambda store: shown(act(Sessions(self.ring, store, **self.options))), waiting
        )


def shown(session: Session) -> Shown:
    return {
        "cookie": session.cookie,
        "data": session.raw.hex(),
        "created": round(session.created * 1000),
        "last_seen": round(session.last_seen * 1000),
        "expires_at": round(session.expires_at * 1000),
        # Sessions do not show it: the records of later rounds do.
        "idle": session._handle.idle,
        "reseal": session.reseal,
    }


def run_session_start(args: Args, now: int) -> Any:
    case = SessionCase(args, now)
    case.entropy = bytes.fromhex(args.take("entropy"))
    subject, data = args.take("subject"), bytes.fromhex(args.take("data"))
    args.finish()
    at = seconds(now)
    return case.drive(
        lambda: session_start(case.namespace, case.entropy, subject, *case.lifetime, data, now),
        lambda sessions: sessions.start(subject, data, now=at),
        lambda sessions: sessions.start(subject, data, now=at),
    )


def run_session_load(args: Args, now: int) -> Any:
    case, cookie = SessionCase(args, now), args.take("cookie")
    args.finish()
    at = seconds(now)
    return case.drive(
        lambda: case.open(cookie).load(case.namespace, now),
        lambda sessions: sessions.load(cookie, now=at),
        lambda sessions: sessions.load(cookie.encode(), now=at),
    )


def run_session_save(args: Args, now: int) -> Any:
    case, cookie = SessionCase(args, now), args.take("cookie")
    data, loaded = bytes.fromhex(args.take("data")), args.take("loaded")
    args.finish()
    if loaded is None:
        # What was only opened is no `Session` yet, so that no driver can save it.
        return case.run(lambda: case.open(cookie).save(case.namespace, data, now), case.result)
    first = Part([{"found": loaded, "took": True}])
    case.before = [first.rounds[0][0]]
    at = seconds(now)

    def make() -> Transition:
        load = case.open(cookie).load(case.namespace, now)
        if load.decide(case.before[0]) is not None:
            load.swapped(True)
        return load.session().save(case.namespace, data, now)

    def act(sessions: Sessions) -> Session:
        session = sessions.load(cookie, now=at)
        session.raw = data
        sessions.save(session, now=at)
        return session

    async def act_waiting(sessions: AsyncSessions) -> Session:
        session = await sessions.load(cookie, now=at)
        session.raw = data
        await sessions.save(session, now=at)
        return session

    return case.drive(make, act, act_waiting)


def run_session_rotate(args: Args, now: int) -> Any:
    case, cookie = SessionCase(args, now), args.take("cookie")
    case.entropy, subject = bytes.fromhex(args.take("entropy")), args.take("subject")
    args.finish()
    at = seconds(now)
    return case.drive(
        lambda: case.open(cookie).rotate(case.namespace, case.entropy, subject, *case.lifetime, now),
        lambda sessions: sessions.rotate(cookie, subject, now=at),
        lambda sessions: sessions.rotate(cookie, subject, now=at),
    )


def run_session_end(args: Args, now: int) -> Any:
    case, cookie = SessionCase(args, now), args.take("cookie")
    args.finish()
    at = seconds(now)
    return case.run(
        lambda: case.open(cookie).end(case.namespace, now),
        nothing,
        lambda store: Sessions(case.ring, store, **case.options).end(cookie, now=at),
        lambda store: AsyncSessions(case.ring, store, **case.options).end(cookie, now=at),
    )


def run_session_end_all(args: Args, now: int) -> Any:
    case, cookie = SessionCase(args, now), args.take("cookie")
    args.finish()
    at = seconds(now)
    return case.run(
        lambda: case.open(cookie).end_all(case.namespace, now),
        epoch,
        lambda store: Sessions(case.ring, store, **case.options).end_all(cookie, now=at),
        lambda store: AsyncSessions(case.ring, store, **case.options).end_all(cookie, now=at),
    )


def nothing(_transition: Transition) -> Shown:
    return {}


def epoch(transition: Transition) -> Shown:
    return {"epoch": transition.epoch()}


class RefreshCase(Case):
    """One vector about a refresh token."""

    def __init__(self, args: Args, now: int) -> None:
        """Take what the operations on refresh tokens have."""
        super().__init__(args, now)
        self._keys = args.take("keys")

    @cached_property
    def ring(self) -> KeyRing:
        """The keys, which may be none."""
        return KeyRing(map(load_key, self._keys))

    def result(self, transition: Transition) -> Shown:
        refresh = transition.refresh()
        return {
            "token": refresh.mint(self.ring),
            "data": transition.data().hex(),
            "issued_at": refresh.issued_at,
            "created": refresh.created,
            "expires_at": refresh.expires_at,
            "repeated": refresh.repeated,
            "recovered": refresh.recovered,
        }


# The drivers sign what they find: the bytes of the vectors are no claims. See test_refresh.py.


def run_refresh_start(args: Args, now: int) -> Any:
    case = RefreshCase(args, now)
    entropy, data = bytes.fromhex(args.take("entropy")), bytes.fromhex(args.take("data"))
    subject, client = args.take("subject"), args.take("client")
    lifetime = (args.take("idle_ms"), args.take("lifetime_ms"))
    args.finish()
    return case.run(
        lambda: refresh_start(case.ring, case.namespace, entropy, subject, client, *lifetime, data, now),
        case.result,
    )


def run_refresh_rotate(args: Args, now: int) -> Any:
    case, token = RefreshCase(args, now), args.take("token")
    client, grace = args.take("client"), args.take("grace_ms")
    args.finish()
    return case.run(
        lambda: RefreshHandle.open(case.ring, token).rotate(case.ring, case.namespace, client, grace, now),
        case.result,
    )


def run_refresh_end(args: Args, now: int) -> Any:
    case, token = RefreshCase(args, now), args.take("token")
    args.finish()
    at = seconds(now)
    return case.run(
        lambda: RefreshHandle.open(case.ring, token).end(case.namespace, now),
        nothing,
        lambda store: RefreshTokens(case.ring, store, namespace=case.namespace).end(token, now=at),
        lambda store: AsyncRefreshTokens(case.ring, store, namespace=case.namespace).end(token, now=at),
    )


def run_refresh_end_all(args: Args, now: int) -> Any:
    case, token = RefreshCase(args, now), args.take("token")
    args.finish()
    at = seconds(now)
    return case.run(
        lambda: RefreshHandle.open(case.ring, token).end_all(case.namespace, now),
        epoch,
        lambda store: RefreshTokens(case.ring, store, namespace=case.namespace).end_all(token, now=at),
        lambda store: AsyncRefreshTokens(case.ring, store, namespace=case.namespace).end_all(token, now=at),
    )


def run_revocation_deny(args: Args, now: int) -> Any:
    case, token, claims = Case(args, now), args.octets("token"), args.octets("claims")
    args.finish()
    at = seconds(now)
    return case.run(
        lambda: TokenHandle.read(case.namespace, token, claims).deny(now),
        nothing,
        lambda store: Revocations(store, namespace=case.namespace).deny(token, claims, now=at),
        lambda store: AsyncRevocations(store, namespace=case.namespace).deny(token, claims, now=at),
    )


def run_revocation_check(args: Args, now: int) -> Any:
    case, token, claims = Case(args, now), args.octets("token"), args.octets("claims")
    args.finish()
    at = seconds(now)
    return case.run(
        lambda: TokenHandle.read(case.namespace, token, claims).check(now),
        nothing,
        lambda store: Revocations(store, namespace=case.namespace).check(token, claims, now=at),
        lambda store: AsyncRevocations(store, namespace=case.namespace).check(token, claims, now=at),
    )


def run_revocation_end_all(args: Args, now: int) -> Any:
    case, subject = Case(args, now), args.take("subject")
    args.finish()
    at = seconds(now)
    return case.run(
        lambda: end_subject(case.namespace, subject, now),
        epoch,
        lambda store: Revocations(store, namespace=case.namespace).end_all(subject, now=at),
        lambda store: AsyncRevocations(store, namespace=case.namespace).end_all(subject, now=at),
    )


OPS: dict[str, Callable[[Args, Any], Any]] = {
    "session.start": run_session_start,
    "session.load": run_session_load,
    "session.save": run_session_save,
    "session.rotate": run_session_rotate,
    "session.end": run_session_end,
    "session.end_all": run_session_end_all,
    "refresh.start": run_refresh_start,
    "refresh.rotate": run_refresh_rotate,
    "refresh.end": run_refresh_end,
    "refresh.end_all": run_refresh_end_all,
    "revocation.deny": run_revocation_deny,
    "revocation.check": run_revocation_check,
    "revocation.end_all": run_revocation_end_all,
}
