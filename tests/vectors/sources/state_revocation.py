"""Access tokens: denying one, checking one, ending all of a subject's."""

from __future__ import annotations

from sources import (
    state_by_hand,
    state_revocation_check,
    state_revocation_deny,
    state_revocation_end,
)
from sources.vector import Group


def group() -> Group:
    found = Group(
        "state_revocation", "The denylist and the watermark of access tokens as transitions."
    )
    state_by_hand.add_revocation(found)
    for module in (state_revocation_deny, state_revocation_check, state_revocation_end):
        module.add(found)
    return found
