from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal, NoReturn, TypeAlias, final, overload

from typing_extensions import disjoint_base

from tokenseal.errors import InvalidToken

__all__ = [
    "Dialect",
    "DialectOpened",
    "DialectSigner",
    "Django",
    "DjangoDumps",
    "DjangoSigner",
    "Express",
    "Flask",
    "Gorilla",
    "Key",
    "KeyRing",
    "Koa",
    "MessageVerifier",
    "Opened",
    "Policy",
    "Rails",
    "RefreshHandle",
    "RustCookie",
    "SessionHandle",
    "SetCookie",
    "Signer",
    "Starlette",
    "TimestampSigner",
    "TokenHandle",
    "Transition",
    "URLSafeTimedSerializer",
    "__version__",
    "bearer_token",
    "check_fetch",
    "check_grace",
    "check_lifetime",
    "check_seal",
    "duration",
    "end_subject",
    "find",
    "inspect",
    "instant",
    "parse",
    "read_object",
    "reasons",
    "refresh_start",
    "session_start",
    "write_object",
]

_Octets: TypeAlias = str | bytes | bytearray
_Duration: TypeAlias = float | timedelta
_Instant: TypeAlias = float | datetime
_SameSite: TypeAlias = Literal["Strict", "Lax", "None"]
_Priority: TypeAlias = Literal["Low", "Medium", "High"]
_Secrets: TypeAlias = _Octets | Iterable[_Octets]
_Digest: TypeAlias = Literal["sha1", "sha256", "sha512"]
_Object: TypeAlias = Mapping[str, Any] | str | bytes | bytearray

__version__: Final[str]

@disjoint_base
class Signer:
    def sign(
        self,
        claims: _Object = {},
        *,
        expires_in: _Duration | None = 900,
        not_before: _Instant | None = None,
        issued_at: _Instant | None = None,
        issuer: str | None = None,
        subject: str | None = None,
        audience: str | Iterable[str] | None = None,
        jwt_id: str | None = None,
        typ: str | None = None,
        max_token: int = 8192,
        now: _Instant | None = None,
    ) -> str: ...
    def verify(
        self,
        token: _Octets,
        *,
        issuer: str | None = None,
        subject: str | None = None,
        audience: str | Iterable[str] | None = None,
        any_audience: bool = False,
        jwt_id: str | None = None,
        typ: str | None = None,
        leeway: _Duration = 0,
        max_age: _Duration | None = None,
        require_exp: bool = True,
        required: Iterable[str] = (),
        max_token: int = 8192,
        policy: Policy | None = None,
        now: _Instant | None = None,
    ) -> dict[str, Any]: ...
    def verify_raw(
        self,
        token: _Octets,
        *,
        issuer: str | None = None,
        subject: str | None = None,
        audience: str | Iterable[str] | None = None,
        any_audience: bool = False,
        jwt_id: str | None = None,
        typ: str | None = None,
        leeway: _Duration = 0,
        max_age: _Duration | None = None,
        require_exp: bool = True,
        required: Iterable[str] = (),
        max_token: int = 8192,
        policy: Policy | None = None,
        now: _Instant | None = None,
    ) -> str: ...
    def verify_many(
        self,
        tokens: Iterable[_Octets],
        *,
        issuer: str | None = None,
        subject: str | None = None,
        audience: str | Iterable[str] | None = None,
        any_audience: bool = False,
        jwt_id: str | None = None,
        typ: str | None = None,
        leeway: _Duration = 0,
        max_age: _Duration | None = None,
        require_exp: bool = True,
        required: Iterable[str] = (),
        max_token: int = 8192,
        policy: Policy | None = None,
        now: _Instant | None = None,
    ) -> list[dict[str, Any] | InvalidToken]: ...
    def seal_cookie(self, name: str, value: _Octets, *, now: _Instant | None = None) -> str: ...
    def open_cookie(
        self, name: str, text: _Octets, *, max_age: _Duration | None = None, now: _Instant | None = None
    ) -> Opened: ...
    def csrf_token(self, binding: _Octets) -> str: ...
    def verify_csrf(self, binding: _Octets, token: _Octets) -> None: ...
    def __reduce_ex__(self, _protocol: object, /) -> NoReturn: ...
    def _csrf_token(self, binding: _Octets, entropy: _Octets) -> str: ...
    def _verify_index(self, token: _Octets, policy: Policy, now: _Instant) -> int: ...

@final
class Key(Signer):
    def __new__(cls, alg: str, secret: _Octets, kid: str | None = None) -> Key: ...
    @staticmethod
    def with_short_secret(alg: str, secret: _Octets, kid: str | None = None) -> Key: ...
    @staticmethod
    def from_base64url(alg: str, text: _Octets, kid: str | None = None) -> Key: ...
    @staticmethod
    def from_hex(alg: str, text: _Octets, kid: str | None = None) -> Key: ...
    @staticmethod
    def from_jwk(jwk: _Object, alg: str | None = None) -> Key: ...
    @property
    def kid(self) -> str | None: ...
    @property
    def alg(self) -> str: ...
    def mac(self, data: _Octets, /) -> bytes: ...
    def verify_mac(self, data: _Octets, tag: _Octets, /) -> None: ...

