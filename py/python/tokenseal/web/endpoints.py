"""What the guard answers itself: ``refresh``, ``logout`` and ``logout-all`` below its path."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tokenseal.errors import InvalidToken
from tokenseal.web.csrf import check_origin
from tokenseal.web.identify import by_access_cookie, by_bearer, by_session
from tokenseal.web.login import log_out, log_out_everywhere, set_pair
from tokenseal.web.problem import Problem, Response

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tokenseal.refresh import TokenPair
    from tokenseal.web.settings import Settings
    from tokenseal.web.visit import Visit

__all__ = ["endpoint"]


def endpoint(settings: Settings, path: str) -> Callable[[Visit], Awaitable[Response]] | None:
    """Find the endpoint of a path."""
    if not path.startswith(settings.path):
        return None
    if settings.tokens is None and settings.sessions is None:
        # Others log in and out; here tokens are only looked at.
        return None
    found = {"/logout": _logout, "/logout-all": _logout_all}
    if settings.tokens is not None:
        found["/refresh"] = _refresh
    return found.get(path[len(settings.path) :])


async def _refresh(visit: Visit) -> Response:
    _only_post(visit)
    check_origin(visit)
    pair = await _rotated(visit)
    if visit.settings.access_in == "cookie":
        return _answer(visit)
    body = {"access_token": pair.access, "token_type": "Bearer", "expires_in": pair.expires_in}
    return _answer(visit, json.dumps(body, separators=(",", ":")).encode())


async def _logout(visit: Visit) -> Response:
    _only_post(visit)
    if not await _good(visit, by_bearer):
        check_origin(visit)
        await _good(visit, by_access_cookie)
    await log_out(visit)
    return _answer(visit)


async def _logout_all(visit: Visit) -> Response:
    _only_post(visit)
    if not await _good(visit, by_bearer):
        check_origin(visit)
        if not (await _good(visit, by_access_cookie) or await _good(visit, by_session)):
            await _by_refresh(visit)
    await log_out_everywhere(visit, visit.subject or "")
    return _answer(visit)


async def _good(visit: Visit, step: Callable[[Visit], Awaitable[object]]) -> bool:
    """Take what one credential says; a bad one is none, and the next is asked."""
    try:
        await step(visit)
    except InvalidToken as error:
        visit.refused = visit.refused or error
    return visit.source is not None


async def _by_refresh(visit: Visit) -> None:
    """Take the subject of the refresh token, which must be alive: it is replaced first."""
    settings = visit.settings
    if settings.tokens is None or visit.request.cookie(settings.refresh_cookie) is None:
        visit.require(())
    pair = await _rotated(visit)
    visit.subject = settings.ring.verify(pair.access, any_audience=True, now=visit.now)["sub"]


async def _rotated(visit: Visit) -> TokenPair:
    settings = visit.settings
    token = visit.request.cookie(settings.refresh_cookie)
    if settings.tokens is None or token is None:
        raise Problem.credentials_required()
    pair = await settings.tokens.refresh(token, now=visit.now)
    set_pair(visit, pair)
    return pair


def _only_post(visit: Visit) -> None:
    if visit.request.method != "POST":
        raise Problem(405, "method-not-allowed", "Only POST is answered here", [("Allow", "POST")])


def _answer(visit: Visit, body: bytes = b"") -> Response:
    headers = [("Set-Cookie", header) for header in visit.cookies.values()]
    headers.append(("Cache-Control", "no-store"))
    if body:
        headers.append(("Content-Type", "application/json"))
    return Response(200 if body else 204, headers, body)
