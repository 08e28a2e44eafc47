"""Two faults at once: which one is told."""

from __future__ import annotations

from sources.hostile_form import header_of
from sources.token import CLAIMS, HEADER, KEYS, OTHER_SECRET, key, mac, mint, part, seal
from sources.vector import EXPIRES, NOW, Args, Group

H, P = part(HEADER), part(CLAIMS)
T = part(mac(f"{H}.{P}"))
DEEP = "[" * 16 + "]" * 16
EXP = f'"exp":{EXPIRES}'


def add(found: Group) -> None:
    add_arguments(found)
    add_header(found)
    add_keys(found)
    add_payload(found)
    add_claims(found)


def add_arguments(found: Group) -> None:
    """Bad arguments win over everything."""
    bad: tuple[tuple[str, Args, int], ...] = (
        ("now-negative", {}, -1000),
        ("now-beyond-2-53", {}, 9_007_199_254_741_000),
        ("leeway-over-ten-minutes", {"leeway_ms": 601_000}, NOW),
        ("leeway-one-over", {"leeway_ms": 600_001}, NOW),
        ("max-age-beyond-2-53", {"max_age_ms": 9_007_199_254_741_000}, NOW),
        ("max-token-65537", {"max_token": 65537}, NOW),
        ("audience-and-any", {"audience": ["api"], "any_audience": True}, NOW),
        ("audience-empty", {"audience": []}, NOW),
        ("audience-65", {"audience": [f"a{i}" for i in range(65)]}, NOW),
        ("required-65", {"required": ["exp"] * 65}, NOW),
        ("audience-empty-and-any", {"audience": [], "any_audience": True}, NOW),
    )
    for name, policy, now in bad:
        for fault, token in (("good", mint()), ("no", ""), ("long", "A" * 8193)):
            found.refuses(
                f"order-{name}-{fault}-token", "bad-argument", token, KEYS, policy=policy, now=now
            )
    for fault, token in (("good", mint()), ("no", ""), ("long", "A" * 8193)):
        found.refuses(f"order-no-keys-{fault}-token", "bad-argument", token, [])


def add_header(found: Group) -> None:
    long = part(header_of(1025))
    crit = part('{"alg":"HS256","crit":[]}')
    for name, error, token in (
        ("header-limit-before-header-base64url", "limit", f"{'!' * 1400}.{P}.{T}"),
        ("header-limit-before-tag-base64url", "limit", f"{long}.{P}.="),
        ("parts-before-header-limit", "malformed", f"{long}.{P}"),
        ("four-parts-before-header-limit", "malformed", f"{long}.{P}.{T}.{T}"),
        ("header-base64url-before-depth", "malformed", part(f'{{"x":{DEEP}}}') + f"=.{P}.{T}"),
        (
            "header-utf-8-before-depth",
            "malformed",
            part(b'{"alg":"HS256","x":' + DEEP.encode() + b',"y":"\xff"}') + f".{P}.{T}",
        ),
        (
            "header-depth-before-syntax",
            "limit",
            part(f'{{"alg":"HS256","x":{DEEP},"y":01}}') + f".{P}.{T}",
        ),
        (
            "header-syntax-before-depth",
            "malformed",
            part(f'{{"alg":"HS256","y":01,"x":{DEEP}}}') + f".{P}.{T}",
        ),
        (
            "header-duplicate-before-depth",
            "malformed",
            part(f'{{"alg":"HS256","alg":1,"x":{DEEP}}}') + f".{P}.{T}",
        ),
        (
            "header-number-limit-before-duplicate",
            "limit",
            part('{"alg":"HS256","x":' + "1" * 65 + ',"alg":1}') + f".{P}.{T}",
        ),
        (
            "header-depth-before-types",
            "limit",
            part(f'{{"alg":1,"x":{DEEP}}}') + f".{P}.{T}",
        ),
        ("header-depth-before-crit", "limit", part(f'{{"crit":[],"x":{DEEP}}}') + f".{P}.{T}"),
        ("header-types-before-crit", "malformed", part('{"crit":[],"alg":1}') + f".{P}.{T}"),
        (
            "kid-type-before-crit",
            "malformed",
            part('{"alg":"HS256","crit":[],"kid":1}') + f".{P}.{T}",
        ),
        ("typ-type-before-b64", "malformed", part('{"b64":false,"typ":null}') + f".{P}.{T}"),
        ("crit-before-no-alg", "unsupported", part('{"crit":[]}') + f".{P}.{T}"),
        ("b64-before-no-alg", "unsupported", part('{"b64":false}') + f".{P}.{T}"),
        ("crit-before-alg-none", "unsupported", part('{"alg":"none","crit":[]}') + f".{P}."),
        ("crit-before-tag-base64url", "unsupported", f"{crit}.{P}.{T}="),
        ("crit-before-bad-signature", "unsupported", f"{crit}.{P}.{T}"),
        (
            "crit-before-long-kid",
            "unsupported",
            part('{"alg":"HS256","crit":[],"kid":"' + "k" * 65 + '"}') + f".{P}.{T}",
        ),
        ("header-json-before-tag-base64url", "limit", part(f'{{"x":{DEEP}}}') + f".{P}.{T}="),
        (
            "tag-base64url-before-long-kid",
            "malformed",
            part('{"alg":"HS256","kid":"' + "k" * 65 + '"}') + f".{P}.{T}=",
        ),
        ("tag-base64url-before-alg", "malformed", part('{"alg":"none"}') + f".{P}.="),
        ("no-alg-before-long-kid", "malformed", mint(CLAIMS, '{"kid":"' + "k" * 65 + '"}')),
        (
            "long-kid-before-alg",
            "limit",
            mint(CLAIMS, '{"alg":"none","kid":"' + "k" * 65 + '"}'),
        ),
    ):
        found.refuses(f"order-{name}", error, token, KEYS)


