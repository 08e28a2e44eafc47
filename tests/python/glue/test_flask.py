"""What is Flask's own: its session, an application made later, and no guard."""

from __future__ import annotations

from typing import Any

import flask
import pytest
from browser import Browser
from sites import Site
from tokenseal.flask import Tokenseal, auth
from tokenseal.web import Auth, Problem


def site_with(**options: Any) -> tuple[Site, flask.Flask, Browser]:
    site = Site("flask", **options)
    site.app = app = flask.Flask("another")
    return site, app, Browser(site)


def test_flasks_session_is_ours() -> None:
    site, app, browser = site_with()
    Tokenseal(None, site.guard).init_app(app)

    @app.post("/flash")
    def say() -> str:
        flask.flash("saved")
        flask.session["cart"] = ["apples"]
        return str(len(flask.session))

    @app.get("/")
    def show() -> dict[str, Any]:
        found = {"said": flask.get_flashed_messages(), "cart": flask.session.pop("cart", None)}
        return {**found, "left": list(flask.session)}

    assert browser.post("/flash").body == b"2"
    assert list(browser.jar) == ["__Host-session"]
    assert browser.get("/").json == {"said": ["saved"], "cart": ["apples"], "left": []}
    assert browser.get("/").json == {"said": [], "cart": None, "left": []}


def test_without_sessions_flasks_own_stays() -> None:
    site, app, browser = site_with(with_=("tokens",))
    before = app.session_interface
    Tokenseal(app, site.guard)
    assert app.session_interface is before
    app.add_url_rule("/", "home", lambda: {"sub": auth.subject})
    assert browser.get("/").json == {"sub": None}


def test_handlers_of_the_application_come_later() -> None:
    site, app, browser = site_with()
    seen = []
    app.before_request(lambda: seen.append(auth.subject))
    Tokenseal(app, site.guard)
    app.add_url_rule("/", "home", lambda: "ok")
    assert browser.get("/").status == 200
    assert seen == [None]
    assert browser.post("/", sec_fetch_site="cross-site").problem == (403, "cross-site")
    assert seen == [None]


def test_a_problem_can_be_answered_otherwise() -> None:
    site, app, browser = site_with()
    Tokenseal(app, site.guard)
    app.register_error_handler(Problem, lambda problem: (f"please log in: {problem.code}", 401))
    app.add_url_rule("/", "home", lambda: auth.require())
    assert browser.get("/").body == b"please log in: credentials-required"


def test_requests_within_one_application_context() -> None:
    site, app, browser = site_with()
    Tokenseal(app, site.guard)
    app.add_url_rule("/login", "login", lambda: auth.start_session("7") or "", methods=["POST"])
    app.add_url_rule("/", "home", lambda: {"sub": auth.subject})
    with app.app_context():
        browser.post("/login")
        assert browser.get("/").json == {"sub": "7"}
        assert Browser(site).get("/").json == {"sub": None}


def test_outside_of_a_request() -> None:
    assert isinstance(auth, Auth)
    with pytest.raises(RuntimeError, match="request context"):
        auth.subject  # noqa: B018
    with flask.Flask("bare").test_request_context(), pytest.raises(TypeError, match="no guard"):
        auth.subject  # noqa: B018


def test_below_another_path() -> None:
    from werkzeug.middleware.dispatcher import DispatcherMiddleware
    from werkzeug.wrappers import Response

    site, app, browser = site_with(with_=("tokens",), path="/shop/auth")
    Tokenseal(app, site.guard)
    app.add_url_rule("/login", "login", lambda: auth.issue_tokens("7") and "", methods=["POST"])
    site.app = DispatcherMiddleware(Response("no", 404), {"/shop": app.wsgi_app})
    assert browser.post("/shop/login").status == 200
    assert browser.post("/shop/auth/refresh").status == 204
