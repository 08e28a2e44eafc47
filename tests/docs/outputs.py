"""What a block prints, and what it says that it prints."""

from __future__ import annotations

import re

from chapters import Block, Fault

MARK = "\x1e"
"""Printed before each block of a program that has several."""
# What prints a line whose comment says which; a call of several lines says it behind its end.
PRINTS = {
    "python": r"\s*(?:print\(|\)).*  # (.*)",
    "ts": r"\s*(?:console\.log\(|\)).*; // (.*)",
    "rust": r"\s*println!\(.*; // (.*)",
    "c": r"\s*printf\(.*; /\* (.*) \*/",
}


def expected(block: Block) -> str:
    """The text behind the block, or what its comments say."""
    if block.output is not None:
        return block.output
    pattern = PRINTS.get(block.language)
    said = [re.fullmatch(pattern, line) for line in block.code.splitlines()] if pattern else []
    return "".join(f"{match[1]}\n" for match in said if match)


def compare(block: Block, printed: str) -> None:
    """Raise a ``Fault`` unless the block printed that; ``...`` stands for anything within a line."""
    wanted = expected(block)
    pattern = re.escape(wanted.strip("\n")).replace(r"\.\.\.", ".*")
    if not re.fullmatch(pattern, printed.strip("\n")):
        raise Fault(f"{block.place}: printed\n{printed.rstrip()}\n--- instead of\n{wanted.rstrip()}")


def compare_all(program: list[Block], printed: str) -> None:
    """The same for a program of several blocks."""
    before, *parts = printed.split(f"{MARK}\n")
    if before or len(parts) != len(program):
        raise Fault(f"{program[0].place}: not all blocks have run: {printed}")
    for block, part in zip(program, parts, strict=True):
        compare(block, part)
