"""itsdangerous, Flask, Starlette and Django as peers: one JSON document in, one out."""

from __future__ import annotations

import asyncio
import hashlib
import importlib.metadata
import json
import sys
import time
from http.cookies import SimpleCookie
from typing import Any

import django
import flask
import itsdangerous
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Job = dict[str, Any]
NO_LIMIT = 10**9


def secrets(job: Job) -> list[bytes]:
    return [bytes.fromhex(secret) for secret in job["dialect"]["secrets_hex"]]


def seconds(job: Job) -> int | None:
    given = job.get("max_age_ms")
    return None if given is None else given // 1000


class Refused(Exception):
    """The framework hands out an empty session instead of an error."""


class Itsdangerous:
    def __init__(self, kind: str, job: Job) -> None:
        dialect = job["dialect"]
        options: Any = {}
        if "digest" in dialect:
            options["digest_method"] = getattr(hashlib, dialect["digest"])
        salt = {"salt": dialect["salt"]} if "salt" in dialect else {}
        self.kind = kind
        self.signer: Any
        if kind == "url-safe-timed":
            self.signer = itsdangerous.URLSafeTimedSerializer(secrets(job), **salt, signer_kwargs=options)
        else:
            made = {"signer": itsdangerous.Signer, "timestamp-signer": itsdangerous.TimestampSigner}
            self.signer = made[kind](secrets(job), **salt, **options)

    def seal(self, job: Job) -> str:
        value = bytes.fromhex(job["value_hex"])
        if self.kind == "url-safe-timed":
            return str(self.signer.dumps(json.loads(value)))
        return str(self.signer.sign(value).decode())

    def open(self, job: Job) -> bytes:
        if self.kind == "signer":
            return bytes(self.signer.unsign(text(job)))
        if self.kind == "timestamp-signer":
            return bytes(self.signer.unsign(text(job), max_age=seconds(job)))
        return json.dumps(self.signer.loads(text(job), max_age=seconds(job))).encode()


class Flask:
    """Through a request: the session as a view sees it."""

    def __init__(self, job: Job) -> None:
        *fallbacks, key = secrets(job)
        self.app = flask.Flask("peer")
        self.app.logger.disabled = True
        self.app.secret_key = key
        self.app.config["SECRET_KEY_FALLBACKS"] = fallbacks
        self.app.config["SESSION_COOKIE_NAME"] = job["name"]
        limit = seconds(job)
        self.app.config["PERMANENT_SESSION_LIFETIME"] = NO_LIMIT if limit is None else limit

    def seal(self, job: Job) -> str:
        def view() -> str:
            flask.session.update(json.loads(bytes.fromhex(job["value_hex"])))
            return ""

        self.app.add_url_rule("/", view_func=view)
        answer = self.app.test_client(use_cookies=False).get("/")
        return cookie_of(answer.headers["Set-Cookie"], job["name"])

    def open(self, job: Job) -> bytes:
        def view() -> str:
            return json.dumps(dict(flask.session))

        self.app.add_url_rule("/", view_func=view)
        client = self.app.test_client(use_cookies=False)
        answer = client.get("/", headers={"Cookie": header(job)})
        if answer.status_code != 200 or answer.data == b"{}":
            raise Refused
        return bytes(answer.data)


class Starlettes:
    """Through a request too."""

    def __init__(self, job: Job) -> None:
        (self.key,) = secrets(job)
        self.limit = seconds(job)
        self.name = job["name"]

    def run(self, value: Any, cookie: str | None) -> tuple[str | None, dict[str, Any]]:
        seen: dict[str, Any] = {}

        def view(request: Request) -> Response:
            seen.update(request.session)
            if value is not None:
                request.session.update(value)
            return Response()

        app = SessionMiddleware(
            Starlette(routes=[Route("/", view)]),
            secret_key=self.key.decode(),
            session_cookie=self.name,
            max_age=self.limit,
        )
        headers = [] if cookie is None else [(b"cookie", cookie.encode("latin-1"))]
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers}
        asyncio.run(app({**scope, "app": None}, receive, send))
        found = dict(sent[0]["headers"]).get(b"set-cookie")
        return None if found is None else found.decode("latin-1"), seen

    def seal(self, job: Job) -> str:
        line, _ = self.run(json.loads(bytes.fromhex(job["value_hex"])), None)
        assert line is not None
        return line.split(";")[0].removeprefix(f"{self.name}=")

    def open(self, job: Job) -> bytes:
        _, seen = self.run(None, header(job))
        if not seen:
            raise Refused
        return json.dumps(seen).encode()


