"""The session's cookie: its MAC comes before any read, then its form; rings of keys."""

from __future__ import annotations

import base64

from sources.sealed import KEY, OTHER, SHORT, jwk, sealed
from sources.state import (
    ALICE,
    ID,
    NOBODY,
    SECOND,
    cookie,
    owner,
    session,
    session_key,
    subject_key,
)
from sources.state_rounds import reads
from sources.state_session_case import ends, loads, rotates, saves, shown
from sources.token import OTHER_SECRET, key, part
from sources.vector import ISSUED, NOW, Args, Group

LIVE = session()


def add(found: Group) -> None:
    add_macs(found)
    add_bits(found)
    add_forms(found)
    add_names(found)
    add_rings(found)


def result(text: str | None = None, reseal: bool = False) -> Args:
    return shown(text, seen=NOW - SECOND, reseal=reseal)


def of(value: str | bytes) -> str:
    """A cookie of this value, well sealed."""
    return sealed(
        f"{part(value) if isinstance(value, bytes) else value}.{ISSUED}", "sid", purpose="session"
    ).decode()


def add_macs(found: Group) -> None:
    """A forged cookie costs no read."""
    good = cookie()
    for id_, text, error in (
        ("id-changed", good.replace("A", "B", 1), "bad-signature"),
        (
            "id-of-another",
            cookie(bytes(32)).rsplit(".", 1)[0] + "." + good.rsplit(".", 1)[1],
            "bad-signature",
        ),
        ("issued-changed", good.replace(str(ISSUED), str(ISSUED + 1)), "bad-signature"),
        ("tag-cut", good[:-3], "bad-signature"),
        ("tag-empty", good.rsplit(".", 1)[0] + ".", "bad-signature"),
        ("tag-padded", good + "=", "malformed"),
        ("by-another-key", cookie(secret=OTHER_SECRET), "bad-signature"),
        ("by-another-algorithm", cookie(alg="HS384"), "bad-signature"),
        ("sealed-as-a-cookie", cookie(purpose="cookie"), "bad-signature"),
        ("sealed-as-a-refresh-token", cookie(purpose="refresh"), "bad-signature"),
        ("for-another-name", cookie(name="uid"), "bad-signature"),
        ("for-the-host-prefix", cookie(name="__Host-sid"), "bad-signature"),
        ("id-alone", part(ID + ALICE), "malformed"),
        ("empty", "", "malformed"),
        ("too-large", "v" * 4094, "cookie-too-large"),
    ):
        loads(found, f"cookie-{id_}", error, text=text)
    forged = cookie(secret=OTHER_SECRET)
    saves(found, "cookie-forged", "bad-signature", loaded=[LIVE, None], data=b"x", text=forged)
    rotates(found, "cookie-forged", "bad-signature", text=forged)
    ends(found, "cookie-forged", "bad-signature", text=forged)
    ends(found, "cookie-for-another-name", "bad-signature", text=cookie(name="uid"))
    found.add(
        "end-all-cookie-forged",
        "session.end_all",
        {"keys": [KEY], "name": "sid", "cookie": forged, "rounds": []},
        {"err": "bad-signature"},
        NOW,
    )
    for id_, tag in (("subject-swapped", owner("bob")), ("subject-dropped", NOBODY)):
        tail = good.rsplit(".", 1)[1]
        text = cookie(tag=tag).rsplit(".", 1)[0] + "." + tail
        loads(found, f"cookie-{id_}", "bad-signature", text=text)


def add_bits(found: Group) -> None:
    """A bit of every byte of id, subject and MAC, turned."""
    value, issued, tag = cookie().split(".")
    for id_, text in (("value", value), ("tag", tag)):
        octets = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        for at, octet in enumerate(octets):
            turned = part(octets[:at] + bytes([octet ^ 1 << at % 8]) + octets[at + 1 :])
            pieces = (turned, issued, tag) if id_ == "value" else (value, issued, turned)
            loads(found, f"cookie-{id_}-bit-{at}", "bad-signature", text=".".join(pieces))


