"""HMAC-signed tokens (JWT with HS256, HS384, HS512) and cookies, strict and the same in every language.

>>> import tokenseal
>>> key = tokenseal.Key("HS256", b"0123456789abcdef0123456789abcdef")
>>> token = key.sign({"sub": "user-42"}, expires_in=3600)
>>> key.verify(token)["sub"]
'user-42'

``Key`` holds one secret, ``KeyRing`` several; both sign and verify. ``Policy`` keeps the options of
``verify``. Cookies are in ``tokenseal.cookie``, those of other frameworks in ``tokenseal.dialects``.

Everything that is refused raises a subclass of ``TokenError``: see ``tokenseal.errors``.
Times are seconds since 1970 or aware datetimes, durations seconds or timedeltas; both are rounded
to the nearest millisecond.
"""

from tokenseal import cookie, dialects
from tokenseal._tokenseal import Key, KeyRing, Policy, __version__, bearer_token
from tokenseal.errors import (
    AlgorithmMismatch,
    AttributeTooLarge,
    BadArgument,
    BadSignature,
    BufferTooSmall,
    ClaimError,
    CookieCharacter,
    CookieError,
    CookieExpired,
    CookieInsecure,
    CookiePrefix,
    CookieTooLarge,
    Expired,
    InvalidToken,
    KeyUse,
    Limit,
    Malformed,
    MissingClaim,
    NotBearer,
    NotYetValid,
    TokenError,
    TooOld,
    UnknownKey,
    Unsupported,
    WeakKey,
    WrongAudience,
    WrongId,
    WrongIssuer,
    WrongSubject,
    WrongType,
)

__all__ = [
    "AlgorithmMismatch",
    "AttributeTooLarge",
    "BadArgument",
    "BadSignature",
    "BufferTooSmall",
    "ClaimError",
    "CookieCharacter",
    "CookieError",
    "CookieExpired",
    "CookieInsecure",
    "CookiePrefix",
    "CookieTooLarge",
    "Expired",
    "InvalidToken",
    "Key",
    "KeyRing",
    "KeyUse",
    "Limit",
    "Malformed",
    "MissingClaim",
    "NotBearer",
    "NotYetValid",
    "Policy",
    "TokenError",
    "TooOld",
    "UnknownKey",
    "Unsupported",
    "WeakKey",
    "WrongAudience",
    "WrongId",
    "WrongIssuer",
    "WrongSubject",
    "WrongType",
    "__version__",
    "bearer_token",
    "cookie",
    "dialects",
]
