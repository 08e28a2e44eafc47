"""Sessions and AsyncSessions: what is the drivers' own. What the core decides, the vectors say."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import tokenseal
from tokenseal import (
    AsyncMemoryStore,
    AsyncSessions,
    BadArgument,
    BadSignature,
    Conflict,
    Contention,
    CookieCharacter,
    CookiePrefix,
    Key,
    Limit,
    Malformed,
    MemoryStore,
    Revoked,
    Session,
    SessionEnded,
    SessionExpired,
    Sessions,
    SessionUnknown,
    StoreFull,
    StoreUnavailable,
    UnknownRecord,
    WeakKey,
    cookie,
)

from state_help import DAY, NEW, NOW, OLD, RING, Broken, Waiting, Watched, World


def test_from_a_visitor_to_log_out(world: World) -> None:
    sessions = world.sessions()
    visitor = sessions.start(data={"cart": ["apples"]}, now=NOW)
    assert visitor.anonymous
    assert not visitor.is_of("user-42")
    text = visitor.cookie

    session = sessions.rotate(text, "user-42", now=NOW + 60)
    assert not session.anonymous
    assert session.is_of("user-42")
    assert not session.is_of("user-4")
    assert session.data == {"cart": ["apples"]}
    assert session.created == NOW + 60
    assert session.cookie != text
    with pytest.raises(SessionEnded):
        sessions.load(text, now=NOW + 61)

    session.data["cart"].append("pears")
    sessions.save(session, now=NOW + 62)
    session.data["cart"].append("plums")
    sessions.save(session, now=NOW + 63)
    assert sessions.load(session.cookie, now=NOW + 64).data == {"cart": ["apples", "pears", "plums"]}

    sessions.end(session.cookie, now=NOW + 65)
    for text in (session.cookie, session.cookie.encode(), bytearray(session.cookie, "ascii")):
        with pytest.raises(SessionEnded):
            sessions.load(text, now=NOW + 66)
    with pytest.raises(SessionEnded):
        sessions.save(session, now=NOW + 66)
    with pytest.raises(SessionEnded):
        sessions.update(session, lambda data: data, now=NOW + 66)
    with pytest.raises(SessionEnded):
        sessions.rotate(session, now=NOW + 66)
    sessions.end(session, now=NOW + 66)
    sessions.end(text, now=NOW + 66)


def test_log_out_of_a_session_that_has_gone_on(world: World) -> None:
    sessions = world.sessions()
    first = sessions.start("user-42", now=NOW)
    second = sessions.rotate(first, now=NOW + 1)
    assert second.created == first.created
    sessions.end(first, now=NOW + 2)
    with pytest.raises(SessionEnded):
        sessions.load(second.cookie, now=NOW + 3)


def test_log_out_everywhere(world: World) -> None:
    sessions = world.sessions()
    laptop, phone = (sessions.start("user-42", now=NOW) for _ in range(2))
    other, visitor = sessions.start("user-7", now=NOW), sessions.start(now=NOW)
    sessions.end_all(laptop, now=NOW + 1)
    for session in (laptop, phone):
        with pytest.raises(Revoked):
            sessions.load(session.cookie, now=NOW + 2)
        with pytest.raises(Revoked):
            sessions.save(session, now=NOW + 2)
    for session in (other, visitor, sessions.start("user-42", now=NOW + 1)):
        sessions.load(session.cookie, now=NOW + 2)
    with pytest.raises(BadArgument, match="nobody's"):
        sessions.end_all(visitor, now=NOW + 2)
    sessions.end_all(other.cookie, now=NOW + 3)
    with pytest.raises(Revoked):
        sessions.load(other.cookie, now=NOW + 4)


def test_it_ends_when_it_is_idle(world: World) -> None:
    sessions = world.sessions(idle=3600, lifetime=timedelta(days=1))
    session = sessions.start(now=NOW)
    assert sessions.load(session.cookie, now=NOW + 3599.999).last_seen == NOW + 3599.999
    session = sessions.load(session.cookie, now=NOW + 7199)
    assert session.last_seen == NOW + 7199
    assert session.created == NOW
    with pytest.raises(SessionExpired):
        sessions.load(session.cookie, now=NOW + 7199 + 3600)


def test_it_ends_when_its_time_is_over(world: World) -> None:
    sessions = world.sessions(idle=2 * DAY, lifetime=5 * DAY)
    session = sessions.start(now=NOW)
    for days in range(1, 5):
        session = sessions.load(session.cookie, now=NOW + days * DAY)
        assert session.max_age == (5 - days) * DAY
    with pytest.raises(SessionExpired):
        sessions.load(session.cookie, now=NOW + 5 * DAY)
    assert sessions.load(session.cookie, now=NOW + 5 * DAY - 0.001).max_age == 0.001


def test_most_loads_do_not_write(world: World) -> None:
    sessions = world.sessions()
    session = sessions.start("user-42", now=NOW)
    gets, swaps = world.store.gets, world.store.swaps
    for second in range(60):
        assert sessions.load(session.cookie, now=NOW + second).last_seen == NOW
    assert (world.store.gets, world.store.swaps) == (gets + 60, swaps)
    sessions.load(session.cookie, now=NOW + 60)
    assert (world.store.gets, world.store.swaps) == (gets + 61, swaps + 1)


def test_no_save_on_stale_data(world: World) -> None:
    sessions = world.sessions()
    start = sessions.start(data={"a": 1}, now=NOW)
    one, two = (sessions.load(start.cookie, now=NOW + 1) for _ in range(2))
    one.data["b"] = 2
    sessions.save(one, now=NOW + 2)
    two.data["c"] = 3
    for _ in range(2):
        with pytest.raises(Conflict):
            sessions.save(two, now=NOW + 3)
    assert two.data == {"a": 1, "c": 3}
    assert sessions.load(start.cookie, now=NOW + 4).data == {"a": 1, "b": 2}


def test_update_tries_again(world: World) -> None:
    sessions = world.sessions()
    session = sessions.start(data={"seen": []}, now=NOW)
    seen: list[Any] = []

    def change(data: dict[str, Any]) -> None:
        seen.append(list(data["seen"]))
        if len(seen) < 3:
            # Somebody else is faster, twice.
            other = Sessions(RING, world.store.memory)
            other.update(session.cookie, lambda data: data["seen"].append(f"other {len(seen)}"), now=NOW + 1)
        data["seen"].append("mine")

    updated = sessions.update(session.cookie, change, now=NOW + 1)
    assert seen == [[], ["other 1"], ["other 1", "other 2"]]
    assert updated.data == {"seen": ["other 1", "other 2", "mine"]}
    assert sessions.load(session.cookie, now=NOW + 2).data == updated.data
    # What it returns can be saved.
    updated.data["seen"].clear()
    sessions.save(updated, now=NOW + 2)


def test_update_of_a_session_brings_it_up_to_date(world: World) -> None:
    sessions = world.sessions()
    session = sessions.start(data={"n": 1}, now=NOW)
    sessions.update(session.cookie, lambda data: data | {"n": 2}, now=NOW + 1)
    session.data["lost"] = True
    assert sessions.update(session, lambda data: data | {"m": data["n"]}, now=NOW + 2) is session
    assert session.data == {"n": 2, "m": 2}
    session.data["n"] = 3
    sessions.save(session, now=NOW + 3)
    assert sessions.load(session.cookie, now=NOW + 4).data == {"n": 3, "m": 2}


def test_update_gives_up(world: World) -> None:
    sessions, other = world.sessions(), Sessions(RING, world.store.memory)
    session = sessions.start(data={"n": 0}, now=NOW)
    calls = []

    def change(data: dict[str, Any]) -> None:
        calls.append(other.update(session.cookie, lambda data: data | {"n": data["n"] + 1}, now=NOW + 1))
        data["mine"] = True

    with pytest.raises(Contention):
        sessions.update(session.cookie, change, now=NOW + 1)
    assert len(calls) == 32
    assert sessions.load(session.cookie, now=NOW + 2).data == {"n": 32}


def test_update_takes_a_dict_or_nothing(world: World) -> None:
    sessions = world.sessions()
    session = sessions.start(data={"n": 1}, now=NOW)
    with pytest.raises(TypeError, match="a dict, not int"):
        sessions.update(session, lambda data: data.pop("n"), now=NOW)
    with pytest.raises(ZeroDivisionError):
        sessions.update(session, lambda data: data["n"] // 0, now=NOW)
    assert sessions.load(session.cookie, now=NOW).data == {"n": 1}


def test_a_swap_whose_answer_is_lost(world: World) -> None:
    sessions = world.sessions()

    def lose(key: str, *rest: Any) -> bool:
        del world.store.swap
        assert world.store.swap(key, *rest)
        return False

    world.store.swap = lose
    session = sessions.start("user-42", {"n": 1}, now=NOW)
    world.store.swap = lose
    rotated = sessions.rotate(session, now=NOW + 1)
    world.store.swap = lose
    # Once too often, rather than not at all.
    updated = sessions.update(rotated, lambda data: data | {"n": data["n"] + 1}, now=NOW + 2)
    assert updated.data == {"n": 3}
    world.store.swap = lose
    sessions.end(rotated, now=NOW + 3)
    with pytest.raises(SessionEnded):
        sessions.load(rotated.cookie, now=NOW + 4)


def test_what_is_not_ours_costs_no_read(world: World) -> None:
    sessions = world.sessions()
    session = sessions.start("user-42", now=NOW)
    forged = session.cookie[:-4] + "AAAA"
    others = world.sessions(Key("HS256", b"somebody else's secret, 32 bytes")).start(now=NOW).cookie
    elsewhere = world.sessions(cookie="other").start(now=NOW).cookie
    gets = world.store.gets
    for text in (forged, others, elsewhere):
        for act in (sessions.load, sessions.end, sessions.end_all, sessions.rotate):
            with pytest.raises(BadSignature):
                act(text, now=NOW)
    for text in (None, "", b"", "abc", "\ud800", RING.seal_cookie(sessions.cookie, "x", now=NOW)):
        with pytest.raises((Malformed, BadSignature)):
            sessions.load(text, now=NOW)
    with pytest.raises(Malformed):
        sessions.load(cookie.find("a=b", sessions.cookie), now=NOW)
    assert world.store.gets == gets


def test_an_unknown_id_is_never_adopted(world: World) -> None:
    sessions = world.sessions()
    text = World("plain").sessions().start("user-42", now=NOW).cookie
    for act in (sessions.load, sessions.rotate):
        with pytest.raises(SessionUnknown):
            act(text, now=NOW)
    sessions.end(text, now=NOW)
    assert world.store.rows == {}


def test_namespaces_are_apart(world: World) -> None:
    shop, blog = world.sessions(namespace="shop"), world.sessions(namespace="blog")
    one, two = shop.start("user-42", now=NOW), blog.start("user-42", now=NOW)
    with pytest.raises(SessionUnknown):
        blog.load(one.cookie, now=NOW)
    shop.end_all(one, now=NOW + 1)
    blog.load(two.cookie, now=NOW + 2)
    assert not two.is_of("user-7")


def test_cookies(world: World) -> None:
    sessions = world.sessions()
    session = sessions.start("user-42", now=NOW)
    attributes = "Path=/; Max-Age=1209600; Secure; HttpOnly; SameSite=Lax"
    assert sessions.set_cookie(session) == f"__Host-session={session.cookie}; {attributes}"
    assert re.fullmatch(r"[\w-]{64}\.1700000000\.[\w-]{43}", session.cookie)
    later = sessions.load(session.cookie, now=NOW + DAY / 2 + 0.5)
    assert "; Max-Age=1166399;" in sessions.set_cookie(later)
    removal = cookie.SetCookie("__Host-session", "").removal()
    assert sessions.remove_cookie() == removal.header()
    wide = world.sessions(cookie="sid")
    assert wide.cookie == "sid"
    options = {"domain": "example.com", "same_site": "Strict"}
    session = wide.start(now=NOW)
    built = cookie.SetCookie("sid", session.cookie, max_age=14 * DAY, **options)
    assert wide.set_cookie(session, **options) == built.header()
    assert wide.remove_cookie(**options) == built.removal().header()
    session = sessions.start(now=NOW)
    with pytest.raises(CookiePrefix):
        sessions.set_cookie(session, domain="example.com")


def test_changing_keys(world: World) -> None:
    text = world.sessions(OLD).start("user-42", {"n": 1}, now=NOW).cookie
    sessions = world.sessions()
    session = sessions.load(text, now=NOW + 1)
    assert session.reseal
    session = sessions.load(session.cookie, now=NOW + 2)
    assert not session.reseal
    assert world.sessions(NEW).load(session.cookie, now=NOW + 3).data == {"n": 1}


def test_times(world: World) -> None:
    sessions = world.sessions()
    at = datetime(2026, 11, 23, 12, 0, 0, 250_000, tzinfo=timezone.utc)
    session = sessions.start(now=at)
    assert session.created == session.last_seen == at.timestamp()
    assert session.expires_at == at.timestamp() + 14 * DAY
    assert session.idle == DAY
    assert session.max_age == 14 * DAY
    assert abs(sessions.start().created - datetime.now(timezone.utc).timestamp()) < 60
    with pytest.raises(BadArgument, match="naive"):
        sessions.start(now=datetime(2026, 11, 23))
    for now in (-1, 2**53):
        with pytest.raises(BadArgument, match="before 1970 or after"):
            sessions.start(now=now)
        with pytest.raises(BadArgument, match="before 1970 or after"):
            sessions.load(session.cookie, now=now)


def test_data_are_compact_json(world: World) -> None:
    sessions = world.sessions()
    session = sessions.start(data={"name": "zoë", "n": [1, 2.5, None, True], "o": {}}, now=NOW)
    (record,) = world.store.rows.values()
    assert record.endswith('{"name":"zoë","n":[1,2.5,null,true],"o":{}}'.encode())
    assert session.raw == record[-len(session.raw) :]
    many = {str(n): n for n in range(1000)}
    session.data = many
    sessions.save(session, now=NOW)
    assert sessions.load(session.cookie, now=NOW).data == many
    assert sessions.start(now=NOW).raw == b"{}"


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        ({"a": [{1, 2}]}, BadArgument, r'data\["a"\]\[0\]: set has no form in JSON'),
        ({1: 2}, BadArgument, "a name must be a str"),
        ({"a": float("nan")}, BadArgument, "no NaN"),
        ({"a": "x" * 65536}, Limit, None),
        (b"x" * 65537, Limit, None),
        ("\ud800", BadArgument, "lone surrogate"),
        ([1], TypeError, "expected a mapping"),
    ],
)
def test_data_that_can_not_be_kept(
    world: World, data: Any, error: type[Exception], message: str | None
) -> None:
    sessions = world.sessions()
    with pytest.raises(error, match=message):
        sessions.start(data=data, now=NOW)
    assert world.store.rows == {}
    if isinstance(data, dict):
        session = sessions.start(data={"old": True}, now=NOW)
        session.data = data
        with pytest.raises(error, match=message):
            sessions.save(session, now=NOW)
        assert sessions.load(session.cookie, now=NOW).data == {"old": True}


def test_bytes_of_ones_own(world: World) -> None:
    sessions = world.sessions()
    session = sessions.start(data=b"\x00\xff", now=NOW)
    loaded = sessions.load(session.cookie, now=NOW)
    assert loaded.raw == b"\x00\xff"
    with pytest.raises(UnknownRecord, match=r"Session\.raw") as caught:
        assert loaded.data
    assert caught.value.__context__ is None
    loaded.raw = b"\x01"
    sessions.save(loaded, now=NOW)
    assert sessions.load(session.cookie, now=NOW).raw == b"\x01"
    with pytest.raises(UnknownRecord):
        sessions.update(session, lambda data: data, now=NOW)
    for text in ("[1]", "1", '{"a":', "[" * 60_000, b"\xef\xbb\xbf{}"):
        with pytest.raises(UnknownRecord):
            assert sessions.start(data=text, now=NOW).data
    assert sessions.start(data=b"", now=NOW).data == {}


def test_raw_and_data_are_one(world: World) -> None:
    sessions = world.sessions()
    # As another language might have spelled it.
    spelled = b'{ "n": 1e3, "s": "\\u00e9" }'
    session = sessions.start(data=spelled, now=NOW)
    sessions.save(session, now=NOW)
    loaded = sessions.load(session.cookie, now=NOW)
    assert loaded.raw == spelled
    assert loaded.data == {"n": 1000.0, "s": "é"}
    loaded.data["n"] = 1
    assert loaded.raw == '{"n":1,"s":"é"}'.encode()
    loaded.raw = b'{"m":2}'
    assert loaded.data == {"m": 2}
    with pytest.raises(TypeError, match="a dict, not list"):
        loaded.data = []
    with pytest.raises(TypeError, match="bytes, not str"):
        loaded.raw = "{}"
    with pytest.raises(AttributeError):
        loaded.dta = {}


def test_the_id(world: World) -> None:
    sessions = world.sessions()
    session = sessions.start("user-42", now=NOW)
    assert f"tokenseal:session:{session.id}" in world.store.rows
    assert sessions.load(session.cookie, now=NOW + DAY / 2).id == session.id
    token = RING.csrf_token(session.id)
    RING.verify_csrf(sessions.load(session.cookie, now=NOW + 1).id, token)
    rotated = sessions.rotate(session, now=NOW + 1)
    assert rotated.id != session.id
    with pytest.raises(BadSignature):
        RING.verify_csrf(rotated.id, token)


def test_nothing_secret_is_shown(world: World) -> None:
    session = world.sessions().start("user-42", {"secret": "zebra"}, now=NOW)
    shown = repr(session)
    assert shown == "<tokenseal.Session 18 bytes, expires_at=1701209600.0>"
    assert "anonymous" in repr(world.sessions().start())


def test_a_store_that_fails(world: World) -> None:
    text = world.sessions().start("user-42", now=NOW).cookie
    sessions = World(world.kind, Broken()).sessions()
    for act in (
        lambda: sessions.start(now=NOW),
        lambda: sessions.load(text, now=NOW),
        lambda: sessions.rotate(text, now=NOW),
        lambda: sessions.update(text, lambda data: data, now=NOW),
        lambda: sessions.end(text, now=NOW),
        lambda: sessions.end_all(text, now=NOW),
    ):
        with pytest.raises(StoreUnavailable) as caught:
            act()
        assert isinstance(caught.value.__cause__, ConnectionRefusedError)
        assert caught.value.code == "store-unavailable"


def test_a_store_that_is_full(world: World) -> None:
    world.store = Watched(capacity=1)
    sessions = world.sessions()
    session = sessions.start(now=NOW)
    with pytest.raises(StoreFull):
        sessions.start(now=NOW)
    with pytest.raises(StoreFull):
        sessions.rotate(session, now=NOW)
    sessions.load(session.cookie, now=NOW)


def test_a_store_that_gives_something_else(world: World) -> None:
    text = world.sessions().start(now=NOW).cookie
    for wrong in (["text"], [b"", None], None, []):
        world.store.get = lambda _keys, _now, wrong=wrong: wrong
        with pytest.raises(StoreUnavailable, match="does not keep to its interface"):
            world.sessions().load(text, now=NOW)
    world.store.get = lambda _keys, _now: [b"\x02\x11"]
    with pytest.raises(UnknownRecord):
        world.sessions().load(text, now=NOW)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"idle": 0}, BadArgument, "idle is not between 0 and 400 days"),
        ({"idle": 400 * DAY + 1}, BadArgument, "idle is not between 0 and 400 days"),
        ({"lifetime": timedelta(days=401)}, BadArgument, "lifetime is not between 0 and 400 days"),
        ({"lifetime": -1}, BadArgument, "a duration can't be negative"),
        ({"lifetime": None}, TypeError, None),
        ({"namespace": "x" * 256}, Limit, None),
        ({"namespace": None}, TypeError, None),
        ({"cookie": "a b"}, CookieCharacter, None),
        ({"cookie": ""}, CookieCharacter, None),
        ({"idel": 1}, TypeError, "idel"),
    ],
)
def test_options_that_make_no_sense(
    world: World, options: dict[str, Any], error: type[Exception], message: str | None
) -> None:
    with pytest.raises(error, match=message):
        world.sessions(**options)


def test_arguments_that_make_no_sense(world: World) -> None:
    sessions = world.sessions()
    session = sessions.start("user-42", now=NOW)
    with pytest.raises(BadArgument, match="the subject is empty"):
        sessions.start("")
    with pytest.raises(BadArgument, match="the subject is empty"):
        sessions.rotate(session, "", now=NOW)
    with pytest.raises(BadArgument, match="another subject's"):
        sessions.rotate(session, "user-7", now=NOW)
    with pytest.raises(Limit):
        sessions.start("x" * 65_536)
    for wrong in (42, {"user": 42}):
        with pytest.raises(TypeError):
            sessions.start(wrong)
        with pytest.raises(TypeError):
            sessions.load(wrong)


def test_a_key_that_can_not_seal(world: World) -> None:
    sessions = world.sessions(Key.with_short_secret("HS256", "short"))
    with pytest.raises(WeakKey):
        sessions.start()
    assert world.store.rows == {}


def test_the_wrong_kind_of_store() -> None:
    with pytest.raises(TypeError, match="AsyncMemoryStore is a store for asyncio code"):
        Sessions(RING, AsyncMemoryStore())
    with pytest.raises(TypeError, match="MemoryStore is a store for plain code"):
        asyncio.run(AsyncSessions(RING, MemoryStore()).start())
    for make, store in ((Sessions, {}), (AsyncSessions, None)):
        with pytest.raises(TypeError, match="methods get and swap"):
            make(RING, store)
    with pytest.raises(TypeError):
        Sessions(b"secret", MemoryStore()).start()


def test_plain_code_does_not_wait() -> None:
    sessions = Sessions(RING, MemoryStore())
    session = sessions.start(data={"n": 1})

    async def change(data: dict[str, Any]) -> None:
        await asyncio.sleep(0)
        data["n"] = 2

    with pytest.raises(TypeError, match="use the class for asyncio"):
        sessions.update(session, change)
    assert sessions.load(session.cookie).data == {"n": 1}


def test_stores_are_imported_when_asked_for() -> None:
    run = [sys.executable, "-c"]
    light = "import sys, tokenseal; assert not {'sqlite3', 'asyncio', 'json', 'redis'} & set(sys.modules)"
    subprocess.run([*run, light], check=True)
    stores = "from tokenseal import *; from tokenseal import RedisStore, AsyncRedisStore; SqliteStore"
    subprocess.run([*run, stores], check=True)
    with pytest.raises(AttributeError, match="has no attribute 'FileStore'"):
        tokenseal.FileStore  # noqa: B018


class Futures:
    """A store whose methods return awaitables, but are no coroutine functions."""

    def __init__(self) -> None:
        self.memory = MemoryStore()

    def get(self, *args: Any) -> Any:
        return self.done(self.memory.get(*args))

    def swap(self, *args: Any) -> Any:
        return self.done(self.memory.swap(*args))

    def done(self, result: Any) -> Any:
        future = asyncio.get_running_loop().create_future()
        future.set_result(result)
        return future


def test_a_store_may_return_any_awaitable() -> None:
    async def run() -> None:
        sessions = AsyncSessions(RING, Futures())
        session = await sessions.start("user-42", {"n": 1})
        assert (await sessions.load(session.cookie)).data == {"n": 1}
        with pytest.raises(TypeError):
            Sessions(RING, Futures()).start()

    asyncio.run(run())


def test_threads_lose_no_update() -> None:
    sessions = Sessions(RING, MemoryStore())
    text = sessions.start(data={"n": 0}).cookie

    def count() -> None:
        for _ in range(20):
            sessions.update(text, lambda data: data | {"n": data["n"] + 1})

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sessions.load(text).data == {"n": 80}


def test_tasks_lose_no_update() -> None:
    async def run() -> None:
        store = Watched()
        sessions = AsyncSessions(RING, Waiting(store))
        text = (await sessions.start(data={"n": 0})).cookie

        async def add(data: dict[str, Any]) -> dict[str, Any]:
            await asyncio.sleep(0)
            return data | {"n": data["n"] + 1}

        await asyncio.gather(*(sessions.update(text, add) for _ in range(10)))
        session = await sessions.load(text)
        assert isinstance(session, Session)
        assert session.data == {"n": 10}
        assert store.swaps > 11

    asyncio.run(run())
