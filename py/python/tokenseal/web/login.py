"""Logging in, and out again: here and everywhere."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING, Any

from tokenseal._driver import AtOnce
from tokenseal.errors import BadArgument, InvalidToken
from tokenseal.revocations import AsyncRevocations
from tokenseal.web.draft import SUBJECT, Changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokenseal.refresh import TokenPair
    from tokenseal.session import Session
    from tokenseal.stores import AsyncStore
    from tokenseal.web.settings import Settings
    from tokenseal.web.visit import Visit

__all__ = ["issue_tokens", "log_out", "log_out_everywhere", "set_pair", "start_session"]


async def start_session(visit: Visit, subject: str, data: Mapping[str, Any]) -> None:
    """Log in by a session. It goes on under another id, so that nobody can have planted it."""
    if SUBJECT in data:
        message = "sub is given twice: in the data and as the subject"
        raise BadArgument(message)
    own = {**data, SUBJECT: subject}
    session = await _rotated(visit, subject)
    if session is None:
        # What a visitor has left who had no session yet comes along.
        pending = visit.pending() if visit.loaded is None else {}
        session = await visit.sessions.start(subject, {**pending, **own}, now=visit.now)
    else:
        await visit.write(session, Changes(own))
    visit.source, visit.subject, visit.refused = "session", subject, None
    visit.has(session)


async def _rotated(visit: Visit, subject: str) -> Session | None:
    """Let the session go on as the subject's, if it may."""
    if visit.loaded is None:
        return None
    try:
        if visit.loaded.anonymous or visit.loaded.is_of(subject):
            await visit.save()
            return await visit.sessions.rotate(visit.loaded, subject, now=visit.now)
        await visit.sessions.end(visit.loaded, now=visit.now)
    except InvalidToken:
        # Another request has ended it meanwhile.
        pass
    return None


async def issue_tokens(visit: Visit, subject: str, claims: Mapping[str, Any]) -> TokenPair:
    """Log in by tokens."""
    if visit.settings.tokens is None:
        message = "this guard has no tokens"
        raise BadArgument(message)
    sid = base64.urlsafe_b64encode(os.urandom(16)).rstrip(b"=").decode()
    claims = {"sid": sid, **claims}
    pair = await visit.settings.tokens.issue(subject, claims, now=visit.now)
    set_pair(visit, pair)
    visit.source, visit.subject, visit.claims = "access", subject, {**claims, "sub": subject}
    visit.token, visit.refused = pair.access, None
    return pair


def set_pair(visit: Visit, pair: TokenPair) -> None:
    """Let the browser have a pair of tokens."""
    settings = visit.settings
    rest = max(pair.refresh_expires_at - visit.now, 0)
    visit.cookies[settings.refresh_cookie] = settings.refresh(pair.refresh, rest).header()
    if settings.access_in == "cookie":
        visit.cookies[settings.access_cookie] = settings.access(pair.access, pair.expires_in).header()


async def log_out(visit: Visit) -> None:
    """End whatever the request has shown, and remove its cookies; if that fails, remove none."""
    settings = visit.settings
    if settings.sessions is not None:
        shown = visit.loaded or visit.request.cookie(settings.sessions.cookie)
        try:
            if shown is not None:
                await settings.sessions.end(shown, now=visit.now)
        except InvalidToken:
            pass
    if settings.tokens is not None:
        refresh = visit.request.cookie(settings.refresh_cookie)
        try:
            if refresh is not None:
                await settings.tokens.end(refresh, now=visit.now)
        except InvalidToken:
            pass
    if settings.revocations is not None and visit.token is not None:
        await settings.revocations.deny(visit.token, visit.claims, now=visit.now)
    _remove_cookies(visit)


async def log_out_everywhere(visit: Visit, subject: str) -> None:
    """End all that the subject has, wherever this guard's parts keep it, and remove the cookies here."""
    settings = visit.settings
    for store, namespace in _places(settings):
        ending = AsyncRevocations(store, namespace=namespace, observer=settings.observer)
        await ending.end_all(subject, now=visit.now)
    _remove_cookies(visit)


def _places(settings: Settings) -> list[tuple[AsyncStore, str]]:
    found: dict[tuple[int, str], tuple[AsyncStore, str]] = {}
    for part in (settings.sessions, settings.tokens, settings.revocations):
        if part is not None:
            store, namespace = part._store, part._namespace  # noqa: SLF001 - not for users
            plain = store.store if isinstance(store, AtOnce) else store
            found[id(plain), namespace] = (store, namespace)
    return list(found.values())


def _remove_cookies(visit: Visit) -> None:
    settings = visit.settings
    if settings.sessions is not None:
        visit.cookies[settings.sessions.cookie] = settings.sessions.remove_cookie()
    if settings.tokens is not None:
        visit.cookies[settings.refresh_cookie] = settings.refresh("", None).removal().header()
    if settings.accepts_tokens and settings.access_in == "cookie":
        visit.cookies[settings.access_cookie] = settings.access("", None).removal().header()
    visit.forget()
