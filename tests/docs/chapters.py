"""The book in docs/: its chapters, and the blocks of code in each."""

from __future__ import annotations

import pathlib
import re
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

RUN = {"python", "ts", "rust", "c", "sh"}
CONTINUED = {"python", "ts"}
"""The blocks of such a language are one program in each chapter; of another, each is one."""
FILES = {"toml", "nginx", "conf"}
OUTPUT = "text"
NAME = re.compile(r"(?:#|//) ([\w./-]+\.\w+)")
"""A first line that makes a block a file."""


class Fault(Exception):
    """What is wrong with the book, and where."""


@dataclass
class Block:
    """A fenced block of code."""

    language: str
    code: str
    place: str
    """Chapter and line."""
    output: str | None = None
    """What the block behind it says that it prints."""

    @property
    def name(self) -> str | None:
        """Of the file that it is, if it is one."""
        named = NAME.fullmatch(self.code.partition("\n")[0])
        return named[1] if named else None


@dataclass(frozen=True)
class Chapter:
    """A page of the book."""

    name: str
    """As ``recipes/nginx``."""
    text: str
    blocks: list[Block]

    @property
    def files(self) -> list[Block]:
        """The blocks that are written down for the others."""
        return [block for block in self.blocks if block.name]

    @property
    def programs(self) -> list[list[Block]]:
        """What is run, in the order in which it begins."""
        found: list[list[Block]] = []
        for block in self.blocks:
            if block.name:
                continue
            same = [program for program in found if program[0].language == block.language]
            if block.language in CONTINUED and same:
                same[0].append(block)
            else:
                found.append([block])
        return found


def read(name: str, text: str) -> Chapter:
    """Take a page apart. What nobody would run or compare is a ``Fault``."""
    blocks: list[Block] = []
    follows = False
    """Whether nothing but empty lines came since the last block."""
    lines = iter(enumerate(text.splitlines(), 1))
    for number, line in lines:
        place = f"{name}.md:{number}"
        if re.match(r"\s+(```|~~~)|~~~|>\s*```|````| {4}|\t|.*<(pre|code)\b", line):
            raise Fault(f"{place}: code that is no plain fenced block would not be run")
        if not line.startswith("```"):
            follows = follows and not line.strip()
            continue
        language = line.removeprefix("```")
        code = ""
        for _, inside in lines:
            if inside == "```":
                break
            code += f"{inside}\n"
        else:
            raise Fault(f"{place}: a block without end")
        block = Block(language, code, place)
        if language == OUTPUT:
            if not follows or blocks[-1].name or blocks[-1].output is not None:
                raise Fault(f"{place}: an output that stands behind no program")
            blocks[-1].output = code
        elif language in RUN or (language in FILES and block.name):
            blocks.append(block)
        else:
            raise Fault(f"{place}: a block in {language or 'no language'!r} would not be run")
        follows = True
    chapter = Chapter(name, text, blocks)
    for block in chapter.files:
        if not is_taken(block, chapter):
            raise Fault(f"{block.place}: no other block of the chapter takes {block.name}")
    return chapter


def is_taken(file: Block, chapter: Chapter) -> bool:
    """Whether another block speaks of the file; what is in a Rust package is taken by cargo."""
    path = pathlib.Path(file.name or "")
    in_package = path.parts[0] in ("src", "tests") and path.suffix == ".rs"
    word = "cargo" if in_package else path.stem
    return any(re.search(word, other.code, re.IGNORECASE) for other in chapter.blocks if other is not file)


def book() -> list[Chapter]:
    """All chapters, in the order of the table of contents."""
    listed = re.findall(r"\]\(([\w/.-]+)\.md\)", (DOCS / "SUMMARY.md").read_text())
    written = {str(path.relative_to(DOCS).with_suffix("")) for path in DOCS.rglob("*.md")} - {"SUMMARY"}
    for name in sorted(written.symmetric_difference(listed)):
        raise Fault(f"{name}.md: {'not in SUMMARY.md' if name in written else 'not there'}")
    if len(set(listed)) != len(listed):
        raise Fault("SUMMARY.md: a chapter is there twice")
    return [read(name, (DOCS / f"{name}.md").read_text()) for name in listed]
