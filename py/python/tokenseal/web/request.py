"""What the guard wants to know of a request, whatever the framework."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tokenseal._tokenseal import find

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["MAX_FORM", "Request"]

MAX_FORM = 65536
"""How many bytes of a form are read for its CSRF token, where no framework has read it."""


class Request(NamedTuple):
    """A request, as an adapter gives it to ``Guard.enter``."""

    method: str
    """In upper case. The handshake of a WebSocket is given as ``POST``: other sites can make one, too."""
    path: str
    """The whole path as the browser sees it, decoded and without the query."""
    scheme: str
    """``http`` or ``https``, as the server sees it."""
    header: Callable[[str], str | None]
    """Gets a header by its name in lower case. Of several the values are joined: by ``; `` if they are of
    ``cookie``, otherwise by ``, ``."""
    field: Callable[[str], Awaitable[str | None]]
    """Gets a field of the form in the body. Asked only where the CSRF token is nowhere else."""

    def cookie(self, name: str) -> str | None:
        """Get the first cookie of a name."""
        return find(self.header("cookie"), name)
