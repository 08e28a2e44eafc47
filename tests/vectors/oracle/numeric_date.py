"""NumericDate (RFC 7519 section 2): any JSON number, exact to the millisecond, rounded up."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from .failure import Failure
from .json_text import Number

MAX_SECONDS = 2**53


def milliseconds(number: Number) -> int:
    mantissa, _, exponent = number.text.lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = int(whole + fraction)
    if digits == 0:
        return 0
    power = int(exponent or "0") - len(fraction)
    # A mantissa has at most 64 digits: past these bounds the power alone decides,
    # and building ten to that power might never end.
    if power > 100:
        raise Failure("malformed")
    if power < -200:
        return 1 if digits > 0 else 0
    seconds = digits * Fraction(10) ** power
    if abs(seconds) > MAX_SECONDS:
        raise Failure("malformed")
    return ceil(seconds * 1000)
