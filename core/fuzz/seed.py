"""Puts the texts of the vectors into the corpora of the fuzz targets."""

from __future__ import annotations

import hashlib
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
VECTORS = HERE.parents[1] / "tests" / "vectors"
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


def target(op: str, args: dict[str, object]) -> str | None:
    """The target that reads what this vector's text is."""
    if op in ("cookie.parse", "cookie.find"):
        return "cookie_parse"
    if op == "cookie.open":
        return "cookie_open"
    dialect = args.get("dialect")
    return f"dialect_{FAMILIES[dialect['kind']]}" if op == "dialect.open" and isinstance(dialect, dict) else None


def seed(name: str, text: bytes) -> None:
    corpus = HERE / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / hashlib.sha256(text).hexdigest()[:16]).write_bytes(text)


def main() -> None:
    for path in VECTORS.glob("*.json"):
        for vector in json.loads(path.read_text())["vectors"]:
            name = target(vector["op"], vector["args"])
            args = vector["args"]
            argument = "header" if name == "cookie_parse" else "text"
            text = bytes.fromhex(args[f"{argument}_hex"]) if f"{argument}_hex" in args else args.get(argument, "").encode()
            if name and text:
                seed(name, text)
            for record in (record for turn in args.get("rounds", []) for record in turn["found"] if record):
                # The longest ones are for the vectors.
                seed("state_record", bytes.fromhex(record)[:512])


main()
