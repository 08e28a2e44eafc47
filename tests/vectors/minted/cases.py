"""The claims that every peer is asked to mint: writes cases.json."""

from __future__ import annotations

import json
from pathlib import Path

SECRETS = {
    "HS256": bytes(range(1, 33)).hex(),
    "HS384": bytes(range(33, 81)).hex(),
    "HS512": bytes(range(81, 145)).hex(),
}
TIMES = {"iat": 1700000000, "exp": 4102444800}

CLAIMS: dict[str, dict[str, object]] = {
    "plain": {"sub": "alice", **TIMES},
    "registered": {
        "iss": "https://issuer.example",
        "sub": "alice",
        "aud": "api",
        "nbf": 1700000000,
        "jti": "0b9d1f3a",
        **TIMES,
    },
    "audience-array": {"aud": ["api", "web"], **TIMES},
    "non-ascii": {"name": "Zo\u00eb \u6771\u4eac \U0001f980", "\u00fcber": "\u00df", **TIMES},
    "escapes": {
        "text": 'quote " backslash \\ slash / controls \b\f\n\r\t\u0001\u001f del \u007f',
        "separators": "\u2028\u2029",
        "html": "</script>&'",
        "": "empty name",
        **TIMES,
    },
    "numbers": {
        "zero": 0,
        "minus": -1,
        "fraction": 0.1,
        "small": 1e-7,
        "large": 1.5e300,
        "safe": 9007199254740991,
        **TIMES,
    },
    "fractional-times": {"iat": 1700000000.25, "nbf": 1700000000.5, "exp": 4102444800.75},
    "values": {
        "null": None,
        "yes": True,
        "no": False,
        "list": [1, "two", [3, {}], {"four": None}],
        "object": {"exp": "not the claim", "deep": {"deeper": {"deepest": []}}},
        **TIMES,
    },
    "empty": {},
    "big": {"roles": [f"role-{number:04d}" for number in range(500)], **TIMES},
    "many-members": {**{f"claim{number:03d}": number for number in range(254)}, **TIMES},
}
SMALL = ["plain", "registered", "non-ascii", "escapes"]


def cases() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []

    def add(name: str, alg: str, claims: str, **more: object) -> None:
        text = json.dumps(CLAIMS[claims], separators=(",", ":"))
        found.append({"id": name, "alg": alg, "secret_hex": SECRETS[alg], **more, "claims": text})

    for claims in CLAIMS:
        add(f"hs256-{claims}", "HS256", claims)
    for alg in ("HS384", "HS512"):
        for claims in SMALL:
            add(f"{alg.lower()}-{claims}", alg, claims)
    for alg in SECRETS:
        add(f"{alg.lower()}-kid", alg, "plain", kid="2024-01")
        add(f"{alg.lower()}-kid-registered", alg, "registered", kid="2024-01")
    add("hs256-kid-non-ascii", "HS256", "plain", kid="schl\u00fcssel-\U0001f511")
    add("hs256-kid-escaped", "HS256", "plain", kid='a"b\\c/d')
    add("hs256-typ-access-token", "HS256", "plain", header={"typ": "at+jwt"})
    found.append(
        {
            "id": "hs256-short-secret",
            "alg": "HS256",
            "secret_hex": b"secret".hex(),
            "short": True,
            "claims": json.dumps(CLAIMS["plain"], separators=(",", ":")),
        }
    )
    return found


if __name__ == "__main__":
    path = Path(__file__).with_name("cases.json")
    path.write_text(json.dumps(cases(), indent=1) + "\n", encoding="ascii")
