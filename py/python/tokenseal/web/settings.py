"""What an application has said, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tokenseal._tokenseal import Policy, SetCookie
from tokenseal.errors import BadArgument

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokenseal._tokenseal import Signer
    from tokenseal.observer import Observer
    from tokenseal.refresh import AsyncRefreshTokens
    from tokenseal.revocations import AsyncRevocations
    from tokenseal.sessions import AsyncSessions

__all__ = ["Settings"]


@dataclass(frozen=True)
class Settings:
    """The parameters of ``Guard``, checked."""

    ring: Signer
    sessions: AsyncSessions | None
    tokens: AsyncRefreshTokens | None
    revocations: AsyncRevocations | None
    policy: Policy | None
    path: str
    access_cookie: str
    refresh_cookie: str
    access_in: Literal["cookie", "json"]
    csrf: Literal["fetch", "token"]
    allowed_origins: tuple[str, ...]
    csrf_exempt: frozenset[str]
    fail_open: bool
    observer: Observer | None
    clock: Callable[[], float]

    def __post_init__(self) -> None:
        """Refuse what could never work, or would not do what it seems to."""
        if self.sessions is None and self.tokens is None and self.policy is None:
            _refuse("a guard needs sessions, tokens or a policy: it would let nobody in")
        if not self.path.startswith("/") or self.path.endswith("/"):
            _refuse("path begins with a slash and does not end with one")
        if self.access_in not in ("cookie", "json"):
            _refuse("access_in is 'cookie' or 'json'")
        if self.csrf not in ("fetch", "token"):
            _refuse("csrf is 'fetch' or 'token'")
        cookies = [self.access_cookie, self.refresh_cookie]
        if self.sessions is not None:
            cookies.append(self.sessions.cookie)
        if len(set(cookies)) != len(cookies):
            _refuse("two cookies have the same name")
        self.access("", None)
        self.refresh("", None)

    @property
    def accepts_tokens(self) -> bool:
        """Whether access tokens are looked at."""
        return self.tokens is not None or self.policy is not None

    def access(self, value: str, max_age: float | None) -> SetCookie:
        """Build the cookie of the access token."""
        return SetCookie(self.access_cookie, value, max_age=max_age)

    def refresh(self, value: str, max_age: float | None) -> SetCookie:
        """Build the cookie of the refresh token, which goes nowhere but to our own endpoints."""
        return SetCookie(self.refresh_cookie, value, path=self.path, same_site="Strict", max_age=max_age)


def _refuse(message: str) -> None:
    raise BadArgument(message)
