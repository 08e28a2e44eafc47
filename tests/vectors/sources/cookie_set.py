"""Building `Set-Cookie`: what is written, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sources.vector import HAND_MADE, Args, Group, err, ok, raw

DRAFT = "RFC 6265bis (draft 22); the oracle agrees"
FIXDATE = "RFC 9110 section 5.6.7; Python's strftime and the oracle agree"
SAFE = "Secure; HttpOnly; SameSite=Lax"
LONG_NAME = "n" * 96
TOKEN_OCTETS = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SEPARATORS = '()<>@,;:\\"/[]?={} '
NO_SECURE: Args = {"secure": False}


def group() -> Group:
    found = Group("cookie_set", "Set-Cookie: attributes, dates, prefixes, sizes, refusals.")
    add_attributes(found)
    add_max_age(found)
    add_dates(found)
    add_texts(found)
    add_refused_texts(found)
    add_sizes(found)
    add_insecure(found)
    add_prefixes(found)
    add_removal(found)
    add_order(found)
    return found


def call(name: str, value: str, given: dict[str, Any]) -> Args:
    return {**raw("name", name), **raw("value", value), **given}


def writes(
    found: Group,
    id_: str,
    header: str,
    name: str = "sid",
    value: str = "42",
    source: str = HAND_MADE,
    **given: Any,
) -> None:
    found.add(id_, "cookie.set", call(name, value, given), ok(header), source=source)


def refuses(
    found: Group, id_: str, error: str, name: str = "sid", value: str = "42", **given: Any
) -> None:
    found.add(id_, "cookie.set", call(name, value, given), err(error))


def add_attributes(found: Group) -> None:
    for id_, given, rest in (
        ("defaults", {}, f"Path=/; {SAFE}"),
        ("no-path", {"path": None}, SAFE),
        ("path", {"path": "/app"}, f"Path=/app; {SAFE}"),
        ("domain", {"domain": "example.com"}, f"Path=/; Domain=example.com; {SAFE}"),
        ("domain-case", {"domain": "Example.COM"}, f"Path=/; Domain=Example.COM; {SAFE}"),
        ("domain-dot", {"domain": ".example.com"}, f"Path=/; Domain=.example.com; {SAFE}"),
        ("domain-address", {"domain": "127.0.0.1"}, f"Path=/; Domain=127.0.0.1; {SAFE}"),
        ("domain-punycode", {"domain": "xn--caf-dma.fr"}, f"Path=/; Domain=xn--caf-dma.fr; {SAFE}"),
        ("max-age", {"max_age_ms": 3_600_000}, f"Path=/; Max-Age=3600; {SAFE}"),
        ("not-secure", {"secure": False}, "Path=/; HttpOnly; SameSite=Lax"),
        ("secure-said", {"secure": True}, f"Path=/; {SAFE}"),
        ("not-http-only", {"http_only": False}, "Path=/; Secure; SameSite=Lax"),
        ("neither", {"secure": False, "http_only": False}, "Path=/; SameSite=Lax"),
        ("strict", {"same_site": "Strict"}, "Path=/; Secure; HttpOnly; SameSite=Strict"),
        ("lax-said", {"same_site": "Lax"}, f"Path=/; {SAFE}"),
        ("none", {"same_site": "None"}, "Path=/; Secure; HttpOnly; SameSite=None"),
        (
            "strict-not-secure",
            {"same_site": "Strict", **NO_SECURE},
            "Path=/; HttpOnly; SameSite=Strict",
        ),
        ("partitioned", {"partitioned": True}, f"Path=/; {SAFE}; Partitioned"),
        ("partitioned-not", {"partitioned": False}, f"Path=/; {SAFE}"),
        ("priority-low", {"priority": "Low"}, f"Path=/; {SAFE}; Priority=Low"),
        ("priority-medium", {"priority": "Medium"}, f"Path=/; {SAFE}; Priority=Medium"),
        ("priority-high", {"priority": "High"}, f"Path=/; {SAFE}; Priority=High"),
        (
            "all",
            {
                "path": "/a",
                "domain": "example.com",
                "max_age_ms": 60_000,
                "expires_ms": 1_700_000_000_000,
                "same_site": "None",
                "partitioned": True,
                "priority": "High",
            },
            "Path=/a; Domain=example.com; Max-Age=60; Expires=Tue, 14 Nov 2023 22:13:20 GMT; "
            "Secure; HttpOnly; SameSite=None; Partitioned; Priority=High",
        ),
        ("bare", {"path": None, "secure": False, "http_only": False}, "SameSite=Lax"),
    ):
        assert isinstance(given, dict)
        writes(found, id_, f"sid=42; {rest}", source=DRAFT, **given)


def add_max_age(found: Group) -> None:
    for id_, milliseconds, seconds in (
        ("0", 0, 0),
        ("999-ms", 999, 0),
        ("1000-ms", 1000, 1),
        ("1999-ms", 1999, 1),
        ("400-days-less-1-ms", 34_559_999_999, 34_559_999),
        ("400-days", 34_560_000_000, 34_560_000),
        ("400-days-and-1-s", 34_560_001_000, 34_560_000),
        ("10-years", 315_360_000_000, 34_560_000),
        ("2-53", 2**53, 34_560_000),
    ):
        header = f"sid=42; Path=/; Max-Age={seconds}; {SAFE}"
        writes(found, f"max-age-{id_}", header, source=DRAFT, max_age_ms=milliseconds)
    refuses(found, "max-age-past-2-53", "bad-argument", max_age_ms=9_007_199_254_741_000)
    refuses(found, "max-age-2-60", "bad-argument", max_age_ms=2**60)


def add_dates(found: Group) -> None:
    dates: list[tuple[str, datetime]] = [
        ("epoch", datetime(1970, 1, 1)),
        ("first-second", datetime(1970, 1, 1, 0, 0, 1)),
        ("first-year-ends", datetime(1970, 12, 31, 23, 59, 59)),
        ("rfc", datetime(1994, 11, 6, 8, 49, 37)),
        ("leap-day-1972", datetime(1972, 2, 29)),
        ("leap-day-2000", datetime(2000, 2, 29, 12)),
        ("leap-day-2024", datetime(2024, 2, 29, 23, 59, 59)),
        ("after-leap-day-2024", datetime(2024, 3, 1)),
        ("leap-year-ends-2024", datetime(2024, 12, 31, 23, 59, 59)),
        ("no-leap-day-2023", datetime(2023, 3, 1)),
        ("february-ends-2100", datetime(2100, 2, 28, 23, 59, 59)),
        ("no-leap-day-2100", datetime(2100, 3, 1)),
        ("february-ends-2200", datetime(2200, 2, 28, 23, 59, 59)),
        ("no-leap-day-2300", datetime(2300, 3, 1)),
        ("leap-day-2400", datetime(2400, 2, 29)),
        ("after-leap-day-2400", datetime(2400, 3, 1)),
        ("32-bits-less-1", datetime(2038, 1, 19, 3, 14, 7)),
        ("32-bits", datetime(2038, 1, 19, 3, 14, 8)),
        ("unsigned-32-bits", datetime(2106, 2, 7, 6, 28, 16)),
        ("year-9999", datetime(9999, 1, 1)),
        ("last-second", datetime(9999, 12, 31, 23, 59, 59)),
    ]
    dates += [(f"weekday-{day}", datetime(2026, 6, day, 9, 5, 7)) for day in range(1, 8)]
    dates += [(f"month-{month}-starts", datetime(2025, month, 1)) for month in range(1, 13)]
    dates += [
        (f"month-{month}-ends", datetime.fromtimestamp(utc(datetime(2025, month + 1, 1)) - 1, UTC))
        for month in range(1, 12)
    ]
    for id_, date in dates:
        writes(found, f"date-{id_}", dated(date), source=FIXDATE, expires_ms=utc(date) * 1000)
    for id_, milliseconds, date in (
        ("999-ms", 999, datetime(1970, 1, 1)),
        ("rounded-down", 1_700_000_000_999, datetime(2023, 11, 14, 22, 13, 20)),
        ("last-millisecond", 253_402_300_799_999, datetime(9999, 12, 31, 23, 59, 59)),
    ):
        writes(found, f"date-{id_}", dated(date), source=FIXDATE, expires_ms=milliseconds)
    for id_, milliseconds in (
        ("negative", -1),
        ("negative-second", -1000),
        ("year-10000", 253_402_300_800_000),
        ("2-53", 2**53),
    ):
        refuses(found, f"date-{id_}", "bad-argument", expires_ms=milliseconds)


def utc(date: datetime) -> int:
    return int(date.replace(tzinfo=UTC).timestamp())


def dated(date: datetime) -> str:
    return f"sid=42; Path=/; Expires={date:%a, %d %b %Y %H:%M:%S} GMT; {SAFE}"


def add_texts(found: Group) -> None:
    octets = "".join(chr(octet) for octet in range(0x21, 0x7F) if chr(octet) not in '",;\\')
    values = {
        "empty": "",
        "every-octet": octets,
        "quoted": '"42"',
        "quoted-empty": '""',
        "quoted-every-octet": f'"{octets}"',
        "equals": "a=b==",
        "percent": "%3B%20%zz%",
        "jwt": "eyJhbGciOiJIUzI1NiJ9.e30.AAAA",
    }
    for id_, value in values.items():
        writes(found, f"value-{id_}", f"sid={value}; Path=/; {SAFE}", value=value)
    for id_, name in {
        "one-character": "a",
        "every-character": TOKEN_OCTETS,
        "digits": "0",
        "percent": "%61",
        "dollar": "$Version",
        "attribute": "Path",
        "proto": "__proto__",
    }.items():
        writes(found, f"name-{id_}", f"{name}=42; Path=/; {SAFE}", name)
    printable = "/" + "".join(chr(octet) for octet in range(0x20, 0x7F) if octet != 0x3B) + "/"
    for id_, path in {
        "deep": "/a/b/c/",
        "printable": printable,
        "space": "/a b",
        "equals-and-comma": "/a=b,c",
        "quotes": '/"a"',
        "dots": "/../..",
        "percent": "/%C3%A9",
        "double-slash": "//a",
    }.items():
        writes(found, f"path-{id_}", f"sid=42; Path={path}; {SAFE}", path=path)


def add_refused_texts(found: Group) -> None:
    """A character where it may not stand: most of these would be somebody's header injection."""
    anywhere = {
        "nul": "\0",
        "control": "\x01",
        "tab": "\t",
        "newline": "\n",
        "return": "\r",
        "escape": "\x1b",
        "delete": "\x7f",
        "semicolon": ";",
        "non-ascii": "\u00e9",
        "nel": "\u0085",
        "no-break-space": "\u00a0",
        "full-width-semicolon": "\uff1b",
        "emoji": "\U0001f36a",
        # Folded to a byte they would be a newline or a semicolon.
        "folded-newline": "\u010a",
        "folded-semicolon": "\u013b",
    }
    for id_, unit in anywhere.items():
        text = f"a{unit}b"
        refuses(found, f"name-{id_}", "cookie-character", text)
        refuses(found, f"value-{id_}", "cookie-character", value=text)
        for attribute, start in (("path", "/"), ("domain", "")):
            given = raw(attribute, start + text)
            refuses(found, f"{attribute}-{id_}", "cookie-character", **given)
    for octet in SEPARATORS:
        if octet != ";":
            text = f"a{octet}b"
            refuses(found, f"name-separator-{ord(octet):02x}", "cookie-character", text)
    refused_values = {
        "space": "a b",
        "space-first": " a",
        "space-last": "a ",
        "comma": "a,b",
        "backslash": "a\\b",
        "quote": 'a"b',
        "quote-alone": '"',
        "quote-first": '"a',
        "quote-last": 'a"',
        "quote-inside-quotes": '"a"b"',
        "quotes-thrice": '"""',
        "quoted-space": '"a b"',
        "quoted-comma": '"a,b"',
        "quoted-semicolon": '"a;b"',
        "quoted-backslash": '"a\\"b"',
        "quoted-and-more": '"a"b',
        "json": '{"a":1}',
        "crlf-last": "a\r\n",
        "injected-header": "a\r\nSet-Cookie: b=1",
        "injected-attribute": "a; Domain=evil.example",
    }
    for id_, value in refused_values.items():
        refuses(found, f"value-{id_}", "cookie-character", value=value)
    refuses(found, "name-empty", "cookie-character", "")
    refuses(found, "name-empty-value-empty", "cookie-character", "", "")
    refuses(found, "name-space-first", "cookie-character", " a")
    refuses(found, "name-injected", "cookie-character", "a=1; Domain=evil.example; b")
    for id_, path in {
        "empty": "",
        "relative": "a",
        "space-first": " /",
        "space-last": "/a ",
        "star": "*",
        "injected-attribute": "/; Domain=evil.example",
        "injected-header": "/\r\nSet-Cookie: b=1",
    }.items():
        refuses(found, f"path-{id_}", "cookie-character", path=path)
    for id_, domain in {
        "empty": "",
        "space": "a b",
        "underscore": "a_b",
        "port": "example.com:80",
        "slash": "example.com/",
        "ipv6": "[::1]",
        "comma": "a.example,b.example",
        "equals": "a=b",
        "quoted": '"a"',
        "star": "*.example.com",
        "unicode": "caf\u00e9.fr",
        "injected-attribute": "a.example; Path=/x",
    }.items():
        refuses(found, f"domain-{id_}", "cookie-character", domain=domain)


