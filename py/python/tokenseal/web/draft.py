"""A session's data while a request changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokenseal._tokenseal import write_object

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Draft"]


class Draft:
    """The data of a session, and which of their members have been changed."""

    __slots__ = ("_before", "data")

    def __init__(self, data: dict[str, Any]) -> None:
        """Begin with what was loaded; ``data`` itself is what is changed."""
        self.data = data
        self._before = _written(data)

    def changes(self) -> Changes:
        """Compare, as JSON, what there is with what there was."""
        now = _written(self.data)
        changed = {name: self.data[name] for name, text in now.items() if self._before.get(name) != text}
        return Changes(changed, self._before.keys() - now.keys())


class Changes:
    """The members that were set and removed."""

    __slots__ = ("_changed", "_removed")

    def __init__(self, changed: Mapping[str, Any], removed: set[str]) -> None:
        """Keep them."""
        self._changed = changed
        self._removed = removed

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._changed or self._removed)

    def apply(self, data: dict[str, Any]) -> None:
        """Make the same changes to data that somebody else has changed meanwhile."""
        data.update(self._changed)
        for name in self._removed:
            data.pop(name, None)


def _written(data: Mapping[str, Any]) -> dict[str, bytes]:
    return {name: write_object({name: value}, "session") for name, value in data.items()}
