"""The dialects as Python objects: what the vectors don't ask."""

from __future__ import annotations

import copy
import json
import pickle
import zlib
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import tokenseal
from hypothesis import given
from hypothesis import strategies as st
from tokenseal import (
    BadArgument,
    BadSignature,
    CookieCharacter,
    CookieExpired,
    CookieTooLarge,
    InvalidToken,
    Limit,
    Malformed,
    NotYetValid,
    TokenError,
    WeakKey,
    dialects,
)
from tokenseal.dialects import (
    Dialect,
    Django,
    DjangoDumps,
    DjangoSigner,
    Express,
    Flask,
    Gorilla,
    Koa,
    MessageVerifier,
    Opened,
    Rails,
    RustCookie,
    Signer,
    Starlette,
    TimestampSigner,
    URLSafeTimedSerializer,
)

SECRET = "0123456789abcdef0123456789abcdef" * 2
OTHER = "another secret, of sixty-four bytes, that is nobody's but mine.."
NOW = 1_700_000_000
FIRST_SIGNS = [Express, Django, DjangoSigner, DjangoDumps, Gorilla, RustCookie, Rails, MessageVerifier]
LAST_SIGNS = [Signer, TimestampSigner, URLSafeTimedSerializer, Flask, Starlette]
DATED = [TimestampSigner, URLSafeTimedSerializer, Flask, Starlette, Django, DjangoDumps, Gorilla]
CLASSES: list[Any] = FIRST_SIGNS + LAST_SIGNS


@pytest.mark.parametrize("make", CLASSES)
def test_what_is_sealed_opens(make: Any) -> None:
    dialect = make(SECRET)
    value = '{"a":"é"}'
    text = dialect.seal("id", value, now=NOW)
    assert text == dialect.seal("id", value.encode(), now=float(NOW))
    assert text == make(SECRET.encode()).seal("id", bytearray(value.encode()), now=NOW)
    for form in (text, text.encode(), bytearray(text.encode())):
        opened = dialect.open("id", form, now=NOW)
        assert type(opened) is Opened
        assert (opened.value, opened.text, opened.secret) == (value.encode(), value, 0)
        assert opened.time == (NOW if make in DATED else None)
        assert opened.compressed is False
    with pytest.raises(AttributeError):
        opened.value = b""


@pytest.mark.parametrize("make", CLASSES)
def test_secrets_in_the_frameworks_order(make: Any) -> None:
    pair = [SECRET, OTHER.encode()]
    both = make(pair)
    first, second = make(SECRET), make([OTHER])
    signs = first if make in FIRST_SIGNS else second
    assert both.seal("id", "a", now=NOW) == signs.seal("id", "a", now=NOW)
    for index, each in enumerate([first, second]):
        text = each.seal("id", "a", now=NOW)
        assert both.open("id", text).secret == index
        assert make(iter(reversed(pair))).open("id", text).secret == 1 - index
        with pytest.raises(BadSignature):
            (second if each is first else first).open("id", text)
    # A copy was taken.
    pair.clear()
    assert both.open("id", signs.seal("id", "a")).text == "a"


@pytest.mark.parametrize("make", [*CLASSES, Koa])
def test_secrets_that_are_refused(make: Any) -> None:
    for secrets, error, message in (
        ("", WeakKey, "a secret is empty, or shorter"),
        ([SECRET, b""], WeakKey, "a secret is empty, or shorter"),
        ([], BadArgument, "there is no secret"),
        (b"k" * 1025, Limit, "longer than 1024 bytes"),
        ([SECRET] * 17, Limit, "more than 16"),
        (["\ud800" * 64], BadArgument, "the secret has a lone surrogate: pass bytes"),
    ):
        with pytest.raises(error, match=message) as caught:
            make(secrets)
        assert type(caught.value) is error
    for wrong in (None, 1, [1], [None], [[SECRET]], object()):
        with pytest.raises(TypeError):
            make(wrong)
    with pytest.raises(TypeError):
        make()
    with pytest.raises(TypeError):
        make(SECRET, "option")
    make([SECRET] * 16)
    if make is not RustCookie:
        make("k")


def test_secrets_that_are_too_short_for_rusts_crate() -> None:
    for secret, derive in (("k" * 63, False), ("k" * 31, True)):
        with pytest.raises(WeakKey):
            RustCookie(secret, derive=derive)
        RustCookie(secret + "k", derive=derive)


@pytest.mark.parametrize("make", CLASSES)
def test_the_age(make: Any) -> None:
    dialect = make(SECRET)
    at = datetime.fromtimestamp(NOW, timezone.utc)
    text = dialect.seal("id", "a", now=at)
    if make not in DATED:
        for max_age in (0, 60, timedelta(days=1)):
            with pytest.raises(BadArgument, match="the cookie does not say when it was signed"):
                dialect.open("id", text, max_age=max_age)
        return
    for max_age in (60, 60.0, timedelta(minutes=1)):
        assert dialect.open("id", text, max_age=max_age, now=at + timedelta(minutes=1)).time == NOW
        with pytest.raises(CookieExpired):
            dialect.open("id", text, max_age=max_age, now=NOW + 61)
    assert dialect.open("id", text).time == NOW
    with pytest.raises(BadArgument, match="max_age is out of range"):
        dialect.open("id", text, max_age=2**53)


