"""Every block of code in the book runs and prints what it says; links and tables are true."""

from __future__ import annotations

import pathlib
import re
import sys
from concurrent.futures import ThreadPoolExecutor

from chapters import DOCS, ROOT, Chapter, Fault, book

sys.path.append(str(ROOT / "tests/readme"))

import links
import planted
import programs
import tables


def leads_out(link: str, folder: pathlib.Path) -> bool:
    """Whether a link leads out of the book, where the built one has nothing."""
    if re.match(r"[a-z]+:|#", link):
        return False
    return not (folder / link.partition("#")[0]).resolve().is_relative_to(DOCS)


def check_links(chapters: list[Chapter]) -> None:
    """Within the book, or to another site; and the paths that a chapter names are there."""
    for chapter in chapters:
        folder = (DOCS / chapter.name).parent
        prose = re.sub(r"^```.*?^```$", "", chapter.text, flags=re.MULTILINE | re.DOTALL)
        bad = links.dead(chapter.text, folder)
        bad += [link for link in links.LINK.findall(prose) if leads_out(link, folder)]
        if bad:
            raise Fault(f"{chapter.name}.md: leads nowhere, or out of the book: {', '.join(bad)}")


def try_run(chapter: Chapter) -> int | Fault:
    """How many programs have run, or what is wrong with one."""
    try:
        return programs.run(chapter)
    except Fault as fault:
        return fault


def main(names: list[str]) -> int:
    """Check all chapters, or run those of these names alone."""
    try:
        chapters = book()
        chosen = [chapter for chapter in chapters if not names or chapter.name in names]
        programs.prepare(chosen)
        planted.check()
        check_links(chapters)
        tables.check()
    except Fault as fault:
        print(f"docs: {fault}", file=sys.stderr)
        return 1
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(try_run, chosen))
    faults = [result for result in results if isinstance(result, Fault)]
    for found in faults:
        print(f"docs: {found}", file=sys.stderr)
    ran = sum(result for result in results if isinstance(result, int))
    print(f"docs: {ran} programs in {len(chosen) - len(faults)} chapters passed, {len(faults)} failed")
    return 1 if faults or not ran else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
