"""Sessions: a sealed cookie in the browser, the data in a store.

>>> from tokenseal import Key, KeyRing, MemoryStore, Sessions, cookie
>>> ring = KeyRing([Key("HS256", b"0123456789abcdef0123456789abcdef")])
>>> sessions = Sessions(ring, MemoryStore())
>>> header = sessions.set_cookie(sessions.start("user-42", {"user": "user-42", "cart": []}))
>>> text = cookie.find(header.partition(";")[0], sessions.cookie)
>>> session = sessions.load(text)
>>> session.data["cart"].append("apples")
>>> sessions.save(session)
>>> sessions.load(text).data
{'user': 'user-42', 'cart': ['apples']}
>>> sessions.end(text)
>>> sessions.load(text)
Traceback (most recent call last):
    ...
tokenseal.errors.SessionEnded: the session has ended

Before the store is asked, the cookie's MAC is checked; an id that the store does not know is never
adopted. A session ends when it has been idle for too long, when its time is over, when it is ended,
or when all of its subject is.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from tokenseal._driver import AtOnce, at_once, carry_out, check_store
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
from tokenseal.session import Home, Session, handle, saved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, timedelta

    from tokenseal._tokenseal import Signer, Transition
    from tokenseal.stores import AsyncStore, Store

__all__ = ["AsyncSessions", "Session", "Sessions"]

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
    ) -> None:
        """See ``Sessions``."""
        check_store(store, waits=True)
        self._home = Home(ring, namespace, cookie)
        self._store = store
        self._lifetime = (duration(idle), duration(lifetime))
        check_lifetime(namespace, *self._lifetime)
        SetCookie(cookie, "")

    @property
    def cookie(self) -> str:
        """The cookie's name."""
        return self._home.cookie

    def set_cookie(self, session: Session) -> str:
        """Return the value of a ``Set-Cookie`` header: see ``Sessions.set_cookie``."""
        return SetCookie(self.cookie, session.cookie, max_age=session.max_age).header()

    def remove_cookie(self) -> str:
        """Return the value of the ``Set-Cookie`` header that removes the cookie."""
        return SetCookie(self.cookie, "").removal().header()

    async def start(
        self,
        subject: str | None = None,
        data: Mapping[str, Any] | str | bytes | None = None,
        *,
        now: float | datetime | None = None,
    ) -> Session:
        """Start a session: see ``Sessions.start``."""
        raw = b"" if data is None else write_object(data, "data")
        start = session_start(
            self._home.namespace, os.urandom(32), subject, *self._lifetime, raw, instant(now)
        )
        check_seal(self._home.ring, self.cookie)
        return self._session(await carry_out(self._store, start))

    async def load(self, text: str | bytes | bytearray, *, now: float | datetime | None = None) -> Session:
        """Load the session of a cookie: see ``Sessions.load``."""
        return await self._load(text, instant(now))

    async def save(self, session: Session, *, now: float | datetime | None = None) -> None:
        """Save the session's data: see ``Sessions.save``."""
        await self._save(session, instant(now))

    async def update(
        self,
        session: Session | str | bytes | bytearray,
        change: Callable[[dict[str, Any]], dict[str, Any] | None],
        *,
        now: float | datetime | None = None,
    ) -> Session:
        """Read, change and save the data: see ``Sessions.update``. ``change`` is a plain function."""
        millis = instant(now)
        for _ in range(_ATTEMPTS):
            loaded = await self._load(session, millis)
            changed = change(loaded.data)
            if changed is not None:
                loaded.data = changed
            try:
                await self._save(loaded, millis)
            except Conflict:
                continue
            return loaded
        raise Contention

    async def rotate(
        self,
        session: Session | str | bytes | bytearray,
        subject: str | None = None,
        *,
        now: float | datetime | None = None,
    ) -> Session:
        """Go on under another id: see ``Sessions.rotate``."""
        millis = instant(now)
        rotate = self._handle(session, millis).rotate(
            self._home.namespace, os.urandom(32), subject, *self._lifetime, millis
        )
        check_seal(self._home.ring, self.cookie)
        return self._session(await carry_out(self._store, rotate))

    async def end(
        self, session: Session | str | bytes | bytearray, *, now: float | datetime | None = None
    ) -> None:
        """Log out here: see ``Sessions.end``."""
        millis = instant(now)
        await carry_out(self._store, self._handle(session, millis).end(self._home.namespace, millis))

    async def end_all(
        self, session: Session | str | bytes | bytearray, *, now: float | datetime | None = None
    ) -> None:
        """Log out everywhere: see ``Sessions.end_all``."""
        millis = instant(now)
        await carry_out(self._store, self._handle(session, millis).end_all(self._home.namespace, millis))

    async def _load(self, session: Session | str | bytes | bytearray, now: int) -> Session:
        load = self._handle(session, now).load(self._home.namespace, now)
        return self._session(await carry_out(self._store, load))

    async def _save(self, session: Session, now: int) -> None:
        raw = session.raw
        save = await carry_out(self._store, handle(session).save(self._home.namespace, raw, now))
        saved(session, save.session(), raw, now)

    def _handle(self, session: Session | str | bytes | bytearray, now: int) -> SessionHandle:
        if isinstance(session, Session):
            return handle(session)
        return SessionHandle.open(self._home.ring, self._home.cookie, session, now)

    def _session(self, done: Transition) -> Session:
        return Session(self._home, done.session(), done.data(), done.now)


