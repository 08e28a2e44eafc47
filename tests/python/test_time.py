"""The forms of time."""

from __future__ import annotations

import math
import time
from datetime import date, datetime, timedelta, timezone, tzinfo
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenseal import BadArgument, Expired, Key, NotYetValid, Policy

KEY = Key("HS256", b"0123456789abcdef0123456789abcdef")
NOW = 1_700_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Index:
    def __index__(self) -> int:
        return NOW


def test_without_now_the_clock_is_asked() -> None:
    before = int(time.time())
    claims = KEY.verify(KEY.sign())
    assert before <= claims["iat"] <= time.time()
    assert claims["exp"] == claims["iat"] + 900
    with pytest.raises(Expired):
        KEY.verify(KEY.sign(now=NOW))


@pytest.mark.parametrize(
    "now",
    [
        NOW,
        float(NOW),
        NOW + 0.4994,
        Index(),
        datetime.fromtimestamp(NOW, timezone.utc),
        datetime.fromtimestamp(NOW, timezone(timedelta(hours=-11, minutes=3))),
    ],
)
def test_forms_of_now(now: Any) -> None:
    assert KEY.verify(KEY.sign(expires_in=1, now=now), now=now) == {"exp": NOW + 1, "iat": NOW}


def verdict(token: str, now: Any) -> bool:
    try:
        KEY.verify(token, now=now)
    except Expired:
        return False
    return True


@pytest.mark.parametrize(
    ("now", "valid"),
    [
        (9.9994, True),
        (9.99951, False),
        (9.9996, False),
        (10, False),
        (EPOCH + timedelta(seconds=9, microseconds=999_499), True),
        (EPOCH + timedelta(seconds=9, microseconds=999_500), False),
    ],
)
def test_now_is_rounded_to_the_nearest_millisecond(now: Any, valid: bool) -> None:
    assert verdict(KEY.sign({"exp": 10}, now=0), now) is valid


@given(st.integers(0, 2**50))
def test_every_millisecond_survives_as_float_and_as_datetime(millis: int) -> None:
    token = KEY.sign(f'{{"exp":{millis}e-3}}', now=0)
    assert not verdict(token, millis / 1000)
    if millis:
        assert verdict(token, (millis - 1) / 1000)
    if millis < 250_000_000_000_000:
        moment = EPOCH + timedelta(milliseconds=millis)
        assert not verdict(token, moment)
        if millis:
            assert verdict(token, moment - timedelta(milliseconds=1))


@pytest.mark.parametrize(
    "now", [-1, -0.001, 2**53, 2**63, -(2**63), 10**400, 1e300, math.inf, -math.inf, math.nan, 9.1e12]
)
def test_now_out_of_range(now: float) -> None:
    for call in (lambda: KEY.sign(now=now), lambda: KEY.verify("a.b.c", now=now)):
        with pytest.raises(BadArgument):
            call()


class Nowhere(tzinfo):
    def utcoffset(self, _: datetime | None) -> None:
        return None

    def dst(self, _: datetime | None) -> None:
        return None

    def tzname(self, _: datetime | None) -> None:
        return None


@pytest.mark.parametrize("now", [datetime(2026, 11, 23), datetime(2026, 11, 23, tzinfo=Nowhere())])
def test_a_naive_datetime_is_refused(now: datetime) -> None:
    for call in (
        lambda: KEY.sign(now=now),
        lambda: KEY.verify("", now=now),
        lambda: KEY.sign(not_before=now),
    ):
        with pytest.raises(BadArgument, match="naive datetime"):
            call()


def test_an_exception_of_a_tzinfo_goes_through() -> None:
    class Broken(Nowhere):
        def utcoffset(self, _: datetime | None) -> None:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        KEY.sign(now=datetime(2026, 1, 1, tzinfo=Broken()))


@pytest.mark.parametrize("now", ["1", b"1", True, date(2026, 1, 1), timedelta(1), Fraction(1), 1j, [1]])
def test_now_of_another_type(now: Any) -> None:
    with pytest.raises(TypeError, match="expected seconds as int or float, or an aware datetime"):
        KEY.sign(now=now)
    with pytest.raises(TypeError):
        KEY.verify("", now=now)


@pytest.mark.parametrize(
    "duration", [60, 60.0, 59.9996, timedelta(minutes=1), timedelta(microseconds=59_999_500)]
)
def test_forms_of_a_duration(duration: Any) -> None:
    assert KEY.verify(KEY.sign(expires_in=duration, now=NOW), now=NOW)["exp"] == NOW + 60
    token = KEY.sign(expires_in=1, now=NOW)
    KEY.verify(token, leeway=duration, now=NOW + 60)
    KEY.verify(token, leeway=duration, policy=None, now=NOW + 60)
    KEY.verify(token, policy=Policy(leeway=duration), now=NOW + 60)
    with pytest.raises(Expired):
        KEY.verify(token, leeway=duration, now=NOW + 61)


@pytest.mark.parametrize(
    "duration",
    [-1, -0.001, timedelta(milliseconds=-1), math.nan, math.inf, 10**30, 1e30, timedelta.max, timedelta.min],
)
def test_durations_out_of_range(duration: Any) -> None:
    for call in (
        lambda: KEY.sign(expires_in=duration),
        lambda: KEY.verify("", leeway=duration),
        lambda: KEY.verify("", max_age=duration),
        lambda: Policy(leeway=duration),
        lambda: Policy(max_age=duration),
    ):
        with pytest.raises(BadArgument):
            call()


@pytest.mark.parametrize("duration", ["60", True, datetime.now(timezone.utc), Fraction(60)])
def test_durations_of_another_type(duration: Any) -> None:
    for call in (
        lambda: KEY.sign(expires_in=duration),
        lambda: KEY.verify("", leeway=duration),
        lambda: KEY.verify("", max_age=duration),
    ):
        with pytest.raises(TypeError, match="expected seconds as int or float, or a timedelta"):
            call()


def test_leeway_is_at_most_ten_minutes() -> None:
    Policy(leeway=600)
    for call in (lambda: Policy(leeway=600.001), lambda: KEY.verify("", leeway=timedelta(minutes=11))):
        with pytest.raises(BadArgument, match="leeway is more than 600 seconds"):
            call()


def test_expires_in() -> None:
    assert KEY.verify(KEY.sign(expires_in=None, now=0), require_exp=False) == {"iat": 0}
    assert KEY.verify(KEY.sign(now=0), now=0)["exp"] == 900
    assert KEY.verify(KEY.sign(expires_in=0.5, now=1.7), now=0)["exp"] == 2


def test_not_before() -> None:
    for moment in (NOW + 60, NOW + 59.001, datetime.fromtimestamp(NOW + 60, timezone.utc)):
        token = KEY.sign(not_before=moment, now=NOW)
        assert KEY.verify(token, now=NOW + 60)["nbf"] == NOW + 60
        KEY.verify(token, now=NOW + 50, leeway=10)
        with pytest.raises(NotYetValid):
            KEY.verify(token, now=NOW + 59.999)
    with pytest.raises(BadArgument, match="not_before is out of range"):
        KEY.sign(not_before=-1)
