"""What can be seen of a token without deciding anything: lenient readings, from which classes.py says how tokens differ."""

from __future__ import annotations

import base64
import json
import re
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, setcontext
from functools import cached_property
from typing import Any

from corpus import Corpus
from mutate import Job
from parts import decode

# Exact for every number of 64 characters; beyond its exponents infinity, and no exception.
setcontext(Context(prec=100, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[]))

CANONICAL = re.compile(rb"[A-Za-z0-9_-]*")


class Text:
    """A JSON text, read by a reader that takes what any of the libraries takes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.repeated, self.widest, self.constants = False, 0, False
        self.numbers: list[str] = []
        self.value: Any = None
        decoder = json.JSONDecoder(
            strict=False,
            object_pairs_hook=self._object,
            parse_int=self._number,
            parse_float=self._number,
            parse_constant=self._constant,
        )
        try:
            self.value = decoder.decode(data.decode(json.detect_encoding(data), "surrogatepass"))
        except (ValueError, RecursionError):
            pass

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        self.repeated |= len(found) < len(pairs)
        self.widest = max(self.widest, len(pairs))
        return found

    def _number(self, text: str) -> Decimal:
        self.numbers.append(text)
        return Decimal(text)

    def _constant(self, text: str) -> Decimal:
        self.constants = True
        return Decimal(text.replace("Infinity", "inf"))

    @property
    def members(self) -> dict[str, Any]:
        return self.value if isinstance(self.value, dict) else {}

    @property
    def is_plain_utf8(self) -> bool:
        try:
            text = self.data.decode()
        except UnicodeDecodeError:
            return False
        return not text.startswith("\ufeff") and "\0" not in text

    @cached_property
    def depth(self) -> int:
        def of(value: Any) -> int:
            inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
            return 0 if inner is None else 1 + max(map(of, inner), default=0)

        return of(self.value)

    @cached_property
    def has_unpaired_surrogate(self) -> bool:
        def of(value: Any) -> bool:
            if isinstance(value, dict):
                return any(map(of, value)) or any(map(of, value.values()))
            if isinstance(value, list):
                return any(map(of, value))
            return isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value)

        return of(self.value)


class Facts:
    """A token's parts and texts, and the time and the policy that it is held against."""

    def __init__(self, corpus: Corpus, job: Job) -> None:
        self.parts = job.token.split(b".")
        self.header, self.claims = (Text(decode(part)) for part in (*self.parts, b"", b"")[:2])
        self.texts = (self.header, self.claims)
        self.policy = corpus.policies[job.policy]
        self.now = Decimal(job.now) / 1000
        self.leeway = Decimal(self.policy.get("leeway_ms", 0)) / 1000

    @property
    def is_canonical(self) -> bool:
        """Whether each part is unpadded base64url, the one spelling that it has."""
        return all(
            CANONICAL.fullmatch(part) and len(part) % 4 != 1 and base64.urlsafe_b64encode(decode(part)).rstrip(b"=") == part
            for part in self.parts
        )

    def date(self, name: str) -> Decimal | None:
        found = self.claims.members.get(name)
        return found if isinstance(found, Decimal) and found.is_finite() else None

    def late(self) -> Decimal | None:
        """How many seconds ago it expired, leeway included."""
        expires = self.date("exp")
        return None if expires is None else self.now - expires - self.leeway

    def early(self, name: str) -> Decimal | None:
        """In how many seconds that date comes, leeway included."""
        date = self.date(name)
        return None if date is None else date - self.now - self.leeway
