"""Which mutants of the core neither a vector nor a unit test finds, and whether each is accounted for.

mutation.py [GLOB...]      the files; core/src/**/*.rs if none is named
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

from build import HERE, TREE, WORK, Mutant, build, find, viable

# How long the processor may be at one unit test, in seconds; the slowest takes three.
PATIENCE = 60


def hunt(program: Path, numbers: list[int]) -> dict[int, str]:
    """What the shared vectors say of each."""
    command = [str(program), *map(str, numbers)]
    said = subprocess.run(command, cwd=TREE, check=True, stdout=subprocess.PIPE, text=True)
    return {int(number): outcome for number, outcome in (line.split(" ", 1) for line in said.stdout.splitlines())}


def unit_tests(program: Path, numbers: list[int]) -> dict[int, str]:
    """What the core's unit tests say of each: only those are run that come by it."""
    listed = subprocess.run([str(program), "--list", "--format=terse"], check=True, stdout=subprocess.PIPE, text=True)
    witnesses: dict[int, list[str]] = defaultdict(list)
    for line in listed.stdout.splitlines():
        name = line.removesuffix(": test")
        reached = WORK / "reached"
        reached.write_text("")
        assert unit_test(program, name, {"TOKENSEAL_REACHED": str(reached)}) == "missed", f"{name} fails without a mutant"
        for number in set(map(int, reached.read_text().split())):
            witnesses[number].append(name)
    found = {}
    for number in numbers:
        found[number] = "missed" if witnesses[number] else "unreached"
        for name in witnesses[number]:
            if (outcome := unit_test(program, name, {"TOKENSEAL_MUTANT": str(number)})) != "missed":
                found[number] = outcome
                break
    return found


def unit_test(program: Path, name: str, environment: dict[str, str]) -> str:
    command = [str(program), "--exact", name, "--test-threads=1", "-q"]
    limit = (resource.RLIMIT_CPU, (PATIENCE, PATIENCE + 1))
    ran = subprocess.run(
        command,
        cwd=TREE / "core",
        env=os.environ | environment,
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(*limit),
    )
    if ran.returncode == -signal.SIGXCPU:
        return "timeout"
    return f"found {name}" if ran.returncode else "missed"


def names(mutants: list[Mutant]) -> list[str]:
    """As cargo-mutants says them, but with a count where a function has several, instead of line and column, which move."""
    texts = []
    for mutant in mutants:
        place, _, what = mutant["name"].partition(": ")
        texts.append(f"{place.split(':')[0]}: {what}")
    total, seen = Counter(texts), Counter[str]()
    named = []
    for text in texts:
        seen[text] += 1
        named.append(f"{text} ({seen[text]} of {total[text]})" if total[text] > 1 else text)
    return named


def justified() -> dict[str, str]:
    """The mutants that may survive, and why."""
    known = {}
    for line in (HERE / "survivors.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, _, reason = line.partition(" ## ")
            assert reason, f"survivors.txt: no reason: {line}"
            known[name] = reason
    return known


def main() -> int:
    files = sys.argv[1:] or ["core/src/**/*.rs"]
    mutants = find(files)
    unviable, unplaced = viable()
    hunter, tests = build()
    outcomes = dict.fromkeys(unviable, "unviable") | dict.fromkeys(unplaced, "constant")
    outcomes |= hunt(hunter, [number for number in range(len(mutants)) if number not in outcomes])
    left = [number for number, outcome in outcomes.items() if outcome in ("missed", "unreached")]
    outcomes |= unit_tests(tests, left)

    known, called = justified(), names(mutants)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    survivors = []
    with (WORK / "outcomes.txt").open("w") as file:
        for number, mutant in enumerate(mutants):
            outcome = outcomes[number]
            print(f"{outcome}\t{mutant['name']}", file=file)
            kind = outcome.split()[0]
            if kind in ("missed", "unreached"):
                kind = "justified" if called[number] in known else "survived"
                survivors += [called[number]] if kind == "survived" else []
            counts[folder(mutant)][kind] += 1
    for place, count in sorted(counts.items()):
        print(f"{place}: {sum(count.values())} mutants: " + ", ".join(f"{n} {kind}" for kind, n in sorted(count.items())))
    for survivor in survivors:
        print(f"SURVIVED {survivor}")
    # A reason for what does not survive, or is no longer there, would hide the next one of that name.
    alive = {called[number] for number, outcome in outcomes.items() if outcome in ("missed", "unreached")}
    idle = [] if sys.argv[1:] else sorted(known.keys() - alive)
    for name in idle:
        print(f"survivors.txt: does not survive: {name}")
    # What does not compile, and what the compiler computes, was not tried.
    tried = len(mutants) - len(unviable) - len(unplaced)
    print(f"mutation: {tried - len(survivors)} passed, {len(survivors) + len(idle)} failed")
    return 1 if survivors or idle else 0


def folder(mutant: Mutant) -> str:
    path = Path(mutant["file"]).relative_to("core/src")
    return "/".join(path.parts[:-1]) or path.name


if __name__ == "__main__":
    sys.exit(main())
