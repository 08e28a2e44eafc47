"""Who makes a request, and logging in and out, for the application's handlers."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tokenseal._driver import at_once
from tokenseal.errors import BadArgument
from tokenseal.web import csrf, login
from tokenseal.web.visit import Change, Visit, answering

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tokenseal.errors import TokenError
    from tokenseal.refresh import TokenPair

__all__ = ["AsyncAuth", "Auth", "Identity"]


class Identity:
    """Who makes a request. The framework has it for each: see the module for it.

    Who has not logged in, or whose cookie is not good, is nobody: ``subject`` is ``None``.
    """

    __slots__ = ("_visit",)

    def __init__(self, visit: Visit) -> None:
        """Identities are made by ``Guard.enter``."""
        self._visit = visit

    @property
    def subject(self) -> str | None:
        """Whose the request is: the ``sub`` of the access token or of the session's data."""
        return self._looked().subject

    @property
    def claims(self) -> Mapping[str, Any]:
        """The claims of the access token; of a session all its data."""
        return MappingProxyType(dict(self._looked().claims))

    @property
    def scopes(self) -> frozenset[str]:
        """What the claim ``scope`` says, which is a string with spaces or a list."""
        return self._looked().scopes

    @property
    def authenticated(self) -> bool:
        """Whether somebody is there."""
        return self._looked().subject is not None

    @property
    def refused(self) -> TokenError | None:
        """Why a cookie was not good, if one was not."""
        return self._looked().refused

    @property
    def session(self) -> dict[str, Any]:
        """The session's data, to be changed in place; they are saved if they have been changed.

        A visitor without a session gets one when there is something in it. What other requests have
        changed meanwhile stays, member by member; for a count and its like see ``update_session``. The
        member ``sub`` is the guard's own. With a bearer token there is no session: what is put into it
        is forgotten.
        """
        visit = self._looked()
        return visit.data if visit.sessions else {}

    def require(self, *scopes: str) -> str:
        """Return the subject, who must have all these scopes.

        Raises a ``Problem``: 401 if nobody is there, 403 if a scope is missing, 503 if the store could not
        say who it is.
        """
        return self._looked().require(scopes)

    def _looked(self) -> Visit:
        self._visit.looked = True
        return self._visit

    def __repr__(self) -> str:
        """Show no names, tokens or data."""
        source = self._visit.source or "nobody"
        return f"<tokenseal.{type(self).__name__} {source}>"


class AsyncAuth(Identity):
    """``Auth`` for asyncio."""

    __slots__ = ()

    async def start_session(self, subject: str, data: Mapping[str, Any] | None = None) -> None:
        """Log in by a session: see ``Auth.start_session``."""
        with answering():
            await login.start_session(self._visit, subject, data or {})

    async def update_session(self, change: Change) -> None:
        """Change the session's data: see ``Auth.update_session``. ``change`` may be a coroutine function."""
        visit = self._visit
        if visit.source == "bearer":
            message = "a request with a bearer token has no session"
            raise BadArgument(message)
        with answering():
            await visit.save()
            if visit.loaded is None:
                visit.has(await visit.sessions.start(now=visit.now))
            await visit.update(change)

    async def issue_tokens(self, subject: str, claims: Mapping[str, Any] | None = None) -> TokenPair:
        """Log in by tokens: see ``Auth.issue_tokens``."""
        with answering():
            return await login.issue_tokens(self._visit, subject, claims or {})

    async def log_out(self) -> None:
        """Log out here: see ``Auth.log_out``."""
        with answering():
            await login.log_out(self._visit)

    async def log_out_everywhere(self) -> None:
        """Log out everywhere: see ``Auth.log_out_everywhere``."""
        subject = self.require()
        with answering():
            await login.log_out_everywhere(self._visit, subject)

    async def csrf_token(self) -> str:
        """Make a token against forged requests: see ``Auth.csrf_token``."""
        self._looked()
        with answering():
            return await csrf.csrf_token(self._visit)


class Auth(Identity):
    """An ``Identity`` whose owner may log in and out. The cookies go out with the response.

    Where the store can't say, a ``Problem`` with status 503 is raised.
    """

    __slots__ = ()

    def start_session(self, subject: str, data: Mapping[str, Any] | None = None) -> None:
        """Log in by a session, which goes on under a new id, so that nobody can have planted it.

        ``data`` are added to the session's own, which are kept unless they were another subject's. Call it
        for who is logged in already, too, when he gets more rights.
        """
        at_once(self._twin().start_session(subject, data))

    def update_session(self, change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
        """Let ``change`` change the session's data at once, and again if another request was faster.

        See ``tokenseal.Sessions.update``. So a count counts every request.
        """
        at_once(self._twin().update_session(change))

    def issue_tokens(self, subject: str, claims: Mapping[str, Any] | None = None) -> TokenPair:
        """Log in by an access token and a refresh token, which are set as cookies.

        All access tokens of the log-in have the ``claims``, and a ``sid`` of its own. See
        ``tokenseal.RefreshTokens.issue``. With ``access_in="json"`` give the page what is returned as
        ``access``; the refresh token is for its cookie alone.
        """
        return at_once(self._twin().issue_tokens(subject, claims))

    def log_out(self) -> None:
        """Log out here: end the session and the refresh tokens, deny the access token, remove the cookies.

        Browsers send the refresh token below the guard's ``path`` alone: elsewhere it is not ended. So with
        tokens let them call the endpoint ``logout``.
        """
        at_once(self._twin().log_out())

    def log_out_everywhere(self) -> None:
        """Log out everywhere: end all sessions and refresh tokens of the subject, and remove the cookies.

        Access tokens end, too, where ``revocations`` are asked. Raises a ``Problem`` when nobody is there.
        """
        at_once(self._twin().log_out_everywhere())

    def csrf_token(self) -> str:
        """Make a token against forged requests, another one each time, for ``X-CSRF-Token`` or a form.

        It is bound to the session, which is started for a visitor without one, or to the log-in. Raises
        ``BadArgument`` when there is nothing to bind it to.
        """
        return at_once(self._twin().csrf_token())

    def _twin(self) -> AsyncAuth:
        return AsyncAuth(self._visit)
