"""Claims from Python to JSON and back."""

from __future__ import annotations

import contextlib
import enum
import json
import math
import threading
from collections import OrderedDict, UserDict
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenseal import BadArgument, Key, Limit, Malformed

KEY = Key("HS256", b"0123456789abcdef0123456789abcdef")
REGISTERED = {"iss", "sub", "aud", "exp", "nbf", "iat", "jti"}

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
integers = st.integers(-(10**63) + 1, 10**64 - 1)
scalars = st.none() | st.booleans() | integers | st.floats(allow_nan=False, allow_infinity=False) | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=20,
)
objects = st.dictionaries(texts.filter(lambda name: name not in REGISTERED), values, max_size=8)


def raw(claims: Any, **options: Any) -> str:
    """Return the JSON that is signed for these claims, but for ``iat``."""
    token = KEY.sign(claims, expires_in=None, now=0, max_token=65536, **options)
    text = KEY.verify_raw(token, require_exp=False, max_token=65536, now=0)
    return text.removesuffix('"iat":0}').removesuffix(",") + "}"


def back(claims: Any) -> dict[str, Any]:
    """Return what comes back for these claims, but for ``iat``."""
    token = KEY.sign(claims, expires_in=None, now=0, max_token=65536)
    found = KEY.verify(token, require_exp=False, max_token=65536, now=0)
    assert found.pop("iat") == 0
    return found


@given(objects)
def test_a_dict_comes_back_as_it_went(claims: dict[str, Any]) -> None:
    assert repr(back(claims)) == repr(claims)


@given(objects)
def test_the_text_is_what_json_reads(claims: dict[str, Any]) -> None:
    assert repr(json.loads(raw(claims))) == repr(claims)


@given(objects, st.booleans(), st.sampled_from([None, 1]))
def test_what_json_writes_is_read_alike(claims: dict[str, Any], ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(claims, ensure_ascii=ascii_only, indent=indent)
    assert repr(back(text)) == repr(json.loads(text)) == repr(back(text.encode()))


@pytest.mark.parametrize(
    ("spelling", "value"),
    [
        ("0", 0),
        ("-0", 0),
        ("-0.0", -0.0),
        ("1.0", 1.0),
        ("1e3", 1000.0),
        ("1E-2", 0.01),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", 2**63),
        ("-9223372036854775809", -(2**63) - 1),
        ("9" * 64, int("9" * 64)),
        ("1e400", math.inf),
        ("-1e400", -math.inf),
        ("5e-324", 5e-324),
        ("1e-400", 0.0),
        ("0.1000000000000000055511151231257827021181583404541015625", 0.1),
    ],
)
def test_numbers_are_read_as_json_reads_them(spelling: str, value: float) -> None:
    found = back(f'{{"n":{spelling}}}')["n"]
    assert (type(found), repr(found)) == (type(value), repr(value))
    assert repr(found) == repr(json.loads(spelling))


class Colour(enum.IntEnum):
    RED = 3


class Name(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "not this"


class Loud(int):
    def __repr__(self) -> str:
        return "not this"


class Half(float):
    def __repr__(self) -> str:
        return "not this"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (Colour.RED, "3"),
        (Name("x"), '"x"'),
        (Loud(5), "5"),
        (Loud(10**30), "1" + "0" * 30),
        (Half(0.5), "0.5"),
        (1.0, "1.0"),
        (-0.0, "-0.0"),
        (1e16, "1e16"),
        (1.5e300, "1.5e300"),
        (5e-324, "5e-324"),
        (-(10**62), "-1" + "0" * 62),
        ((1, [2, ()]), "[1,[2,[]]]"),
        (MappingProxyType({"a": 1}), '{"a":1}'),
        (OrderedDict(b=1, a=2), '{"b":1,"a":2}'),
        (UserDict({"a": {}}), '{"a":{}}'),
        ('"\\/\b\f\n\r\t\x00\x1f\x7f\u2028é😀', '"\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\u2028é😀"'),
    ],
)
def test_values_that_have_a_form(value: Any, text: str) -> None:
    assert raw({"v": value}) == f'{{"v":{text}}}'


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ({"a": math.nan}, 'claims["a"]: JSON has no infinity and no NaN'),
        ({"a": [0, -math.inf]}, 'claims["a"][1]: JSON has no infinity and no NaN'),
        (
            {"a": {"b": ({"c": b"x"},)}},
            'claims["a"]["b"][0]["c"]: bytes has no form in JSON (decode it first)',
        ),
        ({"a": {1, 2}}, 'claims["a"]: set has no form in JSON (make it a list)'),
        ({"a": Decimal(1)}, 'claims["a"]: Decimal has no form in JSON'),
        ({"a": "\ud800"}, 'claims["a"]: a str has a lone surrogate'),
        ({"a": {"\udfff": 1}}, 'claims["a"]: a str has a lone surrogate'),
        ({1: 2}, "claims: a name must be a str, not int"),
        ({"a": {None: 2}}, 'claims["a"]: a name must be a str, not NoneType'),
        ({'"': object()}, 'claims["\\""]: object has no form in JSON'),
        (UserDict({"a": {"b": object}}), 'claims["a"]["b"]: type has no form in JSON'),
        (
            {"exp": datetime.now(timezone.utc)},
            'claims["exp"]: datetime has no form in JSON '
            "(give seconds since 1970, as datetime.timestamp() does)",
        ),
    ],
)
def test_values_that_have_none(claims: Any, message: str) -> None:
    with pytest.raises(BadArgument) as caught:
        KEY.sign(claims)
    assert str(caught.value) == message
    assert caught.value.__context__ is None