def add_sizes(found: Group) -> None:
    large, long = "cookie-too-large", "attribute-too-large"
    value = "v" * 4000
    writes(found, "size-4096", f"{LONG_NAME}={value}; Path=/; {SAFE}", LONG_NAME, value)
    refuses(found, "size-4097-by-value", large, LONG_NAME, value + "v")
    refuses(found, "size-4097-by-name", large, LONG_NAME + "n", value)
    writes(found, "size-4096-name-alone", f"{'n' * 4096}=; Path=/; {SAFE}", "n" * 4096, "")
    refuses(found, "size-4097-name-alone", large, "n" * 4097, "")
    quoted = f'"{value[2:]}"'
    writes(found, "size-4096-quoted", f"{LONG_NAME}={quoted}; Path=/; {SAFE}", LONG_NAME, quoted)
    refuses(found, "size-4097-quoted", large, LONG_NAME, f'"{value[1:]}"')
    refuses(found, "size-65536", large, value="v" * 65536)
    path, domain = "/" + "p" * 1023, "d" * 1024
    writes(found, "path-1024", f"sid=42; Path={path}; {SAFE}", path=path)
    refuses(found, "path-1025", long, path=path + "p")
    refuses(found, "path-4096", long, path=path * 4)
    writes(found, "domain-1024", f"sid=42; Path=/; Domain={domain}; {SAFE}", domain=domain)
    refuses(found, "domain-1025", long, domain=domain + "d")
    both = f"{LONG_NAME}={value}; Path={path}; Domain={domain}; {SAFE}"
    writes(found, "largest", both, LONG_NAME, value, path=path, domain=domain)


