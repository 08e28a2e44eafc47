"""The exceptions: one class for each reason, under a few that group them.

::

    TokenError
        InvalidToken                what came from outside is refused
            Malformed, Limit, Unsupported, NotBearer
            UnknownKey, AlgorithmMismatch, BadSignature
            ClaimError              signed by us, but not acceptable now or here
                Expired, NotYetValid, TooOld
                WrongType, WrongIssuer, WrongSubject, WrongAudience, WrongId
                MissingClaim
            CookieExpired           a sealed value is older than it may be
            CrossSite               an unsafe request that another site made
            Revoked                 also StateError, as are the next: log in again
            SessionUnknown, SessionEnded, SessionExpired
            RefreshUnknown, RefreshEnded, RefreshExpired, RefreshReused
            WrongClient
        StateError                  about what the server remembers
            Conflict, Contention    others changed the same
            UnknownRecord           the store has something else there
            StoreUnavailable        its ``__cause__`` says why
            StoreFull
        CookieError                 also ValueError: a cookie that browsers would not take
            CookieInsecure, CookiePrefix, CookieCharacter
            CookieTooLarge          also InvalidToken: one that came in may be too large as well
            AttributeTooLarge
        WeakKey, KeyUse             also ValueError: a key that won't do
        BadArgument                 also ValueError: the caller's mistake

A web service catches ``InvalidToken`` and answers 401 (403 where it has checked for CSRF), and
``StateError``, of what remains, with 503. Every exception has the reason's stable name
as ``code`` (the same in C, Rust and JavaScript) and its number as ``status``. None carries anything
of the token that was refused.

>>> from tokenseal import InvalidToken, Key
>>> try:
...     Key("HS256", b"0123456789abcdef0123456789abcdef").verify("no token")
... except InvalidToken as error:
...     print(error.code)
malformed
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "AlgorithmMismatch",
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
    "KeyUse",
    "Limit",
    "Malformed",
    "MissingClaim",
    "NotBearer",
    "NotYetValid",
    "RefreshEnded",
    "RefreshExpired",
    "RefreshReused",
    "RefreshUnknown",
    "Revoked",
    "SessionEnded",
    "SessionExpired",
    "SessionUnknown",
    "StateError",
    "StoreFull",
    "StoreUnavailable",
    "TokenError",
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
]


class TokenError(Exception):
    """The base of all that this package raises of its own."""

    code: ClassVar[str] = "token-error"
    """The stable name of the reason, such as ``expired``."""
    status: ClassVar[int] = 0
    """The stable number of the reason, as in C: no HTTP status."""
    _words: ClassVar[str] = ""

    def __init__(self, message: str | None = None) -> None:
        """Make one by hand, with the class's own words unless there are others."""
        super().__init__(self._words if message is None else message)


class InvalidToken(TokenError):
    """A token, the header that carries it, or a cookie's value is refused."""

    code = "invalid-token"


class Malformed(InvalidToken):
    """The form is wrong: parts, base64url, UTF-8, strict JSON, or the type of a registered claim.

    Of a key: its text is not the base64url, hexadecimal or JWK that it should be.
    """

    code = "malformed"
    status = 101
    _words = "not of the right form"


class Limit(InvalidToken):
    """A limit is passed: of size, depth, or number of members."""

    code = "limit"
    status = 102
    _words = "larger or deeper than allowed"


class Unsupported(InvalidToken):
    """The header asks for an extension: ``crit``, or ``b64`` other than true (RFC 7515, RFC 7797)."""

    code = "unsupported"
    status = 103
    _words = "the token's header asks for an extension (crit or b64)"


class NotBearer(InvalidToken):
    """The ``Authorization`` header is empty or of another scheme than ``Bearer`` (RFC 6750)."""

    code = "not-bearer"
    status = 104
    _words = "no Bearer credentials in the header"


class UnknownKey(InvalidToken):
    """No key may be tried on a token with this ``kid``; or a JWK Set has no key of type ``oct``.

    Of a cookie: no key of the ring may verify.
    """

    code = "unknown-key"
    status = 201
    _words = "no key for this token's kid"


