"""What the tokens are verified with: rings and policies, of our own and of all shared vectors, and the vectors' tokens as seeds."""

from __future__ import annotations

import base64
import json
import pathlib
from dataclasses import dataclass, field
from typing import Any

VECTORS = pathlib.Path(__file__).resolve().parents[1] / "vectors"
NOW = 1_700_000_000_000

# Index into the rings and the policies that every program is given first.
SINGLE = (0, 1, 2)
PLAIN, NAMED, LENIENT = 0, 1, 2


def secret(start: int, length: int) -> str:
    return bytes((start + i) % 256 for i in range(length)).hex()


OWN_RINGS: list[dict[str, Any]] = [
    {"keys": [{"alg": "HS256", "secret_hex": secret(0, 32)}]},
    {"keys": [{"alg": "HS384", "secret_hex": secret(1, 48)}]},
    {"keys": [{"alg": "HS512", "secret_hex": secret(2, 64)}]},
    {
        "keys": [
            {"alg": "HS256", "secret_hex": secret(3, 32), "kid": "a"},
            {"alg": "HS256", "secret_hex": secret(4, 32), "kid": "b"},
            {"alg": "HS512", "secret_hex": secret(5, 64)},
        ]
    },
    {"keys": [{"alg": "HS256", "secret_hex": secret(6, 32)}, {"alg": "HS256", "secret_hex": secret(7, 32)}]},
    {"keys": [{"alg": "HS256", "secret_hex": secret(8, 5), "short": True, "kid": "sch\u00f6n"}]},
    {
        "keys": [
            {"alg": "HS384", "secret_hex": secret(9, 200), "kid": "a"},
            {"alg": "HS384", "secret_hex": secret(10, 48), "kid": "a"},
        ]
    },
]

# The first three are those that every peer can be configured to.
OWN_POLICIES: list[dict[str, Any]] = [
    {},
    {"issuer": "https://auth.example", "audience": ["api"]},
    {"leeway_ms": 5000},
    {"require_exp": False, "any_audience": True},
    {"typ": "at+jwt"},
    {"leeway_ms": 5000, "max_age_ms": 60_000, "require_exp": False},
    {"subject": "user-42", "jwt_id": "a", "required": ["role"]},
    {"max_token": 200},
    {"leeway_ms": 1500, "audience": ["web", "api"], "required": ["nbf", "iat", "x"]},
    {"max_age_ms": 0, "any_audience": True},
]


@dataclass(frozen=True)
class Seed:
    """A token that a vector is about."""

    ring: int
    policy: int
    now: int
    token: bytes


@dataclass
class Corpus:
    """All rings, all policies, and the seeds that name them."""

    rings: list[dict[str, Any]] = field(default_factory=lambda: list(OWN_RINGS))
    policies: list[dict[str, Any]] = field(default_factory=lambda: list(OWN_POLICIES))
    seeds: list[Seed] = field(default_factory=list)

    def secrets(self, ring: int) -> list[tuple[str, bytes, str | None]]:
        """Algorithm, secret and kid of the ring's keys, where they can be read without deciding anything."""
        if ring not in self._secrets:
            self._secrets[ring] = [known for key in self.rings[ring].get("keys", ()) if (known := material(key))]
        return self._secrets[ring]

    _secrets: dict[int, list[tuple[str, bytes, str | None]]] = field(default_factory=dict)


def material(key: dict[str, Any]) -> tuple[str, bytes, str | None] | None:
    alg, kid = key.get("alg"), key.get("kid")
    if "jwk" in key:
        try:
            jwk = json.loads(key["jwk"])
            alg, kid, text = jwk.get("alg", alg), jwk.get("kid"), jwk["k"]
        except (ValueError, KeyError, AttributeError):
            return None
    else:
        text = key.get("base64url")
    try:
        found = bytes.fromhex(key.get("secret_hex") or key["hex"]) if text is None else base64.urlsafe_b64decode(text + "===")
    except (ValueError, KeyError, TypeError):
        return None
    return (alg, found, kid if isinstance(kid, str) else None) if alg in ("HS256", "HS384", "HS512") else None


def load() -> Corpus:
    """The corpus with every `jwt.verify` vector in it."""
    corpus = Corpus()
    places: dict[str, int] = {}

    def place(kind: str, known: list[dict[str, Any]], item: dict[str, Any]) -> int:
        name = kind + json.dumps(item, sort_keys=True)
        if name not in places:
            places[name] = len(known)
            known.append(item)
        return places[name]

    for path in sorted(VECTORS.glob("*.json")):
        for vector in json.loads(path.read_text("ascii"))["vectors"]:
            if vector["op"] != "jwt.verify":
                continue
            args = dict(vector["args"])
            token = bytes.fromhex(args.pop("token_hex")) if "token_hex" in args else args.pop("token").encode()
            policy = place("policy", corpus.policies, args.pop("policy", {}))
            corpus.seeds.append(Seed(place("ring", corpus.rings, args), policy, vector["now"], token))
    if not corpus.seeds:
        message = f"no vectors in {VECTORS}"
        raise SystemExit(message)
    return corpus
