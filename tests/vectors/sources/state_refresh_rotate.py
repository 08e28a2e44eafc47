"""Using a refresh token: states, expiry, client, and the swap to the next generation."""

from __future__ import annotations

from sources.sealed import KEY, OTHER
from sources.state import (
    ALICE,
    AT,
    BOB,
    DAY,
    END,
    HOUR,
    IDLE,
    LAST,
    MINUTE,
    NOBODY,
    SLACK,
    TOO_LATE,
    client,
    family,
    family_ended,
    key_id,
    refresh_token,
    reused,
    watermark,
)
from sources.state_refresh_case import (
    BAD_RECORDS,
    BAD_WATERMARKS,
    LIVE,
    NEXT,
    TTL,
    kills,
    moves,
    rotates,
    shown,
)
from sources.state_rounds import reads
from sources.token import OTHER_SECRET
from sources.vector import NOW, Group


def add(found: Group) -> None:
    add_plain(found)
    add_states(found)
    add_expiry(found)
    add_clients(found)
    add_watermarks(found)
    add_generations(found)
    add_lost(found)


def add_plain(found: Group) -> None:
    rotates(found, "plain", [moves()], shown())
    none, after = family(data=b""), family(6, NOW, used=NOW, data=b"")
    rotates(found, "without-data", [moves(none, after)], shown(data=b""))
    odd = bytes(range(256))
    old, new = family(data=odd), family(6, NOW, used=NOW, data=odd)
    rotates(found, "every-byte", [moves(old, new)], shown(data=odd))
    most = bytes(65_536)
    over = reads(family(data=most + b"\0"), None, then="unknown-record")
    rotates(found, "data-65537", [over])
    # The generation that is asked for was minted by a key that is gone, and is no longer needed.
    old = family(minted_by=bytes(8))
    rotates(found, "minted-by-a-key-that-is-gone", [moves(old)], shown())
    by_other = family(minted_by=key_id(secret=OTHER_SECRET))
    rotates(found, "minted-by-another-key", [moves(by_other)], shown(), keys=[KEY, OTHER])
    # The clock of the host that rotated it before is ahead: times never go back.
    ahead = family(rotated_at=NOW + MINUTE, used=NOW + MINUTE)
    new = family(6, NOW + MINUTE, used=NOW + MINUTE)
    rotates(found, "clock-behind", [moves(ahead, new, ttl=TTL + MINUTE)], shown())
    ahead = family(rotated_at=NOW + 5, used=NOW - 5)
    rotates(found, "rotated-ahead", [moves(ahead, family(6, NOW + 5, used=NOW))], shown())
    ahead = family(rotated_at=NOW - 5, used=NOW + 5)
    rotates(found, "used-ahead", [moves(ahead, family(6, NOW, used=NOW + 5), ttl=TTL + 5)], shown())
    at = NOW + 999
    new = family(6, at, used=at)
    rotates(found, "issued-rounded-down", [moves(LIVE, new)], shown(issued=NOW), now=at)
    rotates(found, "now-negative", "bad-argument", now=-1)
    rotates(found, "now-past-2-53", "bad-argument", now=TOO_LATE)
    rotates(found, "grace-10-minutes", [moves()], shown(), grace=10 * MINUTE)
    rotates(found, "grace-over-10-minutes", "bad-argument", grace=10 * MINUTE + 1)
    rotates(found, "grace-2-53", "bad-argument", grace=LAST)
    rotates(found, "grace-0", [moves()], shown(), grace=0)
    rotates(found, "client-empty", "bad-argument", client="")
    rotates(found, "client-too-long", "limit", client="c" * 65_536)


def add_states(found: Group) -> None:
    for id_, record, error in (
        ("absent", None, "refresh-unknown"),
        ("ended", family_ended(), "refresh-ended"),
        ("ended-long-ago", family_ended(AT), "refresh-ended"),
        ("reused", reused(), "refresh-reused"),
        ("reused-long-ago", reused(AT), "refresh-reused"),
        ("of-another-subject", family(tag=BOB), "refresh-unknown"),
        ("of-nobody", family(tag=NOBODY), "refresh-unknown"),
        ("of-another-last-byte", family(tag=ALICE[:-1] + b"\0"), "refresh-unknown"),
    ):
        rotates(found, id_, [reads(record, None, then=error)])
    for id_, bad in BAD_RECORDS:
        rotates(found, f"bad-{id_}", [reads(bad, None, then="unknown-record")])


