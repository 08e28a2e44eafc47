"""PyJWT and joserfc as peers of tests/differential: `peer_python.py pyjwt` or `joserfc`. The same lines as ours."""

from __future__ import annotations

import datetime
import json
import sys
from typing import Any

import joserfc.errors
import joserfc.jwk
import joserfc.jwt
import jwt
import jwt.api_jwt

now_ms = 0


class Clock(datetime.datetime):
    """The time of the job: PyJWT takes it from the machine."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Clock:
        return cls.fromtimestamp(now_ms / 1000, tz)


def pyjwt(key: dict[str, Any], policy: dict[str, Any], token: bytes) -> Any:
    return jwt.decode(
        token,
        bytes.fromhex(key["secret_hex"]),
        [key["alg"]],
        {"require": ["exp"]},
        issuer=policy.get("issuer"),
        audience=policy.get("audience"),
        leeway=policy.get("leeway_ms", 0) / 1000,
    )


def joserfc_(key: dict[str, Any], policy: dict[str, Any], token: bytes) -> Any:
    decoded = joserfc.jwt.decode(token, joserfc.jwk.OctKey.import_key(bytes.fromhex(key["secret_hex"])), [key["alg"]])
    wanted: dict[str, Any] = {"exp": {"essential": True}}
    if "issuer" in policy:
        wanted["iss"] = {"essential": True, "value": policy["issuer"]}
    if "audience" in policy:
        wanted["aud"] = {"essential": True, "values": policy["audience"]}
    registry = joserfc.jwt.JWTClaimsRegistry(now=now_ms // 1000, leeway=policy.get("leeway_ms", 0) // 1000, **wanted)
    registry.validate(decoded.claims)
    return decoded.claims


def main() -> None:
    global now_ms
    verify = {"pyjwt": pyjwt, "joserfc": joserfc_}[sys.argv[1]]
    corpus = json.loads(sys.stdin.readline())
    for line in sys.stdin:
        if line == "\n":
            sys.stdout.flush()
            continue
        ring, policy, now, token = line.split()
        now_ms = int(now)
        data = b"" if token == "-" else bytes.fromhex(token)
        try:
            claims = verify(corpus["rings"][int(ring)]["keys"][0], corpus["policies"][int(policy)], data)
        except (jwt.InvalidTokenError, joserfc.errors.JoseError) as error:
            print(f"!{type(error).__name__}")
        except Exception as error:
            # Some tokens make them fail otherwise; that is a refusal too.
            print(f"!{type(error).__name__}")
        else:
            print(f"0 {json.dumps(claims).encode().hex()}")


jwt.api_jwt.datetime = Clock  # type: ignore[attr-defined, misc]
main()
