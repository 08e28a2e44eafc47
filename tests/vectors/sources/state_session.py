"""Sessions: start, load, save, rotate, end."""

from __future__ import annotations

from sources import (
    state_by_hand,
    state_session_cookie,
    state_session_end,
    state_session_load,
    state_session_order,
    state_session_rotate,
    state_session_save,
    state_session_start,
)
from sources.vector import Group


def group() -> Group:
    found = Group(
        "state_session", "Sessions as transitions: what was found, what is written, what comes out."
    )
    state_by_hand.add_sessions(found)
    for module in (
        state_session_start,
        state_session_load,
        state_session_cookie,
        state_session_save,
        state_session_rotate,
        state_session_end,
        state_session_order,
    ):
        module.add(found)
    return found
