"""Looking into tokens without verifying them: for inspectors and logs, never for a decision.

>>> from tokenseal import Key
>>> from tokenseal.unverified import inspect
>>> token = Key("HS256", b"0123456789abcdef0123456789abcdef").sign({"sub": "user-42"}, now=1_700_000_000)
>>> seen = inspect(token)
>>> seen.header
{'alg': 'HS256', 'typ': 'JWT'}
>>> seen.claims_json
'{"sub":"user-42","exp":1700000900,"iat":1700000000}'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokenseal import _tokenseal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Unverified", "inspect"]


@dataclass(frozen=True)
class Unverified:
    """What a token says of itself. Anybody can have written it."""

    header: Mapping[str, Any]
    """The header as a dict."""
    claims: Mapping[str, Any]
    """The claims as a dict."""
    header_json: str
    """The header's JSON as it stands in the token."""
    claims_json: str
    """The claims' JSON as it stands in the token."""


def inspect(token: str | bytes | bytearray) -> Unverified:
    """Take a token of up to 65536 bytes apart. Its form is checked, and nothing else.

    Raises ``Malformed`` when it is not three parts of base64url with a strict JSON object in each of
    the first two, and ``Limit`` when it passes a limit.
    """
    header_json, claims_json, header, claims = _tokenseal.inspect(token)
    return Unverified(header, claims, header_json, claims_json)
