"""Claims against a policy and a clock, to the millisecond."""

from __future__ import annotations

from typing import Any

from sources.token import KEYS, mint
from sources.vector import EXPIRES, NOW, Args, Group

EXP = f'"exp":{EXPIRES}'


def group() -> Group:
    found = Group("claims", "Registered claims: times to the millisecond, names, audiences.")
    add_expiry(found)
    add_number_forms(found)
    add_far_times(found)
    add_not_before(found)
    add_age(found)
    add_presence(found)
    add_types(found)
    add_names(found)
    add_audience(found)
    add_required(found)
    add_arguments(found)
    return found


def judge(
    found: Group, name: str, claims: str, error: str | None, now: int = NOW, **policy: Any
) -> None:
    """One token, accepted when there is no error to expect."""
    asked: Args | None = dict(policy) or None
    if error is None:
        found.accepts(name, mint(claims), claims, KEYS, policy=asked, now=now)
    else:
        found.refuses(name, error, mint(claims), KEYS, policy=asked, now=now)


def add_expiry(found: Group) -> None:
    claims = '{"exp":1700000100}'
    for by in (-1000, -1):
        judge(found, f"exp-now-less-{-by}-ms", claims, None, NOW + by)
    for by in (0, 1, 1000):
        judge(found, f"exp-now-plus-{by}-ms", claims, "expired", NOW + by)
    for leeway in (1, 999, 1000, 60_000, 600_000):
        for by, error in ((leeway - 1000, None), (leeway - 1, None), (leeway, "expired")):
            if leeway < 1000 and by < 0:
                continue
            name = f"exp-leeway-{leeway}-plus-{by}-ms"
            judge(found, name, claims, error, NOW + by, leeway_ms=leeway)
        judge(
            found,
            f"exp-leeway-{leeway}-past",
            claims,
            "expired",
            NOW + leeway + 1000,
            leeway_ms=leeway,
        )
    judge(found, "exp-leeway-0", claims, "expired", leeway_ms=0)


def add_number_forms(found: Group) -> None:
    """The same instants, written in every way that JSON has: good one millisecond before."""
    for name, number, at in (
        ("half", "1700000100.5", 1_700_000_100_500),
        ("millisecond", "1700000100.001", 1_700_000_100_001),
        ("last-millisecond", "1700000100.999", 1_700_000_100_999),
        ("tenth-of-a-millisecond", "1700000100.0001", 1_700_000_100_001),
        ("just-over", "1700000100.0010001", 1_700_000_100_002),
        ("just-under-a-second", "1700000100.9999", 1_700_000_101_000),
        ("least-fraction", "1700000100." + "0" * 52 + "1", 1_700_000_100_001),
        ("most-fraction", "1700000100." + "9" * 53, 1_700_000_101_000),
        ("zero-fraction", "1700000100.000", 1_700_000_100_000),
        ("exponent", "17000001e2", 1_700_000_100_000),
        ("exponent-capital", "17000001E2", 1_700_000_100_000),
        ("exponent-plus", "17000001e+2", 1_700_000_100_000),
        ("exponent-zeros", "17000001e0002", 1_700_000_100_000),
        ("exponent-zero", "1700000100e0", 1_700_000_100_000),
        ("exponent-minus-zero", "1700000100e-0", 1_700_000_100_000),
        ("exponent-minus", "17000001000e-1", 1_700_000_100_000),
        ("exponent-minus-many", "1700000100" + "0" * 40 + "e-40", 1_700_000_100_000),
        ("exponent-fraction", "1.7000001e9", 1_700_000_100_000),
        ("exponent-rounding", "1.7000001000001e9", 1_700_000_100_001),
        ("exponent-to-milliseconds", "1700000100123e-3", 1_700_000_100_123),
        ("exponent-below-milliseconds", "17000001001234e-4", 1_700_000_100_124),
        ("small-mantissa", "0.000000017000001e17", 1_700_000_100_000),
        ("smallest-mantissa", "0." + "0" * 40 + "17000001e50", 1_700_000_100_000),
        ("1e3", "1e3", 1_000_000),
        ("1-7e9", "1.7e9", 1_700_000_000_000),
        ("one-millisecond", "0.001", 1),
        ("less-than-one-millisecond", "0.0000001", 1),
        ("1e-400", "1e-400", 1),
        ("exponent-far-below", "1e-99999999999999999999", 1),
        ("exponent-below-2-63", "1e-9223372036854775809", 1),
        ("far-with-fraction", "4102444800.0001", 4_102_444_800_001),
        ("double-would-round", "4102444800.0000001", 4_102_444_800_001),
    ):
        judge(found, f"exp-{name}-before", f'{{"exp":{number}}}', None, at - 1)
        judge(found, f"exp-{name}-at", f'{{"exp":{number}}}', "expired", at)
    for name, number in (
        ("zero", "0"),
        ("minus-zero", "-0"),
        ("zero-with-point", "0.0"),
        ("minus-zero-with-point", "-0.0"),
        ("zero-exponent", "0e0"),
        ("zero-great-exponent", "0e99999999999999999999"),
        ("zero-least-exponent", "0.000e-99999999999999999999"),
        ("minus-one", "-1"),
        ("minus-fraction", "-0.5"),
        ("minus-less-than-a-millisecond", "-0.0001"),
        ("minus-1e-400", "-1e-400"),
        ("minus-exponent", "-1.7e9"),
        ("minus-2-53", "-9007199254740992"),
    ):
        judge(found, f"exp-{name}", f'{{"exp":{number}}}', "expired", 0)
        judge(found, f"exp-{name}-now", f'{{"exp":{number}}}', "expired")
    # Rounded up, a negative fraction comes nearer to zero: one millisecond of leeway shows it.
    for name, number, error in (
        ("zero", "0", None),
        ("minus-zero", "-0.0e-5", None),
        ("minus-half-a-millisecond", "-0.0005", None),
        ("minus-most-of-a-millisecond", "-0.000999", None),
        ("minus-one-millisecond", "-0.001", "expired"),
        ("minus-least", "-1e-400", None),
    ):
        judge(found, f"exp-{name}-leeway", f'{{"exp":{number}}}', error, 0, leeway_ms=1)
    judge(found, "exp-minus-one-leeway", '{"exp":-1}', None, 0, leeway_ms=1001)
    judge(found, "exp-minus-one-leeway-equal", '{"exp":-1}', "expired", 0, leeway_ms=1000)


