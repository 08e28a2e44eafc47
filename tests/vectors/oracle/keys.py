"""Keys, JWK and JWK Sets (RFC 7517, 7518 section 3.2)."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from . import base64url, json_text
from .failure import Failure
from .json_text import Object, Value

HASHES = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
MAX_KID = 64
MAX_SECRET = 1024
MAX_JWK = 65536
MAX_KEY_OPS = 16
HEX_DIGITS = b"0123456789abcdefABCDEF"


@dataclass(frozen=True)
class Key:
    alg: str
    secret: bytes
    kid: str | None = None
    signs: bool = True
    verifies: bool = True

    def mac(self, data: bytes) -> bytes:
        return hmac.new(self.secret, data, HASHES[self.alg]).digest()

    @property
    def short(self) -> bool:
        return len(self.secret) < HASHES[self.alg]().digest_size

    def accepts(self, data: bytes, tag: bytes) -> bool:
        return hmac.compare_digest(self.mac(data), tag)


def check_secret(alg: str, secret: bytes, short: bool = False) -> bytes:
    if len(secret) > MAX_SECRET:
        raise Failure("limit")
    if not secret or b"-----BEGIN" in secret:
        raise Failure("weak-key")
    if len(secret) < HASHES[alg]().digest_size and not short:
        raise Failure("weak-key")
    return secret


def check_kid(kid: str | None, empty: str) -> str | None:
    if kid is None:
        return None
    if not kid:
        raise Failure(empty)
    if len(kid.encode()) > MAX_KID:
        raise Failure("limit")
    return kid


def decode_hex(text: bytes) -> bytes:
    # bytes.fromhex skips white space.
    if len(text) % 2 or any(octet not in HEX_DIGITS for octet in text):
        raise Failure("malformed")
    return bytes.fromhex(text.decode())


def load(key: dict[str, Any], text: bytes) -> Key:
    """From the vectors' form of a key; `text` is its JWK, hex or base64url text as bytes."""
    alg = key.get("alg")
    if "jwk" in key or "jwk_hex" in key:
        return load_jwk(text, alg)
    if alg not in HASHES:
        raise Failure("bad-argument")
    kid = check_kid(key.get("kid"), "bad-argument")
    if "base64url" in key:
        secret = base64url.decode(text)
    elif "hex" in key:
        secret = decode_hex(text)
    else:
        secret = bytes.fromhex(key["secret_hex"])
    return Key(alg, check_secret(alg, secret, key.get("short", False)), kid)


def check_alg(named: str | None) -> None:
    if named is not None and named not in HASHES:
        raise Failure("bad-argument")


def load_jwk(text: bytes, alg: str | None) -> Key:
    check_alg(alg)
    if len(text) > MAX_JWK:
        raise Failure("limit")
    return from_members(json_text.read_object(text), alg)


def load_set(text: bytes, alg: str | None) -> list[Key]:
    check_alg(alg)
    if len(text) > MAX_JWK:
        raise Failure("limit")
    members = json_text.read_object(text).get("keys")
    if not isinstance(members, list):
        raise Failure("malformed")
    if not all(isinstance(member, Object) for member in members):
        raise Failure("malformed")
    keys = []
    for member in members:
        assert isinstance(member, Object)
        kty = member.members.get("kty")
        if isinstance(kty, str) and kty != "oct":
            continue
        keys.append(from_members(member.members, alg))
    if not keys:
        raise Failure("unknown-key")
    return keys


def from_members(members: dict[str, Value], named: str | None) -> Key:
    text: dict[str, str] = {}
    for name in ("kty", "k", "alg", "use", "kid"):
        if name in members:
            value = members[name]
            if not isinstance(value, str):
                raise Failure("malformed")
            text[name] = value
    operations = operation_names(members)

    if "kty" not in text:
        raise Failure("malformed")
    if text["kty"] != "oct":
        raise Failure("algorithm-mismatch")
    if "k" not in text:
        raise Failure("malformed")
    alg = text.get("alg", named)
    if alg is None:
        raise Failure("bad-argument")
    if alg not in HASHES or (named is not None and alg != named):
        raise Failure("algorithm-mismatch")
    if text.get("use", "sig") != "sig":
        raise Failure("key-use")
    if operations is not None and not {"sign", "verify"} & set(operations):
        raise Failure("key-use")
    kid = check_kid(text.get("kid"), "malformed")
    secret = check_secret(alg, base64url.decode(text["k"].encode()))
    return Key(
        alg,
        secret,
        kid,
        signs=operations is None or "sign" in operations,
        verifies=operations is None or "verify" in operations,
    )


def operation_names(members: dict[str, Value]) -> list[str] | None:
    if "key_ops" not in members:
        return None
    value = members["key_ops"]
    if not isinstance(value, list):
        raise Failure("malformed")
    names: list[str] = []
    for name in value:
        if not isinstance(name, str):
            raise Failure("malformed")
        if len(names) == MAX_KEY_OPS:
            raise Failure("limit")
        if name in names:
            raise Failure("malformed")
        names.append(name)
    return names
