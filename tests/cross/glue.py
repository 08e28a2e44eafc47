"""One site behind one domain, half of it on Flask, half on Express, over one Redis.

A browser goes from one to the other: each must take what the other has set, and both must answer alike,
byte for byte, to what is not good. All defaults: nothing was agreed upon but the secret and the store.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import flask
import tokenseal
from tokenseal.flask import Tokenseal, auth
from tokenseal.stores.redis import RedisStore
from tokenseal.web import Guard

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOST = "shop.example"
SECRET = bytes(range(32))
os.environ["TOKENSEAL_SECRET"] = base64.urlsafe_b64encode(SECRET).decode().rstrip("=")


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: str

    def all(self, name: str) -> list[str]:
        return [value for each, value in self.headers if each.lower() == name]

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def shape(self) -> tuple[Any, ...]:
        """What must be the same on both, with the cookies' attributes but not what is random in them."""
        names = ("content-type", "cache-control", "www-authenticate", "retry-after", "allow", "vary")
        cookies = sorted(re.sub(r"=[^;]+;", "=?;", line, count=1) for line in self.all("set-cookie"))
        # The second answer comes a little later.
        cookies = [
            re.sub(r"(?<=Max-Age=)\d+", lambda age: str(round(int(age[0]), -2)), line) for line in cookies
        ]
        # Frameworks say the character set or not.
        headers = [[value.partition(";")[0] for value in self.all(name)] for name in names]
        return (self.status, headers, cookies, self.body if "problem" in self.body else "")


def python_site(csrf: str) -> Callable[[str, str, dict[str, str]], Answer]:
    """Flask."""
    key = tokenseal.Key("HS256", SECRET)
    store = RedisStore.from_url(os.environ["TOKENSEAL_TEST_REDIS"])
    guard = Guard(
        key,
        sessions=tokenseal.Sessions(key, store),
        tokens=tokenseal.RefreshTokens(key, store),
        revocations=tokenseal.Revocations(store),
        csrf="token" if csrf == "token" else "fetch",
    )
    app = flask.Flask(__name__)
    Tokenseal(app, guard)
    args: Any = flask.request

    @app.post("/start-session")
    def start_session() -> dict[str, str]:
        auth.start_session(args.args["user"], {"by": "python"})
        return {}

    @app.post("/issue-tokens")
    def issue_tokens() -> dict[str, str]:
        return {"access": auth.issue_tokens(args.args["user"], {"scope": "read write"}).access}

    @app.get("/who")
    def who() -> dict[str, str]:
        return {"subject": auth.require("read")}

    @app.get("/me")
    def me() -> dict[str, str]:
        return {"subject": auth.require()}

    @app.get("/session")
    def session() -> dict[str, Any]:
        return auth.session

    @app.post("/put")
    def put() -> dict[str, Any]:
        auth.session.update(args.args.to_dict())
        return {}

    @app.get("/csrf")
    def csrf_token() -> dict[str, str]:
        return {"token": auth.csrf_token()}

    @app.post("/logout-everywhere")
    def logout_everywhere() -> dict[str, str]:
        auth.log_out_everywhere()
        return {}

    def send(method: str, path: str, headers: dict[str, str]) -> Answer:
        # A client for each request: it would keep cookies of its own.
        made = app.test_client(use_cookies=False).open(
            path, method=method, headers=headers, base_url=f"https://{HOST}"
        )
        return Answer(made.status_code, list(made.headers), made.text)

    return send


