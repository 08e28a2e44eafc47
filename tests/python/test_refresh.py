"""RefreshTokens and AsyncRefreshTokens: what is the drivers' own. What the core decides, the vectors say."""

from __future__ import annotations

import asyncio
import threading
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from tokenseal import (
    AsyncRefreshTokens,
    BadArgument,
    BadSignature,
    Expired,
    Key,
    KeyRing,
    KeyUse,
    Limit,
    Malformed,
    MemoryStore,
    RefreshEnded,
    RefreshExpired,
    RefreshReused,
    RefreshTokens,
    RefreshUnknown,
    Revoked,
    StoreFull,
    StoreUnavailable,
    TokenPair,
    UnknownKey,
    WeakKey,
    WrongClient,
)

from state_help import DAY, NEW, NOW, OLD, RING, Broken, Waiting, Watched, World


def test_from_login_to_log_out(world: World) -> None:
    tokens = world.tokens()
    first = tokens.issue("user-42", {"role": "admin", "aud": "api"}, now=NOW)
    assert RING.verify(first.access, audience="api", now=NOW) == {
        "sub": "user-42",
        "role": "admin",
        "aud": "api",
        "exp": NOW + 900,
        "iat": NOW,
    }
    assert (first.access_expires_at, first.refresh_expires_at) == (NOW + 900, NOW + 90 * DAY)
    assert (first.expires_in, first.created) == (900, NOW)
    assert not first.repeated
    assert not first.recovered
    with pytest.raises(Expired):
        RING.verify(first.access, audience="api", now=first.access_expires_at)

    second = tokens.refresh(first.refresh, now=NOW + 900.25)
    claims = RING.verify(second.access, audience="api", now=NOW + 901)
    assert (claims["role"], claims["iat"], claims["exp"]) == ("admin", NOW + 900, NOW + 1800)
    assert second.access_expires_at == NOW + 1800
    assert second.refresh_expires_at == first.refresh_expires_at
    assert (second.expires_in, second.created) == (900, NOW)
    assert second.refresh != first.refresh
    assert not second.repeated

    tokens.end(second.refresh, now=NOW + 901)
    for token in (first.refresh, second.refresh, second.refresh.encode(), bytearray(second.refresh, "ascii")):
        with pytest.raises(RefreshEnded):
            tokens.refresh(token, now=NOW + 902)
        tokens.end(token, now=NOW + 902)


def test_within_the_grace_the_successor_is_the_same(world: World) -> None:
    tokens = world.tokens(grace=30)
    first = tokens.issue("user-42", now=NOW)
    second = tokens.refresh(first.refresh, now=NOW + 900)
    swaps = world.store.swaps
    for seconds in (0, 1, 29.999):
        again = tokens.refresh(first.refresh, now=NOW + 900 + seconds)
        assert again.refresh == second.refresh
        assert again.repeated
        assert RING.verify(again.access, now=NOW + 930)["iat"] == int(NOW + 900 + seconds)
    assert world.store.swaps == swaps
    with pytest.raises(RefreshReused):
        tokens.refresh(first.refresh, now=NOW + 930)
    for token in (first.refresh, second.refresh):
        with pytest.raises(RefreshReused):
            tokens.refresh(token, now=NOW + 931)
    # One login, not all of them.
    assert tokens.issue("user-42", now=NOW + 932)


def test_two_generations_behind_is_reuse_at_once(world: World) -> None:
    tokens = world.tokens()
    first = tokens.issue("user-42", now=NOW)
    second = tokens.refresh(first.refresh, now=NOW + 1)
    third = tokens.refresh(second.refresh, now=NOW + 2)
    with pytest.raises(RefreshReused):
        tokens.refresh(first.refresh, now=NOW + 2)
    with pytest.raises(RefreshReused):
        tokens.refresh(third.refresh, now=NOW + 2)