def add_keys(found: Group) -> None:
    named = [key(kid="k1")]
    for name, error, token in (
        ("tag-base64url-before-unknown-key", "malformed", mint(CLAIMS, kid("k2")) + "="),
        ("crit-before-unknown-key", "unsupported", mint(CLAIMS, kid("k2", '"crit":null,'))),
        ("no-alg-before-unknown-key", "malformed", mint(CLAIMS, '{"kid":"k2"}')),
        ("unknown-key-before-alg", "unknown-key", mint(CLAIMS, kid("k2").replace("HS256", "none"))),
        ("unknown-key-before-mac", "unknown-key", mint(CLAIMS, kid("k2"), secret=OTHER_SECRET)),
        ("unknown-key-before-payload", "unknown-key", mint("x", kid("k2"))),
        ("alg-before-mac", "algorithm-mismatch", mint(CLAIMS, kid("k1").replace("HS256", "HS384"))),
        (
            "alg-before-payload",
            "algorithm-mismatch",
            mint("x", kid("k1").replace("HS256", "ES256")),
        ),
        ("long-kid-before-unknown-key", "limit", mint(CLAIMS, kid("k" * 65))),
    ):
        found.refuses(f"order-{name}", error, token, named)


def kid(name: str, more: str = "") -> str:
    return f'{{"alg":"HS256",{more}"kid":"{name}"}}'


def add_payload(found: Group) -> None:
    forged: tuple[tuple[str, str], ...] = (
        ("expired", '{"exp":1}'),
        ("no-json", "x"),
        ("deep", f'{{"x":{DEEP}}}'),
        ("type", '{"exp":"x"}'),
        ("no-exp", "{}"),
        ("audience", f'{{{EXP},"aud":[]}}'),
    )
    for name, claims in forged:
        token = mint(claims, secret=OTHER_SECRET)
        found.refuses(f"order-mac-before-{name}", "bad-signature", token, KEYS)
    found.refuses(
        "order-payload-base64url-before-depth",
        "malformed",
        seal(H, part(f'{{"x":{DEEP}}}') + "="),
        KEYS,
    )
    for name, error, payload in (
        ("utf-8-before-depth", "malformed", f'{{"x":{DEEP},"y":"'.encode() + b'\xff"}'),
        ("depth-before-syntax", "limit", f'{{"x":{DEEP},"y":01}}'.encode()),
        ("syntax-before-depth", "malformed", f'{{"y":01,"x":{DEEP}}}'.encode()),
        ("duplicate-before-depth", "malformed", f'{{"y":1,"y":1,"x":{DEEP}}}'.encode()),
        ("depth-before-duplicate", "limit", f'{{"y":1,"x":{DEEP},"y":1}}'.encode()),
        ("depth-before-claim-type", "limit", f'{{"exp":"x","x":{DEEP}}}'.encode()),
        ("number-limit-before-claim-type", "limit", b'{"aud":1,"x":' + b"1" * 65 + b"}"),
        ("number-limit-of-exp", "limit", b'{"exp":' + b"1" * 65 + b"}"),
        ("syntax-before-missing", "malformed", b"{,}"),
        ("claim-type-before-expired", "malformed", b'{"exp":1,"nbf":"x"}'),
        ("claim-type-before-missing", "malformed", b'{"jti":1}'),
        ("far-exp-before-missing", "malformed", b'{"nbf":1e400}'),
    ):
        found.refuses(f"order-{name}", error, mint(payload), KEYS)


