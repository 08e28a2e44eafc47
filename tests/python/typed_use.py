"""How a typed program uses the package: mypy --strict must accept each line, and refuse those that say so."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import tokenseal
from tokenseal import (
    AsyncMemoryStore,
    AsyncRefreshTokens,
    AsyncRevocations,
    AsyncSessions,
    Key,
    KeyRing,
    MemoryStore,
    Policy,
    RefreshTokens,
    Revocations,
    Session,
    Sessions,
    TokenPair,
    check_fetch,
    cookie,
    dialects,
)
from tokenseal.unverified import Unverified, inspect

key = Key("HS256", b"0123456789abcdef0123456789abcdef", kid="a")
ring = KeyRing([key, Key.from_jwk({"kty": "oct"}, "HS256")])
policy = Policy(issuer="i", audience=("a", "b"), leeway=timedelta(seconds=30), required=["sub"])
token: str = ring.sign({"sub": "a", "n": [1]}, expires_in=60.5, now=datetime.now(timezone.utc))
claims: dict[str, Any] = key.verify(token, audience="a", max_age=timedelta(days=1))
text: str = ring.verify_raw(token.encode(), policy=policy, now=1_700_000_000)
answers: list[dict[str, Any] | tokenseal.InvalidToken] = ring.verify_many(
    [token, token.encode()], policy=policy
)
subjects: list[str] = [answer["sub"] for answer in answers if isinstance(answer, dict)]
reasons: list[str] = [answer.code for answer in answers if not isinstance(answer, dict)]
seen: Unverified = inspect(tokenseal.bearer_token(f"Bearer {token}"))
code: str = tokenseal.Expired().code
tag: bytes = key.mac(bytearray(4))
names: tuple[str | None, ...] = tuple(each.kid for each in ring.keys)

pairs: list[tuple[str, str]] = cookie.parse("a=1")
raw_pairs: list[tuple[bytes, bytes]] = cookie.parse([b"a=1", b"b=2"])
found: str | None = cookie.find(["a=1"], "a")
raw_found: bytes | None = cookie.find(b"a=1", "a")
environ: dict[str, str] = {}
sent: str | None = cookie.find(environ.get("HTTP_COOKIE"), "a")
raw_environ: dict[str, bytes] = {}
raw_sent: bytes | None = cookie.find(raw_environ.get("cookie"), "a")
sent_pairs: list[tuple[str, str]] = cookie.parse(environ.get("HTTP_COOKIE"))
raw_sent_pairs: list[tuple[bytes, bytes]] = cookie.parse(raw_environ.get("cookie"))
sealed: str = ring.seal_cookie("id", b"value", now=datetime.now(timezone.utc))
opened: cookie.Opened = cookie.open(key, "id", cookie.seal(key, "id", "value"), max_age=timedelta(days=1))
age: float = ring.open_cookie("id", sealed).age
built = cookie.SetCookie("id", sealed, path=None, max_age=60, same_site="Strict", priority="High")
headers: list[str] = [built.header(), str(built.removal())]
express = dialects.Express(["new", b"old"])
dialect: dialects.Dialect = dialects.Rails("secret", digest="sha256", expires_in=timedelta(days=1))
held: dialects.Opened = express.open("sid", express.seal("sid", "value"), now=1_700_000_000.5)
when: float | None = held.time
place: int = dialects.Koa("secret").verify("sid", "value", b"signature")

sessions = Sessions(ring, MemoryStore(), namespace="shop", idle=timedelta(hours=1), lifetime=86400)
session: Session = sessions.start("user-42", {"cart": []}, now=1_700_000_000)
session = sessions.load(cookie.find("a=1", sessions.cookie), now=datetime.now(timezone.utc))
session = sessions.update(session, lambda data: data.update(n=1))
session = sessions.update(session.cookie, lambda data: data | {"n": 1})
header: str = sessions.set_cookie(sessions.rotate(session, "user-42"), same_site="Strict")
session.data["cart"] = 1
session.raw = b"{}"
tokens = RefreshTokens(key, MemoryStore(), access_lifetime=60, grace=timedelta(seconds=5))
pair: TokenPair = tokens.issue("user-42", {"role": "admin"}, client="app")
lives: tuple[int, float, float] = (pair.expires_in, pair.created, session.idle)
next_pair: TokenPair = tokens.refresh(pair.refresh, client="app")
revocations = Revocations(MemoryStore(), fail_open=True)
revocations.deny(pair.access, ring.verify(pair.access))
revocations.check(pair.access.encode(), ring.verify_raw(pair.access))
ring.verify_csrf(session.id, ring.csrf_token(session.id))
check_fetch("POST", sec_fetch_site="none", allowed_origins=("https://a.example",))
dated: str = key.sign(issued_at=datetime.now(timezone.utc))


async def later() -> None:
    """Do the same for asyncio."""
    store = AsyncMemoryStore()
    sessions = AsyncSessions(ring, store)
    session: Session = await sessions.start()

    async def change(data: dict[str, Any]) -> None:
        data["n"] = 1

    session = await sessions.update(session, change)
    session = await sessions.update(session, lambda data: data | {"n": 1})
    pair: TokenPair = await AsyncRefreshTokens(ring, store).issue("user-42")
    await AsyncRevocations(store).deny(pair.access, ring.verify(pair.access))
    AsyncSessions(ring, MemoryStore())  # type: ignore[arg-type]
    print(sessions.load("a").data)  # type: ignore[attr-defined]


Sessions(ring, AsyncMemoryStore())  # type: ignore[arg-type]
Sessions(ring, MemoryStore(), "shop")  # type: ignore[call-arg]
sessions.start(42)  # type: ignore[arg-type]
sessions.set_cookie(session, max_age=1)  # type: ignore[call-arg]
sessions.update(session, change=1)  # type: ignore[arg-type]
session.id = "a"  # type: ignore[misc]
tokens.issue("user-42", "claims")  # type: ignore[arg-type]
tokens.refresh(pair)  # type: ignore[arg-type]
pair.access = "a"  # type: ignore[misc]
revocations.check(pair.access)  # type: ignore[call-arg]
check_fetch("POST", "same-origin")  # type: ignore[call-arg]

cookie.parse(["a=1", b"b=2"])  # type: ignore[list-item]
cookie.parse(1)  # type: ignore[call-overload]
cookie.SetCookie("id", "value", same_site="lax")  # type: ignore[arg-type]
cookie.SetCookie("id", "value", same_site=None)  # type: ignore[arg-type]
cookie.SetCookie("id", b"value")  # type: ignore[arg-type]
built.value = ""  # type: ignore[misc]
key.seal_cookie("id", 1)  # type: ignore[arg-type]
key.open_cookie("id", sealed, 60)  # type: ignore[call-arg]
dialects.Express()  # type: ignore[call-arg]
dialects.Express("secret", digest="sha1")  # type: ignore[call-arg]
dialects.Flask("secret", digest="md5")  # type: ignore[arg-type]
dialects.Django("secret", salt=b"")  # type: ignore[arg-type]
key.sign(None)  # type: ignore[arg-type]
key.sign(expires_in=None)
key.sign(expires_in="60")  # type: ignore[arg-type]
key.sign({"sub": "a"}, 60)  # type: ignore[call-arg]
key.verify(token, None)  # type: ignore[call-arg]
key.verify(token, isuer="i")  # type: ignore[call-arg]
key.verify(token, leeway=None)  # type: ignore[arg-type]
Key(b"HS256", "")  # type: ignore[arg-type]
KeyRing(key)  # type: ignore[arg-type]
key.kid = "b"  # type: ignore[misc]


class Mine(Key):  # type: ignore[misc]
    """Keys are final."""