def test_another_client_is_refused_and_ends_nothing(world: World) -> None:
    tokens = world.tokens()
    pair = tokens.issue("user-42", client="app", now=NOW)
    for client in (None, "web"):
        with pytest.raises(WrongClient):
            tokens.refresh(pair.refresh, client=client, now=NOW + 1)
    assert tokens.refresh(pair.refresh, client="app", now=NOW + 2)
    with pytest.raises(WrongClient):
        tokens.refresh(tokens.issue("user-42", now=NOW).refresh, client="app", now=NOW + 1)


def test_it_expires(world: World) -> None:
    tokens = world.tokens(idle=timedelta(hours=1), lifetime=7000)
    pair = tokens.issue("user-42", now=NOW)
    with pytest.raises(RefreshExpired):
        tokens.refresh(pair.refresh, now=NOW + 3600)
    pair = tokens.refresh(pair.refresh, now=NOW + 3599.999)
    assert pair.refresh_expires_at == NOW + 7000
    with pytest.raises(RefreshExpired):
        tokens.refresh(pair.refresh, now=NOW + 7000)
    assert tokens.refresh(pair.refresh, now=NOW + 6999.999)


def test_log_out_everywhere(world: World) -> None:
    tokens, sessions, revocations = world.tokens(), world.sessions(), world.revocations()
    laptop, phone = (tokens.issue("user-42", now=NOW) for _ in range(2))
    other, session = tokens.issue("user-7", now=NOW), sessions.start("user-42", now=NOW)
    tokens.end_all(laptop.refresh, now=NOW + 1.5)
    for pair in (laptop, phone):
        with pytest.raises(Revoked):
            tokens.refresh(pair.refresh, now=NOW + 2)
        with pytest.raises(Revoked):
            revocations.check(pair.access, RING.verify(pair.access, now=NOW + 2), now=NOW + 2)
    with pytest.raises(Revoked):
        sessions.load(session.cookie, now=NOW + 2)
    tokens.refresh(other.refresh, now=NOW + 2)

    # A login in the same second: its access token is dated later than what was ended.
    fresh = tokens.issue("user-42", now=NOW + 1.6)
    claims = RING.verify(fresh.access, now=NOW + 1.6)
    assert (claims["iat"], claims["exp"]) == (NOW + 2, NOW + 901)
    assert fresh.access_expires_at == claims["exp"]
    revocations.check(fresh.access, claims, now=NOW + 1.6)
    fresh = tokens.refresh(fresh.refresh, now=NOW + 1.7)
    assert RING.verify(fresh.access, now=NOW + 1.7)["iat"] == NOW + 2


@pytest.mark.parametrize(
    ("claims", "error", "message"),
    [
        ({"exp": NOW + 60}, BadArgument, "twice"),
        ({"iat": NOW}, BadArgument, "twice"),
        ({"sub": "user-42"}, BadArgument, "sub is given twice"),
        ({"a": {1}}, BadArgument, r'claims\["a"\]: set has no form'),
        ({"nbf": "soon"}, Malformed, None),
        ({"aud": 1}, Malformed, None),
        ({"a": "x" * 8192}, Limit, None),
        ({str(n): n for n in range(257)}, Limit, None),
        ("claims", TypeError, None),
        ([("a", 1)], TypeError, None),
    ],
)
def test_claims_that_can_not_be_signed_write_nothing(
    world: World, claims: Any, error: type[Exception], message: str | None
) -> None:
    with pytest.raises(error, match=message):
        world.tokens().issue("user-42", claims, now=NOW)
    assert (world.store.gets, world.store.swaps) == (0, 0)


def test_keys_that_can_not_mint_write_nothing(world: World) -> None:
    verifies = Key.from_jwk({"kty": "oct", "k": "A" * 43, "alg": "HS256", "key_ops": ["verify"]})
    for key, error in ((verifies, KeyUse), (Key.with_short_secret("HS256", "short"), WeakKey)):
        with pytest.raises(error):
            world.tokens(key).issue("user-42", now=NOW)
    assert (world.store.gets, world.store.swaps) == (0, 0)


