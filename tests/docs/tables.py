"""The tables of the reference are the core's."""

from __future__ import annotations

import re

from chapters import DOCS, ROOT, Fault

ERRORS = ROOT / "core/src/error.rs"
LIMITS = ROOT / "core/src/limits.rs"


def check() -> None:
    """Raise a ``Fault`` where a table differs."""
    errors((DOCS / "reference/errors.md").read_text())
    limits((DOCS / "reference/limits.md").read_text())


def errors(text: str) -> None:
    """Numbers and names, all of them in their order; each has its exception and its constant."""
    documented = re.findall(r"^\| (\d+) \| `([a-z-]+)` \| `(\w+)` \|", text, re.MULTILINE)
    source = ERRORS.read_text()
    codes = dict(re.findall(r"Self::(\w+)(?: \{ \.\. \})? => (\d+),", source))
    names = dict(re.findall(r'Self::(\w+)(?: \{ \.\. \})? => "([a-z-]+)",', source))
    same(documented, [(code, names[variant], variant) for variant, code in codes.items()], "errors")
    header = (ROOT / "include/tokenseal.h").read_text()
    typescript = (ROOT / "wasm/ts/errors.ts").read_text()
    python = (ROOT / "py/python/tokenseal/errors.py").read_text()
    for _, name, variant in documented:
        constant = f"TOKENSEAL_{name.upper().replace('-', '_')}"
        if constant not in header or f'"{name}"' not in typescript or f"class {variant}(" not in python:
            raise Fault(f"reference/errors.md: not every language has {name}")


def limits(text: str) -> None:
    """Names and values."""
    documented = re.findall(r"^\| `([A-Z_]+)` \| ([\d,]+) \|", text, re.MULTILINE)
    known: dict[str, int] = {}
    for name, value in re.findall(r"^pub const (\w+): \w+ = ([^;]+);", LIMITS.read_text(), re.MULTILINE):
        # Arithmetic over numbers and the names before it.
        if not re.fullmatch(r"[\w\s+<]+", value):
            raise Fault(f"limits.rs: {name} is more than this reads")
        known[name] = int(eval(value, {}, known))
    same(documented, [(name, f"{value:,}") for name, value in known.items()], "limits")


def same(documented: list[tuple[str, ...]], true: list[tuple[str, ...]], table: str) -> None:
    """Raise a ``Fault`` at the first difference."""
    for row, wanted in zip(documented, true, strict=False):
        if row != wanted:
            raise Fault(f"reference/{table}.md: says {row}, the core {wanted}")
    if len(documented) != len(true) or not true:
        raise Fault(f"reference/{table}.md: has {len(documented)} rows, the core {len(true)}")
