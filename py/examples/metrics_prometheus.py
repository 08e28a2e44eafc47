"""Counts for Prometheus: pip install tokenseal prometheus-client.

What to watch: refresh with the outcome refresh-reused (somebody has a copy of a token), verify with
bad-signature or unknown-key (a key is missing, or somebody tries), any store-unavailable.
"""

from __future__ import annotations

from prometheus_client import Counter, generate_latest
from tokenseal import Key, MemoryStore, RefreshTokens, TokenError

OPERATIONS = Counter(
    "tokenseal_operations", "Operations on tokens and sessions, by outcome.", ["operation", "outcome"]
)


def count(operation: str, outcome: str) -> None:
    """Count an operation: the observer of all parts of the application."""
    OPERATIONS.labels(operation, outcome).inc()


def main() -> None:
    """Log in, refresh, and show what Prometheus would read at /metrics."""
    key = Key("HS256", b"0123456789abcdef0123456789abcdef")
    tokens = RefreshTokens(key, MemoryStore(), grace=0, observer=count)
    pair = tokens.issue("user-42")
    tokens.refresh(pair.refresh)
    try:
        tokens.refresh(pair.refresh)  # a copy
    except TokenError as refused:
        print(f"refused: {refused.code}")
    print(generate_latest().decode())


if __name__ == "__main__":
    main()
