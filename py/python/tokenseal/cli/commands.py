"""What the subcommands do. Each takes its options and returns what goes to standard output."""

from __future__ import annotations

import base64
import json
import os
import secrets
from typing import TYPE_CHECKING, Any

from tokenseal import BadArgument, Key, TokenError
from tokenseal.cli.sources import UsageError, read_claims, read_key, read_token
from tokenseal.unverified import inspect as look_into

if TYPE_CHECKING:
    from argparse import Namespace

SECRET_BYTES = {"HS256": 32, "HS384": 48, "HS512": 64}
"""As many as the hash has: what RFC 7518 section 3.2 asks for."""


class Refused(Exception):
    """The answer is no, and ``--json`` wants that on standard output too."""

    def __init__(self, reason: TokenError) -> None:
        """Take the reason."""
        super().__init__(reason)
        self.reason = reason
        self.output: str = f'{{"ok":false,"error":{json.dumps(reason.code)}}}\n'


def keygen(options: Namespace) -> str:
    """Make a key from the system's randomness."""
    secret = secrets.token_bytes(SECRET_BYTES[options.alg])
    encoded = base64.urlsafe_b64encode(secret).rstrip(b"=").decode()
    if options.format == "jwk":
        # Refuses a kid that no key may have.
        Key(options.alg, secret, options.kid)
        kid = {} if options.kid is None else {"kid": options.kid}
        text = json.dumps({"kty": "oct", "alg": options.alg, **kid, "k": encoded}, ensure_ascii=False)
    elif options.kid is not None:
        message = "--kid needs --format jwk: nothing else holds a name"
        raise UsageError(message)
    else:
        text = encoded if options.format == "base64url" else secret.hex()
    text += "\n"
    if options.out is None:
        return text
    # Fails when the file exists, whoever made it, and follows no link.
    with os.fdopen(os.open(options.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text.encode())
    return ""


def sign(options: Namespace) -> str:
    """Make a token."""
    given = _given(
        options, ("not_before", "issuer", "subject", "audience", "jwt_id", "typ", "max_token", "now")
    )
    if options.expires_in is not None:
        given["expires_in"] = None if options.expires_in == "never" else options.expires_in
    token = _answer(options, lambda: read_key(options).sign(read_claims(options), **given))
    return f"{_json(token=json.dumps(token))}\n" if options.json else f"{token}\n"


def verify(options: Namespace) -> str:
    """Verify a token and show its claims."""
    names = (
        "issuer",
        "subject",
        "audience",
        "jwt_id",
        "typ",
        "leeway",
        "max_age",
        "required",
        "max_token",
        "now",
    )
    given = _given(options, names)
    claims = _answer(
        options,
        lambda: read_key(options).verify_raw(
            read_token(options), any_audience=options.any_audience, require_exp=options.require_exp, **given
        ),
    )
    return f"{_json(claims=claims)}\n" if options.json else f"{claims}\n"


def inspect(options: Namespace) -> str:
    """Show a token's header and claims without verifying anything."""
    seen = _answer(options, lambda: look_into(read_token(options)))
    if options.json:
        return f"{_json(header=seen.header_json, claims=seen.claims_json)}\n"
    return f"{seen.header_json}\n{seen.claims_json}\n"


def _given(options: Namespace, names: tuple[str, ...]) -> dict[str, Any]:
    values = vars(options)
    return {name: values[name] for name in names if values[name] is not None}


def _answer(options: Namespace, ask: Any) -> Any:  # noqa: ANN401
    try:
        return ask()
    except BadArgument:
        raise
    except TokenError as reason:
        if options.json:
            raise Refused(reason) from None
        raise


def _json(**members: str) -> str:
    """Put JSON texts together as they stand, so that numbers keep their digits."""
    return "".join(['{"ok":true', *(f',"{name}":{text}' for name, text in members.items()), "}"])
