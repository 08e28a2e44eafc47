"""The examples are used as a browser would."""

from __future__ import annotations

import asyncio
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from browser import Browser, over_asgi, over_wsgi

EXAMPLES = Path(__file__).parents[3] / "py" / "examples"


class Served:
    """An example's application."""

    def __init__(self, serve: Any, app: Any) -> None:
        """Serve it so."""
        self.serve = lambda exchange: serve(app, exchange)


def load(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    command = [sys.executable, "-m", "tokenseal", "keygen"]
    secret = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    monkeypatch.setenv("TOKENSEAL_SECRET", secret)
    monkeypatch.setenv("TOKENSEAL_STORE", str(tmp_path / "store.db"))
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # FastAPI looks there for what annotations mean.
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


def test_fastapi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = load("fastapi_app", tmp_path, monkeypatch)
    site = Served(over_asgi, example.app)
    browser = Browser(site)
    assert browser.get("/me").problem == (401, "credentials-required")
    assert browser.post("/login", {"name": "bob", "password": "lovelace"}).status == 403
    assert browser.post("/login", {"name": "bob", "password": "builder"}).json == {"user": "bob"}
    assert browser.get("/me").json == {"user": "bob"}
    assert browser.get("/users").problem == (403, "insufficient-scope")
    assert browser.post("/auth/refresh").status == 204
    access = browser.cookies()["__Host-access"]
    assert browser.post("/auth/logout-all").status == 204
    assert Browser(site).get("/me", authorization=f"Bearer {access}").problem == (401, "revoked")
    browser.post("/login", {"name": "ada", "password": "lovelace"})
    assert browser.get("/users").json == ["ada", "bob"]
    asyncio.run(example.store.close())


def test_flask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = load("flask_app", tmp_path, monkeypatch)
    browser = Browser(Served(over_wsgi, example.app))
    assert browser.post("/cart", {"item": "apples"}).json == {"cart": ["apples"]}
    for form in ({"name": "ada", "password": "builder"}, {"name": "eve", "password": ""}):
        assert browser.post("/login", form).status == 403
    assert browser.post("/login", {"name": "ada", "password": "lovelace"}).status == 200
    assert browser.get("/me").json == {"user": "ada"}
    assert browser.post("/cart", {"item": "pears"}).json == {"cart": ["apples", "pears"]}
    assert browser.post("/auth/logout").status == 204
    assert browser.get("/me").problem == (401, "credentials-required")
    example.store.close()


@pytest.mark.parametrize("name", ["fastapi_app", "flask_app", "metrics_prometheus", "metrics_opentelemetry"])
def test_each_says_what_to_install(name: str) -> None:
    assert re.search(r"pip install '?tokenseal", (EXAMPLES / f"{name}.py").read_text("utf-8"))
