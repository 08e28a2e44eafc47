"""Short-lived access tokens, and refresh tokens that are tracked, replaced at each use and revocable.

>>> from tokenseal import Key, KeyRing, MemoryStore, RefreshTokens
>>> ring = KeyRing([Key("HS256", b"0123456789abcdef0123456789abcdef")])
>>> tokens = RefreshTokens(ring, MemoryStore())
>>> pair = tokens.issue("user-42", {"role": "admin"})
>>> ring.verify(pair.access)["role"]
'admin'
>>> pair = tokens.refresh(pair.refresh)
>>> tokens.end(pair.refresh)
>>> tokens.refresh(pair.refresh)
Traceback (most recent call last):
    ...
tokenseal.errors.RefreshEnded: the refresh token has ended

All refresh tokens that come from one login are a family. Whoever uses one that was replaced long ago has
a copy, or somebody else has one: ``RefreshReused``, and the family is dead. Its access tokens live until
they expire, unless all of the subject is ended too. For a short grace the old token gives the same
successor again, so that a lost answer or two tabs at once log nobody out; a thief and a victim who both
stay inside it each time are found when one falls behind.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from tokenseal._driver import AtOnce, at_once, carry_out, check_store
from tokenseal._tokenseal import (
    RefreshHandle,
    check_grace,
    check_lifetime,
    duration,
    instant,
    refresh_start,
    write_object,
)
from tokenseal.errors import BadArgument
from tokenseal.observer import Watch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from tokenseal._tokenseal import Signer, Transition
    from tokenseal.observer import Observer
    from tokenseal.stores import AsyncStore, Store

__all__ = ["AsyncRefreshTokens", "RefreshTokens", "TokenPair"]

# Milliseconds that an access token may live. One that lived longer could not be revoked.
_SHORTEST, _LONGEST = 1000, 400 * 86_400_000


class TokenPair(NamedTuple):
    """An access token, and the refresh token that gets the next pair. Times are in seconds since 1970."""

    access: str
    """The access token, a JWT: send it as ``Authorization: Bearer``."""
    refresh: str
    """The refresh token: keep it where no script reads it, and use it once."""
    access_expires_at: int
    """When the access token expires."""
    refresh_expires_at: float
    """When the family ends, however much it is used."""
    expires_in: int
    """How many whole seconds the access token lives: OAuth's ``expires_in``."""
    created: float
    """When the family began: at the login."""
    repeated: bool
    """Whether this refresh token was given before: the one it replaces was used again within the grace."""
    recovered: bool
    """Whether the token was ahead of the store, which must have lost writes: worth a line in the log."""

    def __repr__(self) -> str:
        """Show neither token."""
        return (
            f"<tokenseal.TokenPair access_expires_at={self.access_expires_at}, refresh_expires_at="
            f"{self.refresh_expires_at}, expires_in={self.expires_in}, created={self.created}, "
            f"repeated={self.repeated}, recovered={self.recovered}>"
        )


class AsyncRefreshTokens:
    """``RefreshTokens`` for asyncio: the same, over an ``AsyncStore``."""

    def __init__(  # noqa: PLR0913 - options by name
        self,
        ring: Signer,
        store: AsyncStore,
        *,
        namespace: str = "",
        access_lifetime: float | timedelta = 900,
        idle: float | timedelta = 2592000,
        lifetime: float | timedelta = 7776000,
        grace: float | timedelta = 10,
        observer: Observer | None = None,
    ) -> None:
        """See ``RefreshTokens``."""
        check_store(store)
        self._ring = ring
        self._store = store
        self._observer = observer
        self._namespace = namespace
        self._access_lifetime = duration(access_lifetime)
        if not _SHORTEST <= self._access_lifetime <= _LONGEST:
            message = "access_lifetime is not between 1 second and 400 days"
            raise BadArgument(message)
        self._lifetime = (duration(idle), duration(lifetime))
        self._grace = duration(grace)
        check_lifetime(namespace, *self._lifetime)
        check_grace(ring, self._grace)

    async def issue(
        self,
        subject: str,
        claims: Mapping[str, Any] | None = None,
        *,
        client: str | None = None,
        now: float | datetime | None = None,
    ) -> TokenPair:
        """Log in: see ``RefreshTokens.issue``."""
        with Watch(self._observer, "refresh.issue"):
            millis = instant(now)
            claims = {} if claims is None else claims
            data = write_object({"sub": subject, **claims}, "claims")
            if "sub" in claims:
                message = "sub is given twice: in the claims and as the subject"
                raise BadArgument(message)
            start = refresh_start(
                self._ring, self._namespace, os.urandom(16), subject, client, *self._lifetime, data, millis
            )
            # Claims that can't be signed are refused before anything is written.
            self._sign(data, millis, millis)
            return self._pair(await carry_out(self._store, start))

    async def refresh(
        self,
        token: str | bytes | bytearray,
        *,
        client: str | None = None,
        now: float | datetime | None = None,
    ) -> TokenPair:
        """Replace a refresh token: see ``RefreshTokens.refresh``."""
        with Watch(self._observer, "refresh") as watch:
            presented = RefreshHandle.open(self._ring, token)
            rotate = presented.rotate(self._ring, self._namespace, client, self._grace, instant(now))
            pair = self._pair(await carry_out(self._store, rotate))
            if pair.repeated or pair.recovered:
                watch.outcome = "repeated" if pair.repeated else "recovered"
            return pair

    async def end(self, token: str | bytes | bytearray, *, now: float | datetime | None = None) -> None:
        """Log out here: see ``RefreshTokens.end``."""
        with Watch(self._observer, "refresh.end"):
            end = RefreshHandle.open(self._ring, token).end(self._namespace, instant(now))
            await carry_out(self._store, end)

    async def end_all(self, token: str | bytes | bytearray, *, now: float | datetime | None = None) -> None:
        """Log out everywhere: see ``RefreshTokens.end_all``."""
        with Watch(self._observer, "refresh.end-all"):
            end_all = RefreshHandle.open(self._ring, token).end_all(self._namespace, instant(now))
            await carry_out(self._store, end_all)

    def _pair(self, done: Transition) -> TokenPair:
        refresh = done.refresh()
        return TokenPair(
            access=self._sign(done.data(), refresh.issued_at, done.now),
            refresh=refresh.mint(self._ring),
            access_expires_at=(done.now + self._access_lifetime) // 1000,
            refresh_expires_at=refresh.expires_at / 1000,
            expires_in=self._access_lifetime // 1000,
            created=refresh.created / 1000,
            repeated=refresh.repeated,
            recovered=refresh.recovered,
        )

    def _sign(self, claims: bytes, issued_at: int, now: int) -> str:
        return self._ring.sign(
            claims, expires_in=self._access_lifetime / 1000, issued_at=issued_at / 1000, now=now / 1000
        )


