"""HMAC-signed tokens (JWT) and cookies, sessions and refresh tokens, the same in every language.

>>> import tokenseal
>>> key = tokenseal.Key("HS256", b"0123456789abcdef0123456789abcdef")
>>> token = key.sign({"sub": "user-42"}, expires_in=3600)
>>> key.verify(token)["sub"]
'user-42'

``Key`` holds one secret, ``KeyRing`` several; both sign and verify. ``Policy`` keeps the options of
``verify``. Cookies are in ``tokenseal.cookie``, those of other frameworks in ``tokenseal.dialects``.

``Sessions``, ``RefreshTokens`` and ``Revocations`` keep what the server has to remember in a store:
``MemoryStore``, ``SqliteStore``, ``RedisStore``, or one of your own (``tokenseal.stores``). For asyncio there
is an ``Async`` twin of each. Against forged requests there are ``Key.csrf_token`` and ``check_fetch``.

Everything that is refused raises a subclass of ``TokenError``: see ``tokenseal.errors``.
Times are seconds since 1970 or aware datetimes, durations seconds or timedeltas; both are rounded
to the nearest millisecond.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenseal import cookie, dialects
from tokenseal._tokenseal import Key, KeyRing, Policy, __version__, bearer_token, check_fetch
from tokenseal.errors import (
    AlgorithmMismatch,
    AttributeTooLarge,
    BadArgument,
    BadSignature,
    BufferTooSmall,
    ClaimError,
    Conflict,
    Contention,
    CookieCharacter,
    CookieError,
    CookieExpired,
    CookieInsecure,
    CookiePrefix,
    CookieTooLarge,
    CrossSite,
    Expired,
    InvalidToken,
    KeyUse,
    Limit,
    Malformed,
    MissingClaim,
    NotBearer,
    NotYetValid,
    RefreshEnded,
    RefreshExpired,
    RefreshReused,
    RefreshUnknown,
    Revoked,
    SessionEnded,
    SessionExpired,
    SessionUnknown,
    StateError,
    StoreFull,
    StoreUnavailable,
    TokenError,
    TooOld,
    UnknownKey,
    UnknownRecord,
    Unsupported,
    WeakKey,
    WrongAudience,
    WrongClient,
    WrongId,
    WrongIssuer,
    WrongSubject,
    WrongType,
)
from tokenseal.refresh import AsyncRefreshTokens, RefreshTokens, TokenPair
from tokenseal.revocations import AsyncRevocations, Revocations
from tokenseal.sessions import AsyncSessions, Session, Sessions

if TYPE_CHECKING:
    from tokenseal.stores import (
        AsyncMemoryStore,
        AsyncSqliteStore,
        AsyncStore,
        MemoryStore,
        SqliteStore,
        Store,
    )

    # Not in __all__: without redis-py there would be no `from tokenseal import *`.
    from tokenseal.stores import AsyncRedisStore as AsyncRedisStore
    from tokenseal.stores import RedisStore as RedisStore

__all__ = [
    "AlgorithmMismatch",
    "AsyncMemoryStore",
    "AsyncRefreshTokens",
    "AsyncRevocations",
    "AsyncSessions",
    "AsyncSqliteStore",
    "AsyncStore",
    "AttributeTooLarge",
    "BadArgument",
    "BadSignature",
    "BufferTooSmall",
    "ClaimError",
    "Conflict",
    "Contention",
    "CookieCharacter",
    "CookieError",
    "CookieExpired",
    "CookieInsecure",
    "CookiePrefix",
    "CookieTooLarge",
    "CrossSite",
    "Expired",
    "InvalidToken",
    "Key",
    "KeyRing",
    "KeyUse",
    "Limit",
    "Malformed",
    "MemoryStore",
    "MissingClaim",
    "NotBearer",
    "NotYetValid",
    "Policy",
    "RefreshEnded",
    "RefreshExpired",
    "RefreshReused",
    "RefreshTokens",
    "RefreshUnknown",
    "Revocations",
    "Revoked",
    "Session",
    "SessionEnded",
    "SessionExpired",
    "SessionUnknown",
    "Sessions",
    "SqliteStore",
    "StateError",
    "Store",
    "StoreFull",
    "StoreUnavailable",
    "TokenError",
    "TokenPair",
    "TooOld",
    "UnknownKey",
    "UnknownRecord",
    "Unsupported",
    "WeakKey",
    "WrongAudience",
    "WrongClient",
    "WrongId",
    "WrongIssuer",
    "WrongSubject",
    "WrongType",
    "__version__",
    "bearer_token",
    "check_fetch",
    "cookie",
    "dialects",
]

_STORES = {"AsyncRedisStore", "RedisStore", *(name for name in __all__ if name.endswith("Store"))}


def __getattr__(name: str) -> object:
    """Import the stores when they are asked for: most programs need one, and some none."""
    if name not in _STORES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from tokenseal import stores  # noqa: PLC0415

    return getattr(stores, name)
