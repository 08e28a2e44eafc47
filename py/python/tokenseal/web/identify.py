"""Who makes a request: a bearer token, or else what his cookies say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tokenseal._tokenseal import bearer_token
from tokenseal.errors import BadArgument, InvalidToken, Limit, MissingClaim, NotBearer, StateError
from tokenseal.observer import Watch
from tokenseal.web.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tokenseal.web.visit import Visit

__all__ = ["by_access_cookie", "by_bearer", "by_cookies", "by_session"]


async def by_bearer(visit: Visit) -> bool:
    """Take the token of ``Authorization: Bearer``, if there is one. It counts alone, or not at all.

    Raises an ``InvalidToken`` or a ``StateError``.
    """
    header = visit.request.header("authorization")
    if header is None or not visit.settings.accepts_tokens:
        return False
    try:
        token = bearer_token(header)
    except NotBearer:
        return False
    await _take(visit, token, "bearer")
    return True


async def by_cookies(visit: Visit) -> None:
    """Take what the cookies say. One that is not good is none, and ``refused`` says why."""
    await _by_cookie(visit, by_access_cookie)
    await _by_cookie(visit, by_session)


async def _by_cookie(visit: Visit, step: Callable[[Visit], Awaitable[None]]) -> None:
    try:
        await step(visit)
    except InvalidToken as error:
        visit.refused = visit.refused or error
    except StateError as error:
        if not visit.settings.fail_open:
            raise Problem.of(error) from error
        visit.failed = error


async def by_access_cookie(visit: Visit) -> None:
    """Take the access token of its cookie, if there is one."""
    if visit.settings.accepts_tokens and visit.settings.access_in == "cookie":
        token = visit.request.cookie(visit.settings.access_cookie)
        if token is not None:
            await _take(visit, token, "access")


async def by_session(visit: Visit) -> None:
    """Load the session, if there is one; it says who it is, unless a token has done so."""
    sessions = visit.settings.sessions
    text = None if sessions is None else visit.request.cookie(sessions.cookie)
    if sessions is None or text is None:
        return
    session = await sessions.load(text, now=visit.now)
    subject = session.data.get("sub")
    visit.loaded = session
    if session.reseal:
        visit.has(session)
    if visit.source is None and isinstance(subject, str) and subject and session.is_of(subject):
        visit.source, visit.subject, visit.claims = "session", subject, session.data


async def _take(visit: Visit, token: str, source: Literal["bearer", "access"]) -> None:
    settings = visit.settings
    with Watch(settings.observer, "verify"):
        claims = settings.ring.verify(token, policy=settings.policy, now=visit.now)
        if "sub" not in claims:
            raise MissingClaim
    if settings.revocations is not None:
        try:
            await settings.revocations.check(token, claims, now=visit.now)
        except BadArgument as error:
            # It lives longer than a log-out is remembered.
            raise Limit from error
    visit.source, visit.subject, visit.claims, visit.token = source, claims["sub"], claims, token
