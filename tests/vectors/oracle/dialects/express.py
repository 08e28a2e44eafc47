"""Express: cookie-signature, and `s:` percent-encoded on the wire."""

from __future__ import annotations

from urllib.parse import quote, unquote_to_bytes

from ..failure import Failure
from .common import Asked, Opened, decode, encode, mac, split_last, which

UNRESERVED = "!'()*"  # beside letters, digits and "-._~"


def seal(asked: Asked, value: bytes) -> bytes:
    tag = encode(mac("sha256", asked.secrets[0], value), url=False, padded=False)
    return quote(b"s:" + value + b"." + tag, safe=UNRESERVED).encode()


def open_(asked: Asked, text: bytes) -> Opened:
    """As `encodeURIComponent` writes it, or as it stands where nothing needs to be encoded."""
    asked.forbid_max_age()
    signed = text
    if text.startswith(b"s%3A"):
        signed = unquote_to_bytes(text)
        if quote(signed, safe=UNRESERVED).encode() != text:
            raise Failure("malformed")
    elif b"%" in text:
        raise Failure("malformed")
    if not signed.startswith(b"s:"):
        raise Failure("malformed")
    value, last = split_last(signed[2:], b".")
    tag = decode(last, url=False, padded=False)
    return Opened(value, which(asked.secrets, "sha256", value, tag))
