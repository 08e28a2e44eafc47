"""What was tried, and how much of it held."""

from __future__ import annotations

import sys

SHOWN = 20
"""Failures that are printed, of all."""


class Tally:
    """Counts what held and what did not."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0
        self._told = (0, 0)

    def note(self, good: bool, what: str) -> bool:
        """Count one; ``what`` is said if it did not hold."""
        if good:
            self.passed += 1
        else:
            self.failed += 1
            if self.failed <= SHOWN:
                print(f"failed: {what}", file=sys.stderr)
        return good

    def same(self, found: object, expected: object, what: str) -> bool:
        return self.note(found == expected, f"{what}: {found!r}, not {expected!r}")

    def tell(self, what: str) -> None:
        """Print what was tried since the last time, and how it went."""
        passed, failed = self.passed - self._told[0], self.failed - self._told[1]
        self._told = (self.passed, self.failed)
        print(f"{what}: {passed} passed" + (f", {failed} FAILED" if failed else ""), flush=True)
