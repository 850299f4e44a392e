from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pin_advisor.catalog import When
from pin_advisor.catalog.situations import described, firings, values_of
from pin_advisor.vocabulary import BUDGETS, DIMENSIONALITIES

#: Two needs and the quantity are few enough to walk through all combinations the plain way.
QUANTITIES = (None, *range(1, 8))

whens = st.builds(
    lambda budget, dimensionality, edges, unknown: When(
        budget=budget,
        dimensionality=dimensionality,
        quantity_from=edges[0],
        quantity_below=edges[1],
        unknown=unknown,
    ),
    st.none() | st.lists(st.sampled_from(BUDGETS), min_size=1),
    st.none() | st.lists(st.sampled_from(DIMENSIONALITIES), min_size=1),
    st.tuples(st.none() | st.integers(1, 6), st.none() | st.integers(1, 6)),
    st.sets(st.sampled_from(["budget", "dimensionality", "quantity"]), max_size=1),
)


def holds(when: When, budget: str | None, dimensionality: str | None, quantity: int | None) -> bool:
    known = {"budget": budget, "dimensionality": dimensionality, "quantity": quantity}
    return (
        (when.budget is None or budget in when.budget)
        and (when.dimensionality is None or dimensionality in when.dimensionality)
        and (when.quantity_from is None or (quantity is not None and quantity >= when.quantity_from))
        and (when.quantity_below is None or (quantity is not None and quantity < when.quantity_below))
        and all(known[need] is None for need in when.unknown)
    )


@given(st.lists(whens, max_size=5))
def test_the_sets_are_those_found_by_walking_through_all_combinations(conditions):
    expected = {
        sum(1 << i for i, when in enumerate(conditions) if holds(when, *needs))
        for needs in product((None, *BUDGETS), (None, *DIMENSIONALITIES), QUANTITIES)
    }
    assert set(firings(conditions)) == expected


@given(st.lists(whens, max_size=4), whens)
def test_given_a_condition_only_its_situations_count(conditions, condition):
    expected = {
        sum(1 << i for i, when in enumerate(conditions) if holds(when, *needs))
        for needs in product((None, *BUDGETS), (None, *DIMENSIONALITIES), QUANTITIES)
        if holds(condition, *needs)
    }
    assert set(firings(conditions, given=condition)) == expected


@given(st.lists(whens, min_size=1, max_size=5))
def test_each_example_is_a_situation_in_which_exactly_these_hold(conditions):
    for found, situation in firings(conditions).items():
        known = dict(situation)
        needs = (known.get("budget"), known.get("dimensionality"), known.get("quantity"))
        assert found == sum(1 << i for i, when in enumerate(conditions) if holds(when, *needs))


def test_prices_are_told_apart_at_the_thresholds_only():
    conditions = [When(price_below=12), When(price_from=12.5), When(price_from=12)]
    assert values_of("price", conditions) == [None, 6, 12, 12.5]
    assert values_of("price", [When()]) == [None, 1]
    assert firings([When(price_below=12), When(price_from=12.5)]).keys() == {0, 1, 2}
    assert firings([], given=When(price_from=12, price_below=12)) == {}
    assert firings([], given=When(price_from=12, unknown=["price"])) == {}


def test_quantities_are_told_apart_at_the_thresholds_only():
    conditions = [When(quantity_below=50), When(quantity_from=1), When(quantity_from=300)]
    assert values_of("quantity", conditions) == [None, 1, 49, 50, 299, 300]


@pytest.mark.parametrize(
    ("situation", "words"),
    [
        ((), "nothing known of the visitor's needs"),
        ((("occasion", "award"), ("quantity", 50)), "occasion award, quantity 50"),
        ((("budget", "premium"), ("price", 6.0)), "budget premium, price 6"),
    ],
)
def test_a_situation_in_words(situation, words):
    assert described(situation) == words
