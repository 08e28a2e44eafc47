"""A clock that can be pushed forward, for all services of the demo."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Clock:
    """The system's clock and an offset, which the other services read from the same file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._offset = 0
        self._write()

    def push(self, seconds: int) -> None:
        """Let it be later. It never goes back: what has expired stays so."""
        self._offset += seconds * 1000
        self._write()

    def now(self) -> int:
        """Unix milliseconds."""
        return time.time_ns() // 1_000_000 + self._offset

    def seconds(self) -> float:
        """The same in seconds, as the package takes it."""
        return self.now() / 1000

    @property
    def offset(self) -> int:
        """Milliseconds that it is ahead."""
        return self._offset

    def _write(self) -> None:
        # A reader sees the old one or the new one.
        new = self.path.with_suffix(".new")
        new.write_text(str(self._offset))
        new.replace(self.path)
