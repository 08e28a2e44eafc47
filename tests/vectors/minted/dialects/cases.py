"""What the frameworks are asked to sign: writes cases.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

K = b"0123456789abcdef0123456789abcdef"
OLD = b"an older secret, of 32 bytes too"
BINARY = bytes(range(0x80, 0xA0))
K64 = bytes(range(64))
NOW = 1_700_000_000_000
USER = "user=42"
TEXT = "Zo\u00eb \u6771\u4eac \U0001f980"
ODD = 'a b;c,d"e%f&g+h/i=j\\k'
LONG = json.dumps({"roles": ["administrator"] * 40})

Case = dict[str, Any]
found: list[Case] = []


def add(
    id_: str,
    kind: str,
    value: str | bytes = USER,
    *,
    secrets: tuple[bytes, ...] = (K,),
    name: str = "sid",
    now: int = NOW,
    expires_ms: int | None = None,
    compress: bool = False,
    **options: Any,
) -> None:
    dialect = {"kind": kind, "secrets_hex": [secret.hex() for secret in secrets], **options}
    octets = value.encode() if isinstance(value, str) else value
    case: Case = {"id": f"{kind}-{id_}", "dialect": dialect, "name": name}
    case |= {"value_hex": octets.hex(), "now": now}
    if expires_ms is not None:
        case["expires_ms"] = expires_ms
    if compress:
        case["compress"] = True
    found.append(case)


def add_express() -> None:
    for id_, value in (
        ("plain", USER),
        ("empty", ""),
        ("dots", "a.b..c."),
        ("non-ascii", TEXT),
        ("odd", ODD),
        ("json", 'j:{"user":42}'),
        ("unreserved", "-_.!~*'()"),
        ("like-signed", "s:user=42.P64QF5YwWuHhCzfzuPLNqspz1MkD5QCfq4Ym1t8tPpY"),
        ("newlines", "a\r\nb\0c"),
        # Its tag has both letters that base64url has not.
        ("both-letters", "user=6"),
    ):
        add(id_, "express", value)
    add("two-secrets", "express", secrets=(K, OLD))
    add("binary-secret", "express", secrets=(BINARY,))
    add("short-secret", "express", secrets=(b"keyboard cat",))


def add_koa() -> None:
    for id_, value in (
        ("plain", USER),
        ("session", "eyJ1c2VyIjo0Mn0="),
        ("non-ascii", "Zo\u00eb"),
        ("spaces", "a b, c"),
        ("quotes-inside", 'a"b"c'),
        ("equals", "a=b=c=="),
    ):
        add(id_, "koa", value)
    add("sha256", "koa", digest="sha256")
    add("sha512", "koa", digest="sha512")
    add("other-name", "koa", name="koa.sess")
    # The default of koa-session before its version 6.
    add("colon-in-name", "koa", name="koa:sess")
    add("two-secrets", "koa", secrets=(K, OLD))
    add("short-secret", "koa", secrets=(b"keyboard cat",))


def add_itsdangerous() -> None:
    for kind in ("signer", "timestamp-signer"):
        for id_, value in (
            ("plain", USER),
            ("empty", ""),
            ("dots", "a.b..c."),
            ("non-ascii", TEXT),
            ("odd", ODD),
        ):
            add(id_, kind, value)
    add("compact", "url-safe-timed", json.dumps(USER))
    add("object", "url-safe-timed", '{"user":42,"roles":["a","b"]}')
    add("non-ascii", "url-safe-timed", json.dumps({"name": TEXT}, separators=(",", ":")))
    add("compressed", "url-safe-timed", LONG)
    add("number", "url-safe-timed", "42")
    for kind in ("signer", "timestamp-signer", "url-safe-timed"):
        value = json.dumps(USER) if kind == "url-safe-timed" else USER
        add("salt", kind, value, salt="activate")
        add("salt-non-ascii", kind, value, salt="s\u00e4lt")
        add("sha256", kind, value, digest="sha256")
        add("sha512", kind, value, digest="sha512")
        add("two-secrets", kind, value, secrets=(OLD, K))
        add("three-secrets", kind, value, secrets=(BINARY, OLD, K))
    for id_, now in (
        ("epoch", 0),
        ("255-s", 255_000),
        ("256-s", 256_000),
        ("milliseconds", NOW + 999),
        ("year-2106", 4_294_967_296_000),
    ):
        add(id_, "timestamp-signer", now=now)


def add_flask() -> None:
    for id_, value in (
        ("plain", '{"user":42}'),
        ("object", '{"_permanent":true,"csrf_token":"a.b","user":{"id":42,"roles":[]}}'),
        ("non-ascii", json.dumps({"name": TEXT}, separators=(",", ":"))),
        ("compressed", LONG),
    ):
        add(id_, "flask", value)
    add("fallback", "flask", '{"user":42}', secrets=(OLD, K))
    add("other-name", "flask", '{"user":42}', name="session")
    add("short-secret", "flask", '{"user":42}', secrets=(b"dev",))
    for id_, value in (
        ("plain", '{"user": 42}'),
        ("object", '{"user": {"id": 42, "roles": ["a", "b"]}, "n": null}'),
        ("non-ascii", json.dumps({"name": TEXT})),
        ("long", LONG),
    ):
        add(id_, "starlette", value)
    add("other-name", "starlette", '{"user": 42}', name="session")
    add("short-secret", "starlette", '{"user": 42}', secrets=(b"dev",))


def add_django() -> None:
    for kind in ("django", "django-signer"):
        for id_, value in (
            ("plain", USER),
            ("empty", ""),
            ("colons", "a:b::c:"),
            ("latin-1", "caf\u00e9"),
            ("non-ascii", TEXT),
            ("odd", ODD),
        ):
            add(id_, kind, value)
    add("plain", "django-dumps", json.dumps(USER))
    add("object", "django-dumps", '{"user":42,"roles":["a","b"]}')
    add("non-ascii", "django-dumps", json.dumps({"name": TEXT}, separators=(",", ":")))
    add("compressed", "django-dumps", LONG, compress=True)
    for kind in ("django", "django-signer", "django-dumps"):
        value = json.dumps(USER) if kind == "django-dumps" else USER
        add("salt", kind, value, salt="activate")
        add("salt-non-ascii", kind, value, salt="s\u00e4lt")
        add("fallback", kind, value, secrets=(K, OLD))
        add("binary-secret", kind, value, secrets=(BINARY,))
    add("other-name", "django", name="sessionid")
    for id_, now in (("epoch", 0), ("61-s", 61_000), ("62-s", 62_000), ("milliseconds", NOW + 999)):
        add(id_, "django", now=now)
    add("legacy", "django", legacy=True)
    add("legacy-salt", "django", legacy=True, salt="activate")
    add("legacy-fallback", "django", legacy=True, secrets=(OLD, K))


def add_others() -> None:
    for id_, octets in (
        ("plain", b"user=42"),
        ("json", b'"user=42"\n'),
        ("empty", b""),
        ("bytes", b"\xff\x00|\xfe"),
        ("pipes", b"a|b||c"),
        ("non-ascii", TEXT.encode()),
        # The plain one's text ends in one "=".
        ("no-padding", b"user=42000"),
        ("two-paddings", b"user=4"),
    ):
        add(id_, "gorilla", octets)
    # The tag stands anywhere in the base64, also across whatever pieces it is read in.
    for length in range(3, 75, 3):
        add(f"length-{length}", "gorilla", "x" * length)
    add("length-2000", "gorilla", "x" * 2000)
    add("two-codecs", "gorilla", secrets=(K, OLD))
    add("other-name", "gorilla", name="session-name")
    add("pipe-in-name", "gorilla", name="a|b")
    for derive in (False, True):
        secret = K if derive else K64
        more: dict[str, Any] = {"derive": True} if derive else {}
        start = "derived-" if derive else ""
        for id_, value in (
            ("plain", USER),
            ("empty", ""),
            ("non-ascii", TEXT),
            ("odd", ODD),
            ("like-signed", "c6aVQGddkgjXys804ufW0AeJxfK4gx5o7ch9mP24vk4=user=42"),
        ):
            add(f"{start}{id_}", "rust-cookie", value, secrets=(secret,), **more)
    add("longer-secret", "rust-cookie", secrets=(K64 + b"more",))
    add("derived-longer-secret", "rust-cookie", secrets=(K64,), derive=True)
    add_rails()
    add_largest()


def add_largest() -> None:
    """Texts of 4096 characters: what is left beside the tag, the time and their separators."""
    for kind, other in (
        ("signer", 28),
        ("timestamp-signer", 35),
        ("django", 51),
        ("django-signer", 44),
        ("rust-cookie", 44),
    ):
        secret = K64 if kind == "rust-cookie" else K
        add("size-4096", kind, "v" * (4096 - other), secrets=(secret,))


def add_rails() -> None:
    value = json.dumps(USER)
    for id_, text in (
        ("plain", value),
        ("object", '{"user":42,"roles":["a","b"]}'),
        ("non-ascii", json.dumps(TEXT, ensure_ascii=False)),
        ("empty", '""'),
    ):
        add(id_, "rails", text)
    add("sha256", "rails", value, digest="sha256")
    add("sha512", "rails", value, digest="sha512")
    add("legacy", "rails", value, legacy=True)
    for length in range(1, 50, 4):
        add(f"length-{length}", "rails", json.dumps("x" * length))
    add("length-1500", "rails", json.dumps("x" * 1500))
    add("two-secrets", "rails", value, secrets=(K, OLD))
    add("other-name", "rails", value, name="remember_me")
    add("name-escaped", "rails", value, name="a&b")
    add("expiry", "rails", value, expires_ms=NOW + 3_600_000)
    add("expiry-milliseconds", "rails", value, expires_ms=NOW + 123)
    add("expiry-year-9999", "rails", value, expires_ms=253_402_300_799_999)
    for digest in ("sha1", "sha256", "sha512"):
        add(digest, "rails-verifier", value, digest=digest)
    add("default", "rails-verifier", value)
    add("bytes", "rails-verifier", b"\xff\x00\xfe")
    add("non-ascii", "rails-verifier", json.dumps(TEXT, ensure_ascii=False))
    add("two-secrets", "rails-verifier", value, secrets=(K, OLD))
    add("dashes", "rails-verifier", "a--b--")


if __name__ == "__main__":
    for family in (add_express, add_koa, add_itsdangerous, add_flask, add_django, add_others):
        family()
    path = Path(__file__).with_name("cases.json")
    lines = ",\n".join(json.dumps(case) for case in found)
    path.write_text(f"[\n{lines}\n]\n", encoding="ascii")