def test_what_is_not_ours_costs_no_read(world: World) -> None:
    tokens = world.tokens()
    pair = tokens.issue("user-42", now=NOW)
    gets = world.store.gets
    cases = [
        (pair.refresh[:-4] + "AAAA", BadSignature),
        (pair.access, Limit),
        (pair.refresh + ".", Malformed),
        ("", Malformed),
        ("é", Malformed),
        ("\ud800", Malformed),
        ("A" * 143, Limit),
    ]
    for token, error in cases:
        for act in (tokens.refresh, tokens.end, tokens.end_all):
            with pytest.raises(error):
                act(token, now=NOW)
    with pytest.raises(TypeError):
        tokens.refresh(None)
    assert world.store.gets == gets
    elsewhere = World("plain").tokens().issue("user-42", now=NOW)
    with pytest.raises(RefreshUnknown):
        tokens.refresh(elsewhere.refresh, now=NOW)


def test_a_store_that_lost_writes_recovers(world: World) -> None:
    tokens = world.tokens()
    first = tokens.issue("user-42", now=NOW)
    rows = world.store.rows
    second = tokens.refresh(first.refresh, now=NOW + 60)
    world.store.put_back(rows)
    third = tokens.refresh(second.refresh, now=NOW + 120)
    assert third.recovered
    assert not third.repeated
    assert not tokens.refresh(third.refresh, now=NOW + 180).recovered


def test_changing_keys(world: World) -> None:
    first = world.tokens(OLD).issue("user-42", now=NOW)
    second = world.tokens(RING).refresh(first.refresh, now=NOW + 1)
    assert NEW.verify(second.access, now=NOW + 1)
    # Within the grace, hosts that have both keys repeat it, whichever signs.
    assert world.tokens(KeyRing([OLD, NEW])).refresh(first.refresh, now=NOW + 2).refresh == second.refresh
    with pytest.raises(UnknownKey):
        world.tokens(OLD).refresh(first.refresh, now=NOW + 2)
    with pytest.raises(BadSignature):
        world.tokens(OLD).refresh(second.refresh, now=NOW + 2)
    assert world.tokens(NEW).refresh(second.refresh, now=NOW + 3)


def test_a_swap_whose_answer_is_lost(world: World) -> None:
    tokens = world.tokens()

    def lose(key: str, *rest: Any) -> bool:
        del world.store.swap
        assert world.store.swap(key, *rest)
        return False

    world.store.swap = lose
    first = tokens.issue("user-42", now=NOW)
    world.store.swap = lose
    second = tokens.refresh(first.refresh, now=NOW + 60)
    assert not second.repeated
    third = tokens.refresh(second.refresh, now=NOW + 120)
    world.store.swap = lose
    tokens.end(third.refresh, now=NOW + 180)
    with pytest.raises(RefreshEnded):
        tokens.refresh(third.refresh, now=NOW + 240)


def test_a_store_that_fails(world: World) -> None:
    pair = world.tokens().issue("user-42", now=NOW)
    tokens = World(world.kind, Broken()).tokens()
    for act in (
        lambda: tokens.issue("user-42", now=NOW),
        lambda: tokens.refresh(pair.refresh, now=NOW),
        lambda: tokens.end(pair.refresh, now=NOW),
        lambda: tokens.end_all(pair.refresh, now=NOW),
    ):
        with pytest.raises(StoreUnavailable) as caught:
            act()
        assert isinstance(caught.value.__cause__, ConnectionRefusedError)
    world.store = Watched(capacity=1)
    world.tokens().issue("user-42", now=NOW)
    with pytest.raises(StoreFull):
        world.tokens().issue("user-42", now=NOW)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"idle": 0}, BadArgument, "idle is not between 0 and 400 days"),
        ({"lifetime": 401 * DAY}, BadArgument, "lifetime is not between 0 and 400 days"),
        ({"grace": 600.001}, BadArgument, "grace is more than 600 seconds"),
        ({"grace": -1}, BadArgument, "a duration can't be negative"),
        ({"access_lifetime": "900"}, TypeError, None),
        ({"access_lifetime": 0}, BadArgument, "access_lifetime is not between 1 second and 400 days"),
        ({"access_lifetime": 0.999}, BadArgument, "access_lifetime is not between 1 second and 400 days"),
        ({"access_lifetime": 400 * DAY + 0.001}, BadArgument, "access_lifetime is not between 1 second and"),
        ({"access_lifetime": -1}, BadArgument, "a duration can't be negative"),
        ({"namespace": "x" * 256}, Limit, None),
    ],
)
def test_options_that_make_no_sense(
    world: World, options: dict[str, Any], error: type[Exception], message: str | None
) -> None:
    with pytest.raises(error, match=message):
        world.tokens(**options)


