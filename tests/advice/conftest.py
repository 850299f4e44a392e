"""The shop's own catalog, small made-up catalogs, and every combination of needs."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
import yaml

from pin_advisor.advice import Needs, recommend
from pin_advisor.catalog.models import Catalog, Shop

CATALOG = Path(__file__).parents[2] / "catalog"

#: Written out here, not imported: what a visitor can want is part of what is tested.
OCCASIONS = (
    None, "award", "employee_recognition", "corporate_gift", "branding", "promotion", "trade_show",
    "convention_trading", "school", "sports_team", "club", "church", "fundraising", "fashion",
    "personal_gift", "wedding", "memorial", "collectible", "souvenir", "other",
)  # fmt: skip
BUDGETS = (None, "tight", "moderate", "premium")
SHAPES = (None, "2d", "3d")
WEAR = (None, "low", "medium", "high")
ARTWORKS = (None, "flat", "gradient", "photo", "fine_lines")
SURFACES = (None, "smooth", "raised")
#: One of each size of order that the rules tell apart, on both sides of each threshold.
QUANTITIES = (None, 49, 50, 300, 301)

SHOP = Shop(name="Test shop", description="Makes pins.", source="shop")


@pytest.fixture(scope="session")
def catalog():
    """The pin types, rules and prices that the product comes with."""
    files = {name: yaml.safe_load((CATALOG / f"{name}.yml").read_text("utf-8")) for name in
             ("pin_types", "rules", "prices")}  # fmt: skip
    return Catalog(
        shop=SHOP,
        scales=files["pin_types"]["scales"],
        pin_types=files["pin_types"]["pin_types"],
        rules=files["rules"]["rules"],
        prices=files["prices"],
        topics=(),
    )


@pytest.fixture(scope="session")
def make_catalog(catalog):
    """A catalog of made-up types and rules: ``make_catalog(rules, offered="wood tin")``."""

    def make(rules=(), offered="wood tin glass", known="", scales=None, ranks=None):
        names = [*offered.split(), *known.split()]
        return Catalog(
            shop=SHOP,
            scales=scales or {},
            pin_types=[
                {
                    "id": name,
                    "name": name.capitalize(),
                    "plural": f"{name.capitalize()} pins",
                    "offered": name in offered.split(),
                    "summary": "A pin.",
                    "aspects": {
                        aspect: {
                            "brief": "are pins",
                            "text": "Pins.",
                            "rank": by_type[name],
                            "source": "shop",
                        }
                        for aspect, by_type in (ranks or {}).items()
                        if name in by_type
                    },
                }
                for name in names
            ],
            rules=[
                {"because": f"This is what {rule['id']} says.", "source": "shop", **rule} for rule in rules
            ],
            prices=catalog.prices,
            topics=(),
        )

    return make


@pytest.fixture(scope="session")
def everything(catalog):
    """The recommendation for every combination of needs but the quantity."""
    combinations = product(OCCASIONS, BUDGETS, SHAPES, WEAR, ARTWORKS, SURFACES)
    return {
        needs: recommend(needs, catalog)
        for needs in (
            Needs(occasion=o, budget=b, dimensionality=d, durability=w, artwork=a, surface=s)
            for o, b, d, w, a, s in combinations
        )
    }


@pytest.fixture(scope="session")
def asked_and_artwork():
    """Every combination of the needs that the form asks for and the artwork."""
    return [
        Needs(occasion=o, budget=b, dimensionality=d, durability=w, artwork=a)
        for o, b, d, w, a in product(OCCASIONS, BUDGETS, SHAPES, WEAR, ARTWORKS)
    ]


@pytest.fixture(scope="session")
def unreadable():
    """What is wrong with a text that a visitor would read, or nothing."""
    internal = re.compile(r"_|\b[ST]\d+\b|\bNone\.|\bNone,|  |\{|\}")

    def check(text):
        if not 10 <= len(text) <= 400:
            return f"{len(text)} characters: {text}"
        if internal.search(text):
            return f"internal words: {text}"
        if not text.endswith(".") or not (text[0].isupper() or text[0].isdigit()):
            return f"not a sentence: {text}"
        return None

    return check
