"""Loading keys: raw, hex, base64url, JWK, JWK Set."""

from __future__ import annotations

import json

from sources.token import SECRETS, head, key, mint, part
from sources.vector import Args, Group, err, ok, raw

SIZES = {"HS256": 32, "HS384": 48, "HS512": 64}
PEM = b"-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n"
CLAIMS = '{"exp":4102444800}'
K256 = part(SECRETS["HS256"])


def group() -> Group:
    found = Group("keys", "Loading keys: raw bytes, hex, base64url, JWK and JWK Set.")
    add_secrets(found)
    add_texts(found)
    add_kids(found)
    add_jwks(found)
    add_jwk_forms(found)
    add_key_use(found)
    add_sets(found)
    return found


def loads(found: Group, name: str, key: Args, kid: str | None = None) -> None:
    alg = key["alg"] if "alg" in key else json.loads(key["jwk"])["alg"]
    found.add(name, "key.load", {"key": key}, ok({"alg": alg, "kid": kid}))


def fails(found: Group, name: str, error: str, key: Args) -> None:
    found.add(name, "key.load", {"key": key}, err(error))


def add_secrets(found: Group) -> None:
    for alg, size in SIZES.items():
        name = alg.lower()
        loads(found, f"{name}-of-{size}", key(alg, bytes(size)))
        fails(found, f"{name}-of-{size - 1}", "weak-key", key(alg, bytes(size - 1)))
        loads(found, f"{name}-of-1024", key(alg, b"k" * 1024))
        fails(found, f"{name}-of-1025", "limit", key(alg, b"k" * 1025))
        for length in (1, size - 1, size):
            short = {**key(alg, b"s" * length), "short": True}
            loads(found, f"{name}-short-of-{length}", short)
        fails(found, f"{name}-empty", "weak-key", key(alg, b""))
        fails(found, f"{name}-short-empty", "weak-key", {**key(alg, b""), "short": True})
        fails(found, f"{name}-pem", "weak-key", key(alg, PEM))
    fails(found, "short-pem", "weak-key", {**key(secret=PEM), "short": True})
    # A certificate and its key in one file.
    fails(found, "pem-twice", "weak-key", key(secret=PEM + PEM))
    fails(found, "pem-inside", "weak-key", key(secret=b"x" * 40 + b"-----BEGIN" + b"y" * 40))
    fails(found, "pem-at-the-end", "weak-key", key(secret=b"x" * 40 + b"-----BEGIN"))
    fails(found, "pem-after-a-dash", "weak-key", key(secret=b"------BEGIN" + b"y" * 40))
    loads(found, "pem-almost", key(secret=b"-----BEGI" + b"y" * 40))
    loads(found, "pem-lower-case", key(secret=b"-----begin public key-----" + b"y" * 40))
    loads(found, "binary", key(secret=bytes(range(256))))
    for alg in ("none", "hs256", "HS1", "RS256", ""):
        fails(
            found, f"alg-{alg.lower() or 'empty'}-{len(alg)}", "bad-argument", {**key(), "alg": alg}
        )


def add_texts(found: Group) -> None:
    secret = SECRETS["HS256"]
    for name, text in (("lower", secret.hex()), ("upper", "AB" * 32), ("mixed", "aB" * 32)):
        loads(found, f"hex-{name}", {"alg": "HS256", "hex": text})
    for name, text in (
        ("odd", "a" * 65),
        ("space", "ab " * 32),
        ("prefix", "0x" + "ab" * 32),
        ("other-letter", "ag" * 32),
        ("newline", "ab" * 32 + "\n"),
        ("full-width", "\uff11" * 64),
    ):
        fails(found, f"hex-{name}", "malformed", {"alg": "HS256", "hex": text})
    fails(found, "hex-short", "weak-key", {"alg": "HS256", "hex": "ab" * 31})
    fails(found, "hex-empty", "weak-key", {"alg": "HS256", "hex": ""})
    fails(found, "hex-1025", "limit", {"alg": "HS256", "hex": "ab" * 1025})
    fails(found, "hex-pem", "weak-key", {"alg": "HS256", "hex": PEM.hex()})

    for alg, bytes_ in SECRETS.items():
        loads(found, f"base64url-{alg.lower()}", {"alg": alg, "base64url": part(bytes_)})
    loads(found, "base64url-both-extra-characters", {"alg": "HS256", "base64url": "-_" * 24})
    for name, text in (
        ("padded", K256 + "="),
        ("standard-alphabet", "+/" * 24),
        ("space", K256[:20] + " " + K256[20:]),
        ("newline", K256 + "\n"),
        ("non-canonical", K256[:-1] + "9"),
        ("one-over-four", "A" * 45),
        ("non-ascii", K256 + "\u00e9"),
    ):
        fails(found, f"base64url-{name}", "malformed", {"alg": "HS256", "base64url": text})
    fails(found, "base64url-short", "weak-key", {"alg": "HS256", "base64url": part(bytes(31))})
    fails(found, "base64url-empty", "weak-key", {"alg": "HS256", "base64url": ""})
    fails(found, "base64url-1025", "limit", {"alg": "HS256", "base64url": part(bytes(1025))})
    loads(found, "base64url-1024", {"alg": "HS256", "base64url": part(bytes(1024))})


