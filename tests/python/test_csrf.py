"""Tokens against cross-site request forgery, and the check of where a request comes from."""

from __future__ import annotations

import base64
import os
from typing import Any

import pytest
from tokenseal import (
    BadArgument,
    BadSignature,
    CrossSite,
    InvalidToken,
    Key,
    KeyUse,
    Limit,
    Malformed,
    WeakKey,
    check_fetch,
)

from state_help import NEW, OLD, RING


def test_each_token_is_another_one() -> None:
    tokens = {RING.csrf_token("session-1") for _ in range(100)}
    assert len(tokens) == 100
    for token in tokens:
        RING.verify_csrf("session-1", token)
        RING.verify_csrf(b"session-1", token.encode())
        NEW.verify_csrf(bytearray(b"session-1"), token)
        with pytest.raises(BadSignature):
            RING.verify_csrf("session-2", token)
        with pytest.raises(BadSignature):
            OLD.verify_csrf("session-1", token)
    # Mask and masked: no two have a part in common that gives anything away.
    decoded = [base64.urlsafe_b64decode(token) for token in tokens]
    assert len({each[:48] for each in decoded}) == len({each[48:] for each in decoded}) == 100


@pytest.mark.parametrize(
    ("alg", "entropy", "length"), [("HS256", 64, 128), ("HS384", 80, 171), ("HS512", 96, 214)]
)
def test_the_system_gives_the_entropy(
    monkeypatch: pytest.MonkeyPatch, alg: str, entropy: int, length: int
) -> None:
    asked: list[int] = []
    urandom = os.urandom

    def watched(count: int) -> bytes:
        asked.append(count)
        return urandom(count)

    monkeypatch.setattr(os, "urandom", watched)
    assert len(Key(alg, bytes(64)).csrf_token("session-1")) == length
    assert asked == [entropy]


def test_changing_keys() -> None:
    RING.verify_csrf("session-1", OLD.csrf_token("session-1"))


def test_what_makes_no_sense() -> None:
    token = RING.csrf_token("session-1")
    for binding, error in (
        ("", BadArgument),
        (b"", BadArgument),
        ("\ud800", BadArgument),
        ("x" * 65_536, Limit),
        (None, TypeError),
        (1, TypeError),
    ):
        with pytest.raises(error):
            RING.csrf_token(binding)
        with pytest.raises(error):
            RING.verify_csrf(binding, token)
    for text, error in (
        ("", BadSignature),
        ("é", Malformed),
        ("\ud800", Malformed),
        ("A" * 215, Limit),
        (None, TypeError),
    ):
        with pytest.raises(error):
            RING.verify_csrf("session-1", text)
    with pytest.raises(WeakKey):
        Key.with_short_secret("HS256", "short").csrf_token("session-1")
    with pytest.raises(KeyUse):
        Key.from_jwk({"kty": "oct", "k": "A" * 43, "alg": "HS256", "use": "enc"}).csrf_token("session-1")


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE"])
def test_safe_methods_pass(method: str) -> None:
    check_fetch(method, sec_fetch_site="cross-site", origin="https://evil.example", strict=True)


@pytest.mark.parametrize(
    ("options", "passes"),
    [
        ({}, True),
        ({"strict": True}, False),
        ({"sec_fetch_site": "same-origin", "strict": True}, True),
        ({"sec_fetch_site": "none"}, True),
        ({"sec_fetch_site": "same-site"}, False),
        ({"sec_fetch_site": "cross-site"}, False),
        ({"sec_fetch_site": "\ud800"}, False),
        ({"sec_fetch_site": ""}, False),
        ({"origin": "https://a.example", "allowed_origins": ["https://a.example"]}, True),
        (
            {
                "origin": "https://a.example",
                "allowed_origins": iter(("https://b.example", "https://a.example")),
            },
            True,
        ),
        ({"origin": "https://a.example"}, False),
        ({"origin": "null", "allowed_origins": {"null"}}, False),
        ({"origin": "\ud800", "allowed_origins": ["https://a.example"]}, False),
        ({"sec_fetch_site": None, "origin": None}, True),
    ],
)
def test_unsafe_methods(options: dict[str, Any], passes: bool) -> None:
    if passes:
        check_fetch("POST", **options)
        return
    with pytest.raises(CrossSite) as caught:
        check_fetch("POST", **options)
    assert caught.value.code == "cross-site"
    assert isinstance(caught.value, InvalidToken)


def test_arguments_of_the_check() -> None:
    with pytest.raises(BadArgument, match="more than 64"):
        check_fetch("GET", allowed_origins=["https://a.example"] * 65)
    for options in (
        {"allowed_origins": "https://a.example"},
        {"allowed_origins": None},
        {"origin": b"null"},
        {"strict": 1},
    ):
        with pytest.raises(TypeError):
            check_fetch("POST", **options)
    with pytest.raises(TypeError):
        check_fetch("POST", "same-origin")
    with pytest.raises(TypeError):
        check_fetch(b"POST")
    # Methods have a case: what is no safe one is unsafe.
    with pytest.raises(CrossSite):
        check_fetch("get", sec_fetch_site="cross-site")
