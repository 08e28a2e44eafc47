"""`Set-Cookie` as a server writes it (RFC 6265bis, and `Partitioned` and `Priority`)."""

from __future__ import annotations

from typing import Any

from .failure import Failure
from .policy import MAX_DURATION

MAX_COOKIE = 4096
MAX_ATTRIBUTE = 1024
MAX_AGE = 34_560_000
MAX_DATE = 253_402_300_799_999

LETTERS_AND_DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
TOKEN = LETTERS_AND_DIGITS + b"!#$%&'*+-.^_`|~"
OCTETS = TOKEN + b"()/:<=>?@[]{}"
DOMAIN = LETTERS_AND_DIGITS + b"-."

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def check_name(name: bytes) -> None:
    if not name or any(octet not in TOKEN for octet in name):
        raise Failure("cookie-character")


def check_value(value: bytes) -> None:
    bare = value
    if len(value) >= 2 and value[:1] == value[-1:] == b'"':
        bare = value[1:-1]
    if any(octet not in OCTETS for octet in bare):
        raise Failure("cookie-character")


def check_path(path: bytes) -> None:
    # A browser would trim a space at the end.
    if path[:1] != b"/" or path[-1:] == b" ":
        raise Failure("cookie-character")
    if any(not 0x20 <= octet <= 0x7E or octet == 0x3B for octet in path):
        raise Failure("cookie-character")


def check_domain(domain: bytes) -> None:
    if not domain or any(octet not in DOMAIN for octet in domain):
        raise Failure("cookie-character")


def check_attributes(name: bytes, path: bytes | None, domain: bytes | None, args: Any) -> None:
    secure, http_only = args.get("secure", True), args.get("http_only", True)
    if not secure and (args.get("same_site") == "None" or args.get("partitioned", False)):
        raise Failure("cookie-insecure")
    bound = name.lower()
    host = bound.startswith(b"__host-")
    http = bound.startswith((b"__http-", b"__host-http-"))
    if (host or http or bound.startswith(b"__secure-")) and not secure:
        raise Failure("cookie-prefix")
    if host and (path != b"/" or domain is not None):
        raise Failure("cookie-prefix")
    if http and not http_only:
        raise Failure("cookie-prefix")


def date(milliseconds: int) -> str:
    """IMF-fixdate (RFC 9110 section 5.6.7), counted out year by year and month by month."""
    if not 0 <= milliseconds <= MAX_DATE:
        raise Failure("bad-argument")
    day, second = divmod(milliseconds // 1000, 86400)
    weekday = DAYS[(day + 3) % 7]
    year = 1970
    while day >= 365 + is_leap(year):
        day -= 365 + is_leap(year)
        year += 1
    lengths = (31, 28 + is_leap(year), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    month = 0
    while day >= lengths[month]:
        day -= lengths[month]
        month += 1
    clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
    return f"{weekday}, {day + 1:02} {MONTHS[month]} {year:04} {clock} GMT"


def is_leap(year: int) -> int:
    return int(year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def build(name: bytes, value: bytes, path: bytes | None, domain: bytes | None, args: Any) -> str:
    max_age = args.get("max_age_ms")
    if max_age is not None and not 0 <= max_age <= MAX_DURATION:
        raise Failure("bad-argument")
    expires = args.get("expires_ms")
    expires = None if expires is None else date(expires)

    check_name(name)
    check_value(value)
    if path is not None:
        check_path(path)
    if domain is not None:
        check_domain(domain)
    if len(name) + len(value) > MAX_COOKIE:
        raise Failure("cookie-too-large")
    if any(text is not None and len(text) > MAX_ATTRIBUTE for text in (path, domain)):
        raise Failure("attribute-too-large")
    check_attributes(name, path, domain, args)

    parts = [f"{name.decode()}={value.decode()}"]
    if path is not None:
        parts.append(f"Path={path.decode()}")
    if domain is not None:
        parts.append(f"Domain={domain.decode()}")
    if max_age is not None:
        parts.append(f"Max-Age={min(max_age // 1000, MAX_AGE)}")
    if expires is not None:
        parts.append(f"Expires={expires}")
    if args.get("secure", True):
        parts.append("Secure")
    if args.get("http_only", True):
        parts.append("HttpOnly")
    parts.append(f"SameSite={args.get('same_site', 'Lax')}")
    if args.get("partitioned", False):
        parts.append("Partitioned")
    if "priority" in args:
        parts.append(f"Priority={args['priority']}")
    return "; ".join(parts)


def remove(name: bytes, path: bytes | None, domain: bytes | None, args: Any) -> str:
    return build(name, b"", path, domain, {**args, "max_age_ms": 0, "expires_ms": 0})
