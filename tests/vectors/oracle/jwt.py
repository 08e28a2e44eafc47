"""JWT in compact form: verify, sign, inspect (RFC 7515, 7519, 8725)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import base64url, json_text
from .claims import Claims
from .failure import Failure
from .json_text import Value, write_string
from .keys import MAX_KID, Key
from .policy import DEFAULT_TOKEN, MAX_DURATION, MAX_NAMES, MAX_TOKEN, Policy, check_now

MAX_HEADER = 1024
DEFAULT_LIFETIME = 900_000


@dataclass(frozen=True)
class Parts:
    header: bytes
    payload: bytes
    tag: bytes

    @staticmethod
    def split(token: bytes, limit: int) -> Parts:
        if len(token) > limit:
            raise Failure("limit")
        parts = token.split(b".")
        if len(parts) != 3:
            raise Failure("malformed")
        return Parts(*parts)


def verify(token: bytes, keys: list[Key], policy: dict[str, Any], now: int) -> tuple[str, int]:
    check_now(now)
    asked = Policy.read(policy)
    if not keys:
        raise Failure("bad-argument")

    parts = Parts.split(token, asked.max_token)
    header = read_header(parts.header)
    tag = base64url.decode(parts.tag)

    if "alg" not in header:
        raise Failure("malformed")
    kid = header.get("kid")
    if kid is not None and len(kid.encode()) > MAX_KID:
        raise Failure("limit")
    found = candidates(keys, kid)
    if not found:
        raise Failure("unknown-key")
    found = [at for at in found if keys[at].alg == header["alg"]]
    if not found:
        raise Failure("algorithm-mismatch")

    signed = parts.header + b"." + parts.payload
    opened = [at for at in found if keys[at].accepts(signed, tag)]
    if not opened:
        raise Failure("bad-signature")

    payload = base64url.decode(parts.payload)
    claims = Claims.read(json_text.read_object(payload))
    claims.check(asked, header.get("typ"), now)
    return payload.decode(), opened[0]


def read_header(part: bytes) -> dict[str, str]:
    """The members that matter; `crit` and `b64` are looked at and refused here."""
    if base64url.decoded_length(part) > MAX_HEADER:
        raise Failure("limit")
    members = json_text.read_object(base64url.decode(part))
    texts: dict[str, str] = {}
    for name in ("alg", "typ", "kid"):
        if name in members:
            value = members[name]
            if not isinstance(value, str):
                raise Failure("malformed")
            texts[name] = value
    if "crit" in members or members.get("b64", True) is not True:
        raise Failure("unsupported")
    return texts


def candidates(keys: list[Key], kid: str | None) -> list[int]:
    usable = [at for at, key in enumerate(keys) if key.verifies]
    if kid is None:
        return usable
    same = [at for at in usable if keys[at].kid == kid]
    return same + [at for at in usable if keys[at].kid is None]


def inspect(token: bytes) -> tuple[str, str]:
    parts = Parts.split(token, MAX_TOKEN)
    header, payload = base64url.decode(parts.header), base64url.decode(parts.payload)
    for text in (header, payload):
        json_text.read_object(text)
    base64url.decode(parts.tag)
    return header.decode(), payload.decode()


PARAMETERS = {
    "issuer": "iss",
    "subject": "sub",
    "audience": "aud",
    "expires_in_ms": "exp",
    "not_before_ms": "nbf",
    "issued_at_ms": "iat",
    "jwt_id": "jti",
}


def sign(key: Key, claims: bytes, given: dict[str, Any], now: int) -> str:
    limit = check_sign_arguments(given, now)
    if not key.signs:
        raise Failure("key-use")
    members = json_text.read_object(claims)
    Claims.read(members)
    for parameter, name in PARAMETERS.items():
        if given.get(parameter) is not None and name in members:
            raise Failure("bad-argument")

    merged = registered(members, given, now)
    if len(members) + len(merged) > json_text.MAX_MEMBERS:
        raise Failure("limit")
    payload = merge(claims.decode().strip(json_text.SPACE), bool(members), merged)
    header = write_header(key, given.get("typ", "JWT"))
    if len(header.encode()) > MAX_HEADER:
        raise Failure("limit")

    signed = base64url.encode(header.encode()) + "." + base64url.encode(payload.encode())
    token = signed + "." + base64url.encode(key.mac(signed.encode()))
    if len(token) > limit:
        raise Failure("limit")
    return token


def check_sign_arguments(given: dict[str, Any], now: int) -> int:
    check_now(now)
    for name in ("expires_in_ms", "not_before_ms", "issued_at_ms"):
        value = given.get(name)
        if value is not None and not 0 <= value <= MAX_DURATION:
            raise Failure("bad-argument")
    if "audience" in given and not 1 <= len(given["audience"]) <= MAX_NAMES:
        raise Failure("bad-argument")
    limit = given.get("max_token", DEFAULT_TOKEN)
    assert isinstance(limit, int)
    if not 0 <= limit <= MAX_TOKEN:
        raise Failure("bad-argument")
    return limit


def registered(members: dict[str, Value], given: dict[str, Any], now: int) -> list[str]:
    merged = {
        claim: write_string(given[parameter])
        for parameter, claim in (("issuer", "iss"), ("subject", "sub"))
        if parameter in given
    }
    if "audience" in given:
        texts = [write_string(text) for text in given["audience"]]
        merged["aud"] = texts[0] if len(texts) == 1 else "[" + ",".join(texts) + "]"
    lifetime = given.get("expires_in_ms", DEFAULT_LIFETIME)
    if lifetime is not None and "exp" not in members:
        merged["exp"] = str((now + lifetime) // 1000)
    if "not_before_ms" in given:
        merged["nbf"] = str(-(-given["not_before_ms"] // 1000))
    if "iat" not in members:
        merged["iat"] = str(given.get("issued_at_ms", now) // 1000)
    if "jwt_id" in given:
        merged["jti"] = write_string(given["jwt_id"])
    return [f'"{name}":{text}' for name, text in merged.items()]


def merge(text: str, comma: bool, merged: list[str]) -> str:
    added = ",".join(merged)
    return text[:-1] + ("," if comma and added else "") + added + "}"


def write_header(key: Key, typ: str) -> str:
    kid = "" if key.kid is None else f',"kid":{write_string(key.kid)}'
    return f'{{"alg":"{key.alg}","typ":{write_string(typ)}{kid}}}'
