"""Text that is not quite JSON, in the header and in the payload, under a good tag."""

from __future__ import annotations

from sources.token import CLAIMS, HEADER, KEYS, mint
from sources.vector import Group

# Each stands for the value of a member.
VALUES: tuple[tuple[str, str], ...] = (
    ("number-01", "01"),
    ("number-00", "00"),
    ("number-minus-01", "-01"),
    ("number-1-dot", "1."),
    ("number-dot-5", ".5"),
    ("number-minus-dot-5", "-.5"),
    ("number-plus-1", "+1"),
    ("number-minus", "-"),
    ("number-minus-minus-1", "--1"),
    ("number-minus-space-1", "- 1"),
    ("number-1e", "1e"),
    ("number-1e-plus", "1e+"),
    ("number-e1", "e1"),
    ("number-1-dot-e1", "1.e1"),
    ("number-1e1-dot-5", "1e1.5"),
    ("number-1-dot-2-dot-3", "1.2.3"),
    ("number-hex", "0x10"),
    ("number-octal", "0o17"),
    ("number-underscore", "1_000"),
    ("number-comma", "1,000"),
    # What follows the comma would be a name if its first quote were there.
    ("next-name-without-quote", '1,a":1'),
    ("next-name-with-another-quote", "1,'ab\":1"),
    ("next-name-behind-a-space-without-quote", '1, ":1'),
    ("next-name-behind-a-string-without-quote", '"a",":"b"'),
    # How long a number is counts once it has ended.
    ("number-64-digits-dot", "9" * 64 + "."),
    ("number-65-digits-dot", "9" * 65 + "."),
    ("number-65-digits-e-plus", "9" * 65 + "e+"),
    ("number-minus-64-digits-dot", "-" + "9" * 64 + "."),
    ("number-suffix", "1n"),
    ("number-two", "1 2"),
    ("number-full-width", "\uff11"),
    ("number-arabic", "\u0661"),
    ("nan", "NaN"),
    ("infinity", "Infinity"),
    ("minus-infinity", "-Infinity"),
    ("inf", "inf"),
    ("true-title", "True"),
    ("true-upper", "TRUE"),
    ("true-cut", "tru"),
    ("true-longer", "trues"),
    ("null-title", "Null"),
    ("none", "None"),
    ("undefined", "undefined"),
    ("bare-word", "abc"),
    ("nothing", ""),
    ("single-quotes", "'a'"),
    ("back-quotes", "`a`"),
    ("unclosed-string", '"a'),
    ("escape-x", '"\\x41"'),
    ("escape-a", '"\\a"'),
    ("escape-v", '"\\v"'),
    ("escape-0", '"\\0"'),
    ("escape-quote", '"\\\'"'),
    ("escape-upper-u", '"\\U0041"'),
    ("escape-upper-n", '"\\N"'),
    ("escape-newline", '"\\\n"'),
    ("escape-u-short", '"\\u004"'),
    ("escape-u-nothing", '"\\u"'),
    ("escape-u-not-hex", '"\\u00G1"'),
    ("escape-u-sign", '"\\u+041"'),
    ("escape-u-underscore", '"\\u00_1"'),
    ("escape-u-space", '"\\u 041"'),
    ("escape-u-braces", '"\\u{41}"'),
    ("escape-u-full-width", '"\\u\uff10\uff10\uff14\uff11"'),
    ("surrogate-high", '"\\ud800"'),
    ("surrogate-high-then-text", '"\\ud83dx"'),
    ("surrogate-high-then-escape", '"\\ud83d\\n"'),
    ("surrogate-high-then-letter", '"\\ud83d\\u0041"'),
    ("surrogate-high-then-high", '"\\ud83d\\ud83d"'),
    ("surrogate-high-then-end", '"\\ud83d\\"'),
    ("surrogate-low", '"\\ude00"'),
    ("surrogate-low-first", '"\\ude00\\ud83d"'),
    ("surrogate-pair-then-low", '"\\ud83d\\ude00\\ude00"'),
    ("surrogate-first-low", '"\\udc00"'),
    ("surrogate-first-low-twice", '"\\udc00\\udc00"'),
    ("surrogate-first-high-last-high", '"\\ud800\\udbff"'),
    ("surrogate-high-then-first-beyond", '"\\ud83d\\ue000"'),
    ("surrogate-high-then-raw", '"\\ud83d\U0001f511"'),
    ("surrogate-upper-case", '"\\uDBFF"'),
    ("surrogate-low-last", '"\\uDFFF"'),
    ("control-newline", '"a\nb"'),
    ("control-carriage-return", '"a\rb"'),
    ("control-tab", '"a\tb"'),
    ("control-nul", '"a\0b"'),
    ("control-01", '"a\u0001b"'),
    ("control-1f", '"a\u001fb"'),
    ("array-unclosed", "[1"),
    ("array-only-closed", "]"),
    ("array-trailing-comma", "[1,]"),
    ("array-leading-comma", "[,1]"),
    ("array-only-comma", "[,]"),
    ("array-two-commas", "[1,,2]"),
    ("array-no-comma", "[1 2]"),
    ("array-semicolon", "[1;2]"),
    ("array-colon", "[1:2]"),
    ("array-closed-by-brace", "[1}"),
    ("object-unclosed", '{"a":1'),
    ("object-trailing-comma", '{"a":1,}'),
    ("object-leading-comma", '{,"a":1}'),
    ("object-no-value", '{"a":}'),
    ("object-no-colon", '{"a"}'),
    ("object-equals", '{"a"=1}'),
    ("object-two-colons", '{"a"::1}'),
    ("object-bare-name", "{a:1}"),
    ("object-number-name", "{1:1}"),
    ("object-null-name", "{null:1}"),
    ("object-single-quotes", "{'a':1}"),
    ("object-no-comma", '{"a":1 "b":2}'),
    ("object-closed-by-bracket", '{"a":1]'),
    ("comment-block", "/* */1"),
    ("comment-line", "1//x\n"),
    ("comment-hash", "1#x\n"),
    ("space-no-break", "\u00a01"),
    ("space-form-feed", "\f1"),
    ("space-vertical-tab", "\v1"),
    ("space-line-separator", "\u20281"),
    ("space-next-line", "\u00851"),
    ("space-bom", "\ufeff1"),
    ("duplicate-nested", '{"a":1,"a":2}'),
    ("duplicate-nested-equal", '{"a":1,"a":1}'),
    ("duplicate-nested-escaped", '{"a":1,"\\u0061":2}'),
    ("duplicate-nested-slash", '{"/":1,"\\/":2}'),
    ("duplicate-nested-newline", '{"\\n":1,"\\u000a":2}'),
    ("duplicate-nested-hex-case", '{"\\u00E9":1,"\\u00e9":2}'),
    ("duplicate-nested-non-ascii", '{"\u00e9":1,"\\u00e9":2}'),
    ("duplicate-nested-astral", '{"\U0001f511":1,"\\ud83d\\udd11":2}'),
    ("duplicate-nested-empty", '{"":1,"":2}'),
    ("duplicate-nested-third", '{"a":1,"b":2,"a":3}'),
    ("duplicate-in-array", '[0,{"a":1,"a":2}]'),
    ("duplicate-deep", '{"b":[{"c":{"a":1,"d":{},"a":2}}]}'),
)