@final
class KeyRing(Signer):
    def __new__(cls, keys: Iterable[Key]) -> KeyRing: ...
    @staticmethod
    def from_jwks(jwks: _Object, alg: str | None = None) -> KeyRing: ...
    @property
    def keys(self) -> tuple[Key, ...]: ...
    def __len__(self) -> int: ...

@final
class Policy:
    def __new__(
        cls,
        *,
        issuer: str | None = None,
        subject: str | None = None,
        audience: str | Iterable[str] | None = None,
        any_audience: bool = False,
        jwt_id: str | None = None,
        typ: str | None = None,
        leeway: _Duration = 0,
        max_age: _Duration | None = None,
        require_exp: bool = True,
        required: Iterable[str] = (),
        max_token: int = 8192,
    ) -> Policy: ...

@final
class Opened:
    @property
    def value(self) -> bytes: ...
    @property
    def text(self) -> str: ...
    @property
    def issued(self) -> int: ...
    @property
    def age(self) -> float: ...
    @property
    def key(self) -> int: ...
    @property
    def reseal(self) -> bool: ...

@final
class SetCookie:
    def __new__(
        cls,
        name: str,
        value: str,
        *,
        path: str | None = "/",
        domain: str | None = None,
        max_age: _Duration | None = None,
        expires: _Instant | None = None,
        secure: bool = True,
        http_only: bool = True,
        same_site: _SameSite = "Lax",
        partitioned: bool = False,
        priority: _Priority | None = None,
    ) -> SetCookie: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def path(self) -> str | None: ...
    @property
    def domain(self) -> str | None: ...
    @property
    def max_age(self) -> float | None: ...
    @property
    def expires(self) -> float | None: ...
    @property
    def secure(self) -> bool: ...
    @property
    def http_only(self) -> bool: ...
    @property
    def same_site(self) -> _SameSite: ...
    @property
    def partitioned(self) -> bool: ...
    @property
    def priority(self) -> _Priority | None: ...
    def header(self) -> str: ...
    def removal(self) -> SetCookie: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class DialectOpened:
    @property
    def value(self) -> bytes: ...
    @property
    def text(self) -> str: ...
    @property
    def time(self) -> float | None: ...
    @property
    def secret(self) -> int: ...
    @property
    def compressed(self) -> bool: ...

@disjoint_base
class Dialect:
    def seal(self, name: str, value: _Octets, *, now: _Instant | None = None) -> str: ...
    def open(
        self, name: str, text: _Octets, *, max_age: _Duration | None = None, now: _Instant | None = None
    ) -> DialectOpened: ...
    def __reduce_ex__(self, _protocol: object, /) -> NoReturn: ...

@final
class Express(Dialect):
    def __new__(cls, secrets: _Secrets, /) -> Express: ...

@final
class Koa:
    def __new__(cls, secrets: _Secrets, /, *, digest: _Digest = "sha1") -> Koa: ...
    def sign(self, name: str, value: _Octets) -> str: ...
    def verify(self, name: str, value: _Octets, signature: _Octets) -> int: ...
    def __reduce_ex__(self, _protocol: object, /) -> NoReturn: ...

@final
class DialectSigner(Dialect):
    def __new__(
        cls,
        secrets: _Secrets,
        /,
        *,
        salt: _Octets = "itsdangerous.Signer",
        digest: _Digest = "sha1",
        lenient: bool = False,
    ) -> DialectSigner: ...

@final
class TimestampSigner(Dialect):
    def __new__(
        cls,
        secrets: _Secrets,
        /,
        *,
        salt: _Octets = "itsdangerous.Signer",
        digest: _Digest = "sha1",
        lenient: bool = False,
    ) -> TimestampSigner: ...

@final
class URLSafeTimedSerializer(Dialect):
    def __new__(
        cls,
        secrets: _Secrets,
        /,
        *,
        salt: _Octets = "itsdangerous",
        digest: _Digest = "sha1",
        lenient: bool = False,
    ) -> URLSafeTimedSerializer: ...

@final
class Flask(Dialect):
    def __new__(
        cls,
        secrets: _Secrets,
        /,
        *,
        salt: _Octets = "cookie-session",
        digest: _Digest = "sha1",
        lenient: bool = False,
    ) -> Flask: ...

@final
class Starlette(Dialect):
    def __new__(cls, secrets: _Secrets, /, *, lenient: bool = False) -> Starlette: ...

@final
class Django(Dialect):
    def __new__(cls, secrets: _Secrets, /, *, salt: str = "", legacy: bool = False) -> Django: ...

@final
class DjangoSigner(Dialect):
    def __new__(cls, secrets: _Secrets, /, *, salt: str = "django.core.signing.Signer") -> DjangoSigner: ...

@final
class DjangoDumps(Dialect):
    def __new__(cls, secrets: _Secrets, /, *, salt: str = "django.core.signing") -> DjangoDumps: ...

