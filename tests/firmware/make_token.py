"""Writes the token of the image that only verifies: 512 bytes, made with the standard library."""

from __future__ import annotations

import base64
import hmac
import os
import pathlib

LENGTH = 512


def encode(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def token(padding: int) -> bytes:
    claims = f'{{"iss":"https://auth.example","aud":"device-7","exp":1700003600,"config":"{"x" * padding}"}}'
    signed = encode(b'{"alg":"HS256","typ":"JWT"}') + b"." + encode(claims.encode())
    return signed + b"." + encode(hmac.digest(bytes([7]) * 32, signed, "sha256"))


pathlib.Path(os.environ["FIRMWARE_TOKEN"]).write_bytes(next(t for t in map(token, range(LENGTH)) if len(t) == LENGTH))
