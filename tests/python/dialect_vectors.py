"""The operations of the vectors on the signed cookies of other frameworks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokenseal import BadArgument
from tokenseal.dialects import (
    Dialect,
    Django,
    DjangoDumps,
    DjangoSigner,
    Express,
    Flask,
    Gorilla,
    Koa,
    MessageVerifier,
    Opened,
    Rails,
    RustCookie,
    Signer,
    Starlette,
    TimestampSigner,
    URLSafeTimedSerializer,
)

from arguments import Args, duration, seconds
from cookie_vectors import agreed

if TYPE_CHECKING:
    from collections.abc import Callable

CLASSES: dict[str, Callable[..., Dialect | Koa]] = {
    "express": Express,
    "koa": Koa,
    "signer": Signer,
    "timestamp-signer": TimestampSigner,
    "url-safe-timed": URLSafeTimedSerializer,
    "flask": Flask,
    "starlette": Starlette,
    "django": Django,
    "django-signer": DjangoSigner,
    "django-dumps": DjangoDumps,
    "gorilla": Gorilla,
    "rust-cookie": RustCookie,
    "rails": Rails,
    "rails-verifier": MessageVerifier,
}
OPTIONS = ("salt", "digest", "lenient", "legacy", "derive")


def load_dialect(members: dict[str, Any]) -> Dialect | Koa:
    args = Args(members)
    kind, secrets = args.take("kind"), [bytes.fromhex(secret) for secret in args.take("secrets_hex")]
    options = {option: args.take(option) for option in OPTIONS if args.has(option)}
    args.finish()
    if kind == "rails":
        options["prf"] = "sha1" if options.pop("legacy", False) else "sha256"
    return CLASSES[kind](secrets, **options)


def run_seal(args: Args, now: int) -> Any:
    members, name, value = args.take("dialect"), args.text("name"), args.octets("value")
    args.finish()
    dialect, octets = load_dialect(members), value.encode() if isinstance(value, str) else value
    if isinstance(dialect, Koa):
        return agreed(lambda: dialect.sign(name, value), lambda: dialect.sign(name, octets))
    at = seconds(now)
    return agreed(lambda: dialect.seal(name, value, now=at), lambda: dialect.seal(name, octets, now=at))


def run_open(args: Args, now: int) -> Any:
    members, name, text = args.take("dialect"), args.text("name"), args.octets("text")
    options: dict[str, Any] = {"now": seconds(now)}
    if args.has("max_age_ms"):
        options["max_age"] = duration(args.take("max_age_ms"))
    if members["kind"] == "koa":
        return open_koa(members, name, args.octets("value"), text, options)
    args.finish()

    dialect, octets = load_dialect(members), text.encode() if isinstance(text, str) else text
    assert isinstance(dialect, Dialect)
    return agreed(
        lambda: shown(dialect.open(name, text, **options)),
        lambda: shown(dialect.open(name, bytearray(octets), **options)),
    )


def open_koa(
    members: dict[str, Any], name: str, value: str | bytes, signature: str | bytes, options: dict[str, Any]
) -> Any:
    koa = load_dialect(members)
    assert isinstance(koa, Koa)
    if "max_age" in options:
        # There is no such argument; a call that has one does not come to pass.
        try:
            koa.verify(name, value, signature, max_age=options["max_age"])  # type: ignore[call-arg]
        except TypeError as error:
            raise BadArgument from error
    octets = value.encode() if isinstance(value, str) else value
    secret = agreed(
        lambda: koa.verify(name, value, signature),
        lambda: koa.verify(name, octets, signature),
    )
    return {"value_hex": octets.hex(), "time_ms": None, "secret": secret}


def shown(opened: Opened) -> dict[str, Any]:
    return {
        "value_hex": opened.value.hex(),
        "time_ms": None if opened.time is None else round(opened.time * 1000),
        "secret": opened.secret,
        **({"compressed": True} if opened.compressed else {}),
    }


OPS: dict[str, Callable[[Args, Any], Any]] = {"dialect.seal": run_seal, "dialect.open": run_open}
