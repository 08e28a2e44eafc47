"""Revocation of tokens before they expire: one by one, or all of a subject's at once.

>>> from tokenseal import Key, MemoryStore, Revocations
>>> key = Key("HS256", b"0123456789abcdef0123456789abcdef")
>>> revocations = Revocations(MemoryStore())
>>> token = key.sign({"sub": "user-42"})
>>> claims = key.verify(token)
>>> revocations.check(token, claims)
>>> revocations.deny(token, claims)
>>> revocations.check(token, claims)
Traceback (most recent call last):
    ...
tokenseal.errors.Revoked: revoked

A revocable token has an ``exp`` at most 400 days ahead, and should have an ``iat``: one without it dies
with any ``end_all`` of its subject. Hosts' clocks must agree: a token that a host issues whose clock is
some seconds ahead can survive an ``end_all`` that comes up to so many seconds later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokenseal._driver import AtOnce, at_once, carry_out, check_store
from tokenseal._tokenseal import TokenHandle, end_subject, instant
from tokenseal.errors import StoreUnavailable
from tokenseal.observer import Watch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tokenseal.observer import Observer
    from tokenseal.stores import AsyncStore, Store

__all__ = ["AsyncRevocations", "Revocations"]


class AsyncRevocations:
    """``Revocations`` for asyncio: the same, over an ``AsyncStore``."""

    def __init__(
        self,
        store: AsyncStore,
        *,
        namespace: str = "",
        fail_open: bool = False,
        observer: Observer | None = None,
    ) -> None:
        """See ``Revocations``."""
        check_store(store)
        self._store = store
        self._namespace = namespace
        self._fail_open = fail_open
        self._observer = observer
        end_subject(namespace, "-", 0)

    async def check(
        self,
        token: str | bytes | bytearray,
        claims: Mapping[str, Any] | str | bytes | bytearray,
        *,
        now: float | datetime | None = None,
    ) -> None:
        """Make sure that a token is not revoked: see ``Revocations.check``."""
        try:
            with Watch(self._observer, "revocation.check"):
                check = TokenHandle.read(self._namespace, token, claims).check(instant(now))
                await carry_out(self._store, check)
        except StoreUnavailable:
            if not self._fail_open:
                raise

    async def deny(
        self,
        token: str | bytes | bytearray,
        claims: Mapping[str, Any] | str | bytes | bytearray,
        *,
        now: float | datetime | None = None,
    ) -> None:
        """Revoke one token: see ``Revocations.deny``."""
        with Watch(self._observer, "revocation.deny"):
            deny = TokenHandle.read(self._namespace, token, claims).deny(instant(now))
            await carry_out(self._store, deny)

    async def end_all(self, subject: str, *, now: float | datetime | None = None) -> None:
        """Log a subject out everywhere: see ``Revocations.end_all``."""
        with Watch(self._observer, "revocation.end-all"):
            await carry_out(self._store, end_subject(self._namespace, subject, instant(now)))


class Revocations:
    """A denylist, and the end of all of a subject, over a ``Store``.

    ``namespace`` keeps applications apart that share a store; ``end_all`` ends what was started in the
    same one. When the store is unavailable ``check`` raises ``StoreUnavailable``, unless ``fail_open``
    lets all tokens pass then, the revoked ones too. ``observer`` counts: see ``tokenseal.observer``.

    ``claims`` is what ``verify`` or ``verify_raw`` has returned for the token: nothing is verified here.
    ``now`` is the time, in seconds since 1970 or as an aware ``datetime``; the clock by default.
    """

    def __init__(
        self,
        store: Store,
        *,
        namespace: str = "",
        fail_open: bool = False,
        observer: Observer | None = None,
    ) -> None:
        """Raise ``Limit`` when the namespace is longer than 255 bytes."""
        self._revocations = AsyncRevocations(
            AtOnce(store), namespace=namespace, fail_open=fail_open, observer=observer
        )

    def check(
        self,
        token: str | bytes | bytearray,
        claims: Mapping[str, Any] | str | bytes | bytearray,
        *,
        now: float | datetime | None = None,
    ) -> None:
        """Make sure that a verified token is not revoked: one read.

        Raises ``Revoked`` when it was denied, or is not younger than the last ``end_all`` of its subject;
        ``MissingClaim`` when it has no ``exp``, ``BadArgument`` when that is more than 400 days ahead.
        """
        at_once(self._revocations.check(token, claims, now=now))

    def deny(
        self,
        token: str | bytes | bytearray,
        claims: Mapping[str, Any] | str | bytes | bytearray,
        *,
        now: float | datetime | None = None,
    ) -> None:
        """Revoke one token, until it has expired.

        It is known by ``iss`` and ``jti``, or by its MAC where it has no ``jti``. Raises as ``check``,
        but for ``Revoked``.
        """
        at_once(self._revocations.deny(token, claims, now=now))

    def end_all(self, subject: str, *, now: float | datetime | None = None) -> None:
        """Log a subject out everywhere: end all its sessions, refresh tokens and revocable tokens.

        One write, however many there are. A token that ``sign`` makes within the same second is revoked
        too; ``RefreshTokens.issue`` dates it later than that.
        """
        at_once(self._revocations.end_all(subject, now=now))
