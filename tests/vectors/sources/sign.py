"""Signing: what is merged, what is refused, byte for byte."""

from __future__ import annotations

import json
from typing import Any

from sources import sign_issued_at
from sources.token import SECRETS, key, mint
from sources.vector import ISSUED, NOW, Args, Group, err, ok, raw

IAT = ISSUED + 100
EXP = IAT + 900
KEY = key()


def group() -> Group:
    found = Group("sign", "Signing: merged claims, defaults, escapes, limits.")
    add_defaults(found)
    add_parameters(found)
    add_times(found)
    add_given_twice(found)
    add_headers(found)
    add_texts(found)
    add_refused_claims(found)
    add_limits(found)
    add_order(found)
    sign_issued_at.add(found)
    return found


def signs(found: Group, name: str, claims: str, payload: str, now: int = NOW, **given: Any) -> None:
    args: Args = {"key": KEY, "claims": claims, **given}
    found.add(name, "jwt.sign", args, ok(mint(payload)), now)


def refuses(
    found: Group, name: str, error: str, claims: str | bytes, now: int = NOW, **given: Any
) -> None:
    args: Args = {"key": KEY, **raw("claims", claims), **given}
    found.add(name, "jwt.sign", args, err(error), now)


def add_defaults(found: Group) -> None:
    both = f'"exp":{EXP},"iat":{IAT}'
    for name, claims, payload in (
        ("empty", "{}", f"{{{both}}}"),
        ("one", '{"sub":"alice"}', f'{{"sub":"alice",{both}}}'),
        ("empty-with-space", "{ }", f"{{ {both}}}"),
        ("space-inside", '{ "a" : 1 }', f'{{ "a" : 1 ,{both}}}'),
        ("space-around", ' \t\r\n{"a":1}\n\r\t ', f'{{"a":1,{both}}}'),
        ("newlines-inside", '{\n  "a": 1\n}\n', f'{{\n  "a": 1\n,{both}}}'),
        ("own-iat", '{"iat":5}', f'{{"iat":5,"exp":{EXP}}}'),
        ("own-iat-fraction", '{"iat":5.5}', f'{{"iat":5.5,"exp":{EXP}}}'),
        ("own-exp", '{"exp":4102444800}', f'{{"exp":4102444800,"iat":{IAT}}}'),
        ("own-exp-exponent", '{"exp":4.1e9}', f'{{"exp":4.1e9,"iat":{IAT}}}'),
        ("own-exp-past", '{"exp":1}', f'{{"exp":1,"iat":{IAT}}}'),
        ("own-exp-escaped", '{"\\u0065xp":9}', f'{{"\\u0065xp":9,"iat":{IAT}}}'),
        ("own-both", '{"exp":9,"iat":5}', '{"exp":9,"iat":5}'),
        ("own-both-with-space", '{ "exp":9,"iat":5 } ', '{ "exp":9,"iat":5 }'),
        ("own-both-escaped", '{"e\\u0078p":9,"\\u0069at":5}', '{"e\\u0078p":9,"\\u0069at":5}'),
        ("nested-exp", '{"x":{"exp":1,"iat":1}}', f'{{"x":{{"exp":1,"iat":1}},{both}}}'),
        ("ends-in-object", '{"x":{}}', f'{{"x":{{}},{both}}}'),
        ("other-case", '{"EXP":1,"Iat":2}', f'{{"EXP":1,"Iat":2,{both}}}'),
    ):
        signs(found, f"default-{name}", claims, payload)
    for alg in SECRETS:
        given = {"key": key(alg), "claims": '{"sub":"alice"}'}
        header = f'{{"alg":"{alg}","typ":"JWT"}}'
        token = mint(f'{{"sub":"alice",{both}}}', header, alg)
        found.add(f"alg-{alg.lower()}", "jwt.sign", given, ok(token), NOW)


