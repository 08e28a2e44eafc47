"""The demo's web application: a page, and the three mechanisms behind it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from tokenseal import CrossSite, check_fetch
from tokenseal.web import Problem

from exchanges import Recorder
from laboratory import laboratory
from mechanisms import preference, session, theme_of, token

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from demo import Demo

PAGE = Path(__file__).parents[1] / "page"


def application(demo: Demo) -> Starlette:
    """Make it."""
    directives = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        f"connect-src 'self' {demo.origins['node']} {demo.origins['c']}",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
    policy = "; ".join(directives)

    async def page(request: Request) -> Response:
        theme, _ = theme_of(demo, request.headers.get("cookie"))
        html = (PAGE / "index.html").read_text().replace('data-theme="system"', f'data-theme="{theme}"')
        return HTMLResponse(html, headers={"Content-Security-Policy": policy, "Vary": "Cookie"})

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    async def workbench(_: Request) -> Response:
        return RedirectResponse("/package/workbench/")

    return Starlette(
        routes=[
            Route("/", page),
            Route("/metrics", metrics),
            preference(demo),
            session(demo),
            *token(demo),
            laboratory(demo),
            Mount("/page", StaticFiles(directory=PAGE)),
            # The workbench is a part of the npm package, and has a Content-Security-Policy of its own.
            Mount("/package", StaticFiles(directory=demo.package, html=True)),
            Route("/workbench/", workbench),
        ],
        middleware=[
            # Another name for this machine could be a stranger's page.
            Middleware(TrustedHostMiddleware, allowed_hosts=["localhost"]),
            Middleware(Recorder, clock=demo.clock, exchanges=demo.exchanges),
            Middleware(SameOrigin, origin=demo.origins["python"]),
        ],
    )


class SameOrigin:
    """Other sites' pages may not push the buttons. The guards see to it themselves; this is for the rest."""

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self._app = app
        self._origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
            try:
                check_fetch(
                    scope["method"],
                    sec_fetch_site=headers.get(b"sec-fetch-site"),
                    origin=headers.get(b"origin"),
                    allowed_origins=[self._origin],
                )
            except CrossSite as error:
                status, given, body = Problem.cross_site(error.code).response
                await Response(body, status, dict(given))(scope, receive, send)
                return
        await self._app(scope, receive, send)
