"""Revocations and AsyncRevocations: what is the drivers' own. What the core decides, the vectors say."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest
from tokenseal import (
    AsyncMemoryStore,
    BadArgument,
    Limit,
    Malformed,
    MemoryStore,
    MissingClaim,
    Revocations,
    Revoked,
    StoreFull,
    StoreUnavailable,
    UnknownRecord,
)

from state_help import DAY, NOW, RING, Broken, Watched, World


@pytest.mark.parametrize("claims", [{"jti": "1"}, {"jti": "1", "iss": "https://id.example"}, {}])
def test_one_token_is_denied(world: World, claims: dict[str, Any]) -> None:
    revocations = world.revocations()
    token, other = (RING.sign({"sub": "user-42", **claims, "n": n}, now=NOW) for n in (1, 2))
    verified = RING.verify(token, now=NOW)
    revocations.check(token, verified, now=NOW)
    revocations.deny(token, verified, now=NOW + 1)
    revocations.deny(token, verified, now=NOW + 1)
    raw = RING.verify_raw(token, now=NOW)
    for form in (verified, MappingProxyType(verified), raw, raw.encode(), bytearray(raw, "utf-8")):
        for text in (token, token.encode(), bytearray(token, "ascii")):
            with pytest.raises(Revoked):
                revocations.check(text, form, now=NOW + 2)
    checks_jti = "jti" in claims
    if checks_jti:
        with pytest.raises(Revoked):
            revocations.check(other, RING.verify(other, now=NOW), now=NOW + 2)
    else:
        revocations.check(other, RING.verify(other, now=NOW), now=NOW + 2)


def test_a_check_is_one_read(world: World) -> None:
    token = RING.sign({"sub": "user-42"}, now=NOW)
    world.revocations().check(token, RING.verify(token, now=NOW), now=NOW)
    assert (world.store.gets, world.store.swaps) == (1, 0)


def test_all_of_a_subject(world: World) -> None:
    revocations = world.revocations()
    old, other = (RING.sign({"sub": sub}, now=NOW) for sub in ("user-42", "user-7"))
    revocations.end_all("user-42", now=NOW + 1)
    with pytest.raises(Revoked):
        revocations.check(old, RING.verify(old, now=NOW), now=NOW + 2)
    revocations.check(other, RING.verify(other, now=NOW), now=NOW + 2)
    new = RING.sign({"sub": "user-42"}, now=NOW + 2)
    revocations.check(new, RING.verify(new, now=NOW + 2), now=NOW + 2)
    undated = RING.sign({"sub": "user-42", "exp": NOW + 60}, issued_at=NOW + 2, now=NOW)
    revocations.check(undated, RING.verify(undated, now=NOW), now=NOW + 2)


def test_all_of_a_subject_are_sessions_too(world: World) -> None:
    session = world.sessions().start("user-42", now=NOW)
    pair = world.tokens().issue("user-42", now=NOW)
    elsewhere = world.sessions(namespace="other").start("user-42", now=NOW)
    world.revocations().end_all("user-42", now=NOW + 1)
    with pytest.raises(Revoked):
        world.sessions().load(session.cookie, now=NOW + 2)
    with pytest.raises(Revoked):
        world.tokens().refresh(pair.refresh, now=NOW + 2)
    world.sessions(namespace="other").load(elsewhere.cookie, now=NOW + 2)


def test_the_denylist_forgets_what_has_expired(world: World) -> None:
    revocations = world.revocations()
    token = RING.sign({"sub": "user-42"}, expires_in=60, now=NOW)
    revocations.deny(token, RING.verify(token, now=NOW), now=NOW + DAY)
    assert world.store.rows == {}


def test_open_or_closed(world: World) -> None:
    token = RING.sign({"sub": "user-42"}, now=NOW)
    claims = RING.verify(token, now=NOW)
    broken = World(world.kind, Broken())
    with pytest.raises(StoreUnavailable) as caught:
        broken.revocations().check(token, claims, now=NOW)
    assert isinstance(caught.value.__cause__, ConnectionRefusedError)

    lenient = broken.revocations(fail_open=True)
    lenient.check(token, claims, now=NOW)
    # Only a check passes, and only when the store is down.
    for act in (lambda: lenient.deny(token, claims, now=NOW), lambda: lenient.end_all("user-42", now=NOW)):
        with pytest.raises(StoreUnavailable):
            act()
    with pytest.raises(MissingClaim):
        lenient.check(token, {}, now=NOW)
    lenient = world.revocations(fail_open=True)
    lenient.deny(token, claims, now=NOW)
    with pytest.raises(Revoked):
        lenient.check(token, claims, now=NOW)
    world.store.get = lambda keys, _now: [b"\x02"] * len(keys)
    with pytest.raises(UnknownRecord):
        lenient.check(token, claims, now=NOW)


def test_a_full_store_says_so(world: World) -> None:
    world.store = Watched(capacity=1)
    revocations = world.revocations()
    revocations.end_all("user-7", now=NOW)
    with pytest.raises(StoreFull):
        revocations.end_all("user-42", now=NOW)


def test_arguments_that_make_no_sense(world: World) -> None:
    revocations = world.revocations()
    token = RING.sign({"sub": "user-42"}, now=NOW)
    claims = RING.verify(token, now=NOW)
    endless = RING.sign({"sub": "user-42"}, expires_in=None, now=NOW)
    long = RING.sign({"sub": "user-42"}, expires_in=401 * DAY, now=NOW)
    for act in (revocations.check, revocations.deny):
        with pytest.raises(MissingClaim):
            act(endless, RING.verify(endless, require_exp=False, now=NOW), now=NOW)
        with pytest.raises(BadArgument, match="400 days"):
            act(long, RING.verify(long, now=NOW), now=NOW)
        with pytest.raises(Malformed):
            act("token", claims, now=NOW)
        with pytest.raises(Malformed):
            act(token, "claims", now=NOW)
        with pytest.raises(BadArgument, match="before 1970 or after"):
            act(token, claims, now=-1)
        with pytest.raises(TypeError):
            act(token, None, now=NOW)
        with pytest.raises(TypeError):
            act(token)
    with pytest.raises(BadArgument, match="the subject is empty"):
        revocations.end_all("")
    with pytest.raises(Limit):
        world.revocations(namespace="x" * 256)
    with pytest.raises(TypeError, match="store"):
        Revocations(AsyncMemoryStore())
    with pytest.raises(TypeError):
        Revocations(MemoryStore(), True)
    assert (world.store.gets, world.store.swaps) == (0, 0)
