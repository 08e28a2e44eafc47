"""The living demo: three services over one store, and a page in front of them.

    python main.py [--check] NODE-SERVICE C-SERVICE

It stays up until Ctrl-C; with --check it asks each service once, and ends. STORE=redis://HOST:PORT is a
store; by default it is SQLite, in a file that goes with the demo.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

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


async def run(node: Path, c: Path, *, check: bool) -> int:
    """Start all of it, and stop it in the end."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tokenseal-demo-")))
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        demo = open_demo(folder, f"http://localhost:{listening.getsockname()[1]}", node.parent)
        stack.push_async_callback(demo.shelf.close)
        listeners = []
        for name, command in (("node", ["node", str(node)]), ("c", [str(c)])):
            neighbour = await Neighbour.start(name, command, environment(demo, folder))
            stack.push_async_callback(neighbour.stop)
            demo.origins[name] = f"http://localhost:{neighbour.port}"
            listeners.append(asyncio.create_task(neighbour.listen(demo.exchanges), name=name))
        server = Server(
            uvicorn.Config(
                application(demo),
                log_level="critical",
                lifespan="off",
                server_header=False,
                # The page listens to events for as long as it is there.
                timeout_graceful_shutdown=1,
            )
        )
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, server.stop)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            if check:
                return await ask_all(demo.origins)
            print(f"\nThe demo is at {demo.origins['python']}/ (Ctrl-C ends it)", flush=True)
            await asyncio.wait([serving, *listeners], return_when=asyncio.FIRST_COMPLETED)
            gone = [task.get_name() for task in listeners if task.done()]
            for name in gone:
                print(f"the service {name} has ended", file=sys.stderr)
            return 1 if gone else 0
        finally:
            server.stop()
            await serving


def open_demo(folder: Path, origin: str, fixture: Path) -> Demo:
    """Open the store, and make the parts."""
    url = os.environ.get("STORE")
    return Demo(
        secret=secrets.token_bytes(32),
        clock=Clock(folder / "clock"),
        shelf=RedisShelf(url) if url else SqliteShelf(folder / "store.db"),
        # A store that was there before may have a user of this name, who is somebody else.
        namespace=f"demo-{secrets.token_hex(8)}",
        exchanges=Exchanges(),
        origins={"python": origin},
        package=fixture / "node_modules/tokenseal/lib",
    )


def environment(demo: Demo, folder: Path) -> dict[str, str]:
    """Say what the other services are to share with the first."""
    return {
        **os.environ,
        "DEMO_SECRET": demo.secret.hex(),
        "DEMO_STORE": os.environ.get("STORE") or str(folder / "store.db"),
        "DEMO_NAMESPACE": demo.namespace,
        "DEMO_CLOCK": str(demo.clock.path),
        "DEMO_ORIGIN": demo.origins["python"],
    }


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
    return asyncio.run(run(Path(node), Path(c), check=check))


if __name__ == "__main__":
    sys.exit(main())
