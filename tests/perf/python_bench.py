"""Times tokens, the refusal of a bad signature, and cookies, beside the HMAC alone and other libraries.

All candidates of a group take turns in short rounds, so that what the machine does meanwhile hits
all of them alike. Prints the median and the minimum of the rounds in nanoseconds a call, and the
medians' ratio to the HMAC; on standard error, lines for `tests/perf/run`: bench python, group, name,
median, minimum. With TOKENSEAL_PERF_BARE, a program, each round also has the bare HMAC outside of Python.
"""

from __future__ import annotations

import hashlib
import hmac
import importlib
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import timeit
import warnings
from argparse import ArgumentParser
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import tokenseal

if TYPE_CHECKING:
    from collections.abc import Callable

Candidates = dict[str, "Callable[[], Any]"]

SECRET = b"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
OTHER = b"another secret of enough bytes, for the bad signature: 64 of them"[:64]
BASE = "HMAC alone (hmac.digest)"
BARE = ("limit", BASE)
SMALL = {"sub": "user-42", "role": "admin", "iat": 1700000000, "exp": 4102444800}
LARGE = {**SMALL, "note": "x" * 940}
ROUND = 0.02
"""Seconds that a candidate runs at a stretch."""


def have(module: str) -> Any:
    """Import a peer, or say that it is not there."""
    try:
        return importlib.import_module(module)
    except ImportError:
        print(f"{module} is not installed: left out", file=sys.stderr)
        return None


pyjwt, joserfc, ryjwt, oxyjwt, itsdangerous = (
    have(name) for name in ("jwt", "joserfc.jwt", "ryjwt", "oxyjwt", "itsdangerous")
)


def label(package: str) -> str:
    return f"{package} {version(package)}"


class Limit:
    """The bare HMAC of so many bytes, in the native program that TOKENSEAL_PERF_BARE names."""

    def __init__(self, signed: int) -> None:
        """Remember what to call it with."""
        self.command = [os.environ["TOKENSEAL_PERF_BARE"], "HS256", str(signed), "10"]

    def __call__(self) -> float:
        """Return nanoseconds."""
        return float(subprocess.run(self.command, check=True, capture_output=True).stdout)


def limit(signed: bytes) -> Candidates:
    """Give the limit, where there is a program for it."""
    return {"limit": Limit(len(signed))} if "TOKENSEAL_PERF_BARE" in os.environ else {}


def verifiers(token: str) -> Candidates:
    signed = token.rpartition(".")[0].encode()
    key = tokenseal.Key("HS256", SECRET)
    policy = tokenseal.Policy()
    found: Candidates = {
        **limit(signed),
        BASE: lambda: hmac.digest(SECRET, signed, "sha256"),
        "HMAC alone (Key.mac)": lambda: key.mac(signed),
        "tokenseal": lambda: key.verify(token),
        "tokenseal, with a Policy": lambda: key.verify(token, policy=policy),
        "tokenseal, to JSON text": lambda: key.verify_raw(token),
    }
    if pyjwt:
        found[label("PyJWT")] = lambda: pyjwt.decode(token, SECRET, ["HS256"])
    if joserfc:
        imported = importlib.import_module("joserfc.jwk").OctKey.import_key(SECRET)
        registry = joserfc.JWTClaimsRegistry()

        def joserfc_decode() -> Any:
            claims = joserfc.decode(token, imported, ["HS256"]).claims
            registry.validate(claims)
            return claims

        found[label("joserfc")] = joserfc_decode
    if oxyjwt:
        decoding = oxyjwt.DecodingKey.from_secret(SECRET)
        found[label("oxyjwt")] = lambda: oxyjwt.decode(token, decoding, ["HS256"])
    if ryjwt:
        secret = ryjwt.SecretKey(SECRET, algorithms=["HS256"])
        found[label("ryjwt")] = lambda: secret.decode(token)
    return found


def signers(claims: dict[str, Any]) -> Candidates:
    key = tokenseal.Key("HS256", SECRET)
    signed = key.sign(claims).rpartition(".")[0].encode()
    text = json.dumps(claims)
    found: Candidates = {
        **limit(signed),
        BASE: lambda: hmac.digest(SECRET, signed, "sha256"),
        "HMAC alone (Key.mac)": lambda: key.mac(signed),
        "tokenseal": lambda: key.sign(claims),
        "tokenseal, from JSON text": lambda: key.sign(text),
    }
    if pyjwt:
        found[label("PyJWT")] = lambda: pyjwt.encode(claims, SECRET, "HS256")
    if joserfc:
        imported = importlib.import_module("joserfc.jwk").OctKey.import_key(SECRET)
        found[label("joserfc")] = lambda: joserfc.encode({"alg": "HS256", "typ": "JWT"}, claims, imported)
    if oxyjwt:
        encoding = oxyjwt.EncodingKey.from_secret(SECRET)
        found[label("oxyjwt")] = lambda: oxyjwt.encode(claims, encoding, "HS256")
    if ryjwt:
        secret = ryjwt.SecretKey(SECRET, algorithms=["HS256"])
        found[label("ryjwt")] = lambda: secret.encode(claims)
    return found


def refused(call: Callable[[], Any]) -> Callable[[], bool]:
    """Call what must raise."""

    def run() -> bool:
        try:
            call()
        except Exception:
            return True
        return False

    return run


