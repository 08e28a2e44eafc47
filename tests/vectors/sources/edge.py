"""Odd but lawful: what a reader that is too strict would refuse, and limits that are just met."""

from __future__ import annotations

from sources.hostile_form import header_of, token_of
from sources.token import CLAIMS, HEADER, KEYS, SECRETS, head, key, mint, part, seal
from sources.vector import EXPIRES, Group

EXP = f'"exp":{EXPIRES}'


def group() -> Group:
    found = Group("edge", "Tokens that are odd but good, and limits that are just met.")
    for alg in SECRETS:
        token = mint(CLAIMS, head(alg), alg)
        found.accepts(f"plain-{alg.lower()}", token, CLAIMS, [key(alg)])
    add_headers(found)
    add_payloads(found)
    add_names(found)
    add_limits(found)
    add_sizes(found)
    assert all("ok" in vector.expect for vector in found.vectors)
    return found


def add_headers(found: Group) -> None:
    for name, header in (
        ("alg-alone", '{"alg":"HS256"}'),
        ("typ-first", '{"typ":"JWT","alg":"HS256"}'),
        ("white-space", ' \t\r\n{ "alg" : "HS256" }\n'),
        ("alg-escaped", '{"alg":"\\u0048S256"}'),
        ("alg-name-escaped", '{"\\u0061\\u006C\\u0067":"HS256"}'),
        ("typ-other", '{"alg":"HS256","typ":"anything at all"}'),
        ("typ-empty", '{"alg":"HS256","typ":""}'),
        ("b64-true", '{"alg":"HS256","b64":true}'),
        ("crit-nested", '{"alg":"HS256","x":{"crit":["exp"],"b64":false}}'),
        ("crit-as-value", '{"alg":"HS256","x":"crit"}'),
        ("crit-upper", '{"alg":"HS256","CRIT":["exp"],"Crit":[],"crit ":1}'),
        ("cty", '{"alg":"HS256","cty":"JWT"}'),
        ("alg-nested-other", '{"alg":"HS256","x":{"alg":"none"},"ALG":"none"}'),
        ("jwk", '{"alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}}'),
        ("jku", '{"alg":"HS256","jku":"https://attacker.example/"}'),
        ("x5u-x5c", '{"alg":"HS256","x5u":1,"x5c":null,"jwk":"x"}'),
        ("zip", '{"alg":"HS256","zip":"DEF"}'),
        ("exp-in-header", '{"alg":"HS256","exp":1,"nbf":"x","aud":[]}'),
        ("kid-unused", '{"alg":"HS256","kid":"whatever"}'),
        ("other-types", '{"alg":"HS256","a":null,"b":[1,2.5e3,{}],"c":{"d":true},"e":-0}'),
        ("non-ascii", '{"alg":"HS256","n\u00e4me":"\u6771\u4eac \U0001f980"}'),
        ("empty-name", '{"":1,"alg":"HS256"}'),
        ("no-character", '{"alg":"HS256","x":"\\u0000\\ufffe\\uffff"}'),
    ):
        found.accepts(f"header-{name}", mint(CLAIMS, header), CLAIMS, KEYS)


def add_payloads(found: Group) -> None:
    for name, claims in (
        ("exp-alone", f"{{{EXP}}}"),
        ("white-space", f' \t\r\n{{ "exp"\t:\r\n{EXPIRES} , "a" : [ 1 , 2 ] }}\n\n'),
        ("exp-name-escaped", f'{{"\\u0065\\u0078\\u0070":{EXPIRES}}}'),
        ("exp-upper-too", f'{{"EXP":1,"Exp":1,"exp ":1,{EXP}}}'),
        ("exp-nested-too", f'{{"a":{{"exp":1,"aud":1}},"b":[{{"exp":"x"}}],{EXP}}}'),
        ("same-name-other-level", f'{{"a":{{"a":{{"a":[{{"a":1}}]}}}},{EXP}}}'),
        ("same-name-siblings", f'{{"x":[{{"a":1}},{{"a":1}}],{EXP}}}'),
        ("composed-and-decomposed", f'{{"\u00e9":1,"e\u0301":2,{EXP}}}'),
        ("name-and-escaped-backslash", f'{{"a":1,"\\\\u0061":2,{EXP}}}'),
        ("prefix-names", f'{{"e":1,"ex":2,"expp":3,"":4,{EXP}}}'),
        ("numbers", f'{{"n":[0,-0,0.0,-0.5,1e5,1E+5,1e-5,1.5e300,1e400,-1e-400,0e0],{EXP}}}'),
        (
            "big-numbers",
            f'{{"n":[9007199254740993,9223372036854775808,18446744073709551616],{EXP}}}',
        ),
        ("escapes", f'{{"s":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\\u007F\\uFFFF",{EXP}}}'),
        ("surrogate-pairs", f'{{"s":"\\ud83e\\udd80\\uD800\\uDC00\\uDBFF\\uDFFF",{EXP}}}'),
        ("beside-surrogates", f'{{"s":"\\ud7ff\\ue000\\uD7FF\\uE000",{EXP}}}'),
        ("delete-and-c1", f'{{"s":"\u007f\u0080\u009f",{EXP}}}'),
        ("separators", f'{{"s":"\u2028\u2029\ufeff\ufffd\uffff",{EXP}}}'),
        ("utf-8-bounds", f'{{"s":"\u0080\u07ff\u0800\ud7ff\ue000\U00010000\U0010ffff",{EXP}}}'),
        ("bom-inside", f'{{"\ufeff":"\ufeff",{EXP}}}'),
        ("empty-values", f'{{"a":"","b":[],"c":{{}},"d":[[],[{{}}]],{EXP}}}'),
        ("null-elsewhere", f'{{"role":null,"EXP":null,{EXP}}}'),
        ("slash-and-html", f'{{"s":"</script><!--\\/-->&",{EXP}}}'),
        ("texts-empty", f'{{"iss":"","sub":"","jti":"",{EXP}}}'),
        ("registered-escaped", f'{{"\\u0069ss":"i","s\\u0075b":"s","jt\\u0069":"j",{EXP}}}'),
    ):
        found.accepts(f"payload-{name}", mint(claims), claims, KEYS)
    # So many names that a reader which tells them apart by a hash has to look at them one by one;
    # each is a name further within, or a text, before it is a name here.
    for id_, value in (("within", '{{"":0,"n{}":0}}'), ("as-texts", '"n{}"')):
        members = ",".join(f'"n{at}":{value.format(at + 1)}' for at in range(200))
        claims = f"{{{EXP},{members}}}"
        found.accepts(f"payload-names-{id_}", mint(claims), claims, KEYS)
    found.accepts("payload-empty-object", mint("{}"), "{}", KEYS, policy={"require_exp": False})
    # Every length modulo three, so that every canonical ending occurs in each part.
    for spaces in range(3):
        claims, header = CLAIMS + " " * spaces, HEADER + " " * spaces
        found.accepts(f"payload-ending-{spaces}", mint(claims), claims, KEYS)
        found.accepts(f"header-ending-{spaces}", mint(CLAIMS, header), CLAIMS, KEYS)
    both = f'{{"sub":"~~~???>>>\u00ff\u00ff",{EXP}}}'
    assert "-" in part(both) and "_" in part(both)
    found.accepts("payload-whole-alphabet", mint(both), both, KEYS)


