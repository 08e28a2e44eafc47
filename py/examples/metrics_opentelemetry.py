"""Counts for OpenTelemetry: pip install tokenseal opentelemetry-sdk.

The application asks the API for a meter; where the counts go the SDK says. Here it shows them at the end.
"""

from __future__ import annotations

from opentelemetry import metrics
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import ConsoleMetricExporter, PeriodicExportingMetricReader
from tokenseal import Key, MemoryStore, Sessions, TokenError

METER = metrics.get_meter("tokenseal")
OPERATIONS = METER.create_counter(
    "tokenseal.operations", unit="{operation}", description="Operations on tokens and sessions, by outcome."
)


def count(operation: str, outcome: str) -> None:
    """Count an operation: the observer of all parts of the application."""
    OPERATIONS.add(1, {"tokenseal.operation": operation, "tokenseal.outcome": outcome})


def main() -> None:
    """Log in, log out, come back, and show what was counted."""
    provider = MeterProvider([PeriodicExportingMetricReader(ConsoleMetricExporter())])
    metrics.set_meter_provider(provider)
    key = Key("HS256", b"0123456789abcdef0123456789abcdef")
    sessions = Sessions(key, MemoryStore(), observer=count)
    session = sessions.start("user-42")
    sessions.end(session)
    try:
        sessions.load(session.cookie)
    except TokenError as refused:
        print(f"refused: {refused.code}")
    provider.shutdown()


if __name__ == "__main__":
    main()
