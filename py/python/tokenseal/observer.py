"""Counting what happens: a function that is told each operation and how it came out.

>>> from collections import Counter
>>> from tokenseal import Key, MemoryStore, Sessions
>>> counts = Counter()
>>> key = Key("HS256", b"0123456789abcdef0123456789abcdef")
>>> def count(operation, outcome):
...     counts[operation, outcome] += 1
>>> sessions = Sessions(key, MemoryStore(), observer=count)
>>> session = sessions.load(sessions.start("user-42").cookie)
>>> sessions.end(session)
>>> sessions.save(session)
Traceback (most recent call last):
    ...
tokenseal.errors.SessionEnded: the session has ended
>>> sorted(counts)
[('session.end', 'ok'), ('session.load', 'ok'), ('session.save', 'session-ended'), ('session.start', 'ok')]

``Sessions``, ``RefreshTokens``, ``Revocations``, their twins for asyncio and ``tokenseal.web`` take such an
``observer``. Both arguments come from short closed lists, so that they will do as the labels of a metric, and
neither ever holds anything of a user, a token or a store.

======================  =====================================================================================
of                      operations
======================  =====================================================================================
``Sessions``            ``session.start``, ``session.load``, ``session.save``, ``session.update``,
                        ``session.rotate``, ``session.end``, ``session.end-all``
``RefreshTokens``       ``refresh.issue``, ``refresh``, ``refresh.end``, ``refresh.end-all``
``Revocations``         ``revocation.check``, ``revocation.deny``, ``revocation.end-all``
``tokenseal.web``       ``verify`` (an access token), ``csrf`` (an unsafe request), ``authorize``
======================  =====================================================================================

The outcome is ``ok`` or the error's ``code``. ``refresh`` has two more that are good: ``repeated`` (the same
successor again, within the grace) and ``recovered`` (the store had lost writes). A ``revocation.check`` that
``fail_open`` lets pass is told as ``store-unavailable`` all the same. ``csrf`` has ``csrf-token``, and
``authorize`` has ``credentials-required`` and ``insufficient-scope``.

An operation is told once, when it is over; not if it was cancelled, nor if a mistake in the program ended it,
such as a ``TypeError``. What an observer raises is logged (``logging.getLogger("tokenseal")``) and changes
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from tokenseal.errors import TokenError

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

__all__ = ["Observer", "Watch", "tell"]

Observer: TypeAlias = Callable[[str, str], object]
"""Is called with the operation and its outcome, in the thread or task of the operation: it must not wait."""


def tell(observer: Observer | None, operation: str, outcome: str) -> None:
    """Tell an observer, if there is one, whatever it raises."""
    if observer is None:
        return
    try:
        observer(operation, outcome)
    except Exception:
        import logging  # noqa: PLC0415 - it takes longer to import than all else here

        logging.getLogger("tokenseal").exception("the observer failed at %s: %s", operation, outcome)


class Watch:
    """One operation: ``with Watch(observer, "session.load"):``."""

    __slots__ = ("_observer", "_operation", "outcome")

    def __init__(self, observer: Observer | None, operation: str) -> None:
        """Tell the observer when it is over."""
        self._observer = observer
        self._operation = operation
        self.outcome: str = "ok"

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Tell how it came out."""
        if error is None:
            tell(self._observer, self._operation, self.outcome)
        elif isinstance(error, TokenError):
            tell(self._observer, self._operation, error.code)