def add_kids(found: Group) -> None:
    for name, kid in KIDS_AT_LIMIT:
        loads(found, f"kid-{name}", key(kid=kid), kid)
        jwk = {"kty": "oct", "alg": "HS256", "k": K256, "kid": kid}
        loads(found, f"jwk-kid-{name}", {"jwk": json.dumps(jwk)}, kid)
    for name, kid in KIDS_OVER:
        fails(found, f"kid-{name}", "limit", key(kid=kid))
        jwk = {"kty": "oct", "alg": "HS256", "k": K256, "kid": kid}
        fails(found, f"jwk-kid-{name}", "limit", {"jwk": json.dumps(jwk)})
    fails(found, "kid-empty", "bad-argument", key(kid=""))
    fails(found, "jwk-kid-empty", "malformed", jwk_key(kid=""))


KIDS_AT_LIMIT = (
    ("one-byte", "k"),
    ("64-bytes", "k" * 64),
    ("64-bytes-of-two", "\u00e9" * 32),
    ("64-bytes-of-four", "\U0001f511" * 16),
    ("quote-and-backslash", 'a"b\\c'),
    ("controls", "a\n\t\u001fb"),
    ("space", " "),
)
KIDS_OVER = (
    ("65-bytes", "k" * 65),
    ("65-bytes-of-two", "\u00e9" * 32 + "k"),
    ("68-bytes-of-four", "\U0001f511" * 17),
)


def jwk_key(**members: object) -> Args:
    return {"jwk": json.dumps({"kty": "oct", "alg": "HS256", "k": K256, **members})}


def without(name: str, **members: object) -> Args:
    whole = {"kty": "oct", "alg": "HS256", "k": K256, **members}
    return {"jwk": json.dumps({left: whole[left] for left in whole if left != name})}


def add_jwks(found: Group) -> None:
    for alg, secret in SECRETS.items():
        whole = {"kty": "oct", "alg": alg, "k": part(secret), "kid": "k1"}
        loads(found, f"jwk-{alg.lower()}", {"jwk": json.dumps(whole)}, "k1")
        named = {"jwk": json.dumps({"kty": "oct", "k": part(secret)}), "alg": alg}
        loads(found, f"jwk-{alg.lower()}-named-by-the-caller", named)
        short = {"kty": "oct", "alg": alg, "k": part(bytes(SIZES[alg] - 1))}
        fails(found, f"jwk-{alg.lower()}-short", "weak-key", {"jwk": json.dumps(short)})
    loads(found, "jwk-alg-twice-the-same", {**jwk_key(), "alg": "HS256"})
    fails(found, "jwk-alg-conflict", "algorithm-mismatch", {**jwk_key(), "alg": "HS384"})
    fails(found, "jwk-no-alg", "bad-argument", without("alg"))
    fails(found, "jwk-alg-none-by-the-caller", "bad-argument", {**without("alg"), "alg": "none"})
    for alg in ("none", "hs256", "RS256", "A256KW", "dir", ""):
        name = f"jwk-alg-{alg.lower() or 'empty'}"
        fails(found, name, "algorithm-mismatch", jwk_key(alg=alg))
    for name, kty in (
        ("rsa", "RSA"),
        ("ec", "EC"),
        ("okp", "OKP"),
        ("upper", "OCT"),
        ("title", "Oct"),
        ("space", "oct "),
        ("empty", ""),
    ):
        fails(found, f"jwk-kty-{name}", "algorithm-mismatch", jwk_key(kty=kty))
    fails(found, "jwk-no-kty", "malformed", without("kty"))
    fails(found, "jwk-no-k", "malformed", without("k"))
    fails(found, "jwk-empty-k", "weak-key", jwk_key(k=""))
    fails(found, "jwk-pem", "weak-key", jwk_key(k=part(PEM)))
    loads(found, "jwk-k-of-1024", jwk_key(k=part(bytes(1024))))
    fails(found, "jwk-k-of-1025", "limit", jwk_key(k=part(bytes(1025))))
    for name, text in (
        ("padded", K256 + "="),
        ("standard-alphabet", "+/" * 24),
        ("non-canonical", K256[:-1] + "9"),
        ("newline", K256 + "\n"),
        ("one-over-four", "A" * 45),
    ):
        fails(found, f"jwk-k-{name}", "malformed", jwk_key(k=text))
    for member in ("kty", "k", "alg", "kid", "use"):
        for name, value in (("number", 1), ("null", None), ("array", ["oct"]), ("true", True)):
            fails(found, f"jwk-{member}-{name}", "malformed", jwk_key(**{member: value}))
    # Which fault of two is told.
    for name, error, given in (
        ("kty-before-no-k", "algorithm-mismatch", without("k", kty="RSA")),
        ("no-k-before-alg", "malformed", without("k", alg="RS256")),
        ("type-before-kty", "malformed", jwk_key(kty="RSA", kid=1)),
        ("alg-before-use", "algorithm-mismatch", jwk_key(alg="RS256", use="enc")),
        ("no-alg-before-use", "bad-argument", without("alg", use="enc")),
        ("use-before-kid", "key-use", jwk_key(use="enc", kid="")),
        ("key-ops-before-kid", "key-use", jwk_key(key_ops=["encrypt"], kid="k" * 65)),
        ("kid-before-secret", "limit", jwk_key(kid="k" * 65, k="=")),
        ("empty-kid-before-secret", "malformed", jwk_key(kid="", k="")),
        ("alg-before-secret", "algorithm-mismatch", jwk_key(alg="RS256", k="")),
    ):
        fails(found, f"jwk-{name}", error, given)


