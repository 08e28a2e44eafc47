"""tokenseal in Python, for tests/interop: one JSON document in, one out."""

from __future__ import annotations

import base64
import json
import sys
from typing import Any

from tokenseal import TokenError, cookie, dialects

Job = dict[str, Any]

KINDS: dict[str, Any] = {
    "express": dialects.Express,
    "koa": dialects.Koa,
    "cookie-session": dialects.Koa,
    "signer": dialects.Signer,
    "timestamp-signer": dialects.TimestampSigner,
    "url-safe-timed": dialects.URLSafeTimedSerializer,
    "flask": dialects.Flask,
    "starlette": dialects.Starlette,
    "django": dialects.Django,
    "django-signer": dialects.DjangoSigner,
    "django-dumps": dialects.DjangoDumps,
    "rust-cookie": dialects.RustCookie,
}


def dialect(job: Job) -> Any:
    options = dict(job["dialect"])
    kind, secrets = options.pop("kind"), options.pop("secrets_hex")
    return KINDS[kind]([bytes.fromhex(secret) for secret in secrets], **options)


def seal(job: Job) -> str:
    kind, value = job["dialect"]["kind"], bytes.fromhex(job["value_hex"])
    if kind == "koa":
        return str(dialect(job).sign(job["name"], value))
    if kind == "cookie-session":
        # JSON in base64, and Koa's second cookie beside it.
        session = base64.b64encode(value).decode()
        return f"{session} {dialect(job).sign(job['name'], session)}"
    return str(dialect(job).seal(job["name"], value, now=job["now"] / 1000))


def read(job: Job) -> Job:
    kind, name, text = job["dialect"]["kind"], job["name"], job["text"]
    if kind == "koa":
        dialect(job).verify(name, bytes.fromhex(job["value_hex"]), text)
        return {"ok": job["value_hex"]}
    if kind == "cookie-session":
        session, signature = text.split(" ")
        dialect(job).verify(name, session, signature)
        return {"ok": base64.b64decode(session).hex()}
    max_age = job["max_age_ms"] / 1000 if "max_age_ms" in job else None
    opened = dialect(job).open(name, text, max_age=max_age, now=job["now"] / 1000)
    return {"ok": opened.value.hex(), "compressed": opened.compressed}


def open_(job: Job) -> Job:
    try:
        return read(job)
    except TokenError as error:
        return {"err": error.code}


def build(job: Job) -> str:
    given = {name: value for name, value in job.items() if name != "id"}
    for ours, theirs in (("max_age", "max_age_ms"), ("expires", "expires_ms")):
        if theirs in given:
            given[ours] = given.pop(theirs) / 1000
    return str(cookie.SetCookie(given.pop("name"), given.pop("value"), **given))


def main() -> None:
    jobs = json.load(sys.stdin)
    answer = {
        "sealed": {job["id"]: seal(job) for job in jobs["seal"]},
        "opened": {job["id"]: open_(job) for job in jobs["open"]},
        "built": {job["id"]: build(job) for job in jobs["build"]},
        "parsed": {job["id"]: cookie.parse(job["header"]) for job in jobs["parse"]},
    }
    json.dump(answer, sys.stdout)


main()
