"""The programs that are asked: they read one line of rings and policies, then a line a token, and answer with a line each.

in:   {"rings": [...], "policies": [...]}
      RING POLICY NOW TOKEN        indexes, Unix milliseconds, the token in hex ("-": none)
                                   an empty line: say what you have
out:  !NAME                        refused, with the reason's name
      KEY CLAIMS                   accepted, by the key of that index; the claims' text in hex
"""

from __future__ import annotations

import concurrent.futures
import json
import subprocess
from collections.abc import Sequence

from corpus import Corpus
from mutate import Job


class Program:
    """A program that stays until it is closed."""

    def __init__(self, name: str, command: list[str], corpus: Corpus) -> None:
        self.name = name
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._write((json.dumps({"rings": corpus.rings, "policies": corpus.policies}) + "\n").encode())

    def _write(self, data: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(data)
        self._process.stdin.flush()

    def ask(self, batch: bytes, count: int) -> list[str]:
        """The answers to a batch of `count` lines."""
        assert self._process.stdout is not None
        with concurrent.futures.ThreadPoolExecutor(1) as writer:
            writing = writer.submit(self._write, batch + b"\n")
            answers = [self._process.stdout.readline() for _ in range(count)]
            writing.result()
        if not all(answers):
            message = f"{self.name} ended with {self._process.wait()} after {answers.index(b'')} of {count} tokens"
            raise SystemExit(message)
        return [answer.decode("ascii").rstrip("\n") for answer in answers]

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        if self._process.wait() != 0:
            message = f"{self.name} ended with {self._process.returncode}"
            raise SystemExit(message)


def ask_all(programs: Sequence[Program], jobs: list[Job]) -> list[list[str]]:
    """For each job what each program answers."""
    batch = "".join(job.line() for job in jobs).encode()
    with concurrent.futures.ThreadPoolExecutor(len(programs)) as pool:
        answers = pool.map(lambda program: program.ask(batch, len(jobs)), programs)
        return [list(row) for row in zip(*answers, strict=True)]