def add_expiry(found: Group) -> None:
    expired = "refresh-expired"

    def at(id_: str, record: bytes, new: bytes | None, ttl: int = TTL, end: int = END) -> None:
        if new is None:
            rotates(found, id_, [reads(record, None, then=expired)])
        else:
            rotates(found, id_, [moves(record, new, ttl=ttl)], shown(end=end))

    at("idle-1-ms-left", family(used=NOW - IDLE + 1), NEXT)
    at("idle-over", family(used=NOW - IDLE), None)
    at("idle-over-since-1-ms", family(used=NOW - IDLE - 1), None)
    near = family(6, NOW, used=NOW, end=NOW + 1)
    at("absolute-1-ms-left", family(end=NOW + 1), near, SLACK + 1, NOW + 1)
    at("absolute-over", family(end=NOW), None)
    at("absolute-over-since-1-ms", family(end=NOW - 1), None)
    at("idle-0", family(used=NOW, idle=0), None)
    at("both-over", family(used=NOW - IDLE, end=NOW), None)
    # It is the last use that counts, not the last rotation.
    at("rotated-long-ago", family(rotated_at=AT - DAY), NEXT)
    old = family(rotated_at=NOW, used=NOW - IDLE)
    at("rotated-now-used-long-ago", old, None)
    wide = family(idle=LAST, end=LAST)
    new = family(6, NOW, used=NOW, idle=LAST, end=LAST)
    at("largest-times", wide, new, LAST - NOW + SLACK, LAST)


def add_clients(found: Group) -> None:
    web = client("web")
    mine, after = family(app=web), family(6, NOW, used=NOW, app=web)
    rotates(found, "client", [moves(mine, after)], shown(), client="web")
    wrong = "wrong-client"
    rotates(found, "another-client", [reads(mine, None, then=wrong)], client="app")
    rotates(found, "no-client", [reads(mine, None, then=wrong)])
    rotates(found, "a-client-where-none-is", [reads(LIVE, None, then=wrong)], client="web")
    rotates(found, "client-other-case", [reads(mine, None, then=wrong)], client="Web")
    # A wrong client ends nothing, whatever it presents.
    for id_, generation in (("old", 3), ("predecessor", 4), ("ahead", 9), ("largest", 2**64 - 1)):
        token = refresh_token(generation)
        rounds = [reads(mine, None, then=wrong)]
        rotates(found, f"another-client-{id_}", rounds, token=token, client="app")
    # Another namespace's tag of the same client is another client.
    other = family(app=client("web", "app"))
    rotates(found, "client-of-another-namespace", [reads(other, None, then=wrong)], client="web")


def add_watermarks(found: Group) -> None:
    for id_, epoch, mark, issued in (
        ("0-and-0", 0, 0, NOW),
        ("equal", AT, AT, NOW),
        ("epoch-higher", AT + 1, AT, NOW),
        ("equal-same-second", NOW, NOW, NOW + 1000),
        ("equal-ahead", NOW + HOUR, NOW + HOUR, NOW + HOUR + 1000),
        ("equal-last-ms", NOW - 1, NOW - 1, NOW),
    ):
        old, new = family(epoch=epoch), family(6, NOW, used=NOW, epoch=epoch)
        rotates(found, f"watermark-{id_}", [moves(old, new, watermark(mark))], shown(issued=issued))
    for id_, epoch, mark in (
        ("1-over-0", 0, 1),
        ("1-higher", AT, AT + 1),
        ("ahead", AT, NOW + DAY),
        ("largest", AT, 2**63 - 1),
    ):
        rounds = [reads(family(epoch=epoch), watermark(mark), then="revoked")]
        rotates(found, f"revoked-{id_}", rounds)
    for id_, bad in BAD_WATERMARKS:
        rotates(found, f"bad-watermark-{id_}", [reads(LIVE, bad, then="unknown-record")])


