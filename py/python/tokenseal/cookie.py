"""Cookies (RFC 6265bis): reading and building headers, and values that can't be changed.

>>> from tokenseal import Key, cookie
>>> cookie.find("theme=dark; sid=abc", "sid")
'abc'
>>> key = Key("HS256", b"0123456789abcdef0123456789abcdef")
>>> sealed = cookie.seal(key, "cart", "3 apples")
>>> set_cookie = cookie.SetCookie("cart", sealed, max_age=86400).header()
>>> cookie.open(key, "cart", sealed, max_age=86400).text
'3 apples'

A sealed value is signed, bound to the cookie's name and dated, but not encrypted. Durations are
seconds or a ``timedelta``, points in time seconds since 1970 or an aware ``datetime``.

Cookies that other frameworks have signed: see ``tokenseal.dialects``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenseal._tokenseal import Opened, SetCookie, find, parse

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from tokenseal._tokenseal import Signer

__all__ = ["Opened", "SetCookie", "find", "open", "parse", "seal"]


def seal(
    key: Signer, name: str, value: str | bytes | bytearray, *, now: float | datetime | None = None
) -> str:
    """Seal a value for a cookie with a key, or with the first key of a ring: see ``Key.seal_cookie``."""
    return key.seal_cookie(name, value, now=now)


def open(  # noqa: A001 - the module is the namespace, as in gzip
    ring: Signer,
    name: str,
    text: str | bytes | bytearray,
    *,
    max_age: float | timedelta | None = None,
    now: float | datetime | None = None,
) -> Opened:
    """Open what ``seal`` made for the same name, with a key or a ring: see ``Key.open_cookie``."""
    return ring.open_cookie(name, text, max_age=max_age, now=now)
