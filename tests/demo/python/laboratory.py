"""What no honest site has: looking into the store, forging, replaying, and pushing the clock."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Mount, Route
from tokenseal import cookie

from demo import MONTH, THEME, THEMES
from devices import SERVICES, Device, Phone
from stores import described

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from demo import Demo

NAMES = {"preference": THEME, "session": "__Host-session", "token": "__Host-access"}
REFRESH = "__Secure-refresh"
REFRESHING = "/token/auth/refresh"
HISTORY = 200
"""How many exchanges a page is told that were before it."""
LONGEST = 400 * 86400
"""Seconds that the clock is pushed at the most at once."""


def forged_preference(sealed: str) -> str:
    """Another theme under the same tag."""
    theme, rest = sealed.split(".", 1)
    return f"{THEMES[THEMES.index(theme) - 1]}.{rest}" if theme in THEMES else sealed


def forged_session(sealed: str) -> str:
    """Another id under the same tag."""
    return ("B" if sealed[0] == "A" else "A") + sealed[1:]


def forged_token(token: str) -> str:
    """More rights under the same tag."""
    header, payload, tag = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    forged = json.dumps({**claims, "role": "admin"}, separators=(",", ":")).encode()
    return f"{header}.{base64.urlsafe_b64encode(forged).decode().rstrip('=')}.{tag}"


FORGERS: dict[str, Callable[[str], str]] = {
    "preference": forged_preference,
    "session": forged_session,
    "token": forged_token,
}


def laboratory(demo: Demo) -> Mount:
    """The routes."""
    phone = Phone(demo.origins)
    thief = Device("thief", demo.origins)

    async def services(_: Request) -> Response:
        has_workbench = (demo.package / "workbench/index.html").exists()
        return JSONResponse({"origins": demo.origins, "store": demo.shelf.name, "workbench": has_workbench})

    async def events(request: Request) -> Response:
        earlier = len(demo.exchanges)
        seen = max(int(request.headers.get("last-event-id", "-1")) + 1, earlier - HISTORY)

        async def stream() -> AsyncIterator[str]:
            async for number, exchange in demo.exchanges.follow(seen):
                said = json.dumps(exchange | {"is_new": number >= earlier})
                yield f"id: {number}\ndata: {said}\n\n"

        return StreamingResponse(
            stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def store(_: Request) -> Response:
        found = await demo.shelf.records(demo.exchanges.keys(), demo.clock.now())
        return JSONResponse({"records": [described(record) for record in found]})

    async def clock(request: Request) -> Response:
        if request.method == "POST":
            seconds = int(request.query_params.get("push", "0"))
            if not 0 < seconds <= LONGEST:
                return _refused("it goes forward, by 400 days at the most")
            demo.clock.push(seconds)
        return JSONResponse({"offset": demo.clock.offset})

    async def tamper(request: Request) -> Response:
        """Change what the browser's cookie says, and leave its tag as it is."""
        mechanism = request.query_params.get("mechanism", "")
        value = cookie.find(request.headers.get("cookie"), NAMES.get(mechanism, ""))
        if value is None:
            return _refused("there is no cookie yet")
        return _set(NAMES[mechanism], FORGERS[mechanism](value))

    async def move(request: Request) -> Response:
        """Give the browser's cookie the value of another one, which is as well sealed."""
        target = request.query_params.get("mechanism", "")
        source = {"preference": "session", "session": "preference"}.get(target, "")
        value = cookie.find(request.headers.get("cookie"), NAMES.get(source, ""))
        if value is None:
            return _refused("the cookie to move is not there yet")
        return _set(NAMES[target], value)

    async def phone_login(request: Request) -> Response:
        service, mechanism = request.query_params["service"], request.query_params["mechanism"]
        return JSONResponse((await phone.log_in(service, mechanism)).body)

    async def phone_who(request: Request) -> Response:
        """Ask all services at once who has the phone."""
        path = request.query_params["path"]
        answers = await asyncio.gather(*(phone.who(service, path) for service in SERVICES))
        return JSONResponse(dict(zip(SERVICES, (answer.body for answer in answers), strict=True)))

    async def replay(request: Request) -> Response:
        """Use the refresh token that the browser has replaced last, once more."""
        found = demo.exchanges.last(client="browser", path=REFRESHING, status=204)
        old = None if found is None else _sent(found["request"], REFRESH)
        if old is None:
            return _refused("no refresh token has been replaced yet")
        answer = await thief.ask(request.query_params["service"], "POST", REFRESHING, cookies={REFRESH: old})
        return JSONResponse({"status": answer.status, **answer.body})

    return Mount(
        "/lab",
        routes=[
            Route("/services", services),
            Route("/events", events),
            Route("/store", store),
            Route("/clock", clock, methods=["GET", "POST"]),
            Route("/tamper", tamper, methods=["POST"]),
            Route("/move", move, methods=["POST"]),
            Route("/phone/login", phone_login, methods=["POST"]),
            Route("/phone/who", phone_who, methods=["POST"]),
            Route("/replay", replay, methods=["POST"]),
        ],
    )


def _sent(lines: list[str], name: str) -> str | None:
    headers = [line.partition(": ")[2] for line in lines if line.startswith("Cookie: ")]
    return cookie.find(headers, name)


def _set(name: str, value: str) -> Response:
    header = cookie.SetCookie(name, value, max_age=MONTH, http_only=name != THEME).header()
    return JSONResponse({}, headers={"Set-Cookie": header})


def _refused(why: str) -> Response:
    body: dict[str, Any] = {"code": why}
    return JSONResponse(body, 409)
