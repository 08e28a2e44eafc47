"""A session's data while a request changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokenseal._tokenseal import write_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["SUBJECT", "Changes", "Draft"]

SUBJECT = "sub"
"""The member that is the guard's own: whose the session is."""


class Draft:
    """The data of a session, one dict as long as the request lasts, and which members were changed."""

    __slots__ = ("_before", "data")

    def __init__(self) -> None:
        """Begin with no data."""
        self.data: dict[str, Any] = {}
        self._before: dict[str, bytes] = {}

    def reset(self, stored: Mapping[str, Any]) -> None:
        """Begin anew with what the store has."""
        self.data.clear()
        self.data.update(stored)
        self._before = _written(stored)

    def changes(self) -> Changes:
        """Compare, as JSON, what there is with what there was, but for the guard's own."""
        now = _written(self.data)
        changed = {name: self.data[name] for name, text in now.items() if self._before.get(name) != text}
        return Changes(changed, self._before.keys() - now.keys() - {SUBJECT})


class Changes:
    """Members that were set and removed."""

    __slots__ = ("_changed", "_removed")

    def __init__(self, changed: Mapping[str, Any], removed: Iterable[str] = ()) -> None:
        """Keep them."""
        self._changed = changed
        self._removed = removed

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._changed or self._removed)

    def apply(self, data: dict[str, Any]) -> None:
        """Make the same changes to data that somebody else may have changed meanwhile."""
        data.update(self._changed)
        for name in self._removed:
            data.pop(name, None)


def _written(data: Mapping[str, Any]) -> dict[str, bytes]:
    return {name: write_object({name: value}, "session") for name, value in data.items() if name != SUBJECT}