class AlgorithmMismatch(InvalidToken):
    """The token, or the JWK, names another algorithm than the key's."""

    code = "algorithm-mismatch"
    status = 202
    _words = "the algorithm is not the key's"


class BadSignature(InvalidToken):
    """The MAC is not the one that the key makes."""

    code = "bad-signature"
    status = 203
    _words = "the signature is wrong"


class WeakKey(TokenError, ValueError):
    """The secret is too short for the algorithm, empty, or a PEM file (RFC 7518 section 3.2)."""

    code = "weak-key"
    status = 204
    _words = "the secret is too short for the algorithm, empty, or a PEM file"


class KeyUse(TokenError, ValueError):
    """The JWK's ``use`` or ``key_ops`` do not allow this (RFC 7517 sections 4.2 and 4.3)."""

    code = "key-use"
    status = 205
    _words = "the JWK's use or key_ops do not allow this"


class ClaimError(InvalidToken):
    """The signature is right, but a claim is not acceptable."""

    code = "claim-error"


class Expired(ClaimError):
    """``exp`` has passed."""

    code = "expired"
    status = 301
    _words = "the token has expired (exp)"


class NotYetValid(ClaimError):
    """``nbf`` has not come; of a cookie: it was sealed later than now."""

    code = "not-yet-valid"
    status = 302
    _words = "the token is not valid yet (nbf)"


class WrongType(ClaimError):
    """The header's ``typ`` is not the one that was asked for."""

    code = "wrong-type"
    status = 303
    _words = "the token is of another type (typ)"


class WrongIssuer(ClaimError):
    """``iss`` is not the one that was asked for."""

    code = "wrong-issuer"
    status = 304
    _words = "the token is of another issuer (iss)"


class WrongSubject(ClaimError):
    """``sub`` is not the one that was asked for."""

    code = "wrong-subject"
    status = 305
    _words = "the token is about another subject (sub)"


class WrongAudience(ClaimError):
    """``aud`` names none of the audiences, or the token has one and none was asked for."""

    code = "wrong-audience"
    status = 306
    _words = "the token is for another audience (aud)"


class TooOld(ClaimError):
    """``iat`` is longer ago than ``max_age``."""

    code = "too-old"
    status = 307
    _words = "the token was issued too long ago (iat)"


class WrongId(ClaimError):
    """``jti`` is not the one that was asked for."""

    code = "wrong-id"
    status = 308
    _words = "the token has another id (jti)"


class MissingClaim(ClaimError):
    """A claim that was asked for is absent."""

    code = "missing-claim"
    status = 309
    _words = "the token lacks a claim that is asked for"


class CookieError(TokenError, ValueError):
    """A cookie can't be built so: browsers would drop it, or read something else."""

    code = "cookie-error"


class CookieInsecure(CookieError):
    """``SameSite=None`` or ``Partitioned`` on a cookie without ``Secure``."""

    code = "cookie-insecure"
    status = 401
    _words = "SameSite=None and Partitioned need Secure"


class CookiePrefix(CookieError):
    """The attributes break the promise of the name (RFC 6265bis section 4.1.3).

    ``__Secure-`` needs Secure; ``__Http-`` Secure and HttpOnly; ``__Host-`` Secure, ``path="/"`` and
    no domain; ``__Host-Http-`` all of that.
    """

    code = "cookie-prefix"
    status = 402
    _words = "the attributes are not those that the name's prefix promises"


class CookieCharacter(CookieError):
    """A character that may not stand in this part of a cookie, or an empty name."""

    code = "cookie-character"
    status = 403
    _words = "a character that may not stand in this part of a cookie, or an empty name"


class CookieTooLarge(CookieError, InvalidToken):
    """Name and value are longer than 4096 bytes together, or a value is by itself."""

    code = "cookie-too-large"
    status = 404
    _words = "the cookie is longer than 4096 bytes"


