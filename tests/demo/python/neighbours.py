"""The demo's other services: a process each, in Node and in C."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exchanges import Exchanges

STARTING = 30.0
"""Seconds in which a service must say its port."""


class Neighbour:
    """A process that says its port, and then its exchanges, a line each. It ends with its standard input."""

    def __init__(self, name: str, process: asyncio.subprocess.Process, port: int) -> None:
        self.name = name
        self.port = port
        self._process = process

    @classmethod
    async def start(cls, name: str, command: Sequence[str], environment: Mapping[str, str]) -> Neighbour:
        process = await asyncio.create_subprocess_exec(
            *command,
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1 << 20,
            # Ctrl-C is for the first service, which ends the others.
            start_new_session=True,
        )
        assert process.stdout is not None
        said = await asyncio.wait_for(process.stdout.readline(), STARTING)
        if not said:
            raise SystemExit(f"the service {name} does not start: it ended with {await process.wait()}")
        return cls(name, process, int(said))

    async def listen(self, exchanges: Exchanges) -> None:
        """Add its exchanges to all the others, until it ends."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            exchanges.add(json.loads(line))

    async def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), STARTING)
        except asyncio.TimeoutError:
            self._process.kill()
        code = await self._process.wait()
        if code != 0:
            raise SystemExit(f"the service {self.name} ended with {code}")
