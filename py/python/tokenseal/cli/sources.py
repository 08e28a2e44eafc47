"""Where the command's keys, tokens and claims come from: files, the environment, standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tokenseal import Key, KeyRing, TokenError
from tokenseal._tokenseal import read_object

if TYPE_CHECKING:
    from argparse import Namespace

STDIN = "-"
"""Stands for standard input where a file is expected."""


class UsageError(Exception):
    """The command is used in a way that can't work."""


def check(options: Namespace) -> None:
    """Refuse options that ask for two things in one place, before anything is read."""
    values = vars(options)
    if values.get("token") is not None and values.get("token_file") is not None:
        message = "give the token or --token-file, not both"
        raise UsageError(message)
    if not values.get("key_stdin"):
        return
    # The token's place is standard input unless something else is said.
    if values.get("claims_file") == STDIN or ("token" in values and _token_file(options) == STDIN):
        message = "standard input can't hold the key and something else too"
        raise UsageError(message)


def read_key(options: Namespace) -> Key | KeyRing:
    """Read the key, or the ring of a JWK Set, that the options name."""
    if options.key_file is not None:
        data = Path(options.key_file).read_bytes()
    elif options.key_env is not None:
        text = os.environ.get(options.key_env)
        if text is None:
            message = f"the environment has no variable {options.key_env}"
            raise UsageError(message)
        data = os.fsencode(text)
    else:
        data = _read_stdin()
    return _parse_key(data, options.key_format, options.alg, options.kid)


def _parse_key(data: bytes, form: str, alg: str | None, kid: str | None) -> Key | KeyRing:
    if form in ("jwk", "jwks"):
        if kid is not None:
            message = "--kid goes with --key-format raw, base64url and hex; a JWK has its own"
            raise UsageError(message)
        return Key.from_jwk(data, alg) if form == "jwk" else KeyRing.from_jwks(data, alg)
    if alg is None:
        message = f"--key-format {form} needs --alg"
        raise UsageError(message)
    if form == "raw":
        return Key(alg, data, kid)
    # A text file ends with a newline.
    text = data.strip(b" \t\r\n")
    return Key.from_base64url(alg, text, kid) if form == "base64url" else Key.from_hex(alg, text, kid)


def read_token(options: Namespace) -> bytes:
    """Read the token: the argument, a file, or else standard input."""
    file = _token_file(options)
    return os.fsencode(options.token) if file is None else _read_file(file).strip(b" \t\r\n")


def _token_file(options: Namespace) -> str | None:
    """Say which file has the token; none when it is the argument."""
    if options.token in (None, STDIN):
        return options.token_file or STDIN
    return None


def read_claims(options: Namespace) -> bytes | dict[str, Any]:
    """Read the claims: a JSON file as it stands, ``--claim`` options, or both as one dict."""
    text = b"{}" if options.claims_file is None else _read_file(options.claims_file)
    if not options.claim:
        return text
    claims = read_object(text)
    for claim in options.claim:
        name, value = _parse_claim(claim)
        if name in claims:
            message = f"the claim {name!r} is given twice"
            raise UsageError(message)
        claims[name] = value
    return claims


def _parse_claim(claim: str) -> tuple[str, Any]:
    name, equals, value = claim.partition("=")
    if not equals:
        message = f"--claim {claim!r}: NAME=TEXT or NAME:=JSON is needed"
        raise UsageError(message)
    if not name.endswith(":"):
        return name, value
    name = name[:-1]
    try:
        found = read_object(f'{{"value":{value}}}')
    except TokenError:
        found = {}
    if found.keys() != {"value"}:
        message = f"--claim {claim!r}: what follows := is not JSON"
        raise UsageError(message)
    return name, found["value"]


def _read_file(path: str) -> bytes:
    return _read_stdin() if path == STDIN else Path(path).read_bytes()


def _read_stdin() -> bytes:
    return sys.stdin.buffer.read()
