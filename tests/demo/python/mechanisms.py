"""The three mechanisms: a preference cookie, a session login, and a token login."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metrics_prometheus import count  # py/examples
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from tokenseal import (
    AsyncRefreshTokens,
    AsyncRevocations,
    AsyncSessions,
    InvalidToken,
    Policy,
    cookie,
)
from tokenseal.asgi import GuardMiddleware
from tokenseal.web import AsyncGuard

from demo import MONTH, THEME, THEMES, USER

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from demo import Demo


def theme_of(demo: Demo, header: str | None) -> tuple[str, str | None]:
    """Give the theme that a ``Cookie`` header asks for, and why it is none of the visitor's if it isn't."""
    sealed = cookie.find(header, THEME)
    if sealed is None:
        return "system", None
    try:
        opened = demo.key.open_cookie(THEME, sealed, max_age=MONTH, now=demo.clock.seconds())
    except InvalidToken as refused:
        return "system", refused.code
    return opened.text, None


def preference(demo: Demo) -> Mount:
    """Mechanism 1: the state is in the browser, sealed."""

    async def read(request: Request) -> Response:
        theme, refused = theme_of(demo, request.headers.get("cookie"))
        return JSONResponse({"theme": theme} | ({"code": refused} if refused else {}))

    async def choose(request: Request) -> Response:
        theme = request.query_params.get("theme")
        if theme not in THEMES:
            return JSONResponse({"code": "no-such-theme"}, 400)
        sealed = demo.key.seal_cookie(THEME, theme, now=demo.clock.seconds())
        # Unlike the others it may be read by scripts: it holds no secret, and nobody can change it.
        header = cookie.SetCookie(THEME, sealed, max_age=MONTH, http_only=False).header()
        return JSONResponse({"theme": theme}, headers={"Set-Cookie": header})

    return Mount(
        "/preference",
        routes=[Route("/theme", read, methods=["GET"]), Route("/theme", choose, methods=["POST"])],
    )


def session(demo: Demo) -> Mount:
    """Mechanism 2: the state is in the store."""
    sessions = AsyncSessions(demo.key, demo.shelf.store, namespace=demo.namespace, observer=count)
    guard = AsyncGuard(
        demo.key, sessions=sessions, path="/session/auth", observer=count, clock=demo.clock.seconds
    )

    async def log_in(request: Request) -> Response:
        await request.auth.start_session(USER, {"visits": 0})
        return JSONResponse({"subject": USER})

    async def who(request: Request) -> Response:
        return JSONResponse({"subject": request.auth.require(), "visits": request.auth.session.get("visits")})

    async def visit(request: Request) -> Response:
        def count_it(data: dict[str, Any]) -> None:
            data["visits"] += 1

        request.auth.require()
        await request.auth.update_session(count_it)
        return await who(request)

    return Mount(
        "/session",
        routes=[
            Route("/login", log_in, methods=["POST"]),
            Route("/who", who),
            Route("/visit", visit, methods=["POST"]),
        ],
        middleware=[Middleware(GuardMiddleware, guard=guard)],
    )


def token(demo: Demo) -> list[Mount | Route]:
    """Mechanism 3: the state is in the client; one record a login is in the store."""
    store = demo.shelf.store
    guard = AsyncGuard(
        demo.key,
        tokens=AsyncRefreshTokens(demo.key, store, namespace=demo.namespace, observer=count),
        revocations=AsyncRevocations(store, namespace=demo.namespace, observer=count),
        path="/token/auth",
        observer=count,
        clock=demo.clock.seconds,
    )
    # The same tokens, and nothing is looked up: a log-out is seen when they expire.
    quick = AsyncGuard(demo.key, policy=Policy(), observer=count, clock=demo.clock.seconds)

    async def log_in(request: Request) -> Response:
        await request.auth.issue_tokens(USER, {"role": "reader"})
        return JSONResponse({"subject": USER})

    async def who(request: Request) -> Response:
        return JSONResponse({"subject": request.auth.require(), "role": request.auth.claims.get("role")})

    return [
        Route("/token/quick", who, middleware=[Middleware(GuardMiddleware, guard=quick)]),
        Mount(
            "/token",
            routes=[Route("/login", log_in, methods=["POST"]), Route("/who", who)],
            middleware=[Middleware(GuardMiddleware, guard=guard)],
        ),
    ]