def add_far_times(found: Group) -> None:
    last = 9_007_199_254_740_000
    for name, number in (
        ("2-53-less-1", "9007199254740991"),
        ("2-53", "9007199254740992"),
        ("2-53-point-0", "9007199254740992.0"),
        ("2-53-many-zeros", "9007199254740992." + "0" * 47),
        ("2-53-exponent", "9.007199254740992e15"),
        ("2-53-exponent-minus", "90071992547409920e-1"),
        ("2-53-less-a-bit", "9007199254740991.9999"),
        ("1e15", "1e15"),
    ):
        judge(found, f"exp-{name}", f'{{"exp":{number}}}', None)
        judge(found, f"exp-{name}-last-now", f'{{"exp":{number}}}', None, last, leeway_ms=600_000)
        judge(found, f"nbf-{name}", f'{{{EXP},"nbf":{number}}}', "not-yet-valid")
        judge(found, f"iat-{name}", f'{{{EXP},"iat":{number}}}', None, max_age_ms=1000)
    for name, number in (
        ("2-53-exponent-over", "9.007199254740993e15"),
        ("2-53-less-than-a-millisecond-over", "9007199254740992.00001"),
        ("2-53-exponent-minus-over", "90071992547409921e-1"),
    ):
        judge(found, f"exp-{name}", f'{{"exp":{number}}}', "malformed")
    judge(found, "nbf-minus-2-53", f'{{{EXP},"nbf":-9007199254740992}}', None)
    judge(found, "iat-minus-2-53", f'{{{EXP},"iat":-9007199254740992}}', None)
    judge(
        found,
        "iat-minus-2-53-aged",
        f'{{{EXP},"iat":-9007199254740992}}',
        "too-old",
        max_age_ms=last,
    )
    judge(found, "now-0", f"{{{EXP}}}", None, 0)
    judge(found, "now-0-expired", '{"exp":0}', "expired", 0)
    judge(found, "now-last", '{"exp":9007199254741}', None, last)
    judge(found, "now-last-expired", '{"exp":9007199254740}', "expired", last)


