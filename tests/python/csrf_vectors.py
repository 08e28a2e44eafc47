"""The operations of the vectors against cross-site request forgery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokenseal import KeyRing, check_fetch

from arguments import Args, load_key
from cookie_vectors import agreed

if TYPE_CHECKING:
    from collections.abc import Callable


def run_token(args: Args, _now: None) -> Any:
    key, binding = load_key(args.take("key")), args.octets("binding")
    entropy = bytes.fromhex(args.take("entropy"))
    args.finish()
    octets = binding.encode() if isinstance(binding, str) else binding
    return agreed(
        lambda: key._csrf_token(binding, entropy),
        lambda: KeyRing([key, key])._csrf_token(bytearray(octets), entropy),
    )


def run_verify(args: Args, _now: None) -> Any:
    keys, binding, token = args.take("keys"), args.octets("binding"), args.octets("token")
    args.finish()
    ring = KeyRing(map(load_key, keys))
    octets = token.encode() if isinstance(token, str) else token
    agreed(lambda: ring.verify_csrf(binding, token), lambda: ring.verify_csrf(binding, bytearray(octets)))
    return True


def run_fetch(args: Args, _now: None) -> Any:
    method, options = args.take("method"), {}
    for option, name in {
        "sec_fetch_site": "sec_fetch_site",
        "origin": "origin",
        "allowed": "allowed_origins",
    }.items():
        if args.has(option):
            options[name] = args.take(option)
    strict = args.take("strict", default=False)
    args.finish()
    check_fetch(method, strict=strict, **options)
    return True


OPS: dict[str, Callable[[Args, Any], Any]] = {
    "csrf.token": run_token,
    "csrf.verify": run_verify,
    "csrf.fetch": run_fetch,
}
