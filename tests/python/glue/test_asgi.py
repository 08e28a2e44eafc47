"""What is ASGI's own: bodies in pieces, WebSockets, and FastAPI's document."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from browser import Browser, Exchange
from sites import Site, quiet
from tokenseal.asgi import GuardMiddleware
from tokenseal.fastapi import authenticated, visitor
from tokenseal.web import MAX_FORM, AsyncAuth, Problem


def cookies(browser: Browser) -> str:
    return "; ".join(f"{name}={value}" for name, value in browser.cookies().items())


async def talk(app: Any, scope: dict[str, Any], *messages: dict[str, Any]) -> list[dict[str, Any]]:
    """Let an application talk with a server that has these messages for it."""
    left, sent = list(messages), []

    async def receive() -> dict[str, Any]:
        return left.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


def websocket(headers: dict[str, str], **more: Any) -> dict[str, Any]:
    listed = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {
        "type": "websocket",
        "path": "/chat",
        "scheme": "wss",
        "headers": listed,
        "query_string": b"",
        **more,
    }


async def chat(scope: Any, receive: Any, send: Any) -> None:
    assert (await receive())["type"] == "websocket.connect"
    auth: AsyncAuth = scope["auth"]
    auth.session["chats"] = 1
    subject = auth.require()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": subject})


OURS = {"host": "app.example", "origin": "https://app.example"}


def test_a_websocket_is_a_log_in_as_any_other() -> None:
    site = Site("asgi")
    browser = Browser(site)
    browser.post("/login")
    guarded = GuardMiddleware(chat, site.guard)
    connect = {"type": "websocket.connect"}
    scope = websocket({**OURS, "cookie": cookies(browser)})
    accept, said = asyncio.run(talk(guarded, scope, connect))
    assert accept["type"] == "websocket.accept"
    assert said["text"] == "7"
    assert browser.get("/show").json["session"]["chats"] == 1

    # Another site opens it in the visitor's name.
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        hijack = websocket({**OURS, "cookie": cookies(browser), **headers})
        assert asyncio.run(talk(guarded, hijack)) == [{"type": "websocket.close", "code": 1008}]
        answers = {"extensions": {"websocket.http.response": {}}}
        start, body = asyncio.run(talk(guarded, {**hijack, **answers}))
        assert (start["type"], start["status"]) == ("websocket.http.response.start", 403)
        assert b'"code":"cross-site"' in body["body"]

    # Nobody.
    sent = asyncio.run(talk(guarded, websocket(OURS), connect))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_a_websocket_gets_the_cookie_of_a_new_session() -> None:
    site = Site("asgi")

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        scope["auth"].session["a"] = 1
        await send({"type": "websocket.accept", "headers": [(b"x-more", b"1")]})

    scope = websocket(OURS)
    (accept,) = asyncio.run(talk(GuardMiddleware(app, site.guard), scope, {"type": "websocket.connect"}))
    names = [name for name, _ in accept["headers"]]
    assert names[:2] == [b"x-more", b"set-cookie"]


def test_lifespan_passes() -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append((scope["type"], "auth" in scope))

    asyncio.run(talk(GuardMiddleware(app, Site("asgi").guard), {"type": "lifespan"}))
    assert seen == [("lifespan", False)]


@pytest.mark.parametrize("framework", ["asgi", "starlette", "fastapi"])
def test_a_form_that_is_too_large(framework: str) -> None:
    site = Site(framework, csrf="token")
    browser = Browser(site)
    browser.post("/login")
    token = browser.get("/csrf").json["token"]
    form = {"csrf_token": token, "text": "x" * (MAX_FORM - 200)}
    assert browser.post("/public", form).status == 200
    form["text"] += "x" * 200
    assert browser.post("/public", form).problem == (413, "form-too-large")
    # With the header nobody has to read it.
    assert browser.post("/public", form, x_csrf_token=token).status == 200


def test_the_application_reads_the_form_again() -> None:
    site = Site("starlette", csrf="token")
    browser = Browser(site)
    browser.post("/login")
    token = browser.get("/csrf").json["token"]
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        from starlette.requests import Request
        from starlette.responses import PlainTextResponse

        seen.append(dict(await Request(scope, receive).form()))
        await PlainTextResponse("ok")(scope, receive, send)

    site.app = GuardMiddleware(app, site.guard)
    form = {"csrf_token": token, "name": "Grüße & Küsse"}
    assert browser.post("/", form).status == 200
    assert seen == [form]


def test_a_problem_after_the_answer_has_begun_is_raised() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise Problem.credentials_required()

    site = Site("asgi")
    site.app = GuardMiddleware(app, site.guard)
    with pytest.raises(Problem):
        Browser(site).get("/")


def test_an_answer_in_parts_passes_as_it_comes() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"a", b"b")]})
        for part in (b"1", b"2", b"3"):
            await send({"type": "http.response.body", "body": part, "more_body": part != b"3"})

    site = Site("asgi")
    site.app = GuardMiddleware(app, site.guard)
    answer = Browser(site).get("/")
    assert (answer.body, answer.headers) == (b"123", [("a", "b")])


def test_headers_that_come_twice() -> None:
    site = Site("asgi", with_=("tokens",))
    browser = Browser(site)
    access = browser.post("/tokens").json["access"]
    twice = [("host", "app.example"), *[("authorization", f"Bearer {access}")] * 2]
    assert site.serve(Exchange("GET", "/me", twice)).problem == (401, "malformed")
    # HTTP/2 may send each cookie by itself.
    apart = [("host", "app.example"), ("cookie", "a=b"), ("cookie", f"__Host-access={access}")]
    assert site.serve(Exchange("GET", "/me", apart)).status == 200


def test_starlette_asks_for_scopes_by_its_own_means() -> None:
    from starlette.applications import Starlette
    from starlette.authentication import requires
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    @requires("admin")
    async def only(request: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    site = Site("starlette")
    browser = Browser(site)
    browser.post("/login?scope=admin")
    other = Browser(site)
    other.post("/login")
    site.app = GuardMiddleware(Starlette(routes=[Route("/", only)]), site.guard)
    assert browser.get("/").status == 200
    assert other.get("/").status == 403


def test_what_the_document_of_fastapi_says() -> None:
    from fastapi import Depends, FastAPI, Security

    site = Site("fastapi", with_=("sessions", "tokens"))
    user = authenticated(site.guard)
    app = FastAPI()

    @app.get("/me")
    def me(auth: AsyncAuth = Depends(user)) -> str | None:
        return auth.subject

    @app.get("/admin", dependencies=[Security(user, scopes=["admin"])])
    def admin() -> None: ...

    @app.get("/public")
    def public(auth: AsyncAuth = Depends(visitor)) -> str | None:
        return auth.subject

    document = app.openapi()
    assert document["components"]["securitySchemes"] == {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
        "accessCookie": {"type": "apiKey", "in": "cookie", "name": "__Host-access"},
        "sessionCookie": {"type": "apiKey", "in": "cookie", "name": "__Host-session"},
    }
    paths = document["paths"]
    names = ("bearer", "accessCookie", "sessionCookie")
    assert paths["/me"]["get"]["security"] == [{name: []} for name in names]
    assert paths["/admin"]["get"]["security"] == [{name: ["admin"]} for name in names]
    assert "security" not in paths["/public"]["get"]
    assert not [path for path in paths.values() if "parameters" in path["get"]]


def test_fastapi_without_the_middleware_says_so() -> None:
    from fastapi import Depends, FastAPI

    app = FastAPI()

    @app.get("/")
    def home(auth: AsyncAuth = Depends(visitor)) -> None: ...

    site = Site("fastapi")
    site.app = app
    with pytest.raises(TypeError, match="add_middleware"):
        Browser(site).get("/")


def test_many_at_once() -> None:
    from browser import asgi

    site = Site("starlette")
    browser = Browser(site)
    browser.post("/login")

    async def all_at_once() -> list[int]:
        headers = [("host", "app.example"), ("sec-fetch-site", "same-origin"), ("cookie", cookies(browser))]
        counts = [asgi(site.app, Exchange("POST", "/count", headers)) for _ in range(20)]
        puts = [asgi(site.app, Exchange("POST", f"/put?m{n}={n}", headers)) for n in range(10)]
        return [answer.status for answer in await asyncio.gather(*counts, *puts)]

    assert set(asyncio.run(all_at_once())) == {200}
    found = browser.get("/show").json["session"]
    assert found["count"] == 20
    assert all(found[f"m{n}"] == str(n) for n in range(10))


def test_quiet_hides_nothing_else() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        asyncio.run(talk(quiet(app), {"type": "http"}))