class RefreshTokens:
    """Pairs of access and refresh token over a ``Store``: issue, refresh, end, and end all of a subject.

    ``ring`` (a ``Key`` or a ``KeyRing``) signs both. ``namespace`` keeps applications apart that share a
    store; whoever is to log out everywhere at once shares the namespace. An access token lives for
    ``access_lifetime``, from 1 second to 400 days. A family ends when it has not been used for ``idle``,
    and ``lifetime`` after the login in any case, at most 400 days. For ``grace`` after a replacement, at
    most 10 minutes, the replaced token gives its successor again. All are seconds or a ``timedelta``.
    ``observer`` counts: see ``tokenseal.observer``.

    ``now`` is the time, in seconds since 1970 or as an aware ``datetime``; the clock by default.

    Raises an ``InvalidToken`` when the token is not good: the user logs in again. ``StoreUnavailable``,
    ``StoreFull``, ``UnknownRecord`` and ``Contention`` mean that the store can't say: treat that as an
    error of the server; the token may be tried again.

    A new key is first put behind the old one in every process, and only then before it: whoever lacks
    the key that minted a successor can't repeat it (``UnknownKey``).
    """

    def __init__(  # noqa: PLR0913 - options by name
        self,
        ring: Signer,
        store: Store,
        *,
        namespace: str = "",
        access_lifetime: float | timedelta = 900,
        idle: float | timedelta = 2592000,
        lifetime: float | timedelta = 7776000,
        grace: float | timedelta = 10,
        observer: Observer | None = None,
    ) -> None:
        """Raise ``BadArgument`` when a duration is out of range."""
        self._tokens = AsyncRefreshTokens(
            ring,
            AtOnce(store),
            namespace=namespace,
            access_lifetime=access_lifetime,
            idle=idle,
            lifetime=lifetime,
            grace=grace,
            observer=observer,
        )

    def issue(
        self,
        subject: str,
        claims: Mapping[str, Any] | None = None,
        *,
        client: str | None = None,
        now: float | datetime | None = None,
    ) -> TokenPair:
        """Log in: start a family, and return its first pair.

        ``subject`` becomes the claim ``sub``, and the store gets a hash of it: best an opaque id, since
        that of an e-mail address can be guessed. The other ``claims`` are in every access token of the
        family, so no ``exp`` and ``iat`` (``BadArgument``), and a ``jti`` would be the family's. With
        ``client`` only who gives the same one may refresh.
        """
        return at_once(self._tokens.issue(subject, claims, client=client, now=now))

    def refresh(
        self,
        token: str | bytes | bytearray,
        *,
        client: str | None = None,
        now: float | datetime | None = None,
    ) -> TokenPair:
        """Replace a refresh token, and return the next pair.

        Raises ``BadSignature`` or ``Malformed`` when the token is not ours, ``RefreshUnknown``,
        ``RefreshEnded``, ``RefreshExpired``, ``WrongClient``, ``Revoked`` when all of the subject was
        ended, and ``RefreshReused`` when somebody has a copy: the family is ended then, and ``end_all``
        of the same token ends the rest of the subject.
        """
        return at_once(self._tokens.refresh(token, client=client, now=now))

    def end(self, token: str | bytes | bytearray, *, now: float | datetime | None = None) -> None:
        """Log out here: end the token's family. It is no error if it has ended, or is unknown.

        The access token lives until it expires, if it is not denied: see ``Revocations``.
        """
        at_once(self._tokens.end(token, now=now))

    def end_all(self, token: str | bytes | bytearray, *, now: float | datetime | None = None) -> None:
        """Log out everywhere: end all families, sessions and revocable tokens of the subject.

        One write, however many there are. ``Revocations.end_all`` does the same by the subject's name.

        A token of a login that has ended can do this too: ``refresh`` first where a request does it, and
        limit the rate.
        """
        at_once(self._tokens.end_all(token, now=now))
