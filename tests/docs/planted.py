"""Faults that must be found, before what is found in the book counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import links
from chapters import DOCS, Fault, read
from outputs import compare
from programs import run, write
from tables import errors, limits

UNREAD = {
    "an unknown language": "```perl\nprint 1\n```\n",
    "no language": "```\n1\n```\n",
    "a file without a name": "```toml\na = 1\n```\n",
    "a file that nobody takes": "```toml\n# unused.toml\na = 1\n```\n",
    "an output behind nothing": "text\n\n```text\n1\n```\n",
    "an output behind an output": "```sh\ntrue\n```\n\n```text\n1\n```\n\n```text\n1\n```\n",
    "an output that words part from its program": "```sh\ntrue\n```\n\nthen\n\n```text\n```\n",
    "a block in a list": "- item\n  ```python\n  print(1)\n  ```\n",
    "an indented block": "text\n\n    print(1)\n",
    "a block without end": "```python\nprint(1)\n",
}
MISPRINTS = {
    "python": "print(1)  # 2\n",
    "ts": "console.log(1); // 2\n",
    "rust": 'println!("1"); // 2\n',
    "c": 'printf("1\\n"); /* 2 */\n',
}
FAILURES = {
    "a wrong output": "```python\nprint(1)\n```\n\n```text\n2\n```\n",
    "a wrong comment": "```python\nprint(1)  # 2\n```\n",
    "a wrong second block": "```python\na = 1\n```\n\n```python\nprint(a)  # 2\n```\n",
    "a print that nothing is said of": "```python\nprint(1)\n```\n",
    "a program that fails": "```python\nassert False\n```\n",
    "a command that fails": "```sh\nfalse | cat\n```\n",
    "a wrong output of a command": "```sh\necho 1\n```\n\n```text\n2\n```\n",
}


def must_fail(name: str, work: Callable[[], object]) -> None:
    """Raise a ``Fault`` unless there is one."""
    try:
        work()
    except Fault:
        return
    raise Fault(f"planted, and not found: {name}")


def write_and_run(text: str) -> None:
    """A chapter of its own."""
    chapter = read("planted", text)
    write(chapter)
    run(chapter)


def check() -> None:
    """All of them."""
    for name, text in UNREAD.items():
        must_fail(name, partial(read, "planted", text))
    for language, code in MISPRINTS.items():
        (block,) = read("planted", f"```{language}\n{code}```\n").blocks
        must_fail(f"a misprint in {language}", partial(compare, block, "1\n"))
    for name, text in FAILURES.items():
        must_fail(name, partial(write_and_run, text))
    for table, check_table in (("errors", errors), ("limits", limits)):
        text = (DOCS / f"reference/{table}.md").read_text()
        row, other = re.findall(r"^\| .*`[\w-]+` \|.*\n", text, re.MULTILINE)[1:3]
        must_fail(f"a missing row in {table}", partial(check_table, text.replace(row, "")))
        must_fail(f"another order in {table}", partial(check_table, text.replace(row + other, other + row)))
    if links.dead("[bad](no.md), [bad](README.md#no-heading)", DOCS) != ["no.md", "README.md#no-heading"]:
        raise Fault("planted, and not found: a dead link")
