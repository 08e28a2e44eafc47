"""What the dialects share: their description, a result, encodings, sizes."""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from typing import Any

from ..failure import Failure
from ..policy import MAX_NOW

MAX_TEXT = 4096
MAX_SECRETS = 16
MAX_SECRET = 1024
MAX_SECONDS = MAX_NOW // 1000


@dataclass(frozen=True)
class Opened:
    value: bytes
    secret: int
    time_ms: int | None = None
    compressed: bool = False

    def json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"value_hex": self.value.hex()}
        shown |= {"time_ms": self.time_ms, "secret": self.secret}
        return {**shown, "compressed": True} if self.compressed else shown


@dataclass(frozen=True)
class Asked:
    """One call: the dialect's options, the cookie's name, and the clock."""

    secrets: list[bytes]
    name: bytes
    now: int
    salt: bytes | None = None
    digest: str | None = None
    lenient: bool = False
    legacy: bool = False
    derive: bool = False
    max_age_ms: int | None = None

    def forbid_max_age(self) -> None:
        """Where the format has no time."""
        if self.max_age_ms is not None:
            raise Failure("bad-argument")

    @property
    def now_s(self) -> int:
        return self.now // 1000


def mac(digest: str, key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, digest).digest()


def which(keys: list[bytes], digest: str, message: bytes, tag: bytes) -> int:
    """The first key that made the tag."""
    for at, key in enumerate(keys):
        if hmac.compare_digest(mac(digest, key, message), tag):
            return at
    raise Failure("bad-signature")


def split_last(text: bytes, separator: bytes) -> tuple[bytes, bytes]:
    if separator not in text:
        raise Failure("malformed")
    before, after = text.rsplit(separator, 1)
    return before, after


def encode(data: bytes, *, url: bool, padded: bool) -> bytes:
    text = base64.urlsafe_b64encode(data) if url else base64.b64encode(data)
    return text if padded else text.rstrip(b"=")


def decode(text: bytes, *, url: bool, padded: bool) -> bytes:
    """Only what `encode` writes."""
    try:
        data = base64.b64decode(
            (text if padded else text + b"=" * (-len(text) % 4)),
            altchars=b"-_" if url else None,
        )
    except (binascii.Error, ValueError):
        raise Failure("malformed") from None
    if encode(data, url=url, padded=padded) != text:
        raise Failure("malformed")
    return data


def check_size(text: bytes) -> bytes:
    if len(text) > MAX_TEXT:
        raise Failure("cookie-too-large")
    return text


def check_seconds(seconds: int) -> int:
    if not 0 <= seconds <= MAX_SECONDS:
        raise Failure("malformed")
    return seconds
