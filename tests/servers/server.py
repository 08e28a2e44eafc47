"""A Redis server that the tests start, on a loopback port that is free, its data in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from resp import ServerError, ask

STARTING = 20.0
"""Seconds that a server may take to answer."""

# What is acknowledged is on the disk, and what does not fit is refused.
DURABLE = ("--appendonly", "yes", "--appendfsync", "always", "--save", "", "--maxmemory-policy", "noeviction")


def free_port() -> int:
    """A port that is free together with the one 10,000 above it, which is a Cluster's bus.

    Both are below the range from which the system gives ports to clients.
    """
    for _ in range(200):
        port = random.SystemRandom().randrange(12_000, 22_000)
        with contextlib.ExitStack() as held, contextlib.suppress(OSError):
            for each in (port, port + 10_000):
                held.enter_context(socket.socket()).bind(("127.0.0.1", each))
            return port
    raise RuntimeError("no free port")


def program() -> str:
    """Where the server's program is."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found is None:
        raise RuntimeError("redis-server is needed: run tests/setup/redis")
    return found


class Server:
    """One server, which is the same one (port and data) each time that it is started.

    As a context manager it is started, and in the end killed and its folder removed. Unless it is
    ``detached`` it does not outlive the thread that started it.
    """

    def __init__(
        self,
        options: Sequence[str] = (),
        *,
        folder: Path | None = None,
        port: int = 0,
        detached: bool = False,
    ) -> None:
        self.folder = folder or Path(tempfile.mkdtemp(prefix="tokenseal-redis-"))
        self.port = port
        self.options = (*DURABLE, *options)
        self._detached = detached
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, unless it runs, and wait until it answers."""
        if self._process is not None and self._process.poll() is None:
            return
        given = self.port != 0
        for _ in range(5):
            self.port = self.port if given else free_port()
            if self._spawn():
                return
        raise RuntimeError(f"the server does not start:\n{self.log()}")

    def _spawn(self) -> bool:
        address = ("--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder))
        words = [program(), *address, "--logfile", str(self.folder / "log"), *self.options]
        if not self._detached and (setpriv := shutil.which("setpriv")):
            words = [setpriv, "--pdeathsig", "KILL", *words]
        # Ctrl-C is for the tests, which stop the server in their own time.
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL, start_new_session=True)
        end = time.monotonic() + STARTING
        while time.monotonic() < end and self._process.poll() is None:
            # Another process on this port would answer as well.
            with contextlib.suppress(OSError, ServerError):
                said = self.info()
                if f"process_id:{self._process.pid}\r" in said and "loading:0\r" in said:
                    return True
            time.sleep(0.02)
        self.kill()
        return False

    def info(self) -> str:
        """What the server says about itself."""
        reply = ask(self.port, "INFO")
        assert isinstance(reply, bytes)
        return reply.decode()

    def stop(self) -> None:
        """Shut it down in good order."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a loss of power would: kill -9."""
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(STARTING)
            self._process = None

    def pause(self) -> None:
        """Let it hang: connections are taken, nothing is answered."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        os.kill(self.pid, signal.SIGCONT)

    def log(self) -> str:
        """What the server wrote, the end of it."""
        path = self.folder / "log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    def close(self) -> None:
        """Kill it and remove its folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Server:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
