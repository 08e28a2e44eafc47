"""The guard as ASGI middleware: Starlette, FastAPI, Litestar, Quart and every other ASGI application.

::

    from tokenseal import AsyncSessions, AsyncSqliteStore, Key
    from tokenseal.asgi import GuardMiddleware
    from tokenseal.web import AsyncGuard

    guard = AsyncGuard(key, sessions=AsyncSessions(key, AsyncSqliteStore("sessions.db")))
    app = GuardMiddleware(app, guard)  # or Starlette's app.add_middleware(GuardMiddleware, guard=guard)

A request's ``AsyncAuth`` is ``scope["auth"]``, which is ``request.auth`` in Starlette and Litestar, and
Starlette's ``requires`` asks it for scopes. For the CSRF token the body of a form is read if it is
URL-encoded, up to 64 KiB; with others send the token in ``X-CSRF-Token``.

A ``Problem`` that a handler raises is answered, in Starlette and FastAPI by itself. Litestar and Quart make
a 500 of it, unless they have an exception handler that answers with the status, headers and body of
``problem.response``.

A WebSocket's handshake is checked as an unsafe request is, since other sites can open one in a visitor's
name. What is changed in the session is saved when it is accepted, and not after that.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qsl

from tokenseal.web import MAX_FORM, AsyncAuth, Problem, Request, Response

if TYPE_CHECKING:
    from tokenseal.web import AsyncGuard

__all__ = ["GuardMiddleware"]

_Message: TypeAlias = MutableMapping[str, Any]
_Scope: TypeAlias = MutableMapping[str, Any]
_Receive: TypeAlias = Callable[[], Awaitable[_Message]]
_Send: TypeAlias = Callable[[_Message], Awaitable[None]]
_App: TypeAlias = Callable[[_Scope, _Receive, _Send], Awaitable[None]]


class GuardMiddleware:
    """Gives each request an ``AsyncAuth``, or answers it."""

    def __init__(self, app: _App, guard: AsyncGuard) -> None:
        """Guard an application."""
        self.app = app
        self.guard = guard

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Serve a request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        body = _Body(receive)
        entered = await self.guard.enter(_request(scope, body))
        if isinstance(entered, Response):
            await _answer(scope, send, entered)
            return
        answer = _Answer(self.guard, entered, scope, send)
        scope["auth"] = entered
        try:
            await self.app(scope, body.receive, answer.send)
        except Problem as problem:
            if answer.begun:
                raise
            await _answer(scope, answer.send, problem.response)


class _Body:
    """The body, of which the guard may read a form, and the application reads it again."""

    def __init__(self, receive: _Receive) -> None:
        self._receive = receive
        self._read: list[_Message] = []

    async def receive(self) -> _Message:
        return self._read.pop(0) if self._read else await self._receive()

    async def form(self) -> bytes:
        body = b""
        more = True
        while more:
            message = await self._receive()
            self._read.append(message)
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > MAX_FORM:
                raise Problem(413, "form-too-large", "The form is too large")
        return body


def _request(scope: _Scope, body: _Body) -> Request:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    headers = {name: ("; " if name == "cookie" else ", ").join(values) for name, values in found.items()}

    async def field(name: str) -> str | None:
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if scope["type"] != "http" or kind != "application/x-www-form-urlencoded":
            return None
        return dict(parse_qsl((await body.form()).decode("latin-1"))).get(name)

    return Request(
        # Another site can open a WebSocket as it can send a form.
        method=scope["method"] if scope["type"] == "http" else "POST",
        path=scope["path"],
        scheme="https" if scope.get("scheme") in ("https", "wss") else "http",
        header=headers.get,
        field=field,
    )


class _Answer:
    """The application's answer, on its way out."""

    def __init__(self, guard: AsyncGuard, auth: AsyncAuth, scope: _Scope, send: _Send) -> None:
        self.begun = False
        self._guard = guard
        self._auth = auth
        self._scope = scope
        self._send = send
        self._instead = False

    async def send(self, message: _Message) -> None:
        begins = message["type"] in (
            "http.response.start",
            "websocket.accept",
            "websocket.http.response.start",
        )
        if begins:
            self.begun = True
            try:
                message = await self._with_ours(message)
            except Problem as problem:
                self._instead = True
                await _answer(self._scope, self._send, problem.response)
        if not self._instead:
            await self._send(message)

    async def _with_ours(self, message: _Message) -> _Message:
        headers = list(message.get("headers", ()))
        names = {name.decode("latin-1").lower() for name, _ in headers}
        ours = await self._guard.leave(self._auth, message.get("status", 101), names)
        return {**message, "headers": headers + _encoded(ours)}


async def _answer(scope: _Scope, send: _Send, response: Response) -> None:
    """Answer instead of the application, which has not begun to."""
    kind = "http.response" if scope["type"] == "http" else "websocket.http.response"
    if kind not in ("http.response", *(scope.get("extensions") or ())):
        # All that such a server can answer the handshake with is 403.
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = _encoded(response.headers)
    if response.body:
        headers.append((b"content-length", str(len(response.body)).encode()))
    await send({"type": f"{kind}.start", "status": response.status, "headers": headers})
    await send({"type": f"{kind}.body", "body": response.body, "more_body": False})


def _encoded(headers: list[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
