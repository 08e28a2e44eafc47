"""Whether another site may have made a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenseal._tokenseal import check_fetch
from tokenseal.errors import BadArgument, CrossSite, InvalidToken
from tokenseal.observer import tell
from tokenseal.web.problem import Problem

if TYPE_CHECKING:
    from tokenseal.web.visit import Visit

__all__ = ["FIELD", "HEADER", "check_origin", "check_request", "csrf_token"]

HEADER = "x-csrf-token"
FIELD = "csrf_token"
_UNPROVEN = "csrf-token"
_SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


def check_origin(visit: Visit) -> None:
    """Ask the headers that browsers send, whoever makes the request."""
    request, allowed = visit.request, visit.settings.allowed_origins
    if request.method in _SAFE:
        return
    origin, site = request.header("origin"), request.header("sec-fetch-site")
    host = request.header("host")
    ours = [f"{scheme}://{host}" for scheme in {"https", request.scheme}] if host else []
    try:
        check_fetch(
            request.method,
            # It would say cross-site of an origin that is welcome.
            sec_fetch_site=None if origin in allowed else site,
            origin=origin,
            allowed_origins=[*allowed, *ours],
        )
    except CrossSite as error:
        tell(visit.settings.observer, "csrf", error.code)
        raise Problem.cross_site(error.code) from error


async def check_request(visit: Visit) -> None:
    """Make sure that the request was made by our own pages, if it could do harm."""
    request, settings = visit.request, visit.settings
    if request.method in _SAFE or request.path in settings.csrf_exempt:
        return
    check_origin(visit)
    if settings.csrf == "token" and (visit.source is not None or visit.loaded is not None):
        token = request.header(HEADER)
        if token is None:
            token = await request.field(FIELD)
        binding = _binding(visit)
        try:
            if token is None or binding is None:
                raise CrossSite
            settings.ring.verify_csrf(binding, token)
        except InvalidToken:
            tell(settings.observer, "csrf", _UNPROVEN)
            raise Problem.cross_site(_UNPROVEN) from None
    tell(settings.observer, "csrf", "ok")


async def csrf_token(visit: Visit) -> str:
    """Make a token for the forms and scripts of our own pages."""
    binding = _binding(visit)
    if binding is None:
        if visit.source is not None:
            message = (
                "nothing to bind a CSRF token to: no session, and no claim sid in the cookie's access token"
            )
            raise BadArgument(message)
        visit.has(await visit.sessions.start(None, visit.pending(), now=visit.now))
        binding = _binding(visit)
    return visit.settings.ring.csrf_token(binding or "")


def _binding(visit: Visit) -> str | None:
    """Find what stays the same while somebody is logged in."""
    if visit.source == "access":
        sid = visit.claims.get("sid")
        return sid if isinstance(sid, str) and sid else None
    return None if visit.loaded is None else visit.loaded.id
