"""Writes Wycheproof's cases as vectors that every runtime's runner takes: `vectors.py HMAC-CASES FOLDER PLANTED`; into the last, with wrong expectations."""

from __future__ import annotations

import base64
import hmac
import json
import pathlib
import sys
from typing import Any

import jws

NOW = 1_700_000_000_000
HASHES = {"HS256": ("sha256", 32), "HS384": ("sha384", 48), "HS512": ("sha512", 64)}
Vector = dict[str, Any]


def of_hmac(case: dict[str, Any]) -> list[Vector]:
    """The MAC of a valid case, the refusal of one that is not. A shortened tag is never good here, so of those the whole MAC is asked
    for, which the standard library says and the case's tag begins.
    """
    name, length = HASHES[case["alg"]]
    secret, tag = bytes.fromhex(case["key"]), bytes.fromhex(case["tag"])
    whole = hmac.digest(secret, bytes.fromhex(case["message"]), name)
    if whole.startswith(tag) != case["valid"]:
        message = f"the standard library says otherwise of {case}"
        raise SystemExit(message)
    key = {"alg": case["alg"], "secret_hex": case["key"], **({"short": True} if len(secret) < length else {})}
    made = {"key": key, "data_hex": case["message"]}
    is_good = case["valid"] and len(tag) == length
    identifier = f"wycheproof-{case['alg'].lower()}-{case['case']}"
    return [
        {"id": f"{identifier}-mac", "op": "mac", "args": made, "expect": {"ok": whole.hex()}},
        {
            "id": identifier,
            "op": "mac.verify",
            "args": {**made, "tag_hex": case["tag"]},
            "expect": {"ok": True} if is_good else {"err": "bad-signature"},
        },
    ]


def of_jws(case: jws.Case) -> Vector:
    return {
        "id": f"wycheproof-jws-{case.number}",
        "op": "jwt.verify",
        "args": {"keys": [case.key], "token": case.token.decode()},
        "now": NOW,
        "expect": {"ok": {"claims": case.claims, "key": 0}} if case.refused is None else {"err": case.refused},
    }


def of_cookbook(number: int) -> Vector:
    tag = base64.urlsafe_b64decode(jws.COOKBOOK_TAG + "=")
    args = {"key": {"jwk": json.dumps(jws.COOKBOOK_KEY)}, "data_hex": jws.cookbook().hex(), "tag_hex": tag.hex()}
    return {"id": f"wycheproof-jws-{number}", "op": "mac.verify", "args": args, "expect": {"ok": True}}


def opposite(expect: dict[str, Any]) -> dict[str, Any]:
    return {"err": "expired"} if "ok" in expect else {"ok": True}


def write(folder: pathlib.Path, vectors: list[Vector]) -> None:
    text = ",\n".join(json.dumps({"source": "Wycheproof", **vector}) for vector in vectors)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "wycheproof.json").write_text(f'{{"about": "Wycheproof", "vectors": [\n{text}\n]}}\n', "ascii")


def main() -> int:
    hmac_cases = json.loads(pathlib.Path(sys.argv[1]).read_text("utf-8"))
    cases = [*jws.plain(), *jws.special()]
    for case in cases:
        if case.is_overridden != (case.number in jws.OVERRIDDEN):
            print(f"case {case.number} is not as Wycheproof labels it, and nothing says why", file=sys.stderr)
            return 1
        if case.is_overridden:
            print(f"overridden: JWS case {case.number}, {jws.OVERRIDDEN[case.number]}")
    vectors = [vector for case in hmac_cases for vector in of_hmac(case)]
    vectors += map(of_jws, cases)
    vectors += map(of_cookbook, (348, 352))
    write(pathlib.Path(sys.argv[2]), vectors)
    # Each of these is wrong, and has to fail.
    write(pathlib.Path(sys.argv[3]), [{**vector, "expect": opposite(vector["expect"])} for vector in vectors])
    print(f"{len(hmac_cases)} HMAC cases, {len(cases) + 2} JWS cases, {len(vectors)} vectors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
