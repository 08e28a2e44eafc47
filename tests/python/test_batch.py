"""Many tokens at once: ``verify_many``."""

from __future__ import annotations

import sys
import threading
from collections import deque
from typing import TYPE_CHECKING, Any

import pytest
from tokenseal import (
    AlgorithmMismatch,
    BadArgument,
    BadSignature,
    Expired,
    InvalidToken,
    Key,
    KeyRing,
    Limit,
    Malformed,
    Policy,
    WrongIssuer,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = Key("HS256", b"0123456789abcdef0123456789abcdef")
OTHER = Key("HS256", b"another secret that has its 32 bytes")
LONGER = Key("HS384", b"a secret of 48 bytes, which are as many as needed")
NOW = 1_700_000_000


def token(subject: Any = "user-42", key: Key = KEY, **options: Any) -> str:
    return key.sign({"sub": subject}, now=NOW, **options)


def test_each_has_its_answer_in_its_place() -> None:
    answers = KEY.verify_many(
        [
            token("a"),
            token(key=OTHER),
            token("b", expires_in=0),
            "no token",
            "",
            token(key=LONGER),
            token("c"),
        ],
        now=NOW,
    )
    subjects = [answer["sub"] if isinstance(answer, dict) else type(answer) for answer in answers]
    assert subjects == ["a", BadSignature, Expired, Malformed, Malformed, AlgorithmMismatch, "c"]


def test_an_answer_is_what_verify_returns_or_raises() -> None:
    for one in (token(), token(key=OTHER), "a.b", "é" * 3, b"\xff", "\ud800"):
        (answer,) = KEY.verify_many([one], now=NOW)
        if isinstance(answer, dict):
            assert answer == KEY.verify(one, now=NOW)
            continue
        with pytest.raises(InvalidToken) as raised:
            KEY.verify(one, now=NOW)
        assert type(answer) is raised.type
        assert answer.args == raised.value.args
        assert answer.__cause__ is answer.__context__ is answer.__traceback__ is None


def test_any_iterable_of_text_and_bytes() -> None:
    tokens: list[str | bytes | bytearray] = [token("a"), token("b").encode(), bytearray(token("c").encode())]

    def generated() -> Iterator[str | bytes | bytearray]:
        yield from tokens

    expected = [KEY.verify(one, now=NOW) for one in tokens]
    for given in (tokens, tuple(tokens), deque(tokens), generated()):
        assert KEY.verify_many(given, now=NOW) == expected
    assert KEY.verify_many([], now=NOW) == []


def test_a_single_token_is_no_batch() -> None:
    for one in (token(), token().encode(), bytearray(token().encode())):
        with pytest.raises(TypeError, match=r"tokens.*verify"):
            KEY.verify_many(one)


def test_what_is_no_token_by_its_type_is_the_callers_mistake() -> None:
    for wrong in (None, 1, object(), [token()]):
        with pytest.raises(TypeError, match="expected str or bytes"):
            KEY.verify_many([token(), wrong])  # type: ignore[list-item]
    with pytest.raises(TypeError):
        KEY.verify_many(1)  # type: ignore[arg-type]

    def failing() -> Iterator[str]:
        yield token()
        message = "the queue is gone"
        raise ConnectionError(message)

    with pytest.raises(ConnectionError, match="the queue is gone"):
        KEY.verify_many(failing())


def test_a_wrong_option_is_raised_whatever_the_tokens() -> None:
    for tokens in ([], [token()], ["no token"]):
        for options in ({"leeway": 601}, {"audience": []}, {"max_token": 65537}):
            with pytest.raises(BadArgument):
                KEY.verify_many(tokens, **options)
        with pytest.raises(BadArgument, match="policy or other options"):
            KEY.verify_many(tokens, policy=Policy(), leeway=1)
    with pytest.raises(BadArgument, match="now is before 1970"):
        KEY.verify_many([token()], now=-1)


def test_options_policy_and_ring() -> None:
    ring = KeyRing([OTHER, KEY])
    tokens = [token(issuer="us"), token(issuer="them"), token(key=OTHER, issuer="us")]
    for answers in (
        ring.verify_many(tokens, issuer="us", now=NOW),
        ring.verify_many(tokens, policy=Policy(issuer="us"), now=NOW),
    ):
        good, bad, older = answers
        assert isinstance(good, dict)
        assert good == older
        assert type(bad) is WrongIssuer


def test_of_a_thousand_tokens_the_wrong_ones_are_found() -> None:
    tokens = [token(str(place), key=OTHER if place % 7 == 3 else KEY) for place in range(1000)]
    for place, answer in enumerate(KEY.verify_many(tokens, now=NOW)):
        if place % 7 == 3:
            assert type(answer) is BadSignature
        else:
            assert isinstance(answer, dict)
            assert answer["sub"] == str(place)


def test_a_token_of_any_size_has_room() -> None:
    long = KEY.sign({"note": "x" * 20_000}, now=NOW, max_token=65536)
    assert [type(answer) for answer in KEY.verify_many([long, token()], now=NOW)] == [Limit, dict]
    found, short, over = KEY.verify_many([long, token(), "a" * 70_000], now=NOW, max_token=65536)
    assert isinstance(found, dict)
    assert found["note"] == "x" * 20_000
    assert isinstance(short, dict)
    assert type(over) is Limit


def test_other_threads_run_meanwhile() -> None:
    batch = [token(key=OTHER)] * 5000
    go, seen = threading.Event(), []

    def run() -> None:
        go.wait()
        seen.append("another thread")

    thread = threading.Thread(target=run)
    thread.start()
    interval = sys.getswitchinterval()
    # From here on nobody is interrupted: another thread runs only if this one lets it.
    sys.setswitchinterval(1000)
    try:
        go.set()
        for _ in range(100):
            KEY.verify_many(batch, now=NOW)
            if seen:
                break
        assert seen
    finally:
        sys.setswitchinterval(interval)
        thread.join()
