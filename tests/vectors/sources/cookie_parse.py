"""Reading `Cookie`: pairs as they stand, and what is dropped."""

from __future__ import annotations

from sources.vector import HAND_MADE, Args, Group, ok, raw

RFC_6265 = "RFC 6265 section 3.1"
DRAFT = "RFC 6265bis (draft 22) section 5.7: a user agent drops it too; the oracle agrees"
PARSERS = (
    "made by hand; npm cookie, Django, Starlette, werkzeug and http.cookies differ on it; "
    "the oracle agrees"
)
Pairs = list[tuple[str | bytes, str | bytes]]


def group() -> Group:
    found = Group("cookie_parse", "The Cookie header: pairs, duplicates, and what is dropped.")
    parses(found, "rfc-two", "SID=31d4d96e407aad42; lang=en-US", RFC_PAIRS, RFC_6265)
    for name, header, pairs in PARSERS_DIFFER:
        parses(found, f"differs-{name}", header, pairs, PARSERS)
    for name, header, pairs in FORM + WHITE_SPACE + EQUALS + BYTES:
        parses(found, name, header, pairs)
    add_controls(found)
    add_sizes(found)
    add_split_headers(found)
    add_look_ups(found)
    return found


def parses(
    found: Group, name: str, header: str | bytes, pairs: Pairs, source: str = HAND_MADE
) -> None:
    shown = [[octets(part).hex() for part in pair] for pair in pairs]
    found.add(name, "cookie.parse", raw("header", header), ok(shown), source=source)


