"""A word or two with a server, in Redis' protocol (RESP2) and with nothing but a socket."""

from __future__ import annotations

import socket
from typing import BinaryIO

Reply = str | int | bytes | list["Reply"] | None


class ServerError(Exception):
    """The server's own error, such as ``LOADING``."""


def ask(port: int, *words: str | bytes, timeout: float = 5.0) -> Reply:
    """The reply of the server on this port of loopback to one command."""
    parts = [word.encode() if isinstance(word, str) else word for word in words]
    with socket.create_connection(("127.0.0.1", port), timeout) as connection:
        text = b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%b\r\n" % (len(part), part) for part in parts)
        connection.sendall(text)
        with connection.makefile("rb") as lines:
            return _reply(lines)


def _reply(lines: BinaryIO) -> Reply:
    line = lines.readline()
    if not line.endswith(b"\r\n"):
        raise ConnectionError("the server hung up")
    kind, rest = line[:1], line[1:-2]
    if kind == b"+":
        return rest.decode()
    if kind == b"-":
        raise ServerError(rest.decode())
    if kind == b":":
        return int(rest)
    if kind == b"$":
        return None if rest == b"-1" else lines.read(int(rest) + 2)[:-2]
    if kind == b"*":
        return [_reply(lines) for _ in range(int(rest))]
    raise ConnectionError(f"not Redis' protocol: {line!r}")
