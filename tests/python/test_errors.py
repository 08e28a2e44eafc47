"""The exceptions, and what they must not carry."""

from __future__ import annotations

import base64
import json
import pickle
import traceback
from datetime import timedelta
from typing import Any

import pytest
import tokenseal
from tokenseal import (
    BadArgument,
    BadSignature,
    ClaimError,
    CookieError,
    Expired,
    InvalidToken,
    Key,
    KeyUse,
    Limit,
    Malformed,
    NotBearer,
    Policy,
    StateError,
    TokenError,
    WeakKey,
    WrongAudience,
    bearer_token,
    errors,
)
from tokenseal.unverified import inspect

KEY = Key("HS256", b"0123456789abcdef0123456789abcdef")
NOW = 1_700_000_000


def test_every_reason_of_the_core_has_its_class() -> None:
    reasons = tokenseal._tokenseal.reasons()
    assert {status: error.code for status, error in errors.BY_STATUS.items()} == {
        n: name for name, n in reasons
    }
    for name, status in reasons:
        error = errors.BY_STATUS[status]
        assert error.status == status
        assert error.__name__ == "".join(map(str.title, name.split("-")))
        assert getattr(tokenseal, error.__name__) is error
        assert str(error())


def test_the_tree() -> None:
    for name, status in tokenseal._tokenseal.reasons():
        error = errors.BY_STATUS[status]
        assert issubclass(error, TokenError)
        assert issubclass(error, ClaimError) == (300 <= status < 400)
        about_keys = name in ("weak-key", "key-use")
        builds_cookies = 400 <= status < 500 and name not in ("cookie-expired", "cross-site")
        of_input = status < 400 or name in ("cookie-too-large", "cookie-expired", "cross-site")
        # What a new login puts right; with all other states something is wrong on the server.
        of_input |= 500 < status <= 510 and name != "conflict"
        assert issubclass(error, InvalidToken) == (of_input and not about_keys)
        assert issubclass(error, CookieError) == builds_cookies
        assert issubclass(error, StateError) == (500 <= status < 600)
        assert issubclass(error, ValueError) == (builds_cookies or about_keys or name == "bad-argument")
    assert errors.__all__ == sorted(errors.__all__)
    assert set(errors.__all__) <= set(tokenseal.__all__)


@pytest.mark.parametrize("error", [Expired(), BadArgument("words"), WeakKey()])
def test_exceptions_travel(error: TokenError) -> None:
    twin = pickle.loads(pickle.dumps(error))
    assert (type(twin), twin.args, twin.code, twin.status) == (
        type(error),
        error.args,
        error.code,
        error.status,
    )


