"""The guard's dependencies for FastAPI: ``pip install 'tokenseal[fastapi]'``.

::

    from tokenseal import AsyncRefreshTokens, AsyncSqliteStore, Key
    from tokenseal.asgi import GuardMiddleware
    from tokenseal.fastapi import authenticated, visitor
    from tokenseal.web import AsyncAuth, AsyncGuard

    guard = AsyncGuard(key, tokens=AsyncRefreshTokens(key, AsyncSqliteStore("tokens.db")))
    app = FastAPI()
    app.add_middleware(GuardMiddleware, guard=guard)
    user = authenticated(guard)

    @app.get("/")
    async def home(auth: Annotated[AsyncAuth, Depends(visitor)]): ...

    @app.get("/me")
    async def me(auth: Annotated[AsyncAuth, Depends(user)]): ...

    @app.delete("/users/{name}", dependencies=[Security(user, scopes=["admin"])])
    async def delete(name: str): ...

The middleware does all the work; these hand its ``AsyncAuth`` on, and write into the OpenAPI document what a
path asks for. WebSockets can have them, too.
"""

from __future__ import annotations

from inspect import Parameter, Signature
from typing import TYPE_CHECKING

from fastapi import Security
from fastapi.openapi.models import APIKey, APIKeyIn
from fastapi.openapi.models import HTTPBearer as Bearer
from fastapi.security import SecurityScopes
from fastapi.security.base import SecurityBase
from starlette.requests import HTTPConnection

from tokenseal.web import AsyncAuth

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokenseal.web import AsyncGuard

__all__ = ["authenticated", "visitor"]


def visitor(connection: HTTPConnection) -> AsyncAuth:
    """Whoever makes the request, also nobody."""
    auth = connection.scope.get("auth")
    if not isinstance(auth, AsyncAuth):
        message = "there is no guard: app.add_middleware(GuardMiddleware, guard=guard)"
        raise TypeError(message)
    return auth


def authenticated(guard: AsyncGuard) -> Callable[..., AsyncAuth]:
    """Make the dependency that lets in who has logged in, and has the scopes that ``Security`` names.

    Others get the ``Problem`` of ``AsyncAuth.require``, so 401 or 403. In the OpenAPI document it is the
    schemes ``bearer``, ``accessCookie`` and ``sessionCookie``, as far as the guard takes them: one of them
    will do.
    """

    def user(connection: HTTPConnection, scopes: SecurityScopes, **_: None) -> AsyncAuth:
        auth = visitor(connection)
        auth.require(*scopes.scopes)
        return auth

    kind = Parameter.KEYWORD_ONLY
    parameters = [
        Parameter("connection", kind, annotation=HTTPConnection),
        Parameter("scopes", kind, annotation=SecurityScopes),
        *(Parameter(scheme.scheme_name, kind, default=Security(scheme)) for scheme in _schemes(guard)),
    ]
    # FastAPI finds the schemes among the parameters, and only there.
    user.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return user


class _Scheme(SecurityBase):
    """What the OpenAPI document says of one kind of credentials. Whether they are there the guard knows."""

    def __init__(self, name: str, model: Bearer | APIKey) -> None:
        self.scheme_name = name
        self.model = model

    def __call__(self) -> None:
        """Give nothing."""


def _schemes(guard: AsyncGuard) -> list[_Scheme]:
    settings = guard.settings
    found = []
    if settings.accepts_tokens:
        found.append(_Scheme("bearer", Bearer(bearerFormat="JWT")))
        if settings.access_in == "cookie":
            found.append(_Scheme("accessCookie", _cookie(settings.access_cookie)))
    if settings.sessions is not None:
        found.append(_Scheme("sessionCookie", _cookie(settings.sessions.cookie)))
    return found


def _cookie(name: str) -> APIKey:
    return APIKey.model_validate({"in": APIKeyIn.cookie, "name": name})