def test_the_future() -> None:
    for make in (TimestampSigner, URLSafeTimedSerializer, Flask, Starlette):
        text = make(SECRET).seal("id", "a", now=NOW)
        with pytest.raises(NotYetValid, match="the cookie is too young"):
            make(SECRET).open("id", text, max_age=60, now=NOW - 1)
    gorilla = Gorilla(SECRET, min_age=timedelta(minutes=1))
    text = gorilla.seal("id", "a", now=NOW)
    assert gorilla.open("id", text, now=NOW + 60).text == "a"
    with pytest.raises(NotYetValid, match="the cookie is too young"):
        gorilla.open("id", text, now=NOW + 59)


def test_the_expiry_of_rails() -> None:
    for expires_in in (60, 60.0, timedelta(minutes=1)):
        rails = Rails(SECRET, expires_in=expires_in)
        text = rails.seal("id", "1", now=NOW + 0.5)
        assert rails.open("id", text, now=NOW).time == NOW + 60.5
        with pytest.raises(CookieExpired):
            rails.open("id", text, now=NOW + 60.5)
    with pytest.raises(BadArgument, match="an option is out of range"):
        Rails(SECRET, expires_in=2**53)
    with pytest.raises(BadArgument):
        Rails(SECRET, expires_in=-1)
    for make in (Rails, MessageVerifier):
        with pytest.raises(BadArgument, match="the value is empty"):
            make(SECRET).seal("id", "")


@pytest.mark.parametrize("make", CLASSES)
def test_arguments(make: Any) -> None:
    dialect = make(SECRET)
    text = dialect.seal("id", "a")
    for name in ("", "a b", "é", "\ud800"):
        with pytest.raises(CookieCharacter):
            dialect.seal(name, "a")
        with pytest.raises(CookieCharacter):
            dialect.open(name, text)
    for now in (-1, 2**50, datetime(2026, 1, 1)):
        with pytest.raises(BadArgument):
            dialect.seal("id", "a", now=now)
        with pytest.raises(BadArgument):
            dialect.open("id", text, now=now)
    with pytest.raises(BadArgument, match="the value has a lone surrogate: pass bytes"):
        dialect.seal("id", "\ud800")
    with pytest.raises(CookieTooLarge):
        dialect.seal("id", "a" * 4096)
    with pytest.raises(CookieTooLarge):
        dialect.open("id", "a" * 50_000_000)
    for garbage in ("", "a", "\ud800", b"\xff", "\0", text + "\udcff"):
        with pytest.raises(InvalidToken):
            dialect.open("id", garbage)
    for call in (
        lambda: dialect.seal("id"),
        lambda: dialect.seal("id", None),
        lambda: dialect.seal(b"id", "a"),
        lambda: dialect.seal("id", "a", NOW),
        lambda: dialect.open("id", None),
        lambda: dialect.open("id", text, 60),
        lambda: dialect.open("id", text, max_age="60"),
    ):
        with pytest.raises(TypeError):
            call()


def test_long_values() -> None:
    for make in CLASSES:
        text = make(SECRET).seal("id", "v" * 2040)
        assert len(text) > 2048
        assert make(SECRET).open("id", text).value == b"v" * 2040


@pytest.mark.parametrize(
    "make", [Signer, TimestampSigner, URLSafeTimedSerializer, Flask, Koa, Rails, MessageVerifier]
)
def test_digests(make: Any) -> None:
    def made(dialect: Any) -> str:
        return dialect.sign("id", "a") if make is Koa else dialect.seal("id", "a", now=NOW)

    by_digest = [made(make(SECRET, digest=digest)) for digest in ("sha1", "sha256", "sha512")]
    assert made(make(SECRET)) == by_digest[0]
    assert len(set(by_digest)) == len(set(map(len, by_digest))) == 3
    for digest in ("SHA1", "md5", "", "\ud800"):
        with pytest.raises(BadArgument):
            make(SECRET, digest=digest)
    for digest in (None, 1, b"sha1"):
        with pytest.raises(TypeError):
            make(SECRET, digest=digest)


@pytest.mark.parametrize(
    ("make", "salt"),
    [
        (Signer, "itsdangerous.Signer"),
        (TimestampSigner, "itsdangerous.Signer"),
        (URLSafeTimedSerializer, "itsdangerous"),
        (Flask, "cookie-session"),
        (Django, ""),
        (DjangoSigner, "django.core.signing.Signer"),
        (DjangoDumps, "django.core.signing"),
    ],
)
def test_salts(make: Any, salt: str) -> None:
    text = make(SECRET).seal("id", "a", now=NOW)
    assert text == make(SECRET, salt=salt).seal("id", "a", now=NOW)
    assert make.__text_signature__.count(f"salt={salt!r}") == 1
    with pytest.raises(BadSignature):
        make(SECRET, salt="other").open("id", text)
    with pytest.raises(BadArgument):
        make(SECRET, salt="\ud800")
    for wrong in (None, 1):
        with pytest.raises(TypeError):
            make(SECRET, salt=wrong)


