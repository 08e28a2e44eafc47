"""The rules for all requests of an application."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Literal

from tokenseal._driver import at_once
from tokenseal.errors import InvalidToken, StateError
from tokenseal.refresh import AsyncRefreshTokens, RefreshTokens
from tokenseal.revocations import AsyncRevocations, Revocations
from tokenseal.sessions import AsyncSessions, Sessions
from tokenseal.web.auth import AsyncAuth, Auth
from tokenseal.web.csrf import check_request
from tokenseal.web.endpoints import endpoint
from tokenseal.web.identify import by_bearer, by_cookies
from tokenseal.web.problem import Problem, Response
from tokenseal.web.settings import Settings
from tokenseal.web.visit import Visit, answering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tokenseal._tokenseal import Policy, Signer
    from tokenseal.observer import Observer
    from tokenseal.web.request import Request

__all__ = ["AsyncGuard", "Guard"]

_REFUSALS = (InvalidToken, StateError)


class AsyncGuard:
    """``Guard`` for asyncio, over ``AsyncSessions``, ``AsyncRefreshTokens`` and ``AsyncRevocations``."""

    def __init__(  # noqa: PLR0913 - options by name
        self,
        ring: Signer,
        *,
        sessions: AsyncSessions | None = None,
        tokens: AsyncRefreshTokens | None = None,
        revocations: AsyncRevocations | None = None,
        policy: Policy | None = None,
        path: str = "/auth",
        access_cookie: str = "__Host-access",
        refresh_cookie: str = "__Secure-refresh",
        access_in: Literal["cookie", "json"] = "cookie",
        csrf: Literal["fetch", "token"] = "fetch",
        allowed_origins: Iterable[str] = (),
        csrf_exempt: Iterable[str] = (),
        fail_open: bool = False,
        observer: Observer | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """See ``Guard``."""
        _check(sessions, AsyncSessions)
        _check(tokens, AsyncRefreshTokens)
        _check(revocations, AsyncRevocations)
        self.settings: Settings = Settings(
            ring=ring,
            sessions=sessions,
            tokens=tokens,
            revocations=revocations,
            policy=policy,
            path=path,
            access_cookie=access_cookie,
            refresh_cookie=refresh_cookie,
            access_in=access_in,
            csrf=csrf,
            allowed_origins=tuple(allowed_origins),
            csrf_exempt=frozenset(csrf_exempt),
            fail_open=fail_open,
            observer=observer,
            clock=clock,
        )

    async def enter(self, request: Request) -> AsyncAuth | Response:
        """Begin a request: see ``Guard.enter``."""
        visit = Visit(self.settings, request)
        answer = endpoint(self.settings, request.path)
        try:
            if answer is not None:
                with answering(_REFUSALS):
                    return await answer(visit)
            with answering(_REFUSALS):
                alone = await by_bearer(visit)
            if not alone:
                await by_cookies(visit)
                await check_request(visit)
        except Problem as problem:
            return problem.response
        return AsyncAuth(visit)

    async def leave(self, auth: AsyncAuth, status: int, names: Iterable[str]) -> list[tuple[str, str]]:
        """End a request: see ``Guard.leave``."""
        return await visit_of(auth).leave(status, names)


class Guard:
    """Who makes a request, and whether it may: for all requests of an application.

    Made once, of the parts that the application uses, and given to the module of its framework.
    ``ring`` (a ``Key`` or a ``KeyRing``) verifies access tokens and makes CSRF tokens.

    - ``sessions``: log-in by a session's cookie.
    - ``tokens``: log-in by access token and refresh token, and the endpoint that refreshes them.
    - ``policy``: what an access token must be like; a ``Policy`` by default. Tokens are accepted, as
      ``Authorization: Bearer`` and as a cookie, if there is a ``policy`` or if there are ``tokens``. Whatever
      else is signed with the same ring needs another ``typ`` or ``audience``.
    - ``revocations``: with it each access token is looked up: one read a request.
    - ``path``: where the endpoints are, ``path/refresh``, ``path/logout`` and ``path/logout-all``, as the
      browser sees it; there the refresh token's cookie goes, and nowhere else.
    - ``access_cookie``, ``refresh_cookie``: the names of the tokens' cookies; that of the session's is
      said by ``sessions``.
    - ``access_in``: whether scripts get the access token: ``"cookie"`` that they can't read, or ``"json"``.
    - ``csrf``: what shows that an unsafe request is not another site's: ``"fetch"``, what browsers say of
      its origin, or ``"token"``, that and a token in the header ``X-CSRF-Token`` or the form's field
      ``csrf_token``. Requests with a bearer token need neither.
    - ``allowed_origins``: other sites whose pages may make such requests, such as ``https://app.example``.
    - ``csrf_exempt``: paths where anybody's page may.
    - ``fail_open``: what happens when the store can't say who somebody is. False: 503. True: he is nobody,
      ``require`` is 503 all the same, and what is changed in his session is lost.
    - ``observer``: counts: see ``tokenseal.observer``.
    - ``clock``: the time in seconds since 1970.

    Raises ``BadArgument``, or a ``CookieError`` for a cookie's name, for what could never work.
    """

    def __init__(  # noqa: PLR0913 - options by name
        self,
        ring: Signer,
        *,
        sessions: Sessions | None = None,
        tokens: RefreshTokens | None = None,
        revocations: Revocations | None = None,
        policy: Policy | None = None,
        path: str = "/auth",
        access_cookie: str = "__Host-access",
        refresh_cookie: str = "__Secure-refresh",
        access_in: Literal["cookie", "json"] = "cookie",
        csrf: Literal["fetch", "token"] = "fetch",
        allowed_origins: Iterable[str] = (),
        csrf_exempt: Iterable[str] = (),
        fail_open: bool = False,
        observer: Observer | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Make a guard of its parts."""
        _check(sessions, Sessions)
        _check(tokens, RefreshTokens)
        _check(revocations, Revocations)
        self._guard = AsyncGuard(
            ring,
            # What is inside waits for nothing.
            sessions=None if sessions is None else sessions._sessions,  # noqa: SLF001
            tokens=None if tokens is None else tokens._tokens,  # noqa: SLF001
            revocations=None if revocations is None else revocations._revocations,  # noqa: SLF001
            policy=policy,
            path=path,
            access_cookie=access_cookie,
            refresh_cookie=refresh_cookie,
            access_in=access_in,
            csrf=csrf,
            allowed_origins=allowed_origins,
            csrf_exempt=csrf_exempt,
            fail_open=fail_open,
            observer=observer,
            clock=clock,
        )

    @property
    def settings(self) -> Settings:
        """What was said, for adapters."""
        return self._guard.settings

    def enter(self, request: Request) -> Auth | Response:
        """Begin a request: say who makes it, or what to answer instead of asking the application."""
        entered = at_once(self._guard.enter(request))
        return entered if isinstance(entered, Response) else Auth(visit_of(entered))

    def leave(self, auth: Auth, status: int, names: Iterable[str]) -> list[tuple[str, str]]:
        """End a request: save the session, and return what is to be added to the response's headers.

        ``status`` is the response's, ``names`` are those of its headers, in lower case. What could not
        answer, from 500 on, saves nothing and sets no cookie. Raises a ``Problem`` that is to be answered
        instead.
        """
        return at_once(visit_of(auth).leave(status, names))


def _check(part: object, kind: type) -> None:
    if part is not None and not isinstance(part, kind):
        message = (
            f"{kind.__name__} is needed, not {type(part).__name__}: take the twin of the guard, or of this"
        )
        raise TypeError(message)


def visit_of(auth: Auth | AsyncAuth) -> Visit:
    """Return what the guard knows of a request."""
    return auth._visit  # noqa: SLF001 - not for users
