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

from typing import TYPE_CHECKING, Any

from tokenseal._driver import AtOnce, at_once
from tokenseal.async_sessions import AsyncSessions
from tokenseal.session import CookieAttributes, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, timedelta

    from typing_extensions import Unpack

    from tokenseal._tokenseal import Signer
    from tokenseal.observer import Observer
    from tokenseal.stores import Store

__all__ = ["AsyncSessions", "CookieAttributes", "Session", "Sessions"]


class Sessions:
    """Sessions over a ``Store``: start, load, save, rotate, end, and end all of a subject.

    ``ring`` (a ``Key`` or a ``KeyRing``) seals the cookie. ``namespace`` keeps applications apart that
    share a store; whoever is to log out everywhere at once, here and with ``RefreshTokens``, shares the
    namespace. ``cookie`` is the cookie's name. A session ends when it has not been used for ``idle``, and
    ``lifetime`` after it began in any case: seconds or a ``timedelta``, at most 400 days. Use is written
    down once a minute at the most, so a session may idle out that much early. ``observer`` counts: see
    ``tokenseal.observer``.

    ``session`` is a ``Session`` or its cookie's text wherever both will do; ``None``, which ``cookie.find``
    returns when there is no cookie, is ``Malformed`` like any other text that is not ours. ``now`` is the
    time, in seconds since 1970 or as an aware ``datetime``; the clock by default.

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
        observer: Observer | None = None,
    ) -> None:
        """Raise now what could never work: ``BadArgument`` or a ``CookieError``."""
        self._sessions = AsyncSessions(
            ring,
            AtOnce(store),
            namespace=namespace,
            cookie=cookie,
            idle=idle,
            lifetime=lifetime,
            observer=observer,
        )

    @property
    def cookie(self) -> str:
        """The cookie's name."""
        return self._sessions.cookie

    def set_cookie(self, session: Session, **attributes: Unpack[CookieAttributes]) -> str:
        """Return the value of a ``Set-Cookie`` header, with what remains of the session as ``Max-Age``.

        Send it after ``start`` and ``rotate``, and when ``session.reseal`` says so. The ``attributes`` are
        those of ``cookie.SetCookie``; without any it is ``Path=/; Secure; HttpOnly; SameSite=Lax``.
        """
        return self._sessions.set_cookie(session, **attributes)

    def remove_cookie(self, **attributes: Unpack[CookieAttributes]) -> str:
        """Return the value of the ``Set-Cookie`` header that removes the cookie.

        Path and domain must be those that it was set with.
        """
        return self._sessions.remove_cookie(**attributes)

    def start(
        self,
        subject: str | None = None,
        data: Mapping[str, Any] | str | bytes | None = None,
        *,
        now: float | datetime | None = None,
    ) -> Session:
        """Start a session, of a subject or of nobody yet.

        Of the subject only a hash is stored: best it is an opaque id, since the hash of an e-mail address
        can be guessed. What you want to know of the user goes into ``data``, a mapping of what JSON can
        hold, or any text or bytes of your own (``Session.raw``); 64 KiB at most.

        Raises ``WeakKey`` or ``KeyUse`` when the first key can't seal the cookie.
        """
        return at_once(self._sessions.start(subject, data, now=now))

    def load(self, text: str | bytes | bytearray | None, *, now: float | datetime | None = None) -> Session:
        """Load the session of a cookie: one read, and a write about once a minute.

        Raises ``BadSignature`` or ``Malformed`` when the cookie is not ours, ``SessionUnknown``,
        ``SessionEnded``, ``SessionExpired``, and ``Revoked`` when all of the subject was ended.
        """
        return at_once(self._sessions.load(text, now=now))

    def save(self, session: Session, *, now: float | datetime | None = None) -> None:
        """Save the session's data, unless somebody has saved others since it was loaded.

        Raises ``Conflict`` when other data are there now than were loaded: load again, or use ``update``.
        If an answer of the store was lost, they may be yours. Otherwise as ``load``: a session that has
        ended is not written back.
        """
        at_once(self._sessions.save(session, now=now))

    def update(
        self,
        session: Session | str | bytes | bytearray | None,
        change: Callable[[dict[str, Any]], dict[str, Any] | None],
        *,
        now: float | datetime | None = None,
    ) -> Session:
        """Read the data, ``change`` them and save; again from the start if somebody else was faster.

        ``change`` gets the dict, and changes it or returns another one. It may be called several times,
        and a change can happen twice when an answer of the store was lost.

        Returns the session as it is then. That is the one that was given, if one was; what was changed
        in it and not saved is dropped. Raises ``Contention`` after 32 attempts; otherwise as ``load``.

        >>> from tokenseal import Key, MemoryStore, Sessions
        >>> sessions = Sessions(Key("HS256", b"0123456789abcdef0123456789abcdef"), MemoryStore())
        >>> session = sessions.start(data={"visits": 1})
        >>> sessions.update(session, lambda data: data | {"visits": data["visits"] + 1}).data
        {'visits': 2}
        """
        return at_once(self._sessions.update(session, change, now=now))

    def rotate(
        self,
        session: Session | str | bytes | bytearray | None,
        subject: str | None = None,
        *,
        now: float | datetime | None = None,
    ) -> Session:
        """Go on under another id: send the new cookie. Nobody gets in by the old id.

        At login with the ``subject``: if the session was nobody's it begins anew as the subject's; if it
        is that subject's already it keeps its age. From time to time without one: it keeps its age, too.
        The data are taken along as they were saved last.

        By the old id the session can only still be ended. Requests under way with the old cookie get
        ``SessionEnded``: rotate on page loads, not on parallel calls, and don't remove the cookie on
        ``SessionEnded``, since the new one may have come meanwhile.

        Raises ``BadArgument`` when the session is another subject's (end it and start one); otherwise as
        ``load``.
        """
        return at_once(self._sessions.rotate(session, subject, now=now))

    def end(
        self, session: Session | str | bytes | bytearray | None, *, now: float | datetime | None = None
    ) -> None:
        """Log out here: end this session. It is no error if it has ended, or is unknown.

        The cookie may be one from before a ``rotate``: the session is ended where it has gone on. Raises
        ``Contention`` when that was more than 16 rotations ago; nothing was ended then.
        """
        at_once(self._sessions.end(session, now=now))

    def end_all(
        self, session: Session | str | bytes | bytearray | None, *, now: float | datetime | None = None
    ) -> None:
        """Log out everywhere: end all sessions, refresh tokens and revocable tokens of the subject.

        One write, however many there are. ``Revocations.end_all`` does the same by the subject's name.
        Raises ``BadArgument`` when the session is nobody's.

        Whether the session itself still lives is not asked: load it first where a request does this.
        """
        at_once(self._sessions.end_all(session, now=now))
