"""One request, as far as the guard has come with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from tokenseal.errors import BadArgument, Conflict, InvalidToken, StateError
from tokenseal.observer import tell
from tokenseal.web.draft import SUBJECT, Draft
from tokenseal.web.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tokenseal.errors import TokenError
    from tokenseal.session import Session
    from tokenseal.sessions import AsyncSessions
    from tokenseal.web.draft import Changes
    from tokenseal.web.request import Request
    from tokenseal.web.settings import Settings

__all__ = ["Change", "Visit", "answering"]

Change: TypeAlias = Callable[[dict[str, Any]], dict[str, Any] | Awaitable[dict[str, Any] | None] | None]


@contextmanager
def answering(errors: type[StateError] | tuple[type[TokenError], ...] = StateError) -> Iterator[None]:
    """Answer these errors with their problems; what is the program's mistake stays one."""
    try:
        yield
    except errors as error:
        raise Problem.of(error) from error


class Visit:
    """Who makes a request, his session, and the cookies that he is to get."""

    def __init__(self, settings: Settings, request: Request) -> None:
        """Begin with nobody."""
        self.settings = settings
        self.request = request
        self.now: float = settings.clock()
        self.cookies: dict[str, str] = {}
        self.refused: TokenError | None = None
        self.failed: StateError | None = None
        self.looked = False
        self._draft = Draft()
        self._is_drawn = False
        self.forget()

    def forget(self) -> None:
        """Be nobody."""
        self.source: Literal["bearer", "access", "session"] | None = None
        self.subject: str | None = None
        self.claims: Mapping[str, Any] = {}
        self.token: str | None = None
        self.loaded: Session | None = None
        self._renew()

    @property
    def sessions(self) -> AsyncSessions:
        """The sessions, if there are any."""
        if self.settings.sessions is None:
            message = "this guard has no sessions"
            raise BadArgument(message)
        return self.settings.sessions

    @property
    def scopes(self) -> frozenset[str]:
        """The scopes of the claim ``scope`` (RFC 8693 section 4.2)."""
        scope = self.claims.get("scope", ())
        found = scope.split() if isinstance(scope, str) else scope if isinstance(scope, (list, tuple)) else ()
        return frozenset(each for each in found if isinstance(each, str))

    @property
    def data(self) -> dict[str, Any]:
        """The session's data, to be changed."""
        if not self._is_drawn:
            self._is_drawn = True
            self._renew()
        return self._draft.data

    def has(self, session: Session) -> None:
        """Go on with another session, whose cookie is to be set."""
        self.loaded = session
        self._renew()
        self.cookies[self.sessions.cookie] = self.sessions.set_cookie(session)

    def require(self, scopes: Iterable[str]) -> str:
        """Make sure that somebody is there who has all these scopes."""
        wanted = frozenset(scopes)
        problem: Problem | None = None
        if self.subject is None:
            problem = self._nobody()
        elif not wanted <= self.scopes:
            problem = Problem.insufficient_scope(wanted)
        tell(self.settings.observer, "authorize", "ok" if problem is None else problem.code)
        if problem is not None or self.subject is None:
            raise problem or self._nobody()
        return self.subject

    def _nobody(self) -> Problem:
        if self.failed is not None:
            return Problem.unavailable(self.failed.code)
        return Problem.credentials_required() if self.refused is None else Problem.refused(self.refused.code)

    def pending(self) -> dict[str, Any]:
        """Return what a visitor without a session has left so far."""
        return {name: value for name, value in self.data.items() if name != SUBJECT}

    async def save(self) -> None:
        """Save what has been changed in the session, and nothing if nothing has."""
        changes = self._draft.changes()
        if not changes or self.source == "bearer":
            return
        if self.loaded is None:
            self.has(await self.sessions.start(None, self.pending(), now=self.now))
        else:
            await self.write(self.loaded, changes)

    async def write(self, session: Session, changes: Changes) -> None:
        """Save these changes: at once, or to whatever another request has saved meanwhile."""
        changes.apply(session.data)
        try:
            await self.sessions.save(session, now=self.now)
        except Conflict:
            await self.sessions.update(session, changes.apply, now=self.now)
        self._renew()

    async def update(self, change: Change) -> None:
        """Change the data of the session that is there in one go."""
        if self.loaded is not None:
            await self.sessions.update(self.loaded, change, now=self.now)
            self._renew()

    def _renew(self) -> None:
        """Follow the session, once somebody has looked at its data."""
        data = {} if self.loaded is None else self.loaded.data
        if self._is_drawn:
            self._draft.reset(data)
        if self.source == "session":
            self.claims = data

    async def leave(self, status: int, names: Iterable[str]) -> list[tuple[str, str]]:
        """Save the session, and say what is to be added to the headers of the app's response."""
        if status >= 500:  # noqa: PLR2004 - who could not answer has nothing to save
            return []
        try:
            await self.save()
        except InvalidToken:
            # Another request has ended the session meanwhile: it is not written back.
            pass
        except StateError as error:
            if not self.settings.fail_open:
                raise Problem.of(error) from error
        headers = [("Set-Cookie", header) for header in self.cookies.values()]
        if headers and "cache-control" not in names:
            headers.append(("Cache-Control", "no-store"))
        if self.looked:
            headers.append(("Vary", "Cookie"))
        return headers
