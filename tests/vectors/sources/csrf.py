"""CSRF tokens, and the check of what the browser says of a request's origin."""

from __future__ import annotations

import base64

from sources import csrf_fetch, state_by_hand
from sources.sealed import KEY, OTHER, SHORT, jwk, sub_key
from sources.state import lp
from sources.token import OTHER_SECRET, SECRETS, data, key, mac, part
from sources.vector import Args, Group, err, ok, raw

NONCE = bytes(range(0xA0, 0xB0))
MASK = bytes((7 * at + 3) % 256 for at in range(80))
BINDING = "session-1"
SIZES = {"HS256": 32, "HS384": 48, "HS512": 64}


def secret(binding: str | bytes, alg: str, by: bytes | None, nonce: bytes, purpose: str) -> bytes:
    return nonce + mac(lp(binding) + nonce, alg, sub_key(purpose, alg, by))


def token(
    binding: str | bytes = BINDING,
    alg: str = "HS256",
    by: bytes | None = None,
    nonce: bytes = NONCE,
    mask: bytes = MASK,
    purpose: str = "csrf",
) -> str:
    hidden = secret(binding, alg, by, nonce, purpose)
    return masked(hidden, mask[: len(hidden)])


def hidden_by(nonce: bytes) -> bytes:
    return secret(BINDING, "HS256", None, nonce, "csrf")


def masked(hidden: bytes, mask: bytes) -> str:
    return part(mask + bytes(one ^ other for one, other in zip(mask, hidden, strict=True)))


def group() -> Group:
    found = Group(
        "csrf", "CSRF tokens: masked, bound, without state; and the fetch-metadata check."
    )
    state_by_hand.add_csrf(found)
    add_minting(found)
    add_bindings(found)
    add_masks(found)
    add_keys(found)
    add_forms(found)
    add_bits(found)
    add_purposes(found)
    csrf_fetch.add(found)
    return found


def mints(
    found: Group,
    id_: str,
    expect: Args,
    binding: str | bytes = BINDING,
    with_key: Args = KEY,
    entropy: bytes = NONCE + MASK[:48],
) -> None:
    args = {"key": with_key, **raw("binding", binding), "entropy": entropy.hex()}
    found.add(f"token-{id_}", "csrf.token", args, expect)


def checks(
    found: Group,
    id_: str,
    text: str | bytes,
    error: str | None = None,
    binding: str | bytes = BINDING,
    keys: list[Args] | None = None,
) -> None:
    args = {
        "keys": [KEY] if keys is None else keys,
        **raw("binding", binding),
        **raw("token", text),
    }
    found.add(f"verify-{id_}", "csrf.verify", args, err(error) if error else ok(True))


def both(found: Group, id_: str, binding: str | bytes) -> None:
    mints(found, id_, ok(token(binding)), binding)
    checks(found, id_, token(binding), binding=binding)


def add_minting(found: Group) -> None:
    for alg, size in SIZES.items():
        low, entropy = alg.lower(), NONCE + MASK[: 16 + size]
        mints(found, low, ok(token(alg=alg)), with_key=key(alg), entropy=entropy)
        checks(found, low, token(alg=alg), keys=[key(alg)])
        for off in (-1, 1, -16, 16, -len(entropy)):
            wrong = (entropy + bytes(16))[: len(entropy) + off]
            id_ = f"{low}-entropy-of-{len(wrong)}"
            mints(found, id_, err("bad-argument"), with_key=key(alg), entropy=wrong)
    mints(found, "short-key", err("weak-key"), with_key=SHORT)
    mints(found, "verify-only-key", err("key-use"), with_key=jwk(["verify"]))
    mints(found, "sign-only-key", ok(token()), with_key=jwk(["sign"]))
    mints(found, "kid", ok(token()), with_key=key(kid="k1"))
    mints(found, "entropy-before-weak-key", err("bad-argument"), with_key=SHORT, entropy=b"")
    verify = jwk(["verify"])
    mints(found, "binding-before-key-use", err("bad-argument"), "", with_key=verify)


