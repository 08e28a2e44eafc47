"""Tokens that must be refused, and by which name."""

from __future__ import annotations

from sources import hostile_claims, hostile_form, hostile_header, hostile_json, hostile_order
from sources.vector import Group


def group() -> Group:
    found = Group("hostile", "Tokens that are refused everywhere, for the same reason.")
    for source in (hostile_form, hostile_header, hostile_json, hostile_claims, hostile_order):
        source.add(found)
    assert all("err" in vector.expect for vector in found.vectors)
    return found
