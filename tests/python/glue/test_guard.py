"""What a guard is made of, and that the frameworks are imported by nobody who does not use them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from tokenseal import (
    AsyncMemoryStore,
    AsyncSessions,
    BadArgument,
    CookieError,
    CookiePrefix,
    MemoryStore,
    Policy,
    RefreshTokens,
    Revocations,
    Sessions,
)
from tokenseal.web import AsyncGuard, Auth, Guard, Problem, Request, Response

from state_help import DAY, NOW, RING


def sessions() -> Sessions:
    return Sessions(RING, MemoryStore())


def tokens() -> RefreshTokens:
    return RefreshTokens(RING, MemoryStore())


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"sessions": None}, BadArgument),
        ({"path": "auth"}, BadArgument),
        ({"path": "/"}, BadArgument),
        ({"path": "/auth/"}, BadArgument),
        ({"path": "/a;b"}, CookieError),
        ({"access_in": "header"}, BadArgument),
        ({"csrf": "none"}, BadArgument),
        ({"access_cookie": "__Host-session"}, BadArgument),
        ({"access_cookie": "a", "refresh_cookie": "a"}, BadArgument),
        ({"refresh_cookie": "__Host-refresh"}, CookiePrefix),
        ({"access_cookie": "a b"}, CookieError),
    ],
)
def test_what_could_never_work(options: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        Guard(RING, **{"sessions": sessions(), **options})


def test_twins_are_not_mixed() -> None:
    waiting: Any = AsyncSessions(RING, AsyncMemoryStore())
    plain: Any = sessions()
    with pytest.raises(TypeError, match="Sessions is needed, not AsyncSessions"):
        Guard(RING, sessions=waiting)
    with pytest.raises(TypeError, match="AsyncSessions is needed, not Sessions"):
        AsyncGuard(RING, sessions=plain)


def request(
    headers: dict[str, str] | None = None, method: str = "GET", path: str = "/", scheme: str = "https"
) -> Request:
    async def field(_: str) -> None:
        return None

    return Request(method, path, scheme, (headers or {}).get, field)


def enter(guard: Guard, headers: dict[str, str] | None = None, **options: str) -> Auth:
    entered = guard.enter(request(headers, **options))
    assert isinstance(entered, Auth), entered
    return entered


def refused(guard: Guard, headers: dict[str, str] | None = None, **options: str) -> int:
    entered = guard.enter(request(headers, **options))
    assert isinstance(entered, Response)
    return entered.status


def test_a_service_that_only_looks_at_tokens() -> None:
    guard = Guard(RING, policy=Policy(audience="api"), clock=lambda: NOW)
    good = RING.sign({"sub": "7", "aud": "api", "scope": ["a", "b", 3]}, now=NOW)
    other = RING.sign({"sub": "7", "aud": "web"}, now=NOW)
    auth = enter(guard, {"authorization": f"Bearer {good}"}, method="POST")
    assert (auth.subject, auth.scopes, auth.authenticated) == ("7", {"a", "b"}, True)
    assert auth.claims["aud"] == "api"
    assert enter(guard, {"cookie": f"__Host-access={good}"}).require("a") == "7"
    assert refused(guard, {"authorization": f"Bearer {other}"}) == 401
    # The endpoints are those of the service that logs in.
    enter(guard, method="POST", path="/auth/logout")
    with pytest.raises(BadArgument, match="no sessions"):
        auth.session["a"] = 1
    for log_in in (auth.start_session, auth.issue_tokens):
        with pytest.raises(BadArgument):
            log_in("7")


def test_tokens_are_not_accepted_unasked() -> None:
    guard = Guard(RING, sessions=sessions(), clock=lambda: NOW)
    other = RING.sign({"sub": "7", "purpose": "confirm the address"}, now=NOW)
    headers = {"authorization": f"Bearer {other}", "cookie": f"__Host-access={other}"}
    assert not enter(guard, headers).authenticated
    # Nor are they a way around the CSRF check.
    assert refused(guard, headers | {"sec-fetch-site": "cross-site"}, method="POST") == 403


def test_a_token_that_outlives_every_log_out_is_refused() -> None:
    guard = Guard(RING, policy=Policy(), revocations=Revocations(MemoryStore()), clock=lambda: NOW)
    token = RING.sign({"sub": "7"}, expires_in=401 * DAY, now=NOW)
    assert refused(guard, {"authorization": f"Bearer {token}"}) == 401


def test_claims_can_not_be_changed_by_way_of_the_identity() -> None:
    guard = Guard(RING, policy=Policy(), clock=lambda: NOW)
    auth = enter(guard, {"authorization": f"Bearer {RING.sign({'sub': '7'}, now=NOW)}"})
    claims: Any = auth.claims
    with pytest.raises(TypeError):
        claims["sub"] = "8"
    assert "7" not in repr(auth)


def test_the_subject_is_given_once() -> None:
    guard = Guard(RING, sessions=sessions(), tokens=tokens(), clock=lambda: NOW)
    auth = enter(guard)
    for log_in in (auth.start_session, auth.issue_tokens):
        with pytest.raises(BadArgument, match="twice"):
            log_in("7", {"sub": "8"})
    assert guard.leave(auth, 200, ()) == [("Vary", "Cookie")] or guard.leave(auth, 200, ()) == []


def test_scopes_that_can_not_be_named() -> None:
    guard = Guard(RING, policy=Policy(), clock=lambda: NOW)
    auth = enter(guard, {"authorization": f"Bearer {RING.sign({'sub': '7'}, now=NOW)}"})
    for scope in ('a"b', "a b", "a\\b", "", "ä", "a\r\nb"):
        with pytest.raises(BadArgument):
            auth.require(scope)


def test_what_the_app_says_of_caching_stays() -> None:
    guard = Guard(RING, sessions=sessions(), clock=lambda: NOW)
    auth = enter(guard)
    auth.start_session("7")
    headers = guard.leave(auth, 200, {"cache-control"})
    assert [name for name, _ in headers] == ["Set-Cookie"]
    assert ("Cache-Control", "no-store") in guard.leave(auth, 200, ())
    assert guard.leave(auth, 500, ()) == []


def test_another_sites_origin_over_http() -> None:
    guard = Guard(RING, sessions=sessions(), clock=lambda: NOW)
    ours = {"host": "localhost:8000", "origin": "http://localhost:8000"}
    enter(guard, ours, method="POST", scheme="http")
    assert refused(guard, ours, method="POST") == 403
    assert refused(guard, ours | {"origin": "http://localhost:9000"}, method="POST", scheme="http") == 403
    assert refused(guard, {"origin": "https://"}, method="POST") == 403


def test_problems_can_be_raised_by_the_application() -> None:
    response = Problem(418, "teapot", "Short and stout", [("X-Spout", "1")]).response
    assert response.status == 418
    assert response.headers[-1] == ("X-Spout", "1")
    body = b'{"type":"urn:tokenseal:problem:teapot","title":"Short and stout","status":418,"code":"teapot"}'
    assert response.body == body


@pytest.mark.parametrize("module", ["tokenseal", "tokenseal.web", "tokenseal.asgi"])
def test_no_framework_is_imported(module: str) -> None:
    program = f"""
import sys
names = ["fastapi", "starlette", "flask", "werkzeug", "django", "prometheus_client", "opentelemetry"]
sys.modules.update(dict.fromkeys(names))  # an import of one would fail
import {module}
assert "tokenseal.flask" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_session_of_other_bytes_is_no_log_in() -> None:
    of_bytes: Callable[[], Sessions] = sessions
    its = of_bytes()
    guard = Guard(RING, sessions=its, clock=lambda: NOW)
    session = its.start("7", b"\x00\x01", now=NOW)
    assert refused(guard, {"cookie": f"__Host-session={session.cookie}"}) == 503