def add_parameters(found: Group) -> None:
    tail = f'"exp":{EXP},"iat":{IAT}'
    signs(found, "issuer", "{}", f'{{"iss":"i",{tail}}}', issuer="i")
    signs(found, "subject", "{}", f'{{"sub":"s",{tail}}}', subject="s")
    signs(found, "jwt-id", "{}", f'{{{tail},"jti":"j"}}', jwt_id="j")
    signs(found, "audience-one", "{}", f'{{"aud":"a",{tail}}}', audience=["a"])
    signs(found, "audience-two", "{}", f'{{"aud":["a","b"],{tail}}}', audience=["a", "b"])
    signs(found, "audience-same", "{}", f'{{"aud":["a","a"],{tail}}}', audience=["a", "a"])
    signs(
        found,
        "texts-empty",
        "{}",
        f'{{"iss":"","sub":"","aud":"",{tail},"jti":""}}',
        issuer="",
        subject="",
        audience=[""],
        jwt_id="",
    )
    signs(
        found,
        "everything",
        '{"role":"admin"}',
        f'{{"role":"admin","iss":"i","sub":"s","aud":["a","b"],"exp":{IAT + 60},"nbf":{IAT},'
        f'"iat":{IAT},"jti":"j"}}',
        issuer="i",
        subject="s",
        audience=["a", "b"],
        jwt_id="j",
        expires_in_ms=60_000,
        not_before_ms=NOW,
    )
    signs(
        found,
        "some-given-some-own",
        '{"iss":"own","exp":9,"nbf":1,"iat":2,"jti":"own","aud":[]}',
        '{"iss":"own","exp":9,"nbf":1,"iat":2,"jti":"own","aud":[],"sub":"s"}',
        subject="s",
    )
    for name, text, written in (
        ("quote", 'a"b\\c', 'a\\"b\\\\c'),
        ("slash", "https://a.example/", "https://a.example/"),
        ("short-escapes", "\b\f\n\r\t", "\\b\\f\\n\\r\\t"),
        ("controls", "\u0001\u000b\u001f", "\\u0001\\u000b\\u001f"),
        ("controls-about-16", "\u000f\u0010\u0011", "\\u000f\\u0010\\u0011"),
        ("delete", "\u007f\u0080", "\u007f\u0080"),
        ("non-ascii", "Zo\u00eb \u6771\u4eac", "Zo\u00eb \u6771\u4eac"),
        ("astral", "\U0001f980", "\U0001f980"),
        ("separators", "\u2028\u2029\ufeff", "\u2028\u2029\ufeff"),
        ("html", "</script>&'", "</script>&'"),
    ):
        payload = (
            f'{{"iss":"{written}","sub":"{written}","aud":"{written}",{tail},"jti":"{written}"}}'
        )
        given: Args = {"issuer": text, "subject": text, "audience": [text], "jwt_id": text}
        signs(found, f"text-{name}", "{}", payload, **given)
    listed = f'{{"aud":["\\n","Zo\u00eb"],{tail}}}'
    signs(found, "audience-escaped-in-array", "{}", listed, audience=["\n", "Zo\u00eb"])


def add_times(found: Group) -> None:
    for name, now, iat in (
        ("now-plus-1-ms", NOW + 1, IAT),
        ("now-plus-999-ms", NOW + 999, IAT),
        ("now-plus-1000-ms", NOW + 1000, IAT + 1),
        ("now-0", 0, 0),
        ("now-last", 9_007_199_254_740_000, 9_007_199_254_740),
    ):
        payload = f'{{"exp":{iat + 900},"iat":{iat}}}'
        signs(found, f"time-{name}", "{}", payload, now)
    for name, now, lifetime, exp in (
        ("0", NOW, 0, IAT),
        ("1-ms", NOW, 1, IAT),
        ("999-ms", NOW, 999, IAT),
        ("1-s", NOW, 1000, IAT + 1),
        ("1500-ms-at-499", NOW + 499, 1500, IAT + 1),
        ("1500-ms-at-500", NOW + 500, 1500, IAT + 2),
        ("1-h", NOW, 3_600_000, IAT + 3600),
        ("longest", NOW, 9_007_199_254_740_000, IAT + 9_007_199_254_740),
    ):
        payload = f'{{"exp":{exp},"iat":{IAT}}}'
        signs(found, f"time-expires-in-{name}", "{}", payload, now, expires_in_ms=lifetime)
    signs(found, "time-never-expires", "{}", f'{{"iat":{IAT}}}', expires_in_ms=None)
    signs(found, "time-never-expires-own-iat", '{"iat":1}', '{"iat":1}', expires_in_ms=None)
    signs(
        found,
        "time-never-expires-own-exp",
        '{"exp":9}',
        f'{{"exp":9,"iat":{IAT}}}',
        expires_in_ms=None,
    )
    for name, at, nbf in (
        ("0", 0, 0),
        ("whole", NOW, IAT),
        ("1-ms", NOW + 1, IAT + 1),
        ("999-ms", NOW + 999, IAT + 1),
        ("last", 9_007_199_254_740_000, 9_007_199_254_740),
    ):
        payload = f'{{"exp":{EXP},"nbf":{nbf},"iat":{IAT}}}'
        signs(found, f"time-not-before-{name}", "{}", payload, not_before_ms=at)


