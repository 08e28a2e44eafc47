"""kill -9 while four processes log in, save, rotate, refresh and log out as fast as they can.

Redis and the Cluster are killed themselves, and started again. SQLite has no server: there the processes
are killed. Either way all that was acknowledged before is there afterwards.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import random
import time
from multiprocessing.connection import Connection

from tokenseal import StoreUnavailable

from journal import Reader, Writer
from places import Cluster, Place, Server
from tally import Tally

WRITERS = 4
KILLS = 4
EACH = (0.4, 1.2)
"""Seconds of work before a kill, the least and the most."""


def write(name: str, place: Place, line: Connection) -> None:
    """A process that works until its store, or it, is killed."""
    with contextlib.suppress(StoreUnavailable):
        Writer(name, place, line).run()


def crash(place: Place, server: Server | Cluster | None, tally: Tally) -> None:
    """Kill, start again and look, several times."""
    context = multiprocessing.get_context("spawn")
    dice = random.Random()
    acknowledged = doubtful = 0
    for turn in range(KILLS):
        readers, processes = [], []
        for number in range(WRITERS):
            ours, theirs = context.Pipe(duplex=False)
            name = f"{turn}.{number}.{dice.random()}"
            process = context.Process(target=write, args=(name, place, theirs), daemon=True)
            process.start()
            theirs.close()
            readers.append(Reader(ours))
            processes.append(process)
        end = time.monotonic() + 30
        while not all(reader.acknowledged for reader in readers) and time.monotonic() < end:
            listen(readers, 0.05)
        listen(readers, dice.uniform(*EACH))

        if server is None:
            for process in processes:
                process.kill()
        else:
            server.kill()
        while any(process.is_alive() for process in processes):
            listen(readers, 0.02)
        for process in processes:
            process.join()
            # Killed, or ended by the store's error and by nothing else.
            tally.same(process.exitcode, -9 if server is None else 0, f"{place.kind}: how a process ends")
        listen(readers, 0)
        if server is not None:
            server.start()

        for reader in readers:
            tally.note(reader.acknowledged > 0, f"{place.kind}: every process had done something")
            reader.check(place, tally)
            acknowledged += reader.acknowledged
            doubtful += bool(reader.doubt)
    whom = "the processes" if server is None else "the server" if place.kind == "redis" else "all nodes"
    did = f"{acknowledged} operations acknowledged, {doubtful} cut off"
    tally.tell(f"{place.kind}: kill -9 of {whom} {KILLS} times, {WRITERS} processes, {did}")


def listen(readers: list[Reader], seconds: float) -> None:
    """Take in what the processes say, so that none waits for us."""
    end = time.monotonic() + seconds
    while True:
        for reader in readers:
            reader.read()
        if time.monotonic() >= end:
            return
        time.sleep(0.005)