def add_names(found: Group) -> None:
    """Names that differ, though not by much."""
    for length in (8, 9, 16, 17, 24):
        escaped = "\\u006e" * (length + 1)
        claims = f'{{{EXP},"{"n" * length}":1,"{"n" * (length - 1)}":1,"{escaped}":1}}'
        found.accepts(f"names-around-{length}-bytes", mint(claims), claims, KEYS)
    claims = f'{{{EXP},"same-first-a-same-last":1,"same-first-b-same-last":1}}'
    found.accepts("names-with-the-same-ends", mint(claims), claims, KEYS)


def add_limits(found: Group) -> None:
    members = ",".join(f'"m{number}":0' for number in range(255))
    one_more = members + ',"m255":0'
    for name, claims in (
        ("depth-16-arrays", f'{{{EXP},"x":' + "[" * 15 + "]" * 15 + "}"),
        ("depth-16-objects", f'{{{EXP},"x":' + '{"a":' * 14 + "{}" + "}" * 14 + "}"),
        ("depth-16-mixed", f'{{{EXP},"x":' + '[{"a":' * 7 + "[0]" + "}]" * 7 + "}"),
        ("depth-16-often", f'{{{EXP},"x":[' + ",".join(["[" * 14 + "]" * 14] * 9) + "]}"),
        ("members-256", f"{{{EXP},{members}}}"),
        ("members-256-nested", f'{{{EXP},"x":{{{one_more}}}}}'),
        ("members-256-twice", f'{{{EXP},"x":[{{{one_more}}},{{{one_more}}}]}}'),
        ("items-1000", f'{{{EXP},"x":[' + ",".join("0" * 1000) + "]}"),
        ("number-64-digits", f'{{{EXP},"x":{"9" * 64}}}'),
        ("number-64-fraction", f'{{{EXP},"x":0.{"9" * 62}}}'),
        ("number-64-exponent", f'{{{EXP},"x":1e{"9" * 62}}}'),
        ("number-64-minus", f'{{{EXP},"x":-{"1" * 63}}}'),
        ("number-64-exp", f'{{"exp":{EXPIRES}.{"0" * 53}}}'),
        ("name-of-3000", f'{{{EXP},"{"n" * 3000}":0}}'),
        ("string-of-5000", f'{{{EXP},"x":"{"s" * 5000}"}}'),
    ):
        found.accepts(name, mint(claims), claims, KEYS, policy={"max_token": 65536})
    for name, text in (
        ("header-depth-16", '{"alg":"HS256","x":' + "[" * 15 + "]" * 15 + "}"),
        ("header-number-64", '{"alg":"HS256","x":' + "9" * 64 + "}"),
        ("header-of-1023", header_of(1023)),
        ("header-of-1024", header_of(1024)),
        ("header-of-1022", header_of(1022)),
    ):
        found.accepts(name, mint(CLAIMS, text), CLAIMS, KEYS)
    # 1024 bytes of which most are escapes of one letter in a name.
    escaped = '{"alg":"HS256","' + "\\u0061" * 167 + '":0}'
    found.accepts("header-long-escaped-name", mint(CLAIMS, escaped), CLAIMS, KEYS)


def add_sizes(found: Group) -> None:
    for length, limit in (
        (8192, None),
        (8191, None),
        (8193, 8193),
        (8193, 65536),
        (65536, 65536),
        (1000, 1000),
    ):
        token, claims = token_of(length)
        policy = None if limit is None else {"max_token": limit}
        name = f"size-{length}-of-{limit or 'default'}"
        found.accepts(name, token, claims, KEYS, policy=policy)
    blank = "{" + EXP + " " * 4000 + "}"
    found.accepts("size-white-space", seal(part(HEADER), part(blank)).decode(), blank, KEYS)