def add_insecure(found: Group) -> None:
    insecure: dict[str, Args] = {
        "none": {"same_site": "None"},
        "partitioned": {"partitioned": True},
        "none-partitioned": {"same_site": "None", "partitioned": True},
        "strict-partitioned": {"same_site": "Strict", "partitioned": True},
    }
    for id_, given in insecure.items():
        refuses(found, f"insecure-{id_}", "cookie-insecure", **NO_SECURE, **given)


PREFIXES = {
    "secure": ("__Secure-", set[str]()),
    "host": ("__Host-", {"path", "domain"}),
    "http": ("__Http-", {"http"}),
    "host-http": ("__Host-Http-", {"path", "domain", "http"}),
}


def add_prefixes(found: Group) -> None:
    changes: tuple[tuple[str, str, Args, str], ...] = (
        ("other-path", "path", {"path": "/app"}, f"Path=/app; {SAFE}"),
        ("no-path", "path", {"path": None}, SAFE),
        ("double-slash-path", "path", {"path": "//"}, f"Path=//; {SAFE}"),
        ("domain", "domain", {"domain": "a.example"}, f"Path=/; Domain=a.example; {SAFE}"),
        ("not-http-only", "http", {"http_only": False}, "Path=/; Secure; SameSite=Lax"),
    )
    for id_, (prefix, bound) in PREFIXES.items():
        name = f"{prefix}sid"
        writes(found, f"prefix-{id_}", f"{name}=42; Path=/; {SAFE}", name, source=DRAFT)
        refuses(found, f"prefix-{id_}-not-secure", "cookie-prefix", name, secure=False)
        for change, needs, given, rest in changes:
            if needs in bound:
                refuses(found, f"prefix-{id_}-{change}", "cookie-prefix", name, **given)
            else:
                header = f"{name}=42; {rest}"
                writes(found, f"prefix-{id_}-{change}", header, name, source=DRAFT, **given)
        for case, other in (("lower", prefix.lower()), ("upper", prefix.upper())):
            refuses(found, f"prefix-{id_}-{case}-case", "cookie-prefix", f"{other}a", secure=False)
        header = f"{prefix}=42; Path=/; {SAFE}"
        writes(found, f"prefix-{id_}-alone", header, prefix)
        refuses(found, f"prefix-{id_}-alone-not-secure", "cookie-prefix", prefix, secure=False)
    for id_, name in {
        "no-hyphen": "__Host",
        "one-underscore": "_Host-sid",
        "three-underscores": "___Host-sid",
        "later": "a__Host-sid",
        "underscore-for-hyphen": "__Host_sid",
        "other": "__Other-sid",
        "http-alone": "Http-sid",
        "secure-cut": "__Secure",
    }.items():
        header = f"{name}=42; HttpOnly; SameSite=Lax"
        writes(found, f"no-prefix-{id_}", header, name, path=None, secure=False)
    # Only the outermost prefix counts: these bind as __Host- and __Http- do, and no further.
    header = f"__Host-Https-a=42; Path=/; {SAFE.replace(' HttpOnly;', '')}"
    writes(found, "prefix-host-https", header, "__Host-Https-a", http_only=False)
    header = f"__Http-Host-a=42; {SAFE}"
    writes(found, "prefix-http-host", header, "__Http-Host-a", path=None)
    header = f"__Secure-Http-a=42; {SAFE.replace(' HttpOnly;', '')}"
    writes(found, "prefix-secure-http", header, "__Secure-Http-a", path=None, http_only=False)
    # The Kelvin sign and the long s fold to ASCII letters, but no name can hold them.
    refuses(found, "prefix-long-s", "cookie-character", "__Ho\u017ft-sid", secure=False)