class AttributeTooLarge(CookieError):
    """Path or domain are longer than 1024 bytes."""

    code = "attribute-too-large"
    status = 405
    _words = "an attribute of the cookie is longer than 1024 bytes"


class CookieExpired(InvalidToken):
    """The value was sealed longer ago than ``max_age``, or its own expiry has passed."""

    code = "cookie-expired"
    status = 406
    _words = "the cookie's value is too old"


class CrossSite(InvalidToken):
    """An unsafe request that another site made (``check_fetch``)."""

    code = "cross-site"
    status = 407
    _words = "the request comes from another site"


class StateError(TokenError):
    """Of sessions, refresh tokens and revocation: what the store has does not allow it, or fails."""

    code = "state-error"


class Revoked(StateError, InvalidToken):
    """The token was denied, or all of its subject was ended: somebody has logged out everywhere."""

    code = "revoked"
    status = 501
    _words = "revoked"


class SessionUnknown(StateError, InvalidToken):
    """The store knows no session of this id."""

    code = "session-unknown"
    status = 502
    _words = "no such session"


class SessionEnded(StateError, InvalidToken):
    """The session was ended, or has gone on under another id."""

    code = "session-ended"
    status = 503
    _words = "the session has ended"


class SessionExpired(StateError, InvalidToken):
    """The session has been idle for too long, or has reached its absolute expiry."""

    code = "session-expired"
    status = 504
    _words = "the session has expired"


class Conflict(StateError):
    """Other data are there now than were loaded; if an answer of the store was lost, they may be yours."""

    code = "conflict"
    status = 505
    _words = "the data have been changed since they were loaded"


class RefreshUnknown(StateError, InvalidToken):
    """The store knows no family of this refresh token."""

    code = "refresh-unknown"
    status = 506
    _words = "no such refresh token"


class RefreshEnded(StateError, InvalidToken):
    """The refresh token's family was ended."""

    code = "refresh-ended"
    status = 507
    _words = "the refresh token has ended"


class RefreshExpired(StateError, InvalidToken):
    """The refresh token has not been used for too long, or has reached its absolute expiry."""

    code = "refresh-expired"
    status = 508
    _words = "the refresh token has expired"


class RefreshReused(StateError, InvalidToken):
    """A refresh token that was replaced long ago: somebody has a copy. The family is ended now."""

    code = "refresh-reused"
    status = 509
    _words = "a refresh token was used twice: somebody has a copy"


class WrongClient(StateError, InvalidToken):
    """The refresh token is another client's."""

    code = "wrong-client"
    status = 510
    _words = "the refresh token is another client's"


class UnknownRecord(StateError):
    """A record of the store is of a version or a form that is not known here."""

    code = "unknown-record"
    status = 511
    _words = "the store has a record of an unknown form"


class Contention(StateError):
    """Others kept changing the same record; the operation did not take."""

    code = "contention"
    status = 512
    _words = "others kept changing the same record"


class StoreUnavailable(StateError):
    """The store could not be asked, or did not answer in time: ``__cause__`` is its own exception.

    Or it does not keep to its interface: then the message says how.

    Whether something was written is then not known.
    """

    code = "store-unavailable"
    status = 513
    _words = "the store is unavailable"


class StoreFull(StateError):
    """The store has no room left; nothing was written."""

    code = "store-full"
    status = 514
    _words = "the store is full"


class BufferTooSmall(TokenError):
    """A buffer is too small: the core's word to C. Python code never sees it."""

    code = "buffer-too-small"
    status = 901
    _words = "a buffer is too small"


class BadArgument(TokenError, ValueError):
    """An argument is wrong by its value: the caller's mistake, whatever the token."""

    code = "bad-argument"
    status = 902
    _words = "an argument is not valid"


def _leaves(parent: type[TokenError]) -> list[type[TokenError]]:
    return [leaf for child in parent.__subclasses__() for leaf in (_leaves(child) or [child])]


BY_STATUS: dict[int, type[TokenError]] = {leaf.status: leaf for leaf in _leaves(TokenError)}
"""The class of each reason's number."""