def add_given_twice(found: Group) -> None:
    for claim, value, parameter, given in (
        ("iss", '"i"', "issuer", "i"),
        ("sub", '"s"', "subject", "s"),
        ("aud", '"a"', "audience", ["a"]),
        ("exp", str(EXP), "expires_in_ms", 900_000),
        ("nbf", str(IAT), "not_before_ms", NOW),
        ("jti", '"j"', "jwt_id", "j"),
    ):
        escaped = f"\\u{ord(claim[0]):04x}{claim[1:]}"
        more: Args = {parameter: given}
        refuses(found, f"twice-{claim}", "bad-argument", f'{{"{claim}":{value}}}', **more)
        refuses(found, f"twice-{claim}-escaped", "bad-argument", f'{{"{escaped}":{value}}}', **more)
        nested = f'{{"x":{{"{claim}":{value}}}}}'
        added = {
            "iss": f'"iss":"i","exp":{EXP},"iat":{IAT}',
            "sub": f'"sub":"s","exp":{EXP},"iat":{IAT}',
            "aud": f'"aud":"a","exp":{EXP},"iat":{IAT}',
            "exp": f'"exp":{EXP},"iat":{IAT}',
            "nbf": f'"exp":{EXP},"nbf":{IAT},"iat":{IAT}',
            "jti": f'"exp":{EXP},"iat":{IAT},"jti":"j"',
        }[claim]
        signs(found, f"twice-{claim}-nested-only", nested, f"{nested[:-1]},{added}}}", **more)
    refuses(found, "twice-in-the-claims", "malformed", '{"sub":"a","sub":"a"}')
    refuses(found, "twice-in-the-claims-escaped", "malformed", '{"sub":"a","\\u0073ub":"a"}')
    refuses(found, "twice-nested", "malformed", '{"x":[{"a":1,"a":2}]}')


def add_headers(found: Group) -> None:
    payload = f'{{"exp":{EXP},"iat":{IAT}}}'

    def signs_under(name: str, header: str, given: Args, kid: str | None = None) -> None:
        args = {"key": key(kid=kid), "claims": "{}", **given}
        found.add(f"header-{name}", "jwt.sign", args, ok(mint(payload, header)), NOW)

    for name, kid, written in (
        ("kid", "k1", "k1"),
        ("kid-quote", 'a"b\\c', 'a\\"b\\\\c'),
        ("kid-slash", "a/b", "a/b"),
        ("kid-short-escapes", "\b\f\n\r\t", "\\b\\f\\n\\r\\t"),
        ("kid-controls", "\u0001\u000b\u001b", "\\u0001\\u000b\\u001b"),
        ("kid-delete", "a\u007fb", "a\u007fb"),
        ("kid-non-ascii", "schl\u00fcssel-\U0001f511", "schl\u00fcssel-\U0001f511"),
        ("kid-64-bytes", "k" * 64, "k" * 64),
        ("kid-64-controls", "\u0001" * 64, "\\u0001" * 64),
        ("kid-64-bytes-of-four", "\U0001f511" * 16, "\U0001f511" * 16),
    ):
        signs_under(name, f'{{"alg":"HS256","typ":"JWT","kid":"{written}"}}', {}, kid)
    for name, typ, written in (
        ("typ", "at+jwt", "at+jwt"),
        ("typ-slash", "application/at+jwt", "application/at+jwt"),
        ("typ-quote", 'a"b\\c', 'a\\"b\\\\c'),
        ("typ-control", "a\nb\u0002", "a\\nb\\u0002"),
        ("typ-non-ascii", "\u00e9", "\u00e9"),
    ):
        signs_under(name, f'{{"alg":"HS256","typ":"{written}"}}', {"typ": typ})
    signs_under("typ-and-kid", '{"alg":"HS256","typ":"at+jwt","kid":"k1"}', {"typ": "at+jwt"}, "k1")
    # {"alg":"HS256","typ":""} is 24 bytes.
    longest = "t" * 1000
    signs_under("of-1024", f'{{"alg":"HS256","typ":"{longest}"}}', {"typ": longest})
    for name, typ in (("of-1025", longest + "t"), ("of-1025-escaped", "t" * 999 + "\n")):
        args = {"key": KEY, "claims": "{}", "typ": typ}
        found.add(f"header-{name}", "jwt.sign", args, err("limit"), NOW)


