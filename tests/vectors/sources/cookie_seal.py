"""Sealed cookie values: sealing, opening, rotation, time."""

from __future__ import annotations

from typing import Any

from sources import cookie_seal_form, cookie_seal_order
from sources.sealed import AT, KEY, OTHER, SHORT, both, jwk, opened, opens, sealed, seals, sub_key
from sources.token import OTHER_SECRET, SECRETS, key, mac, part
from sources.vector import ISSUED, NOW, Args, Group, err, ok

OCTETS = "".join(chr(octet) for octet in range(0x21, 0x7F) if chr(octet) not in '"%,;\\')


def group() -> Group:
    found = Group("cookie_seal", "Sealed values: name-bound, dated, canonical in every byte.")
    add_values(found)
    add_names(found)
    add_keys(found)
    add_rotation(found)
    add_purposes(found)
    add_times(found)
    cookie_seal_form.add(found)
    cookie_seal_order.add(found)
    return found


def add_values(found: Group) -> None:
    for id_, value, escaped in (
        ("plain", "user=42", "user=42"),
        ("empty", "", ""),
        ("one", "a", "a"),
        ("dot", ".", "."),
        ("dots", "a.b..c.", "a.b..c."),
        ("like-a-sealed-value", "a.1.AAAA", "a.1.AAAA"),
        ("space", "a b", "a%20b"),
        ("plus", "a+b", "a+b"),
        ("percent", "100%", "100%25"),
        ("percent-20", "a%20b", "a%2520b"),
        ("percent-alone", "%", "%25"),
        ("percents", "%%%", "%25%25%25"),
        ("quotes", '"a"', "%22a%22"),
        ("semicolon", "a;b", "a%3Bb"),
        ("comma", "a,b", "a%2Cb"),
        ("backslash", "a\\b", "a%5Cb"),
        ("newline", "a\r\nb", "a%0D%0Ab"),
        ("tab", "\t", "%09"),
        ("nul", "\0", "%00"),
        ("delete", "\x7f", "%7F"),
        ("json", '{"id":[1,2]}', "{%22id%22:[1%2C2]}"),
        ("slash", "a/b", "a/b"),
        ("jwt", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA"),
        ("non-ascii", "Zo\u00eb", "Zo%C3%AB"),
        ("kanji", "\u6771\u4eac", "%E6%9D%B1%E4%BA%AC"),
        ("emoji", "\U0001f980", "%F0%9F%A6%80"),
        ("every-octet", OCTETS, OCTETS),
    ):
        both(found, id_, value, escaped)
    for id_, octets, escaped in (
        ("invalid-utf-8", b"\xff\xfe", "%FF%FE"),
        ("latin-1", b"caf\xe9", "caf%E9"),
        ("overlong", b"\xc0\xae", "%C0%AE"),
        ("every-byte", bytes(range(256)), every_byte()),
        ("32-bytes", OTHER_SECRET, "".join(f"%{octet:02X}" for octet in OTHER_SECRET)),
    ):
        both(found, id_, octets, escaped)


def every_byte() -> str:
    return "".join(chr(octet) if chr(octet) in OCTETS else f"%{octet:02X}" for octet in range(256))


def add_names(found: Group) -> None:
    for id_, name in (
        ("one-character", "a"),
        ("host", "__Host-sid"),
        ("dots", "a.b.1700000000"),
        ("every-character", "!#$%&'*+-.^_`|~09AZaz"),
        ("long", "n" * 300),
        ("proto", "__proto__"),
    ):
        both(found, f"name-{id_}", "user=42", "user=42", name)
    text = sealed(f"user=42.{ISSUED}")
    for id_, name in (
        ("other", "uid"),
        ("shorter", "si"),
        ("longer", "sidd"),
        ("upper-case", "SID"),
        ("prefixed", "__Host-sid"),
        ("reversed", "dis"),
    ):
        opens(found, f"moved-to-{id_}", text, err("bad-signature"), name)
    # A browser takes these for one prefix; they are different names all the same.
    host = sealed(f"user=42.{ISSUED}", "__Host-sid")
    opens(found, "moved-to-prefix-in-lower-case", host, err("bad-signature"), "__host-sid")
    for id_, name in (
        ("empty", ""),
        ("space", "s d"),
        ("semicolon", "s;d"),
        ("equals", "s=d"),
        ("control", "s\x01d"),
        ("nul", "s\0d"),
        ("non-ascii", "s\u00efd"),
        ("slash", "s/d"),
        ("quotes", '"sid"'),
    ):
        seals(found, f"seal-name-{id_}", "a", err("cookie-character"), name)
        opens(found, f"open-name-{id_}", sealed(f"a.{ISSUED}", name), err("cookie-character"), name)


def add_keys(found: Group) -> None:
    body = f"user=42.{ISSUED}"
    for alg in SECRETS:
        text = sealed(body, alg=alg)
        low = alg.lower()
        seals(found, f"seal-{low}", "user=42", ok(text.decode()), with_key=key(alg))
        opens(found, f"open-{low}", text, opened(b"user=42"), keys=[key(alg)])
        for other in SECRETS:
            if other != alg:
                keys = [key(other)]
                opens(
                    found, f"open-{low}-by-{other.lower()}", text, err("bad-signature"), keys=keys
                )
        # The same secret under another algorithm is another key.
        secret = SECRETS["HS512"]
        text = sealed(body, alg=alg, secret=secret)
        keys = [key("HS512", secret) if alg != "HS512" else key("HS256", secret)]
        opens(
            found, f"open-{low}-same-secret-other-algorithm", text, err("bad-signature"), keys=keys
        )
    text = sealed(body)
    opens(found, "open-other-secret", text, err("bad-signature"), keys=[OTHER])
    # A kid plays no part: it is not in the text.
    seals(found, "seal-kid", "user=42", ok(text.decode()), with_key=key(kid="k1"))
    opens(found, "open-kid", text, opened(b"user=42"), keys=[key(kid="k1")])
    seals(found, "seal-short", "a", err("weak-key"), with_key=SHORT)
    opens(found, "open-short", text, err("weak-key"), keys=[SHORT])
    named_short = {**KEY, "short": True}
    seals(found, "seal-short-but-long-enough", "user=42", ok(text.decode()), with_key=named_short)
    opens(found, "open-short-but-long-enough", text, opened(b"user=42"), keys=[named_short])
    sign, verify = jwk(["sign"]), jwk(["verify"])
    for id_, good in (("both", jwk(["sign", "verify"])), ("none-named", jwk(None))):
        seals(found, f"seal-jwk-{id_}", "user=42", ok(text.decode()), with_key=good)
        opens(found, f"open-jwk-{id_}", text, opened(b"user=42"), keys=[good])
    seals(found, "seal-jwk-sign-only", "user=42", ok(text.decode()), with_key=sign)
    seals(found, "seal-jwk-verify-only", "user=42", err("key-use"), with_key=verify)
    opens(found, "open-jwk-verify-only", text, opened(b"user=42"), keys=[verify])
    opens(found, "open-jwk-sign-only", text, err("unknown-key"), keys=[sign])
    opens(found, "open-jwk-sign-only-then-good", text, opened(b"user=42", at=1), keys=[sign, KEY])
    opens(found, "open-jwk-sign-only-and-short", text, err("weak-key"), keys=[sign, SHORT])
    opens(found, "open-jwk-sign-only-and-other", text, err("bad-signature"), keys=[sign, OTHER])
    opens(found, "open-short-then-good", text, opened(b"user=42", at=1), keys=[SHORT, KEY])
    opens(found, "open-good-then-short", text, opened(b"user=42"), keys=[KEY, SHORT])
    opens(found, "open-short-then-other", text, err("bad-signature"), keys=[SHORT, OTHER])
    opens(found, "open-other-then-short", text, err("bad-signature"), keys=[OTHER, SHORT])
    opens(found, "open-no-keys", text, err("bad-argument"), keys=[])
    # A secret one byte shorter or longer is another secret; HMAC pads with zeros.
    padded = key(secret=SECRETS["HS256"] + b"\0")
    opens(found, "open-secret-padded", text, opened(b"user=42"), keys=[padded])


def add_rotation(found: Group) -> None:
    text = sealed(f"user=42.{ISSUED}")
    ring = [key(secret=bytes([number]) * 32, kid=f"k{number}") for number in range(1, 8)]
    for at in range(len(ring) + 1):
        keys = [*ring[:at], KEY, *ring[at:]]
        opens(found, f"rotated-{at}", text, opened(b"user=42", at=at), keys=keys)
    opens(found, "rotated-away", text, err("bad-signature"), keys=ring)
    opens(found, "rotated-twice-in-it", text, opened(b"user=42", at=1), keys=[OTHER, KEY, KEY])
    opens(found, "rotated-first-twice", text, opened(b"user=42"), keys=[KEY, KEY])
    mixed = [key("HS512"), key("HS384"), KEY]
    opens(found, "rotated-algorithms", text, opened(b"user=42", at=2), keys=mixed)
    text = sealed(f"user=42.{ISSUED}", alg="HS384")
    opens(found, "rotated-algorithms-384", text, opened(b"user=42", at=1), keys=mixed)


def add_purposes(found: Group) -> None:
    body = f"user=42.{ISSUED}"
    for purpose in ("session", "refresh", "csrf", "id", "Cookie", "cookie\0", ""):
        id_ = {"Cookie": "upper-case", "cookie\0": "longer", "": "none"}.get(purpose, purpose)
        text = sealed(body, purpose=purpose)
        opens(found, f"purpose-{id_}", text, err("bad-signature"))
    joined = b"\x00\x03sid" + body.encode()
    for id_, tag in (
        ("master", mac(joined)),
        ("master-over-body", mac(body)),
        ("no-label", mac(joined, secret=mac(b"tokenseal/1/cookie"))),
        ("no-version", mac(joined, secret=mac(b"\xfftokenseal/cookie"))),
        ("sub-key-cut", mac(joined, secret=sub_key("cookie")[:16])),
        ("sub-key-itself", sub_key("cookie")),
    ):
        text = body.encode() + b"." + part(tag).encode()
        opens(found, f"tag-by-{id_}", text, err("bad-signature"))


def add_times(found: Group) -> None:
    text = sealed(f"user=42.{ISSUED}")
    expired, early = err("cookie-expired"), err("not-yet-valid")

    def at(id_: str, now: int, expect: Args | None = None, **given: Any) -> None:
        shown = opened(b"user=42", now=now) if expect is None else expect
        opens(found, f"time-{id_}", text, shown, now=now, **given)

    for id_, now, issued in (
        ("0", 0, 0),
        ("999-ms", 999, 0),
        ("1000-ms", 1000, 1),
        ("rounded-down", AT + 999, ISSUED),
        ("next-second", AT + 1000, ISSUED + 1),
        ("year-2100", 4_102_444_800_000, 4_102_444_800),
        ("largest", 2**53, 9_007_199_254_740),
    ):
        shown = ok(sealed(f"user=42.{issued}").decode())
        seals(found, f"time-seal-{id_}", "user=42", shown, now=now)
    for id_, now in (("negative", -1000), ("minus-1", -1), ("past", 9_007_199_254_741_000)):
        seals(found, f"time-seal-{id_}", "a", err("bad-argument"), now=now)
        at(f"open-{id_}", now, err("bad-argument"))
    for id_, age in (("1-ms", 1), ("1-s", 1000), ("1500-ms", 1500), ("1-hour", 3_600_000)):
        at(f"max-age-{id_}-at-once", AT, max_age_ms=age)
        at(f"max-age-{id_}-less-1-ms", AT + age - 1, max_age_ms=age)
        at(f"max-age-{id_}", AT + age, expired, max_age_ms=age)
        at(f"max-age-{id_}-and-1-ms", AT + age + 1, expired, max_age_ms=age)
    at("max-age-0", AT, expired, max_age_ms=0)
    at("max-age-0-1-ms-ahead", AT - 1, max_age_ms=0)
    at("max-age-400-days", AT + 34_559_999_999, max_age_ms=34_560_000_000)
    at("max-age-longer-than-a-cookie-lives", AT + 10**12, max_age_ms=10**12 + 1000)
    at("max-age-2-53", NOW, max_age_ms=2**53)
    at("max-age-2-53-last-now", 2**53, max_age_ms=2**53)
    at("max-age-past-2-53", NOW, err("bad-argument"), max_age_ms=9_007_199_254_741_000)
    at("max-age-2-60", NOW, err("bad-argument"), max_age_ms=2**60)
    at("no-max-age-much-later", 2**53)
    at("no-max-age-before-it-was-issued", 0)
    at("no-max-age-at-once", AT)
    at("no-max-age-999-ms-later", AT + 999)
    at("ahead-1-ms", AT - 1, max_age_ms=1000)
    at("ahead-59999-ms", AT - 59_999, max_age_ms=1000)
    at("ahead-60-s", AT - 60_000, max_age_ms=1000)
    at("ahead-60001-ms", AT - 60_001, early, max_age_ms=1000)
    at("ahead-61-s", AT - 61_000, early, max_age_ms=1000)
    at("ahead-since-epoch", 0, early, max_age_ms=2**53)
    at("ahead-61-s-without-max-age", AT - 61_000)
    at("ahead-and-max-age-0", AT - 60_001, early, max_age_ms=0)
    far = sealed("user=42.9007199254740")
    opens(found, "time-largest-issued", far, early, max_age_ms=2**53)
    zero = sealed("user=42.0")
    shown = opened(b"user=42", 0, 1000)
    opens(found, "time-issued-0", zero, shown, now=1000, max_age_ms=1001)
    opens(found, "time-issued-0-expired", zero, expired, now=1000, max_age_ms=1000)
