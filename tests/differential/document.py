"""The table of docs/strictness.md: written from the classes and from what all libraries say of their examples, and compared with it."""

from __future__ import annotations

import json
import pathlib
import sys

from classes import ACCEPTED, CLASSES, PEERS, Class, Verdicts, classify
from corpus import NOW, OWN_RINGS, Corpus
from mutate import Job
from parts import encode, tag_of
from runtimes import Program, ask_all

DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "docs/strictness.md"
BEGIN, END = "<!-- classes -->\n", "<!-- end -->"


def jobs_of(known: Class) -> list[Job]:
    secret = bytes.fromhex(OWN_RINGS[0]["keys"][0]["secret_hex"])
    found = []
    for example in known.examples:
        texts = [text.encode() if isinstance(text, str) else text for text in (example.header, example.claims)]
        signed = b".".join(map(encode, texts))
        token = signed + b"." + encode(tag_of("HS256", secret, signed))
        if example.change is not None:
            token = example.change(token)
        found.append(Job(0, example.policy, NOW + example.millis, token))
    return found


def shown(text: str | bytes) -> str:
    """A text as it goes into a code span, cut where it repeats itself."""
    if isinstance(text, bytes):
        return "`" + repr(text)[2:-1].replace("|", "\\|") + "`"
    return f"`{text if len(text) < 70 else text[:40] + '...'}`"


def section(known: Class, rows: list[list[str]]) -> str:
    lines = [f"### {known.name}", "", f"{known.what}.", ""]
    lines += ["| header, claims | tokenseal | " + " | ".join(PEERS) + " |", "|---|---|" + "---|" * len(PEERS)]
    for example, row in zip(known.examples, rows, strict=True):
        token = f"{shown(example.header)} {shown(example.claims)}" + (f", {example.note}" if example.note else "")
        said = [token, Verdicts(row[0], "").name()]
        said += [Verdicts(row[0], answer).seen() for answer in row[1:]]
        lines.append("| " + " | ".join(said) + " |")
    return "\n".join([*lines, "", f"{known.rfc}. {known.why}", ""])


def summary(known: Class, rows: list[list[str]]) -> str:
    """A line of the overview: what each library does with the examples."""

    def all_of(seen: set[str]) -> str:
        if len(seen) > 1 and "refused" in seen:
            return "some"
        return "refuses" if "refused" in seen else "accepts" if seen == {ACCEPTED} else "accepts, reads otherwise"

    ours = {"refused" if row[0].startswith("!") else ACCEPTED for row in rows}
    theirs = [{Verdicts(row[0], row[1 + place]).seen() for row in rows} for place in range(len(PEERS))]
    return "| " + " | ".join([f"[{known.name}](#{known.name})", *map(all_of, [ours, *theirs])]) + " |"


def check(corpus: Corpus, programs: list[Program], *, write: bool) -> tuple[int, int]:
    """How many classes and examples are as the document says, and how many are not."""
    failed, asked, sections = 0, 0, []
    overview = ["| | tokenseal | " + " | ".join(PEERS) + " |", "|---|---|" + "---|" * len(PEERS)]
    for known in CLASSES:
        jobs = jobs_of(known)
        rows = ask_all(programs, jobs)
        asked += len(jobs)
        sections.append(section(known, rows))
        overview.append(summary(known, rows))
        disagreeing = set()
        for job, row in zip(jobs, rows, strict=True):
            others = {peer for peer, answer in zip(PEERS, row[1:], strict=True) if not Verdicts(row[0], answer).agree()}
            disagreeing |= others
            for peer in others:
                verdicts = Verdicts(row[0], row[1 + PEERS.index(peer)])
                if classify(corpus, job, peer, verdicts) is None:
                    failed += 1
                    print(f"{known.name}: its example is in no class for {peer}: {json.dumps(row)[:300]}", file=sys.stderr)
        if not disagreeing <= set(known.peers) or not disagreeing:
            failed += 1
            print(f"{known.name}: {sorted(disagreeing)} disagree, {sorted(known.peers)} are said to", file=sys.stderr)
    for program in programs:
        program.close()
    head, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    found, _, tail = rest.partition(END)
    wanted = "\n".join(["", "*Some*: of the examples below it accepts some and refuses others.", "", *overview, "", *sections])
    if write:
        DOCUMENT.write_text(head + BEGIN + wanted + END + tail, "utf-8")
    elif found != wanted:
        failed += 1
        print(
            "docs/strictness.md is not what the libraries say; look at it with: tests/differential/run --write", file=sys.stderr
        )
    return asked - failed, failed
