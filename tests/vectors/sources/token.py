"""Tokens built from their pieces with the standard library alone, faults included."""

from __future__ import annotations

import base64
import hashlib
import hmac

from sources.vector import EXPIRES, Args

HASHES = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}
SECRETS = {
    "HS256": bytes(range(0x40, 0x60)),
    "HS384": bytes(range(0x60, 0x90)),
    "HS512": bytes(range(0x90, 0xD0)),
}
OTHER_SECRET = bytes(range(0xD0, 0xF0))

HEADER = '{"alg":"HS256","typ":"JWT"}'
CLAIMS = f'{{"sub":"alice","exp":{EXPIRES}}}'


def key(alg: str = "HS256", secret: bytes | None = None, kid: str | None = None) -> Args:
    chosen = SECRETS[alg] if secret is None else secret
    more = {} if kid is None else {"kid": kid}
    return {"alg": alg, "secret_hex": chosen.hex(), **more}


KEYS = [key()]


def data(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


def part(value: str | bytes) -> str:
    return base64.urlsafe_b64encode(data(value)).rstrip(b"=").decode()


def mac(signed: str | bytes, alg: str = "HS256", secret: bytes | None = None) -> bytes:
    chosen = SECRETS[alg] if secret is None else secret
    return hmac.new(chosen, data(signed), getattr(hashlib, HASHES[alg])).digest()


def seal(
    header: str | bytes, payload: str | bytes, alg: str = "HS256", secret: bytes | None = None
) -> bytes:
    """A token over two parts as they stand, whatever is wrong with them."""
    signed = data(header) + b"." + data(payload)
    return signed + b"." + part(mac(signed, alg, secret)).encode()


def mint(
    claims: str | bytes = CLAIMS,
    header: str | bytes = HEADER,
    alg: str = "HS256",
    secret: bytes | None = None,
) -> str:
    return seal(part(header), part(claims), alg, secret).decode()


def head(alg: str, kid: str | None = None) -> str:
    """A header as this library writes it, for a kid that needs no escape."""
    more = "" if kid is None else f',"kid":"{kid}"'
    return f'{{"alg":"{alg}","typ":"JWT"{more}}}'
