"""A Redis Cluster of three nodes on loopback, without replicas."""

from __future__ import annotations

import contextlib
import time
from types import TracebackType

from resp import Reply, ServerError, ask
from server import Server

SLOTS = 16_384
NODES = 3
JOINING = 30.0
"""Seconds in which the nodes must have found one another."""


class Cluster:
    """Three servers with a third of the slots each. A context manager, as ``Server`` is."""

    def __init__(self, *, durable: bool = True) -> None:
        words = (
            "--cluster-enabled",
            "yes",
            "--cluster-announce-ip",
            "127.0.0.1",
            "--cluster-node-timeout",
            "2000",
        )
        self.nodes = [Server(words, durable=durable) for _ in range(NODES)]

    @property
    def url(self) -> str:
        """The first node's; a client asks it for the others."""
        return self.nodes[0].url

    def start(self) -> None:
        """Start the nodes and make them one Cluster, or let them be it again."""
        new = self.nodes[0].port == 0
        for node in self.nodes:
            node.start()
        if new:
            self._join()
        self._wait()

    def _join(self) -> None:
        for index, node in enumerate(self.nodes):
            first, last = SLOTS * index // NODES, SLOTS * (index + 1) // NODES - 1
            ask(node.port, "CLUSTER", "SET-CONFIG-EPOCH", str(index + 1))
            ask(node.port, "CLUSTER", "ADDSLOTS", *(str(slot) for slot in range(first, last + 1)))
        for node in self.nodes[1:]:
            ask(self.nodes[0].port, "CLUSTER", "MEET", "127.0.0.1", str(node.port))

    def _wait(self) -> None:
        end = time.monotonic() + JOINING
        while not all(_ready(node.port) for node in self.nodes):
            if time.monotonic() > end:
                raise RuntimeError(f"the nodes do not become a Cluster:\n{self.nodes[0].log()}")
            time.sleep(0.05)

    def stop(self) -> None:
        for node in self.nodes:
            node.stop()

    def kill(self) -> None:
        for node in self.nodes:
            node.kill()

    def close(self) -> None:
        for node in self.nodes:
            node.close()

    def __enter__(self) -> Cluster:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _ready(port: int) -> bool:
    """Whether this node sees all slots served, by all the nodes."""
    with contextlib.suppress(OSError, ServerError):
        said: Reply = ask(port, "CLUSTER", "INFO")
        assert isinstance(said, bytes)
        lines = said.decode().split("\r\n")
        return f"cluster_size:{NODES}" in lines and "cluster_state:ok" in lines
    return False