def refusers(token: str) -> Candidates:
    without = ("HMAC alone", "tokenseal, ")
    return {
        name: call if name in BARE else refused(call)
        for name, call in verifiers(token).items()
        if name in BARE or not name.startswith(without)
    }


NAME = "__Host-user"
COOKIE = "user-42"


def sealers() -> Candidates:
    key = tokenseal.Key("HS256", SECRET)
    message = b"\0\x0b__Host-user" + key.seal_cookie(NAME, COOKIE).rpartition(".")[0].encode()
    found: Candidates = {
        **limit(message),
        BASE: lambda: hmac.digest(SECRET, message, "sha256"),
        "HMAC alone (Key.mac)": lambda: key.mac(message),
        "tokenseal": lambda: key.seal_cookie(NAME, COOKIE),
    }
    if itsdangerous:
        signer, dated = (
            make(SECRET, digest_method=hashlib.sha256)
            for make in (itsdangerous.Signer, itsdangerous.TimestampSigner)
        )
        found[label("itsdangerous")] = lambda: signer.sign(COOKIE).decode()
        found[f"{label('itsdangerous')}, with a time"] = lambda: dated.sign(COOKIE).decode()
    return found


def openers() -> Candidates:
    made = sealers()
    key = tokenseal.Key("HS256", SECRET)
    sealed = made["tokenseal"]()
    found = {name: call for name, call in made.items() if name.startswith(("limit", "HMAC"))}
    found["tokenseal"] = lambda: key.open_cookie(NAME, sealed, max_age=3600).text
    if itsdangerous:
        signer, dated = (
            make(SECRET, digest_method=hashlib.sha256)
            for make in (itsdangerous.Signer, itsdangerous.TimestampSigner)
        )
        signed, signed_dated = signer.sign(COOKIE).decode(), dated.sign(COOKIE).decode()
        found[label("itsdangerous")] = lambda: signer.unsign(signed).decode()
        found[f"{label('itsdangerous')}, with a time"] = lambda: dated.unsign(
            signed_dated, max_age=3600
        ).decode()
    return found


def check(group: str, candidates: Candidates, claims: Any) -> None:
    """Make sure that everybody does the work."""
    key = tokenseal.Key("HS256", SECRET)
    for name, call in candidates.items():
        answer = call()
        if isinstance(call, Limit):
            good = answer > 0
        elif name.startswith("HMAC"):
            good = answer == candidates[BASE]() and len(answer) == 32
        elif group.startswith("refuse"):
            good = answer is True
        elif group.startswith("seal"):
            good = unquote(answer).startswith(COOKIE)
        elif group.startswith("open"):
            good = answer == COOKIE
        elif group.startswith("sign"):
            good = key.verify(answer)["sub"] == "user-42"
        else:
            good = (json.loads(answer) if isinstance(answer, str) else dict(answer)) == claims
        if not good:
            message = f"{group}: {name} does something else: {answer!r}"
            raise SystemExit(message)


def measure(
    candidates: Candidates, rounds: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Let the candidates take turns; return the nanoseconds a call of each round."""
    timers = {
        name: timeit.Timer(call, timer=clock)
        for name, call in candidates.items()
        if not isinstance(call, Limit)
    }
    loops = {}
    for name, timer in timers.items():
        number, taken = timer.autorange()
        loops[name] = max(1, int(number * ROUND / taken))
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, call in candidates.items():
            if isinstance(call, Limit):
                times[name].append(call())
            else:
                times[name].append(timers[name].timeit(loops[name]) / loops[name] * 1e9)
    return times


def report(part: str, group: str, name: str, times: list[float]) -> None:
    """Print one line for `tests/perf/run`: nanoseconds."""
    fields = (f"bench {part}", group, name, f"{statistics.median(times):.1f}", f"{min(times):.1f}")
    print("\t".join(fields), file=sys.stderr)


def main() -> None:
    """Run all groups."""
    options = ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=15, help="how often each candidate runs (default: 15)")
    rounds = options.parse_args().rounds
    warnings.simplefilter("ignore")

    key = tokenseal.Key("HS256", SECRET)
    forged = tokenseal.Key("HS256", OTHER).sign(SMALL)
    groups = {
        "verify HS256 to a dict": (verifiers(key.sign(SMALL)), SMALL),
        "verify HS256 to a dict, 1,024 bytes of claims": (verifiers(key.sign(LARGE)), LARGE),
        "sign HS256 from a dict": (signers(SMALL), SMALL),
        "refuse a bad signature": (refusers(forged), SMALL),
        "seal a cookie": (sealers(), COOKIE),
        "open a cookie": (openers(), COOKIE),
    }
    title = f"python {platform.python_version()}, {rounds} rounds"
    print(f"{title:50}{'median ns':>10}{'min ns':>10}{'ratio':>8}")
    for group, (candidates, claims) in groups.items():
        check(group, candidates, claims)
        # What else the machine does meanwhile is not ours.
        times = measure(candidates, rounds, time.thread_time)
        medians = {name: statistics.median(found) for name, found in times.items()}
        print(group)
        for name in sorted(medians, key=lambda name: medians[name]):
            ratio = medians[name] / medians[BASE]
            print(f"    {name:46}{medians[name]:>10.0f}{min(times[name]):>10.0f}{ratio:>8.2f}")
            report("python", group, name, times[name])


if __name__ == "__main__":
    main()
