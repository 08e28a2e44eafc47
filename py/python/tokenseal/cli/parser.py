"""The command's options."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import TYPE_CHECKING

from tokenseal import __version__
from tokenseal.cli import commands

if TYPE_CHECKING:
    from argparse import _SubParsersAction

EXIT_CODES = """\
exit codes:
  0  done
  1  refused; standard error says why: "tokenseal: expired: ..."
  2  wrong use: options, ranges, files
"""
EXAMPLES = """\
examples:
  tokenseal keygen --format jwk --kid 2026-11 --out key.jwk
  tokenseal sign --key-file key.jwk --key-format jwk --subject user-42 --claim 'roles:=["admin"]'
  tokenseal verify --key-file key.jwk --key-format jwk < token.txt
"""
ALGORITHMS = tuple(commands.SECRET_BYTES)


def parser() -> ArgumentParser:
    """Make the parser of the whole command."""
    top = ArgumentParser(
        prog="tokenseal",
        allow_abbrev=False,
        description="Make keys, and sign, verify and inspect HMAC-signed tokens (JWT).",
        epilog=f"{EXAMPLES}\n{EXIT_CODES}",
        formatter_class=RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"tokenseal {__version__}")
    subcommands = top.add_subparsers(required=True, metavar="COMMAND")
    _keygen(subcommands)
    _sign(subcommands)
    _verify(subcommands)
    _inspect(subcommands)
    return top


def _subcommand(subcommands: _SubParsersAction[ArgumentParser], name: str, summary: str) -> ArgumentParser:
    subparser = subcommands.add_parser(
        name,
        allow_abbrev=False,
        help=summary[0].lower() + summary[1:].rstrip("."),
        description=summary,
        epilog=EXIT_CODES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    subparser.set_defaults(run=getattr(commands, name))
    return subparser


def _keygen(subcommands: _SubParsersAction[ArgumentParser]) -> None:
    keygen = _subcommand(subcommands, "keygen", "Make a key from the system's randomness.")
    keygen.add_argument("--alg", choices=ALGORITHMS, default="HS256", help="algorithm (default: HS256)")
    keygen.add_argument("--kid", metavar="NAME", help="name of the key, up to 64 bytes; needs --format jwk")
    keygen.add_argument(
        "--format", choices=("base64url", "hex", "jwk"), default="base64url", help="form (default: base64url)"
    )
    keygen.add_argument(
        "--out",
        metavar="FILE",
        help="write a new file that only you can read; one that exists stays as it is",
    )


def _sign(subcommands: _SubParsersAction[ArgumentParser]) -> None:
    sign = _subcommand(subcommands, "sign", "Make a token and print it.")
    _key_options(sign)
    claims = sign.add_argument_group("claims")
    claims.add_argument(
        "--claims-file", metavar="FILE", help="JSON object of claims, signed as it stands; -: standard input"
    )
    claims.add_argument(
        "--claim",
        metavar="NAME=TEXT",
        action="append",
        help="a claim: name=text is a string, name:=json any JSON value; repeatable",
    )
    claims.add_argument("--issuer", metavar="TEXT", help="iss")
    claims.add_argument("--subject", metavar="TEXT", help="sub")
    claims.add_argument("--audience", metavar="TEXT", action="append", help="aud; repeatable")
    claims.add_argument("--jwt-id", metavar="TEXT", help="jti")
    claims.add_argument(
        "--expires-in",
        metavar="SECONDS",
        type=_lifetime,
        help="exp, from now; 'never' for none (default: 900, unless the claims have exp)",
    )
    claims.add_argument("--not-before", metavar="TIME", type=_seconds, help="nbf, in seconds since 1970")
    claims.add_argument("--typ", metavar="TEXT", help="the header's typ (default: JWT)")
    _common_options(sign)


def _verify(subcommands: _SubParsersAction[ArgumentParser]) -> None:
    verify = _subcommand(subcommands, "verify", "Verify a token and print its claims.")
    _token_options(verify)
    _key_options(verify)
    policy = verify.add_argument_group("policy")
    policy.add_argument("--issuer", metavar="TEXT", help="what iss must be")
    policy.add_argument("--subject", metavar="TEXT", help="what sub must be")
    policy.add_argument(
        "--audience", metavar="TEXT", action="append", help="what aud must name; repeatable: one of them"
    )
    policy.add_argument("--any-audience", action="store_true", help="accept whatever aud says")
    policy.add_argument("--jwt-id", metavar="TEXT", help="what jti must be")
    policy.add_argument("--typ", metavar="TEXT", help="what the header's typ must be")
    policy.add_argument(
        "--leeway",
        metavar="SECONDS",
        type=_seconds,
        help="how far clocks may differ (default: 0; at most 600)",
    )
    policy.add_argument("--max-age", metavar="SECONDS", type=_seconds, help="how long ago iat may be")
    policy.add_argument(
        "--no-require-exp", dest="require_exp", action="store_false", help="accept a token without exp"
    )
    policy.add_argument(
        "--require",
        metavar="NAME",
        dest="required",
        action="append",
        help="a claim that must be there; repeatable",
    )
    _common_options(verify)


def _inspect(subcommands: _SubParsersAction[ArgumentParser]) -> None:
    inspect = _subcommand(
        subcommands,
        "inspect",
        "Print header and claims of a token that is NOT verified: anybody can have written it.",
    )
    _token_options(inspect)
    inspect.add_argument(
        "--json", action="store_true", help='print {"ok":true,...} or {"ok":false,"error":...}'
    )


def _token_options(subparser: ArgumentParser) -> None:
    subparser.add_argument("token", nargs="?", metavar="TOKEN", help="the token (default: standard input)")
    subparser.add_argument("--token-file", metavar="FILE", help="file with the token; -: standard input")


def _key_options(subparser: ArgumentParser) -> None:
    group = subparser.add_argument_group(
        "key", "A secret is never an argument, which other users of the machine could see."
    )
    source = group.add_mutually_exclusive_group(required=True)
    source.add_argument("--key-file", metavar="FILE", help="file with the key")
    source.add_argument("--key-env", metavar="NAME", help="environment variable with the key")
    source.add_argument("--key-stdin", action="store_true", help="read the key from standard input")
    group.add_argument(
        "--key-format",
        required=True,
        choices=("raw", "base64url", "hex", "jwk", "jwks"),
        help="what the key's bytes mean; raw takes them all, a newline at the end included",
    )
    group.add_argument("--alg", choices=ALGORITHMS, help="algorithm, where the key does not say it")
    group.add_argument("--kid", metavar="NAME", help="name of a raw, base64url or hex key")


def _common_options(subparser: ArgumentParser) -> None:
    subparser.add_argument(
        "--max-token", metavar="BYTES", type=int, help="longest token (default: 8192; at most 65536)"
    )
    subparser.add_argument(
        "--now", metavar="TIME", type=_seconds, help="seconds since 1970 (default: the clock)"
    )
    subparser.add_argument(
        "--json", action="store_true", help='print {"ok":true,...} or {"ok":false,"error":...}'
    )


def _seconds(text: str) -> float:
    try:
        return int(text)
    except ValueError:
        return float(text)


def _lifetime(text: str) -> float | str:
    return text if text == "never" else _seconds(text)
