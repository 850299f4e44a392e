"""What the shop knows: the YAML files in ``catalog/``, loaded and checked."""

from __future__ import annotations

from pin_advisor.catalog.live import LiveCatalog, shared_catalog
from pin_advisor.catalog.loading import load, unread_files
from pin_advisor.catalog.models import (
    Aspect,
    BudgetTier,
    Catalog,
    Currency,
    PinType,
    Prices,
    Rule,
    Scale,
    Shop,
    Source,
    Topic,
    When,
)
from pin_advisor.catalog.problems import CODES, CatalogError, Problem
from pin_advisor.paths import catalog_directory

__all__ = [
    "CODES",
    "Aspect",
    "BudgetTier",
    "Catalog",
    "CatalogError",
    "Currency",
    "LiveCatalog",
    "PinType",
    "Prices",
    "Problem",
    "Rule",
    "Scale",
    "Shop",
    "Source",
    "Topic",
    "When",
    "catalog_directory",
    "load",
    "shared_catalog",
    "unread_files",
]
