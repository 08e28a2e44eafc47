"""The same application with each framework: a path for each action, and all of them guarded."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from actions import ACTIONS, Action
from browser import Answer, Exchange, over_asgi, over_wsgi
from tokenseal import (
    AsyncRefreshTokens,
    AsyncRevocations,
    AsyncSessions,
    RefreshTokens,
    Revocations,
    Sessions,
)
from tokenseal._driver import at_once
from tokenseal.web import AsyncGuard, Guard

from state_help import NOW, RING, Waiting, Watched

__all__ = ["FRAMEWORKS", "Site"]


class Site:
    """An application under test: its store, its clock, what its observer was told."""

    def __init__(
        self, framework: str, store: Any = None, with_: tuple[str, ...] = ("sessions",), **options: Any
    ) -> None:
        """Build it with these parts of a guard."""
        self.framework = framework
        self.store = Watched() if store is None else store
        self.now: float = NOW
        self.told: list[tuple[str, str]] = []
        make, self._serve = FRAMEWORKS[framework]
        plain = self._serve is over_wsgi
        kinds = (
            (Sessions, RefreshTokens, Revocations, Guard)
            if plain
            else (AsyncSessions, AsyncRefreshTokens, AsyncRevocations, AsyncGuard)
        )
        over: Any = self.store if plain else Waiting(self.store)
        observe = {"observer": lambda *told: self.told.append(told)}
        parts = {"sessions": (RING, over), "tokens": (RING, over), "revocations": (over,)}
        found = {
            name: kind(*parts[name], **observe)
            for name, kind in zip(parts, kinds, strict=False)
            if name in with_
        }
        guard: Any = kinds[-1](RING, clock=lambda: self.now, **found, **observe, **options)
        self.guard = guard
        self.app = make(guard)

    def serve(self, exchange: Exchange) -> Answer:
        """Serve a request."""
        return self._serve(self.app, exchange)


def bare(guard: Any) -> Any:
    """ASGI without a framework."""
    from urllib.parse import parse_qsl

    from tokenseal.asgi import GuardMiddleware

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await read_body(receive)
        query = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
        action = ACTIONS.get(scope["path"][1:])
        status, body = 200 if action else 404, b""
        try:
            body = json.dumps(await action(scope["auth"], query)).encode() if action else b""
        except ZeroDivisionError:
            status = 500
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return GuardMiddleware(app, guard)


async def read_body(receive: Any) -> bytes:
    """Read a body, as a handler that wants the form does."""
    body, more = b"", True
    while more:
        message = await receive()
        assert message["type"] == "http.request"
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


def starlette(guard: Any) -> Any:
    """Starlette."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.requests import Request
    from starlette.responses import JSONResponse
    from starlette.routing import Route
    from tokenseal.asgi import GuardMiddleware

    def route(name: str, action: Action) -> Route:
        async def handle(request: Request) -> JSONResponse:
            await request.form()
            return JSONResponse(await action(request.auth, request.query_params))

        return Route(f"/{name}", handle, methods=["GET", "POST"])

    routes = [route(name, action) for name, action in ACTIONS.items()]
    return quiet(Starlette(routes=routes, middleware=[Middleware(GuardMiddleware, guard=guard)]))


def fastapi(guard: Any) -> Any:
    """FastAPI, by its dependencies."""
    from fastapi import Depends, FastAPI, Request, Security
    from tokenseal.asgi import GuardMiddleware
    from tokenseal.fastapi import authenticated, visitor

    app = FastAPI()
    app.add_middleware(GuardMiddleware, guard=guard)
    user = authenticated(guard)

    def add(name: str, action: Action) -> None:
        depends: Any = Depends(visitor)
        if name == "me":
            depends = Depends(user)
        if name == "admin":
            depends = Security(user, scopes=["users:write", "admin"])

        async def handle(request: Request, auth: Any = depends) -> dict[str, Any]:
            return await action(auth, request.query_params)

        # Annotations that are text are looked up in the module.
        handle.__annotations__["request"] = Request
        app.add_api_route(f"/{name}", handle, methods=["GET", "POST"], operation_id=name)

    for name, action in ACTIONS.items():
        add(name, action)
    return quiet(app)


def quiet(app: Any) -> Any:
    """Let the 500 be answered, and not raised again as their servers would want it for their logs."""

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        with suppress(ZeroDivisionError):
            await app(scope, receive, send)

    serve.app = app  # type: ignore[attr-defined]
    return serve


def flask(guard: Any) -> Any:
    """Flask."""
    import flask as framework
    from tokenseal.flask import Tokenseal, auth

    app = framework.Flask("site")
    Tokenseal(app, guard)

    def add(name: str, action: Action) -> None:
        def handle() -> Any:
            return at_once(action(auth, framework.request.args.to_dict()))

        app.add_url_rule(f"/{name}", name, handle, methods=["GET", "POST"])

    for name, action in ACTIONS.items():
        add(name, action)
    return app


def django(guard: Any) -> Any:
    """Django."""
    import django_site

    return django_site.application(guard)


FRAMEWORKS: dict[str, tuple[Callable[[Any], Any], Callable[[Any, Exchange], Answer]]] = {
    "asgi": (bare, over_asgi),
    "starlette": (starlette, over_asgi),
    "fastapi": (fastapi, over_asgi),
    "flask": (flask, over_wsgi),
    "django": (django, over_wsgi),
}