@pytest.mark.parametrize("claims", [None, 1, ["a"], ("a", 1), {"a"}, object(), 1.5])
def test_claims_of_another_type(claims: Any) -> None:
    with pytest.raises(TypeError, match="expected a mapping, or JSON as str or bytes"):
        KEY.sign(claims)


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{", "{}x", '{"a":1,"a":2}', "\ufeff{}", "\ud800", '{"a":"\ud800"}']
)
def test_json_that_is_not_strict(text: str) -> None:
    with pytest.raises(Malformed):
        KEY.sign(text)


def nested(depth: int) -> dict[str, Any]:
    inner: Any = 1
    for _ in range(depth - 1):
        inner = [inner]
    return {"a": inner}


def test_the_depth_is_bounded() -> None:
    assert back(nested(16)) == nested(16)
    with pytest.raises(Limit):
        KEY.sign(nested(17))
    with pytest.raises(Limit):
        KEY.sign(nested(100_000))


def test_what_holds_itself_is_too_deep() -> None:
    loop: dict[str, Any] = {}
    loop["a"] = loop
    many: list[Any] = []
    many.append(many)
    for claims in (loop, {"a": many}, UserDict(loop)):
        with pytest.raises(Limit):
            KEY.sign(claims)


def test_what_would_grow_without_end_is_cut_off() -> None:
    wide: Any = "x"
    deep: Any = "x"
    for _ in range(14):
        wide = [wide] * 1000
        deep = {f"m{i}": deep for i in range(200)}
    for claims in ({"a": wide}, deep, UserDict(deep)):
        with pytest.raises(Limit):
            KEY.sign(claims)
    with pytest.raises(Limit):
        KEY.sign({"a": [[]] * 10_000_000})


@pytest.mark.parametrize(
    "integer", [10**64, -(10**63), 10**5000, -(10**100_000)], ids=lambda n: f"{n.bit_length()} bits"
)
def test_integers_of_more_than_64_characters(integer: int) -> None:
    with pytest.raises(Limit):
        KEY.sign({"a": integer})


def test_members_are_at_most_256() -> None:
    members = {f"m{i}": i for i in range(256)}
    assert back({"a": members}) == {"a": members}
    with pytest.raises(Limit):
        KEY.sign({"a": members | {"one": 1}})
    # iat and exp are members too.
    with pytest.raises(Limit):
        KEY.sign(members)


class Meddler(Mapping[str, Any]):
    """A mapping that changes another one when it is asked."""

    def __init__(self, other: dict[str, Any]) -> None:
        self.other = other

    def __getitem__(self, name: str) -> Any:
        return 1

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[str]:
        for i in range(100):
            self.other[f"new {i}"] = 1
        return iter(["a"])


def test_a_dict_that_changes_under_the_reader() -> None:
    claims: dict[str, Any] = {}
    claims["m"] = Meddler(claims)
    claims["after"] = 1
    with pytest.raises(BadArgument, match="changed while it was read"):
        KEY.sign(claims)


class Replacer(Meddler):
    def __iter__(self) -> Iterator[str]:
        for i in range(100):
            self.other[f"new {i}"] = self.other.pop(next(reversed(self.other)))
        return iter(["a"])


def test_a_dict_whose_names_change_under_the_reader() -> None:
    claims: dict[str, Any] = {}
    claims["m"] = Replacer(claims)
    claims |= {f"m{i}": i for i in range(20)}
    with contextlib.suppress(BadArgument):
        KEY.sign(claims)


class Failing(Meddler):
    def __iter__(self) -> Iterator[str]:
        raise ZeroDivisionError


def test_an_exception_of_a_mapping_goes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        KEY.sign(Failing({}))
    with pytest.raises(ZeroDivisionError):
        KEY.sign({"a": [Failing({})]})


def test_a_dict_that_another_thread_changes() -> None:
    claims: dict[str, Any] = {"list": [], "dict": {}}
    stop = threading.Event()

    def meddle() -> None:
        while not stop.is_set():
            for i in range(200):
                claims["dict"][f"n{i}"] = "x" * i
                claims["list"].append(i)
            claims["dict"].clear()
            claims["list"].clear()

    thread = threading.Thread(target=meddle)
    thread.start()
    try:
        for _ in range(2000):
            KEY.verify(KEY.sign(claims, max_token=65536), max_token=65536)
    finally:
        stop.set()
        thread.join()


def test_a_claim_given_twice() -> None:
    for claims, options in [
        ({"exp": 1}, {"expires_in": 900}),
        ({"iss": "a"}, {"issuer": "a"}),
        ({"sub": "a"}, {"subject": "a"}),
        ({"aud": "a"}, {"audience": "a"}),
        ({"jti": "a"}, {"jwt_id": "a"}),
        ({"nbf": 1}, {"not_before": 1}),
    ]:
        with pytest.raises(BadArgument, match="given twice"):
            KEY.sign(claims, **options)
    # The default gives way, and so does the clock.
    token = KEY.sign({"exp": 10, "iat": 5}, now=7)
    assert KEY.verify(token, now=7) == {"exp": 10, "iat": 5}
    assert KEY.sign({"exp": 10}, expires_in=None, now=7) == KEY.sign({"exp": 10}, now=7)


@pytest.mark.parametrize("claim", [{"exp": "1"}, {"iss": 1}, {"aud": [1]}, {"sub": None}, {"iat": True}])
def test_registered_claims_of_a_wrong_type(claim: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        KEY.sign(claim)


def test_large_claims() -> None:
    claims = {"a": "é" * 20_000}
    assert back(claims) == claims
    with pytest.raises(Limit):
        KEY.sign(claims)
