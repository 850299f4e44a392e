"""The catalog that all actions share: read once, and again whenever its files change."""

from __future__ import annotations

from functools import lru_cache

from pin_advisor.catalog import Catalog, LiveCatalog, catalog_directory


@lru_cache(maxsize=1)
def _live() -> LiveCatalog:
    return LiveCatalog(catalog_directory())


def catalog() -> Catalog:
    """The shop's catalog as it stands now (the last good one, should it be broken)."""
    return _live().get()
