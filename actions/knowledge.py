"""The catalog that all actions share: read once, and again whenever its files change."""

from __future__ import annotations

from pin_advisor.catalog import Catalog, shared_catalog


def catalog() -> Catalog:
    """The shop's catalog as it stands now (the last good one, should it be broken)."""
    return shared_catalog().get()
