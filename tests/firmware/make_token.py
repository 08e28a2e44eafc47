"""Writes the tokens of the image that only verifies, without and with a `kid`: 512 bytes each, made with the standard library."""

from __future__ import annotations

import base64
import hmac
import os
import pathlib

LENGTH = 512


def encode(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def token(header: str, padding: int) -> bytes:
    claims = f'{{"iss":"https://auth.example","aud":"device-7","exp":1700003600,"config":"{"x" * padding}"}}'
    signed = encode(header.encode()) + b"." + encode(claims.encode())
    return signed + b"." + encode(hmac.digest(bytes([7]) * 32, signed, "sha256"))


for variable, header in (
    ("FIRMWARE_TOKEN", '{"alg":"HS256","typ":"JWT"}'),
    ("FIRMWARE_TOKEN_WITH_KID", '{"alg":"HS256","kid":"devices-2026"}'),
):
    found = next(made for made in (token(header, padding) for padding in range(LENGTH)) if len(made) == LENGTH)
    pathlib.Path(os.environ[variable]).write_bytes(found)
