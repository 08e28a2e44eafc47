"""SqliteStore: its file, other processes, forks, and what happens when it can't."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tokenseal import BadArgument
from tokenseal.errors import StoreFull, StoreUnavailable
from tokenseal.stores import AsyncSqliteStore, SqliteStore

NOW = 1_700_000_000_000
TTL = 60_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@contextmanager
def plain(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def test_the_file_is_the_owners_alone(path: Path) -> None:
    with SqliteStore(path) as store:
        store.swap("a", None, b"record", TTL, NOW)
        files = sorted(path.parent.iterdir())
        assert [file.name for file in files] == ["store.db", "store.db-shm", "store.db-wal"]
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_file_that_is_there_keeps_its_permissions(path: Path) -> None:
    path.touch()
    path.chmod(0o660)
    SqliteStore(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


def test_survives_being_closed(path: Path) -> None:
    with SqliteStore(str(path)) as store:
        assert store.swap("a", None, b"record", TTL, NOW)
    with SqliteStore(os.fsencode(path).decode()) as store:
        assert store.get(["a"], NOW) == [b"record"]


def test_waits_for_the_disk(path: Path) -> None:
    with SqliteStore(path) as store, store._connection() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_what_has_expired_leaves_the_file(path: Path) -> None:
    with SqliteStore(path) as store, plain(path) as reader:
        for number in range(100):
            store.swap(f"old {number}", None, b"record", TTL, NOW)
        counts = []
        for number in range(10):
            store.swap(f"new {number}", None, b"record", TTL, NOW + TTL)
            counts += reader.execute("SELECT count(*) FROM tokenseal").fetchone()
        # Several a write, but not all at once.
        assert counts[0] > 80
        assert counts[-1] == 10
        assert store.get([f"new {number}" for number in range(3)], NOW + TTL) == [b"record"] * 3


@pytest.mark.parametrize("kind", [SqliteStore, AsyncSqliteStore])
def test_arguments(kind: type[SqliteStore | AsyncSqliteStore], path: Path) -> None:
    for name in ("", ":memory:"):
        with pytest.raises(BadArgument, match="MemoryStore"):
            kind(name)
    for timeout in (-1, float("nan")):
        with pytest.raises(BadArgument, match="timeout"):
            kind(path, timeout=timeout)
    assert not path.exists()


def test_closed(path: Path) -> None:
    store = SqliteStore(path)
    store.close()
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        store.get(["a"], NOW)
    with pytest.raises(StoreUnavailable, match="closed"):
        store.swap("a", None, b"record", TTL, NOW)
    assert [file.name for file in path.parent.iterdir()] == ["store.db"]


def test_a_folder_that_is_not_there(path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="No such file") as raised:
        SqliteStore(path / "absent")
    assert isinstance(raised.value.__cause__, OSError)


def test_another_kind_of_file(path: Path) -> None:
    path.write_text("no database, " * 100)
    with pytest.raises(StoreUnavailable, match="not a database") as raised:
        SqliteStore(path)
    assert raised.value.code == "store-unavailable"
    assert isinstance(raised.value.__cause__, sqlite3.DatabaseError)


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE" if sys.argv[2] == "all" else "BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
print("free", flush=True)
sys.stdin.readline()
"""