def add_texts(found: Group) -> None:
    """What is lawful is signed as it was written."""
    both = f'"exp":{EXP},"iat":{IAT}'
    for name, member in (
        ("non-ascii", '"n\u00e4me":"Zo\u00eb \u6771\u4eac \U0001f980"'),
        ("escapes", '"a":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\ud83e\\udd80\\u0000"'),
        ("numbers", '"n":[0,-0,1.0,1e5,1E-5,1e400,9007199254740993,18446744073709551616]'),
        ("values", '"v":[null,true,false,[],{},"",[[{"a":[1]}]]]'),
        ("white-space", '"a" :\t[ 1 ,\n2 ]'),
        ("separators", '"s":"\u2028\u2029\u007f"'),
        ("empty-name", '"":0'),
        ("closing-brace-in-string", '"a":"}","b":"{\\"exp\\":1}"'),
        ("depth-16", '"x":' + "[" * 15 + "]" * 15),
        ("number-64", '"x":' + "9" * 64),
        ("own-times-exact", '"nbf":-9007199254740992.0'),
        ("own-aud-array", '"aud":["a","b"]'),
        ("own-aud-empty", '"aud":[]'),
    ):
        signs(found, f"claims-{name}", f"{{{member}}}", f"{{{member},{both}}}")


def add_refused_claims(found: Group) -> None:
    for name, claims in (
        ("empty", ""),
        ("white-space", " \n"),
        ("null", "null"),
        ("array", "[]"),
        ("string", '"{}"'),
        ("number", "1"),
        ("prose", "hello"),
        ("unclosed", '{"a":1'),
        ("trailing", "{}x"),
        ("twice", "{}{}"),
        ("trailing-comma", '{"a":1,}'),
        ("single-quotes", "{'a':1}"),
        ("bom", "\ufeff{}"),
        ("no-break-space", "\u00a0{}"),
        ("form-feed", "{}\f"),
        ("nul", "{}\0"),
        ("nan", '{"a":NaN}'),
        ("infinity", '{"a":-Infinity}'),
        ("number-01", '{"a":01}'),
        ("number-1-dot", '{"a":1.}'),
        ("comment", '{"a":1/**/}'),
        ("raw-newline", '{"a":"\n"}'),
        ("raw-nul", '{"a":"\0"}'),
        ("escape-x", '{"a":"\\x41"}'),
        ("lone-surrogate", '{"a":"\\ud83d"}'),
        ("lone-surrogate-in-a-name", '{"\\udc00":1}'),
        ("exp-string", '{"exp":"1"}'),
        ("exp-null", '{"exp":null}'),
        ("exp-true", '{"exp":true}'),
        ("exp-beyond", '{"exp":9007199254740993}'),
        ("exp-1e400", '{"exp":1e400}'),
        ("nbf-string", '{"nbf":"1"}'),
        ("nbf-beyond", '{"nbf":-9007199254740992.001}'),
        ("iat-null", '{"iat":null}'),
        ("iat-array", '{"iat":[1]}'),
        ("iss-number", '{"iss":1}'),
        ("iss-null", '{"iss":null}'),
        ("sub-number", '{"sub":42}'),
        ("sub-object", '{"sub":{}}'),
        ("jti-number", '{"jti":1}'),
        ("aud-number", '{"aud":1}'),
        ("aud-null", '{"aud":null}'),
        ("aud-array-of-number", '{"aud":["a",1]}'),
        ("aud-array-of-null", '{"aud":[null]}'),
        ("exp-string-escaped-name", '{"\\u0065xp":"1"}'),
    ):
        refuses(found, f"refused-{name}", "malformed", claims)
    for name, octets in (
        ("ff", b'{"a":"\xff"}'),
        ("overlong", b'{"a":"\xc0\x80"}'),
        ("surrogate", b'{"a":"\xed\xa0\x80"}'),
        ("latin-1-name", b'{"\xe9":1}'),
        ("utf-16", "{}".encode("utf-16-le")),
    ):
        refuses(found, f"refused-utf-8-{name}", "malformed", octets)
    for name, claims in (
        ("depth-17", '{"a":' + "[" * 16 + "]" * 16 + "}"),
        ("depth-17-objects", '{"a":' * 16 + "{}" + "}" * 16),
        ("number-65", '{"a":' + "1" * 65 + "}"),
        ("members-257", "{" + members(257) + "}"),
        ("members-257-nested", '{"x":{' + members(257) + "}}"),
    ):
        refuses(found, f"refused-{name}", "limit", claims)


