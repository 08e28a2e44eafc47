"""Packs the shared vectors for firmware: `pack.py FOLDER [--plant] [OP...]`. With --plant the first expectation is a wrong one; with
operations, only theirs are packed. Small ones go into images of a board with 256 kB of flash, large ones
into images of a board with megabytes.

A value is a byte that says what it is, and then:

    0 null    1 false    2 true
    3 number  eight bytes, least significant first
    4 bytes   their length in four bytes, and they (a string's UTF-8, or what hex digits stand for)
    5 list    the length of its values in four bytes, and they
    6 object  likewise; each value after its name, a value of bytes

An image is a list of objects {id, op, args, now, expect}. What the vectors say in hex is bytes here, under a name without `_hex`.
"""

from __future__ import annotations

import collections
import json
import pathlib
import struct
import sys
from typing import Any

VECTORS = pathlib.Path(__file__).resolve().parents[1] / "vectors"
# What fits beside the code in the flash, and what a vector's buffers leave in the RAM, of a board with 256 kB and 64 kB.
IMAGE = 130_000
SMALL = 6_000
# The original's format is of no use where no framework runs, and its SHA-1 and PBKDF2 are left out.
LEFT_OUT = ("dialect.seal", "dialect.open")

# Members that are in hex without saying so in their name.
HEX_MEMBERS = {"entropy", "data", "loaded", "found", "record", "tag_hex"}
HEX_ANSWERS = {"mac", "cookie.parse", "cookie.find"}


def packed(value: Any, *, is_hex: bool = False) -> bytes:
    if value is None:
        return b"\0"
    if isinstance(value, bool):
        return b"\2" if value else b"\1"
    if isinstance(value, int):
        return b"\3" + struct.pack("<q", value)
    if isinstance(value, str):
        data = bytes.fromhex(value) if is_hex else value.encode()
        return b"\4" + struct.pack("<I", len(data)) + data
    if isinstance(value, list):
        inside = b"".join(packed(item, is_hex=is_hex) for item in value)
        return b"\5" + struct.pack("<I", len(inside)) + inside
    if isinstance(value, dict):
        inside = b"".join(
            packed(name.removesuffix("_hex")) + packed(item, is_hex=is_hex or name.endswith("_hex") or name in HEX_MEMBERS)
            for name, item in value.items()
        )
        return b"\6" + struct.pack("<I", len(inside)) + inside
    message = f"no value of a vector: {value!r}"
    raise TypeError(message)


def vector(found: dict[str, Any]) -> bytes:
    expect = found["expect"]
    if found["op"] in HEX_ANSWERS and "ok" in expect:
        expect = {"ok_hex": expect["ok"]}
    return packed({"id": found["id"], "op": found["op"], "args": found["args"], "now": found.get("now"), "expect": expect})


def main() -> int:
    folder, ops = pathlib.Path(sys.argv[1]), sys.argv[2:]
    is_planted = ops[:1] == ["--plant"]
    ops = ops[is_planted:]
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.bin"):
        old.unlink()
    images: dict[str, list[bytes]] = {"small": [b""], "large": [b""]}
    counts: collections.Counter[str] = collections.Counter()
    for path in sorted(VECTORS.glob("*.json")):
        for found in json.loads(path.read_text("ascii"))["vectors"]:
            if ops and found["op"] not in ops:
                continue
            counts[found["op"]] += 1
            if found["op"] in LEFT_OUT:
                continue
            if is_planted and sum(counts.values()) == 1:
                found["expect"] = {"err": "contention"}
            data = vector(found)
            known = images["small" if len(data) < SMALL else "large"]
            if known[-1] and len(known[-1]) + len(data) > (IMAGE if known is images["small"] else 2_000_000):
                known.append(b"")
            known[-1] += data
    for kind, parts in images.items():
        for number, part in enumerate(parts):
            (folder / f"{kind}-{number}.bin").write_bytes(b"\5" + struct.pack("<I", len(part)) + part)
    left_out = sum(counts[op] for op in LEFT_OUT)
    print(sum(counts.values()) - left_out)
    if left_out:
        print(f"{left_out} vectors of other frameworks' cookies are not for firmware", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
