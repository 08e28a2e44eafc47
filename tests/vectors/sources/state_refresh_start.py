"""Starting a family: the epoch is read, the first token minted, its access token dated."""

from __future__ import annotations

from sources.sealed import KEY, OTHER, SHORT, jwk
from sources.state import (
    AT,
    DAY,
    IDLE,
    LAST,
    LIFETIME,
    MAX_LIFETIME,
    NOBODY,
    SLACK,
    TOO_LATE,
    client,
    family,
    family_ended,
    family_key,
    key_id,
    owner,
    refresh_token,
    reused,
    subject_key,
    watermark,
)
from sources.state_refresh_case import BAD_RECORDS, BAD_WATERMARKS, TTL, shown, starts
from sources.state_rounds import reads, writes
from sources.token import OTHER_SECRET, key
from sources.vector import NOW, Args, Group

FIRST = family(1, NOW, created=NOW, used=NOW, end=NOW + LIFETIME)
ALGS = ("HS384", "HS512")


def first(
    now: int = NOW,
    epoch: int = 0,
    tag: bytes | None = None,
    app: bytes = NOBODY,
    minted_by: bytes | None = None,
    idle: int = IDLE,
    lifetime: int = LIFETIME,
) -> bytes:
    return family(
        1,
        now,
        minted_by,
        created=now,
        used=now,
        idle=idle,
        end=now + lifetime,
        epoch=epoch,
        tag=owner("alice") if tag is None else tag,
        app=app,
    )


def result(
    token: str | None = None, *, now: int = NOW, issued: int | None = None, lifetime: int = LIFETIME
) -> Args:
    text = refresh_token(1) if token is None else token
    at = now // 1000 * 1000 if issued is None else issued
    return shown(text, issued=at, created=now, end=now + lifetime)


def add(found: Group) -> None:
    add_plain(found)
    add_epochs(found)
    add_found(found)
    add_arguments(found)


def add_plain(found: Group) -> None:
    starts(found, "plain", [writes([None, None], FIRST, TTL)], result())
    none = {**result(), "data": ""}
    rounds = [writes([None, None], FIRST[:98], TTL)]
    starts(found, "without-data", rounds, none, data=b"")
    for id_, name in (("client", "web"), ("client-non-ascii", "b\u00fcro"), ("client-1", "1")):
        rounds = [writes([None, None], first(app=client(name)), TTL)]
        starts(found, id_, rounds, result(), client=name)
    for id_, subject in (
        ("non-ascii", "zo\u00eb"),
        ("emoji", "\U0001f980"),
        ("long", "s" * 65_535),
    ):
        tag = owner(subject)
        token = refresh_token(1, tag=tag)
        rounds = [writes([None, None], first(tag=tag), TTL)]
        used = [family_key(), subject_key(subject)]
        starts(found, f"subject-{id_}", rounds, result(token), subject=subject, store_keys=used)
    for id_, space in (("empty", ""), ("short", "app"), ("255-bytes", "n" * 255)):
        tag, app = owner("alice", space), client("web", space)
        token = refresh_token(1, tag=tag)
        rounds = [writes([None, None], first(tag=tag, app=app), TTL)]
        starts(
            found,
            f"namespace-{id_}",
            rounds,
            result(token),
            client="web",
            namespace=space,
            store_keys=[family_key(namespace=space), subject_key("alice", space)],
        )
    for alg in ALGS:
        rounds = [writes([None, None], first(minted_by=key_id(alg)), TTL)]
        starts(found, alg.lower(), rounds, result(refresh_token(1, alg)), keys=[key(alg)])
    by_other = first(minted_by=key_id(secret=OTHER_SECRET))
    token = refresh_token(1, secret=OTHER_SECRET)
    starts(
        found,
        "first-key-signs",
        [writes([None, None], by_other, TTL)],
        result(token),
        keys=[OTHER, KEY],
    )
    zeros = bytes(16)
    rounds = [writes([None, None], FIRST, TTL)]
    starts(
        found,
        "family-of-zeros",
        rounds,
        result(refresh_token(1, id_=zeros)),
        entropy=zeros,
        store_keys=[family_key(zeros), subject_key()],
    )


