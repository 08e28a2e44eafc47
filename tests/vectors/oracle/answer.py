"""The oracle's answer to one vector."""

from __future__ import annotations

from typing import Any

from . import bearer, jwt, keys
from .failure import Failure
from .keys import Key


def raw(args: dict[str, Any], name: str) -> bytes:
    """An argument that may be given as text or, where text can't hold it, as hex."""
    if f"{name}_hex" in args:
        return bytes.fromhex(args[f"{name}_hex"])
    text = args[name]
    assert isinstance(text, str)
    return text.encode()


def load_key(given: dict[str, Any]) -> Key:
    for name in ("jwk", "base64url", "hex"):
        if name in given or f"{name}_hex" in given:
            return keys.load(given, raw(given, name))
    return keys.load(given, b"")


def load_ring(args: dict[str, Any]) -> list[Key]:
    if "jwks" in args:
        return keys.load_set(raw(args, "jwks"), None)
    return [load_key(key) for key in args["keys"]]


def show(key: Key) -> dict[str, str | None]:
    return {"alg": key.alg, "kid": key.kid}


def perform(op: str, args: dict[str, Any], now: int) -> Any:
    if op == "key.load":
        return show(load_key(args["key"]))
    if op == "jwks.load":
        return [show(key) for key in keys.load_set(raw(args, "jwks"), args.get("alg"))]
    if op == "mac":
        return load_key(args["key"]).mac(bytes.fromhex(args["data_hex"])).hex()
    if op == "mac.verify":
        data, tag = bytes.fromhex(args["data_hex"]), bytes.fromhex(args["tag_hex"])
        if not load_key(args["key"]).accepts(data, tag):
            raise Failure("bad-signature")
        return True
    if op == "jwt.verify":
        ring = load_ring(args)
        claims, at = jwt.verify(raw(args, "token"), ring, args.get("policy", {}), now)
        return {"claims": claims, "key": at}
    if op == "jwt.sign":
        return jwt.sign(load_key(args["key"]), raw(args, "claims"), args, now)
    if op == "jwt.inspect":
        header, claims = jwt.inspect(raw(args, "token"))
        return {"header": header, "claims": claims}
    if op == "bearer":
        return bearer.token(raw(args, "header"))
    raise ValueError(f"unknown op {op}")


def answer(op: str, args: dict[str, Any], now: int | None) -> dict[str, Any]:
    try:
        return {"ok": perform(op, args, now or 0)}
    except Failure as failure:
        return {"err": failure.name}
