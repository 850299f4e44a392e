"""The catalog that all actions share: the one that the environment names."""

from __future__ import annotations

from pathlib import Path

from actions.knowledge import catalog
from pin_advisor.catalog import Catalog


def test_it_is_the_shops_own_by_default(shop_catalog: Catalog) -> None:
    assert catalog() == shop_catalog


def test_the_environment_may_name_another(own_catalog: Path) -> None:
    shop = own_catalog / "shop.yml"
    text = shop.read_text("utf-8").replace("name: Perfect Crafts and Gifts", "name: Pins of Delft")
    shop.write_text(text, "utf-8")
    assert catalog().shop.name == "Pins of Delft"


def test_a_catalog_that_breaks_stays_as_it_was(own_catalog: Path) -> None:
    before = catalog()
    (own_catalog / "rules.yml").write_text("rules: [oops", "utf-8")
    assert catalog() == before
