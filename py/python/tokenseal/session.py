"""One session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from tokenseal._tokenseal import write_object
from tokenseal.errors import UnknownRecord

if TYPE_CHECKING:
    from typing import Literal

    from tokenseal._tokenseal import SessionHandle, Signer

__all__ = ["CookieAttributes", "Session"]


class CookieAttributes(TypedDict, total=False):
    """The attributes of the cookie that are not the session's to say: see ``cookie.SetCookie``."""

    path: str | None
    domain: str | None
    secure: bool
    http_only: bool
    same_site: Literal["Strict", "Lax", "None"]
    partitioned: bool
    priority: Literal["Low", "Medium", "High"] | None


class Home(NamedTuple):
    """What the sessions of an application have in common."""

    ring: Signer
    namespace: str
    cookie: str


def handle(session: Session) -> SessionHandle:
    """Return what the core knows of a session."""
    return session._handle  # noqa: SLF001 - not for users


def saved(session: Session, handle: SessionHandle, raw: bytes, now: int) -> None:
    """Let a session know what was saved."""
    session._handle, session._raw, session._now = handle, raw, now  # noqa: SLF001


def renew(session: Session, other: Session) -> None:
    """Let a session be what another one is."""
    saved(session, other._handle, other._raw, other._now)  # noqa: SLF001
    session._data = other._data  # noqa: SLF001


class Session:
    """A session as it was loaded: see ``Sessions``. Only its data can be changed, and then saved.

    Times are in seconds since 1970.
    """

    __slots__ = ("_data", "_handle", "_home", "_now", "_raw")

    def __init__(self, home: Home, handle: SessionHandle, raw: bytes, now: int) -> None:
        """Sessions are made by ``Sessions``. ``now`` is in milliseconds."""
        self._home = home
        self._handle = handle
        self._raw = raw
        self._now = now
        self._data: dict[str, Any] | None = None

    @property
    def data(self) -> dict[str, Any]:
        """What the application keeps in the session: a dict of what JSON can hold, to be changed and saved.

        It is stored as compact JSON, which the other languages read too. Raises ``UnknownRecord`` when
        the bytes that are stored are no JSON object: then see ``raw``.
        """
        if self._data is None:
            self._data = _read(self._raw)
        return self._data

    @data.setter
    def data(self, data: dict[str, Any]) -> None:
        if not isinstance(data, dict):
            message = f"the data are a dict, not {type(data).__name__}"
            raise TypeError(message)
        self._data = data

    @property
    def raw(self) -> bytes:
        """The bytes of the data, as they would be saved: for other formats than JSON set them.

        Whoever does not look at ``data`` saves them as they were loaded.
        """
        return self._raw if self._data is None else write_object(self._data, "data")

    @raw.setter
    def raw(self, raw: bytes) -> None:
        if not isinstance(raw, bytes):
            message = f"raw is bytes, not {type(raw).__name__}"
            raise TypeError(message)
        self._raw = raw
        self._data = None

    @property
    def id(self) -> str:
        """The session's name in the store, ``tokenseal:session:<id>``: for logs, and to bind CSRF tokens to.

        No secret: nobody gets the session by it. It is another one after ``rotate``.
        """
        return self._handle.end(self._home.namespace, self._now).keys()[0].rpartition(":")[2]

    @property
    def cookie(self) -> str:
        """The cookie's value, sealed anew."""
        return self._handle.seal(self._home.ring, self._home.cookie, self._now)

    @property
    def reseal(self) -> bool:
        """Whether another key than the first had sealed the cookie, so that it is time to set it anew."""
        return self._handle.reseal

    @property
    def anonymous(self) -> bool:
        """Whether it is nobody's yet."""
        return self._handle.anonymous

    def is_of(self, subject: str) -> bool:
        """Whether it is this subject's."""
        return self._handle.is_of(self._home.namespace, subject)

    @property
    def created(self) -> float:
        """When it began; at login with ``rotate`` it begins anew."""
        return self._handle.created / 1000

    @property
    def last_seen(self) -> float:
        """When it was last used, to the minute."""
        return self._handle.last_seen / 1000

    @property
    def expires_at(self) -> float:
        """When it ends, however much it is used."""
        return self._handle.expires_at / 1000

    @property
    def idle(self) -> float:
        """How many seconds it may go unused before it ends."""
        return self._handle.idle / 1000

    @property
    def max_age(self) -> float:
        """How many seconds remain until then, as of when it was loaded."""
        return (self._handle.expires_at - self._now) / 1000

    def __repr__(self) -> str:
        """Show neither data nor cookie."""
        whose = "anonymous, " if self.anonymous else ""
        return f"<tokenseal.Session {whose}{len(self._raw)} bytes, expires_at={self.expires_at}>"


def _read(raw: bytes) -> dict[str, Any]:
    import json  # noqa: PLC0415 - it takes longer to import than all else here

    try:
        # Whatever another language's JSON has written, and limits of its own.
        data = json.loads(raw.decode()) if raw else {}
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        # Outside of the handler: its exception has the data.
        message = "the session's bytes are no JSON object: see Session.raw"
        raise UnknownRecord(message)
    return data
