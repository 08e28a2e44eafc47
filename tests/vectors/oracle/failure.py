"""The refusal: one stable name a reason."""

from __future__ import annotations

NAMES = (
    "malformed",
    "limit",
    "unsupported",
    "not-bearer",
    "unknown-key",
    "algorithm-mismatch",
    "bad-signature",
    "weak-key",
    "key-use",
    "expired",
    "not-yet-valid",
    "wrong-type",
    "wrong-issuer",
    "wrong-subject",
    "wrong-audience",
    "too-old",
    "wrong-id",
    "missing-claim",
    "cookie-insecure",
    "cookie-prefix",
    "cookie-character",
    "cookie-too-large",
    "attribute-too-large",
    "cookie-expired",
    "cross-site",
    "revoked",
    "session-unknown",
    "session-ended",
    "session-expired",
    "conflict",
    "refresh-unknown",
    "refresh-ended",
    "refresh-expired",
    "refresh-reused",
    "wrong-client",
    "unknown-record",
    "contention",
    "store-unavailable",
    "store-full",
    "buffer-too-small",
    "bad-argument",
)


class Failure(Exception):
    def __init__(self, name: str) -> None:
        assert name in NAMES, name
        super().__init__(name)
        self.name = name
