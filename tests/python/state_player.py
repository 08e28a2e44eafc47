"""A store that plays the part that a vector gives it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tokenseal import TokenError

from arguments import Args

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tokenseal._tokenseal import Transition

Found = list[bytes | None]
Shown = dict[str, Any]


class Part:
    """What the store has in each round of a vector, and whether it swaps."""

    def __init__(self, rounds: list[dict[str, Any]]) -> None:
        """Take a vector's rounds."""
        self.rounds: list[tuple[Found, bool | None]] = []
        for members in rounds:
            args = Args(members)
            found = [None if text is None else bytes.fromhex(text) for text in args.take("found")]
            self.rounds.append((found, args.take("took")))
            args.finish()

    def walk(self, transition: Transition) -> tuple[list[Shown], str]:
        """Carry it out by hand; return its rounds and how it ends."""
        shown: list[Shown] = []
        for found, took in self.rounds:
            assert not transition.is_done, "there are more rounds than it takes"
            shown.append({"keys": transition.keys(), "write": None, "next": "again"})
            try:
                write = transition.decide(found, room=0)
                assert (took is None) == (write is None), f"it wants to write: {write is not None}"
                if write is not None and took is not None:
                    shown[-1]["write"] = shown_write(shown[-1]["keys"], found, *write)
                    transition.swapped(took)
            except TokenError as error:
                shown[-1]["next"] = error.code
                return shown, error.code
        assert transition.is_done, "there are fewer rounds than it takes"
        shown[-1]["next"] = "done"
        return shown, "done"


def shown_write(
    keys: list[str], found: Found, key: str, expected: bytes | None, new: bytes | None, ttl: int
) -> Shown:
    index = keys.index(key)
    assert expected is found[index]
    return {"key": index, "record": None if new is None else new.hex(), "ttl": ttl}


class Player:
    """A plain store that plays a part, and remembers what it was asked."""

    def __init__(self, part: Part, now: int, before: Sequence[Found] = ()) -> None:
        """Play the part, after ``before`` was found, and every swap took."""
        self._rounds = [(found, True) for found in before] + part.rounds
        self._skipped = len(before)
        self._now = now
        self._asked: list[Shown] = []

    def get(self, keys: Sequence[str], now: int) -> Found:
        """Play the next round."""
        assert now == self._now
        self._asked.append({"keys": list(keys), "write": None})
        return self._round()[0]

    def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        """Play the end of the round."""
        assert now == self._now
        found, took = self._round()
        self._asked[-1]["write"] = shown_write(self._asked[-1]["keys"], found, key, expected, new, ttl)
        assert took is not None, "nothing is to be swapped"
        return took

    def _round(self) -> tuple[Found, bool | None]:
        assert len(self._asked) <= len(self._rounds), "there are fewer rounds than it takes"
        return self._rounds[len(self._asked) - 1]

    def compare(self, rounds: list[Shown], end: object, drive: Callable[[], object]) -> None:
        """Make sure that a driver asks the same, and ends alike."""
        try:
            ended = drive()
        except TokenError as error:
            ended = error.code
        expected = [{"keys": shown["keys"], "write": shown["write"]} for shown in rounds]
        asked = self._asked[self._skipped :]
        assert asked == expected, f"{type(self).__name__} was asked {asked}, not {expected}"
        assert ended == end, f"with {type(self).__name__} it ended with {ended}, not {end}"


class AsyncPlayer:
    """A store for asyncio that plays a part, and waits."""

    def __init__(self, player: Player) -> None:
        """Wait before what the player does."""
        self._player = player

    async def get(self, keys: Sequence[str], now: int) -> Found:
        """Play the next round."""
        await asyncio.sleep(0)
        return self._player.get(keys, now)

    async def swap(self, key: str, expected: bytes | None, new: bytes | None, ttl: int, now: int) -> bool:
        """Play the end of the round."""
        await asyncio.sleep(0)
        return self._player.swap(key, expected, new, ttl, now)
