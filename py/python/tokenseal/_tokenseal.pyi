from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Literal, NoReturn, TypeAlias, final, overload

from typing_extensions import disjoint_base

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
    "RustCookie",
    "SetCookie",
    "Signer",
    "Starlette",
    "TimestampSigner",
    "URLSafeTimedSerializer",
    "__version__",
    "bearer_token",
    "find",
    "inspect",
    "parse",
    "read_object",
    "reasons",
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
    def seal_cookie(self, name: str, value: _Octets, *, now: _Instant | None = None) -> str: ...
    def open_cookie(
        self, name: str, text: _Octets, *, max_age: _Duration | None = None, now: _Instant | None = None
    ) -> Opened: ...
    def __reduce_ex__(self, _protocol: object, /) -> NoReturn: ...
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

@overload
def parse(header: str | Iterable[str], /) -> list[tuple[str, str]]: ...
@overload
def parse(header: bytes | bytearray | Iterable[bytes | bytearray], /) -> list[tuple[bytes, bytes]]: ...
@overload
def find(header: str | Iterable[str], name: _Octets, /) -> str | None: ...
@overload
def find(header: bytes | bytearray | Iterable[bytes | bytearray], name: _Octets, /) -> bytes | None: ...
def bearer_token(header: _Octets, /) -> str: ...
def inspect(token: _Octets, /) -> tuple[str, str, dict[str, Any], dict[str, Any]]: ...
def read_object(json: _Octets, /) -> dict[str, Any]: ...
def reasons() -> list[tuple[str, int]]: ...
