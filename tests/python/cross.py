"""Mints and verifies what tests/cross asks for: one JSON document in, one out."""

from __future__ import annotations

import json
import sys
from typing import Any

from tokenseal import KeyRing, TokenError

from arguments import Args, load_key, seconds
from vectors import policy_options, sign_options


def mint(job: dict[str, Any]) -> str:
    options = sign_options(Args(job["options"]))
    return load_key(job["key"]).sign(job["claims"], now=seconds(job["now"]), **options)


def verify(job: dict[str, Any]) -> dict[str, str]:
    try:
        ring = KeyRing(map(load_key, job["keys"]))
        return {"ok": ring.verify_raw(job["token"], now=seconds(job["now"]), **policy_options(job["policy"]))}
    except TokenError as error:
        return {"err": error.code}


jobs = json.load(sys.stdin)
answers = {
    "minted": {job["id"]: mint(job) for job in jobs["mint"]},
    "verified": {job["id"]: verify(job) for job in jobs["verify"]},
}
json.dump(answers, sys.stdout)