class NodeSite:
    """Express."""

    def __init__(self, csrf: str) -> None:
        self._process = subprocess.Popen(
            ["node", "cross.mjs", csrf],
            cwd=ROOT / "build/glue-js",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self._port = int(self._process.stdout.readline())

    def __call__(self, method: str, path: str, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read().decode())
        finally:
            connection.close()

    def stop(self) -> None:
        self._process.communicate(timeout=30)


class Browser:
    """Keeps cookies for the domain, whoever has set them."""

    def __init__(self) -> None:
        self.jar: dict[str, tuple[str, str]] = {}

    def twin(self) -> Browser:
        twin = Browser()
        twin.jar = dict(self.jar)
        return twin

    def ask(self, site: Any, method: str, path: str, **more: str) -> Answer:
        plain = path.partition("?")[0]
        sent = [f"{n}={v}" for n, (v, at) in self.jar.items() if at == "/" or plain.startswith(at + "/")]
        headers = {"Host": HOST, "Sec-Fetch-Site": "same-origin"}
        headers |= {"Cookie": "; ".join(sent)} if sent else {}
        answer: Answer = site(method, path, headers | {n.replace("_", "-"): v for n, v in more.items()})
        for line in answer.all("set-cookie"):
            pair, *attributes = line.split("; ")
            name, _, value = pair.partition("=")
            path_ = next(each[5:] for each in attributes if each.startswith("Path="))
            if "Max-Age=0" in attributes:
                self.jar.pop(name, None)
            else:
                self.jar[name] = (value, path_)
        return answer

    def get(self, site: Any, path: str, **headers: str) -> Answer:
        return self.ask(site, "GET", path, **headers)

    def post(self, site: Any, path: str, **headers: str) -> Answer:
        return self.ask(site, "POST", path, **headers)


class Steps:
    """What was expected and what was found."""

    passed = 0
    failed = 0

    def step(self, what: str, found: Any, expected: Any) -> None:
        if found == expected:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{what}: expected {expected!r}, found {found!r}", file=sys.stderr)


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def sessions(steps: Steps, here: Any, there: Any) -> None:
    visitor = Browser()
    visitor.post(here, "/put?cart=apples")
    steps.step("a visitor's session goes over", visitor.get(there, "/session").json, {"cart": "apples"})
    before = visitor.twin()
    visitor.post(there, "/start-session?user=alice")
    steps.step("log-in there is log-in here", visitor.get(here, "/me").json, {"subject": "alice"})
    steps.step("with the cart", visitor.get(here, "/session").json["cart"], "apples")
    steps.step("the id from before is dead", code(before.get(here, "/me")), (401, "session-ended"))
    visitor.post(here, "/put?theme=dark")
    visitor.post(there, "/put?lang=de")
    steps.step(
        "both have written",
        {name: visitor.get(here, "/session").json[name] for name in ("theme", "lang", "sub")},
        {"theme": "dark", "lang": "de", "sub": "alice"},
    )
    stale = visitor.twin()
    steps.step("log-out there", visitor.post(there, "/auth/logout").status, 204)
    steps.step("leaves no cookie", visitor.jar, {})
    steps.step("and no session here", code(stale.get(here, "/me")), (401, "session-ended"))


def tokens(steps: Steps, here: Any, there: Any) -> None:
    browser = Browser()
    access = browser.post(here, "/issue-tokens?user=bob").json["access"]
    steps.step("the access cookie goes over", browser.get(there, "/who").json, {"subject": "bob"})
    bearer = Browser().get(there, "/who", Authorization=f"Bearer {access}")
    steps.step("so does the token", bearer.json, {"subject": "bob"})
    thief = browser.twin()
    steps.step("refresh there", browser.post(there, "/auth/refresh").status, 204)
    steps.step("and on here", browser.post(here, "/auth/refresh").status, 204)
    steps.step("a copy is found", code(thief.post(there, "/auth/refresh")), (401, "refresh-reused"))
    steps.step("and ends the login", code(browser.post(here, "/auth/refresh")), (401, "refresh-reused"))

    phone = Browser()
    phone.post(there, "/issue-tokens?user=carol")
    desk = Browser()
    desk.post(here, "/start-session?user=carol")
    copy = phone.twin()
    steps.step("log out everywhere here", desk.post(here, "/auth/logout-all").status, 204)
    steps.step("ends the tokens there", code(copy.get(there, "/me")), (401, "revoked"))
    steps.step("and their refreshing", code(copy.post(there, "/auth/refresh")), (401, "revoked"))


def csrf(steps: Steps, here: Any, there: Any) -> None:
    for path in ("/start-session?user=dora", "/issue-tokens?user=dora"):
        browser = Browser()
        browser.post(here, path)
        token = browser.get(here, "/csrf").json["token"]
        steps.step("without", code(browser.post(there, "/put?x=1")), (403, "csrf-token"))
        steps.step("with one", browser.post(there, "/put?x=1", X_CSRF_Token=token).status, 200)


def alike(steps: Steps, python: Any, node: Any) -> None:
    """Both answer the same to the same."""
    good = Browser()
    access = good.post(python, "/issue-tokens?user=eve").json["access"]
    good.post(python, "/start-session?user=eve")
    tampered = good.twin()
    tampered.jar = {name: (value[:-2] + "xx", path) for name, (value, path) in good.jar.items()}
    asked: list[tuple[Browser, str, str, dict[str, str]]] = [
        (Browser(), "GET", "/me", {}),
        (Browser(), "GET", "/session", {}),
        (Browser(), "GET", "/me", {"Authorization": "Bearer x"}),
        (Browser(), "GET", "/me", {"Authorization": "Basic eDp5"}),
        (Browser(), "GET", "/me", {"Authorization": f"Bearer {access[:-2]}xx"}),
        (Browser(), "POST", "/put?a=1", {}),
        (Browser(), "POST", "/put?a=1", {"Sec-Fetch-Site": "cross-site"}),
        (Browser(), "POST", "/put?a=1", {"Sec-Fetch-Site": "same-site"}),
        (Browser(), "GET", "/auth/refresh", {}),
        (Browser(), "POST", "/auth/refresh", {}),
        (Browser(), "POST", "/auth/logout", {}),
        (Browser(), "POST", "/auth/logout", {"Sec-Fetch-Site": "cross-site"}),
        (Browser(), "POST", "/auth/logout-all", {}),
        (tampered, "GET", "/me", {}),
        (tampered, "POST", "/auth/refresh", {}),
        (good, "GET", "/who", {}),
        (good, "GET", "/who", {"Cookie": f"__Host-session={good.jar['__Host-session'][0]}"}),
        (good, "POST", "/start-session?user=eve", {}),
        (good, "POST", "/issue-tokens?user=eve", {}),
        (good, "POST", "/auth/refresh", {}),
        (good, "POST", "/auth/logout-all", {}),
    ]
    for browser, method, path, headers in asked:
        first = browser.twin().ask(python, method, path, **headers).shape
        if (browser, path) == (good, "/auth/logout-all"):
            # It was good once.
            good.post(python, "/start-session?user=eve")
        second = browser.twin().ask(node, method, path, **headers).shape
        steps.step(f"{method} {path} {sorted(headers)}: Node as Python", second, first)


def main() -> int:
    steps = Steps()
    for kind in ("fetch", "token"):
        python, node = python_site(kind), NodeSite(kind)
        try:
            if kind == "token":
                csrf(steps, python, node)
                csrf(steps, node, python)
            else:
                for here, there in ((python, node), (node, python)):
                    sessions(steps, here, there)
                    tokens(steps, here, there)
                alike(steps, python, node)
        finally:
            node.stop()
    print(f"cross, glue: {steps.passed} passed, {steps.failed} failed")
    return 1 if steps.failed else 0


if __name__ == "__main__":
    sys.exit(main())
