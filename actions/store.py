"""The store of quote requests that the actions share."""

from __future__ import annotations

from functools import lru_cache

from pin_advisor.store import RequestStore, database_url


@lru_cache(maxsize=1)
def requests() -> RequestStore:
    """The store named by the environment, opened on first use."""
    return RequestStore(database_url())
