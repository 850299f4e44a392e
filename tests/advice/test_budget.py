from __future__ import annotations

import math

import pytest

from pin_advisor.advice import budget_tier
from pin_advisor.advice.named_money import price_of
from pin_advisor.catalog.models import Prices

PRICES = Prices(
    tiers=[
        {"tier": "tight", "below": 1.5},
        {"tier": "moderate", "below": 4},
        {"tier": "premium"},
    ],
    same_as_usd=["EUR", "GBP"],
    currencies=[
        {"code": "EUR", "names": ["euro"], "per_usd": 0.5},
        {"code": "JPY", "names": ["yen"], "per_usd": 150},
    ],
    source="shop",
)


@pytest.mark.parametrize(
    ("amount", "tier"),
    [(0.2, "tight"), (1.49, "tight"), (1.5, "moderate"), (3.99, "moderate"), (4, "premium"), (90, "premium")],
)
def test_a_price_per_piece_falls_into_its_band(amount, tier):
    assert budget_tier(amount, "USD", "piece", None, PRICES) == tier


def test_a_total_is_divided_by_the_quantity():
    assert budget_tier(500, "USD", "total", 500, PRICES) == "tight"
    assert budget_tier(500, "USD", "total", 200, PRICES) == "moderate"
    assert budget_tier(500, "USD", "total", 50, PRICES) == "premium"


def test_a_price_per_piece_is_not_divided():
    assert budget_tier(5, "USD", "piece", 500, PRICES) == "premium"


@pytest.mark.parametrize("currency", [None, "USD", "EUR", "GBP"])
def test_dollar_euro_and_pound_count_alike(currency):
    # Converted at the rate above, 1.20 EUR would be moderate.
    assert budget_tier(1.2, currency, "piece", None, PRICES) == "tight"


def test_other_currencies_are_converted():
    assert budget_tier(150, "JPY", "piece", None, PRICES) == "tight"
    assert budget_tier(300, "JPY", "piece", None, PRICES) == "moderate"
    assert budget_tier(90000, "JPY", "total", 100, PRICES) == "premium"


@pytest.mark.parametrize(
    ("amount", "currency", "per", "quantity"),
    [
        (500, "USD", "total", None),
        (500, "USD", None, 100),
        (2, "XYZ", "piece", None),
        (0, "USD", "piece", None),
        (-3, "USD", "piece", None),
        (math.nan, "USD", "piece", None),
        (math.inf, "USD", "piece", None),
    ],
)
def test_money_that_does_not_tell_the_budget_gives_none(amount, currency, per, quantity):
    assert budget_tier(amount, currency, per, quantity, PRICES) is None


def test_the_shops_own_bands(catalog):
    assert budget_tier(1.4, "GBP", "piece", None, catalog.prices) == "tight"
    assert budget_tier(4, "EUR", "piece", None, catalog.prices) == "moderate"
    assert budget_tier(6, "USD", "piece", None, catalog.prices) == "premium"


@pytest.mark.parametrize(
    ("amount", "currency", "per", "quantity", "price"),
    [
        (8, "USD", "piece", 400, 8),
        (8, None, None, 400, 8),
        (1000, "USD", "total", 50, 20),
        (1000, "USD", None, 50, 20),
        (1500, "JPY", "piece", None, 10),
        (8, "EUR", "piece", None, 8),
        (1000, "USD", "total", None, None),
        (8, "XYZ", "piece", None, None),
    ],
)
def test_what_a_piece_may_cost_is_known_where_the_amount_tells(amount, currency, per, quantity, price):
    assert price_of(amount, currency, per, quantity, PRICES) == price
