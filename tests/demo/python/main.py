"""The living demo: three services over one store, and a page in front of them.

    python main.py [--check] NODE-SERVICE C-SERVICE

It stays up until Ctrl-C; with --check it asks each service once, and ends. STORE=redis://HOST:PORT is a
store; by default it is SQLite, in a file that goes with the demo.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from tokenseal import Key

from application import application
from clock import Clock
from demo import Demo
from devices import SERVICES, Device
from exchanges import Exchanges
from neighbours import Neighbour
from stores import RedisShelf, SqliteShelf

if TYPE_CHECKING:
    from collections.abc import Iterator


class Server(uvicorn.Server):
    """A server that leaves signals to the demo."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def stop(self) -> None:
        self.should_exit = True


async def run(node: str, c: str, *, check: bool) -> int:
    """Start all of it, and stop it in the end."""
    with tempfile.TemporaryDirectory(prefix="tokenseal-demo-") as name, socket.socket() as listening:
        folder = Path(name)
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        origin = f"http://localhost:{listening.getsockname()[1]}"
        secret = os.urandom(32)
        url = os.environ.get("STORE", "")
        file = folder / "store.db"
        shelf = RedisShelf(url) if url else SqliteShelf(file)
        clock = Clock(folder / "clock")
        exchanges = Exchanges()
        environment = {
            **os.environ,
            "DEMO_SECRET": secret.hex(),
            "DEMO_STORE": url or str(file),
            "DEMO_CLOCK": str(clock.path),
            "DEMO_ORIGIN": origin,
        }
        neighbours = [
            await Neighbour.start("node", ["node", node], environment),
            await Neighbour.start("c", [c], environment),
        ]
        origins = {"python": origin, **{each.name: f"http://localhost:{each.port}" for each in neighbours}}
        demo = Demo(Key("HS256", secret), clock, shelf, exchanges, origins)
        config = uvicorn.Config(
            application(demo),
            log_level="critical",
            lifespan="off",
            server_header=False,
            # The page listens to events for as long as it is there.
            timeout_graceful_shutdown=1,
        )
        server = Server(config)
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, server.stop)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        listeners = [asyncio.create_task(each.listen(exchanges)) for each in neighbours]
        try:
            if check:
                return await ask_all(origins)
            print(f"\nThe demo is at {origin}/ (Ctrl-C ends it)", flush=True)
            await asyncio.wait([serving, *listeners], return_when=asyncio.FIRST_COMPLETED)
            gone = [each.name for each, task in zip(neighbours, listeners, strict=True) if task.done()]
            if gone:
                print(f"the service {gone[0]} has ended", file=sys.stderr)
            return 1 if gone else 0
        finally:
            server.stop()
            await asyncio.gather(serving, return_exceptions=True)
            for each in neighbours:
                await each.stop()
            await asyncio.gather(*listeners, return_exceptions=True)
            await shelf.close()


async def ask_all(origins: dict[str, str]) -> int:
    """Log in at the first service, and ask all whose session it is."""
    probe = Device("check", origins)
    session = (await probe.ask("python", "POST", "/session/login")).cookies
    found = {name: (await probe.ask(name, "GET", "/session/who", cookies=session)).body for name in SERVICES}
    wrong = [name for name, body in found.items() if body.get("subject") != "ada"]
    print(
        f"\nThe demo's services know the session of the first one: {', '.join(SERVICES)}"
        if not wrong
        else found
    )
    return 1 if wrong else 0


def main() -> int:
    """Read the arguments."""
    words = sys.argv[1:]
    check = words[:1] == ["--check"]
    node, c = words[1:] if check else words
    return asyncio.run(run(node, c, check=check))


if __name__ == "__main__":
    sys.exit(main())