def add_bindings(found: Group) -> None:
    for id_, binding in (
        ("one-byte", "a"),
        ("non-ascii", "zo\u00eb"),
        ("binary", bytes(range(256))),
        ("nul", b"a\0b"),
        ("a-session-id", bytes(range(32))),
        ("65535-bytes", "b" * 65_535),
    ):
        both(found, f"binding-{id_}", binding)
    mints(found, "binding-empty", err("bad-argument"), "")
    checks(found, "binding-empty", token(), "bad-argument", binding="")
    mints(found, "binding-65536-bytes", err("limit"), "b" * 65_536)
    checks(found, "binding-65536-bytes", token(), "limit", binding="b" * 65_536)
    for id_, other in (
        ("other", "session-2"),
        ("shorter", "session-"),
        ("longer", "session-11"),
        ("upper-case", "Session-1"),
        ("trailing-nul", b"session-1\0"),
        ("with-the-nonce", BINDING.encode() + NONCE),
        ("in-hex", BINDING.encode().hex()),
    ):
        checks(found, f"wrong-binding-{id_}", token(), "bad-signature", binding=other)
    # Binding and nonce can't run together.
    moved = token("session-", nonce=b"1" + NONCE[:15])
    checks(found, "binding-and-nonce-moved", moved, "bad-signature")


def add_masks(found: Group) -> None:
    """The same token, however it is shown."""
    for id_, mask in (
        ("zeros", bytes(48)),
        ("ones", b"\xff" * 48),
        ("the-secret", secret(BINDING, "HS256", None, NONCE, "csrf")),
        ("other", bytes(range(48))),
    ):
        text = token(mask=mask)
        mints(found, f"mask-{id_}", ok(text), entropy=NONCE + mask)
        checks(found, f"mask-{id_}", text)
    for id_, nonce in (("zeros", bytes(16)), ("ones", b"\xff" * 16)):
        text = token(nonce=nonce)
        mints(found, f"nonce-{id_}", ok(text), entropy=nonce + MASK[:48])
        checks(found, f"nonce-{id_}", text)
    hidden = secret(BINDING, "HS256", None, NONCE, "csrf")
    checks(found, "unmasked", part(hidden), "bad-signature")
    checks(found, "mask-behind", part(raw_of(masked(hidden, MASK[:48]))[48:] + MASK[:48]))
    checks(found, "mask-alone", part(MASK[:48] + MASK[:48]), "bad-signature")
    two = raw_of(token())[:48] + raw_of(token(mask=bytes(range(48))))[48:]
    checks(found, "mask-of-another", part(two), "bad-signature")


def raw_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def add_keys(found: Group) -> None:
    bad = "bad-signature"
    checks(found, "other-key", token(), bad, keys=[OTHER])
    checks(found, "second-key", token(), keys=[OTHER, KEY])
    checks(found, "rotated-away", token(by=OTHER_SECRET), bad)
    checks(found, "eighth-key", token(), keys=[*many(), KEY])
    checks(found, "none-of-seven-keys", token(), bad, keys=many())
    checks(found, "no-keys", token(), "bad-argument", keys=[])
    checks(found, "short-key", token(), "weak-key", keys=[SHORT])
    checks(found, "short-key-then-good", token(), keys=[SHORT, KEY])
    checks(found, "short-key-then-other", token(), bad, keys=[SHORT, OTHER])
    checks(found, "other-then-short-key", token(), bad, keys=[OTHER, SHORT])
    checks(found, "sign-only-key", token(), "unknown-key", keys=[jwk(["sign"])])
    checks(found, "verify-only-key", token(), keys=[jwk(["verify"])])
    checks(found, "sign-only-and-short-key", token(), "weak-key", keys=[jwk(["sign"]), SHORT])
    mixed = [key("HS512"), key("HS384"), KEY]
    for alg in SIZES:
        checks(found, f"mixed-{alg.lower()}", token(alg=alg), keys=mixed)
        others = [each for each in mixed if each["alg"] != alg]
        checks(found, f"mixed-without-{alg.lower()}", token(alg=alg), bad, keys=others)
    long = SECRETS["HS512"]
    for alg in ("HS256", "HS384"):
        text = token(alg=alg, by=long)
        checks(found, f"one-secret-{alg.lower()}", text, bad, keys=[key("HS512", long)])


