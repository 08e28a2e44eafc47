"""Refresh tokens: start, rotate, end."""

from __future__ import annotations

from sources import (
    state_by_hand,
    state_refresh_end,
    state_refresh_form,
    state_refresh_grace,
    state_refresh_order,
    state_refresh_rotate,
    state_refresh_start,
)
from sources.vector import Group


def group() -> Group:
    found = Group(
        "state_refresh", "Refresh tokens as transitions: generations, grace, reuse, recovery."
    )
    state_by_hand.add_refresh(found)
    for module in (
        state_refresh_start,
        state_refresh_form,
        state_refresh_rotate,
        state_refresh_grace,
        state_refresh_end,
        state_refresh_order,
    ):
        module.add(found)
    return found
