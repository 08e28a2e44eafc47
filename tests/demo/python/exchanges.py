"""What goes over the wire, from all services to the page."""

from __future__ import annotations

import asyncio
import contextvars
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from clock import Clock

RECORDED = ("/preference/", "/session/", "/token/")
PUSHED = ("/lab/tamper", "/lab/move", "/lab/clock")
"""The mechanisms, and the buttons that no other site has. What the page asks beside them is not shown."""
REQUEST = {b"cookie": "Cookie", b"authorization": "Authorization", b"origin": "Origin"}
RESPONSE = {b"set-cookie": "Set-Cookie", b"www-authenticate": "WWW-Authenticate"}
"""The headers that are shown. The other services show the same."""
CLIENT = b"x-demo-client"
"""By this header the demo's other clients say who they are; the browser says nothing."""

Exchange = dict[str, Any]

_store: contextvars.ContextVar[list[Exchange] | None] = contextvars.ContextVar("store", default=None)


def note(operation: Exchange) -> None:
    """Note that the request that is being answered has asked the store."""
    noted = _store.get()
    if noted is not None:
        noted.append(operation)


class Exchanges:
    """All that there have been since the start."""

    def __init__(self) -> None:
        self._all: list[Exchange] = []
        self._added = asyncio.Event()

    def __len__(self) -> int:
        return len(self._all)

    def add(self, exchange: Exchange) -> None:
        self._all.append(exchange)
        self._added.set()
        self._added = asyncio.Event()

    async def follow(self, after: int) -> AsyncIterator[tuple[int, Exchange]]:
        """Give all from number ``after`` on, and those that come, for ever."""
        while True:
            added = self._added
            while after < len(self._all):
                yield after, self._all[after]
                after += 1
            await added.wait()

    def keys(self) -> list[str]:
        """Give all keys that the store was asked for, those that came up last first."""
        asked = [key for each in self._all for operation in each["store"] for key in _keys(operation)]
        return list(dict.fromkeys(asked))[::-1]

    def last(self, **wanted: object) -> Exchange | None:
        """Find the last one that has these members."""
        return next((each for each in reversed(self._all) if wanted.items() <= each.items()), None)


class Recorder:
    """Middleware that records the exchanges of this service."""

    def __init__(self, app: ASGIApp, clock: Clock, exchanges: Exchanges) -> None:
        self._app = app
        self._clock = clock
        self._exchanges = exchanges

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_shown(scope["method"], scope["path"]):
            await self._app(scope, receive, send)
            return
        at = self._clock.now()
        noted: list[Exchange] = []
        token = _store.set(noted)
        started: Message = {"status": 500, "headers": []}
        body = b""

        async def recording(message: Message) -> None:
            nonlocal started, body
            if message["type"] == "http.response.start":
                started = message
            else:
                body += message.get("body", b"")
            await send(message)

        try:
            await self._app(scope, receive, recording)
        finally:
            _store.reset(token)
            headers = dict(scope["headers"])
            query = scope["query_string"].decode("latin-1")
            self._exchanges.add(
                {
                    "at": at,
                    "service": "python",
                    "client": headers.get(CLIENT, b"browser").decode("latin-1"),
                    "method": scope["method"],
                    "path": scope["path"] + (f"?{query}" if query else ""),
                    "request": _lines(REQUEST, scope["headers"]),
                    "status": started["status"],
                    "response": _lines(RESPONSE, started["headers"]),
                    "answer": json.loads(body) if body else {},
                    "store": noted,
                }
            )


def _keys(operation: Exchange) -> list[str]:
    keys: list[str] = operation.get("get") or [operation["swap"]]
    return keys


def _is_shown(method: str, path: str) -> bool:
    return path.startswith(RECORDED) or (method == "POST" and path in PUSHED)


def _lines(shown: dict[bytes, str], headers: list[tuple[bytes, bytes]]) -> list[str]:
    return [f"{shown[name]}: {value.decode('latin-1')}" for name, value in headers if name in shown]
