"""`Authorization: Bearer` (RFC 6750 section 2.1)."""

from __future__ import annotations

from sources.vector import Group, err, ok, raw

RFC_6750 = "RFC 6750 section 2.1"


def group() -> Group:
    found = Group("bearer", "The token of an Authorization header.")
    found.add(
        "rfc",
        "bearer",
        {"header": "Bearer mF_9.B5f-4.1JqM"},
        ok("mF_9.B5f-4.1JqM"),
        source=RFC_6750,
    )
    for name, accepted, token in ACCEPTED:
        found.add(name, "bearer", raw("header", accepted), ok(token))
    for name, refused, error in REFUSED:
        found.add(name, "bearer", raw("header", refused), err(error))
    return found


ACCEPTED = (
    ("plain", "Bearer abc", "abc"),
    ("jwt", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA"),
    ("lower-case", "bearer abc", "abc"),
    ("upper-case", "BEARER abc", "abc"),
    ("mixed-case", "bEaReR abc", "abc"),
    ("two-spaces", "Bearer  abc", "abc"),
    ("many-spaces", "Bearer" + " " * 50 + "abc", "abc"),
    ("leading-spaces", "  Bearer abc", "abc"),
    ("trailing-spaces", "Bearer abc  ", "abc"),
    ("tabs-around", "\t Bearer abc \t", "abc"),
    ("one-character", "Bearer a", "a"),
    ("every-character", "Bearer Az09-._~+/", "Az09-._~+/"),
    ("padding", "Bearer abc=", "abc="),
    ("much-padding", "Bearer a====", "a===="),
    ("named-bearer", "Bearer Bearer", "Bearer"),
    ("dots", "Bearer ...", "..."),
    ("long", "Bearer " + "a" * 65536, "a" * 65536),
)
REFUSED: tuple[tuple[str, str | bytes, str], ...] = (
    ("empty", "", "not-bearer"),
    ("spaces", "   ", "not-bearer"),
    ("tab", "\t", "not-bearer"),
    ("basic", "Basic dXNlcjpwYXNz", "not-bearer"),
    ("digest", 'Digest username="a"', "not-bearer"),
    ("dpop", "DPoP abc", "not-bearer"),
    ("token-alone", "abc", "not-bearer"),
    ("jwt-alone", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "not-bearer"),
    ("longer-scheme", "Bearers abc", "not-bearer"),
    ("shorter-scheme", "Beare abc", "not-bearer"),
    ("no-space", "Bearerabc", "not-bearer"),
    ("colon", "Bearer: abc", "not-bearer"),
    ("equals", "Bearer=abc", "not-bearer"),
    ("tab-for-space", "Bearer\tabc", "not-bearer"),
    ("newline-for-space", "Bearer\nabc", "not-bearer"),
    ("no-break-space", "Bearer\u00a0abc", "not-bearer"),
    ("leading-newline", "\nBearer abc", "not-bearer"),
    ("leading-no-break-space", "\u00a0Bearer abc", "not-bearer"),
    ("leading-quote", '"Bearer abc"', "not-bearer"),
    ("leading-nul", "\0Bearer abc", "not-bearer"),
    ("header-name", "Authorization: Bearer abc", "not-bearer"),
    ("basic-first", "Basic abc, Bearer abc", "not-bearer"),
    ("full-width", "\uff22earer abc", "not-bearer"),
    ("scheme-alone", "Bearer", "malformed"),
    ("scheme-and-space", "Bearer ", "malformed"),
    ("scheme-and-tab-at-the-end", "Bearer \t", "malformed"),
    ("only-padding", "Bearer ==", "malformed"),
    ("padding-inside", "Bearer a=b", "malformed"),
    ("padding-before", "Bearer =a", "malformed"),
    ("two-tokens", "Bearer a b", "malformed"),
    ("space-before-padding", "Bearer a =", "malformed"),
    ("tab-after-space", "Bearer \tabc", "malformed"),
    ("tab-inside", "Bearer a\tb", "malformed"),
    ("comma", "Bearer a,b", "malformed"),
    ("list", "Bearer a, Basic b", "malformed"),
    ("quotes", 'Bearer "abc"', "malformed"),
    ("semicolon", "Bearer abc;", "malformed"),
    ("newline-at-the-end", "Bearer abc\n", "malformed"),
    ("crlf-at-the-end", "Bearer abc\r\n", "malformed"),
    ("header-injected", "Bearer abc\r\nX-Admin: 1", "malformed"),
    ("nul-at-the-end", "Bearer abc\0", "malformed"),
    ("nul-inside", "Bearer a\0b", "malformed"),
    ("delete", "Bearer abc\x7f", "malformed"),
    ("non-ascii", "Bearer \u00e9", "malformed"),
    ("no-break-space-at-the-end", "Bearer abc\u00a0", "malformed"),
    ("latin-1", b"Bearer \xe9", "malformed"),
    ("invalid-utf-8", b"Bearer abc\xff", "malformed"),
    ("percent", "Bearer abc%2E", "malformed"),
    ("too-long", "Bearer " + "a" * 65537, "limit"),
)
