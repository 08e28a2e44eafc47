"""By what the classes of disagreement are recognised, where that takes more than a line."""

from __future__ import annotations

from decimal import Decimal

from facts import Facts


def has_wrong_claim_type(facts: Facts) -> bool:
    members = facts.claims.members
    audience = members.get("aud", "")
    good_audience = isinstance(audience, str) or (isinstance(audience, list) and all(isinstance(one, str) for one in audience))
    texts = all(isinstance(members.get(name, ""), str) for name in ("iss", "sub", "jti"))
    dates = all(isinstance(members.get(name, Decimal(0)), Decimal) for name in ("exp", "nbf", "iat"))
    return not (good_audience and texts and dates)


def has_wrong_header_type(facts: Facts) -> bool:
    return any(not isinstance(facts.header.members.get(name, ""), str) for name in ("alg", "typ", "kid"))


def has_far_date(facts: Facts) -> bool:
    return any(abs(date) > 2**53 for name in ("exp", "nbf", "iat") if (date := facts.date(name)) is not None)


def has_odd_parameter(facts: Facts) -> bool:
    """A parameter of RFC 7515 that may be something else than it should be there: a type, a URL, a key."""
    members = facts.header.members
    looked_into = {"jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256"} & set(members)
    return bool(looked_into) or any(not isinstance(members.get(name, ""), str) for name in ("cty", "zip", "enc"))


REGISTERED = {"alg", "typ", "kid", "cty", "crit", "jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256", "b64"}


def is_over_a_limit(facts: Facts) -> bool:
    kid = facts.header.members.get("kid", "")
    return (
        any(len(number) > 64 for text in facts.texts for number in text.numbers)
        or any(text.depth > 16 or text.widest > 256 for text in facts.texts)
        or len(facts.header.data) > 1024
        or (isinstance(kid, str) and len(kid.encode("utf-8", "surrogatepass")) > 64)
    )


def is_near(distance: Decimal | None) -> bool:
    return distance is not None and abs(distance) < Decimal("1.5")


def is_at_a_fraction(facts: Facts) -> bool:
    """Less than a second and what is rounded before or after a limit, in a token or at a time with a fraction."""
    dates = [date for name in ("exp", "nbf", "iat") if (date := facts.date(name)) is not None]
    fractions = facts.now % 1 != 0 or any(date % 1 != 0 for date in dates if abs(date) < 10**18)
    return fractions and any(map(is_near, (facts.late(), facts.early("nbf"), facts.early("iat"))))