def part(data: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


MARK = "zebra"


@pytest.mark.parametrize(
    "token",
    [
        MARK,
        f"{MARK}.{MARK}.{MARK}",
        part({"alg": "HS256", "kid": MARK}) + "." + part({MARK: MARK}) + ".AAAA",
        part({"alg": MARK}) + "." + part({MARK: MARK}) + ".AAAA",
        part({"alg": "HS256", "crit": [MARK]}) + "." + part({}) + ".AAAA",
        KEY.sign({"sub": MARK}, now=NOW),
        KEY.sign({"sub": MARK, "aud": MARK}),
        KEY.sign({"sub": MARK}, expires_in=None),
        KEY.sign({"sub": MARK}, not_before=2**33),
        KEY.sign({"sub": MARK})[:-4] + "AAAA",
    ],
)
def test_an_exception_carries_nothing_of_the_token(token: str) -> None:
    with pytest.raises(InvalidToken) as caught:
        KEY.verify(token)
    error = caught.value
    assert error.__context__ is error.__cause__ is None
    # The frame of this test has the token; the exception itself does not.
    shown = [
        str(error),
        repr(error),
        repr(error.args),
        repr(vars(error)),
        *traceback.format_exception_only(error),
    ]
    assert not any(MARK in text or token in text for text in shown)


def test_policy_excludes_other_options() -> None:
    token = KEY.sign()
    policy = Policy()
    assert KEY.verify(token, policy=policy)
    assert KEY.verify(token, policy=policy, now=None)
    for options in (
        {"issuer": "a"},
        {"subject": "a"},
        {"audience": "a"},
        {"any_audience": False},
        {"jwt_id": "a"},
        {"typ": "JWT"},
        {"leeway": 0},
        {"max_age": 1},
        {"require_exp": True},
        {"required": ()},
        {"max_token": 8192},
    ):
        for verify in (KEY.verify, KEY.verify_raw):
            with pytest.raises(BadArgument, match="not both"):
                verify(token, policy=policy, **options)


def test_a_policy_shows_what_it_asks_for() -> None:
    text = (
        "Policy(issuer='é', subject=\"it's\", audience=['a', 'b'], jwt_id='j', typ='at+jwt', leeway=0.5, "
        "max_age=86400, require_exp=False, required=['n'], max_token=100)"
    )
    assert repr(eval(text)) == text
    assert repr(Policy(audience="a", leeway=timedelta(minutes=1))) == "Policy(audience=['a'], leeway=60)"
    assert repr(Policy(any_audience=True)) == "Policy(any_audience=True)"
    assert repr(Policy()) == "Policy()"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"audience": []}, "audience is an empty list"),
        ({"audience": "a", "any_audience": True}, "audience and any_audience contradict one another"),
        ({"audience": ["a"] * 65}, "audience or required has more than 64 names"),
        ({"required": ["a"] * 65}, "audience or required has more than 64 names"),
        ({"leeway": 601}, "leeway is more than 600 seconds"),
        ({"max_age": 2**53}, "max_age is out of range"),
        ({"max_token": 65537}, "max_token is more than 65536 bytes"),
        ({"max_token": -1}, "a size in bytes is out of range"),
        ({"max_token": 2**64}, "a size in bytes is out of range"),
        ({"issuer": "\ud800"}, "a str has a lone surrogate"),
        ({"required": ["a", "\udfff"]}, "a str has a lone surrogate"),
    ],
)
def test_policies_that_make_no_sense(options: dict[str, Any], message: str) -> None:
    for call in (
        lambda: Policy(**options),
        lambda: KEY.verify("", **options),
        lambda: KEY.verify_raw("", **options),
    ):
        with pytest.raises(BadArgument, match=message):
            call()
    with pytest.raises(BadArgument, match="now is before 1970"):
        KEY.verify("", now=-1)


@pytest.mark.parametrize(
    "options",
    [
        {"audience": ()},
        {"audience": ["a"] * 65},
        {"max_token": 65537},
        {"expires_in": 2**53},
        {"issuer": "\ud800"},
    ],
)
def test_arguments_of_sign_that_make_no_sense(options: dict[str, Any]) -> None:
    with pytest.raises(BadArgument):
        KEY.sign(**options)


def test_forms_of_an_audience() -> None:
    token = KEY.sign(audience={"a": 1, "b": 2}.keys())
    for audience in ("a", ["x", "b"], ("b",), {"a"}, frozenset("b"), iter("ba"), ["a"] * 64):
        assert KEY.verify(token, audience=audience)["aud"] == ["a", "b"]
    assert KEY.verify(token, any_audience=True)
    for audience in ("ab", ["c"], "", None):
        with pytest.raises(WrongAudience):
            KEY.verify(token, audience=audience)
    assert KEY.verify(KEY.sign(audience=["a"]), audience="a")["aud"] == "a"


def test_an_exception_of_an_iterable_goes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        KEY.verify("", audience=(1 // 0 for _ in "a"))


def test_token_forms() -> None:
    token = KEY.sign({"sub": "a"})
    for form in (token, token.encode(), bytearray(token.encode())):
        assert KEY.verify(form)["sub"] == inspect(form).claims["sub"] == "a"
        assert (
            bearer_token(b"bearer " + bytes(form, "ascii") if isinstance(form, str) else b"bearer " + form)
            == token
        )
    for form in (token + "\n", " " + token, "é" + token, "\ud800" + token, token + "\0"):
        with pytest.raises(Malformed):
            KEY.verify(form)
    with pytest.raises(Limit):
        KEY.verify("a" * 50_000_000)
    with pytest.raises(Limit):
        inspect("\ud800" * 50_000)
    with pytest.raises(NotBearer):
        bearer_token("")


def test_what_else_raises() -> None:
    with pytest.raises(KeyUse):
        Key.from_jwk({"kty": "oct", "k": "A" * 43, "alg": "HS256", "key_ops": ["verify"]}).sign()
    with pytest.raises(BadSignature):
        Key("HS256", bytes(32)).verify(KEY.sign())
    for wrong in (None, 1, [], {}):
        with pytest.raises(TypeError):
            inspect(wrong)
        with pytest.raises(TypeError):
            bearer_token(wrong)
