"""Sessions, refresh tokens and revocations under fire, on real servers."""

from __future__ import annotations

import sys

from crash import crash
from outage import outage
from places import Cluster, Place, Server, sqlite_file
from race import race
from shortage import shortage
from tally import Tally


def main() -> int:
    tally = Tally()
    with Server() as server, Cluster() as cluster, sqlite_file() as path:
        places = (Place("redis", server.url), Place("cluster", cluster.url), Place("sqlite", path))
        for place in places:
            race(place, tally)
        for place, taken_down in zip(places, (server, cluster, None), strict=True):
            crash(place, taken_down, tally)
        outage(server, cluster, tally)
        shortage(server, cluster, path, tally)
    print(f"state: {tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
