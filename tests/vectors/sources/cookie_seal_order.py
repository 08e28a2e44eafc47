"""Sealed values at the limits, and the order of the checks."""

from __future__ import annotations

from typing import Any

from sources.sealed import KEY, OTHER, SHORT, both, jwk, opens, sealed, seals
from sources.token import OTHER_SECRET, key
from sources.vector import ISSUED, Args, Group, err, ok

LIMIT = 4096
TAG = 43


def add(found: Group) -> None:
    add_sizes(found)
    add_order(found)


def add_sizes(found: Group) -> None:
    """`<value>.<10 digits>.<43>` and the name: 4096 bytes at most."""
    room = LIMIT - len("sid") - 1 - 10 - 1 - TAG
    large = err("cookie-too-large")
    fits, over = "v" * room, "v" * (room + 1)
    both(found, "size-4096", fits, fits)
    seals(found, "seal-size-4097", over, large)
    opens(found, "open-size-4097", sealed(f"{over}.{ISSUED}"), large)
    escaped = "%20" * (room // 3)
    spaces = " " * (room // 3)
    both(found, "size-escaped", spaces, escaped)
    seals(found, "seal-size-escaped-over", spaces + " ", large)
    name = "n" * (LIMIT - 1 - 10 - 1 - TAG)
    both(found, "size-name", "", "", name)
    seals(found, "seal-size-name-over", "", large, name + "n")
    opens(found, "open-size-name-over", sealed(f".{ISSUED}", name + "n"), large, name + "n")
    room = LIMIT - len("sid") - 1 - 10 - 1 - 86
    text = sealed(f"{'v' * room}.{ISSUED}", alg="HS512")
    seals(found, "seal-size-hs512", "v" * room, ok(text.decode()), with_key=key("HS512"))
    seals(found, "seal-size-hs512-over", "v" * (room + 1), large, with_key=key("HS512"))
    seals(found, "seal-size-65536", "v" * 65536, large)
    opens(found, "open-size-65536", "v" * 65536, large)
    opens(found, "open-size-dots", "." * 4093, err("malformed"))
    # The text grows with the clock.
    room = LIMIT - len("sid") - 1 - 1 - 1 - TAG
    shown = ok(sealed("v" * room + ".9").decode())
    seals(found, "seal-size-one-digit", "v" * room, shown, now=9999)
    seals(found, "seal-size-two-digits", "v" * room, large, now=10_000)


def add_order(found: Group) -> None:
    """Each is wrong in two ways; the earlier check speaks."""
    bad_argument, key_use, weak = err("bad-argument"), err("key-use"), err("weak-key")
    character, large = err("cookie-character"), err("cookie-too-large")
    verify, sign = jwk(["verify"]), jwk(["sign"])
    long = "v" * (LIMIT + 1)
    seals(found, "order-seal-now-before-use", "a", bad_argument, with_key=verify, now=-1)
    seals(found, "order-seal-now-before-weak", "a", bad_argument, with_key=SHORT, now=-1)
    seals(found, "order-seal-now-before-name", "a", bad_argument, "", now=-1)
    seals(found, "order-seal-use-before-name", "a", key_use, "", verify)
    seals(found, "order-seal-weak-before-name", "a", weak, "", SHORT)
    seals(found, "order-seal-weak-before-size", long, weak, with_key=SHORT)
    seals(found, "order-seal-name-before-size", long, character, "")

    def refuses(id_: str, text: str | bytes, expect: Args, name: str = "sid", **given: Any) -> None:
        opens(found, f"order-open-{id_}", text, expect, name, **given)

    malformed, expired = err("malformed"), err("cookie-expired")
    good = sealed(f"a.{ISSUED}")
    old: dict[str, Any] = {"max_age_ms": 1000}
    refuses("now-before-name", good, bad_argument, "", now=-1)
    refuses("max-age-before-name", good, bad_argument, "", max_age_ms=2**60)
    refuses("max-age-before-form", "", bad_argument, max_age_ms=2**60)
    refuses("no-keys-before-form", "", bad_argument, keys=[])
    refuses("name-before-size", long, character, "")
    refuses("name-before-form", "", character, "")
    refuses("name-before-weak", good, character, "", keys=[SHORT])
    refuses("size-before-form", long, large)
    refuses("form-before-weak", "", malformed, keys=[SHORT])
    refuses("form-before-unknown-key", "", malformed, keys=[sign])
    refuses("tag-before-issued", "a.x.=", malformed)
    refuses("issued-before-key", sealed("a.01", secret=OTHER_SECRET), malformed)
    refuses("unknown-key-before-time", good, err("unknown-key"), keys=[sign], **old)
    refuses("weak-before-time", good, weak, keys=[SHORT], **old)
    refuses("signature-before-escapes", good.replace(b"a", b"%61"), err("bad-signature"))
    refuses("signature-before-time", good, err("bad-signature"), keys=[OTHER], **old)
    refuses("escapes-before-time", sealed(f"%61.{ISSUED}"), malformed, **old)
    refuses("escapes-before-ahead", sealed("%61.4102444800"), malformed, **old)
    refuses("expired-by-an-old-key", good, expired, keys=[OTHER, KEY], **old)
