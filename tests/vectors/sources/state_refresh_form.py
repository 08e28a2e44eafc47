"""The refresh token's form and MAC: nothing is read before both are good."""

from __future__ import annotations

import base64

from sources.sealed import KEY, OTHER, SHORT, jwk
from sources.state import (
    NOBODY,
    client,
    family,
    family_key,
    key_id,
    owner,
    refresh_content,
    refresh_token,
    subject_key,
)
from sources.state_refresh_case import LIVE, ends, moves, rotates, shown, tombs
from sources.token import OTHER_SECRET, key, mac, part
from sources.vector import NOW, Args, Group

GOOD = refresh_token()
CONTENT, TAG = GOOD.split(".")


def add(found: Group) -> None:
    add_texts(found)
    add_contents(found)
    add_bits(found)
    add_rings(found)
    add_spaces(found)


def refuses(found: Group, id_: str, token: str, error: str, keys: list[Args] | None = None) -> None:
    rotates(found, f"token-{id_}", error, token=token, keys=keys)


def add_texts(found: Group) -> None:
    standard = base64.b64encode(refresh_content(id_=b"\xff" * 16)).decode().rstrip("=")
    for id_, token in (
        ("empty", ""),
        ("dot", "."),
        ("no-dot", CONTENT + TAG),
        ("two-dots", GOOD + "."),
        ("two-dots-in-front", "." + GOOD),
        ("three-parts", f"{CONTENT}.AAAA.{TAG}"),
        ("content-alone", CONTENT),
        ("tag-alone", "." + TAG),
        ("content-padded", f"{CONTENT}=.{TAG}"),
        ("tag-padded", GOOD + "="),
        ("content-standard-alphabet", f"{standard}.{TAG}"),
        ("content-unused-bits", CONTENT[:-1] + chr(ord(CONTENT[-1]) + 1) + "." + TAG),
        ("tag-unused-bits", GOOD[:-1] + chr(ord(GOOD[-1]) + 1)),
        ("content-space", f"{CONTENT} .{TAG}"),
        ("space-in-front", " " + GOOD),
        ("newline", GOOD + "\n"),
        ("content-cut", f"{CONTENT[:-1]}.{TAG}"),
        ("tag-of-1-character", f"{CONTENT}.A"),
        ("non-ascii", f"{CONTENT}.\u00e9\u00e9"),
        ("a-jwt", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA"),
        ("142-characters", "A" * 142),
    ):
        refuses(found, id_, token, "malformed")
    for id_, token in (
        ("143-characters", "A" * 143),
        ("143-with-a-dot", f"{CONTENT}.{'A' * 87}"),
        ("8192-characters", "A" * 8192),
    ):
        refuses(found, id_, token, "limit")
    for id_, token in (
        ("tag-empty", CONTENT + "."),
        ("tag-cut", GOOD[:-3]),
        ("tag-longer", f"{CONTENT}.{part(base64.urlsafe_b64decode(TAG + '=') + b'0')}"),
        ("tag-of-64-bytes", f"{CONTENT}.{part(bytes(64))}"),
        ("tag-of-zeros", f"{CONTENT}.{part(bytes(32))}"),
        ("tag-by-the-master", f"{CONTENT}.{part(mac(refresh_content()))}"),
        ("tag-over-the-text", f"{CONTENT}.{part(mac(CONTENT))}"),
        ("tag-of-another-generation", f"{CONTENT}.{refresh_token(6).split('.')[1]}"),
        ("by-another-key", refresh_token(secret=OTHER_SECRET)),
        ("by-another-algorithm", refresh_token(alg="HS512")),
    ):
        refuses(found, id_, token, "bad-signature")
    for id_, token, error in (
        ("empty", "", "malformed"),
        ("forged", refresh_token(secret=OTHER_SECRET), "bad-signature"),
        ("143-characters", "A" * 143, "limit"),
    ):
        ends(found, f"token-{id_}", error, token=token)
        ends(found, f"token-{id_}", error, token=token, everywhere=0)


def add_contents(found: Group) -> None:
    """The MAC is good: only a key's holder can make these."""
    good = refresh_content()
    for id_, content in (
        ("empty", b""),
        ("40-bytes", good[:-1]),
        ("42-bytes", good + b"\0"),
        ("25-bytes", good[:25]),
        ("version-0", b"\x00" + good[1:]),
        ("version-2", b"\x02" + good[1:]),
        ("version-255", b"\xff" + good[1:]),
        ("no-subject", refresh_content(tag=NOBODY)),
    ):
        refuses(found, f"content-{id_}", refresh_token(content=content), "malformed")


def add_bits(found: Group) -> None:
    """A bit of every byte of the token, turned."""
    content, tag = refresh_content(), mac_of(refresh_content())
    for at in range(len(content)):
        turned = content[:at] + bytes([content[at] ^ 1 << at % 8]) + content[at + 1 :]
        error = "malformed" if at == 0 else "bad-signature"
        refuses(found, f"content-bit-{at}", f"{part(turned)}.{part(tag)}", error)
    for at in range(len(tag)):
        turned = tag[:at] + bytes([tag[at] ^ 1 << at % 8]) + tag[at + 1 :]
        refuses(found, f"tag-bit-{at}", f"{part(content)}.{part(turned)}", "bad-signature")


def mac_of(content: bytes) -> bytes:
    return base64.urlsafe_b64decode(refresh_token(content=content).split(".")[1] + "=")


def add_rings(found: Group) -> None:
    other = OTHER_SECRET
    by_other = family(6, NOW, key_id(secret=other), used=NOW)
    successor = shown(refresh_token(6, secret=other))
    once = [moves(LIVE, by_other)]
    rotates(found, "ring-new-key", once, successor, keys=[OTHER, KEY])
    rotates(found, "ring-old-key-still-there", [moves()], shown(), keys=[KEY, OTHER])
    rotates(found, "ring-without", "bad-signature", keys=[OTHER])
    rotates(found, "ring-empty", "bad-argument", keys=[])
    for alg in ("HS384", "HS512"):
        low, token = alg.lower(), refresh_token(alg=alg)
        record = family(6, NOW, key_id(alg), used=NOW)
        rounds = [moves(LIVE, record)]
        after = shown(refresh_token(6, alg))
        rotates(found, f"ring-{low}", rounds, after, keys=[key(alg)], token=token)
        rotates(found, f"ring-to-{low}", rounds, after, keys=[key(alg), KEY])
    sign, verify = jwk(["sign"]), jwk(["verify"])
    rotates(found, "ring-short", "weak-key", keys=[SHORT])
    rotates(found, "ring-short-first", "weak-key", keys=[SHORT, KEY])
    rotates(found, "ring-short-last", [moves()], shown(), keys=[KEY, SHORT])
    rotates(found, "ring-sign-only", "unknown-key", keys=[sign])
    rotates(found, "ring-verify-only", "key-use", keys=[verify])
    rotates(found, "ring-verify-only-first", "key-use", keys=[verify, OTHER])
    rotates(found, "ring-verify-only-last", once, successor, keys=[OTHER, verify])
    rotates(found, "ring-sign-only-last", "bad-signature", keys=[OTHER, sign])
    # Ending needs no key that mints.
    ended = [tombs()]
    ends(found, "ring-verify-only", ended, keys=[verify])
    ends(found, "ring-verify-only-last", ended, keys=[OTHER, verify])
    ends(found, "ring-sign-only", "unknown-key", keys=[sign])
    ends(found, "ring-short", "weak-key", keys=[SHORT])


def add_spaces(found: Group) -> None:
    for id_, space in (("short", "app"), ("non-ascii", "b\u00fccher"), ("255-bytes", "n" * 255)):
        tag, app = owner("alice", space), client("web", space)
        old, new = family(tag=tag, app=app), family(6, NOW, used=NOW, tag=tag, app=app)
        rotates(
            found,
            f"namespace-{id_}",
            [moves(old, new)],
            shown(refresh_token(6, tag=tag)),
            token=refresh_token(tag=tag),
            client="web",
            namespace=space,
            store_keys=[family_key(namespace=space), subject_key("alice", space)],
        )
    rotates(found, "namespace-256-bytes", "limit", namespace="n" * 256)
    ends(found, "namespace-256-bytes", "limit", namespace="n" * 256)
    ends(found, "namespace-256-bytes", "limit", namespace="n" * 256, everywhere=0)
