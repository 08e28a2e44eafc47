"""Sessions for asyncio, and what ``tokenseal.sessions`` does at once."""

from __future__ import annotations

import os
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

from tokenseal._driver import carry_out, check_store
from tokenseal._tokenseal import (
    SessionHandle,
    SetCookie,
    check_lifetime,
    check_seal,
    duration,
    instant,
    session_start,
    write_object,
)
from tokenseal.errors import Conflict, Contention
from tokenseal.observer import Watch
from tokenseal.session import CookieAttributes, Home, Session, handle, renew, saved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, timedelta

    from typing_extensions import Unpack

    from tokenseal._tokenseal import Signer, Transition
    from tokenseal.observer import Observer
    from tokenseal.stores import AsyncStore

__all__ = ["AsyncSessions"]

_ATTEMPTS = 32


class AsyncSessions:
    """``Sessions`` for asyncio: the same, over an ``AsyncStore``."""

    def __init__(  # noqa: PLR0913 - options by name
        self,
        ring: Signer,
        store: AsyncStore,
        *,
        namespace: str = "",
        cookie: str = "__Host-session",
        idle: float | timedelta = 86400,
        lifetime: float | timedelta = 1209600,
        observer: Observer | None = None,
    ) -> None:
        """See ``Sessions``."""
        check_store(store)
        self._home = Home(ring, namespace, cookie)
        self._namespace = namespace
        self._store = store
        self._observer = observer
        self._lifetime = (duration(idle), duration(lifetime))
        check_lifetime(namespace, *self._lifetime)
        SetCookie(cookie, "")

    @property
    def cookie(self) -> str:
        """The cookie's name."""
        return self._home.cookie

    def set_cookie(self, session: Session, **attributes: Unpack[CookieAttributes]) -> str:
        """Return the value of a ``Set-Cookie`` header: see ``Sessions.set_cookie``."""
        return SetCookie(self.cookie, session.cookie, max_age=session.max_age, **attributes).header()

    def remove_cookie(self, **attributes: Unpack[CookieAttributes]) -> str:
        """Return the value of the ``Set-Cookie`` header that removes the cookie."""
        return SetCookie(self.cookie, "", **attributes).removal().header()

    async def start(
        self,
        subject: str | None = None,
        data: Mapping[str, Any] | str | bytes | None = None,
        *,
        now: float | datetime | None = None,
    ) -> Session:
        """Start a session: see ``Sessions.start``."""
        with Watch(self._observer, "session.start"):
            raw = write_object({} if data is None else data, "data")
            start = session_start(
                self._namespace, os.urandom(32), subject, *self._lifetime, raw, instant(now)
            )
            check_seal(self._home.ring, self.cookie)
            return self._session(await carry_out(self._store, start))

    async def load(
        self, text: str | bytes | bytearray | None, *, now: float | datetime | None = None
    ) -> Session:
        """Load the session of a cookie: see ``Sessions.load``."""
        with Watch(self._observer, "session.load"):
            return await self._load(text, instant(now))

    async def save(self, session: Session, *, now: float | datetime | None = None) -> None:
        """Save the session's data: see ``Sessions.save``."""
        with Watch(self._observer, "session.save"):
            await self._save(session, instant(now))

    async def update(
        self,
        session: Session | str | bytes | bytearray | None,
        change: Callable[[dict[str, Any]], dict[str, Any] | Awaitable[dict[str, Any] | None] | None],
        *,
        now: float | datetime | None = None,
    ) -> Session:
        """Read, change and save the data: see ``Sessions.update``. ``change`` may be a coroutine function."""
        with Watch(self._observer, "session.update"):
            millis = instant(now)
            for _ in range(_ATTEMPTS):
                loaded = await self._load(session, millis)
                changed = change(loaded.data)
                if isinstance(changed, Awaitable):
                    changed = await changed
                if changed is not None:
                    loaded.data = changed
                try:
                    await self._save(loaded, millis)
                except Conflict:
                    continue
                if not isinstance(session, Session):
                    return loaded
                renew(session, loaded)
                return session
            raise Contention

    async def rotate(
        self,
        session: Session | str | bytes | bytearray | None,
        subject: str | None = None,
        *,
        now: float | datetime | None = None,
    ) -> Session:
        """Go on under another id: see ``Sessions.rotate``."""
        with Watch(self._observer, "session.rotate"):
            millis = instant(now)
            rotate = self._handle(session, millis).rotate(
                self._namespace, os.urandom(32), subject, *self._lifetime, millis
            )
            check_seal(self._home.ring, self.cookie)
            return self._session(await carry_out(self._store, rotate))

    async def end(
        self, session: Session | str | bytes | bytearray | None, *, now: float | datetime | None = None
    ) -> None:
        """Log out here: see ``Sessions.end``."""
        with Watch(self._observer, "session.end"):
            millis = instant(now)
            await carry_out(self._store, self._handle(session, millis).end(self._namespace, millis))

    async def end_all(
        self, session: Session | str | bytes | bytearray | None, *, now: float | datetime | None = None
    ) -> None:
        """Log out everywhere: see ``Sessions.end_all``."""
        with Watch(self._observer, "session.end-all"):
            millis = instant(now)
            await carry_out(self._store, self._handle(session, millis).end_all(self._namespace, millis))

    async def _load(self, session: Session | str | bytes | bytearray | None, now: int) -> Session:
        load = self._handle(session, now).load(self._namespace, now)
        return self._session(await carry_out(self._store, load))

    async def _save(self, session: Session, now: int) -> None:
        raw = session.raw
        save = await carry_out(self._store, handle(session).save(self._namespace, raw, now))
        saved(session, save.session(), raw, now)

    def _handle(self, session: Session | str | bytes | bytearray | None, now: int) -> SessionHandle:
        if isinstance(session, Session):
            return handle(session)
        text = "" if session is None else session
        return SessionHandle.open(self._home.ring, self._home.cookie, text, now)

    def _session(self, done: Transition) -> Session:
        return Session(self._home, done.session(), done.data(), done.now)
