"""The registered claims: their types, and what a policy says of them."""

from __future__ import annotations

from dataclasses import dataclass

from . import numeric_date
from .failure import Failure
from .json_text import Number, Value
from .policy import Policy

REGISTERED = ("exp", "nbf", "iss", "sub", "aud", "iat", "jti")


@dataclass(frozen=True)
class Claims:
    members: dict[str, Value]
    times: dict[str, int]
    texts: dict[str, str]
    audience: list[str] | None

    @staticmethod
    def read(members: dict[str, Value]) -> Claims:
        times: dict[str, int] = {}
        for name in ("exp", "nbf", "iat"):
            if name in members:
                number = members[name]
                if not isinstance(number, Number):
                    raise Failure("malformed")
                times[name] = numeric_date.milliseconds(number)
        texts: dict[str, str] = {}
        for name in ("iss", "sub", "jti"):
            if name in members:
                text = members[name]
                if not isinstance(text, str):
                    raise Failure("malformed")
                texts[name] = text
        return Claims(members, times, texts, read_audience(members))

    def check(self, policy: Policy, typ: str | None, now: int) -> None:
        if policy.typ is not None and (typ is None or media(typ) != media(policy.typ)):
            raise Failure("wrong-type")

        exp = self.time("exp", policy.require_exp or "exp" in policy.required)
        if exp is not None and now >= exp + policy.leeway_ms:
            raise Failure("expired")
        nbf = self.time("nbf", "nbf" in policy.required)
        if nbf is not None and now + policy.leeway_ms < nbf:
            raise Failure("not-yet-valid")

        self.match("iss", policy.issuer, policy, "wrong-issuer")
        self.match("sub", policy.subject, policy, "wrong-subject")
        self.check_audience(policy)

        iat = self.time("iat", "iat" in policy.required or policy.max_age_ms is not None)
        if policy.max_age_ms is not None:
            assert iat is not None
            if now >= min(iat, now) + policy.max_age_ms + policy.leeway_ms:
                raise Failure("too-old")

        self.match("jti", policy.jwt_id, policy, "wrong-id")
        if any(name not in self.members for name in policy.required):
            raise Failure("missing-claim")

    def time(self, name: str, required: bool) -> int | None:
        if required and name not in self.times:
            raise Failure("missing-claim")
        return self.times.get(name)

    def match(self, name: str, expected: str | None, policy: Policy, refusal: str) -> None:
        if name not in self.texts:
            if expected is not None or name in policy.required:
                raise Failure("missing-claim")
        elif expected is not None and self.texts[name] != expected:
            raise Failure(refusal)

    def check_audience(self, policy: Policy) -> None:
        if self.audience is None:
            if policy.audience is not None:
                raise Failure("wrong-audience")
            if "aud" in policy.required:
                raise Failure("missing-claim")
        elif not policy.any_audience and not set(self.audience) & set(policy.audience or ()):
            raise Failure("wrong-audience")


def read_audience(members: dict[str, Value]) -> list[str] | None:
    if "aud" not in members:
        return None
    value = members["aud"]
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise Failure("malformed")
    audience = [item for item in value if isinstance(item, str)]
    if len(audience) != len(value):
        raise Failure("malformed")
    return audience


def media(typ: str) -> str:
    # str.lower() would also fold the Kelvin sign to "k".
    folded = "".join(chr(ord(unit) + 32) if "A" <= unit <= "Z" else unit for unit in typ)
    return folded.removeprefix("application/")
