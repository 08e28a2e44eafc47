"""What is answered instead of what was asked for (RFC 9457, RFC 6750 section 3)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from tokenseal.errors import BadArgument, InvalidToken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokenseal.errors import TokenError

__all__ = ["Problem", "Response"]

_REFUSED = "The credentials are not accepted"
_CROSS_SITE = "Refused: another site may have made this request"
# RFC 6749 section 3.3.
_SCOPE = re.compile(r"[!#-\[\]-~]+")


class Response(NamedTuple):
    """A response that the guard gives itself."""

    status: int
    """The status code."""
    headers: list[tuple[str, str]]
    """Names and values; ``Set-Cookie`` may be there several times."""
    body: bytes = b""
    """The body, with its ``Content-Type`` among the headers."""


class Problem(Exception):
    """Ends a request: the adapters answer it with problem JSON, wherever it is raised.

    ``code`` says why, from a closed list: that of a ``TokenError``, or one of ``credentials-required``,
    ``insufficient-scope``, ``csrf-token``, ``form-too-large`` and ``method-not-allowed``. Nothing of a token
    or a user is in it.
    """

    def __init__(self, status: int, code: str, title: str, headers: Iterable[tuple[str, str]] = ()) -> None:
        """Make one; ``headers`` are further ones."""
        super().__init__(code)
        self.status = status
        self.code = code
        self.title = title
        self._headers = tuple(headers)

    @classmethod
    def credentials_required(cls) -> Problem:
        """Make the 401 of a request that came without credentials: it names no error."""
        return cls(401, "credentials-required", "Log in first", [("WWW-Authenticate", "Bearer")])

    @classmethod
    def refused(cls, code: str) -> Problem:
        """Make the 401 of credentials that are not good."""
        challenge = f'Bearer error="invalid_token", error_description="{code}"'
        return cls(401, code, _REFUSED, [("WWW-Authenticate", challenge)])

    @classmethod
    def insufficient_scope(cls, scopes: Iterable[str]) -> Problem:
        """Make the 403 of good credentials that do not reach so far. ``scopes`` are all that it takes."""
        wanted = sorted(scopes)
        if not all(_SCOPE.fullmatch(scope) for scope in wanted):
            message = "a scope is of characters that RFC 6749 section 3.3 does not allow"
            raise BadArgument(message)
        challenge = f'Bearer error="insufficient_scope", scope="{" ".join(wanted)}"'
        title = "The credentials do not reach this far"
        return cls(403, "insufficient-scope", title, [("WWW-Authenticate", challenge)])

    @classmethod
    def cross_site(cls, code: str) -> Problem:
        """Make the 403 of a request that may be forged."""
        return cls(403, code, _CROSS_SITE)

    @classmethod
    def unavailable(cls, code: str) -> Problem:
        """Make the 503 of a store that can't say."""
        return cls(503, code, "The service can't tell at the moment", [("Retry-After", "1")])

    @classmethod
    def of(cls, error: TokenError) -> Problem:
        """Make the one for what the state says: 401 if it refuses the credentials, or else 503."""
        return cls.refused(error.code) if isinstance(error, InvalidToken) else cls.unavailable(error.code)

    @property
    def response(self) -> Response:
        """What is answered."""
        members = {
            "type": f"urn:tokenseal:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
        }
        headers = [
            ("Content-Type", "application/problem+json"),
            ("Cache-Control", "no-store"),
            *self._headers,
        ]
        return Response(self.status, headers, json.dumps(members, separators=(",", ":")).encode())
