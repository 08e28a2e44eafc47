"""What a header may say and must not."""

from __future__ import annotations

from itertools import product

from sources.token import CLAIMS, HEADER, KEYS, OTHER_SECRET, SECRETS, key, mint, part, seal
from sources.vector import Group

PAYLOAD = part(CLAIMS)


def add(found: Group) -> None:
    add_none(found)
    add_other_algorithms(found)
    add_alg_forms(found)
    add_crit(found)
    add_types(found)
    add_kids(found)
    add_embedded_keys(found)


def add_none(found: Group) -> None:
    for letters in product(*((letter, letter.upper()) for letter in "none")):
        alg = "".join(letters)
        header = part(f'{{"alg":"{alg}","typ":"JWT"}}')
        upper = "".join("u" if letter.isupper() else "l" for letter in alg)
        found.refuses(f"alg-none-{upper}", "algorithm-mismatch", f"{header}.{PAYLOAD}.", KEYS)
    for name, alg in (
        ("escaped", "\\u006eone"),
        ("space-after", "none "),
        ("space-before", " none"),
        ("newline", "none\\n"),
        ("nul", "none\\u0000"),
        ("zero-width", "no\\u200bne"),
    ):
        header = part(f'{{"alg":"{alg}"}}')
        found.refuses(f"alg-none-{name}", "algorithm-mismatch", f"{header}.{PAYLOAD}.", KEYS)
    for alg in ("none", "None", "NONE"):
        sealed = mint(CLAIMS, f'{{"alg":"{alg}"}}')
        name = {"none": "lower", "None": "title", "NONE": "upper"}[alg]
        found.refuses(f"alg-none-sealed-{name}", "algorithm-mismatch", sealed, KEYS)
    header = part('{"alg":"none","kid":"k1"}')
    found.refuses("alg-none-kid", "algorithm-mismatch", f"{header}.{PAYLOAD}.", [key(kid="k1")])
    two = part('{"alg":"none"}')
    found.refuses("alg-none-two-parts", "malformed", f"{two}.{PAYLOAD}", KEYS)


def add_other_algorithms(found: Group) -> None:
    others = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES256K", "ES384")
    more = (
        "ES512",
        "EdDSA",
        "Ed25519",
        "ML-DSA-65",
        "dir",
        "A256KW",
        "A128GCM",
        "PBES2-HS256+A128KW",
    )
    for alg in others + more:
        header = f'{{"alg":"{alg}","typ":"JWT"}}'
        name = f"alg-{alg.lower().replace('+', '-')}"
        found.refuses(name, "algorithm-mismatch", mint(CLAIMS, header), KEYS)
    signature = part(bytes(range(256)))
    header = part('{"alg":"RS256","typ":"JWT"}')
    found.refuses(
        "alg-rs256-signature-of-256", "algorithm-mismatch", f"{header}.{PAYLOAD}.{signature}", KEYS
    )
    for alg in ("HS384", "HS512"):
        header = f'{{"alg":"{alg}"}}'
        same_secret = mint(CLAIMS, header, alg, SECRETS["HS256"])
        name = f"alg-{alg.lower()}"
        found.refuses(f"{name}-for-hs256", "algorithm-mismatch", same_secret, KEYS)
        found.refuses(f"{name}-sealed-hs256", "algorithm-mismatch", mint(CLAIMS, header), KEYS)
        token = mint(CLAIMS, HEADER, "HS256", SECRETS[alg])
        found.refuses(f"alg-hs256-for-{alg.lower()}", "algorithm-mismatch", token, [key(alg)])
        claimed = mint(CLAIMS, HEADER, alg)
        found.refuses(f"alg-hs256-sealed-{alg.lower()}", "algorithm-mismatch", claimed, [key(alg)])


