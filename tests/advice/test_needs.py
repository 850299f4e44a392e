from __future__ import annotations

import pytest

from pin_advisor.advice import Needs


def test_nothing_has_to_be_known():
    needs = Needs()
    assert needs.occasion is None
    assert needs.quantity is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"occasion": "birthday"},
        {"budget": "cheap"},
        {"dimensionality": "3D"},
        {"durability": ""},
        {"artwork": "sketch"},
        {"surface": "shiny"},
        {"quantity": 0},
        {"quantity": -5},
        {"quantity": 12.0},
        {"quantity": "100"},
        {"quantity": True},
        {"price": 0},
        {"price": -2.5},
        {"price": float("nan")},
        {"price": float("inf")},
    ],
)
def test_a_value_that_a_need_cannot_have_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Needs(**wrong)


def test_changes_replace_and_forget_and_leave_the_original_alone():
    before = Needs(occasion="award", budget="tight")
    assert before.with_changes({"budget": "premium", "quantity": 200}) == Needs(
        occasion="award", budget="premium", quantity=200
    )
    assert before.with_changes({"budget": None}) == Needs(occasion="award")
    assert before.budget == "tight"


def test_another_budget_leaves_nothing_of_the_price_that_was_named():
    before = Needs(budget="premium", price=8.0)
    assert before.with_changes({"budget": "premium"}) == Needs(budget="premium")
    assert before.with_changes({"budget": "moderate", "price": 2.0}) == Needs(budget="moderate", price=2.0)
    assert before.with_changes({"occasion": "club"}).price == 8.0


def test_a_change_of_something_that_is_no_need_is_refused():
    with pytest.raises(ValueError, match="colour"):
        Needs().with_changes({"colour": "red"})


def test_needs_can_be_looked_up():
    assert {Needs(budget="tight"): 1}[Needs(budget="tight")] == 1