def test_lenient() -> None:
    # The tag's last character has two bits that nobody reads.
    for make in (Signer, TimestampSigner, URLSafeTimedSerializer, Flask, Starlette):
        text = make(SECRET).seal("id", "a", now=NOW)
        last = text[-1]
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        other = text[:-1] + alphabet[alphabet.index(last) ^ 1]
        with pytest.raises(Malformed):
            make(SECRET).open("id", other)
        assert make(SECRET, lenient=True).open("id", other).text == "a"


def test_legacy_django() -> None:
    text = "user=42:1r31eq:kB_uXKCTNtR8yXWTLlt3oKOWr1f0AQL48ottGCUuEEk"
    with pytest.raises(BadSignature):
        Django(SECRET[:32]).open("sid", text)
    assert Django(SECRET[:32], legacy=True).open("sid", f'"{text}"').text == "user=42"


def test_the_derived_keys_of_rails() -> None:
    text = Rails(SECRET, prf="sha1").seal("id", "1")
    with pytest.raises(BadSignature):
        Rails(SECRET).open("id", text)
    assert Rails([SECRET], prf="sha1", digest="sha1").open("id", text).text == "1"


def test_a_compressed_session_of_flask() -> None:
    # Signed by itsdangerous 2.2.0: URLSafeTimedSerializer with Flask's salt and key derivation.
    data = {"cart": ["apple"] * 40}
    flask = Flask("0123456789abcdef0123456789abcdef")
    opened = flask.open("session", COMPRESSED, now=NOW)
    assert opened.compressed is True
    assert json.loads(zlib.decompress(opened.value)) == data
    assert (
        repr(opened)
        == f"<tokenseal.dialects.Opened {len(opened.value)} bytes, time={NOW}, secret=0, compressed>"
    )


COMPRESSED = ".eJyrVkpOLCpRsopWSiwoyElV0hmlyaJjawE0sWf9.ZVPxAA.mTpBaQvG7CeKv3BkIxo1FPh4K6c"


def test_koa() -> None:
    koa = Koa([SECRET, OTHER])
    signature = koa.sign("sid", "user=42")
    assert signature == koa.sign("sid", b"user=42") == Koa(SECRET).sign("sid", "user=42")
    assert koa.verify("sid", b"user=42", signature.encode()) == 0
    assert koa.verify("sid", "user=42", Koa(OTHER).sign("sid", "user=42")) == 1
    for name, value, error in (
        ("sie", "user=42", BadSignature),
        ("sid", "user=43", BadSignature),
        ("sid", "\ud800", BadSignature),
        ("s d", "user=42", CookieCharacter),
        ("sid", "a" * 4097, CookieTooLarge),
    ):
        with pytest.raises(error):
            koa.verify(name, value, signature)
    for text in ("é", "\ud800", "=" * 27, signature + "="):
        with pytest.raises(InvalidToken):
            koa.verify("sid", "user=42", text)
    with pytest.raises(BadArgument, match="lone surrogate"):
        koa.sign("sid", "\ud800")
    with pytest.raises(TypeError):
        koa.verify("sid", "user=42")
    with pytest.raises(TypeError):
        koa.verify("sid", "user=42", signature, max_age=60)


@given(st.text(min_size=1), st.sampled_from(CLASSES))
def test_any_text(value: str, make: Any) -> None:
    dialect = make(SECRET)
    try:
        text = dialect.seal("id", value)
    except TokenError:
        assert not value.isascii() or len(value) > 1000
        with pytest.raises(UnicodeEncodeError):
            value.encode()
        return
    assert dialect.open("id", text).text == value


@pytest.mark.parametrize("make", [*CLASSES, Koa])
def test_nothing_shows_the_secrets(make: Any) -> None:
    dialect = make([SECRET, OTHER])
    assert repr(dialect) == f"<tokenseal.dialects.{make.__name__}>"
    assert not hasattr(dialect, "__dict__")
    for clone in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match=f"a {make.__name__} holds secrets"):
            clone(dialect)
    with pytest.raises(AttributeError):
        dialect.new = 1
    with pytest.raises(TypeError):
        type("Sub", (make,), {})


def test_the_module() -> None:
    assert tokenseal.dialects is dialects
    assert dialects.__all__ == sorted(dialects.__all__)
    for name in dialects.__all__:
        found = getattr(dialects, name)
        assert (found.__name__, found.__module__) == (name, "tokenseal.dialects")
        assert found.__doc__
        if name not in ("Dialect", "Koa", "Opened"):
            assert issubclass(found, Dialect)
            assert name in dialects.__doc__
    with pytest.raises(TypeError):
        Dialect()
    with pytest.raises(TypeError):
        Opened()
