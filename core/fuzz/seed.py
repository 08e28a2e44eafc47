"""Puts the texts of the vectors into the corpora of the fuzz targets, as these read them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import pathlib
from collections.abc import Iterator
from itertools import chain
from typing import Any

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
VECTORS = ROOT / "tests" / "vectors"
CORPORA = (HERE / "corpus", ROOT / "ffi-c" / "fuzz" / "corpus")
# The longest are for the vectors: fuzzing cuts its inputs there.
LONGEST = 4096
NOW = 1_700_000_000_000
FAMILIES = {
    "express": "express",
    "koa": "koa",
    "signer": "itsdangerous",
    "timestamp-signer": "itsdangerous",
    "url-safe-timed": "itsdangerous",
    "flask": "itsdangerous",
    "starlette": "itsdangerous",
    "django": "django",
    "django-signer": "django",
    "django-dumps": "django",
    "gorilla": "gorilla",
    "rust-cookie": "rust_cookie",
    "rails": "rails",
    "rails-verifier": "rails",
}
# Which of core/fuzz/src/keys.rs signs for it.
KEYS = {"HS256": 0, "HS384": 1, "HS512": 2}

Args = dict[str, Any]


# Fields as core/fuzz/src/fields.rs reads them.
def byte(value: int) -> bytes:
    return bytes([value & 0xFF])


def number(value: int) -> bytes:
    return (value & (1 << 64) - 1).to_bytes(8, "big")


def time(value: int) -> bytes:
    return byte(0) + number(value)


def field(value: bytes) -> bytes:
    value = value[:LONGEST]
    return len(value).to_bytes(2, "big") + value


def utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def optional(text: str | None) -> bytes:
    return byte(0) if text is None else byte(1) + field(utf8(text))


def texts(list_: list[str]) -> bytes:
    return byte(min(len(list_), 3)) + b"".join(field(utf8(text)) for text in list_[:3])


def flags(*bits: bool) -> bytes:
    return byte(sum(1 << place for place, bit in enumerate(bits) if bit))


def argument(args: Args, name: str) -> bytes:
    return bytes.fromhex(args[f"{name}_hex"]) if f"{name}_hex" in args else utf8(args.get(name) or "")


def decode(part: bytes) -> bytes:
    try:
        return base64.urlsafe_b64decode(part + b"==")
    except binascii.Error:
        return b""


def parts(token: bytes) -> list[bytes]:
    return [decode(part) for part in token.split(b".")[:2]]


def verify(args: Args, now: int) -> bytes:
    """For jwt_verify: the vector's policy and claims, with a good MAC of one of the target's keys."""
    policy = args.get("policy", {})
    header, payload = [*parts(argument(args, "token")), b"", b""][:2]
    alg = next((alg for alg in KEYS if alg.encode() in header), "HS256")
    audience, max_age = policy.get("audience"), policy.get("max_age_ms")
    audience = [audience] if isinstance(audience, str) else audience
    return b"".join(
        [
            flags(policy.get("any_audience", False), policy.get("require_exp", True), False),
            flags(audience is not None, True, max_age is not None, "max_token" in policy),
            byte(0x3F),
            time(now),
            texts(audience or []),
            texts(policy.get("required", [])),
            optional(policy.get("issuer")),
            optional(policy.get("subject")),
            optional(policy.get("jwt_id")),
            optional(policy.get("typ")),
            number(policy.get("leeway_ms", 0)),
            b"" if max_age is None else number(max_age) + byte(0),
            number(policy["max_token"]) if "max_token" in policy else b"",
            byte(0),
            byte(KEYS[alg]),
            field(header),
            payload,
        ]
    )


def sign(args: Args, now: int) -> bytes:
    """For sign_verify."""
    key, audience, lifetime = args["key"], args.get("audience"), args.get("expires_in_ms")
    audience = [audience] if isinstance(audience, str) else audience
    times = [args.get("not_before_ms"), args.get("issued_at_ms")]
    return b"".join(
        [
            flags(audience is not None, times[0] is not None, times[1] is not None, "max_token" in args),
            byte(KEYS.get(key.get("alg", ""), 0)),
            time(now),
            texts(audience or []),
            optional(args.get("issuer")),
            optional(args.get("subject")),
            optional(args.get("jwt_id")),
            byte(3) + number(lifetime) if isinstance(lifetime, int) else byte(0),
            *(time(at) for at in times if at is not None),
            optional(args.get("typ")),
            number(args["max_token"]) if "max_token" in args else b"",
            argument(args, "claims") or b"{}",
        ]
    )


def seeds(op: str, args: Args, now: int) -> Iterator[tuple[str, bytes]]:
    """The targets that read what this vector has, and how they do."""
    if op in ("cookie.parse", "cookie.find"):
        yield "cookie_parse", argument(args, "header")
    elif op == "cookie.open":
        yield "cookie_open", argument(args, "text")
    elif op == "dialect.open":
        yield f"dialect_{FAMILIES[args['dialect']['kind']]}", argument(args, "text")
    elif op in ("jwt.verify", "jwt.inspect"):
        for part in parts(argument(args, "token")):
            yield "json", part
            yield "claims_types", part
        yield "jwt_verify", verify(args, now)
    elif op == "jwt.sign":
        yield "json", argument(args, "claims")
        yield "claims_types", argument(args, "claims")
        yield "sign_verify", sign(args, now)
    elif op == "key.load":
        yield from key_seeds(args["key"])
    elif op == "jwks.load":
        yield "keys", byte(5) + byte(0) + argument(args, "jwks")
    elif op == "bearer":
        yield "bearer", argument(args, "header")
    elif op == "csrf.verify":
        front = byte(0x3F) + byte(0) + field(argument(args, "binding")) + field(bytes(64))
        yield "csrf", front + argument(args, "token")
    for record in (record for turn in args.get("rounds", []) for record in turn["found"] if record):
        yield "state_record", bytes.fromhex(record)[:512]


def fed(*arguments: int | bytes) -> bytes:
    """What the harnesses of the C interface read: numbers, and texts with their lengths. A long one goes on to the end, or to
    the next sixteen bytes.
    """
    parts = []
    for argument in arguments:
        if isinstance(argument, int):
            parts.append(byte(argument))
        elif len(argument) < 0xA0:
            parts.append(byte(len(argument)) + argument)
        else:
            blocks = min(-(-len(argument) // 16), 0xFF)
            parts.append(byte(0xA0) + byte(blocks) + argument[: blocks * 16])
    return b"".join(parts)


# Which function of the harness comes first, in the order of its table.
LOAD_KEY, LOAD_SET, SIGN, VERIFY, CLAIMS, LOOK_IN = 0, 1, 4, 5, 6, 7
READ_HEADER, OPEN_SEALED, OPEN_DIALECT, CSRF = 0, 3, 5, 6
OPEN_ONE = 0
DIALECTS = list(FAMILIES)


def c_seeds(op: str, args: Args) -> Iterator[tuple[str, bytes]]:
    """The same for the harnesses of the C interface (ffi-c/fuzz/harness): behind what is given here, everything is zero."""
    if op in ("jwt.verify", "jwt.inspect"):
        token = argument(args, "token")
        yield "capi_tokens", fed(VERIFY, 0, 0, token)
        yield "capi_tokens", fed(LOOK_IN, token)
        yield "capi_tokens", fed(CLAIMS, 1, parts(token + b".")[1], b"exp")
    elif op == "jwt.sign":
        yield "capi_tokens", fed(SIGN, 2, 0, argument(args, "claims"))
    elif op == "bearer":
        yield "capi_tokens", fed(LOOK_IN, argument(args, "header")[:0x9F], 1)
    elif op == "key.load" and "jwk" in args["key"]:
        yield "capi_tokens", fed(LOAD_KEY, 4, argument(args["key"], "jwk"))
    elif op == "jwks.load":
        yield "capi_tokens", fed(LOAD_SET, 3, argument(args, "jwks"))
    elif op in ("cookie.parse", "cookie.find"):
        yield "capi_cookies", fed(READ_HEADER, argument(args, "header"))
    elif op == "cookie.open":
        yield "capi_cookies", fed(OPEN_SEALED, 0, argument(args, "name"), argument(args, "text"))
    elif op == "dialect.open":
        kind = 1 + DIALECTS.index(args["dialect"]["kind"])
        yield "capi_cookies", fed(OPEN_DIALECT, kind, 1, 0, argument(args, "name"), argument(args, "text"))
    elif op == "csrf.verify":
        yield "capi_cookies", fed(CSRF, 0, argument(args, "binding"), 1, argument(args, "token"))
    elif op.startswith(("session.", "refresh.")):
        token = argument(args, "cookie") or argument(args, "token")
        yield "capi_state", fed(OPEN_ONE, 0, token, int(op.startswith("refresh.")))


def key_seeds(key: Args) -> Iterator[tuple[str, bytes]]:
    alg = byte(KEYS.get(key.get("alg", ""), 2) + 1)
    for kind, name in enumerate(("secret", "secret", "base64url", "hex", "jwk")):
        text = argument(key, name)
        if text or kind == 4:
            yield "keys", byte(kind) + (alg if "alg" in key else byte(0)) + text


def put(target: str, text: bytes) -> None:
    corpus = CORPORA[target.startswith("capi")] / target
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / hashlib.sha256(text).hexdigest()[:16]).write_bytes(text[:LONGEST])


# Claims that are of the types of claims_types, which no vector has.
TYPES = ("[1,true]", "[1,true,2]", '"Admin"', '{"Guest":7}', '{"Member":{"since":1e3}}', '{"a":[1,-2],"b":null}')


def main() -> None:
    for claim in TYPES:
        put("claims_types", utf8(f'{{"x":{claim}}}'))
    for path in sorted(VECTORS.glob("*.json")):
        for vector in json.loads(path.read_text())["vectors"]:
            op, args, now = vector["op"], vector["args"], vector.get("now", NOW)
            for target, text in chain(seeds(op, args, now), c_seeds(op, args)):
                if text:
                    put(target, text)


main()
