"""Tokens of other libraries, recorded under minted/."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from sources.vector import NOW, Args, Group, err, ok

RECORDS = Path(__file__).resolve().parent.parent / "minted"
PEERS = ("pyjwt", "jose", "jsonwebtoken-npm", "jsonwebtoken-rust")

# jsonwebtoken (npm) writes a header outside ASCII as Latin-1, which no reader takes, its own
# included.
UNREADABLE = {"jsonwebtoken-npm-hs256-kid-non-ascii"}


def read(name: str) -> Any:
    return json.loads((RECORDS / f"{name}.json").read_text(encoding="ascii"))


def group() -> Group:
    found = Group("minted", "Tokens that PyJWT, jose and jsonwebtoken (npm and Rust) minted.")
    cases = read("cases")
    records = {peer: read(peer) for peer in PEERS}
    for peer in PEERS:
        for case in cases:
            add_case(found, peer, case, records)
    return found


def add_case(found: Group, peer: str, case: dict[str, Any], records: dict[str, Any]) -> None:
    record = records[peer]
    token = record["tokens"][case["id"]]
    name = f"{peer}-{case['id']}"
    minter = f"{record['library']} {record['version']}"
    source = f"minted by {minter}; {verdicts(name, records)}"

    key: Args = {"alg": case["alg"], "secret_hex": case["secret_hex"]}
    for field in ("kid", "short"):
        if field in case:
            key[field] = case[field]
    if name in UNREADABLE:
        found.refuses(name, "malformed", token, [key], source=source)
        return

    header, claims = (text(part) for part in token.split(".")[:2])
    assert json.loads(claims) == json.loads(case["claims"]), name
    policy = policy_for(case)
    found.accepts(name, token, claims, [key], policy=policy, source=source)
    if "kid" in case:
        shown = {"header": header, "claims": claims}
        found.add(f"{name}-inspect", "jwt.inspect", {"token": token}, ok(shown), source=source)
        other = {**key, "kid": "another"}
        found.refuses(f"{name}-unknown", "unknown-key", token, [other], source=source)
    if case["id"].endswith("-registered"):
        expected = {"keys": [key], "token": token, "policy": {"audience": ["web"]}}
        found.add(
            f"{name}-other-audience", "jwt.verify", expected, err("wrong-audience"), NOW, source
        )


def verdicts(name: str, records: dict[str, Any]) -> str:
    """What the four think of it, the minter among them."""
    spoken: dict[str, list[str]] = {}
    for record in records.values():
        verdict = record["verdicts"][name]
        spoken.setdefault(verdict, []).append(f"{record['library']} {record['version']}")
    return "; ".join(f"{verdict}: {', '.join(who)}" for verdict, who in spoken.items())


def policy_for(case: dict[str, Any]) -> Args | None:
    claims = json.loads(case["claims"])
    if claims == {}:
        return {"require_exp": False}
    if "iss" in claims:
        return {
            "issuer": claims["iss"],
            "subject": claims["sub"],
            "audience": ["api"],
            "jwt_id": claims["jti"],
            "required": ["nbf", "iat"],
        }
    if "aud" in claims:
        return {"audience": ["web"]}
    if "header" in case:
        return {"typ": case["header"]["typ"]}
    return None


def text(part: str) -> str:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
