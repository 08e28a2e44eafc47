"""What an observer is told, and that it changes nothing."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tokenseal import (
    BadArgument,
    Key,
    MemoryStore,
    RefreshReused,
    RefreshTokens,
    Revocations,
    SessionEnded,
    Sessions,
    StoreUnavailable,
    TokenError,
    observer,
)

from state_help import NOW, RING, Broken, World

EXAMPLES = Path(__file__).parents[3] / "py" / "examples"


class Told(list[tuple[str, str]]):
    """An observer that keeps what it is told."""

    def __call__(self, operation: str, outcome: str) -> None:
        """Keep it."""
        self.append((operation, outcome))


def test_sessions(world: World) -> None:
    told = Told()
    sessions = world.sessions(observer=told)
    session = sessions.start("user-42", {"n": 0}, now=NOW)
    session = sessions.load(session.cookie, now=NOW)
    session.data["n"] += 1
    sessions.save(session, now=NOW)
    sessions.update(session, lambda data: data | {"n": 2}, now=NOW)
    session = sessions.rotate(session, now=NOW)
    sessions.end_all(session, now=NOW)
    sessions.end(session, now=NOW)
    for operation in (sessions.load, sessions.rotate):
        with pytest.raises(TokenError):
            operation(session.cookie, now=NOW)
    with pytest.raises(TokenError):
        sessions.load("not.a.cookie", now=NOW)
    good = ["start", "load", "save", "update", "rotate", "end-all", "end"]
    assert told == [
        *((f"session.{name}", "ok") for name in good),
        ("session.load", "session-ended"),
        ("session.rotate", "session-ended"),
        ("session.load", "malformed"),
    ]


def test_refresh_tokens(world: World) -> None:
    told = Told()
    tokens = world.tokens(observer=told)
    first = tokens.issue("user-42", now=NOW)
    second = tokens.refresh(first.refresh, now=NOW)
    tokens.refresh(first.refresh, now=NOW + 5)
    lost = world.store.rows
    third = tokens.refresh(second.refresh, now=NOW + 6)
    world.store.put_back(lost)
    tokens.refresh(third.refresh, now=NOW + 7)
    with pytest.raises(RefreshReused):
        tokens.refresh(first.refresh, now=NOW + 60)
    tokens.end(third.refresh, now=NOW + 60)
    tokens.end_all(third.refresh, now=NOW + 60)
    assert told == [
        ("refresh.issue", "ok"),
        ("refresh", "ok"),
        ("refresh", "repeated"),
        ("refresh", "ok"),
        ("refresh", "recovered"),
        ("refresh", "refresh-reused"),
        ("refresh.end", "ok"),
        ("refresh.end-all", "ok"),
    ]


def test_revocations(world: World) -> None:
    told = Told()
    revocations = world.revocations(observer=told)
    token = RING.sign({"sub": "user-42"}, now=NOW)
    claims = RING.verify(token, now=NOW)
    revocations.check(token, claims, now=NOW)
    revocations.deny(token, claims, now=NOW)
    with pytest.raises(TokenError):
        revocations.check(token, claims, now=NOW)
    revocations.end_all("user-42", now=NOW)
    with pytest.raises(BadArgument):
        revocations.end_all("", now=NOW)
    assert told == [
        ("revocation.check", "ok"),
        ("revocation.deny", "ok"),
        ("revocation.check", "revoked"),
        ("revocation.end-all", "ok"),
        ("revocation.end-all", "bad-argument"),
    ]


def test_what_passes_while_the_store_is_down_is_told() -> None:
    told = Told()
    key = Key("HS256", b"0123456789abcdef0123456789abcdef")
    token = key.sign({"sub": "user-42"}, now=NOW)
    claims = key.verify(token, now=NOW)
    Revocations(Broken(), fail_open=True, observer=told).check(token, claims, now=NOW)
    with pytest.raises(StoreUnavailable):
        Revocations(Broken(), observer=told).check(token, claims, now=NOW)
    assert told == [("revocation.check", "store-unavailable")] * 2


def test_what_it_raises_changes_nothing(world: World, caplog: pytest.LogCaptureFixture) -> None:
    def fails(operation: str, outcome: str) -> None:
        raise ZeroDivisionError(operation + outcome)

    sessions = world.sessions(observer=fails)
    with caplog.at_level(logging.ERROR, logger="tokenseal"):
        session = sessions.start("user-42", {"secret": "data"}, now=NOW)
        assert sessions.load(session.cookie, now=NOW).data == {"secret": "data"}
        sessions.end(session, now=NOW)
        with pytest.raises(SessionEnded):
            sessions.load(session.cookie, now=NOW)
    assert [record.name for record in caplog.records] == ["tokenseal"] * 4
    assert "session.load: session-ended" in caplog.text
    for text in ("secret", "user-42", session.cookie):
        assert text not in caplog.text


def test_a_mistake_of_the_program_is_not_told() -> None:
    told = Told()
    sessions = Sessions(RING, MemoryStore(), observer=told)
    wrong: Any = 42
    with pytest.raises(TypeError):
        sessions.load(wrong)
    with pytest.raises(TypeError):
        RefreshTokens(RING, MemoryStore(), observer=told).refresh(wrong)
    assert told == []


def test_all_operations_are_documented() -> None:
    used = set()
    package = Path(observer.__file__).parent
    for source in package.rglob("*.py"):
        text = source.read_text("utf-8")
        used |= set(re.findall(r'(?:Watch|tell)\(\s*[\w.]+,\s*"([a-z.-]+)"', text))
    documented = set(re.findall(r"``([a-z.-]+)``", (observer.__doc__ or "").split("===\n")[2]))
    assert used == documented - {"tokenseal.web"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "metrics_prometheus",
            'tokenseal_operations_total{operation="refresh",outcome="refresh-reused"} 1.0',
        ),
        ("metrics_opentelemetry", '"tokenseal.outcome": "session-ended"'),
    ],
)
def test_the_examples_count(name: str, expected: str) -> None:
    command = [sys.executable, str(EXAMPLES / f"{name}.py")]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=60)
    assert expected in done.stdout
