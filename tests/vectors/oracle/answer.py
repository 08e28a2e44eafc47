"""The oracle's answer to one vector."""

from __future__ import annotations

from typing import Any

from . import bearer, cookie_header, csrf, jwt, keys, sealed, set_cookie
from .dialects import table
from .failure import Failure
from .keys import Key
from .state import table as state


def raw(args: dict[str, Any], name: str) -> bytes:
    """An argument that may be given as text or, where text can't hold it, as hex."""
    if f"{name}_hex" in args:
        return bytes.fromhex(args[f"{name}_hex"])
    text = args[name]
    assert isinstance(text, str)
    return text.encode()


def load_key(given: dict[str, Any]) -> Key:
    for name in ("jwk", "base64url", "hex"):
        if has(given, name):
            return keys.load(given, raw(given, name))
    return keys.load(given, b"")


def load_ring(args: dict[str, Any]) -> list[Key]:
    if "jwks" in args:
        return keys.load_set(raw(args, "jwks"), None)
    return [load_key(key) for key in args["keys"]]


def attribute(args: dict[str, Any], name: str, default: bytes | None) -> bytes | None:
    """A cookie's attribute; null is "none", which is not the same as the default."""
    if args.get(name, "") is None:
        return None
    return raw(args, name) if has(args, name) else default


def set_cookie_header(op: str, args: dict[str, Any]) -> str:
    path, domain = attribute(args, "path", b"/"), attribute(args, "domain", None)
    if op == "cookie.remove":
        return set_cookie.remove(raw(args, "name"), path, domain, args)
    return set_cookie.build(raw(args, "name"), raw(args, "value"), path, domain, args)


def perform_cookie(op: str, args: dict[str, Any], now: int) -> Any:
    if op == "cookie.parse":
        pairs = cookie_header.pairs(raw(args, "header"))
        return [[name.hex(), value.hex()] for name, value in pairs]
    if op == "cookie.find":
        found = cookie_header.find(raw(args, "header"), raw(args, "name"))
        return None if found is None else found.hex()
    if op in ("cookie.set", "cookie.remove"):
        return set_cookie_header(op, args)
    if op == "cookie.seal":
        return sealed.seal(load_key(args["key"]), raw(args, "name"), raw(args, "value"), now)
    if op == "cookie.open":
        ring, text = load_ring(args), raw(args, "text")
        return sealed.open_(ring, raw(args, "name"), text, args.get("max_age_ms"), now)
    if op == "dialect.seal":
        return table.seal(args["dialect"], raw(args, "name"), raw(args, "value"), now)
    if op == "dialect.open":
        value = attribute(args, "value", None)
        text, max_age = raw(args, "text"), args.get("max_age_ms")
        return table.open_(args["dialect"], raw(args, "name"), text, value, max_age, now)
    raise ValueError(f"unknown op {op}")


def perform_csrf(op: str, args: dict[str, Any]) -> Any:
    if op == "csrf.fetch":
        return csrf.fetch(args)
    binding = raw(args, "binding")
    if op == "csrf.token":
        return csrf.token(load_key(args["key"]), binding, bytes.fromhex(args["entropy"]))
    return csrf.verify(load_ring(args), binding, raw(args, "token"))


def perform_state(op: str, args: dict[str, Any], now: int) -> Any:
    ring = load_ring(args) if "keys" in args else []
    token, claims = (raw(args, name) if has(args, name) else b"" for name in ("token", "claims"))
    return state.perform(op, args, ring, token, claims, now)


def has(args: dict[str, Any], name: str) -> bool:
    return name in args or f"{name}_hex" in args


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
    if op.startswith("csrf."):
        return perform_csrf(op, args)
    if op.startswith(("session.", "refresh.", "revocation.")):
        return perform_state(op, args, now)
    return perform_cookie(op, args, now)


def answer(op: str, args: dict[str, Any], now: int | None) -> dict[str, Any]:
    try:
        return {"ok": perform(op, args, now or 0)}
    except Failure as failure:
        return {"err": failure.name}
