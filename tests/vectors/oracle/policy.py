"""What a verifier asks of a token beyond its MAC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .failure import Failure

DEFAULT_TOKEN = 8192
MAX_TOKEN = 65536
MAX_LEEWAY = 600_000
MAX_DURATION = 2**53
MAX_NOW = 2**53
MAX_NAMES = 64


@dataclass(frozen=True)
class Policy:
    issuer: str | None = None
    audience: tuple[str, ...] | None = None
    any_audience: bool = False
    subject: str | None = None
    jwt_id: str | None = None
    typ: str | None = None
    leeway_ms: int = 0
    max_age_ms: int | None = None
    require_exp: bool = True
    required: tuple[str, ...] = ()
    max_token: int = DEFAULT_TOKEN

    def __post_init__(self) -> None:
        if not 0 <= self.leeway_ms <= MAX_LEEWAY:
            raise Failure("bad-argument")
        if self.max_age_ms is not None and not 0 <= self.max_age_ms <= MAX_DURATION:
            raise Failure("bad-argument")
        if not 0 <= self.max_token <= MAX_TOKEN:
            raise Failure("bad-argument")
        if self.audience is not None and (self.any_audience or not self.audience):
            raise Failure("bad-argument")
        if max(len(self.audience or ()), len(self.required)) > MAX_NAMES:
            raise Failure("bad-argument")

    @staticmethod
    def read(given: dict[str, Any]) -> Policy:
        asked = dict(given)
        for name in ("audience", "required"):
            if name in asked:
                asked[name] = tuple(asked[name])
        return Policy(**asked)


def check_now(now: int) -> None:
    if not 0 <= now <= MAX_NOW:
        raise Failure("bad-argument")
