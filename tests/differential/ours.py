"""tests/differential asks this one in Python. With --plant KIND it answers wrongly now and then, to show that somebody notices."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from arguments import load_key, seconds
from tokenseal import KeyRing, Policy, TokenError
from vectors import policy_options


def load_ring(args: dict[str, Any]) -> KeyRing:
    if "keys" in args:
        return KeyRing(map(load_key, args["keys"]))
    jwks = bytes.fromhex(args["jwks_hex"]) if "jwks_hex" in args else args["jwks"]
    return KeyRing.from_jwks(jwks)


def loaded(make: Callable[[], Any]) -> Any:
    """What is made, or why it is not."""
    try:
        return make()
    except TokenError as error:
        return error.code


def verify(ring: Any, policy: Any, now: int, token: str | bytes) -> str:
    for thing in (ring, policy):
        if isinstance(thing, str):
            return f"!{thing}"
    try:
        claims = ring.verify_raw(token, now=seconds(now), policy=policy)
        index = ring._verify_index(token, policy, seconds(now))
        converted = ring.verify(token, now=seconds(now), policy=policy)
    except TokenError as error:
        return f"!{error.code}"
    assert repr(converted) == repr(json.loads(claims)), f"verify and verify_raw differ for {token!r}"
    return f"{index} {claims.encode().hex()}"


def planted(kind: str, now: int, answer: str) -> str:
    """What a runtime with a fault would say."""
    if kind == "name" and answer == "!bad-signature" and now % 1000 == 1:
        return "!malformed"
    if kind == "verdict" and answer == "!expired" and now % 1000 == 1:
        return "0 7b7d"
    if kind == "claims" and not answer.startswith("!") and answer.endswith("207d"):
        return answer.removesuffix("207d") + "7d"
    return answer


def main() -> None:
    kind = sys.argv[2] if sys.argv[1:2] == ["--plant"] else ""
    corpus = json.loads(sys.stdin.readline())
    rings = [loaded(lambda args=args: load_ring(args)) for args in corpus["rings"]]
    policies = [loaded(lambda spec=spec: Policy(**policy_options(spec))) for spec in corpus["policies"]]
    for number, line in enumerate(sys.stdin):
        if line == "\n":
            sys.stdout.flush()
            continue
        ring, policy, now, token = line.split()
        data: str | bytes = b"" if token == "-" else bytes.fromhex(token)
        if number % 2:
            # Text, where it is one.
            try:
                data = bytes(data).decode()
            except UnicodeDecodeError:
                pass
        answer = verify(rings[int(ring)], policies[int(policy)], int(now), data)
        print(planted(kind, int(now), answer))


main()