def add_removal(found: Group) -> None:
    gone = "Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
    for id_, given, header in (
        ("plain", {}, f"sid=; Path=/; {gone}; {SAFE}"),
        ("value-ignored", {"value": "42"}, f"sid=; Path=/; {gone}; {SAFE}"),
        ("no-path", {"path": None}, f"sid=; {gone}; {SAFE}"),
        ("path", {"path": "/app"}, f"sid=; Path=/app; {gone}; {SAFE}"),
        ("domain", {"domain": "a.example"}, f"sid=; Path=/; Domain=a.example; {gone}; {SAFE}"),
        (
            "all",
            {
                "value": "42",
                "path": "/a",
                "domain": "a.example",
                "max_age_ms": 60_000,
                "expires_ms": 1_700_000_000_000,
                "same_site": "None",
                "partitioned": True,
                "priority": "Low",
            },
            f"sid=; Path=/a; Domain=a.example; {gone}; "
            "Secure; HttpOnly; SameSite=None; Partitioned; Priority=Low",
        ),
        ("not-secure", {"secure": False}, f"sid=; Path=/; {gone}; HttpOnly; SameSite=Lax"),
        ("host", {"name": "__Host-sid"}, f"__Host-sid=; Path=/; {gone}; {SAFE}"),
        ("longest-name", {"name": "n" * 4096}, f"{'n' * 4096}=; Path=/; {gone}; {SAFE}"),
    ):
        assert isinstance(given, dict)
        found.add(f"remove-{id_}", "cookie.remove", {"name": "sid", **given}, ok(header))
    for id_, given, error in (
        ("name", {"name": "s;d"}, "cookie-character"),
        ("name-empty", {"name": ""}, "cookie-character"),
        ("path", {"path": "app"}, "cookie-character"),
        ("domain", {"domain": "a;b"}, "cookie-character"),
        ("name-4097", {"name": "n" * 4097}, "cookie-too-large"),
        ("path-1025", {"path": "/" * 1025}, "attribute-too-large"),
        ("insecure", {"same_site": "None", "secure": False}, "cookie-insecure"),
        ("prefix", {"name": "__Host-sid", "path": "/app"}, "cookie-prefix"),
    ):
        assert isinstance(given, dict)
        found.add(f"remove-refused-{id_}", "cookie.remove", {"name": "sid", **given}, err(error))


