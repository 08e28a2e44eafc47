"""A session and refresh tokens that go through every runtime, over one Redis.

Each step is done by one runtime and says what it must see of what the others did before it.
"""

from __future__ import annotations

import base64
import json
import os
import pathlib
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import tokenseal
from tokenseal.stores.redis import RedisStore

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parents[2]
URL = os.environ["TOKENSEAL_TEST_REDIS"]
SECRET = bytes(range(32))
os.environ["TOKENSEAL_SECRET"] = base64.urlsafe_b64encode(SECRET).decode().rstrip("=")

KEY = tokenseal.Key("HS256", SECRET)
STORE = RedisStore.from_url(URL)
SESSIONS = tokenseal.Sessions(KEY, STORE)
TOKENS = tokenseal.RefreshTokens(KEY, STORE)
REVOCATIONS = tokenseal.Revocations(STORE)


def node(operation: str, text: str, more: Any = None) -> Any:
    """What Node answers, or ``{"err": name}``."""
    command = ["node", "state.mjs", operation, text, json.dumps(more)]
    done = subprocess.run(command, cwd=ROOT / "build/js", stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def program(command: list[str]) -> str:
    """What a program prints, or the last word of what it complains about."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return done.stdout.strip()
    return "err " + done.stderr.split()[-1]


def c(operation: str, *arguments: str) -> str:
    return program([sys.argv[1], URL, operation, *arguments])


def rust(operation: str, *arguments: str) -> str:
    return program([sys.argv[2], URL, operation, *arguments])


def rust_refresh(token: str) -> str:
    """The next refresh token, which stands below the access token."""
    return rust("refresh", token).rpartition("\n")[2]


def python(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except tokenseal.TokenError as error:
        return f"err {error.code}"


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


def session(steps: Steps) -> None:
    cart: dict[str, Any] = {"user": "user-42", "cart": ["apples"]}
    text = json.dumps(cart, separators=(",", ":"))
    cookie = SESSIONS.start("user-42", cart).cookie
    steps.step("Node loads what Python started", node("load", cookie), {"data": cart})
    steps.step("C loads what Python started", c("load", cookie), text)
    steps.step("Rust loads what Python started", rust("load", cookie), text)

    more = {**cart, "cart": ["apples", "pears"]}
    stale = SESSIONS.load(cookie)
    steps.step("Node saves", node("save", cookie, more), {"data": more})
    steps.step("Python's copy is stale", python(lambda: SESSIONS.save(stale)), "err conflict")
    steps.step("Python loads what Node saved", SESSIONS.load(cookie).data, more)
    c("save", cookie, text)
    steps.step("Rust loads what C saved", rust("load", cookie), text)

    rotated = node("rotate", cookie)["cookie"]
    steps.step("the old id is dead in C", c("load", cookie), "err session-ended")
    steps.step("the new id lives in Python", SESSIONS.load(rotated).data, cart)

    steps.step("C ends it", c("end", rotated), "")
    steps.step("Python sees that", python(lambda: SESSIONS.load(rotated)), "err session-ended")
    steps.step("Node sees that", node("load", rotated), {"err": "session-ended"})
    steps.step("Rust sees that", rust("load", rotated), "err session-ended")

    first, second = SESSIONS.start("user-7").cookie, node("start", "user-7", {})["cookie"]
    followed = SESSIONS.start("user-8", {"a": 1})
    gone_on = SESSIONS.rotate(followed).cookie
    steps.step("C ends the id before a rotation in Python", c("end", followed.cookie), "")
    steps.step("and so the one after it", node("load", gone_on), {"err": "session-ended"})
    steps.step("C logs out everywhere", c("end-all", first), "")
    steps.step("Python's session is dead", python(lambda: SESSIONS.load(first)), "err revoked")
    steps.step("Node's session is dead", node("load", second), {"err": "revoked"})


def tokens(steps: Steps) -> None:
    issued = node("issue", "user-9", {"role": "admin"})
    steps.step("Python verifies Node's access token", KEY.verify(issued["access"])["role"], "admin")
    second = rust_refresh(issued["refresh"])
    again = TOKENS.refresh(issued["refresh"])
    steps.step("within the grace Python gives what Rust gave", again.refresh, second)
    steps.step("and knows the claims", KEY.verify(again.access)["role"], "admin")
    steps.step("Node too", node("refresh", issued["refresh"])["refresh"], second)
    third = TOKENS.refresh(second).refresh
    fourth = node("refresh", third)["refresh"]
    steps.step("two generations behind, Rust finds the copy", rust_refresh(second), "err refresh-reused")
    steps.step("which Python sees", python(lambda: TOKENS.refresh(fourth)), "err refresh-reused")
    steps.step("and Node", node("refresh", fourth), {"err": "refresh-reused"})

    pair = TOKENS.issue("user-10")
    claims = KEY.verify(pair.access)
    steps.step("a token that nobody denied", node("check", pair.access), {})
    REVOCATIONS.deny(pair.access, claims)
    steps.step("Node sees that Python denied it", node("check", pair.access), {"err": "revoked"})
    steps.step("its refresh token lives", rust_refresh(pair.refresh)[:3] != "err", True)
    REVOCATIONS.end_all("user-10")
    steps.step("until all of the subject is ended", rust_refresh(pair.refresh), "err revoked")


def main() -> int:
    steps = Steps()
    session(steps)
    tokens(steps)
    print(f"cross, state: {steps.passed} passed, {steps.failed} failed")
    return 1 if steps.failed else 0


if __name__ == "__main__":
    sys.exit(main())
