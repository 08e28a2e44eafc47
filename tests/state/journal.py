"""What a process did, told to another one before and after each operation.

A line before says what is touched, one after says what is so from now on. So when everything is killed,
the reader knows what was acknowledged, and the one operation of each process of which nobody can know.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from tokenseal import (
    RefreshTokens,
    Revocations,
    Sessions,
    TokenError,
)

from places import RING, Place
from tally import Tally

NAMESPACE = "crash"
Facts = dict[str, dict[str, Any]]


class Application(NamedTuple):
    sessions: Sessions
    tokens: RefreshTokens
    revocations: Revocations


def application(place: Place) -> Application:
    store = place.open()
    return Application(
        Sessions(RING, store, namespace=NAMESPACE),
        RefreshTokens(RING, store, namespace=NAMESPACE),
        Revocations(store, namespace=NAMESPACE),
    )


class Writer:
    """Does one thing after another, and tells of it, until something fails."""

    def __init__(self, name: str, place: Place, line: Connection) -> None:
        self.name = name
        self.line = line
        self.dice = random.Random(name)
        self.sessions, self.tokens, self.revocations = application(place)
        self.live: list[str] = []
        self.families: list[str] = []
        self.held: dict[str, str] = {}
        self.count = 0

    def say(self, before: list[str], work: Callable[[], Facts]) -> Facts:
        """Do something: nothing is known of what ``before`` names while it is done."""
        self.line.send_bytes(json.dumps({"doubt": before}).encode())
        facts = work()
        self.line.send_bytes(json.dumps({"facts": facts}).encode())
        return facts

    def fresh(self, kind: str) -> str:
        self.count += 1
        return f"{self.name} {kind} {self.count}"

    def run(self) -> None:
        deeds = [self.start, self.start, self.save, self.save, self.rotate, self.end]
        deeds += [self.issue, self.refresh, self.refresh, self.end_family, self.end_all, self.deny]
        while True:
            self.dice.choice(deeds)()

    def start(self) -> None:
        name = self.fresh("session")

        def work() -> Facts:
            cookie = self.sessions.start(name, {"n": 0}).cookie
            self.held[name] = cookie
            return {name: {"is": "live", "cookie": cookie, "n": 0}}

        self.say([name], work)
        self.live.append(name)

    def save(self) -> None:
        for name in self.pick(self.live):
            number = self.dice.randrange(10**9)

            def work(name: str = name, number: int = number) -> Facts:
                cookie = self.held[name]
                self.sessions.update(cookie, lambda data: {**data, "n": number})
                return {name: {"is": "live", "cookie": cookie, "n": number}}

            self.say([name], work)

    def rotate(self) -> None:
        for name in self.pick(self.live):
            new = self.fresh("session")

            def work(name: str = name, new: str = new) -> Facts:
                session = self.sessions.rotate(self.held[name])
                old, self.held[new] = self.held[name], session.cookie
                live = {"is": "live", "cookie": session.cookie, "n": session.data["n"]}
                return {name: {"is": "session-ended", "cookie": old}, new: live}

            self.say([name, new], work)
            self.live.remove(name)
            self.live.append(new)

    def end(self) -> None:
        for name in self.pick(self.live):

            def work(name: str = name) -> Facts:
                self.sessions.end(self.held[name])
                return {name: {"is": "session-ended", "cookie": self.held[name]}}

            self.say([name], work)
            self.live.remove(name)

    def issue(self) -> None:
        name = self.fresh("family")

        def work() -> Facts:
            self.held[name] = self.tokens.issue(name).refresh
            return {name: {"is": "family", "token": self.held[name]}}

        self.say([name], work)
        self.families.append(name)

    def refresh(self) -> None:
        for name in self.pick(self.families):

            def work(name: str = name) -> Facts:
                self.held[name] = self.tokens.refresh(self.held[name]).refresh
                return {name: {"is": "family", "token": self.held[name]}}

            self.say([name], work)

    def end_family(self) -> None:
        for name in self.pick(self.families):

            def work(name: str = name) -> Facts:
                self.tokens.end(self.held[name])
                return {name: {"is": "refresh-ended", "token": self.held[name]}}

            self.say([name], work)
            self.families.remove(name)

    def end_all(self) -> None:
        """The subject has a session, a family and an access token; all die together."""
        name = self.fresh("subject")
        cookie = self.sessions.start(name).cookie
        pair = self.tokens.issue(name)

        def work() -> Facts:
            self.revocations.end_all(name)
            return {
                f"{name}, session": {"is": "revoked", "cookie": cookie},
                f"{name}, family": {"is": "revoked", "token": pair.refresh},
                f"{name}, access": {"is": "revoked", "access": pair.access},
            }

        self.say([], work)

    def deny(self) -> None:
        name = self.fresh("token")
        access = RING.sign({"sub": name}, expires_in=900)

        def work() -> Facts:
            self.revocations.deny(access, RING.verify(access))
            return {name: {"is": "revoked", "access": access}}

        self.say([name], work)

    def pick(self, names: list[str]) -> list[str]:
        return [self.dice.choice(names)] if names else []


class Reader:
    """Knows what one writer was told to be so."""

    def __init__(self, line: Connection) -> None:
        self.line = line
        self.facts: Facts = {}
        self.doubt: list[str] = []
        self.acknowledged = 0

    def read(self) -> None:
        """All that was said, until the writer was gone or fell silent."""
        try:
            while self.line.poll(0):
                said = json.loads(self.line.recv_bytes())
                if "doubt" in said:
                    self.doubt = said["doubt"]
                else:
                    self.facts |= said["facts"]
                    self.doubt = []
                    self.acknowledged += 1
        except EOFError:
            pass

    def check(self, place: Place, tally: Tally) -> None:
        """See that each thing is as it was acknowledged."""
        app = application(place)
        for name, fact in self.facts.items():
            if name in self.doubt:
                continue
            what = f"{place.kind}, {name}, was {fact['is']}"
            try:
                found = look(app, fact)
            except TokenError as error:
                found = error.code
            tally.same(found, fact["is"], what)


def look(app: Application, fact: dict[str, Any]) -> str:
    """What is so now."""
    if "access" in fact:
        app.revocations.check(fact["access"], RING.verify(fact["access"]))
        return "live"
    if "cookie" in fact:
        data = app.sessions.load(fact["cookie"]).data
        return "live" if data.get("n") == fact.get("n") else f"live with {data}"
    pair = app.tokens.refresh(fact["token"])
    return "family" if not (pair.repeated or pair.recovered) else "family of which a rotation was lost"