def add_order(found: Group) -> None:
    """Each is wrong in two ways; the earlier check speaks."""
    big = "v" * 4096
    long = "/" + "p" * 1024
    for id_, error, name, value, given in (
        ("max-age-before-name", "bad-argument", "s;d", "42", {"max_age_ms": 2**60}),
        ("date-before-name", "bad-argument", "", "42", {"expires_ms": -1}),
        ("date-before-prefix", "bad-argument", "__Host-a", "42", {"expires_ms": -1, "path": None}),
        ("name-before-size", "cookie-character", "s;d", big, {}),
        ("value-before-size", "cookie-character", "sid", big + ";", {}),
        ("path-before-size", "cookie-character", "sid", big, {"path": "app"}),
        ("domain-before-size", "cookie-character", "sid", big, {"domain": "a;b"}),
        ("path-character-before-length", "cookie-character", "sid", "42", {"path": long + ";"}),
        (
            "domain-before-path-length",
            "cookie-character",
            "sid",
            "42",
            {"path": long, "domain": ""},
        ),
        (
            "value-before-insecure",
            "cookie-character",
            "sid",
            "a b",
            {"same_site": "None", **NO_SECURE},
        ),
        ("size-before-attribute", "cookie-too-large", "sid", big, {"path": long}),
        (
            "size-before-insecure",
            "cookie-too-large",
            "sid",
            big,
            {"partitioned": True, **NO_SECURE},
        ),
        ("size-before-prefix", "cookie-too-large", "__Host-a", big, {"path": None}),
        (
            "path-length-before-insecure",
            "attribute-too-large",
            "sid",
            "42",
            {"path": long, "partitioned": True, **NO_SECURE},
        ),
        ("path-length-before-prefix", "attribute-too-large", "__Host-a", "42", {"path": long}),
        (
            "domain-length-before-prefix",
            "attribute-too-large",
            "__Host-a",
            "42",
            {"domain": "d" * 1025},
        ),
        (
            "insecure-before-prefix",
            "cookie-insecure",
            "__Secure-a",
            "42",
            {"same_site": "None", **NO_SECURE},
        ),
        (
            "partitioned-before-prefix",
            "cookie-insecure",
            "__Host-a",
            "42",
            {"partitioned": True, **NO_SECURE},
        ),
    ):
        assert isinstance(given, dict)
        refuses(found, f"order-{id_}", error, name, value, **given)
