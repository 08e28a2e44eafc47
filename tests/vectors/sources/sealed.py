"""Sealed values built with the standard library alone, and the vectors about them."""

from __future__ import annotations

import json
from typing import Any

from sources.token import OTHER_SECRET, SECRETS, data, key, mac, part
from sources.vector import ISSUED, NOW, Args, Group, ok, raw

KEY = key()
OTHER = key(secret=OTHER_SECRET)
SHORT: Args = {"alg": "HS256", "secret_hex": bytes(range(31)).hex(), "short": True}
AT = ISSUED * 1000


def sub_key(purpose: str, alg: str = "HS256", secret: bytes | None = None) -> bytes:
    return mac(b"\xfftokenseal/1/" + purpose.encode(), alg, secret)


def sealed(
    body: str | bytes,
    name: str = "sid",
    alg: str = "HS256",
    secret: bytes | None = None,
    purpose: str = "cookie",
) -> bytes:
    """A sealed value over `<value>.<issued>` as it stands, whatever is wrong with it."""
    joined = len(name.encode()).to_bytes(2, "big") + name.encode() + data(body)
    tag = mac(joined, alg, sub_key(purpose, alg, secret))
    return data(body) + b"." + part(tag).encode()


def jwk(operations: list[str] | None) -> Args:
    members: Args = {"kty": "oct", "alg": "HS256", "k": part(SECRETS["HS256"])}
    if operations is not None:
        members["key_ops"] = operations
    return {"jwk": json.dumps(members)}


def opened(value: bytes, issued: int = ISSUED, now: int = NOW, at: int = 0) -> Args:
    age = max(0, now - issued * 1000)
    shown = {"value_hex": value.hex(), "issued_ms": issued * 1000, "age_ms": age}
    return ok({**shown, "key": at, "reseal": at != 0})


def opens(
    found: Group,
    id_: str,
    text: str | bytes,
    expect: Args,
    name: str = "sid",
    keys: list[Args] | None = None,
    now: int = NOW,
    **given: Any,
) -> None:
    args = {"keys": [KEY] if keys is None else keys, **raw("name", name), **raw("text", text)}
    found.add(id_, "cookie.open", {**args, **given}, expect, now)


def seals(
    found: Group,
    id_: str,
    value: str | bytes,
    expect: Args,
    name: str = "sid",
    with_key: Args = KEY,
    now: int = AT,
) -> None:
    args = {"key": with_key, **raw("name", name), **raw("value", value)}
    found.add(id_, "cookie.seal", args, expect, now)


def both(
    found: Group,
    id_: str,
    value: str | bytes,
    escaped: str,
    name: str = "sid",
    issued: int = ISSUED,
) -> None:
    """It seals to this, and this opens to it."""
    text = sealed(f"{escaped}.{issued}", name)
    seals(found, f"seal-{id_}", value, ok(text.decode()), name, now=issued * 1000)
    opens(found, f"open-{id_}", text, opened(data(value), issued), name)
