"""PyJWT as a peer: mints the cases, or judges tokens.

mint.py mint cases.json     -> {"library", "version", "tokens": {id: token}}
mint.py judge tokens.json   -> {"library", "version", "verdicts": {id: verdict}}
"""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any

import jwt


def mint(cases: list[dict[str, Any]]) -> dict[str, str]:
    tokens = {}
    for case in cases:
        headers = dict(case.get("header", {}))
        if "kid" in case:
            headers["kid"] = case["kid"]
        tokens[case["id"]] = jwt.encode(
            json.loads(case["claims"]),
            bytes.fromhex(case["secret_hex"]),
            algorithm=case["alg"],
            headers=headers or None,
        )
    return tokens


def judge(tokens: list[dict[str, Any]]) -> dict[str, str]:
    verdicts = {}
    for entry in tokens:
        try:
            jwt.decode(
                entry["token"],
                bytes.fromhex(entry["secret_hex"]),
                algorithms=[entry["alg"]],
                options={"verify_aud": False},
            )
            verdicts[entry["id"]] = "accepts"
        except jwt.PyJWTError as refusal:
            verdicts[entry["id"]] = f"refuses ({type(refusal).__name__})"
    return verdicts


def main() -> None:
    # The short secret is one of the cases on purpose.
    warnings.simplefilter("ignore")
    command, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        given = json.load(file)
    result: dict[str, Any] = {"library": "PyJWT", "version": jwt.__version__}
    if command == "mint":
        result["tokens"] = mint(given)
    else:
        result["verdicts"] = judge(given)
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
