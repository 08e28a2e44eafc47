"""How a typed program uses the package: mypy --strict must accept each line, and refuse those that say so."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import tokenseal
from tokenseal import Key, KeyRing, Policy
from tokenseal.unverified import Unverified, inspect

key = Key("HS256", b"0123456789abcdef0123456789abcdef", kid="a")
ring = KeyRing([key, Key.from_jwk({"kty": "oct"}, "HS256")])
policy = Policy(issuer="i", audience=("a", "b"), leeway=timedelta(seconds=30), required=["sub"])
token: str = ring.sign({"sub": "a", "n": [1]}, expires_in=60.5, now=datetime.now(timezone.utc))
claims: dict[str, Any] = key.verify(token, audience="a", max_age=timedelta(days=1))
text: str = ring.verify_raw(token.encode(), policy=policy, now=1_700_000_000)
seen: Unverified = inspect(tokenseal.bearer_token(f"Bearer {token}"))
code: str = tokenseal.Expired().code
tag: bytes = key.mac(bytearray(4))
names: tuple[str | None, ...] = tuple(each.kid for each in ring.keys)

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
