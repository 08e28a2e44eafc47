"""Random and mutated tokens through Rust, C, Python and Node at once: the same verdict, the same name, the same claims.

--tokens N     how many go through our four runtimes
--peers N      how many go through the peers, too
--seed S       which ones; printed, so that a run can be repeated
--write        write the table of docs/strictness.md anew
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import pathlib
import sys
from random import Random

import document
from classes import Verdicts, classify
from corpus import Corpus, load
from mutate import Job, Maker
from runtimes import Program, ask_all

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/differential"
BATCH = 2000
SHOWN = 10

Command = dict[str, list[str]]


def ours() -> Command:
    python = [os.environ["OUR_PYTHON"], str(HERE / "ours.py")]
    return {
        "rust": [os.environ["PROGRAMS"] + "/ours"],
        "c": [str(ROOT / "build/differential/ours-c")],
        "python": python,
        "node": ["node", str(ROOT / "build/js/runner/differential.mjs")],
    }


def peers() -> Command:
    python = [os.environ["PEER_PYTHON"], str(HERE / "peer_python.py")]
    return {
        "PyJWT": [*python, "pyjwt"],
        "joserfc": [*python, "joserfc"],
        "jose": ["node", str(HERE / "peer_jose.mjs")],
        "jsonwebtoken": [os.environ["PROGRAMS"] + "/jsonwebtoken"],
    }


def start(commands: Command, corpus: Corpus) -> list[Program]:
    return [Program(name, command, corpus) for name, command in commands.items()]


def shown(corpus: Corpus, job: Job) -> str:
    """A job as a vector has it."""
    args = {**corpus.rings[job.ring], "policy": corpus.policies[job.policy], "token_hex": job.token.hex()}
    return json.dumps({"op": "jwt.verify", "args": args, "now": job.now})


def differences(jobs: list[Job], rows: list[list[str]]) -> list[tuple[Job, list[str]]]:
    """The jobs whose answers are not all the same."""
    return [(job, row) for job, row in zip(jobs, rows, strict=True) if any(answer != row[0] for answer in row)]


def batches(maker: Maker, count: int) -> list[int]:
    return [BATCH] * (count // BATCH) + ([count % BATCH] if count % BATCH else [])


def compare_ours(corpus: Corpus, seed: int, count: int) -> tuple[int, int]:
    """How many of our runtimes' answers are the same, and how many are not."""
    maker = Maker(Random(seed), corpus)
    programs = start(ours(), corpus)
    names: collections.Counter[str] = collections.Counter()
    failed = 0
    seeds = [Job(found.ring, found.policy, found.now, found.token) for found in corpus.seeds]
    for number, size in enumerate([0, *batches(maker, count)]):
        jobs = [maker.job() for _ in range(size)] if number else seeds
        rows = ask_all(programs, jobs)
        names.update(row[0] if row[0].startswith("!") else "accepted" for row in rows)
        for job, row in differences(jobs, rows):
            failed += 1
            if failed <= SHOWN:
                answers = {program.name: answer[:200] for program, answer in zip(programs, row, strict=True)}
                print(f"seed {seed}: {answers}\n  {shown(corpus, job)}", file=sys.stderr)
        if number and number % 50 == 0:
            print(f"{number * BATCH} tokens, {failed} differences", file=sys.stderr, flush=True)
    for program in programs:
        program.close()
    spread = ", ".join(f"{name.lstrip('!')} {number}" for name, number in names.most_common())
    print(f"seed {seed}, {names.total()} tokens, verdicts: {spread}")
    if names["accepted"] * 20 < names.total() or len(names) < 15:
        print("too few of them are accepted, or too few reasons come up: the tokens are not what they should be", file=sys.stderr)
        failed += 1
    return names.total() - failed, failed


def find_planted(corpus: Corpus) -> tuple[int, int]:
    """A runtime that is wrong now and then, in one of three ways, is found out."""
    failed = 0
    for kind in ("name", "verdict", "claims"):
        commands = ours()
        programs = start({"rust": commands["rust"], "planted": [*commands["python"], "--plant", kind]}, corpus)
        maker = Maker(Random(1), corpus)
        jobs = [maker.job() for _ in range(6000)]
        found = len(differences(jobs, ask_all(programs, jobs)))
        for program in programs:
            program.close()
        print(f"planted fault in the {kind}: found in {found} tokens")
        failed += found == 0
    return 3 - failed, failed


def compare_peers(
    corpus: Corpus, seed: int, count: int, *, without: str = ""
) -> tuple[int, collections.Counter[tuple[str, str]], list[str]]:
    """How many tokens went through the peers, which class each disagreement falls into, and those that fall into none."""
    maker = Maker(Random(seed), corpus, alike=True)
    programs = start({"tokenseal": ours()["rust"], **peers()}, corpus)
    found: collections.Counter[tuple[str, str]] = collections.Counter()
    unknown = []
    for size in batches(maker, count):
        jobs = [maker.job() for _ in range(size)]
        for job, row in zip(jobs, ask_all(programs, jobs), strict=True):
            for peer, answer in zip(programs[1:], row[1:], strict=True):
                verdicts = Verdicts(row[0], answer)
                if verdicts.agree():
                    continue
                name = classify(corpus, job, peer.name, verdicts, without=without)
                if name is None:
                    unknown.append(
                        f"{peer.name}: {answer[:80]}, tokenseal: {row[0][:80]}\n  {shown(corpus, job)}\n  {job.token!r}"
                    )
                else:
                    found[name, peer.name] += 1
    for program in programs:
        program.close()
    return count, found, unknown


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tokens", type=int, default=10_000)
    parser.add_argument("--peers", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    corpus = load()
    passed, failed = compare_ours(corpus, options.seed, options.tokens)
    for part in (
        find_planted(corpus),
        document.check(corpus, start({"tokenseal": ours()["rust"], **peers()}, corpus), write=options.write),
    ):
        passed, failed = passed + part[0], failed + part[1]

    count, found, unknown = compare_peers(corpus, options.seed, options.peers)
    for disagreement in unknown[:SHOWN]:
        print(f"a disagreement of no class: {disagreement}", file=sys.stderr)
    print(f"{count} tokens to the peers; disagreements by class:")
    for name in sorted({name for name, _ in found}):
        print(f"  {name:28}" + "  ".join(f"{peer} {number}" for (of, peer), number in sorted(found.items()) if of == name))
    passed, failed = passed + count - len(unknown), failed + len(unknown)
    # A class that is not documented is noticed.
    _, _, missed = compare_peers(corpus, options.seed, 2000, without="repeated-member")
    print(f"a class left out: {len(missed)} disagreements of no class")
    passed, failed = passed + bool(missed), failed + (not missed)
    print(f"differential: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