def add_not_before(found: Group) -> None:
    claims = f'{{{EXP},"nbf":1700000100}}'
    for by in (-1000, -1):
        judge(found, f"nbf-now-less-{-by}-ms", claims, "not-yet-valid", NOW + by)
    for by in (0, 1, 1000):
        judge(found, f"nbf-now-plus-{by}-ms", claims, None, NOW + by)
    for leeway in (1, 1000, 600_000):
        judge(found, f"nbf-leeway-{leeway}", claims, None, NOW - leeway, leeway_ms=leeway)
        early = NOW - leeway - 1
        judge(found, f"nbf-leeway-{leeway}-early", claims, "not-yet-valid", early, leeway_ms=leeway)
    for name, number, at in (
        ("fraction", "1700000100.25", NOW + 250),
        ("rounded-up", "1700000100.0001", NOW + 1),
        ("exponent", "1.7000001e9", NOW),
    ):
        claims = f'{{{EXP},"nbf":{number}}}'
        judge(found, f"nbf-{name}", claims, None, at)
        judge(found, f"nbf-{name}-early", claims, "not-yet-valid", at - 1)
    judge(found, "nbf-negative", f'{{{EXP},"nbf":-1}}', None)
    judge(found, "nbf-zero", f'{{{EXP},"nbf":0}}', None, 0)
    judge(found, "nbf-after-exp", '{"exp":1700000101,"nbf":1700000200}', "not-yet-valid")
    judge(found, "nbf-after-exp-expired", '{"exp":1700000100,"nbf":1700000200}', "expired")
    judge(found, "nbf-equals-exp", '{"exp":1700000100,"nbf":1700000100}', "expired")


def add_age(found: Group) -> None:
    claims = f'{{{EXP},"iat":1700000100}}'
    for age in (1, 1000, 3_600_000):
        judge(found, f"age-{age}-less-1-ms", claims, None, NOW + age - 1, max_age_ms=age)
        judge(found, f"age-{age}", claims, "too-old", NOW + age, max_age_ms=age)
        judge(found, f"age-{age}-past", claims, "too-old", NOW + age + 1000, max_age_ms=age)
    aged: Args = {"max_age_ms": 60_000, "leeway_ms": 5000}
    judge(found, "age-leeway", claims, None, NOW + 64_999, **aged)
    judge(found, "age-leeway-at", claims, "too-old", NOW + 65_000, **aged)
    judge(found, "age-future-iat", claims, None, NOW - 1, max_age_ms=1)
    judge(found, "age-far-future-iat", f'{{{EXP},"iat":{EXPIRES}}}', None, max_age_ms=1)
    judge(found, "age-future-iat-not-asked", f'{{{EXP},"iat":{EXPIRES}}}', None)
    judge(found, "age-0", claims, "too-old", max_age_ms=0)
    judge(found, "age-0-future-iat", claims, "too-old", NOW - 1000, max_age_ms=0)
    judge(found, "age-0-leeway", claims, None, max_age_ms=0, leeway_ms=1)
    judge(found, "age-0-leeway-at", claims, "too-old", NOW + 1, max_age_ms=0, leeway_ms=1)
    judge(found, "age-no-iat", f"{{{EXP}}}", "missing-claim", max_age_ms=1000)
    judge(found, "age-longest", claims, None, max_age_ms=9_007_199_254_740_000)
    judge(found, "age-old-iat-not-asked", f'{{{EXP},"iat":1}}', None)
    for name, number, at in (
        ("fraction", "1700000100.5", NOW + 1500),
        ("rounded-up", "1700000100.0001", NOW + 1001),
        ("negative", "-1", 0),
    ):
        claims = f'{{{EXP},"iat":{number}}}'
        judge(found, f"age-{name}", claims, "too-old", at, max_age_ms=1000)
        if at:
            judge(found, f"age-{name}-before", claims, None, at - 1, max_age_ms=1000)


def add_presence(found: Group) -> None:
    judge(found, "no-exp", '{"sub":"alice"}', "missing-claim")
    judge(found, "no-exp-required", '{"sub":"alice"}', "missing-claim", require_exp=True)
    judge(found, "no-exp-allowed", '{"sub":"alice"}', None, require_exp=False)
    judge(found, "no-exp-allowed-but-there", '{"exp":1}', "expired", require_exp=False)
    judge(
        found,
        "no-exp-allowed-by-name",
        '{"a":1}',
        "missing-claim",
        require_exp=False,
        required=["exp"],
    )
    judge(found, "exp-required-by-name", f"{{{EXP}}}", None, required=["exp"])
    judge(found, "exp-null-allowed", '{"exp":null}', "malformed", require_exp=False)
    judge(found, "empty", "{}", "missing-claim")
    judge(found, "empty-allowed", "{}", None, require_exp=False)