def octets(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


RFC_PAIRS: Pairs = [("SID", "31d4d96e407aad42"), ("lang", "en-US")]
Rows = tuple[tuple[str, str | bytes, Pairs], ...]

# The table of what the others' parsers do with it.
PARSERS_DIFFER: Rows = (
    ("duplicate", "a=1; a=2", [("a", "1"), ("a", "2")]),
    ("semicolon-in-quotes", 'a="b;c"', [("a", '"b')]),
    ("no-equals", "foo; a=b", [("a", "b")]),
    ("no-name", "=v", []),
    ("space-in-value", "a=x y; b=1", [("a", "x y"), ("b", "1")]),
    ("control-in-value", "a=x\x01y; b=1", [("b", "1")]),
    (
        "en-quad-before-name",
        "__Host-sid=good; \u2000__Host-sid=evil",
        [("__Host-sid", "good"), ("\u2000__Host-sid", "evil")],
    ),
)
FORM: Rows = (
    ("empty", "", []),
    ("one", "a=1", [("a", "1")]),
    ("three", "a=1; b=2; c=3", [("a", "1"), ("b", "2"), ("c", "3")]),
    ("no-space", "a=1;b=2;c=3", [("a", "1"), ("b", "2"), ("c", "3")]),
    ("empty-value", "a=", [("a", "")]),
    ("empty-values", "a=; b=; c=", [("a", ""), ("b", ""), ("c", "")]),
    ("only-semicolon", ";", []),
    ("only-semicolons", ";;;;;;;;", []),
    ("only-semicolons-and-spaces", " ; ; ;\t; ", []),
    ("leading-semicolon", ";a=1", [("a", "1")]),
    ("leading-semicolons", "; ; ;a=1", [("a", "1")]),
    ("trailing-semicolon", "a=1;", [("a", "1")]),
    ("trailing-semicolon-and-space", "a=1; ", [("a", "1")]),
    ("double-semicolon", "a=1;;b=2", [("a", "1"), ("b", "2")]),
    ("only-name", "a", []),
    ("only-names", "a; b; c", []),
    ("name-without-equals-between", "a=1; flag; b=2", [("a", "1"), ("b", "2")]),
    ("name-without-equals-last", "a=1; flag", [("a", "1")]),
    ("three-duplicates", "a=1; b=2; a=3; a=1", [("a", "1"), ("b", "2"), ("a", "3"), ("a", "1")]),
    ("duplicate-empty-first", "a=; a=2", [("a", ""), ("a", "2")]),
    ("case-of-names", "sid=1; SID=2; Sid=3", [("sid", "1"), ("SID", "2"), ("Sid", "3")]),
    ("case-of-prefix", "__host-sid=1; __HOST-sid=2", [("__host-sid", "1"), ("__HOST-sid", "2")]),
    ("comma", "a=1, b=2", [("a", "1, b=2")]),
    ("comma-in-name", "a,b=1", [("a,b", "1")]),
    ("ampersand", "a=1&b=2", [("a", "1&b=2")]),
    ("dollar-names", "$Version=1; a=1; $Path=/", [("$Version", "1"), ("a", "1"), ("$Path", "/")]),
    (
        "attribute-names",
        "a=1; Path=/; Secure; HttpOnly; Max-Age=0",
        [("a", "1"), ("Path", "/"), ("Max-Age", "0")],
    ),
    ("proto", "__proto__=1; constructor=2", [("__proto__", "1"), ("constructor", "2")]),
    ("to-string", "toString=1; hasOwnProperty=2", [("toString", "1"), ("hasOwnProperty", "2")]),
    ("quoted", 'a="1"; b=2', [("a", '"1"'), ("b", "2")]),
    ("quoted-empty", 'a=""', [("a", '""')]),
    ("quote-open", 'a="1; b=2', [("a", '"1'), ("b", "2")]),
    ("quote-alone", 'a="', [("a", '"')]),
    ("quoted-space", 'a=" 1 "', [("a", '" 1 "')]),
    ("quoted-escape", 'a="x\\"y"', [("a", '"x\\"y"')]),
    ("quoted-octal", 'a="\\073\\012"', [("a", '"\\073\\012"')]),
    ("quoted-name", '"a"=1', [('"a"', "1")]),
    ("single-quotes", "a='1'", [("a", "'1'")]),
    ("backslash", "a=x\\y", [("a", "x\\y")]),
    ("percent", "a=%3B%20%00; %61=2", [("a", "%3B%20%00"), ("%61", "2")]),
    ("plus", "a=x+y", [("a", "x+y")]),
    ("json", 'a={"b":[1,2]}', [("a", '{"b":[1,2]}')]),
    ("separators-in-name", "a[b]=1; (c)=2; d/e=3", [("a[b]", "1"), ("(c)", "2"), ("d/e", "3")]),
    ("header-name", "Cookie: a=1", [("Cookie: a", "1")]),
    ("colon-for-semicolon", "a=1: b=2", [("a", "1: b=2")]),
    ("full-width-semicolon", "a=1\uff1bb=2", [("a", "1\uff1bb=2")]),
)
WHITE_SPACE: Rows = (
    ("space-only", "   ", []),
    ("tab-only", "\t", []),
    ("spaces-around", "  a=1  ;  b=2  ", [("a", "1"), ("b", "2")]),
    ("spaces-around-equals", "a = 1 ; b  =  2", [("a", "1"), ("b", "2")]),
    ("tabs-around", "\ta\t=\t1\t;\tb=2\t", [("a", "1"), ("b", "2")]),
    ("spaces-and-tabs", " \t a \t=\t 1 \t; b=2", [("a", "1"), ("b", "2")]),
    ("tab-in-value", "a=x\ty; b=1", [("a", "x\ty"), ("b", "1")]),
    ("tab-in-name", "a\tb=1", [("a\tb", "1")]),
    ("space-in-name", "a b=1", [("a b", "1")]),
    ("spaces-inside-value", "a=x   y", [("a", "x   y")]),
    ("value-of-spaces", "a=   ; b=1", [("a", ""), ("b", "1")]),
    ("value-of-tabs", "a=\t\t", [("a", "")]),
    ("no-break-space", "a=\u00a01\u00a0; \u00a0b=2", [("a", "\u00a01\u00a0"), ("\u00a0b", "2")]),
    ("no-break-space-latin-1", b"a=\xa01; \xa0b=2", [("a", b"\xa01"), (b"\xa0b", "2")]),
    ("nel", "a=\u00851\u0085; \u0085b=2", [("a", "\u00851\u0085"), ("\u0085b", "2")]),
    ("nel-latin-1", b"a=1\x85; \x85b=2", [("a", b"1\x85"), (b"\x85b", "2")]),
    (
        "en-quad",
        "a=\u20001\u2000; \u2000b\u2000=2",
        [("a", "\u20001\u2000"), ("\u2000b\u2000", "2")],
    ),
    ("ideographic-space", "a=1\u3000; \u3000b=2", [("a", "1\u3000"), ("\u3000b", "2")]),
    ("line-separator", "a=1\u2028; \u2028b=2", [("a", "1\u2028"), ("\u2028b", "2")]),
    ("byte-order-mark", "\ufeffa=1", [("\ufeffa", "1")]),
    ("zero-width-space", "\u200ba=1", [("\u200ba", "1")]),
    ("mongolian-vowel-separator", "\u180ea=1", [("\u180ea", "1")]),
    ("name-of-no-break-space", "\u00a0=1", [("\u00a0", "1")]),
)
EQUALS: Rows = (
    ("equals-in-value", "a=b=c", [("a", "b=c")]),
    ("equals-at-the-end", "a=YWI=; b=YQ==", [("a", "YWI="), ("b", "YQ==")]),
    ("equals-doubled", "a==1", [("a", "=1")]),
    ("equals-only-value", "a==", [("a", "=")]),
    ("equals-after-space", "a= =1", [("a", "=1")]),
    ("equals-alone", "=", []),
    ("equals-alone-thrice", "=;=;=", []),
    ("equals-doubled-without-name", "==1", []),
    ("space-for-name", " =1; b=2", [("b", "2")]),
    ("tab-for-name", "\t=1; b=2", [("b", "2")]),
    ("no-name-then-pair", "=a=1; b=2", [("b", "2")]),
    ("no-name-prefix", "=__Host-sid=evil; __Host-sid=good", [("__Host-sid", "good")]),
    ("full-width-equals", "a\uff1d1; b=2", [("b", "2")]),
)
BYTES: Rows = (
    ("non-ascii-value", "a=\u00e9\u6771\U0001f980", [("a", "\u00e9\u6771\U0001f980")]),
    ("non-ascii-name", "n\u00e4me=1", [("n\u00e4me", "1")]),
    ("latin-1-value", b"a=\xe9; b=2", [("a", b"\xe9"), ("b", "2")]),
    ("latin-1-name", b"\xe9=1; b=2", [(b"\xe9", "1"), ("b", "2")]),
    ("invalid-utf-8", b"a=\xff\xfe; b=\xc0\x80", [("a", b"\xff\xfe"), ("b", b"\xc0\x80")]),
    ("overlong-semicolon", b"a=1\xc0\xbbb=2", [("a", b"1\xc0\xbbb=2")]),
    ("surrogate", b"a=\xed\xa0\x80", [("a", b"\xed\xa0\x80")]),
    ("truncated-utf-8", b"a=\xe2\x82; b=2", [("a", b"\xe2\x82"), ("b", "2")]),
    ("c1-controls", b"a=" + bytes(range(0x80, 0xA0)), [("a", bytes(range(0x80, 0xA0)))]),
    ("upper-half", b"a=" + bytes(range(0x80, 0x100)), [("a", bytes(range(0x80, 0x100)))]),
    (
        "printable",
        b"a=" + bytes(range(0x21, 0x3B)) + bytes(range(0x3C, 0x7F)),
        [("a", bytes(range(0x21, 0x3B)) + bytes(range(0x3C, 0x7F)))],
    ),
)


def add_controls(found: Group) -> None:
    for octet in [*range(0x20), 0x7F]:
        if octet == 0x09:
            continue
        control = bytes([octet])
        header = b"a=x" + control + b"y; b=1"
        parses(found, f"control-{octet:02x}", header, [("b", "1")], DRAFT)
    rows: Rows = (
        ("control-in-name", "a\x01b=1; b=2", [("b", "2")]),
        ("control-before-name", "\x01a=1; b=2", [("b", "2")]),
        ("control-at-the-end", "b=2; a=1\x1f", [("b", "2")]),
        ("control-around-trimmed", "a= \x0b 1; b=2", [("b", "2")]),
        ("newline-before-name", "b=2;\r\n a=1", [("b", "2")]),
        ("newline-at-the-end", "b=2; a=1\r\n", [("b", "2")]),
        ("nul-at-the-end", "b=2; a=1\0", [("b", "2")]),
        ("control-without-equals", "\x01; b=2", [("b", "2")]),
        ("delete-in-name", "a\x7f=1; b=2", [("b", "2")]),
        ("control-hides-only-its-pair", "a=1; a=2\x00; a=3", [("a", "1"), ("a", "3")]),
        ("injected-header", "a=1\r\nSet-Cookie: b=2; c=3", [("c", "3")]),
    )
    for name, row, pairs in rows:
        parses(found, name, row, pairs)


def add_sizes(found: Group) -> None:
    long = "x" * 4096
    parses(found, "long-value", f"a={long}", [("a", long)])
    parses(found, "long-name", f"{long}=1", [(long, "1")])
    parses(found, "long-both", f"{long}={long}; b=1", [(long, long), ("b", "1")])
    parses(found, "64-kib-of-semicolons", ";" * 65536, [])
    parses(found, "64-kib-of-spaces", " " * 65536, [])
    parses(found, "64-kib-of-equals", "=" * 65536, [])
    parses(found, "64-kib-of-semicolons-and-a-pair", ";" * 65536 + "a=1", [("a", "1")])
    header = "; ".join(f"c{number}={number}" for number in range(500))
    parses(found, "500-pairs", header, [(f"c{number}", str(number)) for number in range(500)])


def add_split_headers(found: Group) -> None:
    """HTTP/2 may hand the header over in pieces: joined by "; " they say the same as apart."""
    first, second = "a=1; b=2", "a=3; c=4"
    start: Pairs = [("a", "1"), ("b", "2")]
    rest: Pairs = [("a", "3"), ("c", "4")]
    parses(found, "split-first", first, start)
    parses(found, "split-second", second, rest)
    parses(found, "split-joined", f"{first}; {second}", start + rest)
    parses(found, "split-joined-without-space", f"{first};{second}", start + rest)
    parses(found, "split-joined-empty", f"; {second}", rest)
    # Joined by a comma, as other headers are, a pair would be lost.
    comma: Pairs = [("a", "1"), ("b", "2, a=3"), ("c", "4")]
    parses(found, "split-joined-by-comma", f"{first}, {second}", comma)


def add_look_ups(found: Group) -> None:
    for name, header, wanted, value in LOOK_UPS:
        args: Args = {**raw("header", header), **raw("name", wanted)}
        shown = None if value is None else octets(value).hex()
        found.add(f"find-{name}", "cookie.find", args, ok(shown))


LOOK_UPS: tuple[tuple[str, str | bytes, str, str | bytes | None], ...] = (
    ("one", "a=1", "a", "1"),
    ("second", "a=1; b=2", "b", "2"),
    ("first-of-two", "a=1; a=2", "a", "1"),
    ("first-though-empty", "a=; a=2", "a", ""),
    ("first-that-is-not-dropped", "a=x\x01; a; a=2", "a", "2"),
    ("absent", "a=1", "b", None),
    ("empty-header", "", "a", None),
    ("no-equals", "a; b=1", "a", None),
    ("case", "SID=1", "sid", None),
    ("case-exact", "SID=1; sid=2", "sid", "2"),
    ("shorter-name", "session=1", "sess", None),
    ("longer-name", "sess=1", "session", None),
    ("name-in-value", "x=a=1; y=2", "a", None),
    ("value-is-name", "x=a; y=a", "a", None),
    ("empty-name", "=1; a=2", "", None),
    ("prefix-not-trimmed-unicode", "\u2000__Host-sid=evil", "__Host-sid", None),
    ("prefix-case", "__host-sid=evil; __Host-sid=good", "__Host-sid", "good"),
    ("trimmed", " \t a \t = \t 1 \t ", "a", "1"),
    ("quotes-stay", 'a="1"', "a", '"1"'),
    ("percent-not-decoded", "%61=1", "a", None),
    ("non-ascii-name", "n\u00e4me=1", "n\u00e4me", "1"),
    ("bytes-value", b"a=\xff\xfe", "a", b"\xff\xfe"),
    ("space-not-in-name", "a=1", " a", None),
    ("proto", "a=1", "__proto__", None),
    ("to-string", "a=1", "toString", None),
    ("last", "x=0; " * 200 + "a=1", "a", "1"),
)
