"""Base64url (RFC 4648 section 5), unpadded, canonical, nothing skipped."""

from __future__ import annotations

from .failure import Failure

ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
VALUES = {octet: value for value, octet in enumerate(ALPHABET)}


def decode(text: bytes) -> bytes:
    if len(text) % 4 == 1:
        raise Failure("malformed")
    bits = 0
    for octet in text:
        if octet not in VALUES:
            raise Failure("malformed")
        bits = bits << 6 | VALUES[octet]
    unused = len(text) * 6 % 8
    if bits & ((1 << unused) - 1):
        raise Failure("malformed")
    return (bits >> unused).to_bytes(len(text) * 6 // 8, "big")


def encode(data: bytes) -> str:
    unused = -len(data) % 3 * 2
    bits = int.from_bytes(data, "big") << unused
    length = (len(data) * 8 + unused) // 6
    return "".join(chr(ALPHABET[bits >> 6 * at & 63]) for at in range(length - 1, -1, -1))


def decoded_length(text: bytes) -> int:
    return len(text) * 3 // 4