def add_types(found: Group) -> None:
    claims = f"{{{EXP}}}"

    def typed(name: str, header: str | None, pinned: str, error: str | None) -> None:
        member = "" if header is None else f',"typ":"{header}"'
        token = mint(claims, f'{{"alg":"HS256"{member}}}')
        if error is None:
            found.accepts(f"typ-{name}", token, claims, KEYS, policy={"typ": pinned})
        else:
            found.refuses(f"typ-{name}", error, token, KEYS, policy={"typ": pinned})

    typed("same", "at+jwt", "at+jwt", None)
    typed("jwt", "JWT", "JWT", None)
    typed("token-upper", "AT+JWT", "at+jwt", None)
    typed("policy-upper", "at+jwt", "AT+JWT", None)
    typed("token-prefixed", "application/at+jwt", "at+jwt", None)
    typed("policy-prefixed", "at+jwt", "application/at+jwt", None)
    typed("both-prefixed", "application/at+jwt", "application/at+jwt", None)
    typed("prefix-upper", "APPLICATION/AT+JWT", "at+jwt", None)
    typed("policy-prefix-mixed", "at+jwt", "Application/At+Jwt", None)
    typed("escaped", "\\u0061t+jwt", "at+jwt", None)
    typed("slash-escaped", "application\\/at+jwt", "at+jwt", None)
    typed("absent", None, "at+jwt", "wrong-type")
    typed("absent-jwt", None, "JWT", "wrong-type")
    typed("empty", "", "at+jwt", "wrong-type")
    typed("other", "JWT", "at+jwt", "wrong-type")
    typed("jwt-for-access-token", "at+jwt", "JWT", "wrong-type")
    typed("longer", "at+jwtx", "at+jwt", "wrong-type")
    typed("shorter", "at+jw", "at+jwt", "wrong-type")
    typed("space", "at+jwt ", "at+jwt", "wrong-type")
    typed("parameter", "at+jwt;charset=utf-8", "at+jwt", "wrong-type")
    typed("prefix-twice", "application/application/at+jwt", "at+jwt", "wrong-type")
    typed("other-prefix", "text/at+jwt", "at+jwt", "wrong-type")
    typed("prefix-alone", "application/", "at+jwt", "wrong-type")
    typed("kelvin-sign", "to\u212aen", "token", "wrong-type")
    typed("dotless-i", "\u0131d", "id", "wrong-type")
    typed("umlaut-case", "\u00c4t", "\u00e4t", "wrong-type")
    typed("non-ascii-same", "\u00c4t", "\u00c4T", None)
    typed("nul", "at+jwt\\u0000", "at+jwt", "wrong-type")
    long = "x" * 100
    typed("long", long.upper(), long, None)