def add_jwk_forms(found: Group) -> None:
    good = f'{{"kty":"oct","alg":"HS256","k":"{K256}"}}'
    escaped = f'{{"\\u006bty":"\\u006fct","\\u0061lg":"H\\u0053\\u00325\\u0036","k":"{K256}"}}'
    for name, text in (
        ("white-space", f' \t\r\n{{ "kty" : "oct" ,\n"alg":"HS256","k":"{K256}" }}\n'),
        ("escapes", escaped),
        ("other-members", f'{{"x":[1,{{"kty":"RSA"}}],{good[1:]}'),
        ("at-65536", good + " " * (65536 - len(good))),
    ):
        found.add(
            f"jwk-{name}", "key.load", {"key": {"jwk": text}}, ok({"alg": "HS256", "kid": None})
        )
    for name, error, bad in (
        ("empty", "malformed", ""),
        ("array", "malformed", f"[{good}]"),
        ("string", "malformed", '"oct"'),
        ("null", "malformed", "null"),
        ("set", "malformed", f'{{"keys":[{good}]}}'),
        ("trailing", "malformed", good + "x"),
        ("two", "malformed", good + good),
        ("bom", "malformed", "\ufeff" + good),
        ("trailing-comma", "malformed", good[:-1] + ",}"),
        ("single-quotes", "malformed", good.replace('"', "'")),
        ("duplicate-k", "malformed", good[:-1] + f',"k":"{K256}"}}'),
        ("duplicate-k-escaped", "malformed", good[:-1] + f',"\\u006b":"{K256}"}}'),
        ("duplicate-inside", "malformed", good[:-1] + ',"x":{"a":1,"a":2}}'),
        ("lone-surrogate", "malformed", good[:-1] + ',"kid":"\\ud800"}'),
        ("raw-newline", "malformed", good[:-1] + ',"kid":"a\nb"}'),
        ("depth-17", "limit", good[:-1] + ',"x":' + "[" * 16 + "]" * 16 + "}"),
        ("at-65537", "limit", good + " " * (65537 - len(good))),
        ("at-65537-no-json", "limit", "x" * 65537),
    ):
        fails(found, f"jwk-{name}", error, {"jwk": bad})
    invalid = good[:-1].encode() + b',"kid":"\xff"}'
    fails(found, "jwk-invalid-utf-8", "malformed", raw("jwk", invalid))
    nul = good.encode() + b"\0"
    fails(found, "jwk-trailing-nul", "malformed", raw("jwk", nul))