def add_alg_forms(found: Group) -> None:
    for name, alg in (
        ("empty", ""),
        ("lower", "hs256"),
        ("mixed", "Hs256"),
        ("space-after", "HS256 "),
        ("space-before", " HS256"),
        ("newline", "HS256\\n"),
        ("nul", "HS256\\u0000"),
        ("longer", "HS2560"),
        ("shorter", "HS25"),
        ("dash", "HS-256"),
        ("hash-name", "SHA256"),
        ("hmac-name", "HMAC-SHA256"),
        ("hs1", "HS1"),
        ("hs224", "HS224"),
        ("list", "HS256,none"),
        ("full-width", "\uff28S256"),
        ("cyrillic", "H\u0405256"),
        ("escape-of-the-escape", "\\\\u0048S256"),
        ("long", "x" * 500),
    ):
        token = mint(CLAIMS, f'{{"alg":"{alg}","typ":"JWT"}}')
        found.refuses(f"alg-text-{name}", "algorithm-mismatch", token, KEYS)
    for name, header in (
        ("absent", '{"typ":"JWT"}'),
        ("absent-empty-header", "{}"),
        ("absent-upper", '{"ALG":"HS256"}'),
        ("absent-title", '{"Alg":"HS256"}'),
        ("absent-nested", '{"x":{"alg":"HS256"}}'),
        ("absent-in-array", '{"x":["alg","HS256"]}'),
        ("absent-name-with-space", '{"alg ":"HS256"}'),
        ("absent-as-value", '{"typ":"alg","x":"HS256"}'),
        ("null", '{"alg":null}'),
        ("number", '{"alg":256}'),
        ("zero", '{"alg":0}'),
        ("true", '{"alg":true}'),
        ("false", '{"alg":false}'),
        ("array", '{"alg":["HS256"]}'),
        ("empty-array", '{"alg":[]}'),
        ("object", '{"alg":{"alg":"HS256"}}'),
        ("twice", '{"alg":"HS256","alg":"HS256"}'),
        ("twice-none-first", '{"alg":"none","alg":"HS256"}'),
        ("twice-none-last", '{"alg":"HS256","alg":"none"}'),
        ("twice-escaped", '{"alg":"HS256","\\u0061lg":"none"}'),
        ("twice-escaped-first", '{"\\u0061\\u006c\\u0067":"HS256","alg":"HS256"}'),
        ("twice-far-apart", '{"alg":"HS256","a":{},"b":[],"c":"alg","alg":"HS256"}'),
    ):
        found.refuses(f"alg-{name}", "malformed", mint(CLAIMS, header), KEYS)


def add_crit(found: Group) -> None:
    for name, member in (
        ("empty", '"crit":[]'),
        ("exp", '"crit":["exp"],"exp":1'),
        ("b64", '"crit":["b64"],"b64":true'),
        ("b64-false", '"crit":["b64"],"b64":false'),
        ("unknown", '"crit":["http://example.com/x"],"http://example.com/x":1'),
        ("alg", '"crit":["alg"]'),
        ("null", '"crit":null'),
        ("string", '"crit":"exp"'),
        ("true", '"crit":true'),
        ("false", '"crit":false'),
        ("number", '"crit":0'),
        ("object", '"crit":{}'),
        ("numbers", '"crit":[1]'),
        ("repeated", '"crit":["x","x"],"x":1'),
        ("escaped-name", '"\\u0063rit":[]'),
        ("all-escaped", '"\\u0063\\u0072\\u0069\\u0074":["x"]'),
    ):
        token = mint(CLAIMS, f'{{"alg":"HS256",{member}}}')
        found.refuses(f"crit-{name}", "unsupported", token, KEYS)
    token = mint(CLAIMS, '{"crit":[],"alg":"HS256"}')
    found.refuses("crit-first", "unsupported", token, KEYS)
    for name, member in (
        ("false", '"b64":false'),
        ("null", '"b64":null'),
        ("zero", '"b64":0'),
        ("one", '"b64":1'),
        ("true-as-text", '"b64":"true"'),
        ("false-as-text", '"b64":"false"'),
        ("array", '"b64":[true]'),
        ("object", '"b64":{}'),
        ("escaped-name", '"b\\u00364":false'),
    ):
        token = mint(CLAIMS, f'{{"alg":"HS256",{member}}}')
        found.refuses(f"b64-{name}", "unsupported", token, KEYS)
    # The payload as it would be read under b64:false.
    unencoded = seal(part('{"alg":"HS256","b64":false,"crit":["b64"]}'), CLAIMS)
    found.refuses("b64-false-unencoded", "unsupported", unencoded, KEYS)
    token = mint(CLAIMS, '{"alg":"HS256","b64":true,"b64":false}')
    found.refuses("b64-twice", "malformed", token, KEYS)
    token = mint(CLAIMS, '{"alg":"HS256","crit":[],"crit":[]}')
    found.refuses("crit-twice", "malformed", token, KEYS)