def add_names(found: Group) -> None:
    """iss, sub and jti follow one rule."""
    for claim, parameter, error in (
        ("iss", "issuer", "wrong-issuer"),
        ("sub", "subject", "wrong-subject"),
        ("jti", "jwt_id", "wrong-id"),
    ):

        def asked(
            name: str,
            text: str,
            wanted: str,
            refusal: str | None,
            claim: str = claim,
            parameter: str = parameter,
        ) -> None:
            claims = f'{{{EXP},"{claim}":"{text}"}}'
            asking: Args = {parameter: wanted}
            judge(found, f"{claim}-{name}", claims, refusal, **asking)

        asked("same", "https://issuer.example", "https://issuer.example", None)
        asked("slash-escaped", "https:\\/\\/issuer.example", "https://issuer.example", None)
        asked("escaped", "\\u0061\\u006cice", "alice", None)
        asked("controls-escaped", "a\\n\\u0009b", "a\n\tb", None)
        asked("non-ascii", "Zo\u00eb \U0001f980", "Zo\u00eb \U0001f980", None)
        asked("non-ascii-escaped", "Zo\\u00EB \\ud83e\\udd80", "Zo\u00eb \U0001f980", None)
        asked("quote", '\\"\\\\', '"\\', None)
        asked("long", "a" * 2000, "a" * 2000, None)
        asked("other", "bob", "alice", error)
        asked("case", "Alice", "alice", error)
        asked("prefix", "ali", "alice", error)
        asked("longer", "alice2", "alice", error)
        asked("space", "alice ", "alice", error)
        asked("slash-at-the-end", "https://issuer.example/", "https://issuer.example", error)
        asked("empty", "", "alice", error)
        asked("decomposed", "Zoe\u0308", "Zo\u00eb", error)
        asked("nul", "alice\\u0000", "alice", error)
        asked("escape-of-the-escape", "\\\\u0061lice", "alice", error)
        asked("long-last-differs", "a" * 1999 + "b", "a" * 2000, error)
        alice: Args = {parameter: "alice"}
        judge(found, f"{claim}-absent", f"{{{EXP}}}", "missing-claim", **alice)
        nested = f'{{{EXP},"x":{{"{claim}":"alice"}}}}'
        judge(found, f"{claim}-nested", nested, "missing-claim", **alice)
        judge(found, f"{claim}-not-asked", f'{{{EXP},"{claim}":"anyone"}}', None)


def add_audience(found: Group) -> None:
    api: Args = {"audience": ["api"]}
    two: Args = {"audience": ["web", "api"]}
    anyone: Args = {"any_audience": True}

    def heard(name: str, value: str, error: str | None, policy: Args) -> None:
        judge(found, f"aud-{name}", f'{{{EXP},"aud":{value}}}', error, **policy)

    for name, value, error in (
        ("string", '"api"', None),
        ("array", '["api"]', None),
        ("array-first", '["api","web"]', None),
        ("array-last", '["a","b","c","api"]', None),
        ("array-twice", '["api","api"]', None),
        ("escaped", '"\\u0061pi"', None),
        ("array-escaped", '["x","ap\\u0069"]', None),
        ("array-empty-string-too", '["","api"]', None),
        ("other", '"web"', "wrong-audience"),
        ("array-other", '["web","app"]', "wrong-audience"),
        ("array-empty", "[]", "wrong-audience"),
        ("array-white-space", "[ \\n ]".replace("\\n", "\n"), "wrong-audience"),
        ("empty-string", '""', "wrong-audience"),
        ("array-of-empty-string", '[""]', "wrong-audience"),
        ("prefix", '"ap"', "wrong-audience"),
        ("array-prefix", '["ap","a"]', "wrong-audience"),
        ("longer", '"api2"', "wrong-audience"),
        ("longer-path", '"api/"', "wrong-audience"),
        ("case", '"API"', "wrong-audience"),
        ("space", '" api"', "wrong-audience"),
        ("comma-list", '"web,api"', "wrong-audience"),
        ("space-list", '"web api"', "wrong-audience"),
        ("array-as-string", '"[\\"api\\"]"', "wrong-audience"),
        ("wildcard", '"*"', "wrong-audience"),
        ("nul", '"api\\u0000"', "wrong-audience"),
    ):
        heard(name, value, error, api)
        if error is None or value != "[]":
            heard(f"{name}-not-asked", value, "wrong-audience", {})
        heard(f"{name}-any", value, None, anyone)
    heard("array-empty-not-asked", "[]", "wrong-audience", {})
    heard("one-of-two", '"api"', None, two)
    heard("other-of-two", '["x","web"]', None, two)
    heard("none-of-two", '["x","y"]', "wrong-audience", two)
    heard("prefix-in-policy", '"api.example"', "wrong-audience", api)
    heard("non-ascii", '"\\u6771\u4eac"', None, {"audience": ["\u6771\u4eac"]})
    many = [f"aud{number}" for number in range(50)]
    heard("fiftieth", '"aud49"', None, {"audience": many})
    most = [f"aud{number}" for number in range(64)]
    heard("sixty-fourth", '"aud63"', None, {"audience": most, "required": ["exp"] * 64})
    judge(found, "aud-absent", f"{{{EXP}}}", "wrong-audience", **api)
    judge(found, "aud-absent-any", f"{{{EXP}}}", None, **anyone)
    judge(found, "aud-absent-not-asked", f"{{{EXP}}}", None)
    judge(
        found,
        "aud-absent-any-by-name",
        f"{{{EXP}}}",
        "missing-claim",
        any_audience=True,
        required=["aud"],
    )
    judge(
        found,
        "aud-absent-by-name",
        f"{{{EXP}}}",
        "wrong-audience",
        audience=["api"],
        required=["aud"],
    )
    judge(found, "aud-nested", f'{{{EXP},"x":{{"aud":"api"}}}}', "wrong-audience", **api)
    judge(
        found, "aud-any-false", f'{{{EXP},"aud":"api"}}', None, audience=["api"], any_audience=False
    )