def add_generations(found: Group) -> None:
    """Ahead of the record: the store lost writes."""
    for id_, ours, theirs in (
        ("1", 6, 5),
        ("2", 7, 5),
        ("far", 2**63, 5),
        ("1-of-0", 1, 0),
        ("to-the-last", 2**64 - 2, 5),
        ("past-2-32", 2**32 + 1, 2**32),
    ):
        old, new = family(theirs), family(ours + 1, NOW, used=NOW)
        after = shown(refresh_token(ours + 1), recovered=True)
        rotates(found, f"ahead-{id_}", [moves(old, new)], after, token=refresh_token(ours))
    for generation in (1, 2**32, 2**63, 2**64 - 2):
        id_ = {2**32: "2-32", 2**63: "2-63", 2**64 - 2: "2-64-less-2"}.get(generation, "1")
        old, new = family(generation), family(generation + 1, NOW, used=NOW)
        after = shown(refresh_token(generation + 1))
        token = refresh_token(generation)
        rotates(found, f"generation-{id_}", [moves(old, new)], after, token=token)
    most = refresh_token(2**64 - 1)
    last = family(2**64 - 1)
    rotates(found, "generation-2-64-less-1", [reads(last, None, then="limit")], token=most)
    rotates(found, "ahead-2-64-less-1", [reads(LIVE, None, then="limit")], token=most)
    first, zero = refresh_token(1), refresh_token(0)
    rotates(
        found,
        "generation-0",
        [moves(family(0), family(1, NOW, used=NOW))],
        shown(first),
        token=zero,
    )


def add_lost(found: Group) -> None:
    lost = moves(took=False, then="again")
    rotates(found, "lost-then-took", [lost, moves()], shown())
    rotates(found, "lost-reply", [lost, reads(NEXT, None)], shown())
    # As there without a swap before: then it is a repeat.
    rotates(found, "not-lost", [reads(NEXT, None)], shown(repeated=True))
    # Somebody else was faster: the same successor, under the key that minted it.
    other = family(6, NOW - 1, used=NOW - 1)
    rotates(found, "lost-to-another", [lost, reads(other, None)], shown(repeated=True))
    later = family(6, NOW + 1, used=NOW + 1)
    rotates(found, "lost-to-a-later", [lost, reads(later, None)], shown(repeated=True))
    theirs = family(6, NOW, key_id(secret=OTHER_SECRET), used=NOW)
    rounds = [lost, reads(theirs, None)]
    after = shown(refresh_token(6, secret=OTHER_SECRET), repeated=True)
    rotates(found, "lost-to-another-key", rounds, after, keys=[KEY, OTHER])
    rounds = [lost, reads(theirs, None, then="unknown-key")]
    rotates(found, "lost-to-an-unknown-key", rounds)
    # Without a grace our own move counts all the same, another's does not.
    rotates(found, "lost-reply-no-grace", [lost, reads(NEXT, None)], shown(), grace=0)
    rounds = [lost, kills(other)]
    rotates(found, "lost-to-another-no-grace", rounds, grace=0)
    far = family(7, NOW, used=NOW)
    rotates(found, "lost-to-two-moves", [lost, kills(far)])
    used = family(6, NOW, used=NOW + 5)
    rotates(found, "lost-reply-then-something-else", [lost, reads(used, None)], shown())
    for id_, record, error in (
        ("an-end", family_ended(), "refresh-ended"),
        ("a-reuse", reused(), "refresh-reused"),
        ("nothing", None, "refresh-unknown"),
    ):
        rotates(found, f"lost-to-{id_}", [lost, reads(record, None, then=error)])
    rounds = [lost, reads(LIVE, watermark(1), then="revoked")]
    rotates(found, "lost-to-an-end-of-all", rounds)
    rounds = [lost, reads(NEXT, watermark(1), then="revoked")]
    rotates(found, "lost-reply-then-an-end-of-all", rounds)
    rotates(found, "lost-32-times", [lost] * 32 + [moves()], shown())
    last = moves(took=False, then="contention")
    rotates(found, "lost-33-times", [lost] * 32 + [last])
    # A recovery is one in every round, and none when it was another's.
    old, token = family(4), refresh_token(5)
    lost = moves(old, took=False, then="again")
    rounds = [lost, moves(old)]
    rotates(found, "recovered-lost-then-took", rounds, shown(recovered=True), token=token)
    rounds = [lost, reads(NEXT, None)]
    rotates(found, "recovered-lost-reply", rounds, shown(recovered=True), token=token)
    rounds = [lost, reads(other, None)]
    rotates(found, "recovered-lost-then-repeated", rounds, shown(repeated=True), token=token)
    rotates(found, "recovered-lost-then-caught-up", [lost, moves()], shown(), token=token)