def members(count: int) -> str:
    return ",".join(f'"m{number}":0' for number in range(count))


def add_limits(found: Group) -> None:
    both = f'"exp":{EXP},"iat":{IAT}'
    signs(found, "limit-254-members", f"{{{members(254)}}}", f"{{{members(254)},{both}}}")
    refuses(found, "limit-255-members", "limit", f"{{{members(255)}}}")
    refuses(found, "limit-256-members", "limit", f"{{{members(256)}}}")
    own = f'{{{members(254)},"exp":9,"iat":5}}'
    signs(found, "limit-256-own-times", own, own)
    refuses(found, "limit-256-own-times-issuer", "limit", own, issuer="i")
    never = f"{{{members(255)}}}"
    signs(
        found,
        "limit-255-never-expires",
        never,
        f'{never[:-1]},"iat":{IAT}}}',
        expires_in_ms=None,
    )
    seven: Args = {
        "issuer": "i",
        "subject": "s",
        "audience": ["a"],
        "jwt_id": "j",
        "not_before_ms": NOW,
    }
    whole = f'"iss":"i","sub":"s","aud":"a","exp":{EXP},"nbf":{IAT},"iat":{IAT},"jti":"j"'
    signs(found, "limit-249-and-7", f"{{{members(249)}}}", f"{{{members(249)},{whole}}}", **seven)
    refuses(found, "limit-250-and-7", "limit", f"{{{members(250)}}}", **seven)

    for length, limit in ((8192, None), (8192, 8192), (8193, 8193), (65536, 65536), (200, 200)):
        claims, payload = claims_for(length)
        assert len(mint(payload)) == length
        given: Args = {} if limit is None else {"max_token": limit}
        signs(found, f"size-{length}-of-{limit or 'default'}", claims, payload, **given)
    for length, limit in ((8193, None), (65537, 65536), (200, 199), (200, 0)):
        given = {} if limit is None else {"max_token": limit}
        refuses(
            found,
            f"size-{length}-over-{limit or 'default' if limit != 0 else 0}",
            "limit",
            claims_for(length)[0],
            **given,
        )


def claims_for(length: int) -> tuple[str, str]:
    """Claims that make a token of this length, and the payload that it carries."""
    encoded = length - len(mint(""))
    assert encoded % 4 != 1
    tail = f'"exp":{EXP},"iat":{IAT}'
    fill = encoded * 3 // 4 - len('{"x":"",}') - len(tail)
    claims = json.dumps({"x": "x" * fill}, separators=(",", ":"))
    return claims, f"{claims[:-1]},{tail}}}"


def add_order(found: Group) -> None:
    far = 9_007_199_254_741_000
    for name, given in (
        ("audience-empty", {"audience": []}),
        ("audience-65", {"audience": ["a"] * 65}),
        ("max-token-65537", {"max_token": 65537}),
        ("expires-in-beyond", {"expires_in_ms": far}),
        ("not-before-beyond", {"not_before_ms": far}),
    ):
        more: Args = dict(given)
        refuses(found, f"argument-{name}", "bad-argument", "{}", **more)
        refuses(found, f"argument-{name}-before-claims", "bad-argument", "[", **more)
    for name, now in (("negative", -1000), ("minus-1", -1), ("beyond", far)):
        refuses(found, f"argument-now-{name}", "bad-argument", "{}", now)
        refuses(found, f"argument-now-{name}-before-claims", "bad-argument", "[", now)
    deep = '{"exp":1,"x":' + "[" * 16 + "]" * 16 + "}"
    refuses(found, "order-limit-before-twice", "limit", deep, expires_in_ms=1000)
    refuses(found, "order-syntax-before-twice", "malformed", '{"exp":1,}', expires_in_ms=1000)
    refuses(found, "order-type-before-twice", "malformed", '{"exp":"1"}', expires_in_ms=1000)
    many = f'{{"iss":"i",{members(255)}}}'
    refuses(found, "order-twice-before-members", "bad-argument", many, issuer="i")
    refuses(
        found, "order-twice-before-size", "bad-argument", '{"iss":"i"}', issuer="i", max_token=10
    )
    refuses(found, "order-type-before-members", "malformed", f'{{"iss":1,{members(255)}}}')
    refuses(found, "order-type-before-size", "malformed", '{"iss":1}', max_token=10)
    refuses(found, "order-limit-before-type", "limit", deep.replace("1", '"x"', 1))