@final
class Gorilla(Dialect):
    def __new__(cls, secrets: _Secrets, /, *, min_age: _Duration = 0, lenient: bool = False) -> Gorilla: ...

@final
class RustCookie(Dialect):
    def __new__(cls, secrets: _Secrets, /, *, derive: bool = False) -> RustCookie: ...

@final
class Rails(Dialect):
    def __new__(
        cls,
        secrets: _Secrets,
        /,
        *,
        digest: _Digest = "sha1",
        prf: _Digest = "sha256",
        expires_in: _Duration | None = None,
    ) -> Rails: ...

@final
class MessageVerifier(Dialect):
    def __new__(cls, secrets: _Secrets, /, *, digest: _Digest = "sha1") -> MessageVerifier: ...

@final
class Transition:
    @property
    def now(self) -> int: ...
    @property
    def is_done(self) -> bool: ...
    def keys(self) -> list[str]: ...
    def decide(
        self, found: Sequence[bytes | None], /, room: int | None = None
    ) -> tuple[str, bytes | None, bytes | None, int] | None: ...
    def swapped(self, took: bool, /) -> None: ...
    def data(self) -> bytes: ...
    def session(self) -> SessionHandle: ...
    def refresh(self) -> RefreshHandle: ...
    def epoch(self) -> int: ...

@final
class SessionHandle:
    @staticmethod
    def open(ring: Signer, name: str, text: _Octets, now: int) -> SessionHandle: ...
    def seal(self, ring: Signer, name: str, now: int) -> str: ...
    @property
    def created(self) -> int: ...
    @property
    def last_seen(self) -> int: ...
    @property
    def expires_at(self) -> int: ...
    @property
    def idle(self) -> int: ...
    @property
    def anonymous(self) -> bool: ...
    @property
    def reseal(self) -> bool: ...
    def is_of(self, namespace: str, subject: str) -> bool: ...
    def load(self, namespace: str, now: int) -> Transition: ...
    def save(self, namespace: str, data: _Octets, now: int) -> Transition: ...
    def rotate(
        self, namespace: str, entropy: bytes, subject: str | None, idle: int, lifetime: int, now: int
    ) -> Transition: ...
    def end(self, namespace: str, now: int) -> Transition: ...
    def end_all(self, namespace: str, now: int) -> Transition: ...

@final
class RefreshHandle:
    @staticmethod
    def open(ring: Signer, token: _Octets) -> RefreshHandle: ...
    def mint(self, ring: Signer) -> str: ...
    @property
    def created(self) -> int: ...
    @property
    def expires_at(self) -> int: ...
    @property
    def issued_at(self) -> int: ...
    @property
    def repeated(self) -> bool: ...
    @property
    def recovered(self) -> bool: ...
    def rotate(
        self, ring: Signer, namespace: str, client: str | None, grace: int, now: int
    ) -> Transition: ...
    def end(self, namespace: str, now: int) -> Transition: ...
    def end_all(self, namespace: str, now: int) -> Transition: ...

@final
class TokenHandle:
    @staticmethod
    def read(namespace: str, token: _Octets, claims: _Object) -> TokenHandle: ...
    def check(self, now: int) -> Transition: ...
    def deny(self, now: int) -> Transition: ...

@overload
def parse(header: None, /) -> list[Any]: ...
@overload
def parse(header: str | Iterable[str], /) -> list[tuple[str, str]]: ...
@overload
def parse(header: bytes | bytearray | Iterable[bytes | bytearray], /) -> list[tuple[bytes, bytes]]: ...
@overload
def find(header: None, name: _Octets, /) -> None: ...
@overload
def find(header: str | Iterable[str], name: _Octets, /) -> str | None: ...
@overload
def find(header: bytes | bytearray | Iterable[bytes | bytearray], name: _Octets, /) -> bytes | None: ...
def bearer_token(header: _Octets, /) -> str: ...
def inspect(token: _Octets, /) -> tuple[str, str, dict[str, Any], dict[str, Any]]: ...
def read_object(json: _Octets, /) -> dict[str, Any]: ...
def reasons() -> list[tuple[str, int]]: ...
def check_fetch(
    method: str,
    *,
    sec_fetch_site: str | None = None,
    origin: str | None = None,
    allowed_origins: Iterable[str] = (),
    strict: bool = False,
) -> None: ...
def check_grace(ring: Signer, grace: int) -> None: ...
def check_lifetime(namespace: str, idle: int, lifetime: int) -> None: ...
def check_seal(ring: Signer, name: str) -> None: ...
def session_start(
    namespace: str,
    entropy: bytes,
    subject: str | None,
    idle: int,
    lifetime: int,
    data: _Octets,
    now: int,
) -> Transition: ...
def refresh_start(
    ring: Signer,
    namespace: str,
    entropy: bytes,
    subject: str,
    client: str | None,
    idle: int,
    lifetime: int,
    data: _Octets,
    now: int,
) -> Transition: ...
def end_subject(namespace: str, subject: str, now: int) -> Transition: ...
def write_object(value: _Object, root: str, /) -> bytes: ...
def instant(now: _Instant | None, /) -> int: ...
def duration(duration: _Duration, /) -> int: ...