@pytest.mark.parametrize("seconds", [1, 400 * DAY])
def test_the_ends_of_the_access_lifetime(world: World, seconds: int) -> None:
    tokens = world.tokens(access_lifetime=seconds)
    pair = tokens.issue("user-42", now=NOW)
    assert (pair.expires_in, pair.access_expires_at) == (seconds, NOW + seconds)
    world.revocations().deny(pair.access, RING.verify(pair.access, now=NOW), now=NOW)


def test_arguments_that_make_no_sense(world: World) -> None:
    tokens = world.tokens()
    pair = tokens.issue("user-42", now=NOW)
    for act in (
        lambda: tokens.issue(""),
        lambda: tokens.issue("user-42", client=""),
        lambda: tokens.refresh(pair.refresh, client="", now=NOW),
    ):
        with pytest.raises(BadArgument, match="the subject or the client is empty"):
            act()
    for wrong in (42, None, b"user-42"):
        with pytest.raises((TypeError, BadArgument)):
            tokens.issue(wrong)
    with pytest.raises(BadArgument, match="before 1970 or after"):
        tokens.issue("user-42", now=-1)
    with pytest.raises(TypeError):
        RefreshTokens(RING, {})


def test_durations_and_times(world: World) -> None:
    tokens = world.tokens(access_lifetime=timedelta(milliseconds=1500), grace=0)
    at = datetime(2026, 11, 23, 12, 0, 0, 750_000, tzinfo=timezone.utc)
    pair = tokens.issue("user-42", now=at)
    claims = RING.verify(pair.access, now=at)
    assert claims["exp"] == pair.access_expires_at == int(at.timestamp() + 1.5)
    assert (pair.expires_in, pair.created) == (1, at.timestamp())
    pair = tokens.issue("user-42")
    assert RING.verify(pair.access)["sub"] == "user-42"
    tokens.refresh(pair.refresh, now=NOW)
    with pytest.raises(RefreshReused):
        tokens.refresh(pair.refresh, now=NOW)


def test_a_pair_shows_no_token(world: World) -> None:
    pair = world.tokens().issue("user-42", now=NOW)
    assert isinstance(pair, TokenPair)
    shown = f"{pair!r} {pair}"
    assert pair.access not in shown
    assert pair.refresh not in shown
    access, refresh, *_ = pair
    assert (access, refresh) == (pair.access, pair.refresh)


def test_threads_get_one_successor() -> None:
    tokens = RefreshTokens(RING, MemoryStore())
    token = tokens.issue("user-42").refresh
    pairs: list[TokenPair] = []
    threads = [threading.Thread(target=lambda: pairs.append(tokens.refresh(token))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pairs) == 8
    (successor,) = {pair.refresh for pair in pairs}
    # Those of one millisecond can't tell whose swap it was.
    assert not all(pair.repeated for pair in pairs)
    assert not tokens.refresh(successor).repeated


def test_tasks_get_one_successor() -> None:
    async def run() -> None:
        store = Watched()
        tokens = AsyncRefreshTokens(RING, Waiting(store))
        token = (await tokens.issue("user-42")).refresh
        pairs = await asyncio.gather(*(tokens.refresh(token) for _ in range(8)))
        assert store.swaps == 9
        (successor,) = {pair.refresh for pair in pairs}
        assert not all(pair.repeated for pair in pairs)
        assert not (await tokens.refresh(successor)).repeated

    asyncio.run(run())
