"""Settings of the test run."""

from hypothesis import settings

# A machine under load is no failure, and nothing is left in the checkout.
settings.register_profile("tokenseal", deadline=None, database=None, max_examples=300)
settings.load_profile("tokenseal")
