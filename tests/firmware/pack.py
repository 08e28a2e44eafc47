"""Packs the shared vectors for firmware: `pack.py FOLDER [--plant]`. With --plant, only wrong vectors: of each operation one that is
refused, with another reason, and one that is answered, once for each part of the answer, with that part changed. Small ones go into images
of a board with 256 kB of flash, large ones into images of a board with megabytes.

A value is a byte that says what it is, and then:

    0 null    1 false    2 true
    3 number  eight bytes, least significant first
    4 bytes   their length in four bytes, and they (a string's UTF-8, or what hex digits stand for)
    5 list    the length of its values in four bytes, and they
    6 object  likewise; each value after its name, a value of bytes

An image is a list of objects {id, op, args, now, expect}. What the vectors say in hex is bytes here, under a name without `_hex`.
"""

from __future__ import annotations

import json
import pathlib
import struct
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

VECTORS = pathlib.Path(__file__).resolve().parents[1] / "vectors"
# What fits beside the code in the flash, and what a vector's buffers leave in the RAM, of a board with 256 kB and 64 kB.
IMAGE = 90_000
SMALL = 6_000

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


def altered(value: Any) -> Iterator[Any]:
    """The value, with each of its parts changed in turn."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, str):
        # Of hex digits, others.
        yield value[:-1] + ("1" if value[-1] == "0" else "0") if value else "00"
    elif isinstance(value, list):
        yield [*value, value[0] if value else "00"]
        yield from ([*value[:i], other, *value[i + 1 :]] for i, item in enumerate(value) for other in altered(item))
    elif isinstance(value, dict):
        yield from ({**value, name: other} for name, item in value.items() for other in altered(item))


def planted(vectors: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Wrong vectors, each of which must be found to be."""
    for op in sorted({found["op"] for found in vectors}):
        refused = [found for found in vectors if found["op"] == op and "err" in found["expect"]]
        for found in refused[:1]:
            yield {**found, "expect": {"err": "wrong-type"}}
            yield {**found, "expect": {"ok": True}}
        answered = [found for found in vectors if found["op"] == op and "ok" in found["expect"]]
        # The longest answer that fits into an image says the most.
        answered.sort(key=lambda found: len(json.dumps(found["expect"])) if len(json.dumps(found)) < SMALL else 0)
        for found in answered[-1:]:
            yield {**found, "expect": {"err": "malformed"}}
            yield from ({**found, "expect": {"ok": other}} for other in altered(found["expect"]["ok"]))


def main() -> int:
    folder, is_planted = pathlib.Path(sys.argv[1]), sys.argv[2:] == ["--plant"]
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.bin"):
        old.unlink()
    every = [found for path in sorted(VECTORS.glob("*.json")) for found in json.loads(path.read_text("ascii"))["vectors"]]
    images: dict[str, list[bytes]] = {"small": [b""], "large": [b""]}
    count = 0
    for found in planted(every) if is_planted else every:
        count += 1
        data = vector(found)
        known = images["small" if len(data) < SMALL else "large"]
        if known[-1] and len(known[-1]) + len(data) > (IMAGE if known is images["small"] else 2_000_000):
            known.append(b"")
        known[-1] += data
    for kind, parts in images.items():
        for number, part in enumerate(part for part in parts if part):
            (folder / f"{kind}-{number}.bin").write_bytes(b"\5" + struct.pack("<I", len(part)) + part)
    print(count)
    return 0


if __name__ == "__main__":
    sys.exit(main())