class Holder:
    """Another process that holds the file's lock."""

    def __init__(self, path: Path) -> None:
        words = [sys.executable, "-c", HOLD, str(path), "write"]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.said() == "held\n"

    def said(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def release(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        assert self.said() == "free\n"

    def __enter__(self) -> Holder:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate(timeout=10)


def test_locked_by_another_process(path: Path) -> None:
    with SqliteStore(path, timeout=0.3) as store:
        assert store.swap("a", None, b"one", TTL, NOW)
        with Holder(path) as holder:
            began = time.monotonic()
            with pytest.raises(StoreUnavailable, match="locked") as raised:
                store.swap("a", b"one", b"two", TTL, NOW)
            assert 0.2 < time.monotonic() - began < 2
            assert raised.value.code == "store-unavailable"
            assert isinstance(raised.value.__cause__, sqlite3.OperationalError)
            # Reading goes on, and a log-in of a session that is there needs no more.
            assert store.get(["a"], NOW) == [b"one"]
            holder.release()
            assert store.swap("a", b"one", b"two", TTL, NOW)


def test_waits_for_another_process(path: Path) -> None:
    with SqliteStore(path, timeout=20) as store, Holder(path) as holder:
        timer = threading.Timer(0.2, holder.release)
        timer.start()
        assert store.swap("a", None, b"one", TTL, NOW)
        timer.join()


def test_a_loop_goes_on_while_the_file_is_locked(path: Path) -> None:
    async def work() -> int:
        async with AsyncSqliteStore(path, timeout=0.3) as store:
            with Holder(path):
                swap = asyncio.ensure_future(store.swap("a", None, b"one", TTL, NOW))
                turns = 0
                while not swap.done():
                    await asyncio.sleep(0.01)
                    turns += 1
                with pytest.raises(StoreUnavailable, match="locked"):
                    await swap
            return turns

    assert asyncio.run(work()) > 5


def fill(store: SqliteStore) -> None:
    for number in range(20):
        store.swap(str(number), None, bytes(65_536), TTL, NOW)


def test_a_disk_that_is_full(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def small(*words: object, **options: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*words, **options)  # type: ignore[call-overload]
        connection.execute("PRAGMA max_page_count = 40")
        return connection

    monkeypatch.setattr(sqlite3, "connect", small)
    with SqliteStore(path) as store:
        assert store.swap("a", None, b"a", TTL, NOW)
        with pytest.raises(StoreFull, match="full") as raised:
            fill(store)
        assert isinstance(raised.value.__cause__, sqlite3.Error)
        assert store.get(["a"], NOW) == [b"a"]
        assert store.swap("a", b"a", None, TTL, NOW)


def test_after_a_failure_it_works_again(path: Path) -> None:
    with SqliteStore(path) as store, plain(path) as other:
        store.swap("a", None, b"one", TTL, NOW)
        other.execute("DROP TABLE tokenseal")
        with pytest.raises(StoreUnavailable, match="no such table"):
            store.get(["a"], NOW)
        assert store.get(["a"], NOW) == [None]
        assert store.swap("a", None, b"two", TTL, NOW)


def open_at_once(path: str, gate: str) -> None:
    while not Path(gate).exists():
        time.sleep(0.001)
    with SqliteStore(path, timeout=30) as store:
        assert store.swap(f"{os.getpid()}", None, b"record", TTL, NOW)


def test_processes_that_create_the_file_at_once(path: Path, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    gate = tmp_path / "gate"
    workers = [context.Process(target=open_at_once, args=(str(path), str(gate))) for _ in range(6)]
    for worker in workers:
        worker.start()
    time.sleep(0.5)
    gate.touch()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    with SqliteStore(path) as store:
        assert store.get([str(worker.pid) for worker in workers], NOW) == [b"record"] * 6


def test_threads_that_come_and_go_leave_nothing_open(path: Path) -> None:
    with SqliteStore(path) as store:

        def work() -> None:
            store.get(["a"], NOW)

        for _ in range(50):
            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
        # One connection: the file, its log and its index.
        assert len(open_files(path)) == 3


def open_files(path: Path) -> list[str]:
    found = []
    for link in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            found.append(str(link.readlink()))
    return [name for name in found if name.startswith(str(path))]


# What a fork does is tried in a program of its own, which has threads and no pytest.
FORK = """
import os, sys, threading
from tokenseal.stores import SqliteStore

NOW = 1_700_000_000_000
store = SqliteStore(sys.argv[1])
assert store.swap("before", None, b"parent", 60_000, NOW)
stop = threading.Event()

def work(name):
    held = None
    number = 0
    while not stop.is_set():
        new = b"%d" % number
        assert store.swap(name, held, new, 60_000, NOW), (name, held)
        held = new
        number += 1
    counts.append(number)

counts = []
threads = [threading.Thread(target=work, args=(f"thread {n}",)) for n in range(int(sys.argv[2]))]
for thread in threads:
    thread.start()

def child(number):
    assert store.get(["before"], NOW) == [b"parent"]
    held = None
    for turn in range(5):
        new = b"%d" % turn
        assert store.swap(f"child {number}", held, new, 60_000, NOW)
        held = new
    # A fork of a fork.
    if number == 0:
        pid = os.fork()
        if pid == 0:
            assert store.swap("grandchild", None, b"x", 60_000, NOW)
            os._exit(0)
        assert os.waitpid(pid, 0)[1] == 0

children = []
for number in range(8):
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            child(number)
            status = 0
        finally:
            os._exit(status)
    children.append(pid)
    assert store.get(["before"], NOW) == [b"parent"]
statuses = [os.waitpid(pid, 0)[1] for pid in children]
stop.set()
for thread in threads:
    thread.join()
assert statuses == [0] * 8, statuses
assert all(counts), counts
names = [f"child {number}" for number in range(8)]
assert store.get(names, NOW) == [b"4"] * 8
assert store.get(["grandchild"], NOW) == [b"x"]
with store._connection() as connection:
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
print("good")
"""


@pytest.mark.parametrize("threads", [0, 3])
def test_forks(path: Path, threads: int) -> None:
    # Python 3.12 warns of forks in programs that have threads; that is what is tried here.
    words = [sys.executable, "-W", "ignore", "-c", FORK, str(path), str(threads)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "good\n"


def test_no_connection_is_open_while_it_forks(path: Path) -> None:
    program = """
import os, sys
from tokenseal.stores import SqliteStore
store = SqliteStore(sys.argv[1])
store.get(["a"], 1)
links = lambda: [os.path.realpath(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd")]
assert any(sys.argv[1] in link for link in links())
pid = os.fork()
if pid == 0:
    os._exit(any(sys.argv[1] in link for link in links()))
sys.exit(os.waitpid(pid, 0)[1] != 0)
"""
    done = subprocess.run([sys.executable, "-c", program, str(path)], timeout=60, check=False)
    assert done.returncode == 0


def test_it_ends_without_a_word_when_nobody_closes_it(path: Path) -> None:
    program = (
        "import sys; from tokenseal.stores import SqliteStore; s = SqliteStore(sys.argv[1]); s.get(['a'], 1)"
    )
    words = [sys.executable, "-W", "error", "-X", "dev", "-c", program, str(path)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
