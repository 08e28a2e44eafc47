"""Runs every vector of the files that are named, or of tests/vectors/*.json, against the installed package.

Prints what failed, and at the end ``<runtime>: N passed, M failed``. What it can't run has failed.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tokenseal import Key, KeyRing, Limit, Malformed, Policy, TokenError, bearer_token
from tokenseal.unverified import inspect

import cookie_vectors
import csrf_vectors
import dialect_vectors
import state_vectors
from arguments import Args, load_key, seconds

if TYPE_CHECKING:
    from collections.abc import Callable

VECTORS = Path(__file__).parents[1] / "vectors"


def policy_options(members: dict[str, Any]) -> dict[str, Any]:
    policy = Args(members)
    options: dict[str, Any] = {}
    for name in ("leeway", "max_age"):
        if policy.has(f"{name}_ms"):
            options[name] = timedelta(milliseconds=policy.take(f"{name}_ms"))
    checks = ("issuer", "audience", "any_audience", "subject", "jwt_id", "typ")
    for name in (*checks, "require_exp", "required", "max_token"):
        if policy.has(name):
            options[name] = policy.take(name)
    policy.finish()
    return options


def sign_options(args: Args) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if args.has("expires_in_ms"):
        millis = args.take("expires_in_ms")
        options["expires_in"] = None if millis is None else timedelta(milliseconds=millis)
    if args.has("not_before_ms"):
        options["not_before"] = seconds(args.take("not_before_ms"))
    if args.has("issued_at_ms"):
        options["issued_at"] = seconds(args.take("issued_at_ms"))
    for name in ("issuer", "subject", "audience", "jwt_id", "typ", "max_token"):
        if args.has(name):
            options[name] = args.take(name)
    args.finish()
    return options


def shown(key: Key) -> dict[str, Any]:
    return {"alg": key.alg, "kid": key.kid}


def run_key_load(args: Args, _now: None) -> Any:
    return shown(load_key(args.take("key")))


def run_jwks_load(args: Args, _now: None) -> Any:
    return [shown(key) for key in KeyRing.from_jwks(args.octets("jwks"), args.take("alg")).keys]


def run_mac(args: Args, _now: None) -> Any:
    return load_key(args.take("key")).mac(args.octets("data")).hex()


def run_mac_verify(args: Args, _now: None) -> Any:
    load_key(args.take("key")).verify_mac(args.octets("data"), args.octets("tag"))
    return True


def in_batch(ring: KeyRing, token: str | bytes, **options: Any) -> dict[str, Any]:
    """Verify a token among others, which it must not touch, and return or raise what becomes of it."""
    first, other, last = ring.verify_many([token, "no token", token], **options)
    assert isinstance(other, Malformed | Limit)
    assert repr(first) == repr(last)
    if isinstance(first, TokenError):
        raise first
    return first


def run_jwt_verify(args: Args, now: int) -> Any:
    keys = args.take("keys")
    jwks = None if keys is not None else args.octets("jwks")
    token = args.octets("token")
    options = policy_options(args.take("policy", {}))
    args.finish()

    ring = KeyRing(map(load_key, keys)) if jwks is None else KeyRing.from_jwks(jwks)
    at = seconds(now)
    ways: list[Callable[[], Any]] = [
        lambda: ring.verify_raw(token, now=at, **options),
        lambda: ring.verify_raw(token, now=at, policy=Policy(**options)),
        lambda: repr(ring.verify(token, now=at, **options)),
        lambda: ring._verify_index(token, Policy(**options), at),
        lambda: repr(in_batch(ring, token, now=at, **options)),
    ]
    if isinstance(token, str):
        ways.append(lambda: ring.verify_raw(token.encode(), now=at, **options))
    if len(ring) == 1:
        ways.append(lambda: ring.keys[0].verify_raw(token, now=at, **options))
    answers = [answer(way) for way in ways]
    raw, as_policy, claims, index, batch, *others = answers
    if "err" in raw:
        assert all(other == raw for other in answers), f"the answers differ: {answers}"
        return raw
    assert all(other == raw for other in [as_policy, *others]), f"the answers differ: {answers}"
    assert claims == batch == {"ok": repr(json.loads(raw["ok"]))}, f"{claims} and {batch} for {raw}"
    return {"ok": {"claims": raw["ok"], "key": index["ok"]}}


def run_jwt_sign(args: Args, now: int) -> Any:
    key, claims = args.take("key"), args.octets("claims")
    options = sign_options(args)
    args.finish()
    return load_key(key).sign(claims, now=seconds(now), **options)


def run_jwt_inspect(args: Args, _now: None) -> Any:
    token = args.octets("token")
    seen = inspect(token)
    assert repr(seen.header) == repr(json.loads(seen.header_json))
    assert repr(seen.claims) == repr(json.loads(seen.claims_json))
    return {"header": seen.header_json, "claims": seen.claims_json}


def run_bearer(args: Args, _now: None) -> Any:
    return bearer_token(args.octets("header"))


OPS: dict[str, Callable[[Args, Any], Any]] = {
    "key.load": run_key_load,
    "jwks.load": run_jwks_load,
    "mac": run_mac,
    "mac.verify": run_mac_verify,
    "jwt.verify": run_jwt_verify,
    "jwt.sign": run_jwt_sign,
    "jwt.inspect": run_jwt_inspect,
    "bearer": run_bearer,
    **cookie_vectors.OPS,
    **csrf_vectors.OPS,
    **dialect_vectors.OPS,
    **state_vectors.OPS,
}


def answer(ask: Callable[[], Any]) -> dict[str, Any]:
    """Return ``{"ok": ...}`` or ``{"err": name}``; any other exception goes through."""
    try:
        found = ask()
    except TokenError as error:
        return {"err": error.code}
    return found if isinstance(found, dict) and found.keys() in ({"ok"}, {"err"}) else {"ok": found}


def run(vector: dict[str, Any]) -> str | None:
    """Run one vector; return what is wrong."""
    try:
        args = Args(vector["args"])
        found = answer(lambda: OPS[vector["op"]](args, vector.get("now")))
        args.finish()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None if found == vector["expect"] else f"{found}, not {vector['expect']}"


def main(files: list[Path]) -> int:
    """Run the vectors of these files."""
    passed, failed = 0, 0
    for file in files:
        for vector in json.loads(file.read_text("utf-8"))["vectors"]:
            wrong = run(vector)
            if wrong is None:
                passed += 1
            else:
                failed += 1
                print(f"{file.name}: {vector['id']}: {wrong}")
    runtime = f"python{sys.version_info.major}.{sys.version_info.minor}"
    print(f"{runtime}: {passed} passed, {failed} failed")
    return int(failed > 0 or passed == 0)


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]] or sorted(VECTORS.glob("*.json"))))
