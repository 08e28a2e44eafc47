"""The connections of a process to one SQLite file, each used by one thread at a time.

SQLite forbids to carry an open connection over a fork, even only to close it in the child: the child
would believe that it holds locks which the system gave to its parent. So before a fork the connections
are closed, and either process opens its own.
"""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import threading
import time
import weakref
from typing import TYPE_CHECKING

from tokenseal.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    _Values = Mapping[str, object] | Sequence[object]

_SCHEMA = (
    """
    CREATE TABLE IF NOT EXISTS tokenseal (
        key TEXT NOT NULL PRIMARY KEY,
        record BLOB NOT NULL,
        expires INTEGER NOT NULL -- milliseconds since 1970
    )
    """,
    "CREATE INDEX IF NOT EXISTS tokenseal_expires ON tokenseal (expires)",
)
_WAIT = (0.000_5, 0.002)
"""Seconds between two looks at a lock that another holds: the shortest and the longest."""


class Connection(sqlite3.Connection):
    """A connection that waits its turn.

    SQLite itself waits longer and longer, up to 100 ms; one who does that between many who write at once
    finds the lock free too seldom, and gives up.
    """

    patience: float
    """How many seconds it waits."""

    def patiently(self, statement: str, values: _Values = ()) -> sqlite3.Cursor:
        """Execute a statement; while another holds the lock that it needs, wait."""
        end = time.monotonic() + self.patience
        while True:
            try:
                return self.execute(statement, values)
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() >= end:
                    raise
            time.sleep(random.uniform(*_WAIT))  # noqa: S311


class Connections:
    """Lends connections, and opens one when all are lent. ``timeout`` is in seconds."""

    def __init__(self, path: str, timeout: float) -> None:
        self._path = path
        self._timeout = timeout
        self._idle: list[Connection] = []
        self._lent = 0
        self._closed = False
        self._forking = False
        self._changed = threading.Condition()
        _ALL.add(self)

    def take(self) -> Connection:
        """Lend a connection, which must be given back."""
        with self._changed:
            while self._forking:
                self._changed.wait()
            if self._closed:
                message = "the SQLite store is closed"
                raise StoreUnavailable(message)
            self._lent += 1
            if self._idle:
                return self._idle.pop()
        try:
            return self._open()
        except BaseException:
            self.give(None)
            raise

    def give(self, connection: Connection | None, *, good: bool = False) -> None:
        """Take it back. One that an exception went through is no good, and is not lent again."""
        with self._changed:
            self._lent -= 1
            if connection is not None:
                if good and not self._closed:
                    self._idle.append(connection)
                else:
                    connection.close()
            if self._forking:
                self._changed.notify_all()

    def _open(self) -> Connection:
        # SQLite would create it readable by all. Its two companions take over these permissions.
        with contextlib.suppress(FileExistsError):
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        connection = sqlite3.connect(
            self._path, timeout=0, isolation_level=None, check_same_thread=False, factory=Connection
        )
        try:
            connection.patience = self._timeout
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: Connection) -> None:
        # Readers and a writer work at once. The file remembers it.
        (mode,) = connection.patiently("PRAGMA journal_mode = WAL").fetchone()
        if mode != "wal":
            message = f"SQLite can't keep a write-ahead log beside {self._path}"
            raise StoreUnavailable(message)
        # A log-out that was acknowledged survives a loss of power.
        connection.execute("PRAGMA synchronous = FULL")
        for statement in _SCHEMA:
            connection.patiently(statement)

    def close(self) -> None:
        """Close all, those that are lent when they come back."""
        with self._changed:
            self._closed = True
            self._close_idle()

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def __del__(self) -> None:
        self._close_idle()

    def before_fork(self) -> None:
        """Wait until no thread works with a connection, and close them; lend none until it is over."""
        with self._changed:
            self._forking = True
            # Not for ever: the fork may come from a signal handler that interrupted the one who works.
            self._changed.wait_for(lambda: self._lent == 0, self._timeout + 1)
            self._close_idle()

    def after_fork_in_parent(self) -> None:
        """Lend again."""
        with self._changed:
            self._forking = False
            self._changed.notify_all()

    def after_fork_in_child(self) -> None:
        """Begin anew. What a server written in C carried over, as it does not ask before, is left alone."""
        _CARRIED_OVER.extend(self._idle)
        self._idle = []
        self._lent = 0
        self._forking = False
        self._changed = threading.Condition()


class _Forks:
    """What is done around a fork: one at a time, should two threads fork at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: list[Connections] = []

    def before(self) -> None:
        self._lock.acquire()
        self._held = list(_ALL)
        for each in self._held:
            each.before_fork()

    def after_in_parent(self) -> None:
        for each in self._held:
            each.after_fork_in_parent()
        self._held = []
        self._lock.release()

    def after_in_child(self) -> None:
        self._held = []
        self._lock = threading.Lock()
        for each in list(_ALL):
            each.after_fork_in_child()


_ALL: weakref.WeakSet[Connections] = weakref.WeakSet()
_CARRIED_OVER: list[Connection] = []

if hasattr(os, "register_at_fork"):  # not on Windows
    _forks = _Forks()
    os.register_at_fork(
        before=_forks.before,
        after_in_parent=_forks.after_in_parent,
        after_in_child=_forks.after_in_child,
    )
