"""One step down or up from a budget: never to a dearer type on the way down, whatever the needs."""

from __future__ import annotations

from itertools import product

import pytest

from pin_advisor.advice import Needs, recommend, step
from tests.advice.conftest import ARTWORKS, OCCASIONS, SHAPES, SURFACES, WEAR


@pytest.mark.parametrize(
    ("budget", "direction", "after"),
    [
        ("premium", "down", "moderate"),
        ("moderate", "down", "tight"),
        ("tight", "down", None),
        ("tight", "up", "moderate"),
        ("moderate", "up", "premium"),
        ("premium", "up", None),
    ],
)
def test_it_is_one_tier(budget, direction, after, catalog):
    taken = step(Needs(occasion="award", budget=budget), direction, catalog)
    assert (taken.before, taken.after, taken.assumed) == (budget, after, False)


def test_an_unknown_budget_is_what_the_advice_assumed(catalog):
    taken = step(Needs(occasion="club"), "down", catalog)
    assert (taken.before, taken.after, taken.assumed) == ("moderate", "tight", True)


def test_the_type_is_that_for_the_new_budget(catalog):
    needs = Needs(occasion="award", budget="moderate", dimensionality="2d", durability="high")
    taken = step(needs, "down", catalog)
    assert taken.pin_type == recommend(needs.with_changes({"budget": "tight"}), catalog).pin_type


def test_what_lies_further_is_told_in_one_sentence(catalog):
    needs = Needs(occasion="club", budget="tight", dimensionality="2d", durability="low")
    assert step(needs, "down", catalog).further == (
        "Screen-printed pins and photo-etched pins would be cheaper and finer in detail, but less durable."
    )


def test_what_cannot_be_made_does_not_lie_further(catalog):
    assert step(Needs(budget="tight", dimensionality="3d"), "down", catalog).further is None


def test_a_step_down_never_leads_to_a_dearer_type_and_one_up_never_to_a_cheaper(catalog):
    cost = {one.id: one.aspects["cost"].rank for one in catalog.pin_types if "cost" in one.aspects}
    for occasion, shape, wear, artwork, surface in product(OCCASIONS, SHAPES, WEAR, ARTWORKS, SURFACES):
        needs = Needs(occasion, None, shape, wear, None, artwork, surface)
        ranks = [
            cost[recommend(needs.with_changes({"budget": budget}), catalog).pin_type]
            for budget in ("tight", "moderate", "premium")
        ]
        assert ranks == sorted(ranks, reverse=True), needs


def test_above_a_price_that_was_named_money_is_no_object(catalog):
    needs = Needs(occasion="memorial", budget="premium", price=8.0, dimensionality="2d", durability="high")
    taken = step(needs, "up", catalog)
    assert (taken.before, taken.after, taken.pin_type) == ("premium", "premium", "cloisonne")
    assert step(needs.with_changes({"price": None}), "up", catalog).after is None