def many() -> list[Args]:
    return [key(secret=bytes([at]) * 32) for at in range(1, 8)]


def add_forms(found: Group) -> None:
    good = token()
    bad, malformed = "bad-signature", "malformed"
    longer = token(alg="HS512")
    for id_, text, error in (
        ("empty", "", bad),
        ("1-character", "A", malformed),
        ("2-characters", "AA", bad),
        ("odd-bytes", part(raw_of(good) + b"\0"), bad),
        ("1-byte-less", part(raw_of(good)[:-1]), bad),
        ("2-bytes-less", part(raw_of(good)[:-2]), bad),
        ("2-bytes-more", part(raw_of(good) + b"\0\0"), bad),
        ("of-32-bytes", part(bytes(32)), bad),
        ("of-30-bytes", part(bytes(30)), bad),
        ("of-zeros", part(bytes(96)), bad),
        ("padded", good + "=", malformed),
        ("standard-alphabet", good.replace("-", "+").replace("_", "/"), malformed),
        ("space-behind", good + " ", malformed),
        ("newline", good[:-1] + "\n", malformed),
        ("dot", good + ".", malformed),
        ("non-ascii", good[:-2] + "\u00e9", malformed),
        ("unused-bits", longer[:-1] + chr(ord(longer[-1]) + 1), malformed),
        ("214-characters-unused-bits", "B" * 214, malformed),
        ("214-characters", "A" * 214, bad),
        ("215-characters", "A" * 215, "limit"),
        ("215-dots", "." * 215, "limit"),
        ("65536-characters", "A" * 65_536, "limit"),
        ("twice", good + good, "limit"),
    ):
        checks(found, f"form-{id_}", text, error)
    # A byte short, where the byte that is missing from the mask would have hidden a zero.
    nonces = (at.to_bytes(16, "big") for at in range(2**16))
    nonce = next(each for each in nonces if hidden_by(each)[-1] == 0)
    hidden, short = hidden_by(nonce), MASK[:47]
    cut = bytes(one ^ other for one, other in zip(short, hidden, strict=False))
    checks(found, "form-mask-one-byte-short", part(short + cut + b"\0"), bad)
    checks(found, "form-tag-that-ends-in-0", token(nonce=nonce))
    checks(found, "form-not-utf-8", good[:-1].encode() + b"\xff", malformed)
    checks(found, "form-nul", good[:-1] + "\0", malformed)
    checks(found, "order-binding-before-size", "A" * 215, "bad-argument", binding="")
    checks(found, "order-binding-size-before-form", "=", "limit", binding="b" * 65_536)
    checks(found, "order-size-before-weak-key", "A" * 215, "limit", keys=[SHORT])
    checks(found, "order-form-before-weak-key", "=", malformed, keys=[SHORT])
    checks(found, "order-no-keys-before-binding", "", "bad-argument", keys=[], binding="")


def add_bits(found: Group) -> None:
    """A bit of every byte, turned."""
    good = raw_of(token())
    for at in range(len(good)):
        turned = good[:at] + bytes([good[at] ^ 1 << at % 8]) + good[at + 1 :]
        checks(found, f"bit-{at}", part(turned), "bad-signature")
    # The same bit of the mask and of what it hides is the same token.
    turned = bytes([good[0] ^ 1]) + good[1:48] + bytes([good[48] ^ 1]) + good[49:]
    checks(found, "bit-of-mask-and-hidden", part(turned))


def add_purposes(found: Group) -> None:
    for purpose in ("cookie", "session", "refresh", "id", "CSRF", ""):
        id_ = {"CSRF": "upper-case", "": "none"}.get(purpose, purpose)
        checks(found, f"purpose-{id_}", token(purpose=purpose), "bad-signature")
    for id_, tag in (
        ("master", mac(lp(BINDING) + NONCE)),
        ("no-length", mac(data(BINDING) + NONCE, secret=sub_key("csrf"))),
        ("no-nonce", mac(lp(BINDING), secret=sub_key("csrf"))),
        ("nonce-first", mac(NONCE + lp(BINDING), secret=sub_key("csrf"))),
    ):
        checks(found, f"tag-by-{id_}", masked(NONCE + tag, MASK[:48]), "bad-signature")