def add_key_use(found: Group) -> None:
    loads(found, "jwk-use-sig", jwk_key(use="sig"))
    for use in ("enc", "SIG", "", "sig "):
        name = f"jwk-use-{use.replace(' ', '-space').replace('SIG', 'upper') or 'empty'}"
        fails(found, name, "key-use", jwk_key(use=use))
    for name, operations in (
        ("both", ["sign", "verify"]),
        ("sign", ["sign"]),
        ("verify", ["verify"]),
        ("and-others", ["encrypt", "verify", "tokenseal"]),
        ("16", [*(f"x{i}" for i in range(15)), "verify"]),
    ):
        loads(found, f"jwk-key-ops-{name}", jwk_key(key_ops=operations))
    for name, error, value in (
        ("empty", "key-use", []),
        ("others", "key-use", ["encrypt", "decrypt"]),
        ("upper-case", "key-use", ["SIGN"]),
        ("repeated", "malformed", ["sign", "sign"]),
        ("others-repeated", "malformed", ["verify", "x", "x"]),
        ("string", "malformed", "sign"),
        ("null", "malformed", None),
        ("object", "malformed", {"sign": True}),
        ("number-inside", "malformed", ["sign", 1]),
        ("null-inside", "malformed", ["sign", None]),
        ("17", "limit", [*(f"x{i}" for i in range(16)), "verify"]),
        ("17-the-last-repeated", "limit", [*(f"x{i}" for i in range(16)), "x0"]),
        ("17-the-last-no-string", "malformed", [*(f"x{i}" for i in range(16)), 0]),
        ("17-the-16th-repeated", "malformed", [*(f"x{i}" for i in range(15)), "x0", "verify"]),
    ):
        fails(found, f"jwk-key-ops-{name}", error, jwk_key(key_ops=value))
    repeated = f'{{"kty":"oct","alg":"HS256","k":"{K256}","key_ops":["sign","\\u0073ign"]}}'
    fails(found, "jwk-key-ops-repeated-escaped", "malformed", {"jwk": repeated})

    token = mint(CLAIMS)
    verifying, signing = jwk_key(key_ops=["verify"]), jwk_key(key_ops=["sign"])
    found.accepts("verify-only-verifies", token, CLAIMS, [verifying])
    found.refuses("sign-only-does-not-verify", "unknown-key", token, [signing])
    found.accepts("sign-only-is-skipped", token, CLAIMS, [signing, verifying], key=1)
    hs384 = mint(CLAIMS, head("HS384"), "HS384")
    mixed = [signing, key("HS384")]
    found.accepts("sign-only-of-another-alg", hs384, CLAIMS, mixed, key=1)
    found.refuses("sign-only-of-the-alg", "algorithm-mismatch", token, mixed)
    signed = mint('{"exp":4102444800,"iat":1700000100}')
    for name, given, expect in (
        ("sign-only-signs", signing, ok(signed)),
        ("verify-only-does-not-sign", verifying, err("key-use")),
    ):
        args: Args = {"key": given, "claims": CLAIMS}
        found.add(name, "jwt.sign", args, expect, 1_700_000_100_000)
    both_wrong = {"key": verifying, "claims": "not JSON"}
    found.add("key-use-before-claims", "jwt.sign", both_wrong, err("key-use"), 1_700_000_100_000)
    argument = {**both_wrong, "max_token": 65537}
    found.add(
        "argument-before-key-use", "jwt.sign", argument, err("bad-argument"), 1_700_000_100_000
    )


def member(alg: str = "HS256", **more: object) -> dict[str, object]:
    return {"kty": "oct", "alg": alg, "k": part(SECRETS[alg]), **more}


RSA = {"kty": "RSA", "kid": "r1", "use": "sig", "alg": "RS256", "n": "AQAB", "e": "AQAB"}
EC = {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}
OKP = {"kty": "OKP", "crv": "Ed25519", "x": "AA", "key_ops": ["verify"]}


