"""`Cookie` as a server reads it (RFC 6265bis), on bytes."""

from __future__ import annotations


def pairs(header: bytes) -> list[tuple[bytes, bytes]]:
    found = []
    for piece in header.split(b";"):
        if b"=" not in piece or any(is_control(octet) for octet in piece):
            continue
        name, _, value = piece.partition(b"=")
        name, value = name.strip(b" \t"), value.strip(b" \t")
        if name:
            found.append((name, value))
    return found


def find(header: bytes, name: bytes) -> bytes | None:
    return next((value for each, value in pairs(header) if each == name), None)


def is_control(octet: int) -> bool:
    return octet == 0x7F or (octet < 0x20 and octet != 0x09)