class Django:
    def __init__(self, kind: str, job: Job) -> None:
        self.kind = kind
        self.salt = job["dialect"].get("salt")
        settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS = secrets(job)
        settings.SIGNED_COOKIE_LEGACY_SALT_FALLBACK = job["dialect"].get("legacy", False)

    def seal(self, job: Job) -> str:
        value = bytes.fromhex(job["value_hex"]).decode()
        if self.kind == "django-signer":
            return str(signing.Signer(salt=self.salt).sign(value))
        if self.kind == "django-dumps":
            salt = "django.core.signing" if self.salt is None else self.salt
            return str(signing.dumps(json.loads(value), salt=salt, compress=job.get("compress", False)))
        response = HttpResponse()
        if job["dialect"].get("legacy"):
            salt = signing._cookie_signer_legacy_salt(job["name"], self.salt or "")
            return str(signing.get_cookie_signer(salt=salt).sign(value))
        response.set_signed_cookie(job["name"], value, salt=self.salt or "")
        return str(response.cookies[job["name"]].value)

    def open(self, job: Job) -> bytes:
        age = seconds(job)
        request = HttpRequest()
        sent = text(job)
        if not (sent.startswith('"') and sent.endswith('"')):
            # As Set-Cookie has it: quoted, and what may not stand there escaped.
            sent = SimpleCookie({"name": sent})["name"].coded_value
        request.META["HTTP_COOKIE"] = f"{job['name']}={sent}"
        request.COOKIES = django.http.parse_cookie(request.META["HTTP_COOKIE"])
        if self.kind == "django":
            return str(request.get_signed_cookie(job["name"], salt=self.salt or "", max_age=age)).encode()
        received = request.COOKIES[job["name"]]
        if self.kind == "django-signer":
            return str(signing.Signer(salt=self.salt).unsign(received)).encode()
        salt = "django.core.signing" if self.salt is None else self.salt
        return json.dumps(signing.loads(received, salt=salt, max_age=age)).encode()


def text(job: Job) -> str:
    return str(job["text"])


def header(job: Job) -> str:
    return f"{job['name']}={job['text']}"


def cookie_of(line: str, name: str) -> str:
    return SimpleCookie(line)[name].value


def peer(job: Job) -> Any:
    kind = job["dialect"]["kind"]
    now = job["now"] / 1000
    # The clock of the jobs is theirs, not this machine's.
    time.time = lambda: now
    if kind == "flask":
        return Flask(job)
    if kind == "starlette":
        return Starlettes(job)
    if kind.startswith("django"):
        return Django(kind, job)
    return Itsdangerous(kind, job)


def open_(job: Job) -> dict[str, str]:
    try:
        return {"ok": peer(job).open(job).hex()}
    except Exception as error:  # Not all of them refuse with an error of their own.
        return {"err": type(error).__name__}


def main() -> None:
    settings.configure(ALLOWED_HOSTS=["*"])
    django.setup()
    jobs = json.load(sys.stdin)
    packages = ("itsdangerous", "Flask", "starlette", "Django")
    answer = {
        "versions": {name: importlib.metadata.version(name) for name in packages},
        "sealed": {job["id"]: peer(job).seal(job) for job in jobs["seal"]},
        "opened": {job["id"]: open_(job) for job in jobs["open"]},
    }
    json.dump(answer, sys.stdout)


main()
