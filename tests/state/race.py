"""Processes that all refresh the same token at the same moment, round after round.

Each round is one rotation: one swap takes, the generation rises by one, and everybody holds the same
successor. Nobody is told of a reuse, which there was not. Half of the processes use asyncio.
"""

from __future__ import annotations

import asyncio
import base64
import multiprocessing
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import NamedTuple

from tokenseal import AsyncRefreshTokens, AsyncStore, RefreshTokens, Store, TokenError

from places import RING, Place
from tally import Tally

PROCESSES = 8
ROUNDS = 200
PATIENCE = 60.0
"""Seconds that a round may take on a machine that has other things to do."""


class Answer(NamedTuple):
    """What one refresh gave."""

    successor: str
    """The new token; or the name of the error."""
    swaps: int
    """How many swaps took."""
    recovered: bool = False


class Counting:
    """A store that counts the swaps that took."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.swaps = 0

    def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:
        return self.store.get(keys, now)

    def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        took = self.store.swap(key, expected, new, ttl, now)
        self.swaps += took
        return took


class AsyncCounting:
    """The same for asyncio."""

    def __init__(self, store: AsyncStore) -> None:
        self.store = store
        self.swaps = 0

    async def get(self, keys: Sequence[str], now: int) -> list[bytes | None]:
        return await self.store.get(keys, now)

    async def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        took = await self.store.swap(key, expected, new, ttl, now)
        self.swaps += took
        return took


def plain(place: Place, line: Connection, gate: Barrier) -> None:
    """A process that refreshes what it is sent, when all are ready."""
    with place.open() as opened:
        store = Counting(opened)
        tokens = RefreshTokens(RING, store, namespace="race")
        while token := line.recv():
            store.swaps = 0
            gate.wait(PATIENCE)
            try:
                pair = tokens.refresh(token)
                line.send(Answer(pair.refresh, store.swaps, pair.recovered))
            except TokenError as error:
                line.send(Answer(error.code, store.swaps))


def waiting(place: Place, line: Connection, gate: Barrier) -> None:
    """The same with asyncio."""

    async def work() -> None:
        async with place.open_async() as opened:
            store = AsyncCounting(opened)
            tokens = AsyncRefreshTokens(RING, store, namespace="race")
            while token := line.recv():
                store.swaps = 0
                gate.wait(PATIENCE)
                try:
                    pair = await tokens.refresh(token)
                    line.send(Answer(pair.refresh, store.swaps, pair.recovered))
                except TokenError as error:
                    line.send(Answer(error.code, store.swaps))

    asyncio.run(work())


def generation(token: str) -> int:
    """The generation that a refresh token says: after one byte and the family's 16."""
    body = token.partition(".")[0]
    return int.from_bytes(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))[17:25], "big")


def race(place: Place, tally: Tally) -> None:
    """All rounds on one store."""
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(PROCESSES)
    lines, processes = [], []
    for number in range(PROCESSES):
        ours, theirs = context.Pipe()
        work = waiting if number % 2 else plain
        process = context.Process(target=work, args=(place, theirs, gate), daemon=True)
        process.start()
        lines.append(ours)
        processes.append(process)

    with place.open() as store:
        tokens = RefreshTokens(RING, store, namespace="race")
        held = [tokens.issue("user-42").refresh]
        began = time.monotonic()
        for turn in range(ROUNDS):
            if not one_round(f"{place.kind}, round {turn}", lines, held, tally):
                break
        seconds = time.monotonic() - began
        for line in lines:
            line.send("")
        for process in processes:
            process.join(PATIENCE)
            tally.same(process.exitcode, 0, f"{place.kind}: how a process ends")
        still_one_family(place.kind, tokens, held, tally)
    rounds = f"{len(held) - 1} rounds in {seconds:.1f} s"
    tally.tell(f"{place.kind}: {PROCESSES} processes refresh one token at once, {rounds}")


def one_round(said: str, lines: list[Connection], held: list[str], tally: Tally) -> bool:
    """All refresh the newest token; it is one rotation."""
    answers = ask(lines, held[-1])
    successors = {each.successor for each in answers}
    if not tally.note(len(successors) == 1, f"{said}: not one successor: {answers}"):
        return False
    held.append(successors.pop())
    tally.same(sum(each.swaps for each in answers), 1, f"{said}: swaps that took")
    tally.same(generation(held[-1]), len(held), f"{said}: the generation")
    return tally.note(not any(each.recovered for each in answers), f"{said}: the store lost writes")


def still_one_family(kind: str, tokens: RefreshTokens, held: list[str], tally: Tally) -> None:
    """It goes on, and a true reuse is still told from all that."""
    tally.note(not tokens.refresh(held[-1]).repeated, f"{kind}: the newest token goes on")
    for token, code in ((held[-3], "refresh-reused"), (held[-1], "refresh-reused")):
        try:
            tokens.refresh(token)
        except TokenError as error:
            tally.same(error.code, code, f"{kind}: a token of old")
        else:
            tally.note(False, f"{kind}: a token of old is taken")


def ask(lines: list[Connection], token: str) -> list[Answer]:
    for line in lines:
        line.send(token)
    answers = []
    for line in lines:
        if not line.poll(PATIENCE):
            raise RuntimeError("a process does not answer")
        answers.append(line.recv())
    return answers
