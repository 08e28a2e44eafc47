"""The dialects' recipes, with the standard library alone, over bodies that may be wrong."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

from sources.dialect_case import Case
from sources.vector import Args


def url(data: bytes, padded: bool = False) -> bytes:
    text = base64.urlsafe_b64encode(data)
    return text if padded else text.rstrip(b"=")


def itsdangerous(case: Case, body: bytes) -> bytes:
    """`body`, a dot, and the tag that the case's signer makes."""
    key = hashlib.sha1(b"itsdangerous.Signersigner" + case.own_secret).digest()
    if case.kind == "url-safe-timed":
        key = hashlib.sha1(b"itsdangeroussigner" + case.own_secret).digest()
    if case.kind == "flask":
        key = hmac.digest(case.own_secret, b"cookie-session", "sha1")
    return body + b"." + url(hmac.digest(key, body, "sha1"))


def django(case: Case, body: bytes) -> bytes:
    salt, secret = b"django.core.signing", case.own_secret
    if case.kind == "django":
        salt = b"django.http.cookies.v2:0:" + case.name.encode()
        secret = b"django.http.cookies" + secret
    key = hashlib.sha256(salt + b"signer" + secret).digest()
    return body + b":" + url(hmac.digest(key, body, "sha256"))


def gorilla(case: Case, stamp: bytes, inner: bytes, name: bytes | None = None) -> bytes:
    dated = stamp + b"|" + inner
    named = (case.name.encode() if name is None else name) + b"|" + dated
    return url(dated + b"|" + hmac.digest(case.own_secret, named, "sha256"), padded=True)


def rails_body(case: Case, body: bytes) -> bytes:
    key = case.own_secret
    if case.kind == "rails":
        key = hashlib.pbkdf2_hmac("sha256", key, b"signed cookie", 1000, 64)
    return body + b"--" + hmac.digest(key, body, "sha1").hex().encode()


def rails(case: Case, data: bytes | Args) -> bytes:
    text = data if isinstance(data, bytes) else json.dumps(data, separators=(",", ":")).encode()
    return rails_body(case, base64.b64encode(text))


def express(case: Case, value: bytes) -> bytes:
    tag = base64.b64encode(hmac.digest(case.own_secret, value, "sha256")).rstrip(b"=")
    return b"s:" + value + b"." + tag
