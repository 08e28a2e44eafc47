"""Clients beside the browser: Ada's phone, and a thief."""

from __future__ import annotations

import asyncio
import http.client
import json
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tokenseal import cookie

from exchanges import CLIENT

SERVICES = ("python", "node", "c")


class Answer(NamedTuple):
    """What came back."""

    status: int
    cookies: dict[str, str]
    """Those that it has set."""
    body: dict[str, Any]


class Device:
    """A client that is no browser, and keeps what it has in memory of its own."""

    def __init__(self, name: str, origins: dict[str, str]) -> None:
        self._name = name
        self._origins = origins

    async def ask(
        self,
        service: str,
        method: str,
        path: str,
        *,
        cookies: dict[str, str] | None = None,
        bearer: str | None = None,
    ) -> Answer:
        """Make a request of one of the services."""
        headers = {CLIENT.decode(): self._name}
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        if bearer is not None:
            headers["Authorization"] = f"Bearer {bearer}"
        return await asyncio.to_thread(self._send, self._origins[service], method, path, headers)

    def _send(self, origin: str, method: str, path: str, headers: dict[str, str]) -> Answer:
        # They listen on 127.0.0.1, and are called by the name that the browser has for them.
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(origin).port, timeout=10)
        try:
            connection.request(method, path, headers={"Host": urlsplit(origin).netloc, **headers})
            response = connection.getresponse()
            body = response.read()
            lines = response.headers.get_all("Set-Cookie") or []
            pairs = [cookie.parse(line.partition(";")[0])[0] for line in lines]
            return Answer(response.status, dict(pairs), json.loads(body) if body else {})
        finally:
            connection.close()


class Phone(Device):
    """Another device of Ada's. An app keeps its access token itself, and sends it as ``Authorization``."""

    def __init__(self, origins: dict[str, str]) -> None:
        super().__init__("phone", origins)
        self._session: dict[str, str] = {}
        self._tokens: dict[str, str] = {}

    async def log_in(self, service: str, mechanism: str) -> Answer:
        answer = await self.ask(service, "POST", f"/{mechanism}/login")
        if mechanism == "session":
            self._session = answer.cookies
        else:
            self._tokens = answer.cookies
        return answer

    async def who(self, service: str, path: str) -> Answer:
        """Ask who it is, or whoever has its access token."""
        if path.startswith("/session/"):
            return await self.ask(service, "GET", path, cookies=self._session)
        return await self.ask(service, "GET", path, bearer=self._tokens.get("__Host-access"))