def add_sets(found: Group) -> None:
    def loads_set(
        name: str, members: list[object], expect: list[Args], alg: str | None = None
    ) -> None:
        args: Args = {"jwks": json.dumps({"keys": members})}
        if alg is not None:
            args["alg"] = alg
        found.add(f"jwks-{name}", "jwks.load", args, ok(expect))

    def fails_set(name: str, error: str, text: str | bytes, alg: str | None = None) -> None:
        args: Args = raw("jwks", text)
        if alg is not None:
            args["alg"] = alg
        found.add(f"jwks-{name}", "jwks.load", args, err(error))

    one = {"alg": "HS256", "kid": None}
    loads_set("one", [member()], [one])
    loads_set(
        "three",
        [member(kid="a"), member("HS384", kid="b"), member("HS512")],
        [{"alg": "HS256", "kid": "a"}, {"alg": "HS384", "kid": "b"}, {"alg": "HS512", "kid": None}],
    )
    loads_set(
        "same-kid-twice",
        [member(kid="a"), member("HS384", kid="a")],
        [
            {"alg": "HS256", "kid": "a"},
            {"alg": "HS384", "kid": "a"},
        ],
    )
    loads_set("others-skipped", [RSA, member(kid="a"), EC, OKP], [{"alg": "HS256", "kid": "a"}])
    broken = {"kty": "RSA", "k": 1, "kid": None, "use": [], "alg": {}}
    loads_set("broken-others-skipped", [broken, member()], [one])
    loads_set("alg-by-the-caller", [{"kty": "oct", "k": K256}], [one], "HS256")
    loads_set("alg-by-both", [member()], [one], "HS256")
    loads_set("verify-only", [member(key_ops=["verify"])], [one])
    extra = json.dumps({"x": 1, "keys": [member()], "y": {"keys": []}})
    found.add("jwks-other-members", "jwks.load", {"jwks": extra}, ok([one]))
    exact = extra + " " * (65536 - len(extra))
    found.add("jwks-at-65536", "jwks.load", {"jwks": exact}, ok([one]))

    def of(*members: object) -> str:
        return json.dumps({"keys": members})

    for name, error, text in (
        ("empty-text", "malformed", ""),
        ("array", "malformed", json.dumps([member()])),
        ("single-jwk", "malformed", json.dumps(member())),
        ("no-keys", "malformed", "{}"),
        ("keys-null", "malformed", '{"keys":null}'),
        ("keys-object", "malformed", json.dumps({"keys": member()})),
        ("keys-string", "malformed", '{"keys":"oct"}'),
        ("member-null", "malformed", of(member(), None)),
        ("member-string", "malformed", of(member(), "oct")),
        ("member-array", "malformed", of(member(), [])),
        ("member-number", "malformed", of(member(), 1)),
        ("member-without-kty", "malformed", of(member(), {"k": K256})),
        ("member-kty-number", "malformed", of(member(), {"kty": 1})),
        ("member-empty", "malformed", of({})),
        ("trailing", "malformed", of(member()) + "]"),
        ("duplicate-keys", "malformed", f'{{"keys":[],"keys":[{json.dumps(member())}]}}'),
        ("duplicate-in-skipped", "malformed", '{"keys":[{"kty":"RSA","n":"AA","n":"AA"}]}'),
        ("empty", "unknown-key", '{"keys":[]}'),
        ("only-others", "unknown-key", of(RSA, EC, OKP)),
        ("one-weak", "weak-key", of(member(), member(k="AAAA"))),
        ("one-bad-base64url", "malformed", of(member(), member(k=K256 + "="))),
        ("one-bad-kid", "malformed", of(member(), member(kid=1))),
        ("one-empty-kid", "malformed", of(member(), member(kid=""))),
        ("one-long-kid", "limit", of(member(), member(kid="k" * 65))),
        ("one-other-alg", "algorithm-mismatch", of(member(), {**member(), "alg": "A128KW"})),
        ("one-without-alg", "bad-argument", of(member(), {"kty": "oct", "k": K256})),
        ("one-for-encryption", "key-use", of(member(), member(use="enc"))),
        ("one-key-ops", "key-use", of(member(), member(key_ops=["wrapKey"]))),
        ("first-fault-first", "weak-key", of(member(k="AAAA"), member(kid=1))),
        ("first-fault-first-turned", "malformed", of(member(kid=1), member(k="AAAA"))),
        ("depth-17", "limit", '{"keys":[],"x":' + "[" * 16 + "]" * 16 + "}"),
        ("at-65537", "limit", extra + " " * (65537 - len(extra))),
    ):
        fails_set(name, error, text)
    two = of(member(), member("HS384"))
    fails_set("alg-conflict", "algorithm-mismatch", two, "HS256")
    fails_set("alg-none-by-the-caller", "bad-argument", of({"kty": "oct", "k": K256}), "none")
    fails_set("invalid-utf-8", "malformed", b'{"keys":[],"\xc3":1}')

    token = mint(CLAIMS, head("HS384", "b"), "HS384")
    for name, members, at in (
        ("selects", [member(kid="a"), member("HS384", kid="b")], 1),
        ("counts-keys-only", [RSA, member(kid="a"), EC, member("HS384", kid="b")], 1),
    ):
        args = {"jwks": of(*members), "token": token}
        expect = ok({"claims": CLAIMS, "key": at})
        found.add(f"jwks-verify-{name}", "jwt.verify", args, expect, 1_700_000_100_000)
    args = {"jwks": of(member("HS384", kid="c")), "token": token}
    found.add("jwks-verify-unknown", "jwt.verify", args, err("unknown-key"), 1_700_000_100_000)
