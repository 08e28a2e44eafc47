"""PyJWT as a peer of tests/cross: one JSON document in, one out."""

from __future__ import annotations

import json
import sys
from typing import Any

import jwt


def mint(job: dict[str, Any]) -> str:
    key = job["key"]
    headers = {"kid": key["kid"]} if "kid" in key else None
    return jwt.encode(job["full_claims"], bytes.fromhex(key["secret_hex"]), key["alg"], headers)


def verify(job: dict[str, Any]) -> dict[str, str]:
    key = job["keys"][0]
    # The clock of the jobs is theirs, not this machine's.
    options = {"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False}
    try:
        claims = jwt.decode(job["token"], bytes.fromhex(key["secret_hex"]), [key["alg"]], options)
    except jwt.InvalidTokenError as error:
        return {"err": type(error).__name__}
    return {"ok": json.dumps(claims)}


jobs = json.load(sys.stdin)
json.dump(
    {
        "minted": {job["id"]: mint(job) for job in jobs["mint"]},
        "verified": {job["id"]: verify(job) for job in jobs["verify"]},
    },
    sys.stdout,
)
