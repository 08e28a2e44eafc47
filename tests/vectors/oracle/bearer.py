"""`Authorization: Bearer` (RFC 6750 section 2.1)."""

from __future__ import annotations

from .failure import Failure

MAX_TOKEN = 65536
TOKEN_OCTETS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/"


def token(header: bytes) -> str:
    text = header.strip(b" \t")
    scheme, _, rest = text.partition(b" ")
    if scheme.lower() != b"bearer":
        raise Failure("not-bearer")
    rest = rest.lstrip(b" ")
    if len(rest) > MAX_TOKEN:
        raise Failure("limit")
    octets = rest.rstrip(b"=")
    if not octets or any(octet not in TOKEN_OCTETS for octet in octets):
        raise Failure("malformed")
    return rest.decode("ascii")