def add_claims(found: Group) -> None:
    """Each claim's own place, by the neighbours that both fail."""
    past, future = "1", str(EXPIRES)
    strict: Args = {
        "typ": "at+jwt",
        "issuer": "i",
        "subject": "s",
        "audience": ["a"],
        "max_age_ms": 1000,
        "jwt_id": "j",
        "required": ["role"],
    }
    typed = '{"alg":"HS256","typ":"at+jwt"}'
    steps = (
        ("exp", f'"exp":{future}', f'"exp":{past}', "expired"),
        ("nbf", f'"nbf":{past}', f'"nbf":{future}', "not-yet-valid"),
        ("iss", '"iss":"i"', '"iss":"x"', "wrong-issuer"),
        ("sub", '"sub":"s"', '"sub":"x"', "wrong-subject"),
        ("aud", '"aud":"a"', '"aud":"x"', "wrong-audience"),
        ("iat", '"iat":1700000100', f'"iat":{past}', "too-old"),
        ("jti", '"jti":"j"', '"jti":"x"', "wrong-id"),
        ("role", '"role":1', '"rule":1', "missing-claim"),
    )
    worst = ",".join(wrong for _, _, wrong, _ in steps)
    found.refuses("order-all-wrong", "wrong-type", mint(f"{{{worst}}}"), KEYS, policy=strict)
    # Written backwards, so that the order of checks is not the text's.
    for at, (claim, _, _, error) in enumerate(steps):
        members = [good if place < at else bad for place, (_, good, bad, _) in enumerate(steps)]
        backwards = ",".join(reversed(members))
        token = mint(f"{{{backwards}}}", typed)
        found.refuses(f"order-wrong-from-{claim}", error, token, KEYS, policy=strict)
    absence = {"aud": "wrong-audience"}
    required = {**strict, "required": ["role", "nbf"]}
    for at, (claim, _, _, _) in enumerate(steps):
        members = [good if place < at else bad for place, (_, good, bad, _) in enumerate(steps)]
        kept = [text for place, text in enumerate(members) if place != at]
        token = mint("{" + ",".join(kept) + "}", typed)
        error = absence.get(claim, "missing-claim")
        found.refuses(f"order-absent-{claim}", error, token, KEYS, policy=required)
    # Demanded by name alone, a registered claim still has its own place.
    own = {
        "iss": "issuer",
        "sub": "subject",
        "aud": "audience",
        "iat": "max_age_ms",
        "jti": "jwt_id",
    }
    for at, (claim, _, _, _) in enumerate(steps[:-1]):
        asked = {name: value for name, value in strict.items() if name != own.get(claim)}
        asked |= {"required": ["role", claim], "require_exp": claim != "exp"}
        members = [good if place < at else bad for place, (_, good, bad, _) in enumerate(steps)]
        kept = [text for place, text in enumerate(members) if place != at]
        token = mint("{" + ",".join(kept) + "}", typed)
        name = f"order-required-{claim}-before-the-next"
        found.refuses(name, "missing-claim", token, KEYS, policy=asked)
        if at == 0:
            continue
        kept[at - 1] = steps[at - 1][2]
        token = mint("{" + ",".join(kept) + "}", typed)
        name = f"order-required-{claim}-after-the-previous"
        found.refuses(name, steps[at - 1][3], token, KEYS, policy=asked)
