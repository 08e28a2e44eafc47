"""One text that a framework's package signed, and the vectors around it."""

from __future__ import annotations

import base64
import json
from typing import Any

from sources.vector import Args, Group, ok, raw

JSON_PAYLOADS = ("url-safe-timed", "flask", "django-dumps")
TIMED = ("timestamp-signer", *JSON_PAYLOADS, "starlette", "django", "gorilla")
NAMED = ("koa", "django", "gorilla", "rails")
OLDEST_FIRST = ("signer", "timestamp-signer", "url-safe-timed", "flask", "starlette")
RECIPE = "a body made by hand, signed by the original's recipe; the oracle agrees"


class Case:
    def __init__(self, given: dict[str, Any], text: str, packages: dict[str, str]) -> None:
        self.id: str = given["id"]
        self.dialect: Args = given["dialect"]
        self.kind: str = self.dialect["kind"]
        self.name: str = given["name"]
        self.asked = bytes.fromhex(given["value_hex"])
        self.now: int = given["now"]
        self.expires_ms: int | None = given.get("expires_ms")
        self.text = text
        self.package = packages[self.kind]
        self.compressed = self.kind in JSON_PAYLOADS and text.startswith(".")
        self.reads_only = self.kind == "django" and self.dialect.get("legacy", False)

    @property
    def source(self) -> str:
        return f"signed by {self.package}; the oracle agrees"

    @property
    def issued(self) -> int:
        return self.now // 1000

    @property
    def value(self) -> bytes:
        """What opening hands out: of JSON the very text that the package wrote."""
        if self.kind in JSON_PAYLOADS:
            separator = ":" if self.kind == "django-dumps" else "."
            payload = self.text.removeprefix(".").split(separator)[0]
            value = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        elif self.kind == "starlette":
            value = base64.b64decode(self.text.split(".")[0])
        else:
            return self.asked
        assert self.compressed or json.loads(value) == json.loads(self.asked), self.id
        return value

    @property
    def secret(self) -> int:
        """Which of its secrets signed."""
        return len(self.dialect["secrets_hex"]) - 1 if self.kind in OLDEST_FIRST else 0

    def opened(self, secret: int | None = None, value: bytes | None = None) -> Args:
        time = self.expires_ms
        if self.kind in TIMED:
            time = self.issued * 1000
        shown: Args = {"value_hex": (self.value if value is None else value).hex()}
        shown |= {"time_ms": time, "secret": self.secret if secret is None else secret}
        return ok({**shown, "compressed": True} if self.compressed else shown)

    def with_secrets(self, *secrets: bytes) -> Args:
        return {**self.dialect, "secrets_hex": [secret.hex() for secret in secrets]}

    @property
    def own_secret(self) -> bytes:
        return bytes.fromhex(self.dialect["secrets_hex"][self.secret])


def add_open(
    found: Group,
    case: Case,
    id_: str,
    expect: Args,
    *,
    text: str | bytes | None = None,
    dialect: Args | None = None,
    name: str | None = None,
    value: str | bytes | None = None,
    now: int | None = None,
    source: str | None = None,
    **given: Any,
) -> None:
    args: Args = {"dialect": case.dialect if dialect is None else dialect}
    args["name"] = case.name if name is None else name
    args |= raw("text", case.text if text is None else text)
    if case.kind == "koa":
        args |= raw("value", case.asked if value is None else value)
    clock = max(case.now, 0) if now is None else now
    found.add(id_, "dialect.open", {**args, **given}, expect, clock, source or case.source)


def add_seal(found: Group, case: Case, id_: str) -> None:
    args: Args = {"dialect": case.dialect, "name": case.name, **raw("value", case.value)}
    found.add(id_, "dialect.seal", args, ok(case.text), case.now, case.source)