def add_forms(found: Group) -> None:
    """The MAC is good, the value is none: only a key's holder can make these."""
    padded = base64.urlsafe_b64encode(ID + ALICE[:15]).decode()
    standard = base64.b64encode(b"\xfb\xff\xfe" * 16).decode()
    for id_, value in (
        ("empty", ""),
        ("31-bytes", ID[:31]),
        ("33-bytes", ID + b"\0"),
        ("47-bytes", ID + ALICE[:15]),
        ("49-bytes", ID + ALICE + b"\0"),
        ("16-bytes", ALICE),
        ("64-bytes", ID + ID),
        ("no-subject-written-out", ID + NOBODY),
        ("padded", padded),
        ("standard-alphabet", standard),
        ("unused-bits", part(ID)[:-1] + "9"),
        ("one-character-more", part(ID) + "A"),
        ("dot-inside", part(ID)[:-1] + "."),
        ("space-inside", part(ID)[:-1] + "%20"),
    ):
        loads(found, f"value-{id_}", "malformed", text=of(value))
    ends(found, "value-31-bytes", "malformed", text=of(ID[:31]))
    zero = session(tag=ALICE)
    text = cookie(bytes(32))
    used = [session_key(bytes(32)), subject_key()]
    again = cookie(bytes(32), now=NOW)
    loads(found, "id-of-zeros", [reads(zero, None)], result(again), text=text, store_keys=used)
    # The cookie's own age is nothing: the record knows it.
    for id_, issued in (("first-second", 0), ("ahead", NOW + 10**9)):
        loads(found, f"cookie-issued-{id_}", [reads(LIVE, None)], result(), text=cookie(now=issued))


def add_names(found: Group) -> None:
    for id_, name in (("host", "__Host-sid"), ("one-letter", "s"), ("odd", "!#$%&'*+-.^_`|~")):
        text, again = cookie(name=name), cookie(name=name, now=NOW)
        loads(found, f"name-{id_}", [reads(LIVE, None)], result(again), text=text, name=name)
    for id_, name in (("empty", ""), ("space", "s d"), ("semicolon", "s;d")):
        loads(found, f"name-{id_}", "cookie-character", text=cookie(name=name), name=name)
    for id_, namespace in (
        ("short", "app"),
        ("non-ascii", "b\u00fccher"),
        ("255-bytes", "n" * 255),
    ):
        tag = owner("alice", namespace)
        loads(
            found,
            f"namespace-{id_}",
            [reads(session(tag=tag), None)],
            result(cookie(tag=tag, now=NOW)),
            text=cookie(tag=tag),
            namespace=namespace,
            store_keys=[session_key(namespace=namespace), subject_key("alice", namespace)],
        )
    loads(found, "namespace-256-bytes", "limit", namespace="n" * 256)
    ends(found, "namespace-256-bytes", "limit", namespace="n" * 256)


def add_rings(found: Group) -> None:
    by_other = cookie(now=NOW, secret=OTHER_SECRET)
    once = [reads(LIVE, None)]
    loads(found, "ring-first", once, result(), keys=[KEY, OTHER])
    loads(found, "ring-second", once, result(by_other, reseal=True), keys=[OTHER, KEY])
    loads(found, "ring-without", "bad-signature", keys=[OTHER])
    loads(found, "ring-empty", "bad-argument", keys=[])
    for alg in ("HS384", "HS512"):
        low = alg.lower()
        text, again = cookie(alg=alg), cookie(alg=alg, now=NOW)
        loads(found, f"ring-{low}", once, result(again), keys=[key(alg)], text=text)
        moved = result(again, reseal=True)
        loads(found, f"ring-to-{low}", once, moved, keys=[key(alg), KEY])
    loads(found, "ring-short", "weak-key", keys=[SHORT])
    loads(found, "ring-short-last", once, result(), keys=[KEY, SHORT])
    sign, verify = jwk(["sign"]), jwk(["verify"])
    loads(found, "ring-sign-only", "unknown-key", keys=[sign])
    loads(found, "ring-verify-only-last", once, result(by_other, reseal=True), keys=[OTHER, verify])
    loads(found, "ring-sign-only-other-last", "bad-signature", keys=[OTHER, sign])
    loads(found, "ring-same-key-twice", once, result(), keys=[KEY, KEY])
    six = [key(secret=bytes([at]) * 32, kid=f"k{at}") for at in range(1, 7)]
    again = cookie(now=NOW, secret=bytes([1]) * 32)
    loads(found, "ring-seventh", once, result(again, reseal=True), keys=[*six, KEY])
