"""The arguments of the vectors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tokenseal import Key


class Args:
    """The arguments of a vector. Each must be taken."""

    def __init__(self, members: dict[str, Any]) -> None:
        """Take the members of a JSON object."""
        self._members = dict(members)

    def take(self, name: str, default: Any = None) -> Any:
        """Take one, or the default when it is absent."""
        return self._members.pop(name, default)

    def has(self, name: str) -> bool:
        """Whether it has not been taken."""
        return name in self._members

    def octets(self, name: str) -> str | bytes:
        """Take a text, or bytes that are none, written in hexadecimal under ``<name>_hex``."""
        if self.has(f"{name}_hex"):
            return bytes.fromhex(self.take(f"{name}_hex"))
        text: str = self._members.pop(name)
        return text

    def text(self, name: str) -> str:
        """Take a text; those with characters that JSON files should not have come as bytes, too."""
        octets = self.octets(name)
        return octets if isinstance(octets, str) else octets.decode()

    def finish(self) -> None:
        """Fail when something was not looked at."""
        if self._members:
            message = f"arguments that this runner does not know: {sorted(self._members)}"
            raise NotImplementedError(message)


def load_key(members: dict[str, Any]) -> Key:
    args = Args(members)
    alg = args.take("alg")
    if args.has("jwk") or args.has("jwk_hex"):
        jwk = args.octets("jwk")
        args.finish()
        return Key.from_jwk(jwk, alg)
    forms = {"base64url": Key.from_base64url, "hex": Key.from_hex}
    form = next(filter(args.has, forms), "secret")
    make = forms.get(form, Key.with_short_secret if args.take("short", default=False) else Key)
    text, kid = args.octets(form), args.take("kid")
    args.finish()
    return make(alg, text, kid)


def seconds(millis: int) -> float:
    return millis / 1000 if millis % 1000 else millis // 1000


def duration(millis: int) -> timedelta | float:
    # A timedelta has at most a billion days.
    return timedelta(milliseconds=millis) if millis < 10**16 else seconds(millis)