# The bytes stand inside a string.
BYTES: tuple[tuple[str, bytes], ...] = (
    ("ff", b"\xff"),
    ("fe", b"\xfe"),
    ("latin-1", b"caf\xe9"),
    ("continuation-alone", b"\x80"),
    ("continuation-last-alone", b"\xbf"),
    ("two-byte-cut", b"\xc3"),
    ("two-byte-then-letter", b"\xc3A"),
    ("three-byte-cut", b"\xe2\x82"),
    ("four-byte-cut", b"\xf0\x9f\x94"),
    ("continuation-too-many", b"\xc3\xa9\xa9"),
    ("overlong-nul", b"\xc0\x80"),
    ("overlong-slash", b"\xc0\xaf"),
    ("overlong-quote", b"\xc0\xa2"),
    ("overlong-two", b"\xc1\xbf"),
    ("overlong-three", b"\xe0\x80\xaf"),
    ("overlong-three-last", b"\xe0\x9f\xbf"),
    ("overlong-four", b"\xf0\x80\x80\xaf"),
    ("overlong-four-last", b"\xf0\x8f\xbf\xbf"),
    ("surrogate-first", b"\xed\xa0\x80"),
    ("surrogate-last", b"\xed\xbf\xbf"),
    ("surrogate-pair", b"\xed\xa0\xbd\xed\xb4\x91"),
    ("beyond-unicode", b"\xf4\x90\x80\x80"),
    ("f5", b"\xf5\x80\x80\x80"),
    ("five-byte", b"\xf8\x88\x80\x80\x80"),
    ("six-byte", b"\xfc\x84\x80\x80\x80\x80"),
)


