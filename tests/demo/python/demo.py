"""What all parts of the demo's first service share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tokenseal import Key

if TYPE_CHECKING:
    from pathlib import Path

    from clock import Clock
    from exchanges import Exchanges
    from stores import Shelf

USER = "ada"
"""Everybody who logs in is her; passwords are not what this is about."""
THEME = "__Host-theme"
THEMES = ("system", "light", "dark")
MONTH = 30 * 86400
"""Seconds that a preference is kept."""


@dataclass(frozen=True)
class Demo:
    """The parts."""

    secret: bytes
    clock: Clock
    shelf: Shelf
    namespace: str
    """Of the sessions, refresh tokens and revocations."""
    exchanges: Exchanges
    origins: dict[str, str]
    """Where the services are, by their names."""
    package: Path
    """Where the files of the npm package are."""

    @cached_property
    def key(self) -> Key:
        """What signs and verifies, in all services."""
        return Key("HS256", self.secret)
