"""What all parts of the demo's first service share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tokenseal import Key

    from clock import Clock
    from exchanges import Exchanges
    from stores import Shelf

USER = "ada"
"""Everybody who logs in is her; passwords are not what this is about."""
THEME = "__Host-theme"
THEMES = ("system", "light", "dark")
MONTH = 30 * 86400
"""Seconds that a preference is kept."""


class Demo(NamedTuple):
    """The parts."""

    key: Key
    clock: Clock
    shelf: Shelf
    exchanges: Exchanges
    origins: dict[str, str]
    """Where the services are, by their names."""
