"""Settings of the test run."""

import pytest
from hypothesis import settings

from state_help import World

# A machine under load is no failure, and nothing is left in the checkout.
settings.register_profile("tokenseal", deadline=None, database=None, max_examples=300)
settings.load_profile("tokenseal")


@pytest.fixture(params=["plain", "asyncio"])
def world(request: pytest.FixtureRequest) -> World:
    """Run a test of what the server remembers with plain code, and with asyncio."""
    return World(request.param)
