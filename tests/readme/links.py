"""Every relative link of the project's Markdown leads somewhere, and every path that it names is there."""

from __future__ import annotations

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What the documents speak of is one of these folders'.
PATH = re.compile(r"`((?:core|docs|ffi-c|include|py|tests|wasm)/[\w./*-]+)`")
LINK = re.compile(r"\]\(([^()\s]+)\)")


def anchors(text: str) -> set[str]:
    """The headings, as links name them."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def is_dead(link: str, text: str, folder: pathlib.Path) -> bool:
    if re.match(r"[a-z]+:", link):
        return False  # another site's
    path, _, anchor = link.partition("#")
    target = folder / path if path else None
    if target and not target.exists():
        return True
    if not anchor:
        return False
    return anchor not in anchors(target.read_text() if target else text)


def is_missing(path: str, folder: pathlib.Path) -> bool:
    return not any(any(base.glob(path.rstrip("/"))) for base in (ROOT, folder))


def dead(text: str, folder: pathlib.Path) -> list[str]:
    """The links and the named paths of a document in this folder that lead nowhere."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    links = [link for link in LINK.findall(prose) if is_dead(link, text, folder)]
    return links + [path for path in PATH.findall(prose) if is_missing(path, folder)]


def check() -> list[str]:
    """What is dead in the documents of the project; before that, a planted document must be seen through."""
    planted = (
        "# A heading\n[good](LICENSE-MIT), [good](#a-heading), `tests/readme/run`\n[bad](no-file), [bad](#none), `tests/nothing`"
    )
    if dead(planted, ROOT) != ["no-file", "#none", "tests/nothing"]:
        return ["a planted dead link was not noticed"]
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    documents = [ROOT / name for name in listed.split()]
    return [
        f"{document.relative_to(ROOT)}: {target} is not there"
        for document in documents
        for target in dead(document.read_text(), document.parent)
    ]
