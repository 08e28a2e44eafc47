"""The examples of the docstrings and of the README, run as they stand."""

from __future__ import annotations

import doctest
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import tokenseal
from tokenseal import Key, KeyRing, Policy, cookie, dialects

README = Path(__file__).parents[2] / "py" / "README.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def modules() -> list[ModuleType]:
    found = pkgutil.walk_packages(tokenseal.__path__, "tokenseal.")
    return [tokenseal] + [importlib.import_module(m.name) for m in found if not m.name.endswith("__main__")]


def examples() -> list[doctest.DocTest]:
    finder = doctest.DocTestFinder()
    names = {name: getattr(tokenseal, name) for name in tokenseal.__all__}
    found = [test for module in modules() for test in finder.find(module, module.__name__, globs=dict(names))]
    # Static methods are beyond the finder.
    parser = doctest.DocTestParser()
    for owner in (Key, KeyRing):
        for name, member in vars(owner).items():
            if isinstance(member, staticmethod):
                title = f"tokenseal.{owner.__name__}.{name}"
                found.append(
                    parser.get_doctest(member.__func__.__doc__ or "", dict(names), title, None, None)
                )
    return [test for test in found if test.examples]


@pytest.mark.parametrize("example", examples(), ids=lambda test: test.name)
def test_docstrings(example: doctest.DocTest) -> None:
    out: list[str] = []
    # Tracebacks name the module of an exception.
    result = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL).run(example, out=out.append)
    assert result.failed == 0, "".join(out)


def test_there_are_examples() -> None:
    names = {test.name for test in examples()}
    for name in ("sign", "verify", "verify_raw", "seal_cookie", "open_cookie"):
        assert f"tokenseal._tokenseal.Signer.{name}" in names
    for name in ("from_jwk", "from_hex", "from_base64url", "with_short_secret", "mac", "verify_mac"):
        assert f"tokenseal.Key.{name}" in names
    assert {
        "tokenseal.KeyRing.from_jwks",
        "tokenseal.Key",
        "tokenseal.KeyRing",
        "tokenseal.Policy",
        "tokenseal.unverified",
        "tokenseal.cookie",
        "tokenseal.cookie.SetCookie",
        "tokenseal.cookie.SetCookie.removal",
        "tokenseal._tokenseal.parse",
        "tokenseal._tokenseal.find",
        "tokenseal.dialects",
        "tokenseal.sessions",
        "tokenseal.sessions.Sessions.update",
        "tokenseal.refresh",
        "tokenseal.revocations",
        "tokenseal.stores",
        "tokenseal._tokenseal.check_fetch",
        "tokenseal._tokenseal.Signer.csrf_token",
    } <= names
    frameworks = {name for name in dialects.__all__ if name not in ("Dialect", "Opened")}
    assert {f"tokenseal.dialects.{name}" for name in frameworks} <= names


def test_everything_public_is_documented() -> None:
    for name in tokenseal.__all__:
        if name != "__version__":
            assert getattr(tokenseal, name).__doc__
    kinds = [vars(module)[name] for module in (cookie, dialects) for name in module.__all__]
    kinds += [getattr(tokenseal, name) for name in tokenseal.__all__ if name != "__version__"]
    assert all(kind.__doc__ for kind in kinds)
    classes = [kind for kind in kinds if isinstance(kind, type)]
    assert len(classes) >= 30
    for owner in (Key.__base__, Key, KeyRing, Policy, *classes):
        for name, member in vars(owner).items():
            assert name.startswith("_") or member.__doc__, (owner, name)


def test_python_in_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "__main__"}
    blocks = [text for language, text in BLOCKS if language == "python"]
    assert len(blocks) >= 18
    for text in blocks:
        exec(compile(text, str(README), "exec"), names)
    assert (tmp_path / "sessions.db").exists()
    names["store"].close()


def test_the_command_in_the_readme(tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    blocks = [text for language, text in BLOCKS if language == "sh" and "pip install" not in text]
    assert len(blocks) == 1
    done = subprocess.run(
        ["bash", "-euc", blocks[0]],
        cwd=tmp_path,
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    verified, seen = done.stdout.splitlines()
    assert verified.startswith('{"roles":["admin"],"sub":"user-42","exp":')
    assert seen == f'{{"ok":true,"header":{{"alg":"HS256","typ":"JWT","kid":"2026-11"}},"claims":{verified}}}'
    assert done.stderr == ""
