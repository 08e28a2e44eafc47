"""A browser: cookies by their rules, and the headers that say where a request comes from."""

from __future__ import annotations

import asyncio
import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

__all__ = ["Answer", "Browser", "Exchange", "over_asgi", "over_wsgi"]


@dataclass
class Exchange:
    """A request on the wire."""

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes = b""


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        """Return the values of a header."""
        return [value for each, value in self.headers if each.lower() == name]

    def get(self, name: str) -> str | None:
        """Return a header that is there once at the most."""
        found = self.all(name)
        assert len(found) < 2, found
        return found[0] if found else None

    @property
    def json(self) -> Any:
        """Read the body."""
        return json.loads(self.body)

    @property
    def problem(self) -> tuple[int, str]:
        """Check that it is problem JSON, and return its status and code."""
        assert self.get("content-type") == "application/problem+json", self
        assert self.get("cache-control") == "no-store"
        assert list(self.json) == ["type", "title", "status", "code"]
        assert self.json["type"] == f"urn:tokenseal:problem:{self.json['code']}"
        assert self.json["status"] == self.status
        return self.status, self.json["code"]


class Browser:
    """One visitor's. Cookies are kept by name and path, for one host over https."""

    def __init__(self, site: Any) -> None:
        """Begin without cookies."""
        self.site = site
        self.jar: dict[str, tuple[str, str]] = {}
        self.attributes: dict[str, list[str]] = {}

    def cookies(self) -> dict[str, str]:
        """Return names and values."""
        return {name: value for name, (value, _) in self.jar.items()}

    def put(self, name: str, value: str, path: str = "/") -> None:
        """Plant a cookie."""
        self.jar[name] = (value, path)

    def ask(
        self,
        method: str,
        path: str,
        form: dict[str, str] | None = None,
        headers: dict[str, str | None] | None = None,
    ) -> Answer:
        """Make a request from a page of the site itself, unless the headers say otherwise."""
        sent: dict[str, str | None] = {"host": "app.example", "sec-fetch-site": "same-origin"}
        plain = path.partition("?")[0]
        found = [
            f"{n}={v}" for n, (v, p) in self.jar.items() if p == "/" or (plain + "/").startswith(p + "/")
        ]
        sent |= {"cookie": "; ".join(found) or None} | (headers or {})
        body = b""
        if form is not None:
            body = urlencode(form).encode()
            sent |= {"content-type": "application/x-www-form-urlencoded", "content-length": str(len(body))}
        exchange = Exchange(method, path, [(n, v) for n, v in sent.items() if v is not None], body)
        answer: Answer = self.site.serve(exchange)
        for header in answer.all("set-cookie"):
            self._keep(header)
        return answer

    def get(self, path: str, **headers: str | None) -> Answer:
        """Make a GET request; an underscore in a header's name is a hyphen."""
        return self.ask("GET", path, headers={n.replace("_", "-"): v for n, v in headers.items()})

    def post(self, path: str, form: dict[str, str] | None = None, **headers: str | None) -> Answer:
        """Make a POST request."""
        return self.ask("POST", path, form, {n.replace("_", "-"): v for n, v in headers.items()})

    def _keep(self, header: str) -> None:
        pair, *attributes = [part.strip() for part in header.split(";")]
        name, _, value = pair.partition("=")
        found = {key.lower(): text for key, _, text in (each.partition("=") for each in attributes)}
        assert "secure" in found, header
        assert "httponly" in found, header
        assert "domain" not in found, header
        assert not name.startswith("__Host-") or found["path"] == "/", header
        self.attributes[name] = sorted(f"{key}={text}" if text else key for key, text in found.items())
        if found["max-age"] == "0":
            self.jar.pop(name, None)
        else:
            self.jar[name] = (value, found["path"])


def over_asgi(app: Any, exchange: Exchange) -> Answer:
    """Serve a request by an ASGI application, also while another one is under way."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asgi(app, exchange)).result()


async def asgi(app: Any, exchange: Exchange) -> Answer:
    """Serve a request by an ASGI application, the body in small pieces."""
    path, _, query = exchange.path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": exchange.method,
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in exchange.headers],
        "server": ("app.example", 443),
        "client": ("192.0.2.1", 50000),
    }
    pieces = [exchange.body[at : at + 7] for at in range(0, len(exchange.body), 7)] or [b""]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        if not pieces:
            # The browser waits for its answer.
            await asyncio.Event().wait()
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message: dict[str, Any]) -> None:
        await asyncio.sleep(0)
        sent.append(message)

    await app(scope, receive, send)
    start, *rest = sent
    assert start["type"] == "http.response.start"
    assert {message["type"] for message in rest} == {"http.response.body"}
    headers = [(name.decode(), value.decode()) for name, value in start["headers"]]
    return Answer(start["status"], headers, b"".join(message.get("body", b"") for message in rest))


def over_wsgi(app: Any, exchange: Exchange) -> Answer:
    """Serve a request by a WSGI application."""
    path, _, query = exchange.path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": exchange.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "app.example",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(exchange.body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in exchange.headers:
        variable = name.upper().replace("-", "_")
        prefix = "" if variable in ("CONTENT_TYPE", "CONTENT_LENGTH") else "HTTP_"
        environ[prefix + variable] = value
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    parts = app(environ, lambda status, headers, _=None: begun.append((status, headers)))
    body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    status, headers = begun[-1]
    return Answer(int(status.split()[0]), [(name, value.strip()) for name, value in headers], body)