def add_epochs(found: Group) -> None:
    """The access token is to be dated after the watermark: by whole seconds."""
    second = NOW
    for id_, epoch, issued in (
        ("0", 0, second),
        ("long-ago", AT, second),
        ("last-second", second - 1000, second),
        ("last-ms", second - 1, second),
        ("same-second", second, second + 1000),
        ("same-second-later", second + 999, second + 1000),
        ("next-second", second + 1000, second + 2000),
        ("5-s-ahead", second + 5000, second + 6000),
    ):
        rounds = [writes([None, watermark(epoch)], first(epoch=epoch), TTL)]
        starts(found, f"epoch-{id_}", rounds, result(issued=issued))
    for id_, now, issued in (("999-ms", 999, NOW), ("1-ms", 1, NOW)):
        at = NOW + now
        starts(
            found,
            f"issued-rounded-down-{id_}",
            [writes([None, None], first(at), TTL)],
            result(now=at, issued=issued),
            now=at,
        )
    at = NOW + 999
    rounds = [writes([None, watermark(NOW)], first(at, NOW), TTL)]
    starts(found, "epoch-same-second-earlier", rounds, result(now=at, issued=NOW + 1000), now=at)
    # A watermark of 0 is one, too.
    rounds = [writes([None, watermark(0)], first(5), TTL)]
    starts(found, "now-5-epoch-0", rounds, result(now=5, issued=1000), now=5)
    rounds = [writes([None, None], first(5), TTL)]
    starts(found, "now-5", rounds, result(now=5, issued=0), now=5)
    for id_, bad in BAD_WATERMARKS:
        starts(found, f"bad-watermark-{id_}", [reads(None, bad, then="unknown-record")])
    # Who ends all between the rounds ends this family, too, and the access token with it.
    lost = writes([None, None], FIRST, TTL, took=False, then="again")
    rounds = [lost, writes([None, watermark(NOW)], FIRST, TTL)]
    starts(found, "epoch-kept-when-raised-meanwhile", rounds, result())
    rounds = [lost, reads(FIRST, watermark(NOW))]
    starts(found, "epoch-kept-when-written-meanwhile", rounds, result())
    old = first(epoch=NOW)
    lost = writes([None, watermark(NOW)], old, TTL, took=False, then="again")
    rounds = [lost, writes([None, watermark(NOW + 5000)], old, TTL)]
    starts(found, "epoch-kept-when-raised-again-meanwhile", rounds, result(issued=NOW + 1000))
    rounds = [lost, reads(None, b"", then="unknown-record")]
    starts(found, "bad-watermark-meanwhile", rounds)


def add_found(found: Group) -> None:
    lost = writes([None, None], FIRST, TTL, took=False, then="again")
    starts(found, "lost-then-took", [lost, writes([None, None], FIRST, TTL)], result())
    starts(found, "lost-reply", [lost, reads(FIRST, None)], result())
    starts(found, "there-already", [reads(FIRST, None)], result())
    for id_, record in (
        ("rotated-already", family(2, NOW, created=NOW, used=NOW, end=NOW + LIFETIME)),
        ("other-data", FIRST + b" "),
        ("other-client", first(app=client("web"))),
        ("other-key", first(minted_by=bytes(8))),
        ("ended", family_ended()),
        ("reused", reused()),
        ("expired", family(end=NOW)),
        BAD_RECORDS[0],
        BAD_RECORDS[3],
    ):
        starts(found, f"taken-{id_}", [reads(record, None, then="bad-argument")])
    last = writes([None, None], FIRST, TTL, took=False, then="contention")
    starts(found, "lost-33-times", [lost] * 32 + [last])


def add_arguments(found: Group) -> None:
    for id_, idle, lifetime, ttl in (
        ("1-ms", 1, 1, SLACK + 1),
        ("idle-longer", DAY, 1000, SLACK + 1000),
        ("400-days", MAX_LIFETIME, MAX_LIFETIME, MAX_LIFETIME + SLACK),
    ):
        rounds = [writes([None, None], first(idle=idle, lifetime=lifetime), ttl)]
        wanted = result(lifetime=lifetime)
        starts(found, f"times-{id_}", rounds, wanted, idle=idle, lifetime=lifetime)
    for id_, idle, lifetime in (
        ("idle-0", 0, LIFETIME),
        ("lifetime-0", IDLE, 0),
        ("idle-past-400-days", MAX_LIFETIME + 1, LIFETIME),
        ("lifetime-past-400-days", IDLE, MAX_LIFETIME + 1),
    ):
        starts(found, f"times-{id_}", "bad-argument", idle=idle, lifetime=lifetime)
    last = LAST - LIFETIME
    rounds = [writes([None, None], first(last), TTL)]
    starts(found, "now-last", rounds, result(now=last), now=last)
    starts(found, "now-and-lifetime-past-2-53", "bad-argument", now=TOO_LATE - LIFETIME)
    starts(found, "now-negative", "bad-argument", now=-1)
    starts(found, "now-past-2-53", "bad-argument", now=TOO_LATE)
    starts(found, "subject-empty", "bad-argument", subject="")
    starts(found, "subject-too-long", "limit", subject="s" * 65_536)
    starts(found, "client-empty", "bad-argument", client="")
    starts(found, "client-too-long", "limit", client="c" * 65_536)
    starts(found, "namespace-256-bytes", "limit", namespace="n" * 256)
    starts(found, "short-key", "weak-key", keys=[SHORT])
    starts(found, "short-key-first", "weak-key", keys=[SHORT, KEY])
    starts(found, "verify-only-key", "key-use", keys=[jwk(["verify"])])
    starts(found, "verify-only-key-first", "key-use", keys=[jwk(["verify"]), OTHER])
    starts(found, "no-keys", "bad-argument", keys=[])
    rounds = [writes([None, None], FIRST, TTL)]
    starts(found, "sign-only-key", rounds, result(), keys=[jwk(["sign"])])
    most = bytes(65_536)
    starts(found, "data-65537", [reads(None, None, then="limit")], data=most + b"\0")
    rounds = [writes([None, None], FIRST[:98] + most, TTL)]
    starts(found, "data-65536", rounds, {**result(), "data": most.hex()}, data=most)
