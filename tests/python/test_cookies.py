"""Cookies as Python objects: what the vectors don't ask."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta, timezone
from http.cookies import SimpleCookie
from typing import Any

import pytest
import tokenseal
from hypothesis import given
from hypothesis import strategies as st
from tokenseal import (
    AttributeTooLarge,
    BadArgument,
    BadSignature,
    CookieCharacter,
    CookieError,
    CookieExpired,
    CookieInsecure,
    CookiePrefix,
    CookieTooLarge,
    InvalidToken,
    Key,
    KeyRing,
    KeyUse,
    Malformed,
    NotYetValid,
    UnknownKey,
    WeakKey,
    cookie,
)
from tokenseal.cookie import SetCookie

KEY = Key("HS256", b"0123456789abcdef0123456789abcdef")
OTHER = Key("HS512", b"another secret, which is a good deal longer: 64 bytes or more....")
NOW = 1_700_000_000


def test_parse_gives_back_what_it_was_given() -> None:
    assert cookie.parse("a=é; b=\U0001f36a") == [("a", "é"), ("b", "\U0001f36a")]
    assert cookie.parse("a=é".encode()) == [(b"a", "é".encode())]
    assert cookie.parse(bytearray(b"a=\xff")) == [(b"a", b"\xff")]
    assert cookie.parse("a=\udcff; \ud800=b") == [("a", "\udcff"), ("\ud800", "b")]
    assert cookie.parse("") == cookie.parse([]) == cookie.parse(b";;;") == []
    assert cookie.find("\udcff=1", "\udcff") == "1"
    assert cookie.find("a=1", b"a") == "1"
    assert cookie.find(b"a=1", "a") == b"1"
    assert cookie.find("a=1", "b") is None


def test_several_headers() -> None:
    lines = ["a=1; b=2", "", "a=3"]
    for header in (lines, tuple(lines), iter(lines), (line for line in lines)):
        assert cookie.parse(header) == [("a", "1"), ("b", "2"), ("a", "3")]
    assert cookie.find(lines, "a") == "1"
    assert cookie.find([b"x=1", b"a=3"], b"a") == b"3"
    # A pair does not go on in the next line.
    assert cookie.parse(["a=1; b", "=2"]) == [("a", "1")]
    with pytest.raises(ZeroDivisionError):
        cookie.parse("a=1" for _ in [1 // 0])


def test_no_header_is_as_an_empty_one() -> None:
    assert cookie.parse(None) == []
    assert cookie.find(None, "a") is None
    assert cookie.find(None, b"a") is None
    with pytest.raises(TypeError):
        cookie.find(None, 1)  # type: ignore[call-overload]


@pytest.mark.parametrize("header", [1, [1], ["a=1", None], object(), [["a=1"]], memoryview(b"a")])
def test_headers_of_a_wrong_type(header: Any) -> None:
    with pytest.raises(TypeError):
        cookie.parse(header)
    with pytest.raises(TypeError):
        cookie.find(header, "b")


@given(st.lists(st.text(alphabet='ab=; \t"é\0\x7f\udc80'), max_size=4))
def test_text_and_bytes_are_read_alike(lines: list[str]) -> None:
    octets = [line.encode("utf-8", "surrogatepass") for line in lines]
    pairs = [
        (name.encode("utf-8", "surrogatepass"), value.encode("utf-8", "surrogatepass"))
        for name, value in cookie.parse(lines)
    ]
    assert pairs == cookie.parse(octets) == cookie.parse(b";".join(octets))


def test_a_long_header_is_read_in_one_go() -> None:
    assert cookie.parse(";" * 1_000_000) == []
    assert len(cookie.parse("a=1;" * 100_000)) == 100_000


def test_set_cookie() -> None:
    built = SetCookie(
        "id",
        "abc",
        path="/app",
        domain="example.com",
        max_age=timedelta(hours=1),
        expires=datetime(2026, 11, 23, 17, 0, tzinfo=timezone(timedelta(hours=1))),
        secure=True,
        http_only=False,
        same_site="None",
        partitioned=True,
        priority="High",
    )
    assert str(built) == built.header() == f"{built}"
    assert str(built) == (
        "id=abc; Path=/app; Domain=example.com; Max-Age=3600; Expires=Mon, 23 Nov 2026 16:00:00 GMT; "
        "Secure; SameSite=None; Partitioned; Priority=High"
    )
    assert (built.name, built.value, built.path, built.domain) == ("id", "abc", "/app", "example.com")
    assert (built.max_age, built.expires) == (
        3600,
        datetime(2026, 11, 23, 16, tzinfo=timezone.utc).timestamp(),
    )
    assert (built.secure, built.http_only, built.same_site) == (True, False, "None")
    assert (built.partitioned, built.priority) == (True, "High")

    plain = SetCookie("id", "abc")
    assert str(plain) == "id=abc; Path=/; Secure; HttpOnly; SameSite=Lax"
    assert (plain.path, plain.domain, plain.max_age, plain.expires) == ("/", None, None, None)
    assert (plain.secure, plain.http_only, plain.same_site) == (True, True, "Lax")
    assert (plain.partitioned, plain.priority) == (False, None)
    assert SetCookie("id", "abc", path=None).path is None


def test_removal() -> None:
    built = SetCookie("__Host-id", "abc", max_age=60, expires=NOW, same_site="Strict", priority="Low")
    removal = built.removal()
    assert str(removal) == (
        "__Host-id=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; HttpOnly; "
        "SameSite=Strict; Priority=Low"
    )
    assert (removal.value, removal.max_age, removal.expires) == ("", 0, 0)
    assert built.value == "abc"


def test_others_read_it() -> None:
    morsel = SimpleCookie(str(SetCookie("id", '"abc"', max_age=60, same_site="Strict", domain="a.example")))[
        "id"
    ]
    assert (morsel.value, morsel["path"], morsel["domain"]) == ("abc", "/", "a.example")
    assert (morsel["max-age"], morsel["samesite"], morsel["secure"], morsel["httponly"]) == (
        "60",
        "Strict",
        True,
        True,
    )


def test_a_cookie_is_a_value() -> None:
    first, second = SetCookie("id", "abc"), SetCookie(name="id", value="abc", path="/")
    assert first == second
    assert hash(first) == hash(second)
    assert first != SetCookie("id", "abd")
    assert first != str(first)
    assert len({first, second}) == 1
    for name in ("value", "secure", "new"):
        with pytest.raises(AttributeError):
            setattr(first, name, "x")
    with pytest.raises(TypeError):
        type("Sub", (SetCookie,), {})


def test_repr_does_not_show_the_value() -> None:
    assert repr(SetCookie("id", "abc", domain="a.example")) == (
        "<tokenseal.cookie.SetCookie id=...; Path=/; Domain=a.example; Secure; HttpOnly; SameSite=Lax>"
    )
    opened = KEY.open_cookie("id", KEY.seal_cookie("id", "zebra", now=NOW), now=NOW + 1.5)
    assert repr(opened) == (
        "<tokenseal.cookie.Opened 5 bytes, issued=1700000000, age=1.5, key=0, reseal=False>"
    )


@pytest.mark.parametrize(
    ("arguments", "options", "error"),
    [
        (("", "a"), {}, CookieCharacter),
        (("a b", "a"), {}, CookieCharacter),
        (("a", "b\r\nSet-Cookie: c=d"), {}, CookieCharacter),
        (("a", "b;c"), {}, CookieCharacter),
        (("a", "é"), {}, CookieCharacter),
        (("a", "\ud800"), {}, CookieCharacter),
        (("\udc80", "a"), {}, CookieCharacter),
        (("a", "b"), {"path": "\ud800"}, CookieCharacter),
        (("a", "b"), {"path": "a"}, CookieCharacter),
        (("a", "b"), {"path": "/a; Domain=x"}, CookieCharacter),
        (("a", "b"), {"domain": "\ud800"}, CookieCharacter),
        (("a", "b"), {"domain": ""}, CookieCharacter),
        (("a", "b" * 4096), {}, CookieTooLarge),
        (("a", "b"), {"path": "/" * 1025}, AttributeTooLarge),
        (("a", "b"), {"secure": False, "same_site": "None"}, CookieInsecure),
        (("a", "b"), {"secure": False, "partitioned": True}, CookieInsecure),
        (("__host-a", "b"), {"path": "/a"}, CookiePrefix),
        (("__Http-a", "b"), {"http_only": False}, CookiePrefix),
    ],
)
def test_cookies_that_browsers_would_not_take(
    arguments: tuple[str, str], options: dict[str, Any], error: type[CookieError]
) -> None:
    with pytest.raises(error) as caught:
        SetCookie(*arguments, **options)
    assert type(caught.value) is error
    assert isinstance(caught.value, ValueError)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"max_age": 2**53}, "max_age is out of range"),
        ({"max_age": -1}, "a duration can't be negative"),
        ({"max_age": float("nan")}, "a time is out of range"),
        ({"expires": -1}, "expires is before 1970 or after the year 9999"),
        ({"expires": 253402300800}, "expires is before 1970 or after the year 9999"),
        ({"expires": datetime(2026, 1, 1)}, "a naive datetime names no point in time"),
        ({"same_site": "lax"}, "same_site must be one of Strict, Lax, None, in this spelling"),
        ({"same_site": ""}, "same_site must be one of Strict, Lax, None"),
        ({"priority": "high"}, "priority must be one of Low, Medium, High"),
    ],
)
def test_options_out_of_range(options: dict[str, Any], message: str) -> None:
    with pytest.raises(BadArgument, match=message):
        SetCookie("a", "b", **options)


@pytest.mark.parametrize(
    "make",
    [
        lambda: SetCookie(),
        lambda: SetCookie("a"),
        lambda: SetCookie("a", None),
        lambda: SetCookie("a", b"b"),
        lambda: SetCookie(b"a", "b"),
        lambda: SetCookie("a", "b", "/"),
        lambda: SetCookie("a", "b", path=1),
        lambda: SetCookie("a", "b", domain=b"a"),
        lambda: SetCookie("a", "b", max_age="60"),
        lambda: SetCookie("a", "b", max_age=True),
        lambda: SetCookie("a", "b", expires="tomorrow"),
        lambda: SetCookie("a", "b", expires=timedelta(1)),
        lambda: SetCookie("a", "b", secure=None),
        lambda: SetCookie("a", "b", http_only=1),
        lambda: SetCookie("a", "b", same_site=None),
        lambda: SetCookie("a", "b", same_site=False),
        lambda: SetCookie("a", "b", samesite="Lax"),
        lambda: SetCookie("a", "b", priority=1),
        lambda: KEY.seal_cookie("a"),
        lambda: KEY.seal_cookie(b"a", "b"),
        lambda: KEY.seal_cookie("a", None),
        lambda: KEY.seal_cookie("a", 1),
        lambda: KEY.seal_cookie("a", "b", NOW),
        lambda: KEY.open_cookie("a", None),
        lambda: KEY.open_cookie(b"a", "b"),
        lambda: KEY.open_cookie("a", "b", 60),
        lambda: KEY.open_cookie("a", "b", max_age="60"),
        lambda: cookie.parse(),
        lambda: cookie.find("a=1"),
        lambda: cookie.find("a=1", 1),
        lambda: cookie.Opened(),
    ],
)
def test_arguments_of_a_wrong_type(make: Any) -> None:
    with pytest.raises(TypeError):
        make()


@given(st.one_of(st.text(), st.binary()))
def test_what_is_sealed_opens(value: str | bytes) -> None:
    if isinstance(value, str) and not value.isascii():
        value = value.encode("utf-8", "surrogatepass")
    sealed = KEY.seal_cookie("id", value)
    assert cookie.parse(f"id={sealed}") == [("id", sealed)]
    assert SetCookie("id", sealed).value == sealed
    opened = KEY.open_cookie("id", sealed.encode(), max_age=60)
    assert opened.value == (value.encode() if isinstance(value, str) else value)
    if isinstance(value, str):
        assert opened.text == value


def test_a_value_of_the_greatest_length() -> None:
    room = 4096 - len("id") - len(KEY.seal_cookie("id", "", now=NOW))
    sealed = KEY.seal_cookie("id", "v" * room, now=NOW)
    assert len("id" + sealed) == 4096
    assert KEY.open_cookie("id", sealed, now=NOW).text == "v" * room
    with pytest.raises(CookieTooLarge):
        KEY.seal_cookie("id", "v" * (room + 1), now=NOW)
    # Nothing that comes in raises anything else than InvalidToken.
    with pytest.raises(InvalidToken) as caught:
        KEY.open_cookie("id", "v" * 50_000_000)
    assert type(caught.value) is CookieTooLarge


def test_opened() -> None:
    ring = KeyRing([OTHER, KEY])
    opened = ring.open_cookie("id", KEY.seal_cookie("id", b"\xff", now=NOW + 0.999), now=NOW + 60.25)
    assert (opened.value, opened.issued, opened.age, opened.key, opened.reseal) == (
        b"\xff",
        NOW,
        60.25,
        1,
        True,
    )
    assert type(opened.issued) is int
    with pytest.raises(UnicodeDecodeError):
        _ = opened.text
    opened = ring.open_cookie("id", ring.seal_cookie("id", "é", now=NOW), now=NOW - 5)
    assert (opened.text, opened.age, opened.key, opened.reseal) == ("é", 0, 0, False)
    with pytest.raises(AttributeError):
        opened.value = b""  # type: ignore[misc]


def test_forms_of_a_time() -> None:
    at = datetime.fromtimestamp(NOW, timezone.utc)
    sealed = KEY.seal_cookie("id", "a", now=at)
    assert sealed == KEY.seal_cookie("id", "a", now=NOW) == cookie.seal(KEY, "id", "a", now=float(NOW))
    for max_age in (60, 60.0, timedelta(minutes=1)):
        assert (
            KEY.open_cookie("id", sealed, max_age=max_age, now=at + timedelta(seconds=59.999)).age == 59.999
        )
        with pytest.raises(CookieExpired):
            KEY.open_cookie("id", sealed, max_age=max_age, now=at + timedelta(minutes=1))
        with pytest.raises(NotYetValid, match="the value was sealed later than now"):
            KEY.open_cookie("id", sealed, max_age=max_age, now=NOW - 61)
    assert KEY.open_cookie("id", KEY.seal_cookie("id", "a"), max_age=5).age < 5


def test_what_is_refused() -> None:
    sealed = KEY.seal_cookie("id", "a", now=NOW)
    with pytest.raises(BadSignature):
        KEY.open_cookie("other", sealed)
    with pytest.raises(BadSignature):
        OTHER.open_cookie("id", sealed)
    for text in ("", "a", b"\xff", "\ud800", "a\0b..", sealed + "=", sealed[:-1] + "\udcff"):
        with pytest.raises(InvalidToken) as caught:
            KEY.open_cookie("id", text)
        assert type(caught.value) is Malformed
    for name in ("", "a b", "é", "\ud800"):
        with pytest.raises(CookieCharacter):
            KEY.seal_cookie(name, "a")
        with pytest.raises(CookieCharacter):
            KEY.open_cookie(name, sealed)
    with pytest.raises(BadArgument, match="the value has a lone surrogate: pass bytes"):
        KEY.seal_cookie("id", "\ud800")
    for now in (-1, 2**50):
        with pytest.raises(BadArgument, match="now is before 1970"):
            KEY.seal_cookie("id", "a", now=now)
        with pytest.raises(BadArgument, match="now is before 1970"):
            KEY.open_cookie("id", sealed, now=now)
    with pytest.raises(BadArgument, match="max_age is out of range"):
        KEY.open_cookie("id", sealed, max_age=2**53)


def test_keys_that_may_not() -> None:
    jwk = {"kty": "oct", "k": "A" * 43, "alg": "HS256"}
    signs, verifies = (Key.from_jwk({**jwk, "key_ops": [use]}) for use in ("sign", "verify"))
    sealed = signs.seal_cookie("id", "a")
    assert verifies.open_cookie("id", sealed).text == "a"
    with pytest.raises(KeyUse):
        verifies.seal_cookie("id", "a")
    with pytest.raises(UnknownKey):
        signs.open_cookie("id", sealed)
    short = Key.with_short_secret("HS256", "short")
    with pytest.raises(WeakKey):
        short.seal_cookie("id", "a")
    with pytest.raises(WeakKey):
        short.open_cookie("id", sealed)


def test_an_exception_carries_nothing_of_the_cookie() -> None:
    sealed = KEY.seal_cookie("id", "zebra", now=NOW)
    for call in (
        lambda: KEY.open_cookie("id", sealed[:-4] + "AAAA"),
        lambda: KEY.open_cookie("id", sealed, max_age=1),
        lambda: KEY.open_cookie("id", sealed, max_age=1, now=1),
        lambda: SetCookie("id", "zebra;"),
        lambda: SetCookie("zebra;", ""),
    ):
        with pytest.raises(tokenseal.TokenError) as caught:
            call()
        assert "zebra" not in f"{caught.value!r} {caught.value.args}"


def test_the_module_is_reached_through_the_package() -> None:
    assert tokenseal.cookie is cookie
    assert copy.copy(cookie.__all__) == sorted(cookie.__all__)
