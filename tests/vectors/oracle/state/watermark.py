"""End all of a subject: one epoch that only rises."""

from __future__ import annotations

from ..failure import Failure
from . import hashes
from .records import MAX_EPOCH, MAX_LIFETIME, SLACK, VERSION, read_watermark, words
from .rounds import Machine, Read, Write


def revokes(watermark: int | None, epoch: int) -> bool:
    return watermark is not None and epoch < watermark


def raise_(namespace: str, owner: bytes, now: int) -> Machine:
    tried = None
    while True:
        (record,) = yield Read([hashes.subject_key(namespace, owner)])
        found = read_watermark(record)
        if found is not None and found == tried:
            return {"epoch": tried}
        # In a later second than the one before: what was issued in between is not spared.
        # And never 0, the epoch of what began before any.
        tried = max(now, 1) if found is None else max(now, (found // 1000 + 1) * 1000)
        if tried > MAX_EPOCH:
            raise Failure("limit")
        took = yield Write(0, bytes([VERSION, 0x31]) + words(tried), MAX_LIFETIME + SLACK)
        if took:
            return {"epoch": tried}