def add_types(found: Group) -> None:
    for member in ("typ", "kid"):
        for name, value in (
            ("null", "null"),
            ("number", "1"),
            ("true", "true"),
            ("array", '["JWT"]'),
            ("object", "{}"),
        ):
            token = mint(CLAIMS, f'{{"alg":"HS256","{member}":{value}}}')
            found.refuses(f"{member}-{name}", "malformed", token, KEYS)
        token = mint(CLAIMS, f'{{"alg":"HS256","\\u{ord(member[0]):04x}{member[1:]}":1}}')
        found.refuses(f"{member}-number-escaped-name", "malformed", token, KEYS)
        token = mint(CLAIMS, f'{{"alg":"HS256","{member}":"JWT","{member}":"JWT"}}')
        found.refuses(f"{member}-twice", "malformed", token, KEYS)


def add_kids(found: Group) -> None:
    named = [key(kid="k1")]
    for name, kid in (
        ("unknown", "k2"),
        ("empty", ""),
        ("case", "K1"),
        ("longer", "k1x"),
        ("shorter", "k"),
        ("nul-after", "k1\\u0000"),
        ("path", "../../../../dev/null"),
        ("url", "https://attacker.example/key"),
        ("sql", "x' UNION SELECT 'secret"),
        ("command", "|whoami"),
        ("64-bytes", "k" * 64),
    ):
        token = mint(CLAIMS, f'{{"alg":"HS256","kid":"{kid}"}}')
        found.refuses(f"kid-{name}", "unknown-key", token, named)
    dev_null = mint(CLAIMS, '{"alg":"HS256","kid":"/dev/null"}', secret=b"")
    found.refuses("kid-dev-null-empty-secret", "unknown-key", dev_null, named)
    found.refuses("kid-dev-null-falls-back", "bad-signature", dev_null, KEYS)
    for name, kid in (
        ("65-bytes", "k" * 65),
        ("900-bytes", "k" * 900),
        ("66-bytes-of-two", "\u00e9" * 33),
        ("65-bytes-of-two", "\u00e9" * 32 + "k"),
        ("66-bytes-of-three", "\u6771" * 22),
        ("68-bytes-of-four", "\U0001f511" * 17),
        ("65-bytes-escaped", "\\u006b" * 65),
        ("65-bytes-short-escapes", "\\n" * 65),
        ("66-bytes-escaped-two", "\\u00e9" * 33),
        ("68-bytes-escaped-pairs", "\\ud83d\\udd11" * 17),
    ):
        token = mint(CLAIMS, f'{{"alg":"HS256","kid":"{kid}"}}')
        found.refuses(f"kid-{name}", "limit", token, named)
        found.refuses(f"kid-{name}-keys-without", "limit", token, KEYS)


def add_embedded_keys(found: Group) -> None:
    """The attacker's key in the header, and a tag that it made."""
    secret = part(OTHER_SECRET)
    for name, member in (
        ("jwk", f'"jwk":{{"kty":"oct","alg":"HS256","k":"{secret}"}}'),
        ("jwk-same-kid", f'"kid":"k1","jwk":{{"kty":"oct","kid":"k1","k":"{secret}"}}'),
        ("jku", '"jku":"https://attacker.example/jwks.json"'),
        ("x5u", '"x5u":"https://attacker.example/chain.pem"'),
        ("x5c", f'"x5c":["{secret}"]'),
        ("k", f'"k":"{secret}"'),
        ("key", f'"key":"{secret}","secret":"{secret}"'),
    ):
        token = mint(CLAIMS, f'{{"alg":"HS256",{member}}}', secret=OTHER_SECRET)
        found.refuses(f"embedded-{name}", "bad-signature", token, KEYS)
        if "kid" not in member:
            found.refuses(f"embedded-{name}-named-keys", "bad-signature", token, [key(kid="k1")])
