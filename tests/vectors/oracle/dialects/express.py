"""Express: cookie-signature, and `s:` percent-encoded on the wire."""

from __future__ import annotations

from urllib.parse import quote, unquote_to_bytes

from ..failure import Failure
from .common import Asked, Opened, decode, encode, mac, split_last, which

HEX_DIGITS = b"0123456789abcdefABCDEF"
UNRESERVED = "!'()*"  # beside letters, digits and "-._~"


def seal(asked: Asked, value: bytes) -> bytes:
    tag = encode(mac("sha256", asked.secrets[0], value), url=False, padded=False)
    return quote(b"s:" + value + b"." + tag, safe=UNRESERVED).encode()


def open_(asked: Asked, text: bytes) -> Opened:
    """As `decodeURIComponent` reads it, since not every version of npm `cookie` encodes alike."""
    asked.forbid_max_age()
    for piece in text.split(b"%")[1:]:
        if len(piece) < 2 or any(digit not in HEX_DIGITS for digit in piece[:2]):
            raise Failure("malformed")
    signed = unquote_to_bytes(text)
    if not signed.startswith(b"s:"):
        raise Failure("malformed")
    value, last = split_last(signed[2:], b".")
    tag = decode(last, url=False, padded=False)
    return Opened(value, which(asked.secrets, "sha256", value, tag))
