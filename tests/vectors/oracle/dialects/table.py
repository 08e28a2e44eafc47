"""From a vector's description of a dialect to its two functions."""

from __future__ import annotations

from typing import Any

from ..failure import Failure
from ..policy import MAX_DURATION, check_now
from . import django, express, gorilla, itsdangerous, koa, rails, rust_cookie
from .common import MAX_SECRET, MAX_SECRETS, Asked, Opened, check_size

FAMILIES = {
    "signer": itsdangerous,
    "timestamp-signer": itsdangerous,
    "url-safe-timed": itsdangerous,
    "flask": itsdangerous,
    "starlette": itsdangerous,
    "django": django,
    "django-signer": django,
    "django-dumps": django,
    "rails": rails,
    "rails-verifier": rails,
}
# What stands in the cookie as it is, which is text to the original.
TEXTS = ("express", "signer", "timestamp-signer", "django", "django-signer", "rust-cookie")
SINGLES = {"express": express, "gorilla": gorilla, "rust-cookie": rust_cookie}


def ask(spec: dict[str, Any], name: bytes, max_age: int | None, now: int) -> Asked:
    check_now(now)
    if max_age is not None and not 0 <= max_age <= MAX_DURATION:
        raise Failure("bad-argument")
    secrets = [bytes.fromhex(secret) for secret in spec["secrets_hex"]]
    if not secrets:
        raise Failure("bad-argument")
    if len(secrets) > MAX_SECRETS or any(len(secret) > MAX_SECRET for secret in secrets):
        raise Failure("limit")
    if not all(secrets):
        raise Failure("weak-key")
    # Frameworks are freer than RFC 6265: koa-session's own name was koa:sess.
    if not name or any(not 0x21 <= octet <= 0x7E or octet in b'=;,"\\<>' for octet in name):
        raise Failure("cookie-character")
    options = {key: spec[key] for key in ("digest", "lenient", "legacy", "derive") if key in spec}
    salt = spec["salt"].encode() if "salt" in spec else None
    return Asked(secrets, name, now, salt=salt, max_age_ms=max_age, **options)


def seal(spec: dict[str, Any], name: bytes, value: bytes, now: int) -> str:
    asked, kind = ask(spec, name, None, now), spec["kind"]
    if kind in TEXTS:
        try:
            value.decode()
        except UnicodeDecodeError:
            raise Failure("cookie-character") from None
    if kind == "koa":
        text = koa.seal(asked, value)
    elif kind in FAMILIES:
        text = FAMILIES[kind].seal(kind, asked, value)
    else:
        text = SINGLES[kind].seal(asked, value)
    return check_size(text).decode()


def open_(
    spec: dict[str, Any],
    name: bytes,
    text: bytes,
    value: bytes | None,
    max_age: int | None,
    now: int,
) -> dict[str, Any]:
    asked, kind = ask(spec, name, max_age, now), spec["kind"]
    check_size(text)
    opened: Opened
    if kind == "koa":
        assert value is not None
        check_size(value)
        opened = koa.open_(asked, text, value)
    elif kind in FAMILIES:
        opened = FAMILIES[kind].open_(kind, asked, text)
    else:
        opened = SINGLES[kind].open_(asked, text)
    return opened.json()
