"""The same in each framework: log-in, session, tokens, log-out, refusals."""

from __future__ import annotations

from typing import Any

import pytest
from browser import Browser
from sites import FRAMEWORKS, Site
from tokenseal import KeyRing, Sessions

from state_help import DAY, NEW, NOW, OLD, RING, Broken


@pytest.fixture(params=FRAMEWORKS)
def framework(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


SESSIONS = ("sessions",)
TOKENS = ("tokens",)
ALL = ("sessions", "tokens", "revocations")


def site_and_browser(
    framework: str, with_: tuple[str, ...] = SESSIONS, **options: Any
) -> tuple[Site, Browser]:
    site = Site(framework, with_=with_, **options)
    return site, Browser(site)


def test_session(framework: str) -> None:
    site, browser = site_and_browser(framework)
    assert browser.get("/public").json == {"sub": None, "refused": None}
    assert browser.jar == {}
    assert site.store.swaps == 0
    refused = browser.get("/me")
    assert refused.problem == (401, "credentials-required")
    assert refused.get("www-authenticate") == "Bearer"

    answer = browser.post("/login?scope=read+admin")
    assert answer.json == {"sub": "7"}
    assert answer.get("cache-control") == "no-store"
    assert list(browser.jar) == ["__Host-session"]
    assert browser.attributes["__Host-session"] == [
        "httponly",
        f"max-age={14 * DAY}",
        "path=/",
        "samesite=Lax",
        "secure",
    ]
    answer = browser.get("/me")
    assert answer.json == {"sub": "7", "scopes": ["admin", "read"]}
    assert answer.get("vary") == "Cookie"
    assert answer.all("set-cookie") == []
    refused = browser.get("/admin")
    assert refused.problem == (403, "insufficient-scope")
    assert refused.get("www-authenticate") == 'Bearer error="insufficient_scope", scope="admin users:write"'
    assert ("authorize", "insufficient-scope") in site.told

    site.now += DAY
    assert browser.get("/public").json == {"sub": None, "refused": "session-expired"}
    refused = browser.get("/me")
    assert refused.problem == (401, "session-expired")
    challenge = 'Bearer error="invalid_token", error_description="session-expired"'
    assert refused.get("www-authenticate") == challenge


def test_it_is_saved_only_if_it_has_changed(framework: str) -> None:
    site, browser = site_and_browser(framework)
    browser.get("/show")
    assert (site.store.gets, site.store.swaps, browser.jar) == (0, 0, {})
    browser.post("/put?colour=red")
    assert site.store.swaps == 1
    before = browser.cookies()
    assert browser.get("/show").json == {"session": {"colour": "red"}}
    browser.post("/put?colour=red")
    browser.post("/drop?other")
    assert site.store.swaps == 1
    browser.post("/put?size=9")
    assert site.store.swaps == 2
    browser.post("/drop?colour=")
    assert browser.get("/show").json == {"session": {"size": "9"}}
    # The browser's lives as long as the session: nothing new to set.
    assert browser.cookies() == before


def test_a_planted_session_is_of_no_use_after_the_log_in(framework: str) -> None:
    site, thief = site_and_browser(framework)
    thief.post("/put?cart=apples")
    planted = thief.cookies()["__Host-session"]
    victim = Browser(site)
    victim.put("__Host-session", planted)
    victim.post("/login")
    assert victim.get("/show").json["session"] == {"cart": "apples", "scope": "", "sub": "7"}
    assert victim.cookies()["__Host-session"] != planted
    assert thief.get("/public").json == {"sub": None, "refused": "session-ended"}
    assert thief.get("/me").problem == (401, "session-ended")


def test_more_rights_mean_another_id_and_another_user_another_session(framework: str) -> None:
    _, browser = site_and_browser(framework)
    browser.post("/login")
    browser.post("/put?cart=apples")
    first = browser.cookies()["__Host-session"]
    browser.post("/login?scope=admin")
    assert browser.cookies()["__Host-session"] != first
    assert browser.get("/show").json["session"] == {"cart": "apples", "scope": "admin", "sub": "7"}
    browser.post("/login?user=8")
    assert browser.get("/show").json["session"] == {"scope": "", "sub": "8"}


def test_who_says_to_be_another_is_nobody(framework: str) -> None:
    site, browser = site_and_browser(framework)
    browser.post("/login")
    browser.post("/put?sub=8&cart=apples")
    assert browser.get("/show").json["session"] == {"sub": "7", "scope": "", "cart": "apples"}
    browser.post("/drop?sub=")
    assert browser.get("/public").json == {"sub": "7", "refused": None}
    visitor = Browser(site)
    visitor.post("/put?sub=8")
    assert visitor.jar == {}
    visitor.post("/put?sub=8&cart=apples")
    assert visitor.get("/show").json["session"] == {"cart": "apples"}
    # Nor does it help if the store has it.
    sessions = Sessions(RING, site.store)
    visitor.put("__Host-session", sessions.start(None, {"sub": "8"}, now=site.now).cookie)
    assert visitor.get("/me").problem == (401, "credentials-required")
    visitor.put("__Host-session", sessions.start("7", {"sub": "8"}, now=site.now).cookie)
    assert visitor.get("/me").problem == (401, "credentials-required")


@pytest.mark.parametrize("way", ["/auth/logout", "/leave"])
def test_log_out_here(framework: str, way: str) -> None:
    site, browser = site_and_browser(framework)
    browser.post("/login")
    phone = Browser(site)
    phone.post("/login")
    kept = browser.cookies()["__Host-session"]
    answer = browser.post(way)
    assert answer.status == (204 if way == "/auth/logout" else 200)
    assert browser.jar == {}
    browser.put("__Host-session", kept)
    assert browser.get("/me").problem == (401, "session-ended")
    assert phone.get("/me").status == 200


@pytest.mark.parametrize("way", ["/auth/logout-all", "/leave_everywhere"])
def test_log_out_everywhere(framework: str, way: str) -> None:
    site, browser = site_and_browser(framework, ALL)
    browser.post("/login")
    phone, tablet, other = Browser(site), Browser(site), Browser(site)
    phone.post("/login")
    tablet.post("/tokens")
    other.post("/tokens?user=8")
    bearer = f"Bearer {tablet.cookies()['__Host-access']}"
    assert tablet.get("/me", authorization=bearer).status == 200
    site.now += 2
    assert browser.post(way).status in (200, 204)
    assert browser.jar == {}
    for refused in (phone.get("/me"), tablet.get("/me"), tablet.get("/still", authorization=bearer)):
        assert refused.problem == (401, "revoked")
    assert tablet.post("/auth/refresh").problem == (401, "revoked")
    assert other.get("/me").status == 200
    assert browser.post(way).problem == (401, "credentials-required")


def test_tokens(framework: str) -> None:
    site, browser = site_and_browser(framework, TOKENS)
    first = browser.post("/tokens?scope=read").json["access"]
    assert browser.attributes == {
        "__Host-access": ["httponly", "max-age=900", "path=/", "samesite=Lax", "secure"],
        "__Secure-refresh": [
            "httponly",
            f"max-age={90 * DAY}",
            "path=/auth",
            "samesite=Strict",
            "secure",
        ],
    }
    assert browser.get("/me").json == {"sub": "7", "scopes": ["read"]}
    app = Browser(site)
    assert app.get("/me", authorization=f"bearer {first}").json["sub"] == "7"

    site.now += 900
    assert browser.get("/public").json == {"sub": None, "refused": "expired"}
    assert browser.get("/me").problem == (401, "expired")
    refused = app.get("/still", authorization=f"Bearer {first}")
    assert refused.problem == (401, "expired")
    challenge = 'Bearer error="invalid_token", error_description="expired"'
    assert refused.get("www-authenticate") == challenge

    answer = browser.post("/auth/refresh")
    assert (answer.status, answer.body, answer.get("cache-control")) == (204, b"", "no-store")
    assert browser.attributes["__Secure-refresh"][1] == f"max-age={90 * DAY - 900}"
    assert browser.get("/me").status == 200
    claims = [
        RING.verify(token, now=NOW if token == first else site.now)
        for token in (first, browser.cookies()["__Host-access"])
    ]
    assert claims[0]["sid"] == claims[1]["sid"]


def test_a_replayed_refresh_token_ends_the_family(framework: str) -> None:
    site, browser = site_and_browser(framework, TOKENS)
    browser.post("/tokens")
    thief = Browser(site)
    thief.put("__Secure-refresh", browser.cookies()["__Secure-refresh"], "/auth")
    browser.post("/auth/refresh")
    # Two tabs at once are no theft.
    site.now += 5
    assert thief.post("/auth/refresh").status == 204
    assert thief.cookies()["__Secure-refresh"] == browser.cookies()["__Secure-refresh"]
    browser.post("/auth/refresh")
    site.now += 60
    assert thief.post("/auth/refresh").problem == (401, "refresh-reused")
    assert browser.post("/auth/refresh").problem == (401, "refresh-reused")
    assert [outcome for operation, outcome in site.told if operation == "refresh"] == [
        "ok",
        "repeated",
        "ok",
        "refresh-reused",
        "refresh-reused",
    ]


def test_the_access_token_for_scripts(framework: str) -> None:
    site, browser = site_and_browser(framework, TOKENS, access_in="json")
    first = browser.post("/tokens").json["access"]
    assert list(browser.jar) == ["__Secure-refresh"]
    browser.put("__Host-access", first)
    assert browser.get("/me").problem == (401, "credentials-required")
    answer = browser.post("/auth/refresh")
    assert answer.get("content-type") == "application/json"
    assert answer.get("cache-control") == "no-store"
    body = answer.json
    assert {**body, "access_token": ""} == {"access_token": "", "token_type": "Bearer", "expires_in": 900}
    assert browser.get("/me", authorization=f"Bearer {body['access_token']}").status == 200
    # Long after: by the refresh token alone.
    site.now += DAY
    old = browser.cookies()["__Secure-refresh"]
    assert browser.post("/auth/logout", authorization=f"Bearer {first}").status == 204
    browser.put("__Secure-refresh", old, "/auth")
    assert browser.post("/auth/refresh").problem == (401, "refresh-ended")


def test_log_out_everywhere_by_the_refresh_token(framework: str) -> None:
    site, browser = site_and_browser(framework, TOKENS)
    browser.post("/tokens")
    other = Browser(site)
    other.post("/tokens")
    site.now += DAY
    del browser.jar["__Host-access"]
    assert browser.post("/auth/logout-all").status == 204
    assert browser.jar == {}
    assert other.post("/auth/refresh").problem == (401, "revoked")
    assert other.post("/auth/logout-all").problem == (401, "revoked")


def test_log_out_denies_the_access_token(framework: str) -> None:
    _, browser = site_and_browser(framework, ("tokens", "revocations"))
    access = browser.post("/tokens").json["access"]
    refresh = browser.cookies()["__Secure-refresh"]
    assert browser.post("/auth/logout").status == 204
    assert browser.jar == {}
    assert browser.get("/me", authorization=f"Bearer {access}").problem == (401, "revoked")
    browser.put("__Secure-refresh", refresh, "/auth")
    assert browser.post("/auth/refresh").problem == (401, "refresh-ended")


def test_tampering_and_cookies_under_another_name(framework: str) -> None:
    site, browser = site_and_browser(framework, ALL)
    browser.post("/login")
    browser.post("/tokens")
    good = browser.cookies()

    def refused(name: str, value: str) -> str | None:
        other = Browser(site)
        other.put(name, value)
        gets = site.store.gets
        answer = other.get("/me")
        assert site.store.gets == gets, "a forged cookie costs no read"
        return answer.problem[1]

    for name in ("__Host-session", "__Host-access"):
        text = good[name]
        changed = text[:-2] + ("AA" if text[-2:] != "AA" else "BB")
        assert refused(name, changed) in ("bad-signature", "malformed")
    assert refused("__Host-session", good["__Host-access"]) in ("malformed", "bad-signature")
    assert refused("__Host-session", RING.seal_cookie("__Host-session", "7")) in (
        "malformed",
        "bad-signature",
    )
    assert refused("__Host-access", good["__Host-session"]) == "malformed"
    assert refused("__Host-access", good["__Secure-refresh"]) == "malformed"
    assert refused("session", good["__Host-session"]) == "credentials-required"
    none = "eyJhbGciOiJub25lIn0.eyJzdWIiOiI3IiwiZXhwIjo5OTk5OTk5OTk5fQ."
    assert refused("__Host-access", none) in ("algorithm-mismatch", "malformed", "bad-signature")
    other = Browser(site)
    for token in (good["__Host-session"], good["__Secure-refresh"], none, "x", "a b"):
        assert other.get("/still", authorization=f"Bearer {token}").problem[0] == 401


def test_a_bearer_token_counts_alone(framework: str) -> None:
    site, browser = site_and_browser(framework, ALL)
    access = browser.post("/tokens?user=8").json["access"]
    browser = Browser(site)
    browser.post("/login")
    assert browser.get("/me", authorization="Bearer x").problem == (401, "malformed")
    assert browser.get("/me", authorization=f"Bearer {access}").json["sub"] == "8"
    browser.post("/put?cart=apples", authorization=f"Bearer {access}")
    assert "cart" not in browser.get("/show").json["session"]
    # Another scheme is somebody else's business.
    assert browser.get("/me", authorization="Basic QTpC").json["sub"] == "7"


def test_a_token_without_subject_is_nobody(framework: str) -> None:
    site, browser = site_and_browser(framework, TOKENS)
    token = RING.sign({"scope": "admin"}, now=site.now)
    assert browser.get("/me", authorization=f"Bearer {token}").problem == (401, "missing-claim")
    browser.put("__Host-access", token)
    assert browser.get("/me").problem == (401, "missing-claim")


def test_cross_site_requests(framework: str) -> None:
    site, browser = site_and_browser(
        framework, ALL, allowed_origins=["https://friend.example"], csrf_exempt=["/still"]
    )
    access = browser.post("/tokens").json["access"]
    browser.post("/login")
    evil = "https://evil.example"
    for path in ("/put?cart=apples", "/auth/logout", "/auth/logout-all", "/auth/refresh", "/login"):
        for headers in (
            {"sec_fetch_site": "cross-site", "origin": evil},
            {"sec_fetch_site": "same-site", "origin": "https://other.app.example"},
            {"sec_fetch_site": None, "origin": evil},
            {"sec_fetch_site": None, "origin": "null"},
            {"sec_fetch_site": None, "origin": "http://app.example"},
            {"sec_fetch_site": "cross-site", "origin": None, "authorization": "Basic QTpC"},
        ):
            assert browser.post(path, **headers).problem == (403, "cross-site"), (path, headers)
    assert browser.get("/me", sec_fetch_site="cross-site").status == 200
    for headers in (
        {"sec_fetch_site": None, "origin": "https://app.example"},
        {"sec_fetch_site": "cross-site", "origin": "https://friend.example"},
        {"sec_fetch_site": None, "origin": None},
        {"sec_fetch_site": "cross-site", "origin": evil, "authorization": f"Bearer {access}"},
    ):
        assert browser.post("/public", **headers).status == 200
    assert browser.post("/still", sec_fetch_site="cross-site", origin=evil).status == 200
    assert ("csrf", "cross-site") in site.told
    assert ("csrf", "ok") in site.told


@pytest.mark.parametrize("log_in", ["/login", "/tokens", "/put?cart=apples"])
def test_csrf_tokens(framework: str, log_in: str) -> None:
    with_ = TOKENS if log_in == "/tokens" else SESSIONS
    site, browser = site_and_browser(framework, with_, csrf="token")
    # There is nothing yet that another site could abuse.
    assert browser.post(log_in).status == 200
    token = browser.get("/csrf").json["token"]
    assert token != browser.get("/csrf").json["token"]
    other = Browser(site)
    other.post(log_in)
    foreign = other.get("/csrf").json["token"]
    for form in (None, {}, {"csrf_token": foreign}, {"csrf_token": "x"}, {"other": token}):
        assert browser.post("/public", form).problem == (403, "csrf-token")
    assert browser.post("/public", x_csrf_token=foreign).problem == (403, "csrf-token")
    assert browser.post("/public", {"csrf_token": token}, x_csrf_token=foreign).problem == (403, "csrf-token")
    assert browser.post("/public", {"a": "1", "csrf_token": token, "z": "x" * 5000}).status == 200
    assert browser.post("/public", x_csrf_token=token).status == 200
    cross = browser.post("/public", x_csrf_token=token, sec_fetch_site="cross-site")
    assert cross.problem == (403, "cross-site")
    assert ("csrf", "csrf-token") in site.told


def test_a_visitor_gets_a_csrf_token_too(framework: str) -> None:
    _, browser = site_and_browser(framework, csrf="token")
    token = browser.get("/csrf").json["token"]
    assert browser.post("/login").problem == (403, "csrf-token")
    assert browser.post("/login", x_csrf_token=token).status == 200
    # It goes on under another id.
    assert browser.post("/public", x_csrf_token=token).problem == (403, "csrf-token")
    assert browser.post("/public", x_csrf_token=browser.get("/csrf").json["token"]).status == 200


@pytest.mark.parametrize("path", ["/auth/refresh", "/auth/logout", "/auth/logout-all"])
def test_endpoints_answer_post_alone(framework: str, path: str) -> None:
    _, browser = site_and_browser(framework, ALL)
    browser.post("/tokens")
    kept = browser.cookies()
    for method in ("GET", "PUT", "DELETE"):
        answer = browser.ask(method, path)
        assert answer.problem == (405, "method-not-allowed")
        assert answer.get("allow") == "POST"
    assert browser.cookies() == kept
    assert browser.post(path + "/more").status == 404


def test_without_credentials_there_is_nothing_to_refresh(framework: str) -> None:
    _, browser = site_and_browser(framework, ALL)
    refused = browser.post("/auth/refresh")
    assert refused.problem == (401, "credentials-required")
    assert refused.get("www-authenticate") == "Bearer"
    browser.put("__Secure-refresh", "x", "/auth")
    assert browser.post("/auth/refresh").problem == (401, "malformed")
    assert browser.post("/auth/logout-all").problem == (401, "malformed")
    assert browser.post("/auth/logout").status == 204
    assert browser.jar == {}


def test_a_store_that_is_down_lets_nobody_in(framework: str) -> None:
    site, browser = site_and_browser(framework, ALL)
    browser.post("/login")
    browser.post("/tokens")
    kept = browser.cookies()
    access = kept["__Host-access"]
    site.store.memory = Broken()
    for answer in (
        browser.get("/me"),
        browser.get("/public"),
        browser.get("/me", authorization=f"Bearer {access}"),
        browser.post("/auth/refresh"),
        browser.post("/auth/logout"),
        browser.post("/auth/logout-all"),
    ):
        assert answer.problem == (503, "store-unavailable")
        assert answer.get("retry-after") == "1"
    assert browser.cookies() == kept
    visitor = Browser(site)
    assert visitor.get("/public").status == 200
    assert visitor.post("/put?cart=apples").problem == (503, "store-unavailable")
    assert visitor.post("/login").problem == (503, "store-unavailable")


def test_a_store_that_is_down_makes_nobody_of_somebody(framework: str) -> None:
    site, browser = site_and_browser(framework, fail_open=True)
    browser.post("/login")
    memory, site.store.memory = site.store.memory, Broken()
    assert browser.get("/public").json == {"sub": None, "refused": None}
    assert browser.get("/me").problem == (503, "store-unavailable")
    assert browser.post("/put?cart=apples").status == 200
    assert browser.post("/auth/logout").problem == (503, "store-unavailable")
    site.store.memory = memory
    assert browser.get("/me").status == 200


def test_who_could_not_answer_has_not_logged_anybody_in(framework: str) -> None:
    _, browser = site_and_browser(framework)
    answer = browser.post("/fail")
    assert answer.status == 500
    assert browser.jar == {}


def test_what_parallel_requests_save(framework: str) -> None:
    site, browser = site_and_browser(framework)
    browser.post("/login")
    browser.post("/put?a=1&b=1&c=1")
    other = Browser(site)
    other.jar = dict(browser.jar)
    site.store.before_swap = lambda: other.post("/put?b=2&d=2")
    browser.post("/put?a=3&e=3")
    found = browser.get("/show").json["session"]
    assert found == {"sub": "7", "scope": "", "a": "3", "b": "2", "c": "1", "d": "2", "e": "3"}
    site.store.before_swap = lambda: other.post("/count")
    assert browser.post("/count").json == {"count": 2}
    assert browser.get("/show").json["session"]["count"] == 2


def test_a_session_that_was_ended_meanwhile_is_not_written_back(framework: str) -> None:
    site, browser = site_and_browser(framework)
    browser.post("/login")
    other = Browser(site)
    other.jar = dict(browser.jar)
    site.store.before_swap = lambda: other.post("/auth/logout")
    assert browser.post("/put?a=3").status == 200
    assert ("session.save", "session-ended") in site.told
    assert browser.get("/me").problem == (401, "session-ended")


def test_sealed_by_the_old_key(framework: str) -> None:
    site, browser = site_and_browser(framework)
    old = Sessions(KeyRing([OLD, NEW]), site.store)
    browser.put("__Host-session", old.start("7", {"sub": "7"}, now=NOW).cookie)
    assert browser.get("/me").status == 200
    assert browser.attributes["__Host-session"][1] == f"max-age={14 * DAY}"
    assert browser.get("/me").all("set-cookie") == []


def test_logs_and_problems_have_nothing_of_a_token(framework: str, caplog: pytest.LogCaptureFixture) -> None:
    site, browser = site_and_browser(framework, ALL)
    browser.post("/login?user=user-42")
    browser.post("/tokens?user=user-42")
    secrets = [*browser.cookies().values(), "user-42"]
    seen = ""
    for name, (value, path) in list(browser.jar.items()):
        browser.put(name, value[:-3] + "AAA", path)
    for answer in (
        browser.get("/me"),
        browser.post("/auth/refresh"),
        browser.get("/me", authorization=f"Bearer {secrets[1]}A"),
    ):
        assert answer.status == 401
        seen += answer.body.decode() + str(answer.headers)
    seen += caplog.text + str(site.told)
    assert not [secret for secret in secrets if secret[:12] in seen]
