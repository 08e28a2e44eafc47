"""What is Django's own: its users, its decorators and signals."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import django_site
import pytest
from browser import Browser, Exchange, asgi
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import WSGIHandler
from django.test import override_settings
from sites import Site

CREDENTIALS = {"name": "seven", "password": "seven's password"}


def test_log_in_and_out_as_django_sites_do() -> None:
    site = Site("django")
    browser = Browser(site)
    seen: list[tuple[str, str]] = []

    def note(signal: str) -> Any:
        return lambda user=None, **_: seen.append((signal, getattr(user, "username", "")))

    handlers = {user_logged_in: note("in"), user_logged_out: note("out"), user_login_failed: note("failed")}
    for signal, handler in handlers.items():
        signal.connect(handler)
    try:
        answer = browser.get("/mine")
        assert (answer.status, answer.get("location")) == (302, "/please-log-in?next=/mine")
        assert browser.post("/password", CREDENTIALS | {"password": "wrong"}).status == 403
        assert browser.post("/password", CREDENTIALS).json == {"name": "seven"}
        assert User.objects.get(pk=7).last_login is not None
        assert browser.get("/mine").json == {"name": "seven"}
        assert browser.get("/show").json["session"] == {"cart": [], "sub": "7"}
        assert browser.post("/bye").json == {"name": ""}
        assert browser.jar == {}
    finally:
        for signal, handler in handlers.items():
            signal.disconnect(handler)
    assert seen == [("failed", ""), ("in", "seven"), ("out", "seven")]


@pytest.mark.parametrize("user", ["8", "seven", "7.0", "-1", "99999999999999999999999"])
def test_a_subject_without_user_is_nobody(user: str) -> None:
    browser = Browser(Site("django"))
    browser.post(f"/login?user={user}")
    assert browser.get("/mine").status == 302


def test_a_user_who_is_not_active_is_nobody() -> None:
    browser = Browser(Site("django"))
    browser.post("/login")
    assert browser.get("/mine").status == 200
    User.objects.update(is_active=False)
    assert browser.get("/mine").status == 302


def test_by_bearer_token() -> None:
    browser = Browser(Site("django", with_=("tokens",)))
    access = browser.post("/tokens").json["access"]
    browser.jar.clear()
    assert browser.get("/mine", authorization=f"Bearer {access}").json == {"name": "seven"}


def test_permissions_are_djangos() -> None:
    site = Site("django")
    browser = Browser(site)
    browser.post("/login")
    User.objects.update(is_superuser=True)
    seen = []

    def look(request: Any) -> Any:
        seen.append((request.user.has_perm("auth.add_user"), request.user.backend))
        return django_site.mine(request)

    url = django_site.path("look", look)
    django_site.urlpatterns.append(url)
    try:
        from django.urls import clear_url_caches

        clear_url_caches()
        browser.get("/look")
    finally:
        django_site.urlpatterns.remove(url)
    assert seen == [(True, "tokenseal.django.TokensealBackend")]


def test_what_the_settings_must_say() -> None:
    Site("django")
    with override_settings(TOKENSEAL_GUARD="django_site.guards"), pytest.raises(ImportError):
        WSGIHandler()
    with override_settings(TOKENSEAL_GUARD="django_site.path"), pytest.raises(ImproperlyConfigured):
        WSGIHandler()
    with override_settings(AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.ModelBackend"]):
        assert Browser(Site("django")).get("/mine").status == 500


def test_under_asgi() -> None:
    from django.core.handlers.asgi import ASGIHandler

    site = Site("django")
    browser = Browser(site)
    browser.post("/login")
    cookie = f"__Host-session={browser.cookies()['__Host-session']}"
    headers = [("host", "app.example"), ("cookie", cookie)]
    answer = asyncio.run(asgi(ASGIHandler(), Exchange("GET", "/me", headers)))
    assert json.loads(answer.body) == {"sub": "7", "scopes": []}