def wrong_documents(good: str) -> list[tuple[str, str | bytes]]:
    return [
        ("nothing", ""),
        ("white-space-alone", " \n"),
        ("null", "null"),
        ("true", "true"),
        ("number", "1"),
        ("string", '"alg"'),
        ("object-as-string", '"' + good.replace('"', '\\"') + '"'),
        ("array-empty", "[]"),
        ("array-of-it", f"[{good}]"),
        ("twice", good + good),
        ("twice-comma", f"{good},{good}"),
        ("twice-newline", f"{good}\n{good}"),
        ("trailing-letter", good + "x"),
        ("trailing-brace", good + "}"),
        ("trailing-comma-outside", good + ","),
        ("trailing-comma-inside", good[:-1] + ",}"),
        ("trailing-nul", good + "\0"),
        ("trailing-no-break-space", good + "\u00a0"),
        ("trailing-form-feed", good + "\f"),
        ("trailing-comment", good + "//"),
        ("trailing-invalid-utf-8", good.encode() + b"\xff"),
        ("leading-letter", "x" + good),
        ("leading-comma", "{," + good[1:]),
        ("leading-guard", ")]}'," + good),
        ("bom", "\ufeff" + good),
        ("bom-after", good + "\ufeff"),
        ("utf-16-le", good.encode("utf-16-le")),
        ("utf-16-be", good.encode("utf-16-be")),
        ("utf-16-bom", b"\xff\xfe" + good.encode("utf-16-le")),
        ("utf-32", good.encode("utf-32-le")),
        ("latin-1", (good[:-1] + ',"x":"\u00e9"}').encode("latin-1")),
        ("unclosed", good[:-1]),
        ("unopened", good[1:]),
        ("closed-by-bracket", good[:-1] + "]"),
        ("gzip", b"\x1f\x8b\x08\x00" + good.encode()),
        ("cbor", b"\xa1\x63alg\x65HS256"),
        ("form-encoded", "alg=HS256&exp=4102444800"),
        ("single-quotes", good.replace('"', "'")),
        ("base64url-again", "e30"),
        ("17-brackets", "[" * 17),
        ("array-with-number-65", "[1," + "9" * 65),
        ("number-65", "9" * 65),
    ]


def over_limits(good: str) -> list[tuple[str, str]]:
    body = good[:-1]
    many = ",".join(f'"m{number}":0' for number in range(257))
    nine = "9" * 65
    found = [
        ("depth-17-arrays", body + ',"x":' + "[" * 16 + "]" * 16 + "}"),
        ("depth-17-objects", body + ',"x":' + '{"a":' * 15 + "{}" + "}" * 15 + "}"),
        ("depth-17-mixed", body + ',"x":' + '[{"a":' * 8 + "0" + "}]" * 8 + "}"),
        ("depth-17-unclosed", body + ',"x":' + "[" * 16),
        ("depth-300", body + ',"x":' + "[" * 300 + "]" * 300 + "}"),
        ("number-65-digits", body + f',"x":{nine}}}'),
        ("number-65-fraction", body + f',"x":0.{nine[:63]}}}'),
        ("number-65-exponent", body + f',"x":1e{nine[:63]}}}'),
        ("number-65-minus", body + f',"x":-{nine[:64]}}}'),
        ("number-65-zeros", body + ',"x":1.' + "0" * 63 + "}"),
        ("number-300-digits", body + f',"x":{"1" * 300}}}'),
        ("number-65-in-array", body + f',"x":[0,{nine}]}}'),
    ]
    if good != HEADER:
        # No header has room for so many.
        found += [
            ("depth-1000", body + ',"x":' + "[" * 1000 + "]" * 1000 + "}"),
            ("members-257", body + "," + many + "}"),
            ("members-257-nested", body + ',"x":{' + many + "}}"),
            ("members-257-deep", body + ',"x":[[{"y":{' + many + "}}]]}"),
        ]
    return found


def add(found: Group) -> None:
    for place, good in (("header", HEADER), ("payload", CLAIMS)):

        def refuses(name: str, error: str, text: str | bytes, place: str = place) -> None:
            token = mint(CLAIMS, text) if place == "header" else mint(text)
            found.refuses(f"{place}-json-{name}", error, token, KEYS)

        body = good[:-1]
        for name, value in VALUES:
            refuses(name, "malformed", f'{body},"x":{value}}}')
        for name, octets in BYTES:
            inside = body.encode() + b',"x":"' + octets + b'"}'
            refuses(f"utf-8-{name}", "malformed", inside)
        for name, octets in BYTES[:4]:
            inside = body.encode() + b',"' + octets + b'":1}'
            refuses(f"utf-8-{name}-in-a-name", "malformed", inside)
        for name, document in wrong_documents(good):
            refuses(f"document-{name}", "malformed", document)
        for name, text in over_limits(good):
            refuses(name, "limit", text)
        refuses("lone-surrogate-in-a-name", "malformed", f'{body},"\\ud800":1}}')
        refuses("control-in-a-name", "malformed", f'{body},"a\nb":1}}')
        refuses("name-of-a-duplicate-x", "malformed", f'{body},"x":1,"x":1}}')
        refuses("name-of-a-duplicate-x-escaped", "malformed", f'{body},"x":1,"\\u0078":1}}')
