"""What the vectors of sessions have in common."""

from __future__ import annotations

from typing import Any

from sources.sealed import KEY
from sources.state import (
    AT,
    DATA,
    END,
    ID,
    IDLE,
    LAST,
    LIFETIME,
    NEW_ID,
    NOBODY,
    cookie,
    ended,
    family,
    family_ended,
    rotated,
    session,
    session_key,
    subject_key,
    watermark,
)
from sources.state_rounds import Round, adds, refused
from sources.vector import NOW, Args, Group

KEYS = [session_key(), subject_key()]
LIVE = session()

SHORTEST = session(data=b"")
BAD_RECORDS: list[tuple[str, bytes]] = [
    ("empty", b""),
    ("version-alone", b"\x01"),
    ("version-0", b"\x00" + LIVE[1:]),
    ("version-2", b"\x02" + LIVE[1:]),
    ("version-255", b"\xff" + LIVE[1:]),
    ("ended-version-2", b"\x02" + ended()[1:]),
    ("state-0", b"\x01\x00" + LIVE[2:]),
    ("state-16", b"\x01\x10" + LIVE[2:]),
    ("state-20", b"\x01\x14" + LIVE[2:]),
    ("state-of-a-family", family()),
    ("state-of-an-ended-family", family_ended()),
    ("state-of-a-watermark", watermark(AT)),
    ("live-57-bytes", SHORTEST[:-1]),
    ("live-2-bytes", SHORTEST[:2]),
    ("live-as-short-as-a-tombstone", b"\x01\x11" + ended()[2:]),
    ("ended-9-bytes", ended()[:-1]),
    ("ended-11-bytes", ended() + b"\0"),
    ("rotated-41-bytes", rotated()[:-1]),
    ("rotated-43-bytes", rotated() + b"\0"),
    ("rotated-without-a-hash", rotated()[:10]),
    ("created-past-2-53", session(created=LAST + 1)),
    ("last-seen-past-2-53", session(seen=LAST + 1)),
    ("expires-past-2-53", session(end=LAST + 1)),
    ("idle-past-2-53", session(idle=LAST + 1)),
    ("idle-2-64", session(idle=2**64 - 1)),
    ("epoch-2-63", session(epoch=2**63)),
    ("ended-past-2-53", ended(LAST + 1)),
    ("rotated-past-2-53", rotated(end=LAST + 1)),
]
BAD_WATERMARKS: list[tuple[str, bytes]] = [
    ("empty", b""),
    ("version-2", b"\x02" + watermark(0)[1:]),
    ("state-50", b"\x01\x32" + watermark(0)[2:]),
    ("state-of-a-session", ended()),
    ("9-bytes", watermark(0)[:-1]),
    ("11-bytes", watermark(0) + b"\0"),
    ("epoch-2-63", watermark(2**63)),
]


def arguments(
    namespace: str | None = None,
    keys: list[Args] | None = None,
    name: str = "sid",
    **more: Any,
) -> Args:
    space = {} if namespace is None else {"namespace": namespace}
    given = {key: value for key, value in more.items() if value is not None}
    return {**space, "keys": [KEY] if keys is None else keys, "name": name, **given}


def shown(
    text: str | None = None,
    *,
    data: bytes = DATA,
    created: int = AT,
    seen: int = NOW,
    end: int = END,
    idle: int = IDLE,
    reseal: bool = False,
) -> Args:
    """What a session is afterwards; `text` is its cookie, sealed anew."""
    return {
        "cookie": cookie(now=NOW) if text is None else text,
        "data": data.hex(),
        "created": created,
        "last_seen": seen,
        "expires_at": end,
        "idle": idle,
        "reseal": reseal,
    }


def starts(
    group: Group,
    id_: str,
    rounds: list[Round] | str,
    result: Args | None = None,
    *,
    subject: str | None = "alice",
    idle: int = IDLE,
    lifetime: int = LIFETIME,
    data: bytes = DATA,
    store_keys: list[str] | None = None,
    now: int = NOW,
    **given: Any,
) -> None:
    args = arguments(
        **given,
        entropy=ID.hex(),
        subject=subject,
        idle_ms=idle,
        lifetime_ms=lifetime,
        data=data.hex(),
    )
    perform(group, f"start-{id_}", "session.start", args, rounds, result, store_keys, now)


def loads(
    group: Group,
    id_: str,
    rounds: list[Round] | str,
    result: Args | None = None,
    *,
    text: str | None = None,
    store_keys: list[str] | None = None,
    now: int = NOW,
    **given: Any,
) -> None:
    args = arguments(**given, cookie=cookie() if text is None else text)
    perform(group, f"load-{id_}", "session.load", args, rounds, result, store_keys, now)


def saves(
    group: Group,
    id_: str,
    rounds: list[Round] | str,
    result: Args | None = None,
    *,
    loaded: list[bytes | None] | None,
    data: bytes,
    text: str | None = None,
    store_keys: list[str] | None = None,
    now: int = NOW,
    **given: Any,
) -> None:
    first = None
    if loaded is not None:
        first = [None if item is None else item.hex() for item in loaded]
    cookie_text = cookie() if text is None else text
    args = arguments(**given, cookie=cookie_text, loaded=first, data=data.hex())
    perform(group, f"save-{id_}", "session.save", args, rounds, result, store_keys, now)


def rotates(
    group: Group,
    id_: str,
    rounds: list[Round] | str,
    result: Args | None = None,
    *,
    text: str | None = None,
    to: bytes = NEW_ID,
    subject: str | None = None,
    idle: int = IDLE,
    lifetime: int = LIFETIME,
    store_keys: list[str] | None = None,
    now: int = NOW,
    **given: Any,
) -> None:
    args = arguments(
        **given,
        cookie=cookie() if text is None else text,
        entropy=to.hex(),
        subject=subject,
        idle_ms=idle,
        lifetime_ms=lifetime,
    )
    used = [session_key(), session_key(to), subject_key()] if store_keys is None else store_keys
    perform(group, f"rotate-{id_}", "session.rotate", args, rounds, result, used, now)


def ends(
    group: Group,
    id_: str,
    rounds: list[Round] | str,
    *,
    text: str | None = None,
    store_keys: list[str] | None = None,
    now: int = NOW,
    **given: Any,
) -> None:
    args = arguments(**given, cookie=cookie() if text is None else text)
    used = KEYS[:1] if store_keys is None else store_keys
    perform(group, f"end-{id_}", "session.end", args, rounds, None, used, now)


def perform(
    group: Group,
    id_: str,
    op: str,
    args: Args,
    rounds: list[Round] | str,
    result: Args | None,
    store_keys: list[str] | None,
    now: int,
) -> None:
    """`rounds` is the error's name when the transition is not even made."""
    if isinstance(rounds, str):
        refused(group, id_, op, args, rounds, now)
    else:
        adds(group, id_, op, args, store_keys or KEYS, rounds, result, now)


ANONYMOUS: dict[str, Any] = {"text": cookie(tag=NOBODY), "store_keys": KEYS[:1]}