def add_required(found: Group) -> None:
    for name, member, required, error in (
        ("there", '"role":"admin"', ["role"], None),
        ("several", '"b":1,"a":2', ["a", "b"], None),
        ("escaped-name", '"r\\u006fle":1', ["role"], None),
        ("non-ascii", '"r\\u00f4le":1', ["r\u00f4le"], None),
        ("null", '"role":null', ["role"], None),
        ("false", '"role":false', ["role"], None),
        ("empty-string", '"role":""', ["role"], None),
        ("empty-array", '"role":[]', ["role"], None),
        ("none-asked", '"role":1', [], None),
        ("url", '"https://example.com/role":1', ["https://example.com/role"], None),
        ("absent", '"rule":1', ["role"], "missing-claim"),
        ("second-absent", '"a":1', ["a", "b"], "missing-claim"),
        ("case", '"Role":1', ["role"], "missing-claim"),
        ("prefix", '"rol":1', ["role"], "missing-claim"),
        ("longer", '"roles":1', ["role"], "missing-claim"),
        ("nested", '"x":{"role":1}', ["role"], "missing-claim"),
        ("in-array", '"x":["role"]', ["role"], "missing-claim"),
        ("as-value", '"x":"role"', ["role"], "missing-claim"),
        ("path", '"a":{"b":1}', ["a.b"], "missing-claim"),
        ("nul", '"role\\u0000":1', ["role"], "missing-claim"),
    ):
        judge(found, f"required-{name}", f"{{{member},{EXP}}}", error, required=required)
    for claim, value in (
        ("nbf", "1"),
        ("iss", '"i"'),
        ("sub", '"s"'),
        ("iat", "1"),
        ("jti", '"j"'),
    ):
        judge(found, f"required-{claim}", f'{{{EXP},"{claim}":{value}}}', None, required=[claim])
        judge(found, f"required-{claim}-absent", f"{{{EXP}}}", "missing-claim", required=[claim])
        null = f'{{{EXP},"{claim}":null}}'
        judge(found, f"required-{claim}-null", null, "malformed", required=[claim])
    judge(found, "required-aud", f'{{{EXP},"aud":"a"}}', None, audience=["a"], required=["aud"])
    every = f'{{{EXP},"nbf":1,"iss":"i","sub":"s","aud":"a","iat":1700000100,"jti":"j","x":0}}'
    whole: Args = {
        "issuer": "i",
        "subject": "s",
        "audience": ["a"],
        "jwt_id": "j",
        "max_age_ms": 60_000,
        "leeway_ms": 1000,
        "typ": "jwt",
        "require_exp": True,
        "any_audience": False,
        "max_token": 8192,
        "required": ["x", "jti", "iat", "aud", "sub", "iss", "nbf", "exp"],
    }
    judge(found, "everything-asked", every, None, **whole)
    judge(
        found, "everything-asked-one-absent", every.replace('"x"', '"y"'), "missing-claim", **whole
    )


def add_arguments(found: Group) -> None:
    claims = f"{{{EXP}}}"
    judge(found, "leeway-longest", claims, None, leeway_ms=600_000)
    judge(found, "leeway-too-long", claims, "bad-argument", leeway_ms=600_001)
    judge(found, "max-token-largest", claims, None, max_token=65536)
    judge(found, "max-token-too-large", claims, "bad-argument", max_token=65537)
    judge(found, "audience-none", claims, "bad-argument", audience=[])
    judge(found, "audience-and-any", claims, "bad-argument", audience=["a"], any_audience=True)
    judge(found, "now-negative", claims, "bad-argument", -1000)
    judge(found, "now-minus-1", claims, "bad-argument", -1)
    judge(found, "now-too-late", claims, "bad-argument", 9_007_199_254_741_000)
