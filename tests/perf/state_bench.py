"""Times sessions, refresh tokens and the check for revocation over each store, beside the bare store.

All candidates of a store take turns in short rounds. Prints the median of the rounds in microseconds a
call, calls a second, and for Redis the ratio to a bare GET of the same client; on standard error, lines
for `tests/perf/run`. Redis is the one of TOKENSEAL_TEST_REDIS.
"""

from __future__ import annotations

import importlib
import os
import pathlib
import platform
import statistics
import tempfile
from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any

from python_bench import Candidates, label, measure, report

import tokenseal
from tokenseal.stores.redis import RedisStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokenseal.stores import Store

RING = tokenseal.KeyRing([tokenseal.Key("HS256", b"0123456789abcdef0123456789abcdef")])
DATA = {"user": "user-42", "cart": ["apples", "pears"], "theme": "dark"}
# What the server is asked to do by hand: the shortest script that compares and swaps.
SCRIPT = (
    "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end redis.call('SET', KEYS[1], ARGV[2]) return 1"
)


def ours(store: Store) -> Candidates:
    """What an application does."""
    sessions = tokenseal.Sessions(RING, store)
    tokens = tokenseal.RefreshTokens(RING, store)
    revocations = tokenseal.Revocations(store)
    session = sessions.start("user-42", DATA)
    cookie = session.cookie
    pair = tokens.issue("user-42", {"role": "admin"})
    access, claims = pair.access, RING.verify(pair.access)

    def save() -> None:
        session.data["visits"] = session.data.get("visits", 0) + 1
        sessions.save(session)

    def refresh() -> None:
        nonlocal pair
        pair = tokens.refresh(pair.refresh)

    return {
        "session load": lambda: sessions.load(cookie),
        "session save": save,
        "session start": lambda: sessions.start("user-42", DATA),
        "refresh": refresh,
        "revocation check": lambda: revocations.check(access, claims),
    }


def bare(client: Any) -> Candidates:
    """The same traffic by hand."""
    client.set("bench", b"x" * 150)
    script = client.register_script(SCRIPT)

    def get_and_swap() -> None:
        found = client.get("bench")
        if not script(keys=["bench"], args=[found, found]):
            raise SystemExit("the bare swap did not take")

    return {"bare GET": lambda: client.get("bench"), "bare GET and EVALSHA": get_and_swap}


def flask_session(client: Any) -> Candidates:
    """Load a session with Flask-Session, whose ids are signed as ours are."""
    flask = importlib.import_module("flask")
    app = flask.Flask("bench")
    app.config.update(
        SECRET_KEY="0123456789abcdef0123456789abcdef", SESSION_TYPE="redis", SESSION_REDIS=client
    )
    app.config.update(SESSION_USE_SIGNER=True)
    importlib.import_module("flask_session").Session(app)

    @app.get("/")
    def log_in() -> str:
        flask.session.update(DATA)
        return ""

    answer = app.test_client().get("/")
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    request = app.request_class({**answer.request.environ, "HTTP_COOKIE": cookie})

    def load() -> None:
        if app.session_interface.open_session(app, request)["user"] != "user-42":
            raise SystemExit("Flask-Session loaded something else")

    return {f"{label('Flask-Session')} load": load}


def show(store: str, candidates: dict[str, Callable[[], Any]], rounds: int) -> None:
    times = measure(candidates, rounds)
    medians = {name: statistics.median(found) for name, found in times.items()}
    base = medians.get("bare GET")
    print(store)
    for name in sorted(medians, key=lambda name: medians[name]):
        ratio = f"{medians[name] / base:>14.2f}" if base else ""
        print(f"    {name:40}{medians[name] / 1000:>9.1f}{1e9 / medians[name]:>12,.0f}{ratio}")
        report("python state", store, name, times[name])


def main() -> None:
    """Run all stores."""
    options = ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=9, help="how often each candidate runs (default: 9)")
    rounds = options.parse_args().rounds
    import redis

    client = redis.Redis.from_url(os.environ["TOKENSEAL_TEST_REDIS"])
    title = f"python {platform.python_version()}, {rounds} rounds"
    print(f"{title:44}{'median us':>9}{'a second':>12}{'to bare GET':>14}")
    show("memory", ours(tokenseal.MemoryStore(capacity=10_000_000)), rounds)
    with (
        tempfile.TemporaryDirectory() as folder,
        tokenseal.SqliteStore(pathlib.Path(folder) / "sessions.db") as store,
    ):
        show("SQLite", ours(store), rounds)
    show("Redis", {**bare(client), **ours(RedisStore(client)), **flask_session(client)}, rounds)


if __name__ == "__main__":
    main()