class Sessions:
    """Sessions over a ``Store``: start, load, save, rotate, end, and end all of a subject.

    ``ring`` (a ``Key`` or a ``KeyRing``) seals the cookie. ``namespace`` keeps applications apart that
    share a store; whoever is to log out everywhere at once, here and with ``RefreshTokens``, shares the
    namespace. ``cookie`` is the cookie's name. A session ends when it has not been used for ``idle``, and
    ``lifetime`` after it began in any case: seconds or a ``timedelta``, at most 400 days. Use is written
    down once a minute at the most, so a session may idle out that much early.

    ``session`` is a ``Session`` or its cookie's text wherever both will do. ``now`` is the time, in
    seconds since 1970 or as an aware ``datetime``; the clock by default.

    Raises an ``InvalidToken`` when the cookie or the session is not good: treat that as a visitor
    without one. ``StoreUnavailable``, ``StoreFull``, ``UnknownRecord`` and ``Contention`` mean that the
    store can't say: treat that as an error of the server.
    """

    def __init__(  # noqa: PLR0913 - options by name
        self,
        ring: Signer,
        store: Store,
        *,
        namespace: str = "",
        cookie: str = "__Host-session",
        idle: float | timedelta = 86400,
        lifetime: float | timedelta = 1209600,
    ) -> None:
        """Raise now what could never work: ``BadArgument`` or a ``CookieError``."""
        self._sessions = AsyncSessions(
            ring, AtOnce(store), namespace=namespace, cookie=cookie, idle=idle, lifetime=lifetime
        )

    @property
    def cookie(self) -> str:
        """The cookie's name."""
        return self._sessions.cookie

    def set_cookie(self, session: Session) -> str:
        """Return the value of a ``Set-Cookie`` header, with what remains of the session as ``Max-Age``.

        Send it after ``start`` and ``rotate``, and when ``session.reseal`` says so. For other attributes
        make it yourself: ``SetCookie(sessions.cookie, session.cookie, max_age=session.max_age, ...)``.
        """
        return self._sessions.set_cookie(session)

    def remove_cookie(self) -> str:
        """Return the value of the ``Set-Cookie`` header that removes the cookie."""
        return self._sessions.remove_cookie()

    def start(
        self,
        subject: str | None = None,
        data: Mapping[str, Any] | str | bytes | None = None,
        *,
        now: float | datetime | None = None,
    ) -> Session:
        """Start a session, of a subject or of nobody yet.

        Of the subject only a hash is stored: what you want to know of the user goes into ``data``, a
        mapping of what JSON can hold, or any text or bytes of your own (``Session.raw``); 64 KiB at most.

        Raises ``WeakKey`` or ``KeyUse`` when the first key can't seal the cookie.
        """
        return at_once(self._sessions.start(subject, data, now=now))

    def load(self, text: str | bytes | bytearray, *, now: float | datetime | None = None) -> Session:
        """Load the session of a cookie: one read, and a write about once a minute.

        Raises ``BadSignature`` or ``Malformed`` when the cookie is not ours, ``SessionUnknown``,
        ``SessionEnded``, ``SessionExpired``, and ``Revoked`` when all of the subject was ended.
        """
        return at_once(self._sessions.load(text, now=now))

    def save(self, session: Session, *, now: float | datetime | None = None) -> None:
        """Save the session's data, unless somebody has saved others since it was loaded.

        Raises ``Conflict`` then, and writes nothing: load again, or use ``update``. Otherwise as
        ``load``: a session that has ended is not written back.
        """
        at_once(self._sessions.save(session, now=now))

    def update(
        self,
        session: Session | str | bytes | bytearray,
        change: Callable[[dict[str, Any]], dict[str, Any] | None],
        *,
        now: float | datetime | None = None,
    ) -> Session:
        """Read the data, ``change`` them and save; again from the start if somebody else was faster.

        ``change`` gets the dict, and changes it or returns another one. It may be called several times,
        and a change can happen twice when an answer of the store was lost.

        Returns the session as it is then; one that was given stays as it was. Raises ``Contention``
        after 32 attempts; otherwise as ``load``.

        >>> from tokenseal import Key, MemoryStore, Sessions
        >>> sessions = Sessions(Key("HS256", b"0123456789abcdef0123456789abcdef"), MemoryStore())
        >>> session = sessions.start(data={"visits": 1})
        >>> sessions.update(session, lambda data: data | {"visits": data["visits"] + 1}).data
        {'visits': 2}
        """
        return at_once(self._sessions.update(session, change, now=now))

    def rotate(
        self,
        session: Session | str | bytes | bytearray,
        subject: str | None = None,
        *,
        now: float | datetime | None = None,
    ) -> Session:
        """Go on under another id, so that the old one is worth nothing: send the new cookie.

        At login with the ``subject``: then the session begins anew, and is that subject's. From time to
        time without one: then it keeps its age. The data are taken along as they were saved last.

        Raises ``BadArgument`` when the session is another subject's (end it and start one); otherwise as
        ``load``.
        """
        return at_once(self._sessions.rotate(session, subject, now=now))

    def end(self, session: Session | str | bytes | bytearray, *, now: float | datetime | None = None) -> None:
        """Log out here: end this session. It is no error if it has ended, or is unknown."""
        at_once(self._sessions.end(session, now=now))

    def end_all(
        self, session: Session | str | bytes | bytearray, *, now: float | datetime | None = None
    ) -> None:
        """Log out everywhere: end all sessions, refresh tokens and revocable tokens of the subject.

        One write, however many there are. ``Revocations.end_all`` does the same by the subject's name.
        Raises ``BadArgument`` when the session is nobody's.

        Whether the session itself still lives is not asked: load it first where a request does this.
        """
        at_once(self._sessions.end_all(session, now=now))
